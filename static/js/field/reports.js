// The reports an outing answers: those of this place, the others, a code by hand. Of each the
// phone knows day, category and place only (interventions/field/street.py), nothing a citizen wrote.
import { codeIn } from "./codes.js";
import { chip, el, tap, title } from "./dom.js";
import { edit } from "./records.js";
import { changed, live, nameOfPlace } from "./live.js";
import { dayWords } from "./clock.js";
import { back, ready } from "./parts.js";
import { toast } from "./toast.js";

export function reports(record) {
  const turn = (code) => edit(record.client_id, (now) => {
    now.reports = now.reports.includes(code) ? now.reports.filter((one) => one !== code) : [...now.reports, code];
  }).then(changed);
  const known = live.state.reports;
  const here = known.filter((one) => one.place === record.place);
  const elsewhere = known.filter((one) => one.place !== record.place);
  const typed = record.reports.filter((code) => !known.some((one) => one.code === code));
  const stack = (found, more) => el("div", { class: "stack" }, found.map((one) =>
    chip(one.code, words(one, more), record.reports.includes(one.code), () => turn(one.code))));
  return [
    title("Segnalazioni", back(record)),
    record.problem?.errors?.reports && el("p", { class: "note wrong", role: "alert" }, record.problem.errors.reports),
    typed.length > 0 && el("div", { class: "stack" }, typed.map((code) => chip(code, code, true, () => turn(code)))),
    el("h2", {}, nameOfPlace(record.place)),
    here.length ? stack(here, false) : el("p", { class: "quiet" }, "Nessuna segnalazione aperta che tu possa leggere."),
    elsewhere.length > 0 && el("details", { open: elsewhere.some((one) => record.reports.includes(one.code)) },
      el("summary", {}, `Altri luoghi (${elsewhere.length})`), stack(elsewhere, true)),
    byCode(record, turn),
    el("div", { class: "bottom" }, ready(record)),
  ];
}

function words({ code, category, day, place }, more) {
  return [
    el("span", {},
      day && el("strong", {}, dayWords(day)), day && " ",
      more ? `${category}, ${nameOfPlace(place)}` : category),
    el("small", { class: "code" }, code),
  ];
}

function byCode(record, turn) {
  const input = el("input", { type: "text", maxlength: 300, autocapitalize: "characters", autocomplete: "off", "data-key": "code" });
  const add = () => {
    const input = document.querySelector("[data-screen] [data-key=code]"); // the one on the page: see dom.js
    const code = codeIn(input.value);
    if (!code) return toast("Il codice è fatto così: due lettere, l’anno, sei tra lettere e cifre.");
    input.value = "";
    if (!record.reports.includes(code)) turn(code);
  };
  return [
    el("label", { class: "line" }, "Codice della segnalazione", input),
    tap("add-code", "Collega il codice", add, { class: "big plain" }),
  ];
}
