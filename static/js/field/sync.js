// Sends what waits, one sender at a time among the tabs. A record leaves the queue only when the
// server answers 2xx for that revision; whatever else happens it stays, and is tried again.
import { all, change } from "./db.js";
import { documentOf, due, mark, onEdit, takeIn } from "./records.js";
import { changed, draw, keep, live, reload } from "./live.js";
import { minutesAhead } from "./clock.js";
import { questionOf } from "./names.js";
import { failuresOf, rest, rests, shortest, wakeAll, wakeUp } from "./pauses.js";
import { settle } from "./watch.js";
import { ask, page, put } from "./talk.js";

const EVERY_MS = 60_000; // the desk may change what is planned
const REFUSED = "Il portale non ha accettato la registrazione.";
const PORTAL = "portal"; // what rests when the portal itself is out of reach
let timer;

export function flush() {
  clearTimeout(timer);
  const work = async () => {
    await sendAll().catch(() => rest(PORTAL));
    again(shortest(failuresOf(PORTAL) ? [PORTAL] : (await waiting()).map(keyOf), EVERY_MS));
  };
  if (!navigator.locks) return work(); // the server makes one of two equal sendings
  return navigator.locks.request("sul-campo", { ifAvailable: true }, (lock) => (lock ? work() : again(1000)));
}

// The network is back, or the person: nothing rests any more.
export function flushAll() {
  wakeAll();
  return flush();
}

function again(milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(flush, milliseconds);
}

// What was already done and is put right goes by itself, once one has stopped writing.
onEdit((record) => {
  wakeUp(record?.client_id);
  if (record?.state === "done") again(2000);
});

function say(connection) {
  live.connection = connection;
  draw();
}

const keyOf = (row) => row.id ?? row.client_id; // of a photo, of a record
const mine = (row) => row.user === live.state?.user.pk;

// Healthy ones first: one that hangs holds up no other.
async function recordsDue() {
  const troubles = (record) => (record.server_errors ?? 0) + failuresOf(record.client_id);
  return (await all("records")).filter((row) => mine(row) && due(row) && !questionOf(row)).sort((one, other) => troubles(one) - troubles(other));
}

async function photosDue() {
  const taken = new Set(live.records.filter((record) => record.sent_revision > 0 && !record.discarded).map((record) => record.client_id));
  return (await all("photos")).filter((photo) => mine(photo) && !photo.sent && !photo.problem && taken.has(photo.client_id));
}

const waiting = async () => [...(await recordsDue()), ...(await photosDue())];

async function sendAll() {
  let csrf = await refreshState();
  const me = live.state?.user.pk;
  for (const [found, send] of [[recordsDue, sendRecord], [photosDue, sendPhoto]]) {
    for (const row of csrf ? await found() : []) {
      if (rests(keyOf(row)) || (await send(row, csrf))) continue;
      csrf = await refreshState(); // is it the portal that fails, or this one alone?
      if (!csrf) return;
      if (live.state.user.pk !== me) return sendAll(); // another person entered in another tab
    }
  }
  if (csrf) say((await waiting()).some((row) => failuresOf(keyOf(row))) ? "slow" : "");
}

// Ask who is signed in, with a fresh token; returns it, or "" when nothing may be sent now.
async function refreshState() {
  const { status, body, retry } = await ask(`${page.state}?telefono=${live.device}`);
  if (status === 200 && body?.user) {
    const { csrf, ...state } = body;
    await settle(state.now);
    live.ahead = minutesAhead(state.now);
    live.state = state;
    await keep("state", state);
    await reload();
    wakeUp(PORTAL);
    return csrf;
  }
  rest(PORTAL, retry);
  if (status === 401) say("expired");
  else if (status === 403) say("forbidden");
  else say(navigator.onLine && status ? "slow" : "offline");
  return "";
}

// Returns whether the portal has answered for it; if not, it rests before it is tried again.
async function sendRecord(record, csrf) {
  const { client_id: id, revision } = record;
  const body = JSON.stringify(documentOf(record, live.device));
  const { status, body: answer, retry } = await put(`${page.scope}registrazioni/${id}/`, csrf, body, "application/json");
  if (status === 200 || status === 201) await received(record, answer);
  else if (status === 409 && answer) await problem(id, revision, { kind: "conflict", ...answer });
  else if ([400, 403, 413, 422].includes(status) && answer) await problem(id, revision, { kind: "refused", ...answer });
  else {
    if (status >= 500) await mark(id, (now) => (now.server_errors = (now.server_errors ?? 0) + 1));
    rest(id, retry);
    await changed();
    return false;
  }
  wakeUp(id);
  await changed();
  return true;
}

async function received(record, { code, version, server }) {
  if (record.discarded) {
    // the state was read before: it would offer again what was just taken back
    live.state.outings = live.state.outings.filter((one) => one.client_id !== record.client_id);
    await keep("state", live.state);
  }
  return mark(record.client_id, (now) => {
    now.sent_revision = Math.max(now.sent_revision, record.revision);
    now.sent_at = Date.now();
    now.told_crew = record.crew;
    now.told_note = record.note;
    now.server_errors = 0;
    now.base = now.settles = null;
    now.base_version = version || null; // of one taken back before the portal had it, none
    now.code = code;
    if (server) takeIn(now, record, server);
  });
}

// What is wrong with a revision is forgotten as soon as there is a newer one.
function problem(id, revision, what) {
  return mark(id, (now) => {
    if (now.revision === revision) now.problem = { error: REFUSED, ...what };
  });
}

async function sendPhoto(photo, csrf) {
  const address = `${page.scope}registrazioni/${photo.client_id}/foto/${photo.id}/?telefono=${live.device}&persona=${photo.user}`;
  const { status, body, retry } = await put(address, csrf, photo.bytes, photo.type);
  if (status === 200) {
    await change("photos", photo.id, (old) => old && { ...old, bytes: null, sent: true });
  } else if ([403, 413, 422].includes(status) && body) {
    await change("photos", photo.id, (old) => old && { ...old, problem: body.error });
  } else {
    rest(photo.id, retry);
    return false;
  }
  wakeUp(photo.id);
  await changed();
  return true;
}
