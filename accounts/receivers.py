"""What allauth does to a person's second factor: written in the trail, told; to a session, followed."""

from allauth.account.signals import password_changed
from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.dispatch import receiver

from accounts import browsers
from accounts.services import note_recovery_code, record, record_and_tell

FEW = 3
FEW_LEFT = "Codici di recupero rimasti: {left}. Creane di nuovi dal tuo profilo."
CODES = Authenticator.Type.RECOVERY_CODES  # they come and go with a second factor


@receiver(password_changed)
def session_of_the_new_password(request, **kwargs):
    browsers.follow(request)


@receiver(signals.authenticator_added)
def second_factor_added(user, authenticator, **kwargs):
    write = record if authenticator.type == CODES else record_and_tell
    after = {"type": authenticator.type}
    write("accounts.second_factor_added", user, by=user, after=after)


@receiver(signals.authenticator_removed)
def second_factor_removed(user, authenticator, **kwargs):
    write = record if authenticator.type == CODES else record_and_tell
    before = {"type": authenticator.type}
    write("accounts.second_factor_removed", user, by=user, before=before)


@receiver(signals.authenticator_reset)
def recovery_codes_renewed(user, **kwargs):
    record_and_tell("accounts.recovery_codes_renewed", user, by=user)


@receiver(signals.authenticator_used)
def second_factor_used(request, user, authenticator, **kwargs):
    if authenticator.type != CODES:
        return
    authenticator.refresh_from_db()  # allauth marks the code on another copy of the row
    left = len(authenticator.wrap().get_unused_codes())
    note_recovery_code(user, left=left)
    if left <= FEW:
        messages.warning(request, FEW_LEFT.format(left=left or "nessuno"))
