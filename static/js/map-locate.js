// «Usa la tua posizione» of templates/components/map.html, mode "point": one reading, only when asked.
import { say } from "./map-base.js";
import { whereIs } from "./map-where.js";

const OPTIONS = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 };

export function startLocating(element, collection, go) {
  const button = element.querySelector("[data-map-locate]");
  if (!button) return;
  button.addEventListener("click", () => {
    if (!navigator.geolocation) return say(element, element.dataset.sayUnavailable);
    button.disabled = true;
    say(element, element.dataset.sayLocating);
    navigator.geolocation.getCurrentPosition(found, failed, OPTIONS);
  });

  function found({ coords }) {
    button.disabled = false;
    const place = whereIs(collection, coords.latitude, coords.longitude);
    if (place.kind === "outside") say(element, element.dataset.sayAway);
    else go(coords.latitude, coords.longitude);
  }

  function failed(error) {
    button.disabled = false;
    const denied = error.code === error.PERMISSION_DENIED;
    say(element, denied ? element.dataset.sayDenied : element.dataset.sayUnavailable);
  }
}
