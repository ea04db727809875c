// templates/interventions/_calendar_week.html: a chip dropped on another cell is moved there, at
// the same hours. A refusal is said above the table and the chip stays where it was; what can be
// overcome is asked. Without a mouse, "Sposta" on the chip opens the form that does the same.

const grid = document.querySelector("[data-drag]");
const said = document.querySelector("[data-move-said]");
const token = document.querySelector("[data-move-form] [name=csrfmiddlewaretoken]");
const LOST = "La rete non risponde: l’intervento è rimasto dov’era. Riprova tra poco.";
let dragged = null;

function cellOf(event) {
  return event.target.closest?.("td[data-day]");
}

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-outline-primary btn-inline";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

function say(sentences, ...buttons) {
  const lines = sentences.map((sentence) => {
    const line = document.createElement("p");
    line.textContent = sentence;
    return line;
  });
  said.replaceChildren(...lines, ...buttons);
  said.scrollIntoView({ block: "nearest" });
}

async function move(chip, cell, confirmed) {
  const body = new URLSearchParams({
    csrfmiddlewaretoken: token.value,
    place: cell.dataset.place,
    day: cell.dataset.day,
    seen: chip.dataset.version,
  });
  if (confirmed) body.set("confirmed", "on");
  try {
    const headers = { Accept: "application/json" };
    const answer = await fetch(chip.dataset.move, { method: "POST", body, headers });
    if (answer.ok) return void window.location.reload();
    const { sentences, may_confirm } = await answer.json();
    const again = button("Sposta comunque", () => move(chip, cell, true));
    const leave = button("Lascia dov’è", () => said.replaceChildren());
    say(sentences, ...(may_confirm ? [again, leave] : []));
  } catch {
    say([LOST]);
  }
}

grid?.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-chip]");
  if (!dragged) return;
  dragged.dataset.dragged = "";
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setDragImage(dragged, 8, 8); // the chip, also when held by its link
  event.dataTransfer.setData("text/plain", dragged.dataset.chip);
});

grid?.addEventListener("dragover", (event) => {
  const cell = cellOf(event);
  if (!dragged || !cell) return;
  event.preventDefault();
  for (const other of grid.querySelectorAll("[data-over]")) delete other.dataset.over;
  cell.dataset.over = "";
});

grid?.addEventListener("drop", (event) => {
  const cell = cellOf(event);
  if (!dragged || !cell) return;
  event.preventDefault();
  if (!cell.contains(dragged)) move(dragged, cell, false);
});

grid?.addEventListener("dragend", () => {
  if (dragged) delete dragged.dataset.dragged;
  for (const cell of grid.querySelectorAll("[data-over]")) delete cell.dataset.over;
  dragged = null;
});
