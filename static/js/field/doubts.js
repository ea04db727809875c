// Whether two outings of this person are the same one: the portal asks (doubts, in
// interventions/field/street.py), and before that the phone, when one already goes on elsewhere.
import { el, link, tap, title } from "./dom.js";
import { draw, knownTo, live, nameOf, nameOfPlace } from "./live.js";
import { atTime } from "./clock.js";
import { seemsAPerson } from "./person.js";
import { toast } from "./toast.js";
import { start } from "./home.js";
import { flush } from "./sync.js";
import { ask, page, put } from "./talk.js";

let asked = {}; // of a reason that seems to hold a name: the same text, said again, is taken
const NO_NETWORK = "Serve la rete: riprova tra poco.";

const pairs = () => live.state?.doubts ?? [];
const keyOf = ({ codes }) => codes.join("+");
const here = ({ id }) => live.records.some((record) => record.client_id === id);

// The outings of some pairs, each once: those that this phone does not have, if there are any.
function others(told) {
  const rows = told.flatMap(({ codes, ids, who, words }) => codes.map((code, at) => ({ code, id: ids[at], who: who[at], words: words[at] })));
  const each = [...new Map(rows.map((row) => [row.code, row])).values()];
  return each.some((row) => !here(row)) ? each.filter((row) => !here(row)) : each.slice(1);
}

function whoHas(told) {
  const names = [...new Set(others(told).map(({ who }) => who).filter(Boolean))];
  if (!names.length) return "Alla stessa ora hai già un’uscita";
  return `${names.join(", ")} ${names.length > 1 ? "ti hanno" : "ti ha"} in un’altra uscita alla stessa ora`;
}

// One line for the strip above every screen, so that who counts goes on counting.
export const asks = () => (pairs().length ? `${whoHas(pairs())}: è la stessa?` : "");

// Pairs with an outing in common are one question; who says no to it is asked of each pair.
function questions() {
  return pairs().reduce((found, pair) => {
    const near = found.filter((told) => told.some(({ codes }) => codes.some((code) => pair.codes.includes(code))));
    return [...found.filter((told) => !near.includes(told)), [...near.flat(), pair]];
  }, []);
}

// Of two that are both elsewhere neither is "another": they are the two that are asked about.
function which(told) {
  const [{ ids, words }, ...more] = told;
  if (!more.length && !ids.some((id) => here({ id }))) return `Alla stessa ora risulti in due uscite: ${words.join("; ")}`;
  return `${whoHas(told)}: ${others(told).map((other) => other.words).join("; ")}`;
}

function card(told) {
  const [first] = told;
  return el("section", { class: "card", "data-key": `doubt-${keyOf(first)}` },
    el("h2", {}, "È la stessa uscita?"),
    el("p", {}, `${which(told)}. Se è la stessa, i conteggi si sommano.`),
    tap("same", told.length > 1 ? "Sì, sono tutte la stessa" : "Sì, è la stessa", () => answer(told, { same: true }), { class: "big main" }),
    told.length > 1
      ? link("#/dubbio/a-coppie", "No, non tutte", { class: "big plain" })
      : link(`#/dubbio/${keyOf(first)}`, "No, sono due", { class: "big plain" }));
}

export function doubt(key) {
  if (key && key !== "a-coppie") return apart(key);
  const cards = (key ? pairs().map((pair) => [pair]) : questions()).map(card);
  return [
    title("La stessa uscita?", "#/"),
    el("p", { class: "quiet" }, cards.length ? "Per rispondere serve la rete." : "Non c’è più niente da dire."),
    cards,
  ];
}

function apart(key) {
  const found = pairs().find((pair) => keyOf(pair) === key);
  if (!found) return [title("Sono due uscite", "#/"), el("p", {}, "Non c’è più niente da dire.")];
  const again = asked.key === key ? asked : { reason: "", sentence: "" };
  const tell = () => {
    const reason = document.querySelector("[data-screen] [data-key=reason]").value.trim();
    return reason ? answer([found], { same: false, reason, confirmed: again.reason }) : toast("Scrivi perché sono due uscite.");
  };
  const hint = (text) => seemsAPerson(text, "il motivo non viene accettato");
  const read = ({ target }) => (document.getElementById("reason-person").textContent = hint(target.value));
  return [
    title("Sono due uscite", "#/dubbio"),
    el("ul", { class: "rows" }, found.words.map((words) => el("li", {}, words))),
    el("label", { class: "line" }, "Perché sono due", el("textarea", { rows: 3, maxlength: 200, "data-key": "reason", "aria-describedby": "reason-hint reason-person", oninput: read }, again.reason)),
    el("p", { class: "quiet", id: "reason-hint" }, "Per esempio: ho cambiato pattuglia a metà turno. Mai nomi."),
    el("p", { class: "note", id: "reason-person", role: "status" }, again.sentence),
    tap("apart", again.sentence ? "Ho riletto: tienile separate" : "Tienile separate", tell, { class: "big main" }),
  ];
}

// Every pair of `told` has the same answer; what is asked is read again each time, since a merge
// answers of others too, and somebody may have been quicker.
async function answer(told, said) {
  const mine = new Set(told.flatMap(({ codes }) => codes));
  for (let given = 0; given <= told.length; given++) {
    const { status, body } = await ask(page.state);
    if (status !== 200) return toast(NO_NETWORK);
    const next = body.doubts.find(({ codes }) => codes.every((code) => mine.has(code)));
    if (!next) return answered(given ? said.same : null);
    const data = JSON.stringify({ user: live.state.user.pk, codes: next.codes, ...said });
    const { status: done, body: why } = await put(`${page.scope}dubbi/`, body.csrf, data, "application/json");
    if (why?.asks && !said.same) {
      asked = { key: keyOf(next), reason: said.reason, sentence: why.error };
      return draw();
    }
    if (done !== 200) return toast(why?.error ?? NO_NETWORK);
  }
}

function answered(same) {
  const going = live.records.find((record) => record.state === "running");
  location.hash = going ? `#/uscita/${going.client_id}` : "#/";
  toast(same === null ? "Ha già risposto qualcun altro." : same ? "Unite: è una sola uscita." : "Restano due uscite.");
  return flush();
}

// One that goes on where this person already is, begun on another phone.
export const elsewhere = () => live.state.outings.find((outing) => outing.running && !knownTo(outing));

export function already(place) {
  const outing = elsewhere();
  if (!outing) return [title("Inizia adesso", "#/"), link("#/", "Scegli dove", { class: "big main" })];
  const others = outing.crew.filter((pk) => pk !== live.state.user.pk).map(nameOf);
  return [
    title("Sei già fuori", "#/"),
    el("p", {}, `Sei in un’uscita in corso: ${nameOfPlace(outing.place)}, iniziata ${atTime(outing.started_at)}${others.length ? `, con ${others.join(", ")}` : ""}.`),
    tap("go-on", "Continua quella", () => start(outing.place, outing), { class: "big main" }),
    tap("another", "Ne inizio un’altra", () => start(place === "altro" ? "" : place, null, true), { class: "big plain" }),
  ];
}
