// Feeds on templates/components/quick_exit.html: the page left in a hurry disappears at once and
// is not a step of the history. Where the page says so (data-escape-leaves, in
// templates/pages/victims_help.html) Escape pressed twice is the same.
const TWICE_MS = 1500;
const links = document.querySelectorAll("[data-quick-exit]");

function leave() {
  document.title = "";
  document.body.hidden = true;
  history.replaceState(null, "", "/");
  location.replace(links[0].href);
}

for (const link of links) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
}

let lastEscape = -TWICE_MS;
if (links.length && document.querySelector("[data-escape-leaves]")) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    if (event.timeStamp - lastEscape < TWICE_MS) leave();
    lastEscape = event.timeStamp;
  });
}
