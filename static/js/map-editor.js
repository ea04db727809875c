// The mode "editor" of templates/components/map.html (templates/hotspots/hotspot_form.html): a boundary drawn
// with Leaflet.draw and the same boundary as text; each follows the other. Italian only: a staff page.
/* global L */
import { addLabel, declutter, say, toLatLngs } from "./map-base.js";
import { showHalo } from "./map-halo.js";
import { drawReports } from "./map-reports.js";
import { crosses, readRing, writeRing } from "./map-ring.js";
import { startUndo } from "./map-undo.js";

const VERTEX = new L.DivIcon({ iconSize: [32, 32], className: "map-vertex leaflet-div-icon leaflet-editing-icon" });

const CROSSED = "La linea del confine si incrocia: sposta i punti, o annulla l’ultima modifica.";

export function startEditor(map, element) {
  const text = document.querySelector(element.dataset.ringInput);
  const shape = L.polygon([], { className: "map-place", interactive: false }).addTo(map);
  const halo = showHalo(map, shape, document.querySelector(element.dataset.bufferInput));
  const undo = startUndo(element, text, show);
  speakItalian();
  drawOthers(map, element);
  drawReports(map, element);

  function show() {
    const points = readRing(text.value);
    if (!points) return;
    shape.editing.disable();
    shape.setLatLngs(points);
    shape.fire("revert-edited", { layer: shape }); // the editor keeps its own list of points
    if (points.length > 2) shape.editing.enable();
    drawn();
  }

  function write() {
    undo.remember();
    text.value = writeRing(shape.getLatLngs()[0]);
    drawn(`Il confine ha ${shape.getLatLngs()[0].length} punti.`);
  }

  // The band follows, and a line that meets itself is said while it is drawn.
  function drawn(said = "") {
    halo();
    const marks = shape.getElement().classList;
    const wasCrossed = marks.contains("map-place-crossed");
    const crossed = crosses(shape.getLatLngs()[0].map(({ lat, lng }) => [lat, lng]));
    marks.toggle("map-place-crossed", crossed);
    element.querySelector("[data-map-said]").classList.toggle("map-said-wrong", crossed);
    if (crossed || wasCrossed || said) say(element, crossed ? CROSSED : said);
    return crossed;
  }

  shape.on("edit", write);
  shape.on("editdrag", () => drawn());
  text.addEventListener("input", show);
  text.form.addEventListener("submit", (event) => {
    undo.keep();
    if (!drawn()) return;
    event.preventDefault(); // the server would refuse it
    element.scrollIntoView({ block: "center" });
    (undo.button.disabled ? text : undo.button).focus({ preventScroll: true });
  });
  element.querySelector("[data-map-draw]").addEventListener("click", () => {
    shape.editing.disable();
    shape.setLatLngs([]);
    drawn();
    new L.Draw.Polygon(map, { icon: VERTEX, touchIcon: VERTEX, showLength: false, shapeOptions: { className: "map-place" } }).enable();
    say(element, "Segna i punti uno dopo l’altro; chiudi sul primo. Esc per smettere.");
  });
  map.on(L.Draw.Event.CREATED, ({ layer }) => { shape.setLatLngs(layer.getLatLngs()); write(); });
  map.on(L.Draw.Event.DRAWSTOP, () => setTimeout(show)); // after CREATED; when given up, the old one returns
  show();
  if (shape.getLatLngs()[0].length > 2) map.fitBounds(shape.getBounds().pad(0.8), { animate: false });
}

function drawOthers(map, element) {
  const list = document.getElementById(element.dataset.others);
  for (const { name, ring } of JSON.parse(list?.textContent || "[]")) {
    const other = L.polygon(toLatLngs(ring), { className: "map-other", interactive: false }).addTo(map);
    addLabel(map, [other.getBounds().getNorth(), other.getBounds().getCenter().lng], name, { kind: "other" });
  }
  declutter(map);
}

function speakItalian() {
  L.Polyline._flat = L.LineUtil.isFlat; // the name Leaflet.draw still uses
  L.Edit.PolyVerticesEdit.mergeOptions({ icon: VERTEX, touchIcon: VERTEX });
  L.Marker.Touch.mergeOptions({ keyboard: false }); // by keyboard the boundary is the text field
  const { polygon, polyline } = L.drawLocal.draw.handlers;
  polygon.tooltip = { start: "Segna il primo punto.", cont: "Segna il punto successivo.", end: "Segna un altro punto, o chiudi sul primo." };
  polyline.error = "La linea non può incrociarsi.";
}
