// Starts templates/interventions/field.html: reads what the phone keeps, draws the screen the address
// names, keeps strip and notices up to date, and sends what waits whenever there may be a network.
import { el, link, renew, title } from "./dom.js";
import { holdsUnsafe, storage } from "./db.js";
import { live, onChange, recordOf, reload, waiting, wake } from "./live.js";
import { flush, flushAll } from "./sync.js";
import { page } from "./talk.js";
import { home } from "./home.js";
import { outing } from "./outing.js";
import { more } from "./more.js";
import { question } from "./aside.js";
import { separating } from "./apart.js";
import { finish } from "./finish.js";
import { names, questionOf, toAnswer } from "./names.js";
import { afterwards, crew, note, photos } from "./parts.js";
import { reports } from "./reports.js";
import { already, asks, doubt } from "./doubts.js";
import { conflict, queue, STUCK } from "./queue.js";
import { forgotten } from "./plans.js";
import { atEnd, hhmm, lasting, nowIso } from "./clock.js";
import { startWatch } from "./watch.js";
import { stuck } from "./records.js";
import { toast } from "./toast.js";

const screen = document.querySelector("[data-screen]");
const notices = document.querySelector("[data-notices]");
const ofRecord = { "": outing, altro: more, nota: note, foto: photos, segnalazioni: reports, equipaggio: crew, esito: finish, nomi: names, annulla: question, separa: separating };
let pressed = false; // a button must not be replaced under the thumb that is on it
let shown = null;

function build() {
  if (!live.state) return [title("Sul campo"), el("p", {}, firstTime())];
  const [, name, id, part = ""] = location.hash.split("/");
  if (name === "da-inviare") return queue();
  if (name === "equipaggio") return crew(null);
  if (name === "dopo") return afterwards();
  if (name === "dubbio") return doubt(id);
  if (name === "gia-fuori") return already(id);
  const record = id && recordOf(id);
  if (name === "conflitto" && record) return conflict(record);
  if (name === "uscita" && record && !record.discarded && ofRecord[part]) return ofRecord[part](record);
  return home();
}

function firstTime() {
  if (live.connection === "forbidden") return "Questa pagina è per agenti ed educatori.";
  if (live.connection === "expired") return "Entra per cominciare.";
  return ["offline", "slow"].includes(live.connection) ? "La prima volta serve la rete: poi questa pagina funziona anche senza." : "Un momento…";
}

function drawAll() {
  drawStrip();
  const typing = screen.contains(document.activeElement) && document.activeElement.matches("textarea, input");
  if (pressed || (typing && shown === location.hash)) return;
  const key = document.activeElement?.dataset.key;
  const next = build().flat(3).filter(Boolean);
  if (shown === location.hash) renew(screen, next);
  else screen.replaceChildren(...next);
  if (shown !== null && shown !== location.hash) {
    scrollTo(0, 0);
    screen.querySelector("h1")?.focus();
  } else if (key) {
    screen.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  }
  shown = location.hash;
}

const CONNECTION = { "": "in rete", asking: "mi collego", offline: "senza rete", slow: "rete debole", expired: "accesso scaduto", forbidden: "non ammesso" };

function drawStrip() {
  document.querySelector("[data-clock]").textContent = hhmm(nowIso());
  document.querySelector("[data-connection]").textContent = CONNECTION[live.connection];
  document.querySelector("[data-connection]").dataset.connection = live.connection || "online";
  const badge = document.querySelector("[data-queue]");
  badge.textContent = `${waiting()} da inviare`;
  badge.hidden = waiting() === 0;
  const said = sentences();
  if (notices.dataset.said !== JSON.stringify(said)) {
    notices.dataset.said = JSON.stringify(said);
    notices.replaceChildren(...said.map(([text, href, label]) => el("p", { class: "note" }, text, href ? " " : "", href && link(href, label, { class: "" }))));
  }
}

// "1 registrazione resta", "3 registrazioni restano".
function held(count) {
  if (count === 0) return "quello che hai scritto resta qui";
  return count === 1 ? "la registrazione resta qui" : `le ${count} registrazioni restano qui`;
}

function sentences() {
  const said = [];
  if (live.connection === "expired") said.push([`Entra di nuovo: ${held(waiting())}.`, page.signIn, "Entra"]);
  if (live.connection === "forbidden") said.push([`Con il tuo ruolo non si registra sul campo: ${held(waiting())}.`]);
  if (storage.trouble === "full") said.push(["La memoria del telefono è piena: non chiudere la pagina finché non è tutto inviato, poi libera spazio."]);
  if (storage.trouble === "none") said.push(["Questo browser non conserva nulla, forse è una finestra privata: non chiudere la pagina finché non è tutto inviato."]);
  if (live.others) said.push([`${live.others} da inviare di un’altra persona: deve entrare chi le ha scritte.`]);
  if (live.ahead) said.push([`L’orologio del telefono è ${live.ahead > 0 ? "avanti" : "indietro"} di ${lasting(Math.abs(live.ahead))}: gli orari vengono corretti.`]);
  const late = live.records.find((record) => forgotten(record));
  if (late && !location.hash.endsWith("/esito")) said.push([`L’uscita doveva finire ${atEnd(late.planned_until)}: è finita?`, `#/uscita/${late.client_id}/esito`, "Termina"]);
  if (asks() && !location.hash.startsWith("#/dubbio")) said.push([asks(), "#/dubbio", "Rispondi"]);
  const unanswered = live.records.find(questionOf);
  if (unanswered && !/\/(nota|nomi|esito|da-inviare)$/.test(location.hash)) said.push([questionOf(unanswered).sentence, toAnswer(unanswered), "Rispondi"]);
  const refused = live.records.filter((record) => record.problem && !record.problem.asks);
  if (refused.length && !location.hash.startsWith("#/da-inviare") && !location.hash.startsWith("#/conflitto")) {
    said.push([refused[0].problem.error, "#/da-inviare", "Vedi"]);
  } else if (live.records.some(stuck) && !location.hash.startsWith("#/da-inviare")) said.push([STUCK, "#/da-inviare", "Vedi"]);
  return said;
}

const release = () => {
  if (!pressed) return;
  pressed = false;
  setTimeout(drawAll, 0); // after the click
};
screen.addEventListener("pointerdown", () => (pressed = true));
for (const name of ["pointerup", "pointercancel"]) addEventListener(name, release);
document.querySelector(".strip-back").addEventListener("click", (event) => {
  if (navigator.onLine) return;
  event.preventDefault();
  toast("Il portale si apre con la rete: qui puoi continuare.");
});
addEventListener("hashchange", drawAll);
for (const name of ["online", "focus"]) addEventListener(name, flushAll);
addEventListener("offline", () => ((live.connection = "offline"), drawAll()));
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flushAll());
addEventListener("beforeunload", (event) => holdsUnsafe() && event.preventDefault());
setInterval(drawStrip, 20_000);

onChange(drawAll);
await wake();
// a tab that was killed comes back to the outing that goes on
const going = live.records.find((record) => record.state === "running");
if (going && !location.hash) location.replace(`#/uscita/${going.client_id}`);
document.body.dataset.ready = "";
startWatch();
flush().then(reload);
navigator.serviceWorker?.register(page.worker, { scope: page.scope }).catch(() => {});
