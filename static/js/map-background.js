// The background of a map of templates/components/map.html: what hotspots/backgrounds.py describes in
// data-background, tiles (of the portal or of another address) or a WMS. Under it stays the pane
// "ground", what the map is without.
/* global L */

export function hasBackground(element) {
  return Boolean(element.dataset.background);
}

export function drawBackground(map, element) {
  const { kind, url, options } = JSON.parse(element.dataset.background);
  L.control.attribution({ prefix: false }).addTo(map);
  const layer = kind === "wms" ? wms(url, options) : L.tileLayer(url, options);
  sayWhenNothingComes(layer, element.querySelector("[data-map-plain]"));
  layer.addTo(map);
}

function wms(url, { crs, ...options }) {
  return L.tileLayer.wms(url, { ...options, crs: L.CRS[crs.replace(":", "")] });
}

// a server that does not answer leaves the map as without a background, and the note says why
function sayWhenNothingComes(layer, note) {
  const nothing = () => { note.hidden = false; };
  layer.once("tileload", () => { layer.off("tileerror", nothing); note.hidden = true; });
  layer.on("tileerror", nothing);
}
