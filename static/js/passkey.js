// A passkey, made or asked for by the browser: templates/mfa/_passkey.html. The form is hidden until this runs:
// without script its page says what else can be done. allauth's webauthn-json.js puts the bytes into words.
const { webauthnJSON } = window;

const SENTENCES = {
  NotAllowedError: "Il browser non ha dato la passkey: è stata annullata, è passato troppo tempo, o qui non ce n’è una. Riprova, o usa un altro modo.",
  InvalidStateError: "Questo dispositivo ha già una passkey del portale: è nell’elenco.",
  SecurityError: "A questo indirizzo del portale le passkey non funzionano: usa un altro modo.",
};
const OTHERWISE = "La passkey non ha funzionato su questo browser. Riprova, o usa un altro modo.";
const UNKNOWN = "Questo browser non conosce le passkey: usa un altro modo.";

function say(form, sentence) {
  const line = form.querySelector("[role=alert]") ?? document.createElement("p");
  Object.assign(line, { className: "alert alert-danger", role: "alert" });
  line.textContent = sentence;
  form.prepend(line);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const options = JSON.parse(document.getElementById("passkey-options").textContent);
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    const { credential } = form.elements;
    if (credential.value) return undefined;
    event.preventDefault();
    if (!webauthnJSON?.supported()) return say(form, UNKNOWN);
    try {
      credential.value = JSON.stringify(await webauthnJSON[form.dataset.passkey](options));
    } catch (error) {
      return say(form, SENTENCES[error.name] ?? OTHERWISE);
    }
    return form.submit();
  });
}
