// Starts every map of templates/components/map.html: [data-map="places|point|editor"].
// Without this script, or when the layers do not arrive, the text and the fields beside it do the job.
import { createMap, say } from "./map-base.js";
import { startEditor } from "./map-editor.js";
import { drawLayers } from "./map-layers.js";
import { showMarks } from "./map-marks.js";
import { startPoint } from "./map-point.js";
import { startStreets } from "./map-streets.js";

const starters = { places: showMarks, point: startPoint, editor: startEditor };

async function start(element) {
  const answer = await fetch(element.dataset.geojson);
  if (!answer.ok) throw new Error(`${element.dataset.geojson}: ${answer.status}`);
  const collection = await answer.json();
  const map = createMap(element);
  drawLayers(map, element, collection);
  starters[element.dataset.map](map, element, collection);
  startStreets(map, element, collection);
  element.dataset.mapReady = "";
}

// In a closed details a map has no size: it waits.
function whenOpen(element) {
  const fold = element.closest("details:not([open])");
  return fold ? new Promise((done) => fold.addEventListener("toggle", done, { once: true })) : Promise.resolve();
}

for (const element of document.querySelectorAll("[data-map]")) {
  whenOpen(element).then(() => start(element)).catch((error) => {
    for (const part of element.children) part.hidden = !part.matches("[data-map-said]");
    say(element, element.dataset.sayFailed);
    console.warn(error);
  });
}
