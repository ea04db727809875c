// templates/reports/desk_queue.html, templates/interventions/referral_list.html: beside the table
// the filters are always open; above it, on a phone, they fold.
if (window.matchMedia("(min-width: 992px)").matches) {
  for (const fold of document.querySelectorAll("[data-open-when-wide]")) fold.open = true;
}
