// Keeps what a person types in a form of the desk until the portal has it: the session may end, the page
// be left, the portal be down. Loaded by templates/base.html for who is signed in (body[data-person]).
// Only what differs from the page as served is kept and put back, so that no field a colleague changed
// meanwhile goes back with it. What was sent and did not arrive comes back by itself; what was left, only
// if the person wants it. Forms with data-sealed leave nothing here: see sealed-send.js.
import * as kept from "./desk-kept.js";

const SOON_MS = 250;
const SKIPPED = "[type=hidden], [type=password], [type=file], [type=search], [autocomplete=one-time-code]";
const { person } = document.body.dataset;
const arrived = performance.getEntriesByType("navigation")[0];
const cameFrom = document.referrer && new URL(document.referrer).pathname;

// The portal has what was sent from a page when it led from there to another, and refused nothing; nor
// asked who it is first (templates/account/confirm.html).
const isAsked = document.querySelector("[data-confirm]");
const refused = document.querySelector(".messages .alert-danger");
const isIn = (copy) => copy.sentFrom && !isAsked && !refused && arrived?.redirectCount > 0 && cameFrom === copy.sentFrom;
kept.tidy((copy) => copy.person === person && !isIn(copy));

// {name: values} of what a person can change
function valuesOf(form) {
  const values = {};
  for (const field of form.elements) {
    if (!field.name || field.disabled || field.matches(SKIPPED) || field.matches("button, fieldset")) continue;
    values[field.name] ??= [];
    if (!field.matches("[type=checkbox], [type=radio]")) values[field.name].push(field.value);
    else if (field.checked) values[field.name].push(field.value);
  }
  return values;
}

// A row that was added is added again (row-add.js).
function find(form, name) {
  const all = () => [...form.elements].filter((field) => field.name === name);
  const add = form.querySelector(`[data-rows="${CSS.escape(name.replace(/-\d+-\w+$/, ""))}"] [data-rows-add]`);
  for (let most = 60; add && !add.disabled && !all().length && most; most -= 1) add.click();
  return all();
}

function putBack(form, fields) {
  for (const [name, values] of Object.entries(fields)) {
    find(form, name).forEach((field, at) => {
      if (field.matches("[type=checkbox], [type=radio]")) field.checked = values.includes(field.value);
      else field.value = values[at] ?? field.value;
      field.closest("details")?.setAttribute("open", "");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}

// `ways` is {the words of a button: what it does}
function say(form, sentence, ways) {
  const line = Object.assign(document.createElement("p"), { className: "alert alert-info", role: "status" });
  const buttons = Object.assign(document.createElement("span"), { className: "d-flex flex-wrap gap-2 mt-2" });
  for (const [textContent, way] of Object.entries(ways)) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-outline-primary btn-xs btn-inline m-0", textContent });
    button.addEventListener("click", () => (line.remove(), way()));
    buttons.append(button);
  }
  line.append(sentence, buttons);
  form.prepend(line);
}

function watch(form) {
  const { pathname, search } = new URL(form.getAttribute("action") ?? "", location.href);
  const key = pathname + search;
  const served = JSON.stringify(valuesOf(form));
  const same = (fields) => JSON.stringify({ ...JSON.parse(served), ...fields }) === served;
  const left = kept.read(key);
  const taken = {}; // of what was left, the fields that are in the form again
  let timer = 0; // of what was typed and is not kept yet

  function write(sentFrom = "") {
    clearTimeout(timer);
    timer = 0;
    if (isSigningOut) return;
    const before = JSON.parse(served);
    const now = Object.entries(valuesOf(form));
    const fields = Object.fromEntries(now.filter(([name, values]) => JSON.stringify(values) !== JSON.stringify(before[name]) || name in taken));
    if (Object.keys(fields).length) kept.write(key, { person, at: Date.now(), fields, sentFrom });
    else kept.forget(key);
  }

  function takeUp() {
    Object.assign(taken, left.fields);
    putBack(form, left.fields);
    say(form, "Abbiamo ripreso quello che stavi scrivendo.", { Scarta: () => (putBack(form, JSON.parse(served)), throwAway()) });
  }

  function throwAway() {
    kept.forget(key);
    clearTimeout(timer);
    timer = 0;
    for (const name in taken) delete taken[name];
  }

  if (left && same(left.fields)) Object.assign(taken, left.fields); // refused: the page has it
  else if (left?.sentFrom) takeUp();
  else if (left) say(form, "L’ultima volta hai lasciato qualcosa a metà.", { Riprendi: takeUp, Scarta: throwAway });
  if (left?.sentFrom) kept.write(key, { ...left, sentFrom: "" }); // back here it may be left on purpose
  for (const event of ["input", "change"]) {
    form.addEventListener(event, () => {
      clearTimeout(timer);
      timer = setTimeout(write, SOON_MS);
    });
  }
  form.addEventListener("submit", () => write(location.pathname));
  addEventListener("pagehide", () => timer && write());
}

let isSigningOut = false;
function signOut() {
  isSigningOut = true;
  kept.tidy(() => false);
}

for (const form of document.forms) {
  const asksSecrets = form.querySelector("[type=password], [autocomplete=one-time-code]");
  if (form.matches(".sign-out")) form.addEventListener("submit", signOut);
  else if (form.getAttribute("method") === "post" && !asksSecrets && !("sealed" in form.dataset) && Object.keys(valuesOf(form)).length) watch(form);
}
