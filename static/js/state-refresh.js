// templates/operations/state.html: what is marked data-refreshed is asked again, while the page is in
// sight; only what differs is put in its place. A portal that does not answer is said: these lights are old.
// It is nobody's use of the portal: a desk left open here is left open.
const headers = { "X-By-Itself": "1" };
const page = document.querySelector("[data-refresh]");
const said = document.querySelector("[data-refresh-said]");
const clock = new Intl.DateTimeFormat("it", { hour: "2-digit", minute: "2-digit" });
let last = new Date();

function put(fresh) {
  for (const old of document.querySelectorAll("[data-refreshed]")) {
    const found = fresh.getElementById(old.id);
    if (!found) throw new Error("another page");
    if (found.innerHTML !== old.innerHTML) old.replaceWith(found);
  }
}

async function refresh() {
  if (document.visibilityState !== "visible") return;
  try {
    const signal = AbortSignal.timeout(10000);
    const answer = await fetch(location.pathname, { headers, signal });
    if (!answer.ok || answer.redirected) throw new Error("no answer");
    put(new DOMParser().parseFromString(await answer.text(), "text/html"));
    last = new Date();
    said.textContent = "";
  } catch {
    const words = `Non aggiornato dalle ${clock.format(last)}: ricarica la pagina.`;
    if (said.textContent !== words) said.textContent = words;
  }
}

document.addEventListener("visibilitychange", refresh);
setInterval(refresh, page.dataset.refresh * 1000);
