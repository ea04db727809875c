// A sealed note, or a referral, is never left in the browser (desk-draft.js): a computer of the office is
// of many people. So before a form[data-sealed] goes, ask whether who opened it is still the one signed in;
// if not, the text stays on the page and the sentence says how to go on: a fresh token of somebody else would
// sign it with another name. Fed by the forms of notebooks and referrals.
const EXPIRED = "L’accesso è scaduto e il testo non è partito: resta in questa pagina, senza copie. Entra di nuovo in un’altra scheda, poi torna qui e premi ancora il pulsante.";
const ANOTHER = "In questo browser adesso è entrata un’altra persona e il testo non è partito: resta in questa pagina, senza copie. Nell’altra scheda esci ed entra con il tuo indirizzo, poi torna qui e premi ancora il pulsante.";
const UNREACHABLE = "Il portale non risponde e il testo non è partito: resta in questa pagina. Riprova tra poco.";

// Give the form a fresh token, since signing in again has changed it; return why it may not go, or nothing.
async function whyNot(form) {
  const answer = await fetch(location.href, { redirect: "manual", cache: "no-store" });
  if (answer.type === "opaqueredirect") return EXPIRED;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const { person } = page.body.dataset;
  if (!person) return UNREACHABLE;
  if (person !== (form.elements.writer?.value ?? document.body.dataset.person)) return ANOTHER;
  const fresh = page.querySelector("[name=csrfmiddlewaretoken]");
  if (fresh) form.elements.csrfmiddlewaretoken.value = fresh.value;
  return "";
}

function say(form, sentence, href) {
  const line = form.querySelector("[data-not-sent]") ?? document.createElement("p");
  Object.assign(line, { className: "alert alert-danger", role: "alert" });
  line.dataset.notSent = "";
  line.replaceChildren(sentence);
  if (href) line.append(" ", Object.assign(document.createElement("a"), { href, target: "_blank", rel: "noopener", textContent: "Entra (si apre un’altra scheda)" }));
  form.append(line);
}

for (const form of document.querySelectorAll("form[data-sealed]")) {
  let asked = false;
  form.addEventListener("submit", async (event) => {
    if (asked) return;
    event.preventDefault();
    try {
      const why = await whyNot(form);
      if (why) return say(form, why, why === EXPIRED && document.body.dataset.signIn);
    } catch {
      return say(form, UNREACHABLE);
    }
    asked = true;
    form.requestSubmit(event.submitter);
    return undefined;
  });
}
