from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    # what each action means in the audit trail
    trail = {
        "accounts.signed_in": "È entrato nel portale",
        "accounts.sign_in_failed": "Ha contato gli ingressi non riusciti di una persona",
        "accounts.signed_out": "È uscito dal portale",
        "accounts.session_closed": "Ha chiuso una propria sessione",
        "accounts.left_everywhere": "È uscito da ogni browser",
        "accounts.password_changed": "Ha scelto una nuova password",
        "accounts.second_factor_added": "Ha attivato il secondo fattore",
        "accounts.second_factor_removed": "Ha disattivato il secondo fattore",
        "accounts.recovery_codes_renewed": "Ha creato nuovi codici di recupero",
        "accounts.second_factor_reset": "Ha azzerato il secondo fattore di una persona",
        "accounts.second_factor_reset_asked": "Ha chiesto di azzerare il secondo fattore di una persona",
        "accounts.password_reset_asked": "Ha chiesto di azzerare la password di una persona",
        "accounts.password_reset": "Ha azzerato la password di una persona",
        "accounts.reset_refused": "Ha rifiutato o ritirato la richiesta di azzerare un accesso",
        "accounts.recovery_code_used": "Ha usato un codice di recupero",
        "accounts.identity_linked": "È entrato con l’identità del Comune per la prima volta",
        "accounts.person_created": "Ha aggiunto una persona",
        "accounts.person_invited": "Ha inviato di nuovo l’invito",
        "accounts.person_renamed": "Ha corretto il nome di una persona",
        "accounts.person_deactivated": "Ha disattivato una persona",
        "accounts.person_reactivated": "Ha riattivato una persona",
        "accounts.person_erased": "Ha cancellato i dati di una persona",
        "accounts.role_changed": "Ha cambiato il ruolo di una persona",
        "accounts.trail_exported": "Ha scaricato il registro",
        "accounts.register_exported": "Ha scaricato il registro dei trattamenti",
        "accounts.readings_erased": "Ha cancellato chi aveva letto e che cosa, scaduti i mesi",
        "accounts.backup_restored": "Ha ripristinato i dati da una copia di sicurezza",
    }
    trail_words = {
        "browser": "browser",
        "passwords": "password sbagliate",
        "codes": "codici sbagliati",
        "filters": "filtri",
        "type": "secondo fattore",
        "left": "codici rimasti",
        "name_stays": "il nome resta su ciò che ha firmato",
        "q": "parole cercate",
        "place": "luogo",
        "status": "stato",
        "since": "dal",
        "until": "al",
        "kind": "tipo",
        "mine": "solo i propri",
        "actor": "chi",
        "action": "che cosa",
        "readings": "letture",
        "made_at": "copia delle",
        "head": "impronta del registro nella copia",
        "code": "codice",
    }
    # of what holds codes, the function that says them
    trail_sayings = {
        "filters": "accounts.trail.filters_said",
        "type": "accounts.trail.factor_said",
        "made_at": "texts.days.moment_said",
    }

    def ready(self):
        from accounts import receivers  # noqa: F401
