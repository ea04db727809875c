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

export function doubts() {
  return (live.state.doubts ?? []).map((doubt) => el("section", { class: "card", "data-key": `doubt-${doubt.codes[1]}` },
    el("h2", {}, "È la stessa uscita?"),
    el("p", {}, question(doubt)),
    tap(`same-${doubt.codes[1]}`, "Sì, è la stessa", () => answer(doubt, { same: true }), { class: "big main" }),
    link(`#/dubbio/${doubt.codes[1]}`, "No, sono due", { class: "big plain" })));
}

// The one of the two this phone does not have, else the later.
function question({ ids, who, mine, words }) {
  const other = ids.findIndex((id) => !live.records.some((record) => record.client_id === id));
  const at = other < 0 ? 1 : other;
  const has = mine[at] || !who[at] ? "Alla stessa ora hai già un’uscita" : `${who[at]} ti ha già in un’uscita`;
  return `${has}: ${words[at]}. Se è la stessa, i conteggi si sommano.`;
}

export function doubt(code) {
  const found = (live.state.doubts ?? []).find(({ codes }) => codes[1] === code);
  if (!found) return [title("Sono due uscite", "#/"), el("p", {}, "Non c’è più niente da dire.")];
  const asks = asked.code === code ? asked : { reason: "", sentence: "" };
  const tell = () => {
    const reason = document.querySelector("[data-screen] [data-key=reason]").value.trim();
    return reason ? answer(found, { same: false, reason, confirmed: asks.reason }) : toast("Scrivi perché sono due uscite.");
  };
  const hint = (text) => seemsAPerson(text, "il motivo non viene accettato");
  const read = ({ target }) => (document.getElementById("reason-person").textContent = hint(target.value));
  return [
    title("Sono due uscite", "#/"),
    el("p", {}, found.words.join("; ")),
    el("label", { class: "line" }, "Perché sono due", el("textarea", { rows: 3, maxlength: 200, "data-key": "reason", "aria-describedby": "reason-hint reason-person", oninput: read }, asks.reason)),
    el("p", { class: "quiet", id: "reason-hint" }, "Per esempio: ho cambiato pattuglia a metà turno. Mai nomi."),
    el("p", { class: "note", id: "reason-person", role: "status" }, asks.sentence),
    tap("apart", asks.sentence ? "Ho riletto: tienile separate" : "Tienile separate", tell, { class: "big main" }),
  ];
}

async function answer({ codes }, said) {
  const { status, body } = await ask(page.state);
  if (status !== 200) return toast(NO_NETWORK);
  const data = JSON.stringify({ user: live.state.user.pk, codes, ...said });
  const { status: done, body: why } = await put(`${page.scope}dubbi/`, body.csrf, data, "application/json");
  if (why?.asks) {
    asked = { code: codes[1], reason: said.reason, sentence: why.error };
    return draw();
  }
  if (done !== 200) return toast(why?.error ?? NO_NETWORK);
  const going = live.records.find((record) => record.state === "running");
  location.hash = going ? `#/uscita/${going.client_id}` : "#/";
  toast(said.same ? "Unite: è una sola uscita." : "Restano due uscite.");
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
