// Speaks with the server; whatever happens it answers { status, body, retry }. 0 is no network,
// 401 is a session that expired: the server would lead to the sign-in page, and that is not followed.
export async function ask(address, options = {}, seconds = 25) {
  let answer;
  try {
    answer = await fetch(address, {
      redirect: "manual",
      cache: "no-store",
      credentials: "same-origin",
      signal: AbortSignal.timeout(seconds * 1000),
      ...options,
    });
  } catch {
    return { status: 0, body: null, retry: 0 };
  }
  if (answer.type === "opaqueredirect") return { status: 401, body: null, retry: 0 };
  let body = null;
  try {
    body = await answer.json();
  } catch {
    // a page of error, or an answer cut by the network: a 2xx that cannot be read is no receipt
    if (answer.ok) return { status: 0, body: null, retry: 0 };
  }
  return { status: answer.status, body, retry: Number(answer.headers.get("Retry-After")) || 0 };
}

export const page = document.body.dataset;

export function put(address, csrf, body, type) {
  return ask(address, { method: "PUT", headers: { "X-CSRFToken": csrf, "Content-Type": type }, body }, 60);
}
