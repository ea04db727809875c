// Makes the elements of the field page's screens: el("button", { class: "big", onclick }, "Inizia").
// Texts are always text nodes, whatever they hold.
const HANDLERS = ["onclick", "onchange", "oninput"];

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node[name] = value;
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

// Make the children of `parent` like `next`, and keep each element that only changed: neither the
// button under a thumb, nor the place of a screen reader, nor what is typed may be lost to its equal.
// So a handler reads `event.target` or the page, never a field made with it: that one may not be shown.
export function renew(parent, next) {
  const old = [...parent.childNodes];
  next.forEach((node, at) => {
    if (!old[at]) parent.append(node);
    else if (alike(old[at], node)) refresh(old[at], node);
    else old[at].replaceWith(node);
  });
  old.slice(next.length).forEach((node) => node.remove());
}

const alike = (one, other) => one.nodeName === other.nodeName && one.dataset?.key === other.dataset?.key;

function refresh(old, node) {
  if (!(node instanceof Element)) {
    if (old.data !== node.data) old.data = node.data;
    return;
  }
  const field = node.matches("input, textarea");
  const untouched = field && old.value === old.defaultValue;
  for (const { name } of [...old.attributes]) {
    if (!node.hasAttribute(name) && name !== "open") old.removeAttribute(name); // a fold stays as the person left it
  }
  for (const { name, value } of node.attributes) {
    if (name !== "open" && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const name of HANDLERS) old[name] = node[name];
  renew(old, [...node.childNodes]);
  if (untouched) old.value = node.value;
}
