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
  noticeNothing(map, layer, element.querySelector("[data-map-plain]"));
  layer.addTo(map);
}

function wms(url, { crs, ...options }) {
  return L.tileLayer.wms(url, { ...options, crs: L.CRS[crs.replace(":", "")] });
}

// When not one tile comes of those first asked for, the map is as without a background: the note says
// so, and "nobackground" lets the streets be drawn.
function noticeNothing(map, layer, note) {
  let came = false;
  layer.once("tileload", () => { came = true; note.hidden = true; });
  layer.once("load", () => {
    if (came) return;
    note.hidden = false;
    map.fire("nobackground");
  });
}
