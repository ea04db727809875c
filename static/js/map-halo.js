// The band around a boundary inside which a report still counts for the place; for map-editor.js.
/* global L */
const EARTH_M = 40_075_016.7; // equator, as Web Mercator has it
const TILE_PX = 256;
const WIDEST_M = 500;

const metresPerPixel = (map, lat) =>
  (EARTH_M * Math.cos((lat * Math.PI) / 180)) / (TILE_PX * 2 ** map.getZoom());

// Draw a line as wide as twice the buffer along the shape; return the function that redraws it.
export function showHalo(map, shape, input) {
  const halo = L.polygon([], { className: "map-halo", interactive: false, noClip: true, lineJoin: "round" }).addTo(map);
  halo.bringToBack();
  map.comune?.bringToBack();

  function draw() {
    const latlngs = shape.getLatLngs();
    const metres = Math.min(WIDEST_M, Math.max(0, Number(input?.value) || 0));
    halo.setLatLngs(latlngs);
    if (!latlngs[0]?.length) return;
    const pixels = (2 * metres) / metresPerPixel(map, shape.getBounds().getCenter().lat);
    halo.setStyle({ weight: pixels, stroke: pixels > 0 });
  }

  input?.addEventListener("input", draw);
  map.on("zoomend", draw);
  return draw;
}
