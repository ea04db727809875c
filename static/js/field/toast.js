// The short sentence at the bottom after a tap, with its undo; it is read aloud and goes by itself.
import { el } from "./dom.js";

const box = document.querySelector("[data-toast]");
let timer;

export function toast(text, undo) {
  clearTimeout(timer);
  const button = undo && el("button", { type: "button", "data-undo": true, onclick: () => (hide(), undo()) }, "Annulla");
  box.replaceChildren(el("p", {}, text), ...(button ? [button] : []));
  box.classList.add("shown");
  timer = setTimeout(hide, 6000);
}

function hide() {
  box.classList.remove("shown");
  box.replaceChildren();
}

export function buzz() {
  try {
    navigator.vibrate?.(20);
  } catch {
    // a browser may forbid it: the toast says the same
  }
}
