// The rows of a sheet (templates/interventions/_row.html): only the fields that fit what was counted
// are shown, and a folded row goes on saying what its fields say.

function fit(row, isChange) {
  const kind = row.querySelector("[data-row-decides]")?.value;
  for (const field of row.querySelectorAll("[data-row-only]")) {
    const fits = field.dataset.rowOnly === kind;
    if (!fits && isChange) field.value = "";
    // what does not fit and is written stays in sight: the server says why it is refused
    const isEmpty = field.value === "" || field.value === "0";
    field.closest(".field").classList.toggle("record-unfit", !fits && isEmpty);
  }
}

function said(field) {
  if (!field.value || field.type === "number") return "";
  if (field.tagName === "SELECT") return field.selectedOptions[0].text;
  return `protocollo ${field.value}`;
}

function tell(fold) {
  const row = fold.querySelector("[data-row]");
  const count = row.querySelector("input[type=number]").value;
  const isGone = !Number(count) || fold.querySelector("[name$=DELETE]").checked;
  const parts = [...row.querySelectorAll("input, select")].map(said).filter(Boolean);
  const text = parts.map((part, at) => (at ? part.toLowerCase() : part)).join(", ");
  fold.querySelector("[data-row-words]").textContent =
    `${text}: ${count || 0}${isGone ? ", da togliere" : ""}`;
}

for (const row of document.querySelectorAll("[data-row]")) fit(row, false);
for (const rows of document.querySelectorAll("[data-rows]")) {
  rows.addEventListener("change", (event) => {
    const fold = event.target.closest("[data-row-fold]");
    if (event.target.matches("[data-row-decides]")) fit(event.target.closest("[data-row]"), true);
    if (fold) tell(fold);
  });
  rows.addEventListener("rowadded", (event) => fit(event.target, false));
}
