// Times of the field page: what the phone's clock says, as it says it. The server knows how wrong
// that clock is and puts the times right (interventions/field/device_clock.py).
const TIME = new Intl.DateTimeFormat("it-IT", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("it-IT", { weekday: "short", day: "2-digit", month: "2-digit" });

export const nowIso = () => new Date().toISOString();
export const hhmm = (iso) => TIME.format(new Date(iso));

// When some hours end: 24:00 for the midnight that ends a day.
export const closing = (iso) => hhmm(iso).replace("00:00", "24:00");

export function when(iso) {
  const date = new Date(iso);
  const today = date.toDateString() === new Date().toDateString();
  return today ? TIME.format(date) : `${DAY.format(date)} ${TIME.format(date)}`;
}

// "alle 19:30", with its day when it is not today's.
export function atTime(iso) {
  return when(iso).replace(/(\d\d:\d\d)$/, "alle $1");
}

// A day as the server gives it, 2026-11-25, for a person: 25/11/2026.
export const dayWords = (day) => day.split("-").reverse().join("/");

// The value of an input of type datetime-local, and back.
export function toInput(iso) {
  const date = new Date(iso);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

export function fromInput(value) {
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

// A day from today, as the server reads it: 2026-11-26.
export function dayAfter(days, from = new Date()) {
  const date = new Date(from);
  date.setDate(date.getDate() + days);
  return toInput(date.toISOString()).slice(0, 10);
}

// Whole minutes the phone is ahead of the server (negative: behind); 0 within two.
export function minutesAhead(serverNow, readAt = Date.now()) {
  const ahead = Math.round((readAt - new Date(serverNow).getTime()) / 60_000);
  return Math.abs(ahead) > 2 ? ahead : 0;
}
