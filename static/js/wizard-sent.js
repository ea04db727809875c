// "Copia il collegamento" and "Stampa" of templates/reports/wizard_sent.html.
const copy = document.querySelector("[data-copy]");
const said = document.querySelector("[data-copied]");

copy?.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(copy.dataset.copy);
    said.textContent = copy.dataset.sayCopied;
  } catch {
    said.textContent = copy.dataset.sayFailed;
  }
});
document.querySelector("[data-print]")?.addEventListener("click", () => window.print());
