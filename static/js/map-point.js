// The mode "point" of templates/components/map.html: the pin stays in the middle, the map moves under it.
// A click, a drag, Enter or Space put the point; from then on it follows the middle of the map.
import { say } from "./map-base.js";
import { startLocating } from "./map-locate.js";
import { whereIs } from "./map-where.js";

const CLOSE_UP = 17;
const DECIMALS = 6; // about 10 cm

export function startPoint(map, element, collection) {
  const pin = element.querySelector("[data-map-pin]");
  const inputs = [element.dataset.latInput, element.dataset.lonInput].map((s) => document.querySelector(s));
  let placed = false;

  // byHand: who put it meant it, even where it already was
  function put(byHand = false) {
    placed = true;
    pin.classList.add("placed");
    const { lat, lng } = map.getCenter();
    [lat, lng].forEach((value, i) => { if (inputs[i]) inputs[i].value = value.toFixed(DECIMALS); });
    const place = whereIs(collection, lat, lng);
    say(element, element.dataset[`say${place.kind[0].toUpperCase()}${place.kind.slice(1)}`], place.name);
    element.dispatchEvent(new CustomEvent("map:point", { bubbles: true, detail: { lat, lon: lng, byHand, ...place } }));
  }

  function go(lat, lon, zoom = Math.max(map.getZoom(), CLOSE_UP)) {
    map.setView([lat, lon], zoom, { animate: false });
    put();
  }

  // zooming with a gesture must not move the middle
  map.options.touchZoom = map.options.doubleClickZoom = "center";
  map.on("click", (event) => go(event.latlng.lat, event.latlng.lng, map.getZoom()));
  map.on("dragend", () => put());
  map.on("moveend", () => placed && put());
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.target !== map.getContainer() || !["Enter", " "].includes(event.key)) return;
    event.preventDefault(); // Enter must not send the form
    put(true);
  });
  const show = startLocating(map, element, collection, go);
  followChoices(element, go);
  element.addEventListener("map:show", ({ detail }) => { // look there: nobody has put a point
    placed = false;
    pin.classList.remove("placed");
    map.setView([detail.lat, detail.lon], CLOSE_UP, { animate: false });
  });
  const { lat, lon, accuracy } = element.dataset;
  if (lat && lon) show(Number(lat), Number(lon), Number(accuracy));
}

// A choice beside the map, marked data-map-go="lat,lon", moves the pin there; so does the event map:go.
function followChoices(element, go) {
  const follow = (event) => {
    const chosen = event.target.closest?.("[data-map-go]");
    const isField = chosen?.matches("input, select, option");
    if (!chosen || (event.type === "click") === isField) return;
    const [lat, lon] = chosen.dataset.mapGo.split(",").map(Number);
    if (Number.isFinite(lat) && Number.isFinite(lon)) go(lat, lon);
  };
  document.addEventListener("change", follow);
  document.addEventListener("click", follow);
  element.addEventListener("map:go", ({ detail }) => go(detail.lat, detail.lon));
}
