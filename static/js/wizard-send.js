// Before a form[data-say-offline] leaves, asks the server if it is there: without a connection the page
// stays, with its message and everything typed. A second click does not send twice. Fed by
// templates/reports/wizard_step.html, wizard_summary.html and follow_report.html.
const PATIENCE = 8_000;

async function isThere() {
  if (navigator.onLine === false) return false;
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch("/healthz", { cache: "no-store", signal });
    return answer.ok;
  } catch {
    return false;
  }
}

function watch(form) {
  const message = form.querySelector("[data-offline]");
  let state = "ready";

  async function check(submitter) {
    message.hidden = true;
    if (await isThere()) {
      state = "leaving";
      form.requestSubmit(submitter);
    } else {
      state = "ready";
      message.hidden = false;
      message.focus(); // the sheet keeps it above the sticky row
    }
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
