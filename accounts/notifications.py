"""The mails of accounts that allauth does not write."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse


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
