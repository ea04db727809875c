// The empty Leaflet map inside an element of templates/components/map.html, in the page's language.
/* global L */
import { drawBackground, hasBackground } from "./map-background.js";

const STILL = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

export function createMap(element) {
  const { sayZoomIn, sayZoomOut } = element.dataset;
  const map = L.map(element.querySelector("[data-map-canvas]"), {
    attributionControl: false,
    zoomControl: false,
    scrollWheelZoom: false, // the wheel scrolls the page
    dragging: !(L.Browser.mobile && element.dataset.map === "places"), // so does one finger, where one only looks
    keyboardPanDelta: 32,
    zoomSnap: hasBackground(element) ? 1 : 0.25,
    minZoom: 11,
    maxZoom: 19,
    zoomAnimation: !STILL,
    fadeAnimation: !STILL,
    inertia: !STILL,
  });
  new ResizeObserver(() => map.invalidateSize()).observe(map.getContainer());
  L.control.zoom({ zoomInTitle: sayZoomIn, zoomOutTitle: sayZoomOut }).addTo(map);
  map.createPane("ground").style.zIndex = 150; // Leaflet's tiles come over it, at 200: where none comes it is seen
  if (hasBackground(element)) drawBackground(map, element);
  return map;
}

export function say(element, text, name = "") {
  element.querySelector("[data-map-said]").textContent = text.replace("%s", name);
}

// GeoJSON writes [lon, lat], Leaflet wants [lat, lon]
export const toLatLngs = (ring) => ring.map(([lon, lat]) => [lat, lon]);

// a text as a node, so that no name is ever read as HTML
export function textNode(tag, text) {
  const node = document.createElement(tag);
  node.textContent = text;
  return node;
}

// A name on the map; a street's comes with its mark (a dot), hidden with it where there is no room.
export function addLabel(map, latlng, text, { kind = "place", direction = "top", mark = null } = {}) {
  const className = `map-label map-label-${kind}`;
  const label = L.tooltip({ permanent: true, direction, className, opacity: 1 });
  label.setLatLng(latlng).setContent(textNode("span", text)).addTo(map);
  const [names, added] = [map.names || [], { label, mark }];
  map.names = mark ? [...names, added] : [added, ...names]; // streets give way
  return added;
}

// Take away names that addLabel gave.
export function forgetLabels(map, labels) {
  for (const { label } of labels) label.remove();
  map.names = (map.names || []).filter((added) => !labels.includes(added));
}

// Hide the names that would cover an earlier one; those of streets also when seen from
// too far, cut, or under the pin or a button.
export function declutter(map, nearestZoom = 14) {
  const frame = map.getContainer().getBoundingClientRect();
  const pin = map.getContainer().parentElement.querySelector("[data-map-pin]:not([hidden])");
  const above = [pin, ...map.getContainer().querySelectorAll(".leaflet-control")].filter(Boolean).map((part) => part.getBoundingClientRect());
  const kept = [];
  for (const { label, mark } of map.names || []) {
    const box = label.getElement().getBoundingClientRect();
    const unfit = mark && (map.getZoom() < nearestZoom || !within(box, frame) || above.some((part) => meet(box, part)));
    const covered = unfit || kept.some((other) => meet(box, other));
    for (const part of [label, mark]) part?.getElement()?.classList.toggle("map-label-covered", covered);
    if (!covered) kept.push(box);
  }
}

const within = (a, b) => a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
