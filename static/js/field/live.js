// What every screen reads: the server's last state, this person's records, what waits. Two tabs of
// the same phone agree through a BroadcastChannel; each draws again when the other wrote.
import { all, change, get } from "./db.js";
import { isAway, newId, tidy, waits } from "./records.js";

export const live = {
  state: null, // as interventions/field/street.py gives it
  device: "",
  records: [],
  aside: [], // taken out of the way, for a while
  photos: [],
  others: 0, // how many of another person wait on this phone
  lastCrew: null,
  usual: {}, // how often this phone was used with whom, for whom (usual.js)
  connection: navigator.onLine ? "asking" : "offline", // "", "asking", "offline", "expired", "forbidden", "slow"
  ahead: 0, // minutes of the phone's clock
};
const channel = "BroadcastChannel" in self ? new BroadcastChannel("sul-campo") : null;
const listeners = [];
let asked = 0;
let shown = 0;

export const onChange = (listener) => listeners.push(listener);
export const draw = () => listeners.forEach((listener) => listener());
export const value = async (key) => (await get("meta", key))?.value;
export const keep = (key, data) => change("meta", key, () => ({ key, value: data }));

export async function reload() {
  const user = live.state?.user.pk;
  const turn = ++asked;
  const [records, photos] = await Promise.all([all("records"), all("photos")]);
  if (turn < shown) return; // read before what is already on the screen
  shown = turn;
  const mine = records
    .filter((record) => record.user === user)
    .sort((one, other) => other.started_at.localeCompare(one.started_at));
  live.records = mine.filter((record) => !isAway(record));
  live.aside = mine.filter((record) => record.discarded && !record.separated);
  const without = new Set(live.aside.map((record) => record.client_id));
  live.photos = photos.filter((photo) => photo.user === user && !without.has(photo.client_id));
  live.others = records.filter((record) => record.user !== user && waits(record, photos)).length;
  draw();
}

// After a change of ours: read again, and tell the other tabs.
export async function changed() {
  await reload();
  channel?.postMessage("changed");
}

if (channel) {
  channel.onmessage = async () => {
    live.state = (await value("state")) ?? live.state;
    await reload();
  };
}

export async function wake() {
  live.device = await value("device");
  if (!live.device) {
    const drawn = newId();
    live.device = (await change("meta", "device", (old) => old ?? { key: "device", value: drawn })).value;
  }
  live.state = (await value("state")) ?? null;
  live.lastCrew = (await value("crew")) ?? null;
  live.usual = (await value("usual")) ?? {};
  await tidy(await all("photos"));
  await reload();
}

// Whether this phone has an outing of the portal, also by the id it had before it was merged.
export const knownTo = (outing) => live.records.some((record) => record.client_id === outing.client_id || outing.absorbed?.includes(record.client_id));
const lastTold = (record) =>
  live.state.outings.find((outing) => outing.client_id === record.client_id || outing.absorbed?.includes(record.client_id)) ?? record;
export const othersOf = (record) => lastTold(record).others;
export const phonesOf = (record) => lastTold(record).phones ?? [];
export const apartOf = (record) => lastTold(record).apart ?? { acts: [], note: "", reports: [] };

export const recordOf = (id) => live.records.find((record) => record.client_id === id);
export const nameOfPlace = (slug) => {
  const { places = [], former_places = [] } = live.state ?? {}; // a state kept from before has none
  return [...places, ...former_places].find((place) => place.slug === slug)?.name ?? "Altro luogo";
};
export const nameOf = (pk) => live.state?.people.find((person) => person.pk === pk)?.name ?? "Altra persona";
export const reachable = () => navigator.onLine && ["", "asking"].includes(live.connection);
export const waitsNow = (record) => waits(record, live.photos, reachable());
export const waiting = () => live.records.filter((record) => waitsNow(record)).length;
