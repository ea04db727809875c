// A boundary as lines «lat, lon», as hotspots/ring_text.py reads and writes it; for map-editor.js.
const POINTED = /^\s*(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)\s*$/;
const COMMAED = /^\s*(-?\d+(?:,\d+)?)\s*(?:[;\s]|,\s)\s*(-?\d+(?:,\d+)?)\s*$/;
const DECIMALS = 6;

// Return [[lat, lon], …], or null while some line is not a point on Earth.
export function readRing(text) {
  const points = text.split("\n").filter((line) => line.trim()).map(readPoint);
  return points.includes(null) ? null : points;
}

function readPoint(line) {
  const found = POINTED.exec(line) || COMMAED.exec(line);
  if (!found) return null;
  const [lat, lon] = found.slice(1).map((number) => Number(number.replace(",", ".")));
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? [lat, lon] : null;
}

export function writeRing(latlngs) {
  return latlngs.map(({ lat, lng }) => `${lat.toFixed(DECIMALS)}, ${lng.toFixed(DECIMALS)}`).join("\n");
}
