// templates/desk/today.html: how many outings this phone has still to send, with the way
// to send them. It reads the field page's own memory (static/js/field/) and writes nothing.
import { all } from "./field/db.js";
import { waits } from "./field/records.js";

const place = document.querySelector("[data-field-queue]");

async function count() {
  const [records, photos] = await Promise.all([all("records"), all("photos")]);
  const mine = records.filter((record) => String(record.user) === place.dataset.fieldQueue);
  return mine.filter((record) => waits(record, photos)).length;
}

if (place) {
  count().then((waiting) => {
    if (!waiting) return;
    const link = document.createElement("a");
    link.href = place.dataset.fieldUrl;
    link.textContent = `${waiting} da inviare`;
    place.replaceChildren(link);
    place.hidden = false;
  });
}
