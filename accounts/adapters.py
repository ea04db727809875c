"""Where allauth asks the portal: who may enter, how errors are said, what is recorded."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.shortcuts import render
from django.urls import reverse

from accounts import browsers, cipher
from accounts.attempts import PASSWORD, Attempt
from accounts.models import NOBODY, SECOND_FACTORS, User
from accounts.notifications import tell_new_browser
from accounts.services import record
from accounts.throttle import client_address


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "Email o password non corrette. "
        "Controlla e riprova.",
        "incorrect_password": "La password non è corretta. Riprova.",
        "enter_current_password": "La password attuale non è corretta. Riprova.",
        "account_inactive": "Il tuo accesso è disattivato. Scrivi a chi amministra il portale.",
    }

    def is_open_for_signup(self, request):
        """Accounts are made by an administrator."""
        return False

    def get_client_ip(self, request):
        return client_address(request)

    def authenticate(self, request, **credentials):
        user = super().authenticate(request, **credentials)
        if user:
            self._attempt.succeed()
        return user

    def pre_authenticate(self, request, **credentials):
        """Count the try in our database, instead of allauth's in the cache."""
        self._attempt = Attempt(request, credentials.get("email", ""), PASSWORD)
        self._attempt.begin()

    def authentication_failed(self, request, **credentials):
        self._attempt.fail()

    def pre_login(self, request, user, **login):
        """Stop who may not enter, however they came: by password or by identity provider."""
        if user.may_enter:
            return super().pre_login(request, user, **login)
        clear_login(request)
        return self.respond_user_inactive(request, user)

    def login(self, request, user):
        super().login(request, user)
        record("accounts.signed_in", user, by=user)

    def post_login(self, request, user, **login):
        """Know this browser from now on, and tell the person when it is a new one."""
        response = super().post_login(request, user, **login)
        browser, is_new = browsers.enter(request, response, user)
        if is_new:
            tell_new_browser(user, browser, address=client_address(request))
        return response

    def logout(self, request):
        user = request.user
        browsers.leave(request)
        super().logout(request)
        if user.is_authenticated:
            record("accounts.signed_out", user, by=user)

    def set_password(self, user, password):
        """Choose a new password: what was known or open elsewhere is no more."""
        super().set_password(user, password)
        browsers.close_all(user, but=self.request)
        record("accounts.password_changed", user, by=user)

    def is_reauthentication_required(self, **kwargs):
        """Who said who they are a short time ago, in whatever way, is not asked again.

        What was said in the future, by a clock put right since, is not believed.
        """
        now, most = time.time(), app_settings.REAUTHENTICATION_TIMEOUT
        said = get_authentication_records(self.request, self.request.user)
        return not any(0 <= now - entry["at"] < most for entry in said)

    def get_reset_password_from_key_url(self, key):
        """Build the link on PUBLIC_URL: the Host header of a request is not believed."""
        uid, token = key.split("-", 1)
        path = reverse("account_reset_password_from_key", args=[uid, token])
        return settings.PUBLIC_URL + path

    def render_mail(self, template_prefix, email, context, headers=None):
        """Mark the mail that is written only to take the time of a real one."""
        if getattr(context.get("user"), "pk", None) == NOBODY:
            headers = {"X-Outbox-Discard": "1"}
        return super().render_mail(template_prefix, email, context, headers)

    def get_password_change_redirect_url(self, request):
        return reverse("profile")

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        super().send_notification_mail(template_prefix, user, context, user.email)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request, sociallogin):
        return False

    def pre_social_login(self, request, sociallogin):
        """Link a ``sub`` seen for the first time to the person with its verified email.

        Refuse who has no account, and an email that now belongs to another ``sub``: it may
        have passed to a new colleague.
        """
        if sociallogin.is_existing:
            return
        person = self._person(sociallogin)
        if person is None:
            page = render(request, "socialaccount/refused.html", status=403)
            raise ImmediateHttpResponse(page)
        sociallogin.connect(request, person)
        record("accounts.identity_linked", person, by=person)

    def _person(self, sociallogin):
        verified = [a.email for a in sociallogin.email_addresses if a.verified]
        person = User.objects.filter(email__in=[e.lower() for e in verified]).first()
        provider = sociallogin.account.provider
        if person and person.socialaccount_set.filter(provider=provider).exists():
            return None
        return person


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Il codice non è corretto. Usa quello nuovo e riprova.",
        "cannot_delete_authenticator": "Il secondo fattore è obbligatorio: "
        "prima attivane un altro.",
        "cannot_generate_recovery_codes": "Prima attiva il secondo fattore.",
    }

    def can_delete_authenticator(self, authenticator):
        """Let go of any but the last, where one is required."""
        mine = Authenticator.objects.filter(user=authenticator.user_id)
        others = mine.filter(type__in=SECOND_FACTORS).exclude(pk=authenticator.pk)
        return not settings.SECOND_FACTOR_REQUIRED or others.exists()

    def generate_authenticator_name(self, user, type):
        mine = Authenticator.objects.filter(user=user.pk, type=type).count()
        return f"Passkey {mine + 1}" if mine else "Passkey"

    def get_public_key_credential_rp_entity(self):
        """Name the portal as a browser shows it beside the passkey."""
        entity = super().get_public_key_credential_rp_entity()
        return entity | {"name": settings.MFA_TOTP_ISSUER}

    def encrypt(self, text):
        return cipher.encrypt(text)

    def decrypt(self, encrypted_text):
        return cipher.decrypt(encrypted_text)
