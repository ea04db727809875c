// Which place a point is in, only to suggest it: the server never sees the point.
function inside([x, y], ring) {
  let within = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) within = !within;
  }
  return within;
}

// Metres between a point and the nearest corner or middle of a side: enough for a suggestion.
function metres([x, y], ring) {
  const perLat = 111_320;
  const perLon = perLat * Math.cos((y * Math.PI) / 180);
  const marks = ring.flatMap(([a, b], i) => {
    const [c, d] = ring[(i + 1) % ring.length];
    return [[a, b], [(a + c) / 2, (b + d) / 2]];
  });
  return Math.min(...marks.map(([a, b]) => Math.hypot((a - x) * perLon, (b - y) * perLat)));
}

export function placeAt(point, places) {
  const found = places.find((place) => inside(point, place.ring));
  if (found) return found.slug;
  const near = places
    .map((place) => ({ slug: place.slug, far: metres(point, place.ring) - place.buffer_m }))
    .sort((one, other) => one.far - other.far)[0];
  return near && near.far <= 20 ? near.slug : null;
}

// Where the phone is, as [lon, lat]; null when it may not say or does not know.
export function whereAmI() {
  return new Promise((resolve) => {
    if (!navigator.geolocation) return resolve(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve(coords.accuracy <= 200 ? [coords.longitude, coords.latitude] : null),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: 8000, maximumAge: 60_000 },
    );
  });
}

// Whether the person already said yes: a page that opens never asks.
export async function mayAskWhere() {
  try {
    return (await navigator.permissions.query({ name: "geolocation" })).state === "granted";
  } catch {
    return false;
  }
}
