// Suggestions while a place is being written: the combobox with a list of the ARIA practices. Fed by
// [data-search] of templates/reports/wizard_where.html, around the field; the names come from the address
// in data-search. Without it the form asks after it is sent.
const SOON_MS = 200;
const box = document.querySelector("[data-search]");
const input = box.querySelector("input");
const list = box.querySelector("[role=listbox]");
const said = box.querySelector("[data-search-said]");
const refused = box.querySelector("[data-search-refused]"); // to be seen, too
const asWritten = document.querySelector("[name=as_written]");
const map = document.querySelector("[data-map]");
let active = -1;
let timer;
let asked = null; // the request on its way

// the list opens under the field, however high its label stands
const holder = document.createElement("div");
const hadFocus = document.activeElement === input;
holder.className = "place-holder";
input.replaceWith(holder);
holder.append(input, list);
if (hadFocus) input.focus();

const options = () => [...list.children];

Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false", autocomplete: "off" })
  .forEach(([name, value]) => input.setAttribute(name, value));

function close() {
  clearTimeout(timer);
  asked?.abort();
  list.hidden = true;
  active = -1;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function point(at) {
  active = at;
  for (const [i, option] of options().entries()) option.setAttribute("aria-selected", String(i === active));
  if (active < 0) return input.removeAttribute("aria-activedescendant");
  input.setAttribute("aria-activedescendant", options()[active].id);
  return options()[active].scrollIntoView({ block: "nearest" });
}

function addOption(text, choose) {
  const option = document.createElement("li");
  Object.assign(option, { id: `${list.id}-${list.children.length}`, textContent: text });
  option.setAttribute("role", "option");
  option.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  option.addEventListener("click", () => {
    choose();
    close();
  });
  list.append(option);
}

// The words become the name; the pin shows where, without becoming a point put by hand.
function take(place) {
  input.value = place.name;
  said.textContent = place.name;
  asWritten.value = "";
  input.dispatchEvent(new Event("input", { bubbles: true }));
  map?.dispatchEvent(new CustomEvent("map:show", { detail: { lat: place.latitude, lon: place.longitude } }));
}

function takeAsWritten() {
  asWritten.value = input.value.trim().replace(/\s+/g, " ");
  input.dispatchEvent(new Event("change", { bubbles: true }));
  said.textContent = box.dataset.sayWritten;
}

function show(places) {
  list.replaceChildren();
  places.forEach((place) => addOption(place.name, () => take(place)));
  addOption(box.dataset.sayAsWritten, takeAsWritten);
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
  point(-1);
  refused.textContent = "";
  said.textContent = places.length ? box.dataset.sayFound.replace("%s", places.length) : box.dataset.sayNone;
}

async function ask() {
  const words = input.value.trim();
  asked?.abort();
  if (words.length < 2) return close();
  asked = new AbortController();
  try {
    const answer = await fetch(`${box.dataset.search}?${new URLSearchParams({ q: words })}`, { signal: asked.signal });
    const { places, error } = await answer.json();
    if (answer.ok) return show(places);
    close();
    refused.textContent = error;
  } catch {
    // no connection, or another letter since
  }
  return undefined;
}

const KEYS = {
  ArrowDown: () => point((active + 1) % options().length),
  ArrowUp: () => point((active <= 0 ? options().length : active) - 1),
  Enter: () => active >= 0 && options()[active].click(),
  Escape: close,
};

input.addEventListener("input", ({ isTrusted }) => {
  clearTimeout(timer);
  if (isTrusted) timer = setTimeout(ask, SOON_MS);
});
input.addEventListener("keydown", (event) => {
  if (list.hidden || !(event.key in KEYS)) return;
  if (event.key === "Enter" && active < 0) return close();
  event.preventDefault();
  return KEYS[event.key]();
});
input.addEventListener("blur", close);
