// Reads the marks of a chart aloud and on screen. Fed by templates/indicators/_chart.html:
// inside [data-chart], each svg has marks with an aria-label, [data-chart-readout] shows one.

const MARK = "[role='graphics-symbol'][aria-label]";

for (const chart of document.querySelectorAll("[data-chart]")) {
  const readout = chart.querySelector("[data-chart-readout]");
  for (const svg of chart.querySelectorAll("svg")) watch(svg, readout);
}

function watch(svg, readout) {
  const marks = [...svg.querySelectorAll(MARK)];
  const atRest = readout.textContent;
  let current = -1;

  function show(index) {
    if (index < 0 || index >= marks.length) return;
    marks[current]?.removeAttribute("data-current");
    current = index;
    marks[current].setAttribute("data-current", "");
    readout.textContent = marks[current].getAttribute("aria-label");
  }

  function rest() {
    if (document.activeElement === svg) return;
    marks[current]?.removeAttribute("data-current");
    readout.textContent = atRest;
  }

  svg.setAttribute("tabindex", "0");
  svg.addEventListener("focus", () => show(Math.max(current, 0)));
  svg.addEventListener("blur", rest);
  svg.addEventListener("pointerleave", rest);
  svg.addEventListener("pointermove", (event) => show(nearest(marks, event)));
  svg.addEventListener("pointerdown", (event) => show(nearest(marks, event)));
  svg.addEventListener("keydown", (event) => {
    const moves = {
      ArrowRight: current + 1,
      ArrowDown: current + 1,
      ArrowLeft: current - 1,
      ArrowUp: current - 1,
      Home: 0,
      End: marks.length - 1,
    };
    if (!(event.key in moves)) return;
    event.preventDefault();
    show(moves[event.key]);
  });
}

function middle(mark) {
  const box = mark.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}

function nearest(marks, event) {
  const distances = marks.map((mark) => {
    const [x, y] = middle(mark);
    return Math.hypot(x - event.clientX, (y - event.clientY) / 4);
  });
  return distances.indexOf(Math.min(...distances));
}
