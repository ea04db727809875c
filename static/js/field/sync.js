// Sends what waits, one sender at a time among the tabs. A record leaves the queue only when the
// server answers 2xx for that revision; whatever else happens it stays, and is tried again.
import { all, change } from "./db.js";
import { documentOf, due, mark, onEdit, remove, stuck } from "./records.js";
import { changed, draw, keep, live, reload } from "./live.js";
import { minutesAhead } from "./clock.js";
import { ask, page, put } from "./talk.js";

const LONGEST_MS = 300_000;
const REFUSED = "Il portale non ha accettato la registrazione.";
let failures = 0;
let timer;

export function flush() {
  clearTimeout(timer);
  const work = () => sendAll().catch(() => later(0));
  if (!navigator.locks) return work(); // the server makes one of two equal sendings
  return navigator.locks.request("sul-campo", { ifAvailable: true }, (lock) => (lock ? work() : later(1)));
}

// Try again after `seconds`, or after a time that doubles at each failure.
function later(seconds) {
  const wait = seconds ? seconds * 1000 : Math.min(2000 * 2 ** failures, LONGEST_MS);
  failures += seconds ? 0 : 1;
  clearTimeout(timer);
  timer = setTimeout(flush, wait * (1 + Math.random() / 4));
}

// What was already done and is put right goes by itself, once one has stopped writing.
onEdit((record) => record?.state === "done" && later(2));

function say(connection) {
  live.connection = connection;
  draw();
}

async function sendAll() {
  const csrf = await refreshState();
  if (!csrf) return;
  const mine = (row) => row.user === live.state.user.pk;
  // those the server stumbles on go last, so that they hold up no other
  const records = (await all("records")).filter(mine).sort((one, other) => stuck(one) - stuck(other));
  for (const record of records) {
    if (due(record) && !(await sendRecord(record, csrf))) return;
  }
  const taken = (photo) => live.records.some((r) => r.client_id === photo.client_id && r.sent_revision > 0);
  for (const photo of (await all("photos")).filter(mine)) {
    if (!photo.sent && !photo.problem && taken(photo) && !(await sendPhoto(photo, csrf))) return;
  }
  failures = 0;
  say("");
  timer = setTimeout(flush, 60_000); // the desk may change what is planned
}

// Ask who is signed in, with a fresh token; returns it, or "" when nothing may be sent now.
async function refreshState() {
  const { status, body, retry } = await ask(page.state);
  if (status === 200 && body?.user) {
    const { csrf, ...state } = body;
    live.ahead = minutesAhead(state.now);
    live.state = state;
    await keep("state", state);
    await reload();
    return csrf;
  }
  if (status === 401) say("expired");
  else if (status === 403) say("forbidden");
  else {
    say(navigator.onLine && status ? "slow" : "offline");
    later(retry);
  }
  return "";
}

// Returns whether the next may follow.
async function sendRecord(record, csrf) {
  const { client_id: id, revision } = record;
  const body = JSON.stringify(documentOf(record, live.device));
  const { status, body: answer, retry } = await put(`${page.scope}registrazioni/${id}/`, csrf, body, "application/json");
  if (status === 200 || status === 201) await received(record, answer);
  else if (status === 409 && answer) await problem(id, revision, { kind: "conflict", ...answer });
  else if ([400, 403, 413, 422].includes(status) && answer) await problem(id, revision, { kind: "refused", ...answer });
  else {
    if (status >= 500) await mark(id, (now) => (now.server_errors = (now.server_errors ?? 0) + 1));
    await changed();
    return stop(status, retry);
  }
  await changed();
  return true;
}

async function received(record, { code, version }) {
  if (record.discarded) {
    // the state was read before: it would offer again what was just taken back
    live.state.outings = live.state.outings.filter((one) => one.client_id !== record.client_id);
    await keep("state", live.state);
    return remove(record.client_id);
  }
  return mark(record.client_id, (now) => {
    now.sent_revision = Math.max(now.sent_revision, record.revision);
    now.sent_at = Date.now();
    now.told_crew = record.crew;
    now.server_errors = 0;
    now.base_version = version;
    now.code = code;
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
  } else return stop(status, retry);
  await changed();
  return true;
}

function stop(status, retry) {
  if (status === 401) later(1); // expired, or another person entered in another tab: ask who
  else {
    say(status ? "slow" : "offline");
    later(retry);
  }
  return false;
}
