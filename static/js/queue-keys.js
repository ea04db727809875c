// templates/reports/desk_queue.html: the queue by keyboard. j and k choose a row and show its
// preview, Enter opens it, a and c open it on "Prendi in carico" and "Chiudi con esito".
// A single-letter key may disturb who dictates: the page has a switch, remembered here.

const OFF = "queue-keys-off";
const WIDE = window.matchMedia("(min-width: 1400px)");
const table = document.querySelector("[data-row]")?.closest("table");
const rows = table ? [...table.querySelectorAll("[data-row]")] : [];
const switchOff = document.querySelector("[data-keys-off]");
let chosen = -1;

function choose(index) {
  if (!rows.length) return;
  rows[chosen]?.removeAttribute("data-chosen");
  chosen = Math.max(0, Math.min(rows.length - 1, index));
  const row = rows[chosen];
  row.dataset.chosen = "";
  row.querySelector("[data-open]").focus();
  row.scrollIntoView({ block: "nearest" });
  if (WIDE.matches) row.querySelector("[data-preview]").click();
}

function open(hash) {
  const link = rows[chosen]?.querySelector("[data-open]");
  if (link) window.location.assign(link.href + hash);
}

const KEYS = {
  j: () => choose(chosen + 1),
  k: () => choose(chosen - 1),
  a: () => open("#take_charge"),
  c: () => open("#close"),
};

function isTyping(target) {
  return target.closest("input, select, textarea, [contenteditable]");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || switchOff?.checked) return;
  const act = KEYS[event.key];
  if (!act || isTyping(event.target)) return;
  event.preventDefault();
  act();
});

table?.addEventListener("focusin", (event) => {
  const index = rows.indexOf(event.target.closest("[data-row]"));
  if (index === chosen || index < 0) return;
  rows[chosen]?.removeAttribute("data-chosen");
  chosen = index;
  rows[chosen].dataset.chosen = "";
});

if (switchOff) {
  switchOff.checked = localStorage.getItem(OFF) === "1";
  switchOff.addEventListener("change", () => {
    localStorage.setItem(OFF, switchOff.checked ? "1" : "0");
  });
}
