// templates/interventions/calendar_feed.html: copies the text of a field and says so.
// Without script the button is not there, and the field can be selected.

for (const box of document.querySelectorAll("[data-copy]")) {
  const field = box.querySelector("input");
  const said = box.querySelector("[role=status]");
  box.querySelector("button").addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = "Copiato.";
    } catch {
      // a browser that does not let pages copy: the text is selected already
      said.textContent = "Il collegamento è selezionato: copialo con il menu del browser.";
    }
  });
}
