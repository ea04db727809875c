// The short sentence after a tap, with the way back; it is read aloud and goes by itself. Its place at the
// bottom is always there, two lines high, so that it neither covers a button nor moves one: what takes
// more to say is written on the screen. A longer one, with bigger text, lifts the last button (field.css), and a tap sends it away.
import { el } from "./dom.js";

const box = document.querySelector("[data-toast]");
box.addEventListener("click", (event) => event.target.closest("button") || hide());
let timer;
let since = 0;

export function toast(text, undo, label) {
  clearTimeout(timer);
  const button = undo && el("button", { type: "button", "data-undo": true, onclick: () => (hide(), undo()) }, label);
  box.replaceChildren(el("p", {}, text), ...(button ? [button] : []));
  box.classList.add("shown");
  since = Date.now();
  timer = setTimeout(hide, 6000);
}

function hide() {
  box.classList.remove("shown");
  box.replaceChildren();
}

new ResizeObserver(() => document.body.style.setProperty("--toast", `${box.offsetHeight}px`)).observe(box);

// On another screen the undo of a count would surprise; what was said while going there stays.
addEventListener("hashchange", () => Date.now() - since > 300 && hide());

export function buzz() {
  try {
    navigator.vibrate?.(20);
  } catch {
    // a browser may forbid it: the toast says the same
  }
}
