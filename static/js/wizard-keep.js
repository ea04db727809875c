// Keeps what is being typed on this phone until the server has it, and puts it back after a lost
// connection. Fed by form[data-keep-typed] of templates/reports/wizard_data.html: the draft's id, and
// in data-revision the last time the server kept it. Files cannot be kept.
const NAME = "segnala";
const form = document.querySelector("[data-keep-typed]");
const { keepTyped: draft, revision } = form.dataset;
const skipped = ["csrfmiddlewaretoken", "website", "action", "remove_photo"];

function read() {
  try {
    return JSON.parse(localStorage.getItem(NAME));
  } catch {
    return null;
  }
}

function write() {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !skipped.includes(name)) fields[name] = value;
  }
  try {
    localStorage.setItem(NAME, JSON.stringify({ draft, revision, fields }));
  } catch {
    // no room, or storage forbidden: the draft on the server still keeps each step
  }
}

function putBack(fields) {
  let changed = false;
  for (const [name, value] of Object.entries(fields)) {
    const found = form.elements.namedItem(name);
    if (!found || found.value === value) continue;
    found.value = value; // a group of radios takes its value too
    changed = true;
  }
  const map = form.querySelector("[data-map]");
  if (map && fields.latitude) Object.assign(map.dataset, { lat: fields.latitude, lon: fields.longitude });
  return changed;
}

const kept = read();
if (kept?.draft === draft && kept.revision === revision) {
  if (putBack(kept.fields)) {
    document.querySelector("[data-say-restored]").hidden = false;
    form.dispatchEvent(new Event("change", { bubbles: true }));
    for (const area of form.querySelectorAll("textarea, select")) {
      area.dispatchEvent(new Event(area.matches("select") ? "change" : "input"));
    }
  }
} else if (kept) {
  localStorage.removeItem(NAME);
}

let timer;
function soon() {
  clearTimeout(timer);
  timer = setTimeout(write, 300);
}
for (const event of ["input", "change", "map:point"]) form.addEventListener(event, soon);
form.addEventListener("submit", write);
