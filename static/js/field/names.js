// Whether a note names a person: asked before it goes, also without network, as the desk asks it
// (hotspots/shared_text.py). Only of the lines that are not on the portal yet; the answer, names_ok,
// stays with the record, and the portal asks again of what it does not cover (refuse_names, in
// interventions/services/field_contents.py).
import { el, link, tap, title } from "./dom.js";
import { edit } from "./records.js";
import { changed } from "./live.js";
import { findIn } from "./person.js";

const ASKED = "il nome di una persona"; // of what the portal alone has found
const linesOf = (text = "") => text.split("\n").map((line) => line.trim());

// A note without the lines of other texts: only whole ones are a hand's own, as for the portal
// (both_notes, in interventions/record/parts.py).
export function linesBesides(note, ...texts) {
  const those = new Set(texts.flatMap(linesOf).filter(Boolean));
  return note.split("\n").filter((line) => !those.has(line.trim())).join("\n").trim();
}

// What is to be asked of a record, {sentence, kinds}, or null. Of a plate nothing: it has to go.
export function questionOf({ note, told_note, names_ok, discarded, problem }) {
  if (discarded) return null;
  if (problem?.asks) return { sentence: problem.error, kinds: ASKED };
  const found = findIn(linesBesides(note, told_note, names_ok));
  return found && !found.isRefused ? { ...found, sentence: `Nella nota sembra esserci ${found.kinds}: «${found.words}».` } : null;
}

export const toAnswer = ({ client_id }) => `#/uscita/${client_id}/nomi`;

export function names(record) {
  const back = `#/uscita/${record.client_id}`;
  const question = questionOf(record);
  if (!question) return [title("La nota", back), el("p", {}, "Non c’è più niente da dire."), link(back, "Fatto", { class: "big main" })];
  return [
    title("C’è una persona nella nota?", back),
    el("p", { role: "status" }, question.sentence),
    el("p", { class: "quiet" }, "La nota la leggono tutti e due i servizi: parte quando hai risposto. Tutto è salvato sul telefono."),
    link(`${back}/nota`, "Toglilo", { class: "big main" }),
    tap("no-person", `Non è ${question.kinds}`, () => confirm(record), { class: "big plain" }),
  ];
}

// Asked on the way to the outcomes, they come next.
async function confirm(record) {
  await edit(record.client_id, (now) => (now.names_ok = now.note));
  if (location.hash === toAnswer(record)) location.hash = `#/uscita/${record.client_id}`;
  return changed();
}
