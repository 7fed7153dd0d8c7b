/* What the scripts of forms share. A page can be used before its scripts have come: what was changed
   until then is told to the form as if it were changed now, so that nothing of it is passed over. */
"use strict";

/* A line before a form; what tells there what was done (read aloud alone), what is still to be done
   ("shown") or what has failed. */
function statusBefore(form) {
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  form.before(status);
  function say(text, failed = false) {
    status.className = failed === "shown" ? "form-hint" : failed ? "form-error-message" : "away";
    status.textContent = text;
  }
  say("");
  return say;
}

function tellEarlyChanges(form) {
  for (const control of form.elements) {
    if (differs(control)) control.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function differs(control) {
    if (control.options) {
      const given = [...control.options].findIndex((one) => one.defaultSelected);
      return control.selectedIndex !== Math.max(given, 0);
    }
    if (["checkbox", "radio"].includes(control.type)) {
      return control.checked !== control.defaultChecked;
    }
    return "defaultValue" in control && control.value !== control.defaultValue; // not a button
  }
}
