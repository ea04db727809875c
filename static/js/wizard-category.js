// What follows from the category chosen in templates/reports/wizard_what.html: "Sta succedendo adesso?" only
// for those that ask it, and for those that always call the 112 its number at once. These leave nothing
// on the phone: data-stopped on the form tells wizard-keep.js.
const select = document.querySelector("[data-in-progress], [data-stops]");
const question = document.querySelector("[data-if-in-progress]");
const stop = document.querySelector("[data-stop]");
const listed = (name) => (select?.dataset[name] ?? "").split(" ").filter(Boolean);

function update() {
  if (question) question.hidden = !listed("inProgress").includes(select.value);
  const stops = listed("stops").includes(select.value);
  stop.hidden = !stops;
  if (stops) select.form.dataset.stopped = "";
  else delete select.form.dataset.stopped;
}

select?.addEventListener("change", update);
if (select) update();
