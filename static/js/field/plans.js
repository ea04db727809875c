// The plan of an outing beside its hours: when it may begin, when it was never written down, when
// nobody ended it. The portal has the same: interventions/record/hours.py.
const EARLIEST_MS = 2 * 3_600_000; // sooner, nobody begins it by mistake
const FORGOTTEN_MS = 30 * 60_000; // after the end planned

const at = (iso) => new Date(iso).getTime();

// "later", "now" or "over", for an outing the portal planned or that goes on.
export function offered({ running, started_at, ended_at }, now = Date.now()) {
  if (running) return "now";
  if (now >= at(ended_at)) return "over";
  return now >= at(started_at) - EARLIEST_MS ? "now" : "later";
}

// Whether it goes on though its plan ended a while ago: people are asked, and asked again.
export function forgotten({ state, started_at, planned_until }, now = Date.now()) {
  return state === "running" && Boolean(planned_until) && at(started_at) < at(planned_until) && now >= at(planned_until) + FORGOTTEN_MS;
}
