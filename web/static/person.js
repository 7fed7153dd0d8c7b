/* Nothing is sent but by the button, and then without leaving the page, so that nothing typed is
   lost: not by an error, a session that has ended, or going back and forward, for which the facts
   stay with this entry of the history alone. Where a fact was changed, a line says that the result
   waits for the button. Without this script the button does the same. */
"use strict";

(() => {
  const main = document.getElementById("content");
  if (!document.getElementById("facts")) return;
  const form = () => document.getElementById("facts");
  let say = () => {};
  let latest = 0;

  /* The page that the server answers with; null where a later question has overtaken it. */
  async function asked(again = true) {
    const mine = ++latest;
    const sent = await fetch(form().action, { method: "POST", body: new FormData(form()) });
    const page = new DOMParser().parseFromString(await sent.text(), "text/html");
    if (mine !== latest) return null;
    const token = page.querySelector("#again [name=csrf_token]");
    if (token && again) {
      form().elements.csrf_token.value = token.value;
      return asked(false);
    }
    if (!page.getElementById("facts")) throw new Error("no form came back");
    return page;
  }

  async function send() {
    const page = await asked();
    if (!page) return;
    main.replaceChildren(...page.getElementById("content").childNodes);
    begin();
    keep();
    if (!document.getElementById("faults")) say(form().dataset.updated);
    const shown = document.getElementById("faults") || document.getElementById("result");
    shown.tabIndex = -1;
    shown.focus();
  }

  function failed() {
    say(form().dataset.failed, true);
  }

  /* What was typed stays with this entry of the history, and nowhere else. */
  function keep() {
    const facts = [...new FormData(form())].filter(([name]) => name !== "csrf_token");
    history.replaceState({ facts }, "");
  }

  function restore() {
    const kept = history.state && history.state.facts;
    if (!kept) return false;
    for (const control of form().elements) {
      const ticked = ["checkbox", "radio"].includes(control.type);
      if (ticked) {
        control.checked = kept.some(([name, text]) => name === control.name && text === control.value);
      } else if (control.name && control.name !== "csrf_token" && control.type !== "hidden") {
        const found = kept.find(([name]) => name === control.name);
        control.value = found ? found[1] : "";
      }
      const folded = control.closest("details");
      if (folded && (ticked ? control.checked : control.name && control.value)) folded.open = true;
    }
    return true;
  }

  /* Told while one types: a line that came with the press of the button would move it away. */
  function changed() {
    keep();
    say(form().dataset.waiting, "shown");
  }

  function begin() {
    say = statusBefore(form());
    for (const kind of ["input", "change"]) form().addEventListener(kind, changed);
    form().addEventListener("submit", (event) => {
      event.preventDefault();
      send().catch(failed);
    });
  }

  begin();
  restore();
  tellEarlyChanges(form());
})();
