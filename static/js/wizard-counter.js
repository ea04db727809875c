// Counts the characters left under a text: textarea[data-counter] of wizard_what.html and
// follow_report.html. The server counts again; nothing is cut here.
for (const area of document.querySelectorAll("textarea[data-counter]")) {
  const limit = Number(area.dataset.counter);
  const line = document.createElement("p");
  line.className = "counter";
  area.after(line);
  const written = new Intl.NumberFormat(document.documentElement.lang, { useGrouping: "always" });
  const count = () => {
    const left = limit - [...area.value.trim()].length;
    const text = left < 0 ? area.dataset.sayOver : area.dataset.sayLeft;
    line.textContent = text.replace("%s", written.format(Math.abs(left)));
    line.classList.toggle("counter-over", left < 0);
    // read aloud only near the end: at every key it would cover the words
    if (left < 50) line.setAttribute("aria-live", "polite");
    else line.removeAttribute("aria-live");
  };
  area.addEventListener("input", count);
  count();
}
