"""What allauth does to a person's second factor, written in the audit trail; to a session, followed."""

from allauth.account.signals import password_changed
from allauth.mfa import signals
from django.dispatch import receiver

from accounts import browsers
from accounts.services import record


@receiver(password_changed)
def session_of_the_new_password(request, **kwargs):
    browsers.follow(request)


@receiver(signals.authenticator_added)
def second_factor_added(user, authenticator, **kwargs):
    record(
        "accounts.second_factor_added",
        user,
        by=user,
        after={"type": authenticator.type},
    )


@receiver(signals.authenticator_removed)
def second_factor_removed(user, authenticator, **kwargs):
    record(
        "accounts.second_factor_removed",
        user,
        by=user,
        before={"type": authenticator.type},
    )


@receiver(signals.authenticator_reset)
def recovery_codes_renewed(user, **kwargs):
    record("accounts.recovery_codes_renewed", user, by=user)
