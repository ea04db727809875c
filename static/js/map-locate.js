// «Usa la tua posizione» of templates/components/map.html, mode "point": one reading, only when asked. A rough
// one (data-rough-m) shows how far off it may be, and asks to move the pin. Tells "map:located" with its metres. The one that a
// form already had comes back the same (data-accuracy).
/* global L */
import { say } from "./map-base.js";
import { whereIs } from "./map-where.js";

const OPTIONS = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 };

// Return the function that shows a point known within some metres.
export function startLocating(map, element, collection, go) {
  const button = element.querySelector("[data-map-locate]") ?? document.querySelector(`[data-map-locate="${element.id}"]`);
  let circle = null;

  // the button may be far from the map: what is said is brought in sight with the map above it
  function answer(...said) {
    if (said.length) say(element, ...said);
    element.querySelector("[data-map-said]").scrollIntoView({ block: "nearest" });
  }

  function locate() {
    if (!navigator.geolocation) return answer(element.dataset.sayUnavailable);
    button.disabled = true;
    answer(element.dataset.sayLocating);
    return navigator.geolocation.getCurrentPosition(found, failed, OPTIONS);
  }

  function found({ coords }) {
    button.disabled = false;
    const { latitude, longitude, accuracy } = coords;
    if (whereIs(collection, latitude, longitude).kind === "outside") {
      const hasPoint = element.querySelector("[data-map-pin].placed");
      return answer(hasPoint ? element.dataset.sayAwayKept : element.dataset.sayAway);
    }
    element.dispatchEvent(new CustomEvent("map:located", { bubbles: true, detail: { accuracy } }));
    show(latitude, longitude, accuracy);
    return answer();
  }

  function show(latitude, longitude, accuracy) {
    circle?.remove();
    if (!(accuracy > Number(element.dataset.roughM))) return go(latitude, longitude);
    circle = L.circle([latitude, longitude], { radius: accuracy, className: "map-accuracy", interactive: false }).addTo(map);
    go(latitude, longitude, map.getBoundsZoom(circle.getBounds()));
    return say(element, element.dataset.sayAbout, Math.round(accuracy).toLocaleString(document.documentElement.lang));
  }

  function failed(error) {
    button.disabled = false;
    const denied = error.code === error.PERMISSION_DENIED;
    answer(denied ? element.dataset.sayDenied : element.dataset.sayUnavailable);
  }

  button?.addEventListener("click", locate);
  return show;
}
