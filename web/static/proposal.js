/* The editor of proposals: what is changed is shown as Turtle at once, and conditions come and go
   without the page being loaded anew. Without this script the buttons do the same. */
"use strict";

(() => {
  const first = document.getElementById("draft");
  if (!first) return;
  const say = statusBefore(first);
  let latest = 0;
  let timer = 0;

  async function sent(form, button) {
    const mine = ++latest;
    say("");
    const body = new FormData(form);
    body.set("do", button ? button.value : "preview");
    const answer = await fetch(form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== latest) return null;
    if (!page.getElementById("draft")) throw new Error("no form came back");
    return page;
  }

  function beside(page) {
    document.getElementById("beside").replaceWith(page.getElementById("beside"));
    say(first.dataset.updated);
  }

  async function pressed(form, button) {
    const page = await sent(form, button);
    if (!page) return;
    const known = new Set([...form.querySelectorAll("[id]")].map((one) => one.id));
    const part = button.closest("fieldset").id;
    const fresh = page.getElementById("draft");
    beside(page);
    form.replaceWith(fresh);
    listen(fresh);
    const added = [...fresh.querySelectorAll(`[id^="${part}."]`)].find((one) => !known.has(one.id));
    const rows = fresh.querySelectorAll(`#${part} select`);
    (added && button.value.startsWith("add") ? added : rows[rows.length - 1]).focus();
  }

  function listen(form) {
    form.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=do]");
      if (!button) return;
      event.preventDefault();
      window.clearTimeout(timer);
      pressed(form, button).catch(() => form.requestSubmit(button));
    });
    form.addEventListener("change", (event) => {
      if (event.target.name.endsWith(".add")) return;
      window.clearTimeout(timer);
      timer = window.setTimeout(() => {
        sent(form, null).then((page) => page && beside(page))
          .catch(() => say(first.dataset.failed, true));
      }, 250);
    });
  }

  listen(first);
  tellEarlyChanges(first);
})();
