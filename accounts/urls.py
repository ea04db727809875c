"""Sign-in and profile (allauth's views under our paths and its names), people, trail."""

from allauth.account import views as account_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as passkey_views
from allauth.socialaccount import views as social_views
from allauth.socialaccount.providers.openid_connect import views as identity_views
from django.urls import path, re_path
from django.views.decorators.http import require_POST

from accounts import people_views, register_views, views
from accounts.access import confirmed, entrance, requires, signed_in
from accounts.permissions import AccountPermission
from accounts.throttle import client_address

MANAGE_PEOPLE = requires(AccountPermission.MANAGE_PEOPLE)
READ_AUDIT = requires(AccountPermission.READ_AUDIT)
# allauth would count these in the cache; how often one may try to enter is in accounts/attempts.py
ASKED_TO = views.limited(views.RESETS_TO, by=views.typed_email)
ASKED_FROM = views.limited(views.RESETS_FROM, by=client_address)
CHOSEN = views.limited(views.NEW_PASSWORDS, by=client_address)
CHANGED = views.limited(views.CHANGES, by=views.person)

entrances = [
    path("accedi/", entrance(account_views.login), name="account_login"),
    path("accedi/verifica/", entrance(mfa_views.authenticate), name="mfa_authenticate"),
    path(
        "accedi/disattivato/",
        entrance(account_views.account_inactive),
        name="account_inactive",
    ),
    path(
        "accedi/identita/annullato/",
        entrance(social_views.login_cancelled),
        name="socialaccount_login_cancelled",
    ),
    path(
        "accedi/identita/<slug:provider_id>/",
        entrance(views.identity(identity_views.login)),
        name="openid_connect_login",
    ),
    path(
        "accedi/identita/<slug:provider_id>/ritorno/",
        entrance(views.identity(identity_views.callback)),
        name="openid_connect_callback",
    ),
    path("esci/", entrance(require_POST(account_views.logout)), name="account_logout"),
    path(
        "password/dimenticata/",
        entrance(ASKED_TO(ASKED_FROM(account_views.password_reset))),
        name="account_reset_password",
    ),
    path(
        "password/dimenticata/inviata/",
        entrance(account_views.password_reset_done),
        name="account_reset_password_done",
    ),
    # the key holds dashes: the first one ends the person's code
    re_path(
        r"^password/nuova/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        entrance(CHOSEN(account_views.password_reset_from_key)),
        name="account_reset_password_from_key",
    ),
    path(
        "password/nuova/fatto/",
        entrance(account_views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
profile = [
    path("profilo/", signed_in(views.profile), name="profile"),
    path("profilo/sessioni/", signed_in(views.sessions), name="sessions"),
    path(
        "profilo/sessioni/<int:pk>/chiudi/",
        signed_in(views.session_close),
        name="session_close",
    ),
    path(
        "profilo/sessioni/esci-ovunque/",
        signed_in(views.leave_everywhere),
        name="leave_everywhere",
    ),
    path(
        "profilo/password/",
        signed_in(CHANGED(account_views.password_change)),
        name="account_change_password",
    ),
    path(
        "profilo/conferma/",
        signed_in(account_views.reauthenticate),
        name="account_reauthenticate",
    ),
    path(
        "profilo/conferma/codice/",
        signed_in(mfa_views.reauthenticate),
        name="mfa_reauthenticate",
    ),
    path(
        "profilo/conferma/passkey/",
        signed_in(passkey_views.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("profilo/secondo-fattore/", signed_in(mfa_views.index), name="mfa_index"),
    path(
        "profilo/secondo-fattore/attiva/",
        signed_in(confirmed(totp_views.activate_totp)),
        name="mfa_activate_totp",
    ),
    path(
        "profilo/secondo-fattore/disattiva/",
        signed_in(confirmed(totp_views.deactivate_totp)),
        name="mfa_deactivate_totp",
    ),
    path(
        "profilo/secondo-fattore/continua/",
        signed_in(views.after_second_factor),
        name="after_second_factor",
    ),
    path(
        "profilo/secondo-fattore/codici/",
        signed_in(confirmed(recovery_views.view_recovery_codes)),
        name="mfa_view_recovery_codes",
    ),
    path(
        "profilo/secondo-fattore/codici/nuovi/",
        signed_in(confirmed(recovery_views.generate_recovery_codes)),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "profilo/secondo-fattore/passkey/",
        signed_in(passkey_views.list_webauthn),
        name="mfa_list_webauthn",
    ),
    path(
        "profilo/secondo-fattore/passkey/nuova/",
        signed_in(confirmed(passkey_views.add_webauthn)),
        name="mfa_add_webauthn",
    ),
    path(
        "profilo/secondo-fattore/passkey/<int:pk>/nome/",
        signed_in(confirmed(passkey_views.edit_webauthn)),
        name="mfa_edit_webauthn",
    ),
    path(
        "profilo/secondo-fattore/passkey/<int:pk>/togli/",
        signed_in(confirmed(views.remove_passkey)),
        name="mfa_remove_webauthn",
    ),
]
people = [
    path("operatori/persone/", MANAGE_PEOPLE(people_views.user_list), name="user_list"),
    path(
        "operatori/persone/nuova/",
        MANAGE_PEOPLE(confirmed(people_views.user_add)),
        name="user_add",
    ),
    path(
        "operatori/persone/<int:pk>/",
        MANAGE_PEOPLE(confirmed(people_views.user_edit)),
        name="user_edit",
    ),
    path(
        "operatori/persone/<int:pk>/disattiva/",
        MANAGE_PEOPLE(confirmed(people_views.user_deactivate)),
        name="user_deactivate",
    ),
    path(
        "operatori/persone/<int:pk>/riattiva/",
        MANAGE_PEOPLE(confirmed(people_views.user_reactivate)),
        name="user_reactivate",
    ),
    path(
        "operatori/persone/<int:pk>/invita/",
        MANAGE_PEOPLE(confirmed(people_views.user_invite)),
        name="user_invite",
    ),
    path(
        "operatori/persone/<int:pk>/dati/",
        MANAGE_PEOPLE(register_views.user_held),
        name="user_held",
    ),
    path(
        "operatori/persone/<int:pk>/cancella/",
        MANAGE_PEOPLE(confirmed(register_views.user_erase)),
        name="user_erase",
    ),
    path(
        "operatori/persone/<int:pk>/azzera-secondo-fattore/",
        MANAGE_PEOPLE(confirmed(people_views.user_reset_second_factor)),
        name="user_reset_second_factor",
    ),
    path(
        "operatori/persone/<int:pk>/azzera-password/",
        MANAGE_PEOPLE(confirmed(people_views.user_reset_password)),
        name="user_reset_password",
    ),
    path(
        "operatori/persone/<int:pk>/conferma-azzeramento/",
        MANAGE_PEOPLE(confirmed(people_views.user_reset_confirm)),
        name="user_reset_confirm",
    ),
    path(
        "operatori/persone/<int:pk>/rifiuta-azzeramento/",
        MANAGE_PEOPLE(confirmed(people_views.user_reset_refuse)),
        name="user_reset_refuse",
    ),
]
trail = [
    path("operatori/registro/", READ_AUDIT(views.audit_list), name="audit_list"),
    path("operatori/registro.csv", READ_AUDIT(views.audit_export), name="audit_export"),
    path(
        "operatori/registro/trattamenti/",
        READ_AUDIT(register_views.processing_register),
        name="processing_register",
    ),
    path(
        "operatori/registro/trattamenti.<slug:kind>",
        READ_AUDIT(register_views.processing_register_file),
        name="processing_register_file",
    ),
]
urlpatterns = [*entrances, *profile, *people, *trail]
