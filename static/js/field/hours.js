// An hour that a person types, by the wall; beside it what is wrong, and which of two is meant.
import { chip, el, renew } from "./dom.js";
import { draw } from "./live.js";
import { instants, wrongWith } from "./wall.js";

const WHICH = [["prima", "Prima del cambio dell’ora"], ["seconda", "Dopo il cambio dell’ora"]];

// `words` is { at, which }, as wordsOf gives it; `write` keeps what they become.
export function hour(label, key, words, write) {
  const wrong = wrongWith(words);
  const id = `wrong-${key}`;
  // said at once, though no screen is drawn again under who is typing
  const type = async ({ target }) => {
    if (!target.value) return (target.value = words.at);
    const box = target.closest(".hour");
    const typed = { at: target.value.slice(0, 16), which: "" };
    await write(typed);
    renew(box, [...hour(label, key, typed, write).childNodes]);
  };
  return el("div", { class: "hour" },
    el("label", { class: "line" }, label, el("input", {
      type: "datetime-local", value: words.at, "data-key": key,
      "aria-invalid": wrong ? "true" : null, "aria-describedby": wrong ? id : null,
      onchange: type,
    })),
    wrong && el("p", { class: "note wrong", role: "alert", id }, wrong),
    instants(words.at).length > 1 && el("div", { class: "chips", role: "group", "aria-label": `${label}: quale delle due volte` },
      WHICH.map(([which, text]) => chip(`${key}-${which}`, text, words.which === which, () => write({ ...words, which })))));
}

// A tap that needs an answer first leads to its question, by key: what is wrong is written there.
export function lead(key) {
  document.activeElement?.blur(); // nothing is drawn again under who is typing
  draw();
  const field = document.querySelector(`[data-screen] [data-key=${key}]`);
  field.closest("details")?.setAttribute("open", "");
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
}

export const said = (wrong) => wrong && el("p", { class: "note wrong", role: "alert" }, wrong);
