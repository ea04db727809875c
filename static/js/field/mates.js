// Who goes out now: the last crew if it was today's, else oneself; the usual colleagues are one tap away.
import { chip, el } from "./dom.js";
import { changed, keep, live } from "./live.js";
import { byUse } from "./usual.js";

const FRESH_MS = 12 * 3_600_000;
const MOST = 4; // chips on the first screen

export function crewNow() {
  const fresh = live.lastCrew && Date.now() - live.lastCrew.at < FRESH_MS;
  const crew = fresh && live.lastCrew.user === live.state.user.pk ? live.lastCrew.people : [];
  return [live.state.user.pk, ...crew.filter((pk) => pk !== live.state.user.pk)];
}

// A crew of both services is a joint patrol, until somebody says otherwise.
export function kindFor(crew) {
  const services = new Set(crew.map((pk) => live.state.people.find((one) => one.pk === pk)?.service));
  return services.has("pl") && services.has("ed") ? "pattuglia-congiunta" : "presidio";
}

export const turned = (people, pk) => (people.includes(pk) ? people.filter((one) => one !== pk) : [...people, pk]);

export async function rememberCrew(people) {
  live.lastCrew = { user: live.state.user.pk, people, at: Date.now() };
  await keep("crew", live.lastCrew);
}

// On a new phone one of each service in turn: they go out together. The order changes only when an
// outing begins: nothing moves under the thumb.
export function mates() {
  const { user, people } = live.state;
  const ours = (person) => person.service === user.service;
  const others = people.filter((person) => person.pk !== user.pk);
  const names = new Map(others.map((person) => [person.pk, person.name]));
  const [own, theirs] = [others.filter(ours), others.filter((person) => !ours(person))];
  const turns = Array.from({ length: Math.max(own.length, theirs.length) }, (_, turn) => [own[turn], theirs[turn]]);
  const first = turns.flat().filter(Boolean).map((person) => person.pk);
  return el("div", { class: "chips" }, byUse("mates", first).slice(0, MOST).map((pk) =>
    chip(`mate-${pk}`, names.get(pk), crewNow().includes(pk), () => rememberCrew(turned(crewNow(), pk)).then(changed))));
}
