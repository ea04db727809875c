// Counting: rows of { what, people, age_band, outcome, count }; the big buttons count without words.
const MOST_COUNTED = 500; // as interventions/record/bounds.py
const same = (row, other) =>
  ["what", "people", "age_band", "outcome"].every((name) => row[name] === other[name]);

export const row = (what, more = {}) => ({ what, people: "", age_band: "", outcome: "", ...more });

export function total(tallies, what) {
  return tallies.filter((one) => one.what === what).reduce((sum, one) => sum + one.count, 0);
}

export function countOf(tallies, wanted) {
  return tallies.find((one) => same(one, wanted))?.count ?? 0;
}

// Add `by` (1 or -1) to a row of the list, in place; taking away never goes under zero.
export function bump(tallies, wanted, by) {
  let found = tallies.find((one) => same(one, wanted));
  if (!found && by > 0) tallies.push((found = { ...wanted, count: 0 }));
  if (!found) return false;
  const next = Math.min(Math.max(found.count + by, 0), MOST_COUNTED);
  const moved = next !== found.count;
  found.count = next;
  if (!found.count) tallies.splice(tallies.indexOf(found), 1);
  return moved;
}

// Take one away from the total: first from those counted without words, then from the last said.
export function takeOne(tallies, what) {
  if (bump(tallies, row(what), -1)) return true;
  const last = tallies.findLast((one) => one.what === what);
  return last ? bump(tallies, last, -1) : false;
}

// What others counted of the same outing: [{ who, contacts, mediations, checks }], as
// interventions/field/counting.py tells it; the portal adds it to what this phone counts.
const NAMES = { contatti: "contacts", mediazioni: "mediations", controlli: "checks" };
export function alsoBy(others, what) {
  return (others ?? []).filter((one) => one[NAMES[what]]).map((one) => `${one.who}: ${one[NAMES[what]]}`);
}
