"""What a page offers on a referral: one row per verb, read by the page and by the URLs."""

from dataclasses import dataclass
from typing import ClassVar

from actions.page import Action, ActionForm
from referrals import services
from referrals.forms import CloseReferralForm
from referrals.models import Referral
from referrals.permissions import ReferralPermission

SENT, TAKEN = frozenset({Referral.Status.SENT}), frozenset({Referral.Status.TAKEN})


@dataclass(frozen=True, kw_only=True)
class ReferralAction(Action):
    of: ClassVar = "referral"
    permission: ReferralPermission = ReferralPermission.HANDLE
    form: type = ActionForm
    is_main: bool = True


ACTIONS = [
    ReferralAction(
        name="take",
        slug="presa-in-carico",
        button="Prendi in carico",
        done="L’invio è in carico a te.",
        service=services.take_referral,
        states=SENT,
    ),
    ReferralAction(
        name="close",
        slug="chiusura",
        button="Chiudi con questo esito",
        done="Invio chiuso.",
        form=CloseReferralForm,
        service=services.close_referral,
        states=TAKEN,
        offered_if=lambda user, referral: referral.taken_by_id == user.pk,
    ),
    ReferralAction(
        name="give_back",
        slug="restituzione",
        button="Rimetti tra quelli da prendere",
        done="L’invio è di nuovo tra quelli da prendere.",
        service=services.give_back_referral,
        states=TAKEN,
        is_main=False,
    ),
]
