// The lines and the names of the streets, where no background draws them or what should does not come:
// asked for as the map moves, on a grid, so that a little move asks nothing.
/* global L */
import { hasBackground } from "./map-background.js";
import { addLabel, declutter, forgetLabels, toLatLngs } from "./map-base.js";

const GRID = 0.01; // degrees: about a kilometre
const NAMES_FROM_ZOOM = 15;
const ROOM_FOR_A_NAME = 60; // pixels
const NO_MARK = { getElement: () => null };

export function startStreets(map, element, collection) {
  if (!collection.streets) return;
  if (hasBackground(element)) map.once("nobackground", () => drawStreets(map, element, collection));
  else drawStreets(map, element, collection);
}

function drawStreets(map, element, collection) {
  const already = new Set(collection.features.map(({ properties }) => (properties.name || "").toLowerCase()));
  let asked = "", streets = [], lines = null, labels = [];

  async function show() {
    const box = boxOf(map);
    if (box !== asked) {
      asked = box;
      const found = await streetsIn(element, box);
      if (box !== asked) return; // the map moved meanwhile
      if (!found) { asked = ""; return; }
      draw(found);
    }
    name();
  }

  function draw({ features, attribution }) {
    const style = { className: "map-street", interactive: false, pane: "ground" };
    lines?.remove();
    streets = features.map(({ properties, geometry }) => ({ name: properties.name, lines: geometry.coordinates.map(toLatLngs) }));
    lines = L.polyline(streets.flatMap((street) => street.lines), style).addTo(map); // one path for all
    element.querySelector("[data-map-streets-credit]").textContent = attribution;
    element.querySelector("[data-map-plain]").hidden = true;
  }

  function name() {
    forgetLabels(map, labels);
    const shown = map.getZoom() < NAMES_FROM_ZOOM ? [] : streets.filter((street) => !already.has(street.name.toLowerCase()));
    labels = shown.flatMap((street) => {
      const middle = middleInView(map, street.lines);
      return middle ? [addLabel(map, middle, street.name, { kind: "street", direction: "center", mark: NO_MARK })] : [];
    });
    declutter(map);
  }

  map.on("moveend resize", show);
  show();
}

// What the server answers for a box; nothing when it does not, and the map stays as it is.
async function streetsIn(element, box) {
  try {
    const answer = await fetch(`${element.dataset.streets}?bbox=${box}`);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

// The box of what is seen, a little wider, as "west,south,east,north".
function boxOf(map) {
  const seen = map.getBounds();
  const [down, up] = [Math.floor, Math.ceil].map((round) => (degrees) => (round(degrees / GRID) * GRID).toFixed(2));
  return [down(seen.getWest()), down(seen.getSouth()), up(seen.getEast()), up(seen.getNorth())].join(",");
}

// The middle of the longest straight piece that is seen of the street; nothing when its name has no room.
function middleInView(map, lines) {
  const frame = L.bounds([0, 0], map.getSize());
  let [middle, longest] = [null, ROOM_FOR_A_NAME];
  for (const line of lines) {
    const points = line.map((point) => map.latLngToContainerPoint(point));
    for (let i = 1; i < points.length; i++) {
      const [from, to] = L.LineUtil.clipSegment(points[i - 1].clone(), points[i].clone(), frame) || [];
      if (from && from.distanceTo(to) > longest) [middle, longest] = [from.add(to).divideBy(2), from.distanceTo(to)];
    }
  }
  return middle && map.containerPointToLatLng(middle);
}
