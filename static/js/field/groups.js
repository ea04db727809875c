// The groups usually met, of one kind and age, one or five at a tap; all the others are under "Altro…".
import { el, tap } from "./dom.js";
import { edit } from "./records.js";
import { changed, live } from "./live.js";
import { bump, countOf, row } from "./tallies.js";
import { buzz, toast } from "./toast.js";
import { byUse, noteUse } from "./usual.js";

const MOST = 2;
const FIRST = ["giovani 14-17", "giovani 18-29"]; // until the phone knows better
const order = new Map(); // of each outing: it must not change under the thumb

const keyOf = (group) => `${group.people} ${group.age_band}`.trim();
export const noteGroup = (group) => noteUse("groups", [keyOf(group)]);

function all() {
  const { people, ages } = live.state.words;
  const found = people.flatMap(([kind, name]) => [["", ""], ...ages].map(([age_band, age]) =>
    ({ people: kind, age_band, label: age ? `${name}, ${age}` : name })));
  return new Map(found.map((group) => [keyOf(group), group]));
}

function usual(id) {
  const groups = all();
  if (!order.has(id)) order.set(id, byUse("groups", [...new Set([...FIRST, ...groups.keys()])]).slice(0, MOST));
  return order.get(id).map((key) => groups.get(key)).filter(Boolean);
}

export function groups(record) {
  return el("div", { class: "stack" }, usual(record.client_id).map(({ label, ...group }) => {
    const wanted = row("contatti", group);
    const more = (by) => tap(`group-${keyOf(group)}-${by}`, `+${by}`, () => meet(record.client_id, wanted, label, by),
      { class: "step", "aria-label": `Aggiungi ${by}: ${label}` });
    const count = countOf(record.tallies, wanted);
    return el("div", { class: "tally group", role: "group", "aria-label": label },
      el("span", { class: "tally-name" }, count ? `${label}: ${count}` : label), el("div", { class: "steps" }, more(1), more(5)));
  }));
}

async function meet(id, wanted, label, by) {
  let before = 0;
  const after = await edit(id, (now) => {
    before = countOf(now.tallies, wanted);
    bump(now.tallies, wanted, by);
  });
  buzz();
  await noteGroup(wanted);
  await changed();
  const met = countOf(after.tallies, wanted) - before;
  toast(`${label}: ${before + met}`, async () => {
    await edit(id, (now) => bump(now.tallies, wanted, -met));
    await changed();
  }, met === 1 ? "Togli l’ultimo" : `Togli gli ultimi ${met}`);
}
