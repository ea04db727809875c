// templates/board/board.html: who has the board open has read it. The button that says
// so without script is pressed by itself, once, when the page is really in sight.
const form = document.querySelector("[data-board-read]");

async function press() {
  if (document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", press);
  const answers = new FormData(form);
  answers.set("scripted", "1");
  try {
    const answer = await fetch(form.action, { method: "POST", body: answers });
    if (answer.status === 204) form.hidden = true;
  } catch {
    // without network the button stays, to press later
  }
}

if (form) {
  document.addEventListener("visibilitychange", press);
  press();
}
