// Sends a photo as soon as it is chosen, drawn smaller on the phone, without its position. Fed by
// [data-photos] of templates/reports/wizard_contact.html; the answer is the same page, and its part
// takes the place of ours. Without a connection the files stay chosen: "Avanti" sends them.
const LONGEST_SIDE = 2000;
const QUALITY = 0.85;
const form = document.querySelector("[data-keep-typed]");
const said = document.querySelector("[data-photos-said]");
let isBusy = false;
let waiting = null; // the button pressed meanwhile

function tell(text, isWrong) {
  said.textContent = text;
  said.classList.toggle("photos-refused", isWrong);
}

const say = (name, ...values) => tell(values.reduce((text, value) => text.replace("%s", value), said.dataset[name]), name === "sayFailed");

// What the browser cannot draw goes as it is: the server can, or says why not.
async function shrink(file) {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [picture.width, picture.height].map((side) => Math.round(side * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", QUALITY); });
    return blob ?? file;
  } catch {
    return file;
  }
}

async function send(file) {
  const data = new FormData(form);
  data.delete("photos");
  data.append("photos", await shrink(file), file.name);
  data.set("action", "photos");
  const answer = await fetch(location.href, { method: "POST", body: data });
  if (!answer.ok) throw new Error(answer.status);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function show(page) {
  const fresh = page.querySelector("[data-photos]");
  if (!fresh) return location.reload(); // another page: the draft is gone, or sent
  // what was refused is said once, under the photos: of all those sent
  for (const list of fresh.querySelectorAll(".field-errors")) list.remove();
  document.querySelector("[data-photos]").replaceWith(document.adoptNode(fresh));
  const { revision } = page.querySelector("[data-keep-typed]").dataset;
  return form.dispatchEvent(new CustomEvent("wizard:kept", { detail: { revision } }));
}

async function sendAll(files) {
  isBusy = true;
  const refusals = [];
  try {
    for (const [number, file] of files.entries()) {
      say("saySending", number + 1, files.length);
      const page = await send(file);
      refusals.push(...[...page.querySelectorAll("[data-refusal]")].map((one) => one.textContent));
      show(page);
    }
    if (refusals.length) tell(refusals.join(" "), true);
    else say("sayAdded");
  } catch {
    say("sayFailed");
  }
  isBusy = false;
  if (waiting) form.requestSubmit(waiting);
}

form.addEventListener("change", ({ target }) => {
  if (target.name === "photos" && target.files.length) sendAll([...target.files]);
});
// before wizard-send.js: whoever presses a button while a photo leaves, waits for it
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
