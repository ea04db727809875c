// While somebody writes a note: says what in it seems a person, before it is sent and without network.
// The guard comes once from the portal (field_guard, in interventions/views/field_app.py): then the
// worker has it.
import { draw } from "./live.js";
import { ask, page } from "./talk.js";
import { reader } from "./guard.js";

let guard, read, asking;

// Return what is found, in words, and whether any of it has no place in a text; null for nothing.
export function findIn(text) {
  if (!read) {
    wake();
    return null;
  }
  const found = read(text);
  if (!found.length) return null;
  return {
    kinds: [...new Set(found.map(({ what }) => guard.labels[what]))].join(" e "),
    words: [...new Set(found.map(({ words }) => words))].slice(0, 3).join("», «"),
    isRefused: found.some(({ what }) => guard.refused.includes(what)),
  };
}

// Return a sentence, "" for none. `refused` says what is not taken with a plate or a telephone in it.
export function seemsAPerson(text, refused = "la nota non viene accettata") {
  const found = findIn(text);
  return found ? `Sembra esserci ${found.kinds}: «${found.words}». ${found.isRefused ? `Toglilo, o ${refused}.` : "Se è così, toglilo."}` : "";
}

// Whoever writes meanwhile is told at the next letter.
async function wake() {
  if (asking) return;
  asking = true;
  const { status, body } = await ask(page.guard, { cache: "default" });
  asking = false;
  if (status !== 200) return;
  guard = body;
  try {
    read = reader(guard);
  } catch {
    read = () => []; // an old browser does not know these rules: the server does
  }
  draw();
}

wake();
