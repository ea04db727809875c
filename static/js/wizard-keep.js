// Keeps what is being typed on this phone until the server has it, and puts it back when the page comes
// again. Fed by form[data-keep-typed] of templates/reports/wizard_step.html: the draft's id, its step, and
// in data-revision what the server has of the step. Files cannot be kept. While the form has data-stopped
// (wizard-category.js) nothing stays here.
import * as kept from "./wizard-kept.js";

const SOON_MS = 250;
const SKIPPED = ["csrfmiddlewaretoken", "key", "page", "revision", "website", "action", "remove_photo"];
const form = document.querySelector("[data-keep-typed]");
const { keepTyped: draft, step } = form.dataset;

function fieldsOf() {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !SKIPPED.includes(name)) fields[name] = value;
  }
  return fields;
}

let isTouched = false; // an untouched page says nothing about what another has left here
let asServed = JSON.stringify(fieldsOf()); // what the server has, as the page shows it

function write(isSent = false) {
  clearTimeout(timer);
  if ("stopped" in form.dataset) return kept.forgetDraft(draft);
  if (!isTouched) return undefined;
  const fields = fieldsOf();
  if (JSON.stringify(fields) === asServed) return kept.forget(draft, step);
  const { revision } = form.dataset;
  const key = form.elements.key.value;
  return kept.write(draft, step, { revision, fields, isSent, key, path: form.getAttribute("action") });
}

function putBack(fields) {
  for (const [name, value] of Object.entries(fields)) {
    const found = form.elements.namedItem(name);
    if (found && found.value !== value) found.value = value; // a group of radios takes its value too
  }
  const map = form.querySelector("[data-map]");
  if (map && fields.latitude) {
    Object.assign(map.dataset, { lat: fields.latitude, lon: fields.longitude, accuracy: fields.accuracy });
  }
  for (const field of form.querySelectorAll("textarea, select")) {
    field.dispatchEvent(new Event(field.matches("select") ? "change" : "input"));
  }
  form.querySelector("[name=place]:checked")?.dispatchEvent(new Event("change", { bubbles: true }));
  document.querySelector("[data-say-restored]").hidden = false;
}

let timer;
kept.all(); // throws away what is old
const copy = kept.read(draft, step);
if (copy) {
  const arrived = copy.isSent && copy.revision !== form.dataset.revision;
  if (arrived || JSON.stringify(copy.fields) === asServed) kept.forget(draft, step);
  else {
    isTouched = true;
    putBack(copy.fields);
  }
}

function soon() {
  isTouched = true;
  clearTimeout(timer);
  timer = setTimeout(write, SOON_MS);
}
for (const event of ["input", "change", "map:point"]) form.addEventListener(event, soon);
form.addEventListener("submit", () => write(true));
// the server has what wizard-photos.js sent with a photo
form.addEventListener("wizard:kept", ({ detail }) => {
  form.dataset.revision = detail.revision;
  form.elements.revision.value = detail.revision;
  asServed = JSON.stringify(fieldsOf());
  kept.forget(draft, step);
});

kept.onErased(draft, () => { form.dataset.stopped = ""; write(); });

let isLeaving = false;
form.addEventListener("submit", (event) => { isLeaving = !event.defaultPrevented; });
window.addEventListener("pagehide", () => { if (!isLeaving) write(); });
// shown again from the memory of the browser: the draft may be gone since
window.addEventListener("pageshow", async ({ persisted }) => {
  isLeaving = false;
  if (!persisted) return;
  try {
    const answer = await fetch(location.href, { method: "HEAD", redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect") location.reload();
  } catch {
    // no connection: the page stays, with what was typed
  }
});
