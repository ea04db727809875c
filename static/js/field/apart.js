// A plan that two phones began is one outing. Who was elsewhere makes of their own part another one:
// what they counted and wrote goes with them, what the others told stays where it is.
import { el, link, tap, title } from "./dom.js";
import { separate } from "./records.js";
import { apartOf, changed, phonesOf } from "./live.js";
import { kindFor } from "./mates.js";
import { linesBesides } from "./names.js";
import { contents } from "./aside.js";
import { toast } from "./toast.js";
import { flush } from "./sync.js";

export function together(record) {
  const phones = phonesOf(record);
  return phones.length > 0 && el("p", { class: "crew" }, `Stessa uscita di ${phones.join(", ")}: i conteggi si sommano. `,
    el("a", { href: `#/uscita/${record.client_id}/separa`, "data-key": "apart" }, "Non è la stessa?"));
}

export function separating(record) {
  const back = `#/uscita/${record.client_id}`;
  const phones = phonesOf(record).join(", ");
  if (!phones) return [title("Separa la tua uscita", back), el("p", {}, "La registri solo tu: non c’è niente da separare.")];
  const mine = contents({ ...record, ...ownOf(record) });
  return [
    title("Separa la tua uscita", back),
    el("p", {}, `La stessa uscita in programma la registra anche ${phones}. Se eri altrove, la tua diventa un’altra uscita e da quella esci dall’equipaggio.`),
    el("p", {}, mine ? `Vengono con te: ${mine}. Le foto già inviate restano nell’altra.` : "Le foto già inviate restano nell’altra."),
    tap("separate", "Separa la mia uscita", () => go(record), { class: "big plain" }),
    link(back, "No, è la stessa", { class: "big main" }),
  ];
}

async function go(record) {
  const kind = record.kind === kindFor(record.crew) ? kindFor([record.user]) : record.kind;
  const id = await separate(record, { kind, ...ownOf(record) });
  location.hash = `#/uscita/${id}/equipaggio`;
  await changed();
  toast("Separata. Aggiungi chi era con te.");
  return flush();
}

// What a record holds besides what is the others'.
function ownOf({ acts, note, reports, ...record }) {
  const theirs = apartOf(record);
  return {
    acts: acts.map((act) => less(act, theirs.acts)).filter(({ count }) => count > 0),
    note: linesBesides(note, theirs.note),
    reports: reports.filter((code) => !theirs.reports.includes(code)),
  };
}

function less(act, theirs) {
  const same = theirs.find(({ kind, protocol_number }) => kind === act.kind && protocol_number === act.protocol_number);
  if (!same) return act;
  const [count, questore, notified] = ["count", "questore", "notified"].map((name) => Math.max(0, act[name] - same[name]));
  return { ...act, count, questore: Math.min(count, questore), notified: Math.min(count, notified) };
}
