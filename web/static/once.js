/* A form whose answer takes long tells that it is being made, and is sent once: whoever presses its
   button again asks for nothing more. Going back to the page brings the button back. */
"use strict";

(() => {
  const labels = new Map();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.classList.contains("once")) return;
    if (form.getAttribute("aria-busy")) return event.preventDefault();
    const button = event.submitter;
    form.setAttribute("aria-busy", "true");
    labels.set(form, [button, button.textContent]);
    button.textContent = form.dataset.working;
  });

  window.addEventListener("pageshow", () => {
    for (const [form, [button, label]] of labels) {
      form.removeAttribute("aria-busy");
      button.textContent = label;
    }
    labels.clear();
  });
})();
