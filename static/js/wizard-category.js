// What follows from the category chosen in templates/reports/wizard_what.html: "Sta succedendo adesso?" only
// for those that ask it. Those that always call the 112 show its number and erase what was written, at once:
// in the page, on this phone and, with the form's own key, on the server; by keyboard, when one leaves the list. data-stopped on the form tells
// wizard-keep.js to keep nothing here.
import { eraseDraft } from "./wizard-kept.js";

const select = document.querySelector("[data-in-progress], [data-stops]");
const form = select.form;
const question = document.querySelector("[data-if-in-progress]");
const stop = document.querySelector("[data-stop]");
const said = document.querySelector("[data-erased]");
const path = form.getAttribute("action");
const listed = (name) => (select.dataset[name] ?? "").split(" ").filter(Boolean);
const isStopped = () => "stopped" in form.dataset;
let stopping = ""; // the category that the server has not erased yet

function empty() {
  for (const field of form.querySelectorAll("input[type=text], textarea")) {
    field.defaultValue = "";
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  for (const radio of form.querySelectorAll("input[type=radio]")) radio.checked = false;
  // nor is what was wrong before to be mended any more
  for (const words of document.querySelectorAll(".aside-words, [data-say-restored], [data-error-summary], .field-errors")) words.remove();
  for (const field of form.querySelectorAll(".field-invalid")) field.classList.remove("field-invalid");
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
}

function tell(name) {
  said.textContent = said.dataset[name];
  stop.querySelector("[data-erase-later]").hidden = name !== "sayFailed";
}

// keepalive: it arrives even when the page is left meanwhile
async function erase() {
  if (!stopping) return;
  const body = new URLSearchParams({ key: form.elements.key.value, category: stopping });
  try {
    const answer = await fetch(path, { method: "POST", body, keepalive: true, redirect: "manual" });
    if (answer.type !== "opaqueredirect") throw new Error(answer.status);
    stopping = "";
    tell("sayDone");
    if (isStopped()) history.replaceState(null, "", stop.dataset.stop);
  } catch {
    tell("sayFailed");
  }
}

// By keyboard a closed list says each category one goes past: what is chosen is known when one leaves it.
function goPast() {
  if (isStopped() || !listed("stops").includes(select.value)) return update();
  stop.hidden = false;
  return tell("sayWaiting");
}

function update() {
  const stops = listed("stops").includes(select.value);
  const wasStopped = isStopped();
  if (question) question.hidden = !listed("inProgress").includes(select.value);
  stop.hidden = !stops;
  if (stops) form.dataset.stopped = "";
  else delete form.dataset.stopped;
  if (!stops && wasStopped) {
    history.replaceState(null, "", path);
    stopping = ""; // what is written from now on is not to be erased
  }
  if (!stops && !wasStopped) said.textContent = "";
  if (!stops || wasStopped) return;
  stopping = select.value;
  eraseDraft(form.dataset.keepTyped);
  empty();
  tell("sayDoing");
  erase();
}

let key = ""; // the last one pressed on the list, since it was touched
select.addEventListener("pointerdown", () => { key = ""; });
select.addEventListener("keydown", (event) => {
  key = event.key;
  if (key === "Enter") update();
});
select.addEventListener("change", () => (["", "Enter"].includes(key) ? update() : goPast()));
select.addEventListener("blur", update);
window.addEventListener("online", erase);
window.addEventListener("pagehide", () => (isStopped() ? erase() : update()));
stop.querySelector("[data-quick-exit]").addEventListener("click", erase);
update();
