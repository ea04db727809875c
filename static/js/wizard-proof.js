// While many reports arrive together: does, in a worker, the work that the summary asks for, and holds a
// press of the button until it is done. When it takes too long, or cannot be done, the form leaves without
// and the portal says how long to wait. Fed by templates/reports/_flood.html; before wizard-send.js.
const LONGEST_MS = 40_000;

const box = document.querySelector("[data-proof]");
const form = box?.closest("form");
const line = box?.querySelector("[data-proof-line]");
let waiting = null;
let isBusy = false;

function end(proof, words) {
  if (!isBusy) return;
  isBusy = false;
  form.elements.proof.value = proof;
  line.textContent = words;
  if (waiting) form.requestSubmit(waiting);
}

function work() {
  isBusy = true;
  line.textContent = box.dataset.sayBusy;
  const challenge = JSON.parse(document.getElementById("proof-challenge").textContent);
  const worker = new Worker(box.dataset.worker);
  const giveUp = () => {
    worker.terminate();
    end("", box.dataset.saySlow);
  };
  const late = setTimeout(giveUp, LONGEST_MS);
  worker.addEventListener("error", giveUp);
  worker.addEventListener("message", ({ data }) => {
    clearTimeout(late);
    if (data === null) return giveUp();
    const { algorithm, challenge: hash, salt, signature } = challenge;
    const proof = { algorithm, challenge: hash, number: data, salt, signature };
    return end(btoa(JSON.stringify(proof)), box.dataset.sayDone);
  });
  worker.postMessage(challenge);
}

if (box) {
  form.addEventListener(
    "submit",
    (event) => {
      if (!isBusy) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      waiting = event.submitter;
    },
    { capture: true },
  );
  if (window.isSecureContext && window.Worker) work();
  else line.textContent = box.dataset.saySlow;
}
