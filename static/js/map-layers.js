// Draws what /mappa/luoghi.geojson holds on a map of templates/components/map.html:
// the Comune, the places of the programme with their names, the names of some streets.
/* global L */
import { hasBackground } from "./map-background.js";
import { addLabel, declutter, textNode, toLatLngs } from "./map-base.js";

const WORLD = [[-60, -170], [75, 170]]; // until a programme is loaded

export const ofKind = (collection, kind) =>
  collection.features.filter((feature) => feature.properties.kind === kind);

export function drawLayers(map, element, collection) {
  const drawn = element.dataset.map !== "editor"; // the editor draws its own place, and the others
  for (const comune of ofKind(collection, "comune")) drawComune(map, element, comune);
  const places = ofKind(collection, "luogo");
  const shapes = places.map((place) => drawPlace(map, element, place, drawn));
  for (const street of ofKind(collection, "via")) drawStreet(map, street);
  const close = shapes.filter((_, index) => places[index].properties.url === element.dataset.focus);
  frame(map, close.length ? close : shapes);
  const rough = element.querySelector("[data-map-rough]");
  if (rough) rough.hidden = !drawn || places.every((place) => place.properties.verified);
  map.on("zoomend moveend resize viewreset", () => declutter(map));
  declutter(map);
}

function drawComune(map, element, feature) {
  const ring = toLatLngs(feature.geometry.coordinates[0]);
  const shape = L.polygon(ring, { className: "map-comune", interactive: false, pane: "ground" }).addTo(map);
  if (hasBackground(element)) L.polygon(ring, { className: "map-comune-tiles", interactive: false }).addTo(map);
  map.comune = shape;
  map.setMaxBounds(shape.getBounds().pad(0.4));
  const { source, source_en } = feature.properties;
  const english = document.documentElement.lang === "en" && source_en;
  const credit = element.querySelector("[data-map-credit]");
  credit.textContent = english || source;
  credit.lang = english ? "en" : "it";
}

function drawPlace(map, element, feature, drawn) {
  const { name, url, verified } = feature.properties;
  const interactive = element.dataset.map === "places";
  const className = verified ? "map-place" : "map-place map-place-rough";
  const shape = L.polygon(toLatLngs(feature.geometry.coordinates[0]), { className, interactive });
  if (!drawn) return shape;
  shape.addTo(map);
  const top = shape.getBounds();
  addLabel(map, [top.getNorth(), top.getCenter().lng], name);
  if (!interactive) return shape;
  const note = verified ? "" : element.dataset.sayRough;
  shape.bindPopup(popupOf(name, [[url, element.dataset.sayOpen]], note), { closeButton: false });
  return shape;
}

export function popupOf(name, links, note = "") {
  const box = document.createElement("div");
  box.append(textNode("strong", name), textNode("span", note));
  for (const [url, label] of links.filter(([url]) => url)) {
    const link = textNode("a", label);
    link.href = url;
    box.append(document.createElement("br"), link);
  }
  return box;
}

function drawStreet(map, feature) {
  const [lon, lat] = feature.geometry.coordinates;
  const mark = L.circleMarker([lat, lon], { radius: 3, className: "map-street-dot", interactive: false }).addTo(map);
  addLabel(map, [lat, lon], feature.properties.name, { kind: "street", direction: "right", mark });
}

// The places close up; before there are any, the whole Comune.
function frame(map, shapes) {
  const around = shapes.length ? L.featureGroup(shapes) : map.comune;
  const room = { paddingTopLeft: [56, 40], paddingBottomRight: [56, 24], animate: false, maxZoom: 17 };
  map.fitBounds(around ? around.getBounds() : WORLD, room);
}
