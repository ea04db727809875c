// Photos of the place: made smaller on the phone, kept until the server has them, at most three.
// The server draws each again without its metadata (interventions/services/place_photos.py).
import { change } from "./db.js";
import { newId } from "./records.js";
import { changed, live } from "./live.js";

export const MOST = 3;
const LONGEST_SIDE = 1600;
const HEAVIEST = 8 * 1024 * 1024;

export const photosOf = (id) => live.photos.filter((photo) => photo.client_id === id);

// Returns a sentence when the photo cannot be kept.
export async function addPhoto(record, file) {
  if (photosOf(record.client_id).length >= MOST) return "Al massimo tre foto per uscita.";
  const blob = await smaller(file);
  if (blob.size > HEAVIEST) return "La foto è troppo pesante: scegline una più leggera.";
  const bytes = await blob.arrayBuffer();
  const id = newId();
  const photo = { id, client_id: record.client_id, user: record.user, bytes, type: blob.type || "image/jpeg", sent: false };
  await change("photos", id, () => photo);
  await changed();
  return "";
}

export async function removePhoto(id) {
  await change("photos", id, () => undefined);
  await changed();
}

// A format the browser cannot draw goes as it is: the server knows more of them.
async function smaller(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return (await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85))) ?? file;
  } catch {
    return file;
  }
}
