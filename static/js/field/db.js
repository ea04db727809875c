// The phone's own memory (IndexedDB): records, photos and a few values. A change is done when its
// transaction is complete. Where there is no room or no IndexedDB the change is held in memory and
// `storage.trouble` says it ("full", "none"), so that the page can warn and send at once.
const STORES = { records: "client_id", photos: "id", meta: "key" };
const unsafe = Object.fromEntries(Object.keys(STORES).map((name) => [name, new Map()]));
export const storage = { trouble: "" };
let opening = null;
let last = Promise.resolve();

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("sul-campo", 1);
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) {
        request.result.createObjectStore(name, { keyPath });
      }
    };
    request.onsuccess = () => {
      const db = request.result;
      db.onclose = db.onversionchange = () => {
        db.close();
        opening = null;
      };
      resolve(db);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
  opening.catch(() => (opening = null));
  return opening;
}

async function within(mode, store, work) {
  const db = await open();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(store, mode, { durability: "strict" });
    const result = {};
    transaction.oncomplete = () => resolve(result.value);
    transaction.onabort = () => reject(result.error ?? transaction.error);
    try {
      work(transaction.objectStore(store), result, transaction);
    } catch (error) {
      reject(error);
    }
  });
}

// Replace what is under `key` with fn(old), in one transaction; undefined deletes it. Returns it.
// One at a time: what is held in memory knows no transactions.
export function change(store, key, fn) {
  const done = last.then(() => changeNow(store, key, fn));
  last = done.catch(() => {});
  return done;
}

async function changeNow(store, key, fn) {
  const held = unsafe[store].get(key);
  let next;
  try {
    await within("readwrite", store, (objects, result, transaction) => {
      const reading = objects.get(key);
      reading.onsuccess = () => {
        try {
          next = fn(held ?? reading.result);
          if (next === undefined) objects.delete(key);
          else objects.put(next);
        } catch (error) {
          result.error = error;
          transaction.abort();
        }
      };
    });
    unsafe[store].delete(key);
    if (!Object.values(unsafe).some((kept) => kept.size)) storage.trouble = "";
  } catch (error) {
    if (next === undefined) next = fn(held ?? (await get(store, key)));
    if (next === undefined) unsafe[store].delete(key);
    else unsafe[store].set(key, next);
    storage.trouble = error?.name === "QuotaExceededError" ? "full" : storage.trouble || "none";
  }
  return next;
}

export async function get(store, key) {
  if (unsafe[store].has(key)) return unsafe[store].get(key);
  try {
    return await within("readonly", store, (objects, result) => {
      objects.get(key).onsuccess = (event) => (result.value = event.target.result);
    });
  } catch {
    storage.trouble ||= "none";
    return undefined;
  }
}

export async function all(store) {
  let rows = [];
  try {
    rows = await within("readonly", store, (objects, result) => {
      objects.getAll().onsuccess = (event) => (result.value = event.target.result);
    });
  } catch {
    storage.trouble ||= "none";
  }
  const byKey = new Map(rows.map((row) => [row[STORES[store]], row]));
  for (const [key, row] of unsafe[store]) byKey.set(key, row);
  return [...byKey.values()];
}

// Whether something is only in memory: closing the page would lose it.
export function holdsUnsafe() {
  return unsafe.records.size + unsafe.photos.size > 0;
}
