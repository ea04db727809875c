// Says where a point is, for the voice of the map of templates/components/map.html; the server decides
// again by the same rule (hotspots/geometry.py).
import { ofKind } from "./map-layers.js";

const METRES_PER_DEGREE = 111_195; // mean sphere: enough for a sentence
const NEAR_STREET_M = 120;

// Return { kind: "in" | "near" | "town" | "outside", name } of a point in degrees.
export function whereIs(collection, lat, lon) {
  const [comune] = ofKind(collection, "comune");
  if (comune && !inside(ringOf(comune), lat, lon)) return { kind: "outside", name: "" };
  const places = ofKind(collection, "luogo");
  const around = places.find((place) => inside(ringOf(place), lat, lon));
  if (around) return { kind: "in", name: around.properties.name };
  return nearest([
    ...places.map((place) => candidate(place, distanceToRing(ringOf(place), lat, lon), place.properties.buffer_m)),
    ...ofKind(collection, "via").map((street) => {
      const [x, y] = street.geometry.coordinates;
      return candidate(street, Math.hypot(...offset(lat, lon, y, x)), NEAR_STREET_M);
    }),
  ]);
}

const ringOf = (feature) => feature.geometry.coordinates[0];
const candidate = (feature, metres, reach) => ({ name: feature.properties.name, metres, reach });

function nearest(candidates) {
  const [first] = candidates.filter((c) => c.metres <= c.reach).sort((a, b) => a.metres - b.metres);
  return first ? { kind: "near", name: first.name } : { kind: "town", name: "" };
}

// Ray casting: an odd number of sides lies east of a point inside.
export function inside(ring, lat, lon) {
  let odd = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > lat !== yj > lat && lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) odd = !odd;
  }
  return odd;
}

// Metres east and north from a point to another.
function offset(lat, lon, otherLat, otherLon) {
  const east = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180);
  return [(otherLon - lon) * east, (otherLat - lat) * METRES_PER_DEGREE];
}

export function distanceToRing(ring, lat, lon) {
  const points = ring.map(([x, y]) => offset(lat, lon, y, x));
  return Math.min(...points.slice(1).map((end, i) => fromOrigin(points[i], end)));
}

// Distance of the origin from a segment.
function fromOrigin([ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.max(0, Math.min(1, -(ax * dx + ay * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(ax + along * dx, ay + along * dy);
}
