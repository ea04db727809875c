// Adds an empty row to the rows of a sheet (templates/interventions/_rows.html) without leaving
// the page; without script the same button asks the server for it, and an empty row is there
// from the beginning.

const ATTRIBUTES = ["name", "id", "for", "aria-describedby"];

function number(fragment, index) {
  for (const element of fragment.querySelectorAll("*")) {
    for (const name of ATTRIBUTES) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replaceAll("__prefix__", index));
    }
  }
}

for (const rows of document.querySelectorAll("[data-rows]")) {
  const total = rows.querySelector(`[name="${rows.dataset.rows}-TOTAL_FORMS"]`);
  const list = rows.querySelector("[data-rows-list]");
  const empty = rows.querySelector("[data-rows-empty]");
  const button = rows.querySelector("[data-rows-add]");

  const spare = rows.querySelector("[data-rows-spare]");
  if (spare && !spare.querySelector("input").value) spare.remove();
  total.value = list.children.length;

  button.addEventListener("click", (event) => {
    event.preventDefault();
    const index = Number(total.value);
    const row = empty.content.cloneNode(true);
    number(row, index);
    row.querySelector("legend").textContent = `Riga ${index + 1}`;
    const first = row.querySelector("input, select");
    list.append(row);
    first.closest("[data-row]").dispatchEvent(new Event("rowadded", { bubbles: true }));
    total.value = index + 1;
    button.disabled = index + 1 >= Number(rows.dataset.most);
    first.focus();
  });
}
