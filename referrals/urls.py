from django.urls import path

from accounts.access import requires
from referrals import views
from referrals.actions import ACTIONS
from referrals.permissions import ReferralPermission

INVII = "operatori/invii/"
READ = requires(ReferralPermission.READ)
REFER = requires(ReferralPermission.SEND)

urlpatterns = [
    path(INVII, READ(views.referral_list), name="referral_list"),
    path(f"{INVII}esporta/", READ(views.referral_export), name="referral_export"),
    path(f"{INVII}nuovo/", REFER(views.referral_create), name="referral_create"),
    path(f"{INVII}<code:code>/", READ(views.referral_detail), name="referral_detail"),
    *[
        path(
            f"{INVII}<code:code>/{action.slug}/",
            requires(action.permission)(views.act(action)),
            name=action.url_name,
        )
        for action in ACTIONS
    ],
]
