// A boundary as lines «lat, lon», as hotspots/ring_text.py reads and writes it; for map-editor.js.
const POINTED = /^\s*(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*$/;
const COMMAED = /^\s*(-?\d+(?:,\d+)?)\s*(?:[;\s]|,\s)\s*(-?\d+(?:,\d+)?)\s*$/;
const DECIMALS = 6;

// Return [[lat, lon], …], or null while some line is not a point on Earth.
export function readRing(text) {
  const points = text.split("\n").filter((line) => line.trim()).map(readPoint);
  return points.includes(null) ? null : points;
}

// Whether the closed line of [lat, lon] meets itself: two sides with no common end that cross or touch.
export function crosses(ring) {
  const points = ring.filter(([lat, lon], index) => { // a point written twice, as to close the line, is one
    const [before, beside] = ring.at(index - 1);
    return lat !== before || lon !== beside;
  });
  const sides = points.map((point, index) => [point, points[(index + 1) % points.length]]);
  return sides.some(([a, b], i) => sides.some(([c, d], j) => {
    const apart = j > i + 1 && !(i === 0 && j === sides.length - 1);
    return apart && turn(a, b, c) * turn(a, b, d) <= 0 && turn(c, d, a) * turn(c, d, b) <= 0 && boxesMeet(a, b, c, d);
  }));
}

// The side of the line from a to b where c stands: -1, 0 or 1.
const turn = ([ay, ax], [by, bx], [cy, cx]) => Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
const boxesMeet = (a, b, c, d) => [0, 1].every((axis) =>
  Math.max(a[axis], b[axis]) >= Math.min(c[axis], d[axis]) && Math.max(c[axis], d[axis]) >= Math.min(a[axis], b[axis]));

function readPoint(line) {
  const found = POINTED.exec(line) || COMMAED.exec(line);
  if (!found) return null;
  const [lat, lon] = found.slice(1).map((number) => Number(number.replace(",", ".")));
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? [lat, lon] : null;
}

export function writeRing(latlngs) {
  return latlngs.map(({ lat, lng }) => `${lat.toFixed(DECIMALS)}, ${lng.toFixed(DECIMALS)}`).join("\n");
}
