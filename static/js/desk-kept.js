// What is being typed at the desk, as desk-draft.js leaves it in this tab: one copy for each form, of one
// person, for half a day. Never more than the tab: a computer of the office is of many people.
const PREFIX = "scrivania:";
const KEPT_MS = 12 * 3_600_000;

export function read(form) {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + form));
  } catch {
    return null; // storage forbidden: what is typed is only on the page
  }
}

// `copy` null forgets it.
export function write(form, copy) {
  try {
    if (copy) sessionStorage.setItem(PREFIX + form, JSON.stringify(copy));
    else sessionStorage.removeItem(PREFIX + form);
  } catch {
    // no room, or storage forbidden
  }
}

export const forget = (form) => write(form, null);

// Throw away each copy of which `keeps(copy)` is not true, and every one that is old.
export function tidy(keeps) {
  let names = [];
  try {
    names = Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));
  } catch {
    return;
  }
  for (const name of names) {
    const copy = read(name.slice(PREFIX.length));
    if (!copy || Date.now() - copy.at > KEPT_MS || !keeps(copy)) sessionStorage.removeItem(name);
  }
}
