from django.urls import path

from accounts.access import requires
from referrals import views
from referrals.permissions import ReferralPermission

INVII = "operatori/invii/"
READ = requires(ReferralPermission.READ)
REFER = requires(ReferralPermission.SEND)
HANDLE = requires(ReferralPermission.HANDLE)

urlpatterns = [
    path(INVII, READ(views.referral_list), name="referral_list"),
    path(f"{INVII}esporta/", READ(views.referral_export), name="referral_export"),
    path(f"{INVII}nuovo/", REFER(views.referral_create), name="referral_create"),
    path(f"{INVII}<code:code>/", READ(views.referral_detail), name="referral_detail"),
    path(
        f"{INVII}<code:code>/presa-in-carico/",
        HANDLE(views.referral_take),
        name="referral_take",
    ),
    path(
        f"{INVII}<code:code>/restituzione/",
        HANDLE(views.referral_give_back),
        name="referral_give_back",
    ),
    path(
        f"{INVII}<code:code>/chiusura/",
        HANDLE(views.referral_close),
        name="referral_close",
    ),
]
