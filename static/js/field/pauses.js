// How long each thing that failed rests before it is tried again, twice as long at each failure; one
// that rests holds up no other. When there may be a network again nothing rests any more.
const FIRST_MS = 2000;
const LONGEST_MS = 300_000;
const pauses = new Map();

// `seconds`: what the portal itself asked for.
export function rest(key, seconds = 0) {
  const failures = failuresOf(key) + 1;
  const wait = seconds ? seconds * 1000 : Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS);
  pauses.set(key, { failures, until: Date.now() + wait * (1 + Math.random() / 4) });
}

export const failuresOf = (key) => pauses.get(key)?.failures ?? 0;
export const rests = (key) => (pauses.get(key)?.until ?? 0) > Date.now();
export const wakeUp = (key) => pauses.delete(key);
export const wakeAll = () => pauses.clear();

// In how many milliseconds the first of `keys` may be tried, at once if it never failed; `otherwise`
// is the longest wait.
export function shortest(keys, otherwise) {
  const ends = keys.map((key) => (pauses.get(key)?.until ?? 0) - Date.now());
  return Math.max(Math.min(otherwise, ...ends), 1000);
}
