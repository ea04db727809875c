// What is taken out of the way: the question before, which names what would go, and the way back for
// two days. The portal is told of an outing begun by mistake; of one it refused, or never had, nothing.
import { el, link, tap, title } from "./dom.js";
import { edit } from "./records.js";
import { changed, live, nameOfPlace } from "./live.js";
import { when } from "./clock.js";
import { total } from "./tallies.js";
import { photosOf } from "./photos.js";
import { buzz, toast } from "./toast.js";
import { flush } from "./sync.js";

const ONE = { contatti: "contatto", mediazioni: "mediazione", controlli: "controllo" };
const counted = (count, one, many) => count > 0 && `${count} ${count === 1 ? one : many}`;

// "7 contatti, 1 nota, 2 foto"; nothing when nothing would be lost.
export function contents(record) {
  const acts = record.acts.reduce((sum, act) => sum + act.count, 0);
  return [
    ...live.state.words.tallies.map(([what]) => counted(total(record.tallies, what), ONE[what] ?? what, what)),
    counted(acts, "atto", "atti"),
    record.note && "1 nota",
    counted(record.reports.length, "segnalazione collegata", "segnalazioni collegate"),
    counted(photosOf(record.client_id).length, "foto", "foto"),
  ].filter(Boolean).join(", ");
}

const wasRefused = (record) => record.problem?.kind === "refused";

// One with nothing in it goes at a tap: there is the way back.
export function taking(record, label) {
  return contents(record)
    ? link(`#/uscita/${record.client_id}/annulla`, label, { class: "big plain wrong" })
    : tap("discard", label, () => setAside(record), { class: "big plain wrong" });
}

export function question(record) {
  const refused = wasRefused(record);
  const what = contents(record);
  return [
    title(refused ? "Elimini la registrazione?" : "Annulli l’uscita?", refused ? "#/da-inviare" : `#/uscita/${record.client_id}`),
    el("p", {}, `${nameOfPlace(record.place)}, ${when(record.started_at)}.${what ? ` Con ${refused ? "la registrazione" : "l’uscita"} vanno via: ${what}.` : ""}`),
    refused && el("p", {}, record.sent_revision
      ? `Sul portale la scheda ${record.code} resta com’era prima di queste modifiche.`
      : "Il portale non l’ha mai ricevuta: resta solo qui, finché non la elimini."),
    el("p", {}, "Per due giorni puoi riprenderla da “Sul campo”."),
    tap("discard", refused ? "Sì, elimina la registrazione" : "Sì, annulla l’uscita", () => setAside(record), { class: "big plain wrong" }),
    link(refused ? "#/da-inviare" : `#/uscita/${record.client_id}`, "No, tienila", { class: "big main" }),
  ];
}

async function setAside(record) {
  const refused = wasRefused(record);
  const only_here = refused || record.state === "draft";
  await edit(record.client_id, (now) =>
    Object.assign(now, { discarded: true, only_here, was: now.state, state: "done", discarded_at: Date.now() }));
  buzz();
  location.hash = "#/";
  await changed();
  toast(refused ? "Registrazione eliminata." : "Uscita annullata.", () => takeBack(record.client_id), "Riprendi");
  flush();
}

async function takeBack(id) {
  const goes = live.records.find((record) => record.state === "running");
  const { was } = live.aside.find((record) => record.client_id === id) ?? {};
  if (goes && was === "running") return toast("Hai già un’uscita in corso: termina questa prima di riprendere l’altra.");
  await edit(id, (now) => Object.assign(now, { discarded: false, only_here: false, state: now.was ?? "running" }));
  location.hash = `#/uscita/${id}`;
  await changed();
  toast("Uscita ripresa, con tutto quello che avevi scritto.");
  return flush();
}

export function lately() {
  if (!live.aside.length) return null;
  return el("details", {},
    el("summary", {}, `Annullate o eliminate (${live.aside.length})`),
    el("div", { class: "stack" }, live.aside.map((record) =>
      tap(`back-${record.client_id}`, [
        el("strong", {}, `Riprendi: ${nameOfPlace(record.place)}, ${when(record.started_at)}`),
        el("span", {}, contents(record)),
      ], () => takeBack(record.client_id), { class: "big plain" }))));
}
