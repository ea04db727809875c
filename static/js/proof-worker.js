// Looks for the number whose SHA-256, after the salt, is the one asked: the challenge of altcha. Answers
// the number, or null. Some hundreds at a time: a browser computes them on its other cores meanwhile.
// Fed by wizard-proof.js.
const AT_ONCE = 400;
const encoder = new TextEncoder();

async function hashOf(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function find({ challenge, salt, maxNumber }) {
  for (let first = 0; first <= maxNumber; first += AT_ONCE) {
    const numbers = Array.from({ length: AT_ONCE }, (_, step) => first + step);
    const hashes = await Promise.all(numbers.map((number) => hashOf(salt + number)));
    const place = hashes.indexOf(challenge);
    if (place >= 0) return numbers[place];
  }
  return null;
}

self.addEventListener("message", async ({ data }) => self.postMessage(await find(data)));
