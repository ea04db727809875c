// "Altro…": contacts by kind and age, mediations by outcome, acts by kind with the protocol number
// only, the kind of outing, and the way out of a mistake.
import { chip, el, tap, title } from "./dom.js";
import { edit, newId } from "./records.js";
import { changed, live } from "./live.js";
import { bump, countOf, row } from "./tallies.js";
import { buzz, toast } from "./toast.js";
import { taking } from "./aside.js";
import { noteGroup } from "./groups.js";
import { ready } from "./parts.js";

const chosen = { people: "", age_band: "" };

async function write(id, fn, text) {
  await edit(id, fn);
  buzz();
  await changed();
  if (text) toast(text);
}

export function more(record) {
  const { words } = live.state;
  const id = record.client_id;
  return [
    title("Altro", `#/uscita/${id}`),
    el("h2", {}, "Contatti, per tipo ed età"),
    el("p", {}, "Scegli chi e l’età, poi tocca +: contano insieme agli altri contatti."),
    pick("people", words.people),
    pick("age_band", words.ages),
    add(record, row("contatti", chosen), "Aggiungi questi contatti"),
    el("h2", {}, "Mediazioni, per esito"),
    ...words.mediations.map(([outcome, label]) => add(record, row("mediazioni", { outcome }), label)),
    words.acts.length > 0 && el("h2", {}, "Atti"),
    words.acts.length > 0 && el("p", {}, "Solo quanti e il numero di protocollo: i nomi stanno nell’atto."),
    ...words.acts.map(([kind, label]) => acts(record, kind, label)),
    el("h2", {}, "Tipo di uscita"),
    el("div", { class: "chips" }, words.kinds.map(([kind, label]) =>
      chip(`kind-${kind}`, label, record.kind === kind, () => write(id, (now) => (now.kind = kind))))),
    record.state !== "done" && record.begun_here !== false && el("details", {},
      el("summary", {}, "Avviata per errore?"),
      taking(record, "Annulla l’uscita")),
    el("div", { class: "bottom" }, ready(record)),
  ];
}

function pick(name, choices) {
  return el("div", { class: "chips" }, choices.map(([value, label]) =>
    chip(`${name}-${value}`, label, chosen[name] === value, () => {
      chosen[name] = chosen[name] === value ? "" : value;
      changed();
    })));
}

function add(record, wanted, label) {
  const count = countOf(record.tallies, wanted);
  const key = `${wanted.what}${wanted.outcome}${wanted.people}${wanted.age_band}`;
  const turn = async (by) => {
    if (by > 0 && wanted.people) await noteGroup(wanted);
    return write(record.client_id, (now) => bump(now.tallies, wanted, by));
  };
  return el("div", { class: "tally", role: "group", "aria-label": label },
    el("span", { class: "tally-name" }, label),
    el("div", { class: "steps" },
      tap(`less-${key}`, "−", () => turn(-1), { class: "step", "aria-label": `Togli: ${label}`, disabled: !count }),
      el("output", { class: "tally-count" }, String(count)),
      tap(`more-${key}`, "+", () => turn(1), { class: "step", "aria-label": `Aggiungi: ${label}` })));
}

const NOTICES = [["questore", "Comunicato al questore"], ["notified", "Comunicato ai servizi sociali"]];

function acts(record, kind, label) {
  const id = record.client_id;
  const mine = record.acts.filter((act) => act.kind === kind);
  const set = (act, fields) => edit(id, (now) => Object.assign(now.acts.find((one) => one.id === act.id) ?? {}, fields)).then(changed);
  return el("div", { class: "acts" },
    tap(`act-${kind}`, `Aggiungi: ${label}`, () =>
      write(id, (now) => now.acts.push({ id: newId(), kind, count: 1, protocol_number: "", questore: 0, notified: 0 }), `Hai aggiunto: ${label.toLowerCase()}`)),
    mine.map((act, at) => el("div", { class: "act" },
      el("label", {}, `${label} ${at + 1}: protocollo (facoltativo)`,
        el("input", { type: "text", maxlength: 40, value: act.protocol_number, autocapitalize: "characters", "data-key": `protocol-${act.id}`,
          oninput: (event) => set(act, { protocol_number: event.target.value.trim() }) })),
      kind === "allontanamento" && NOTICES.map(([name, said]) =>
        chip(`${name}-${act.id}`, said, act[name] > 0, () => set(act, { [name]: act[name] ? 0 : 1 }))),
      tap(`drop-${act.id}`, "Togli", () => write(id, (now) => (now.acts = now.acts.filter((one) => one.id !== act.id))), { class: "chip" }))));
}
