// templates/reports/_desk_action.html: puts a ready text in the answer and shows how it will read.
// Without script the button does the first, with a round trip.

const replies = JSON.parse(document.getElementById("testi-pronti").textContent);
const select = document.getElementById("answer-template");
const text = document.getElementById("answer-text");
const shown = document.querySelector("[data-reply-preview]");

if (select && text && shown) {
  // what the officer typed is replaced only if it is itself a ready text
  let ready = "";
  const show = () => {
    shown.textContent = text.value;
  };
  document.querySelector("[data-prepare]")?.addEventListener("click", (event) => {
    event.preventDefault();
    const chosen = replies[select.value];
    if (!chosen) return;
    const typed = text.value.trim();
    text.value = typed && typed !== ready ? `${text.value.trimEnd()}\n\n${chosen}` : chosen;
    ready = chosen;
    show();
    text.focus();
  });
  text.addEventListener("input", show);
  show();
}
