// The last way used to say where wins: list, name or point. Fed by templates/reports/wizard_where.html;
// map.js writes the two coordinates and tells "map:point". Nothing written or put is taken away: the
// server reads what goes with the way chosen, and words stay beside a place and a point.
const box = document.querySelector("[data-where]");
const field = (name) => box.querySelector(`[name="${name}"]:not([type="radio"])`);
const chosen = () => box.querySelector('[name="place"]:checked');
let choosing = false; // a radio moves the pin itself: not a point put by hand
let locating = false; // the point comes from the device

function choose(value) {
  const radio = box.querySelector(`[name="place"][value="${value}"]`);
  if (radio) radio.checked = true;
}

// the map tells a point more than once, and tells the one it started with
let last = { lat: Number(field("latitude").value), lon: Number(field("longitude").value) };

function isNew(point) {
  const same = Math.abs(point.lat - last.lat) < 1e-6 && Math.abs(point.lon - last.lon) < 1e-6;
  last = point;
  return !same;
}

box.addEventListener(
  "change",
  ({ target }) => {
    if (target.name !== "place") return;
    choosing = true;
    locating = false;
    if (target.value !== "punto") field("accuracy").value = "";
    setTimeout(() => { choosing = false; });
  },
  { capture: true },
);

// words beside a pin describe it; a name taken from the list (no hand wrote it) is another place
box.addEventListener("input", ({ target, isTrusted }) => {
  if (target.name !== "place_name" || !target.value.trim()) return;
  if (isTrusted && chosen()?.value === "punto") return;
  choose("nome");
});

// "Usa la tua posizione": what follows is the device's, until a hand moves the map
box.addEventListener("map:located", ({ detail }) => {
  locating = true;
  field("accuracy").value = Math.round(detail.accuracy);
});
const canvas = box.querySelector("[data-map-canvas]");
for (const event of ["pointerdown", "keydown"]) canvas?.addEventListener(event, () => { locating = false; });

box.addEventListener("map:point", ({ detail }) => {
  if (!(isNew(detail) || detail.byHand) || choosing) return;
  field("located_by").value = locating ? "dispositivo" : "mappa";
  if (!locating) field("accuracy").value = "";
  // inside the chosen place the point only makes it more precise
  const name = chosen()?.parentElement.textContent.trim();
  if (name !== detail.name) choose("punto");
});
