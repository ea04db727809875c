// What is usual on this phone is one tap away: who goes out with whom, which groups are met.
import { keep, live } from "./live.js";

const nameOf = (what, key) => `${live.state.user.pk} ${what} ${key}`;
const times = (what, key) => live.usual[nameOf(what, key)] ?? 0;

export async function noteUse(what, keys) {
  for (const key of keys) live.usual[nameOf(what, key)] = times(what, key) + 1;
  await keep("usual", live.usual);
}

// The keys, the most used first; those never used as they are.
export const byUse = (what, keys) => [...keys].sort((one, other) => times(what, other) - times(what, one));
