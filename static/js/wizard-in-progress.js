// Shows "Sta succedendo adesso?" only for the categories that ask it (templates/reports/wizard_data.html).
const select = document.querySelector("[data-in-progress]");
const question = document.querySelector("[data-if-in-progress]");
const asking = select.dataset.inProgress.split(" ");

function update() {
  question.hidden = !asking.includes(select.value);
}

select.addEventListener("change", update);
update();
