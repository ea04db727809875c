// While somebody writes a note: says what in it seems a person, before it is sent and without network.
// The guard is in the page (templates/interventions/field.html).
import { reader } from "./guard.js";

let guard, read;

// Return a sentence, "" for none.
export function seemsAPerson(text) {
  wake();
  const found = read(text);
  const isRefused = ({ what }) => guard.refused.includes(what);
  const worst = found.some(isRefused) ? found.filter(isRefused) : found;
  if (!worst.length) return "";
  const kinds = [...new Set(worst.map(({ what }) => guard.labels[what]))].join(" e ");
  const words = [...new Set(worst.map(({ words }) => words))].slice(0, 3).join("», «");
  return `Sembra esserci ${kinds}: «${words}». ${found.some(isRefused) ? "Toglilo, o la nota non viene accettata." : "Se è così, toglilo."}`;
}

function wake() {
  if (read) return;
  guard = JSON.parse(document.getElementById("guardia").textContent);
  try {
    read = reader(guard);
  } catch {
    read = () => []; // an old browser does not know these rules: the server does
  }
}
