// Keeps the field page on the phone. Served by interventions/views/field_app.py at the page's own
// address, with KEPT (version, shell, files) written before this text. The page and its modules
// are kept together and answered from here first, so they are always of the same version, also
// with half a signal; a newer version comes whole, in the background. Never keeps a datum.
/* global KEPT */
const CACHE = `sul-campo-${KEPT.version}`;

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname === KEPT.shell) {
    event.respondWith(kept(KEPT.shell, request));
  } else if (KEPT.files.includes(url.pathname)) {
    event.respondWith(kept(url.pathname, request));
  }
});

// A page that is not itself (a sign-in, an error) is never kept: the old version stays. All are asked
// for at once: one after another, on a slow network, the shift would begin before they have come.
async function keepAll() {
  const cache = await caches.open(CACHE);
  await Promise.all([KEPT.shell, ...KEPT.files].map(async (address) => {
    const answer = await fetch(address, { cache: "reload", redirect: "error" });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    await cache.put(address, answer);
  }));
}

async function forgetOthers() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("sul-campo-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function kept(address, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(address, { ignoreVary: true })) ?? fetch(request);
}
