// The first screen: what goes on, what is planned, one tap on a place to begin, what was logged.
import { el, link, tap, title } from "./dom.js";
import { begin, waits } from "./records.js";
import { changed, draw, knownTo, live, nameOf, nameOfPlace, reload } from "./live.js";
import { closing, when } from "./clock.js";
import { offered } from "./plans.js";
import { elsewhere } from "./doubts.js";
import { mayAskWhere, placeAt, whereAmI } from "./place.js";
import { lately } from "./aside.js";
import { look } from "./watch.js";
import { crewNow, kindFor, mates } from "./mates.js";
import { noteUse } from "./usual.js";
import { toast } from "./toast.js";
import { flush } from "./sync.js";

const suggestion = { place: null, asked: false, looking: false };

// One that is over is written down: it begins with the hours planned, and waits for its outcome.
export async function start(place, known = null, sure = false) {
  await look();
  await reload(); // another tab may have begun one
  const over = known && offered(known) === "over" ? { started_at: known.started_at, ended_at: known.ended_at } : {};
  const going = !over.ended_at && live.records.find((record) => record.state === "running" && record.client_id !== known?.client_id);
  if (going) {
    location.hash = `#/uscita/${going.client_id}`;
    return toast("Hai già un’uscita in corso: termina questa prima di iniziarne un’altra.");
  }
  if (!known && !sure && elsewhere()) return (location.hash = `#/gia-fuori/${place || "altro"}`);
  const crew = known?.crew ?? crewNow();
  const id = await begin({ user: live.state.user.pk, place, crew, kind: kindFor(crew), known, ...over });
  navigator.storage?.persist?.().catch(() => {});
  await noteUse("mates", crew);
  await changed();
  if (!id) return toast("Qui c’è ancora da inviare di un’altra persona: deve entrare lei.");
  location.hash = `#/uscita/${id}`;
  flush();
}

export function home() {
  suggest();
  const running = live.records.filter((record) => record.state === "running");
  // one that goes on elsewhere is gone on with only by who has none of their own: of the two the strip asks
  const planned = live.state.outings.filter((outing) => !knownTo(outing) && !(outing.running && running.length));
  const those = (moment) => planned.filter((outing) => offered(outing) === moment);
  const [over, now, later] = ["over", "now", "later"].map(those);
  return [
    title("Sul campo"),
    ...running.map((record) =>
      link(`#/uscita/${record.client_id}`, [
        el("strong", {}, `In corso: ${nameOfPlace(record.place)}`),
        el("span", {}, `dalle ${when(record.started_at)}`),
      ], { class: "big going" })),
    now.length + later.length > 0 && el("h2", {}, "Le tue uscite"),
    ...now.map((outing) => planOf(outing, outing.running ? "Continua" : "Inizia")),
    ...later.map((outing) => el("p", { class: "quiet" }, `${nameOfPlace(outing.place)}, ${hoursOf(outing)}`)),
    over.length > 0 && el("h2", {}, over.length > 1 ? "Non registrate: come sono andate?" : "Non registrata: com’è andata?"),
    ...over.map((outing) => planOf(outing, "Registra")),
    el("h2", {}, "Inizia adesso: tocca dove sei"),
    el("p", { class: "crew one-line" }, el("span", {}, `Con: ${others(crewNow())}`), el("a", { href: "#/equipaggio", "data-key": "crew" }, "Tutte le persone")),
    mates(),
    el("div", { class: "places" }, places().map(({ slug, name, why }) =>
      tap(`place-${slug}`, [el("strong", {}, name), why && el("span", {}, why)], () => start(slug)))),
    where(),
    link("#/dopo", "Registra dopo", { class: "big plain" }),
    logged(),
    lately(),
  ];
}

function planOf(outing, verb) {
  return tap(`plan-${outing.client_id}`, [
    el("strong", {}, `${verb}: ${nameOfPlace(outing.place)}`),
    el("span", {}, hoursOf(outing)),
  ], () => start(outing.place, outing));
}

const hoursOf = ({ started_at, ended_at, crew }) => `${when(started_at)}${ended_at ? `-${closing(ended_at)}` : ""}, con ${others(crew)}`;

function others(crew) {
  const names = crew.filter((pk) => pk !== live.state.user.pk).map(nameOf);
  return names.length ? names.join(", ") : "nessun altro";
}

function places() {
  const last = live.records[0]?.place;
  const named = live.state.places.map(({ slug, name }) => {
    if (slug === suggestion.place) return { slug, name, why: "sei qui", first: 0 };
    return { slug, name, why: slug === last ? "l’ultima volta" : "", first: slug === last ? 1 : 2 };
  });
  return [...named.sort((one, other) => one.first - other.first), { slug: "", name: "Altro luogo", why: "" }];
}

async function suggest() {
  if (suggestion.asked || !(await mayAskWhere())) return;
  await find();
}

async function find() {
  Object.assign(suggestion, { asked: true, looking: true });
  draw();
  const point = await whereAmI();
  Object.assign(suggestion, { looking: false, place: point && placeAt(point, live.state.places) });
  draw();
}

// It says what it is doing: a tap that seems to do nothing is given again, or given up.
function where() {
  if (suggestion.place || !navigator.geolocation) return null;
  if (suggestion.looking) return el("p", { class: "quiet", role: "status" }, "Cerco dove sei…");
  return [
    suggestion.asked && el("p", { class: "quiet", role: "status" }, "Non trovo il luogo: toccalo qui sopra."),
    tap("where", suggestion.asked ? "Cerca di nuovo dove sono" : "Trova dove sono", () => find(), { class: "big plain" }),
  ];
}

function logged() {
  const done = live.records.filter((record) => record.state !== "running" && !record.discarded);
  if (!done.length) return null;
  const state = (record) => {
    if (record.state === "draft") return "da finire";
    if (record.problem) return "da correggere";
    return waits(record, live.photos) ? "da inviare" : "inviata";
  };
  return el("section", {},
    el("h2", {}, "Registrate da qui"),
    el("ul", { class: "rows" }, done.map((record) =>
      el("li", {}, el("a", { href: `#/uscita/${record.client_id}`, "data-key": record.client_id },
        `${nameOfPlace(record.place)}, ${when(record.started_at)}`), " ", el("span", { class: "tag" }, state(record))))));
}
