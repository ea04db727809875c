// The boundaries before the last changes, for map-editor.js: a page that is refused and comes back has them still.
const MOST = 100;
const BY_LETTER = ["insertText", "insertLineBreak", "deleteContentBackward", "deleteContentForward"];

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
  function remember() {
    if (past.at(-1) !== text.value) past.push(text.value);
    button.disabled = false;
  }
  // what is typed letter after letter is one change, what is pasted is one each time
  let typing = false;
  text.addEventListener("beforeinput", ({ inputType }) => {
    const goesOn = BY_LETTER.includes(inputType);
    if (!(typing && goesOn)) remember();
    typing = goesOn;
  });
  text.addEventListener("blur", () => { typing = false; });
  return {
    button,
    remember,
    keep() { sessionStorage.setItem(key, JSON.stringify({ now: text.value, past: past.slice(-MOST) })); },
  };
}

// What was kept when the page was sent, if it comes back with the boundary that was sent.
function kept(key, text) {
  const { now, past } = JSON.parse(sessionStorage.getItem(key) || "{}");
  sessionStorage.removeItem(key);
  return now === text.value.replaceAll("\r\n", "\n") ? past : [];
}
