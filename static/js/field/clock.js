// Times of the field page: what the phone's clock says, as it says it. The server knows how wrong
// that clock is and puts the times right (interventions/field/device_clock.py). The hours are those of
// the wall of the Comune.
import { toInput, ZONE } from "./wall.js";

const TIME = new Intl.DateTimeFormat("it-IT", { timeZone: ZONE, hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("it-IT", { timeZone: ZONE, weekday: "short", day: "2-digit", month: "2-digit" });
const dayOf = (moment) => toInput(moment).slice(0, 10);

export const nowIso = () => new Date().toISOString();
export const hhmm = (iso) => TIME.format(new Date(iso));

// When some hours end: 24:00 for the midnight that ends a day.
export const closing = (iso) => hhmm(iso).replace("00:00", "24:00");

export function when(iso) {
  const date = new Date(iso);
  return dayOf(date) === dayOf(new Date()) ? TIME.format(date) : `${DAY.format(date)} ${TIME.format(date)}`;
}

// The same of an end: the midnight that ends a day is of that day.
export const whenEnds = (iso) => (hhmm(iso) === "00:00" ? when(new Date(iso) - 1).replace(/[\d:]+$/, "24:00") : when(iso));

// "alle 19:30", with its day when it is not today's.
const at = (words) => words.replace(/(\d\d:\d\d)$/, "alle $1");
export const atTime = (iso) => at(when(iso));
export const atEnd = (iso) => at(whenEnds(iso));

// A day as the server gives it, 2026-11-25, for a person: 25/11/2026.
export const dayWords = (day) => day.split("-").reverse().join("/");

// A day from today, as the server reads it: 2026-11-26.
export function dayAfter(days, from = new Date()) {
  const date = new Date(`${dayOf(from)}T12:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

// Whole minutes the phone is ahead of the server (negative: behind); 0 within two.
export function minutesAhead(serverNow, readAt = Date.now()) {
  const ahead = Math.round((readAt - new Date(serverNow).getTime()) / 60_000);
  return Math.abs(ahead) > 2 ? ahead : 0;
}

// How long some minutes are, as people say it: "14 ore e 44 minuti".
export function lasting(minutes) {
  const many = (count, one, more) => count > 0 && `${count} ${count === 1 ? one : more}`;
  return [many(Math.floor(minutes / 60), "ora", "ore"), many(minutes % 60, "minuto", "minuti")].filter(Boolean).join(" e ");
}
