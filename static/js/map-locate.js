// «Usa la tua posizione» of templates/components/map.html, mode "point": one reading, only when asked. A rough
// one shows how far off it may be, and asks to move the pin. Tells "map:located" with its metres.
/* global L */
import { say } from "./map-base.js";
import { whereIs } from "./map-where.js";

const OPTIONS = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 };
const ROUGH_M = 50;

export function startLocating(map, element, collection, go) {
  const button = element.querySelector("[data-map-locate]") ?? document.querySelector(`[data-map-locate="${element.id}"]`);
  if (!button) return;
  let circle = null;
  button.addEventListener("click", () => {
    if (!navigator.geolocation) return say(element, element.dataset.sayUnavailable);
    button.disabled = true;
    say(element, element.dataset.sayLocating);
    return navigator.geolocation.getCurrentPosition(found, failed, OPTIONS);
  });

  function found({ coords }) {
    button.disabled = false;
    circle?.remove();
    const { latitude, longitude, accuracy } = coords;
    if (whereIs(collection, latitude, longitude).kind === "outside") return say(element, element.dataset.sayAway);
    element.dispatchEvent(new CustomEvent("map:located", { bubbles: true, detail: { accuracy } }));
    if (!(accuracy > ROUGH_M)) return go(latitude, longitude);
    circle = L.circle([latitude, longitude], { radius: accuracy, className: "map-accuracy", interactive: false }).addTo(map);
    go(latitude, longitude, map.getBoundsZoom(circle.getBounds()));
    return say(element, element.dataset.sayAbout, Math.round(accuracy).toLocaleString(document.documentElement.lang));
  }

  function failed(error) {
    button.disabled = false;
    const denied = error.code === error.PERMISSION_DENIED;
    say(element, denied ? element.dataset.sayDenied : element.dataset.sayUnavailable);
  }
}
