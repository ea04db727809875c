"""Forms of sign-in, with our words on allauth's fields, and of the people page."""

import struct

from allauth.account import forms as account_forms
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as code_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.db.models import Q

from accounts.attempts import CODE, Attempt
from accounts.models import NOBODY, AuditEntry, Role, User
from accounts.services import EMAIL_TAKEN
from accounts.targets import about
from accounts.throttle import USED_CODES
from accounts.trail import codes_of, readings, sentences
from listing.filters import FilterForm
from texts.codes import LONGEST_TYPED
from texts.days import DayField

NOT_A_PERSON = "Questa persona non c’è: sceglila dall’elenco."
PASSWORD_HELP = (
    "Almeno 12 caratteri. Vanno bene quattro o cinque parole a caso; non bastano il tuo nome, quello "
    "del Comune, una parola comune o un anno."
)
PASSKEY_NAME_HELP = "Per riconoscerla: “Telefono”, “Chiave dell’ufficio”."
LONGEST_PASSKEY_NAME = 60
NOT_A_PASSKEY = "La passkey non è stata riconosciuta: riprova, o usa un altro modo."
# what fido2 raises of a text that only looks like what a browser makes
MALFORMED = (
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)
CODE_HELP = "Le 6 cifre che vedi ora nell’app, oppure un codice di recupero."


class Worded:
    """Puts Italian labels and help on the fields of a form of allauth, and no placeholder."""

    labels = {}
    helps = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            if name == "code":
                field.widget.attrs["inputmode"] = "numeric"


class TwicePassword(Worded):
    labels = {
        "oldpassword": "Password attuale",
        "password1": "Nuova password",
        "password2": "Ripeti la nuova password",
    }
    helps = {"password1": PASSWORD_HELP}


class SignInForm(Worded, account_forms.LoginForm):
    labels = {"login": "Email", "password": "Password"}


class LimitedCode(Worded):
    labels = {"code": "Codice"}
    helps = {"code": CODE_HELP}

    def clean_code(self):
        attempt = Attempt(context.request, self.user.email, CODE)
        attempt.begin()
        try:
            code = self._code()
        except forms.ValidationError:
            attempt.fail()
            raise
        attempt.succeed()
        return code

    def _code(self):
        code = super().clean_code()
        # allauth remembers it in the cache alone, and for less time than a code is good
        if not USED_CODES.hit(f"{self.user.pk}\n{normalize_user_code(code)}"):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SignInCodeForm(LimitedCode, code_forms.AuthenticateForm):
    pass


class ConfirmPasswordForm(Worded, account_forms.ReauthenticateForm):
    labels = {"password": "Password"}


class ConfirmCodeForm(LimitedCode, code_forms.ReauthenticateForm):
    pass


class ActivateSecondFactorForm(Worded, totp_forms.ActivateTOTPForm):
    labels = {"code": "Codice"}
    helps = {"code": "Le 6 cifre che vedi ora nell’app."}


class OfPasskey(Worded):
    """Refuses with a sentence whatever is no passkey of this person, or not what a browser makes."""

    def full_clean(self):
        try:
            super().full_clean()
        except MALFORMED:
            self.add_error(None, NOT_A_PASSKEY)

    def add_error(self, field, error):
        """Say it above the form: the field of a passkey is not seen."""
        if field == "credential" or getattr(error, "code", "") == "incorrect_code":
            field, error = None, NOT_A_PASSKEY
        super().add_error(field, error)


class AddPasskeyForm(OfPasskey, passkey_forms.AddWebAuthnForm):
    labels = {"name": "Nome"}
    helps = {"name": PASSKEY_NAME_HELP}

    name = forms.CharField(required=False, max_length=LONGEST_PASSKEY_NAME)


class NamePasskeyForm(Worded, passkey_forms.EditWebAuthnForm):
    labels = {"name": "Nome"}
    helps = {"name": PASSKEY_NAME_HELP}

    name = forms.CharField(max_length=LONGEST_PASSKEY_NAME)


class SignInPasskeyForm(OfPasskey, passkey_forms.AuthenticateWebAuthnForm):
    pass


class ConfirmPasskeyForm(OfPasskey, passkey_forms.ReauthenticateWebAuthnForm):
    pass


class ForgottenPasswordForm(Worded, account_forms.ResetPasswordForm):
    labels = {"email": "Email"}

    def save(self, request, **kwargs):
        """Do for an unknown email all that is done for a known one, so that no clock tells."""
        self.users = self.users or [User(pk=NOBODY, full_name="")]
        return super().save(request, **kwargs)


class NewPasswordForm(TwicePassword, account_forms.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(TwicePassword, account_forms.ChangePasswordForm):
    pass


class PersonForm(forms.Form):
    """Name and role of a person; the email of an account does not change."""

    full_name = forms.CharField(
        label="Nome e cognome",
        max_length=User._meta.get_field("full_name").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Scrivi nome e cognome.",
            "max_length": "È troppo lungo: scrivine al massimo %(limit_value)d caratteri.",
        },
    )
    role = forms.ModelChoiceField(
        Role.objects.all(),
        label="Ruolo",
        empty_label="Scegli un ruolo",
        error_messages={
            "required": "Scegli un ruolo.",
            "invalid_choice": "Questo ruolo non esiste: sceglilo dall’elenco.",
        },
    )


class NewPersonForm(PersonForm):
    email = forms.EmailField(
        label="Email",
        max_length=User._meta.get_field("email").max_length,
        help_text="Qui mandiamo il collegamento per scegliere la password.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Scrivi l’email.",
            "invalid": "Questa email non è completa. Scrivila così: nome@comune.it",
        },
    )
    field_order = ["full_name", "email", "role"]

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(EMAIL_TAKEN)
        return email


class AuditFilterForm(FilterForm):
    """Who, what, when; every field may be empty."""

    actor = forms.ModelChoiceField(
        User.objects.all(),
        required=False,
        label="Chi",
        empty_label="Tutti",
        error_messages={"invalid_choice": NOT_A_PERSON},
    )
    action = forms.ChoiceField(
        required=False,
        label="Che cosa",
        error_messages={
            "invalid_choice": "Questa azione non c’è: sceglila dall’elenco."
        },
        choices=lambda: [
            ("", "Tutto"),
            *sorted(sentences().items(), key=lambda action: action[1]),
        ],
    )
    readings = forms.ChoiceField(
        required=False,
        label="Letture",
        help_text="Chi ha letto segnalazioni, diario e note di servizio.",
        choices=[
            ("", "Insieme al resto"),
            ("sole", "Solo le letture"),
            ("no", "Senza le letture"),
        ],
        error_messages={"invalid_choice": "Scegli dall’elenco."},
    )
    since = DayField(required=False, label="Dal")
    until = DayField(required=False, label="Al")
    code = forms.CharField(
        required=False,
        max_length=LONGEST_TYPED,
        label="Codice",
        help_text="Di una segnalazione, di un intervento o di un invio; di una nota riservata il numero.",
        error_messages={"max_length": "Un codice non è così lungo: controllalo."},
    )

    def entries(self):
        """Return the entries the form asks for; none while a field is wrong."""
        if not self.is_valid():
            return AuditEntry.objects.none()
        chosen = dict(self.cleaned_data)
        code, action = chosen.pop("code"), chosen.pop("action")
        shown = chosen.pop("readings")
        chosen["actions"] = codes_of(action) if action else []
        entries = AuditEntry.objects.matching(**chosen)
        if shown:
            read = Q(action__in=readings())
            entries = entries.filter(read if shown == "sole" else ~read)
        return entries.filter(about(code)) if code else entries
