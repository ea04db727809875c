// templates/components/header.html, footer.html, contact_band.html, pages/home.html: a link marked
// data-quiet takes the place of this page in the history, so that "back" does not lead to it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-quiet]");
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || event.button !== 0 || !plain) return;
  event.preventDefault();
  location.replace(link.href);
});
