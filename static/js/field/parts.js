// The small screens beside the outing: note, photos, crew, and "Registra dopo".
import { chip, el, link, tap, title } from "./dom.js";
import { begin, edit } from "./records.js";
import { changed, live, recordOf } from "./live.js";
import { nowIso } from "./clock.js";
import { hour, lead, said } from "./hours.js";
import { meant, wordsOf, wrongWith } from "./wall.js";
import { addPhoto, MOST, photosOf, removePhoto } from "./photos.js";
import { crewNow, kindFor, rememberCrew, turned } from "./mates.js";
import { questionOf, toAnswer } from "./names.js";
import { seemsAPerson } from "./person.js";
import { toast } from "./toast.js";

export const back = (record) => `#/uscita/${record.client_id}`;
export const ready = (record) => link(back(record), "Fatto", { class: "big main" });

export function note(record) {
  let timer;
  const write = (event) => {
    clearTimeout(timer);
    const text = event.target.value;
    document.getElementById("note-person").textContent = seemsAPerson(text);
    const save = () => edit(record.client_id, (now) => (now.note = text)).then(changed);
    if (event.type === "change") return text === record.note || save();
    timer = setTimeout(save, 300);
  };
  const done = async (event) => {
    event.preventDefault();
    clearTimeout(timer);
    const text = document.querySelector("[data-screen] [data-key=note]").value;
    if (text !== recordOf(record.client_id).note) await edit(record.client_id, (now) => (now.note = text)).then(changed);
    location.hash = questionOf(recordOf(record.client_id)) ? toAnswer(record) : back(record);
  };
  const wrong = record.problem?.errors?.note;
  return [
    title("Nota", back(record)),
    el("label", { class: "line" }, "Che cosa va ricordato",
      el("textarea", { rows: 5, maxlength: 2000, "data-key": "note", "aria-describedby": "note-hint note-person", "aria-invalid": wrong ? "true" : null, oninput: write, onchange: write }, record.note)),
    wrong && el("p", { class: "note wrong", role: "alert" }, wrong),
    el("p", { class: "quiet", id: "note-hint" }, "Luoghi e situazioni. Mai nomi, targhe, telefoni: la leggono tutti e due i servizi."),
    el("p", { class: "note", id: "note-person", role: "status" }, seemsAPerson(record.note)),
    link(back(record), "Fatto", { class: "big main", onclick: done }),
  ];
}

export function photos(record) {
  const mine = photosOf(record.client_id);
  const add = async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    const sentence = file && (await addPhoto(record, file));
    if (file) toast(sentence || "Foto tenuta sul telefono.");
  };
  return [
    title("Foto del luogo", back(record)),
    el("p", {}, "Solo il luogo, mai persone, targhe o volti. Al massimo tre."),
    mine.length < MOST && el("label", { class: "big plain file" }, "Scatta o scegli una foto",
      el("input", { type: "file", accept: "image/*", capture: "environment", "data-key": "photo", onchange: add })),
    el("ul", { class: "rows" }, mine.map((photo, at) => el("li", {},
      photo.bytes && el("img", { alt: `Foto ${at + 1}`, src: shown(photo) }),
      el("p", {}, photo.problem ?? (photo.sent ? `Foto ${at + 1}: inviata` : `Foto ${at + 1}: da inviare`)),
      !photo.sent && tap(`drop-${photo.id}`, "Togli la foto", () => removePhoto(photo.id), { class: "chip" })))),
    ready(record),
  ];
}

const addresses = new Map();
function shown(photo) {
  if (!addresses.has(photo.id)) addresses.set(photo.id, URL.createObjectURL(new Blob([photo.bytes], { type: photo.type })));
  return addresses.get(photo.id);
}

// The crew of a record, or without one of the next outing.
export function crew(record) {
  const now = record ? record.crew : crewNow();
  const me = live.state.user.pk;
  // from what is written now, not from what the screen showed: two taps may come before it is drawn
  const turn = async (pk) => {
    const after = record && (await edit(record.client_id, (row) => {
      const automatic = kindFor(row.crew) === row.kind;
      row.crew = turned(row.crew, pk);
      if (automatic) row.kind = kindFor(row.crew);
    }));
    await rememberCrew(after?.crew ?? turned(crewNow(), pk));
    await changed();
  };
  // whom the portal already has of the other service: it approves for its own
  const stays = (one) => one.service !== live.state.user.service && now.includes(one.pk) && record?.told_crew?.includes(one.pk);
  const of = (service, label) => el("section", {}, el("h2", {}, label), el("div", { class: "stack" },
    live.state.people.filter((one) => one.service === service && one.pk !== me).map((one) => stays(one)
      ? el("p", {}, `${one.name} è nell’equipaggio. ${one.service === "pl" ? "Lo toglie un agente" : "Lo toglie un educatore"}, dal portale.`)
      : chip(`person-${one.pk}`, one.name, now.includes(one.pk), () => turn(one.pk)))));
  return [
    title("Equipaggio", record ? back(record) : "#/"),
    record?.problem?.errors?.crew && el("p", { class: "note wrong", role: "alert" }, record.problem.errors.crew),
    el("p", {}, "Ci sei anche tu. Tocca chi è con te."),
    of("pl", "Polizia Locale"), of("ed", "Educativa territoriale"),
    record ? ready(record) : link("#/", "Fatto", { class: "big main" }),
  ];
}

const HOUR_MS = 3_600_000;
let typed = {}; // the hours of an outing to write down, until its place is tapped
let unordered = ""; // what was wrong with the two together at the last tap

function orderOf(started_at, ended_at) {
  if (ended_at <= started_at) return "La fine deve venire dopo l’inizio.";
  return new Date(ended_at) - new Date(started_at) > 24 * HOUR_MS ? "Un’uscita dura al massimo 24 ore: correggi l’orario di fine." : "";
}

export function afterwards() {
  const shown = { started_at: wordsOf(Date.now() - 2 * HOUR_MS), ended_at: wordsOf(nowIso()), ...typed };
  const line = (label, key, name) => hour(label, key, shown[name], (words) => {
    typed = { ...typed, [name]: words };
    unordered = "";
    return changed();
  });
  const go = async (place) => {
    const wall = { ...shown, ...typed }; // typed just before this tap, it is not drawn yet
    if (wrongWith(wall.started_at)) return lead("from");
    if (wrongWith(wall.ended_at)) return lead("until");
    const [started_at, ended_at] = [meant(wall.started_at), meant(wall.ended_at)];
    unordered = orderOf(started_at, ended_at);
    if (unordered) return lead("until");
    const people = crewNow();
    const id = await begin({ user: live.state.user.pk, place, crew: people, kind: kindFor(people), started_at, ended_at, wall });
    typed = {};
    location.hash = `#/uscita/${id}`;
    return changed();
  };
  return [
    title("Registra dopo", "#/"),
    el("p", {}, "Un’uscita già finita: scrivi quando, poi tocca il luogo."),
    line("Inizio", "from", "started_at"), line("Fine", "until", "ended_at"), said(unordered),
    el("h2", {}, "Dove"),
    el("div", { class: "places" }, [...live.state.places, { slug: "", name: "Altro luogo" }].map(({ slug, name }) =>
      tap(`place-${slug}`, name, () => go(slug)))),
  ];
}
