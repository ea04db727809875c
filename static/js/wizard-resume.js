// What was typed on this phone in a draft that the gate does not list, because the cookie is gone: offers to
// send it, with the key that its page had. Fed by [data-resume] of templates/reports/wizard_start.html;
// data-drafts are the drafts that the gate lists: those put back their own words by themselves.
import { all } from "./wizard-kept.js";

const section = document.querySelector("[data-resume]");
const listed = section.dataset.drafts.split(" ");
const copy = all().find(({ draft, path }) => !listed.includes(draft) && path.startsWith("/segnala/"));

if (copy) {
  const form = section.querySelector("form");
  form.action = copy.path;
  for (const [name, value] of Object.entries({ ...copy.fields, key: copy.key })) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  const words = copy.fields.subject || copy.fields.place_name || copy.fields.details || copy.fields.email || "";
  section.querySelector("[data-words]").textContent = words.slice(0, 60);
  section.hidden = false;
}
