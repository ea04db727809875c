// The mode "places" of templates/components/map.html with a point to show: the pin (data-lat, data-lon) and,
// smaller, other points from a json_script with [{lat, lon, name, url}] whose id is data-marks.
/* global L */
import { popupOf } from "./map-layers.js";

const CLOSE_UP = 17;

export function showMarks(map, element) {
  const list = document.getElementById(element.dataset.marks);
  for (const mark of JSON.parse(list?.textContent || "[]")) {
    const dot = L.circleMarker([mark.lat, mark.lon], { radius: 9, className: "map-mark" }).addTo(map);
    dot.bindPopup(popupOf(mark.name, [[mark.url, element.dataset.sayMark]]), { closeButton: false });
  }
  const [lat, lon] = [Number(element.dataset.lat), Number(element.dataset.lon)];
  if (!element.dataset.lat || !Number.isFinite(lat + lon)) return;
  const pin = element.querySelector("[data-map-pin]").cloneNode(true);
  pin.classList.add("placed");
  pin.removeAttribute("hidden");
  const icon = L.divIcon({ className: "map-pin-icon", html: pin, iconSize: [32, 44], iconAnchor: [16, 43] });
  L.marker([lat, lon], { icon, interactive: false, keyboard: false }).addTo(map);
  map.setView([lat, lon], CLOSE_UP, { animate: false });
}
