// Throws away the copy that wizard-keep.js left on this phone: once the report is sent
// (wizard_sent.html), or when the draft is deleted (wizard_delete.html).
const NAME = "segnala";
const buttons = document.querySelectorAll("[data-forget-typed]");

if (document.querySelector("[data-secret-link]")) localStorage.removeItem(NAME);
for (const button of buttons) button.addEventListener("click", () => localStorage.removeItem(NAME));
