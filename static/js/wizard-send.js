// Before a form[data-say-offline] leaves, asks the server if it is there: without a connection the page
// stays, with its message and everything typed. A slow one is told as none, and still waited for: its
// answer sends the form all the same. A second click does not send twice. Fed by
// templates/reports/wizard_step.html, wizard_summary.html and follow_report.html.
const PATIENCE_MS = 8_000;
const LONGEST_MS = 60_000;

async function isThere() {
  if (navigator.onLine === false) return false;
  try {
    const signal = AbortSignal.timeout(LONGEST_MS);
    const answer = await fetch("/healthz", { cache: "no-store", signal });
    return answer.ok;
  } catch {
    return false;
  }
}

function watch(form) {
  const message = form.querySelector("[data-offline]");
  let state = "ready";

  function tell() {
    state = "ready"; // a second press asks again, beside the first
    message.hidden = false;
    message.focus(); // the sheet keeps it above the sticky row
  }

  async function check(submitter) {
    message.hidden = true;
    const late = setTimeout(tell, PATIENCE_MS);
    const there = await isThere();
    clearTimeout(late);
    if (["leaving", "gone"].includes(state)) return;
    if (!there) {
      tell();
      return;
    }
    state = "leaving";
    form.requestSubmit(submitter);
  }

  form.addEventListener("submit", (event) => {
    if (state === "leaving") {
      state = "gone";
      return;
    }
    event.preventDefault();
    if (state !== "ready") return;
    state = "asking";
    check(event.submitter);
  });
  // back to this page after it left
  window.addEventListener("pageshow", (event) => { if (event.persisted) state = "ready"; });
}

document.querySelectorAll("form[data-say-offline]").forEach(watch);
