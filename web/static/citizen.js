/* The questions about one citizen, without leaving the page: each answer is an entry of the history,
   with which its facts stay, and nowhere else, so that back, forward, loading anew and another tab
   lose nothing. Without this script the buttons do the same. */
"use strict";

(() => {
  const main = document.getElementById("content");
  const form = () => document.getElementById("facts");
  if (!form()) return;
  let latest = 0;
  let pressed = null;
  let waitedFor = null;

  /* The page that the server answers with; null where a later question has overtaken it. */
  async function asked(facts, again = true) {
    const mine = ++latest;
    const body = new FormData();
    for (const [name, value] of facts) body.append(name, value);
    body.append("csrf_token", form().elements.csrf_token.value);
    const sent = await fetch(form().action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await sent.text(), "text/html");
    if (mine !== latest) return null;
    const token = page.querySelector("#again [name=csrf_token]");
    if (token && again) {
      form().elements.csrf_token.value = token.value;
      return asked(facts, false);
    }
    if (!page.getElementById("facts")) throw new Error("no form came back");
    return page;
  }

  function show(page, keepPlace) {
    document.title = page.title;
    main.replaceChildren(...page.getElementById("content").childNodes);
    if (keepPlace) return;
    const first = document.getElementById("faults") || document.getElementById("outcome") || main;
    first.tabIndex = -1;
    first.focus();
    window.scrollTo(0, 0);
  }

  const typed = () => [...new FormData(form())].filter(([name]) => name !== "csrf_token");

  function restoreTyped(kept) {
    if (!kept) return;
    for (const control of form().elements) {
      if (["hidden", "submit"].includes(control.type) || !control.name) continue;
      const own = kept.filter(([name]) => name === control.name).map(([, value]) => value);
      if (["checkbox", "radio"].includes(control.type)) control.checked = own.includes(control.value);
      else control.value = own.length ? own[0] : "";
    }
  }

  async function restore(state) {
    if (state && state.facts) {
      const page = await asked(state.facts);
      if (page) show(page, true);
    }
    if (form()) restoreTyped(state && state.typed);
  }

  function line(role, look, text) {
    const told = document.createElement("p");
    told.setAttribute("role", role);
    told.className = look;
    told.textContent = text;
    form().prepend(told);
    return told;
  }

  function failed() {
    line("alert", "form-error-message", form().dataset.failed);
  }

  /* Tells that an answer is being made, until it is there, on the button too that was pressed; what
     is asked for again meanwhile is not made twice. */
  async function answered(facts, button) {
    const same = JSON.stringify(facts);
    if (waitedFor === same) return;
    waitedFor = same;
    const label = button && [...button.childNodes];
    if (button) button.textContent = form().dataset.working;
    const told = line("status", "form-hint", form().dataset.working);
    form().setAttribute("aria-busy", "true");
    try {
      const page = await asked(facts);
      if (!page) return;
      const wrong = page.getElementById("faults");
      history[wrong ? "replaceState" : "pushState"]({ facts }, "");
      show(page);
    } finally {
      told.remove();
      if (button) button.replaceChildren(...label);
      if (waitedFor === same) {
        waitedFor = null;
        form().removeAttribute("aria-busy");
      }
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && button.form === form()) pressed = button;
  });

  document.addEventListener("submit", (event) => {
    if (event.target !== form()) return;
    const button = event.submitter || pressed;
    if (button && (button.value.startsWith("letter:") || button.value === "language")) return;
    event.preventDefault();
    const facts = typed();
    if (button && button.name) facts.push([button.name, button.value]);
    answered(facts, button).catch(failed);
  });

  /* The other language takes along what was said. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[hreflang]");
    if (!link || !history.state || !form()) return;
    event.preventDefault();
    const language = document.createElement("input");
    Object.assign(language, { type: "hidden", name: "do", value: "language" });
    form().append(language);
    form().action = link.href.split("?")[0];
    form().submit();
  });

  /* What is typed and not sent yet stays with this entry too. */
  document.addEventListener("input", (event) => {
    if (event.target.form === form()) history.replaceState({ ...history.state, typed: typed() }, "");
  });

  window.addEventListener("popstate", (event) => {
    if (event.state && event.state.facts) restore(event.state).catch(failed);
    else location.reload();
  });

  restore(history.state).catch(failed);
})();
