// The boundaries before the last changes, for map-editor.js: a page that is refused and comes back has them still.
const MOST = 100;

export function startUndo(element, text, show) {
  const button = element.querySelector("[data-map-undo]");
  const key = `undo ${window.location.pathname}`;
  const past = kept(key, text);
  button.disabled = past.length === 0;
  button.addEventListener("click", () => {
    text.value = past.pop();
    button.disabled = past.length === 0;
    show();
  });
  return {
    button,
    remember() { past.push(text.value); button.disabled = false; },
    keep() { sessionStorage.setItem(key, JSON.stringify({ now: text.value, past: past.slice(-MOST) })); },
  };
}

// What was kept when the page was sent, if it comes back with the boundary that was sent.
function kept(key, text) {
  const { now, past } = JSON.parse(sessionStorage.getItem(key) || "{}");
  sessionStorage.removeItem(key);
  return now === text.value.replaceAll("\r\n", "\n") ? past : [];
}
