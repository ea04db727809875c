// "Termina": when to come back, if ever, then one tap on the outcome saves the outing.
import { chip, el, tap, title } from "./dom.js";
import { edit } from "./records.js";
import { changed, live } from "./live.js";
import { atEnd, dayAfter, nowIso } from "./clock.js";
import { hour, lead, said } from "./hours.js";
import { meant, toInput, wordsOf, wrongWith } from "./wall.js";
import { look } from "./watch.js";
import { forgotten } from "./plans.js";
import { names, questionOf } from "./names.js";
import { buzz, toast } from "./toast.js";
import { flush } from "./sync.js";

let tooEarly = ""; // the outing of which an outcome was tapped while something was missing

const LATER = [[null, "Non serve"], [1, "Domani"], [7, "Tra una settimana"]];

export function finish(record) {
  if (questionOf(record)) return names(record);
  const id = record.client_id;
  const set = (fields) => edit(id, (now) => Object.assign(now, fields)).then(changed);
  const type = (name, words) => edit(id, (now) => {
    now.wall = { ...now.wall, [name]: words };
    now.typed = [...new Set([...now.typed, name])];
    now[name] = meant(words) ?? now[name];
  }).then(changed);
  const wrong = tooEarly === id ? missing(record) : null;
  const saidAt = (key) => wrong?.key === key && said(wrong.text);
  return [
    title("Termina", `#/uscita/${id}`),
    forgotten(record) && el("section", { class: "stack" },
      el("h2", {}, "A che ora è finita?"),
      el("p", {}, `Doveva finire ${atEnd(record.planned_until)}.`),
      saidAt("ended-then"),
      el("div", { class: "chips" },
        chip("ended-then", `Finita ${atEnd(record.planned_until)}`, sameTime(record.ended_at, record.planned_until), () => type("ended_at", wordsOf(record.planned_until))),
        chip("ended-now", "Adesso", !record.ended_at && Boolean(record.ends_now), () => endNow(id)))),
    el("h2", {}, "È da ricontrollare?"),
    el("div", { class: "chips" }, LATER.map(([days, label]) => {
      const day = days && dayAfter(days);
      return chip(`later-${days}`, label, record.follow_up_on === day, () => set({ follow_up_on: day }));
    })),
    el("details", { open: Boolean(record.typed.length || timeWrong(record)) },
      el("summary", {}, "Cambia gli orari"),
      timeWrong(record),
      hour("Inizio", "started_at", wordsIn(record, "started_at"), (words) => type("started_at", words)),
      hour("Fine", "ended_at", wordsIn(record, "ended_at"), (words) => type("ended_at", words)),
      saidAt("ended_at")),
    el("h2", {}, "Com’è andata? Un tocco e hai finito"),
    el("p", {}, "L’uscita resta salvata sul telefono e parte appena c’è rete."),
    el("div", { class: "outcomes" }, live.state.words.outcomes.map(([outcome, label]) =>
      tap(`outcome-${outcome}`, label, () => save(record, outcome), { class: "big choice" }))),
  ];
}

// The hour is that of the tap on the outcome, whatever was typed before.
async function endNow(id) {
  await edit(id, (now) => {
    Object.assign(now, { ended_at: null, ends_now: true, typed: now.typed.filter((name) => name !== "ended_at") });
    delete now.wall?.ended_at;
  });
  return changed();
}

function timeWrong(record) {
  const { started_at, ended_at } = record.problem?.errors ?? {};
  return said(started_at ?? ended_at);
}

const sameTime = (one, other) => Boolean(one) && toInput(one) === toInput(other);
const wordsIn = (record, name) => record.wall?.[name] ?? wordsOf(record[name] ?? nowIso());

// What is to be answered before an outcome: the key of its question, and what is written there; an
// hour that is none says so itself.
function missing({ wall = {}, ...record }) {
  const odd = Object.keys(wall).find((name) => wrongWith(wall[name]));
  if (odd) return { key: odd, text: "" };
  const { started_at, ended_at, ends_now } = record;
  if (forgotten(record) && !ended_at && !ends_now) return { key: "ended-then", text: "Scegli a che ora è finita." };
  const ordered = !ended_at || new Date(ended_at) > new Date(started_at);
  return ordered ? null : { key: "ended_at", text: "La fine deve venire dopo l’inizio: correggi gli orari." };
}

async function save(record, outcome) {
  let wrong = null;
  await look();
  await edit(record.client_id, (now) => {
    // an hour typed just before this tap is already in what is kept, not yet on the screen
    wrong = missing(now);
    if (wrong) return;
    // what is to follow is never left without a day: the server would say a week too
    const back = outcome === "da-seguire" ? now.follow_up_on ?? dayAfter(7) : now.follow_up_on;
    Object.assign(now, { outcome, state: "done", ended_at: now.ended_at ?? nowIso(), follow_up_on: back });
  });
  tooEarly = wrong ? record.client_id : "";
  if (wrong) return changed().then(() => lead(wrong.key));
  buzz();
  location.hash = "#/";
  await changed();
  toast(navigator.onLine ? "Salvata." : "Salvata sul telefono: parte appena c’è rete.", () => reopen(record.client_id), "Riapri");
  flush();
}

async function reopen(id) {
  location.hash = `#/uscita/${id}`;
  await changed();
}
