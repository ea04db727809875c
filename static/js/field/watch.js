// The phone's clock may be put right while an outing goes on: what the old one wrote is then moved
// along, so that every moment of a record is told by one clock, and lasts what passed.
//
// Two witnesses. performance.now() does not jump, but it may stop while the phone sleeps, and begins
// again with the page: it is believed when it saw more time pass than the clock says (nobody sleeps
// backwards), and of the contrary only while the page stayed in sight. The portal's clock is believed
// always: a moment that it saw with one difference, and sees with another, was moved since.
import { all, change } from "./db.js";
import { mark, unsent } from "./records.js";

const JUMP_MS = 60_000; // less is a phone that drifts, or an answer that was slow
const LOOK_MS = 5_000;
const NAMES = ["started_at", "ended_at"];
let last = null;
let slept = false;

// Look at both clocks; where one jumped, move what is kept. To call before writing a moment.
export async function look() {
  const now = { wall: Date.now(), steady: performance.now() };
  const jump = last ? now.wall - last.wall - (now.steady - last.steady) : 0;
  const believed = jump < 0 || !slept;
  last = now;
  slept = document.visibilityState !== "visible";
  if (Math.abs(jump) > JUMP_MS && believed && (await isNew(jump))) await moveEach(() => jump, jump);
}

// The portal has said its time: what it saw with another difference is moved.
export async function settle(serverNow) {
  await look();
  const skew = Date.now() - new Date(serverNow).getTime();
  await moveEach((seen) => (seen === undefined || Math.abs(skew - seen) < 2 * JUMP_MS ? 0 : skew - seen), null, skew);
}

// The same jump is seen by every tab: the first moves.
async function isNew(jump) {
  let first = false;
  await change("meta", "jump", (old) => {
    first = !old || Math.abs(old.by - jump) > 5_000 || Math.abs(Date.now() - old.at) > 120_000;
    return { key: "jump", by: jump, at: Date.now() };
  });
  return first;
}

// `by` gives, from the difference a moment was seen with, how far to move it; `seen` is kept with it:
// changed by `jump`, or `skew` from now on. Hours typed were read on another clock.
async function moveEach(by, jump, skew) {
  for (const record of await all("records")) {
    if (record.state !== "running" && !unsent(record)) continue;
    await mark(record.client_id, (now) => {
      const seen = { ...now.seen };
      for (const name of NAMES.filter((one) => now[one] && !now.typed.includes(one))) {
        const ms = by(seen[name]);
        if (ms) now[name] = new Date(new Date(now[name]).getTime() + ms).toISOString();
        if (jump === null) seen[name] = ms || seen[name] === undefined ? skew : seen[name];
        else if (seen[name] !== undefined) seen[name] += jump;
      }
      now.seen = seen;
    });
  }
}

export function startWatch() {
  look();
  setInterval(look, LOOK_MS);
  document.addEventListener("visibilitychange", () => {
    slept ||= document.visibilityState !== "visible";
  });
}
