// Makes the elements of the field page's screens: el("button", { class: "big", onclick }, "Inizia").
// Texts are always text nodes, whatever they hold.
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// A button that is one tap: `key` gives the focus back to it when the screen is drawn again.
export function tap(key, label, onclick, more = {}) {
  return el("button", { type: "button", class: "big", "data-key": key, onclick, ...more }, label);
}

export function link(href, label, more = {}) {
  return el("a", { href, class: "big", "data-key": href, ...more }, label);
}

// A choice among few, as buttons that stay pressed.
export function chip(key, label, pressed, onclick) {
  return tap(key, label, onclick, { class: "chip", "aria-pressed": String(pressed) });
}

export function title(text, back) {
  return el(
    "div",
    { class: "head" },
    back && el("a", { href: back, class: "back", "data-key": "back" }, "Indietro"),
    el("h1", { tabindex: "-1" }, text),
  );
}
