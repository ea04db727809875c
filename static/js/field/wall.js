// The clock on the wall of the Comune, whatever zone the phone is set to: the hour of an instant, and
// the instants of an hour that a person typed: one, none where the clock goes forward, two where it
// goes back. The portal reads the same words again (interventions/field/device_clock.py).
export const ZONE = document.body.dataset.zone;

const PARTS = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE, hourCycle: "h23",
  year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
});
const DAY_MS = 86_400_000;
const asUtc = (words) => Date.parse(`${words}Z`);

// The value of an input of type datetime-local: 2026-10-25T02:30.
export function toInput(iso) {
  const part = Object.fromEntries(PARTS.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
  return `${part.year.padStart(4, "0")}-${part.month}-${part.day}T${part.hour}:${part.minute}`;
}

// The instants, in ISO format and in their order, at which a wall says 2026-10-25T02:30.
export function instants(words) {
  const typed = asUtc(words);
  if (Number.isNaN(typed)) return [];
  const offset = (at) => asUtc(toInput(at)) - Math.floor(at / 60_000) * 60_000;
  const found = new Set([typed - offset(typed - DAY_MS), typed - offset(typed + DAY_MS)]);
  return [...found].sort((one, other) => one - other).map((at) => new Date(at).toISOString()).filter((iso) => toInput(iso) === words);
}

// What a person would have typed for an instant, with which of the two where its hour comes twice.
export function wordsOf(iso) {
  const at = toInput(iso);
  const both = instants(at);
  if (both.length < 2) return { at, which: "" };
  return { at, which: new Date(iso) < new Date(both[1]) ? "prima" : "seconda" };
}

// The instant of what was typed, or null while a word is missing.
export function meant({ at, which }) {
  const found = instants(at);
  if (found.length < 2) return found[0] ?? null;
  return { prima: found[0], seconda: found[1] }[which] ?? null;
}

// Why it is no instant yet, as texts/hours.py says it; "" when it is one.
export function wrongWith(words) {
  if (meant(words)) return "";
  const [day, hour] = words.at.split("T");
  const when = `Il ${day.split("-").reverse().join("/")} le ${hour}`;
  return instants(words.at).length
    ? `${when} ci sono due volte: quella notte l’orologio torna indietro di un’ora. Scegli quale delle due.`
    : `${when} non esistono: quella notte l’orologio va avanti di un’ora. Scrivi un’altra ora.`;
}
