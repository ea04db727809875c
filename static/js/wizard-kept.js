// The copies of what is being typed that wizard-keep.js leaves on this phone, one for each draft and step;
// nobody else reads or writes them.
const PREFIX = "segnala:";
const KEPT_MS = 24 * 60 * 60 * 1000; // as long as the server keeps a draft

const channel = "BroadcastChannel" in self ? new BroadcastChannel("segnala") : null;

const nameOf = (draft, step) => `${PREFIX}${draft}:${step}`;

function names() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  } catch {
    return []; // storage forbidden: the draft on the server still keeps each step
  }
}

export function read(draft, step) {
  try {
    return JSON.parse(localStorage.getItem(nameOf(draft, step)));
  } catch {
    return null;
  }
}

export function write(draft, step, copy) {
  try {
    localStorage.setItem(nameOf(draft, step), JSON.stringify({ draft, step, at: Date.now(), ...copy }));
  } catch {
    // no room, or storage forbidden
  }
}

export function forget(draft, step) {
  if (read(draft, step)) localStorage.removeItem(nameOf(draft, step));
}

// Without a draft, all of them.
export function forgetDraft(draft = "") {
  for (const name of names()) if (name.startsWith(PREFIX + draft)) localStorage.removeItem(name);
}

// The person, or the 112, will have no more of a draft: its other tabs keep nothing of it either.
export function eraseDraft(draft = "") {
  forgetDraft(draft);
  channel?.postMessage(draft);
}

export function onErased(draft, act) {
  channel?.addEventListener("message", ({ data }) => { if (data === draft || data === "") act(); });
}

// Return the copies of the last day, the newest first; throw the others away.
export function all() {
  const copies = [];
  for (const name of names()) {
    const [draft, step] = name.slice(PREFIX.length).split(":");
    const copy = read(draft, step);
    if (copy && Date.now() - copy.at < KEPT_MS) copies.push(copy);
    else localStorage.removeItem(name);
  }
  return copies.sort((a, b) => b.at - a.at);
}
