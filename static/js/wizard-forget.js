// Throws away the copies that wizard-keep.js left on this phone: of the draft named by [data-forget], when it
// is sent or calls the 112 (wizard_sent.html, wizard_stopped.html), and when a button [data-forget-typed]
// is pressed, of its draft or, without one, of all (wizard_delete.html, wizard_sent.html).
import { eraseDraft, forgetDraft } from "./wizard-kept.js";

for (const { dataset } of document.querySelectorAll("[data-forget]")) forgetDraft(dataset.forget);
for (const button of document.querySelectorAll("[data-forget-typed]")) {
  button.addEventListener("click", () => eraseDraft(button.dataset.forgetTyped));
}
