"""The mails of accounts that allauth does not write."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from accounts.trail import read


def send_invitation(person):
    """Send the link with which a new person chooses a password; it lasts three days."""
    path = reverse(
        "account_reset_password_from_key",
        args=[user_pk_to_url_str(person), default_token_generator.make_token(person)],
    )
    body = render_to_string(
        "accounts/email/invitation.txt",
        {
            "person": person,
            "url": settings.PUBLIC_URL + path,
            "reset_url": settings.PUBLIC_URL + reverse("account_reset_password"),
            "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        },
    )
    EmailMessage("Il tuo accesso al portale", body, to=[person.email]).send()


def tell_access_changed(person, entry):
    """Tell a person what an administrator did to the account, as the trail's ``entry`` says."""
    body = render_to_string(
        "accounts/email/access_changed.txt",
        {
            "person": person,
            "entry": entry,
            "url": settings.PUBLIC_URL + reverse("account_login"),
        },
    )
    EmailMessage("Il tuo accesso al portale è cambiato", body, to=[person.email]).send()


def tell_new_browser(person, browser, *, address):
    """Tell a person that the account was entered from a browser never seen before."""
    body = render_to_string(
        "accounts/email/new_browser.txt",
        {
            "person": person,
            "browser": browser,
            "address": address,
            "sessions_url": settings.PUBLIC_URL + reverse("sessions"),
            "password_url": settings.PUBLIC_URL + reverse("account_change_password"),
        },
    )
    EmailMessage("Sei entrato da un browser nuovo", body, to=[person.email]).send()


def tell_failed(person, failed):
    """Tell a person how many times somebody failed to enter as them, and what to do."""
    body = render_to_string(
        "accounts/email/sign_in_failed.txt",
        {
            "person": person,
            "failed": failed,
            "sessions_url": settings.PUBLIC_URL + reverse("sessions"),
            "password_url": settings.PUBLIC_URL + reverse("account_change_password"),
        },
    )
    subject = "Qualcuno ha provato a entrare con la tua email"
    EmailMessage(subject, body, to=[person.email]).send()


def tell_administrators(entry, *, asked_at=""):
    """Mail to the other administrators what opens doors, in the words of the trail's ``entry``.

    Who did it knows, and whom it was done to has a mail of their own. ``asked_at`` is the path of the
    page where one of them is waited for.
    """
    (row,) = read([entry])
    aware = {entry.actor_id}
    if entry.target_type == User._meta.label_lower:
        aware.add(int(entry.target_id))
    for person in User.objects.administrators().exclude(pk__in=aware - {None}):
        body = render_to_string(
            "accounts/email/doors_opened.txt",
            {
                "person": person,
                "row": row,
                "asked": asked_at and settings.PUBLIC_URL + asked_at,
                "url": settings.PUBLIC_URL + reverse("audit_list"),
            },
        )
        subject = f"Portale, registro: {row.sentence}"
        EmailMessage(subject, body, to=[person.email]).send()


def tell_recovery_code_used(person, entry):
    """Tell a person that a recovery code opened the account, and how many are left."""
    body = render_to_string(
        "accounts/email/recovery_code_used.txt",
        {
            "person": person,
            "entry": entry,
            "url": settings.PUBLIC_URL + reverse("mfa_index"),
        },
    )
    subject = "Hai usato un codice di recupero"
    EmailMessage(subject, body, to=[person.email]).send()
