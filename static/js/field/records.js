// An outing as the phone keeps it: every change is a new revision, written before the page shows it.
// It stays in the queue while the server has not taken its last revision.
import { all, change, get } from "./db.js";
import { nowIso } from "./clock.js";

const KEPT_HOURS = 48; // what was sent stays readable for two days; what was taken away can come back
const PATIENCE = 5; // answers of error from the server before the phone says so
const RUNNING_EVERY_MS = Number(document.body.dataset.every) * 1000; // how often a running outing tells the desk

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

const EMPTY = { base: null, settles: null, others: [], phones: [], apart: null, tallies: [], acts: [], reports: [], outcome: "", note: "", told_note: "", names_ok: "", follow_up_on: null, code: "", planned_until: null };

// What the portal has of an outing (interventions/field/street.py, snapshot), as a record keeps it:
// of the counts those of this phone, beside what others counted; `base` is all it had then.
export function contentOf(theirs) {
  const { place, kind, crew, reports, outcome, note, follow_up_on, code, version, planned_until } = theirs;
  const acts = theirs.acts.map((act) => ({ ...act, id: newId() }));
  return {
    place, kind, crew, acts, reports, outcome, note, follow_up_on, code, planned_until,
    tallies: theirs.own, others: theirs.others, phones: theirs.phones ?? [], apart: theirs.apart ?? null, base: baseOf(theirs), base_version: version, told_crew: crew, told_note: note,
  };
}

// A copy: what is shared inside a record stays shared when it is kept, and counting would change both.
function baseOf({ own, others, phones, apart, tallies, ...theirs }) {
  return structuredClone({ ...theirs, tallies: own });
}

// Take what the portal holds besides what this phone sent, if nothing was touched meanwhile. The note
// stays the one that may be on the screen, half written: the portal puts it beside the others'.
export function takeIn(now, sent, theirs) {
  const { others, phones, apart } = theirs;
  Object.assign(now, { others, phones, apart });
  if (now.revision !== sent.revision) return;
  const { tallies, note, base, ...content } = contentOf(theirs);
  Object.assign(now, content, { base: { ...base, note: sent.note } });
}

// Begin an outing. A known one keeps its id and starts from what the portal has of it; one that
// already goes on keeps its start too, read on the portal's clock. A second tap finds it begun. Returns
// its id, or null while what another person wrote of it on this phone is still to be sent.
export async function begin({ user, place, crew, kind, known = null, started_at = nowIso(), ended_at = null, wall = {} }) {
  const client_id = known?.client_id ?? newId();
  const started = known?.running ? { started_at: known.started_at, typed: ["started_at"] } : { started_at, typed: ended_at ? ["started_at", "ended_at"] : [] };
  const left = (await all("photos")).some((photo) => photo.client_id === client_id && photo.user !== user && !photo.sent);
  const before = await get("records", client_id);
  if (before && isAway(before)) await removePhotos(client_id);
  const record = await change("records", client_id, (old) =>
    // on a phone of two people: what the other wrote gives way only when the portal has it
    old && !isAway(old) && (old.user === user || unsent(old) || left) ? old : {
      ...EMPTY, ...(known ? contentOf(known) : { place, kind, crew, base_version: null, told_crew: [] }), ...started,
      client_id, user, ended_at, wall, crew: crew.includes(user) ? crew : [user, ...crew],
      state: ended_at ? "draft" : "running",
      revision: (old?.revision ?? 0) + 1, sent_revision: 0, sent_at: 0, server_errors: 0,
      discarded: false, problem: null, begun_here: !known?.running,
    },
  );
  return record.user === user ? client_id : null;
}

const listeners = [];
export const onEdit = (listener) => listeners.push(listener);

// Change what the record says: a new revision, which clears what was wrong with the one before.
export async function edit(id, fn) {
  const record = await change("records", id, (old) => {
    if (!old) return undefined;
    const next = structuredClone(old);
    fn(next);
    next.revision += 1;
    next.problem = null;
    return next;
  });
  listeners.forEach((listener) => listener(record));
  return record;
}

// Change what the phone knows about the record: not a revision.
export function mark(id, fn) {
  return change("records", id, (old) => {
    if (!old) return undefined;
    const record = structuredClone(old);
    fn(record);
    return record;
  });
}

// One record's own part becomes another outing, of this person alone; the other phones keep the first.
// The new one is written before the old one goes: nothing is ever in neither.
export async function separate(record, { kind, acts, note, reports }) {
  const client_id = newId();
  const own = { kind, acts, note, reports, crew: [record.user], told_crew: [], base_version: null, revision: 1, sent_revision: 0, begun_here: true };
  await change("records", client_id, () => ({ ...structuredClone(record), ...EMPTY, ...pickOf(record), ...own, client_id, sent_at: 0, server_errors: 0, problem: null }));
  for (const photo of await all("photos")) {
    if (photo.client_id === record.client_id && !photo.sent) await change("photos", photo.id, (old) => old && { ...old, client_id });
  }
  await edit(record.client_id, (now) => Object.assign(now, { discarded: true, separated: true, crew: [], state: "done", discarded_at: Date.now() }));
  return client_id;
}

const pickOf = ({ tallies, outcome, names_ok = "", follow_up_on }) => structuredClone({ tallies, outcome, names_ok, follow_up_on });

async function removePhotos(id) {
  for (const photo of await all("photos")) {
    if (photo.client_id === id) await change("photos", photo.id, () => undefined);
  }
}

export const unsent = (record) => record.revision > record.sent_revision && !(record.discarded && record.only_here);

// Taken out of the way (aside.js), and whoever had to know it knows.
export const isAway = (record) => record.discarded && !unsent(record);

// The server has answered with an error again and again: it is tried still, and the person is told.
export const stuck = (record) => unsent(record) && (record.server_errors ?? 0) >= PATIENCE;

// What the badge counts: done and not received, begun and never told, or going on while the portal is
// out of reach (with a network one goes every two minutes: the badge would come and go at each tap).
export function waits(record, photos = [], reachable = navigator.onLine) {
  if (record.state === "draft") return false;
  const own = !record.discarded && photos.some((photo) => photo.client_id === record.client_id && !photo.sent);
  const behind = unsent(record) || own;
  if (record.state === "running") return record.sent_revision === 0 || Boolean(record.problem) || stuck(record) || (behind && !reachable);
  return behind;
}

// Whether it is time to send it.
export function due(record, now = Date.now()) {
  if (!unsent(record) || record.problem || record.state === "draft") return false;
  return record.state === "done" || record.sent_revision === 0 || now - record.sent_at > RUNNING_EVERY_MS;
}

// The whole outing, as interventions/field/document.py reads it.
export function documentOf(record, device) {
  const { user, revision, base_version, base, settles, kind, place, started_at, ended_at, typed, wall = {}, crew } = record;
  const { tallies, acts, outcome, note, names_ok = "", reports, follow_up_on, discarded } = record;
  const done = record.state === "done";
  return {
    user, device, device_now: nowIso(), revision, base_version, base, settles, kind, place, crew, typed, wall, tallies, note, names_ok,
    acts: acts.map(({ kind, count, protocol_number, questore, notified }) => ({ kind, count, protocol_number, questore, notified })),
    reports, follow_up_on, discarded, started_at,
    ended_at: done && !discarded ? ended_at : null,
    outcome: done ? outcome : "",
  };
}

// Forget what the server has had, or was taken away, for two days.
export async function tidy(photos) {
  const limit = Date.now() - KEPT_HOURS * 3_600_000;
  for (const record of await all("records")) {
    const since = record.discarded ? record.discarded_at : record.sent_at;
    const old = record.state === "done" && since && since < limit;
    if (!old || unsent(record) || waits(record, photos)) continue;
    await removePhotos(record.client_id); // a record goes with its photos
    await change("records", record.client_id, () => undefined);
  }
}
