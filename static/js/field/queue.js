// "Da inviare": each record that waits with the reason, and the choice when the portal changed too.
import { el, link, tap, title } from "./dom.js";
import { contentOf, edit, mark, stuck, unsent } from "./records.js";
import { changed, live, nameOf, nameOfPlace, waitsNow } from "./live.js";
import { when, whenEnds } from "./clock.js";
import { total } from "./tallies.js";
import { toast } from "./toast.js";
import { flush, flushAll } from "./sync.js";
import { back } from "./parts.js";
import { questionOf, toAnswer } from "./names.js";
import { page } from "./talk.js";

export const STUCK = "Il portale ha un guasto e non può ricevere la registrazione. Resta sul telefono, che riprova da solo: se continua, avvisa chi gestisce il portale.";

const GOING_ON = "L’uscita in corso è salvata sul telefono; parte appena c’è rete.";
const UNFINISHED = "Una registrazione è da finire: parte quando scegli l’esito.";

// Never that the portal has all, while the phone has something more.
function nothing() {
  const missing = live.records.filter(unsent);
  if (missing.some((record) => record.state === "running") || live.photos.some((photo) => !photo.sent)) return GOING_ON;
  return missing.length ? UNFINISHED : "Niente da inviare: il portale ha tutto.";
}

const refusedPhoto = (record) => live.photos.find((photo) => photo.client_id === record.client_id && photo.problem);

function why(record) {
  if (record.problem) return record.problem.error;
  if (questionOf(record)) return questionOf(record).sentence;
  if (!unsent(record) && refusedPhoto(record)) return `Una foto non è stata accettata: ${refusedPhoto(record).problem}`;
  if (stuck(record)) return STUCK;
  if (live.connection === "expired") return "Entra di nuovo, e parte da sola.";
  return record.state === "running" ? GOING_ON : "Aspetta la rete: parte da sola.";
}

export function queue() {
  const mine = live.records.filter(waitsNow);
  return [
    title("Da inviare", "#/"),
    mine.length === 0 && el("p", {}, nothing()),
    mine.map((record) => el("section", { class: "card" },
      el("h2", {}, `${nameOfPlace(record.place)}, ${when(record.started_at)}${record.discarded ? " (annullata)" : ""}`),
      el("p", {}, why(record)),
      record.problem?.errors && el("ul", {}, Object.values(record.problem.errors).filter((one) => one !== record.problem.error).map((one) => el("li", {}, one))),
      record.problem?.kind === "conflict" && link(`#/conflitto/${record.client_id}`, "Confronta e scegli"),
      questionOf(record) && link(toAnswer(record), "Rispondi"),
      record.problem?.kind === "refused" && [
        !record.discarded && !record.problem.asks && link(toMend(record), "Correggi"),
        !record.discarded && toMend(record) !== back(record) && link(back(record), "Apri", { class: "big plain" }),
        tap(`copy-${record.client_id}`, "Copia il testo", () => copy(record), { class: "big plain" }),
        tap(`again-${record.client_id}`, "Riprova", () => retry(record), { class: "big plain" }),
        record.discarded
          ? tap(`leave-${record.client_id}`, "Non dirlo al portale", () => edit(record.client_id, (now) => (now.only_here = true)).then(changed), { class: "big plain" })
          : link(`${back(record)}/annulla`, "Elimina", { class: "big plain wrong" }),
      ],
      !record.problem && refusedPhoto(record) && link(`#/uscita/${record.client_id}/foto`, "Guarda le foto"),
      stuck(record) && !record.problem && tap(`copy-${record.client_id}`, "Copia il testo", () => copy(record), { class: "big plain" }))),
    mine.length > 0 && (live.connection === "expired"
      ? link(page.signIn, "Entra di nuovo", { class: "big main" })
      : tap("send", "Invia adesso", () => flushAll(), { class: "big main" })),
  ];
}

// The screen where what was refused can be put right.
const SCREENS = { note: "nota", crew: "equipaggio", reports: "segnalazioni", acts: "altro", started_at: "esito", ended_at: "esito" };
function toMend(record) {
  const part = Object.keys(record.problem.errors ?? {}).find((name) => SCREENS[name]);
  return `${back(record)}${part ? `/${SCREENS[part]}` : ""}`;
}

async function copy(record) {
  const lines = words(record).map(([name, text]) => `${name}: ${text}`);
  try {
    await navigator.clipboard.writeText(lines.join("\n"));
    toast("Testo copiato.");
  } catch {
    toast("Il telefono non lascia copiare: apri la registrazione e ricopiala.");
  }
}

async function retry(record) {
  await mark(record.client_id, (now) => (now.problem = null));
  await changed();
  flush();
}

function words(record) {
  const label = (list, code) => live.state.words[list].find(([value]) => value === code)?.[1] ?? "";
  return [
    ["Luogo", nameOfPlace(record.place)],
    ["Inizio", when(record.started_at)],
    ["Fine", record.ended_at ? whenEnds(record.ended_at) : "in corso"],
    ["Equipaggio", record.crew.map(nameOf).sort().join(", ")],
    ...live.state.words.tallies.map(([what, name]) => [name, String(total(record.tallies, what))]),
    ["Atti", String(record.acts.reduce((sum, act) => sum + act.count, 0))],
    ["Esito", label("outcomes", record.outcome) || "nessuno"],
    ["Segnalazioni", record.reports.join(", ") || "nessuna"],
    ["Nota", record.note || "nessuna"],
  ];
}

export function conflict(record) {
  const theirs = record.problem?.server;
  if (!theirs) return [title("Confronta", "#/da-inviare"), el("p", {}, "Non c’è più niente da scegliere.")];
  const mine = words(record);
  const portal = words({ ...theirs, tallies: theirs.own ?? theirs.tallies });
  return [
    title("Confronta e scegli", "#/da-inviare"),
    el("p", {}, `La scheda ${theirs.code} (${theirs.status.toLowerCase()}) è cambiata qui e sul portale. Niente è perso: scegli che cosa tenere.`),
    el("dl", { class: "compare" }, mine.map(([name, text], at) =>
      el("div", { class: text === portal[at][1] ? "" : "differs" }, el("dt", {}, name),
        el("dd", {}, el("span", { class: "quiet" }, "Sul telefono"), text),
        el("dd", {}, el("span", { class: "quiet" }, "Sul portale"), portal[at][1])))),
    tap("mine", "Tieni la mia", () => settle(record, insteadOf(theirs)), { class: "big main" }),
    tap("theirs", "Tieni quella del portale", () => yieldTo(record, theirs)),
    tap("merge", "Unisci", () => settle(record, { settles: theirs.version })),
    el("p", { class: "quiet" }, "Unisci somma i conteggi e gli atti, e tiene le persone, le segnalazioni e le note di tutti e due. Luogo, tipo e orari restano quelli del telefono."),
  ];
}

// As if the phone had gone on from what the portal has: what it does not say is taken away.
function insteadOf(theirs) {
  const { base, others, base_version, told_crew } = contentOf(theirs);
  return { base, others, base_version, told_crew };
}

async function settle(record, fields) {
  await edit(record.client_id, (now) => Object.assign(now, fields));
  location.hash = "#/da-inviare";
  await changed();
  flush();
}

async function yieldTo(record, theirs) {
  const { started_at, ended_at } = theirs;
  await mark(record.client_id, (now) => Object.assign(now, contentOf(theirs), {
    started_at, ended_at, state: ended_at ? "done" : "running", discarded: false,
    wall: {}, typed: ended_at ? ["started_at", "ended_at"] : ["started_at"], // read on the portal's clock
    sent_revision: now.revision, sent_at: Date.now(), problem: null,
  }));
  location.hash = "#/";
  await changed();
}
