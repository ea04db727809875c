// templates/reports/desk_queue.html and the lists of templates/interventions: beside the table the
// filters are always open; above it, on a phone, they fold. So do the choices of a note and old months.
if (window.matchMedia("(min-width: 992px)").matches) {
  for (const fold of document.querySelectorAll("[data-open-when-wide]")) fold.open = true;
}
