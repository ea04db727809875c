"""What is kept of the people of the Comune, of who signs in and of the limits; Django's tables too."""

from datetime import timedelta

from accounts.browsers import KEPT as BROWSER
from accounts.throttle import KEPT as WINDOW
from texts.kept import (
    ACCOUNTABILITY,
    SECURITY,
    WORK,
    Kept,
    Kind,
    Time,
    nothing_personal,
)

LEAVES = "finché la persona lavora per il Comune; poi si cancellano dalla sua pagina"
ERASE = "accounts.leaving.erase_person"

KEPT = [
    Kept(
        code="people",
        what="Email, ruolo e accessi di chi lavora nel portale",
        fields={
            "accounts.User": "email role is_active last_login date_joined is_demo",
            "account.EmailAddress": "user email verified primary",
            "account.EmailConfirmation": "email_address created sent",
            "socialaccount.SocialAccount": "user provider uid last_login date_joined extra_data",
        },
        why="Far entrare solo chi ne ha diritto e scrivergli quello che serve al suo lavoro.",
        basis=WORK,
        since=LEAVES,
        verb=ERASE,
    ),
    Kept(
        code="credentials",
        what="Password (solo impronta), secondo fattore (cifrato), gettoni di accesso",
        fields={
            "accounts.User": "password",
            "account.EmailConfirmation": "key",
            "mfa.Authenticator": "user type data created_at last_used_at",
            "socialaccount.SocialToken": "app account token token_secret expires_at",
        },
        kinds=(Kind.PERSONAL, Kind.SECRET),
        why="Riconoscere chi entra.",
        basis=SECURITY,
        since=LEAVES,
        verb=ERASE,
    ),
    Kept(
        code="names",
        what="Nome e cognome di chi lavora nel portale",
        fields={"accounts.User": "full_name"},
        why="Dire chi ha risposto, approvato, deciso.",
        basis=ACCOUNTABILITY,
        stays="Finché restano gli atti che portano il suo nome (L. 241/1990). Di chi non ne ha "
        "nessuno si cancella con l’account.",
    ),
    Kept(
        code="sessions",
        what="Sessioni dei browser: chi è entrato, le segnalazioni aperte con la chiave",
        fields={"sessions.Session": "session_key session_data expire_date"},
        kinds=(Kind.PERSONAL, Kind.SECRET),
        why="Non chiedere la password o la chiave a ogni pagina.",
        basis=SECURITY,
        lasts=Time("SESSION_COOKIE_AGE", timedelta(seconds=1)),
        since="dall’ultimo uso, poi la prima pulizia notturna",
        job="jobs.prune",
    ),
    Kept(
        code="browsers",
        what="Browser da cui una persona è entrata, senza indirizzo di rete",
        fields={
            "accounts.Browser": "person token_hash name session_key opened_at seen_at"
        },
        kinds=(Kind.PERSONAL, Kind.SECRET),
        why="Dire a ognuno dove il suo accesso è aperto e avvisarlo di un browser nuovo.",
        basis=SECURITY,
        lasts=Time(BROWSER),
        since="dall’ultimo uso",
        job="reports.erase_expired",
    ),
    Kept(
        code="failed-sign-ins",
        what="Quante volte qualcuno ha provato a entrare al posto di una persona",
        fields={
            "accounts.FailedSignIns": "person passwords codes since last_at told_at"
        },
        why="Avvisare la persona. Nel registro resta quante volte.",
        basis=SECURITY,
        lasts=Time(timedelta(days=1)),
        since="dall’ultimo avviso",
        job="accounts.tell_failed_sign_ins",
    ),
    Kept(
        code="limits",
        what="Quante volte un indirizzo di rete o di posta ha chiesto qualcosa (solo impronta con chiave)",
        fields={"accounts.Throttle": "key window_start count"},
        why="Difendere il portale da chi ne abusa.",
        basis=SECURITY,
        lasts=Time(WINDOW),
        since="dalla prima richiesta contata",
        job="reports.erase_expired",
    ),
    Kept(
        code="trail",
        what="Registro di chi ha fatto o letto che cosa, e quando; mai testi né contatti dei cittadini",
        fields={
            "accounts.AuditEntry": "at actor actor_label action target_type target_id before after",
            "accounts.TrailLink": "number entry salt digest hash",
        },
        why="Sapere chi ha fatto che cosa, anche contro chi amministra il portale.",
        basis=ACCOUNTABILITY,
        stays="Il registro non si cancella e non si corregge: lo impedisce la banca dati. Il Comune "
        "decide quando archiviarlo. Chi ha letto, e che cosa, si svuota da sé dopo i mesi che il Comune ha scelto.",
    ),
    Kept(
        code="identity",
        what="Chiavi con cui il portale parla con il fornitore di identità",
        fields={
            "socialaccount.SocialApp": "provider provider_id name client_id secret key settings"
        },
        kinds=(Kind.SECRET,),
        why="Entrare con l’identità del Comune. Di norma stanno nell’ambiente e la tabella è vuota.",
        basis=SECURITY,
        stays="Finché il Comune usa quel fornitore.",
    ),
    nothing_personal(
        "roles",
        "Ruoli, permessi e tabelle di servizio",
        {
            "accounts.Role": "code label description permissions order",
            "auth.Permission": "name content_type codename",
            "auth.Group": "name permissions",
            "contenttypes.ContentType": "app_label model",
        },
    ),
]
