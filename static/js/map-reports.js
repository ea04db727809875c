// The reports of the last year beneath the boundary being drawn, for map-editor.js: a dot is a point some ten
// metres wide, larger where there are more. When they do not come the map does without.
/* global L */
const LARGEST = 14; // pixels

export async function drawReports(map, element) {
  if (!element.dataset.reports) return;
  map.createPane("reports").style.zIndex = 350; // over the tiles, under what is drawn
  const points = await pointsAt(element.dataset.reports);
  for (const [lat, lon, count] of points) {
    const radius = Math.min(LARGEST, 3 * Math.sqrt(count));
    L.circleMarker([lat, lon], { radius, className: "map-report", interactive: false, pane: "reports" }).addTo(map);
  }
  const note = element.querySelector("[data-map-reports]");
  const total = points.reduce((sum, [, , count]) => sum + count, 0);
  note.textContent = `I cerchi sono le segnalazioni dell’ultimo anno: ${total}, con una precisione di dieci metri.`;
  note.hidden = total === 0;
}

async function pointsAt(address) {
  try {
    const answer = await fetch(address);
    return answer.ok ? (await answer.json()).points : [];
  } catch {
    return [];
  }
}
