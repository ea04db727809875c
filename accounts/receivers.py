"""What allauth does to a person's second factor, written in the audit trail."""

from allauth.mfa import signals
from django.dispatch import receiver

from accounts.services import record


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
