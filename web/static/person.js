/* Answers at once: when a field changes, the form is sent as it would be, and the result replaced.
   Without this script the button does the same. */
"use strict";

(() => {
  const form = document.getElementById("facts");
  if (!form) return;
  const say = statusBefore(form);
  let latest = 0;
  let timer = 0;

  async function update() {
    const mine = ++latest;
    const sent = await fetch(form.action, { method: "POST", body: new FormData(form) });
    const page = new DOMParser().parseFromString(await sent.text(), "text/html");
    if (mine !== latest) return;
    const answer = page.querySelector("#answer, main > .alert-error");
    const shown = document.querySelector("#answer, main > .alert-error");
    if (!answer) return say(form.dataset.failed, true);
    if (shown) shown.replaceWith(answer);
    else document.querySelector("main h1").after(answer);
    say(form.dataset.updated);
  }

  form.addEventListener("change", (event) => {
    if (event.target.id === "act" || event.target.id === "day") return form.submit();
    window.clearTimeout(timer);
    say("");
    timer = window.setTimeout(() => update().catch(() => say(form.dataset.failed, true)), 250);
  });
  tellEarlyChanges(form);
})();
