// Follows a job: asks how far it is and loads the page anew when it has ended.
"use strict";
const box = document.querySelector("[data-job]");
if (box) {
  const lang = document.documentElement.lang === "en" ? "en" : "da";
  const bar = box.querySelector("progress");
  const text = box.querySelector("[data-text]");
  const waiting = box.querySelector("[data-waiting]");
  const follow = async () => {
    try {
      const answer = await fetch(box.dataset.job, { headers: { Accept: "application/json" } });
      if (!answer.ok) return location.reload();
      const job = await answer.json();
      if (job.state !== "queued" && job.state !== "running") return location.reload();
      if (job.fraction === null) bar.removeAttribute("value"); else bar.value = job.fraction;
      if (text.textContent !== job.text[lang]) text.textContent = job.text[lang];
      waiting.parentElement.hidden = job.waiting === null;
      waiting.textContent = job.waiting ?? "";
    } catch { /* the server is away for a moment */ }
    setTimeout(follow, 1000);
  };
  setTimeout(follow, 500);
}
