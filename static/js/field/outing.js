// The outing while it goes on: three big counts, and the way to all the rest. Each tap is written
// on the phone before the number moves.
import { el, link, tap, title } from "./dom.js";
import { edit } from "./records.js";
import { changed, live, nameOf, nameOfPlace, othersOf } from "./live.js";
import { atEnd, atTime } from "./clock.js";
import { alsoBy, bump, row, takeOne, total } from "./tallies.js";
import { buzz, toast } from "./toast.js";
import { together } from "./apart.js";
import { photosOf } from "./photos.js";
import { contents, taking } from "./aside.js";
import { groups } from "./groups.js";
import { flush } from "./sync.js";

export function outing(record) {
  const here = `#/uscita/${record.client_id}`;
  const photos = photosOf(record.client_id).length;
  return [
    title(nameOfPlace(record.place), "#/"),
    el("p", { class: "crew" }, `Iniziata ${atTime(record.started_at)}${record.ended_at ? `, finita ${atEnd(record.ended_at)}` : ""}, con `,
      record.crew.map(nameOf).join(", "), ". ", el("a", { href: `${here}/equipaggio`, "data-key": "crew" }, "Cambia")),
    record.problem && el("p", { class: "note wrong" }, record.problem.error, " ", el("a", { href: "#/da-inviare" }, "Vedi")),
    together(record),
    live.state.words.tallies.filter(([what]) => isCounted(record, what)).map(([what, label]) => counter(record, what, label)),
    groups(record),
    link(`${here}/altro`, "Altro…", { class: "big plain" }),
    el("div", { class: "trio" },
      link(`${here}/nota`, record.note ? "Nota scritta" : "Nota"),
      link(`${here}/foto`, photos ? `Foto (${photos})` : "Foto"),
      link(`${here}/segnalazioni`, record.reports.length > 1 ? `Segnalazioni (${record.reports.length})` : record.reports.length ? "Segnalazione (1)" : "Segnalazione")),
    // last, so that nothing moves when it goes
    isEmpty(record) && taking(record, "Avviata per errore? Annulla l’uscita"),
    el("div", { class: "bottom" }, record.state === "done"
      ? tap("done", "Fatto", () => { location.hash = "#/"; flush(); }, { class: "big main" })
      : link(`${here}/esito`, "Termina", { class: "big main" })),
  ];
}

// One begun a moment ago with nothing in it is most often a thumb on the wrong place.
function isEmpty(record) {
  return record.state === "running" && record.begun_here !== false && !contents(record);
}

// Each service counts what is its own; what is already there may be put right.
function isCounted(record, what) {
  return (live.state.words.offered?.includes(what) ?? true) || total(record.tallies, what) > 0;
}

export function counter(record, what, label) {
  const id = record.client_id;
  const count = total(record.tallies, what);
  const also = alsoBy(othersOf(record), what);
  const step = (by) => tap(`${what}${by}`, by > 0 ? "+" : "−", () => turn(id, what, label, by), {
    class: "step", "aria-label": `${by > 0 ? "Aggiungi" : "Togli"}: ${label}`, disabled: by < 0 && count === 0,
  });
  return el("div", { class: "tally", role: "group", "aria-label": label },
    el("span", { class: "tally-name" }, label, also.length > 0 && el("span", { class: "also" }, `Anche ${also.join(", ")}`)),
    el("div", { class: "steps" }, step(-1), el("output", { class: "tally-count", "data-count": what }, String(count)), step(1)));
}

async function turn(id, what, label, by) {
  const one = (now) => (by > 0 ? bump(now.tallies, row(what), 1) : takeOne(now.tallies, what));
  const back = (now) => (by > 0 ? takeOne(now.tallies, what) : bump(now.tallies, row(what), 1));
  const after = await edit(id, one);
  buzz();
  await changed();
  toast(`${label}: ${total(after.tallies, what)}`, async () => {
    await edit(id, back);
    await changed();
  }, by > 0 ? "Togli l’ultimo" : "Rimetti");
}
