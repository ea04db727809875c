// The zones covered, for who chose it in this outing: once a minute one minute is added to a point
// rounded to about 100 m. No order and no time are kept, so no track can be made of them; the
// server turns the points into cells of its grid (interventions/services/field.py).
import { edit } from "./records.js";
import { changed, live } from "./live.js";
import { whereAmI } from "./place.js";

const MINUTE_MS = 60_000;

export function startTrace() {
  setInterval(noteMinute, MINUTE_MS);
}

export async function noteMinute() {
  const record = live.records.find((one) => one.state === "running" && one.shares_trace);
  if (!record || document.visibilityState !== "visible") return;
  const point = await whereAmI(30);
  if (!point) return;
  const key = `${point[1].toFixed(3)},${point[0].toFixed(3)}`;
  await edit(record.client_id, (now) => {
    // chosen off, or ended, while the phone was looking for itself
    if (now.shares_trace && now.state === "running") now.cells[key] = (now.cells[key] ?? 0) + 1;
  });
  await changed();
}
