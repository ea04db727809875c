from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    # what each action means in the audit trail
    trail = {
        "report.submit": "Ha inviato una segnalazione",
        "report.citizen_message": "Ha aggiunto un messaggio alla segnalazione",
        "report.citizen_reopen": "Ha riaperto la sua segnalazione",
        "report.address_confirmed": "Ha confermato il suo indirizzo",
        "report.address_changed": "Ha cambiato il suo indirizzo",
        "report.data_taken": "Ha scaricato i suoi dati",
        "report.erasure_asked": "Ha chiesto di cancellare i suoi dati",
        "report.erasure_granted": "Ha cancellato i dati di chi ha segnalato",
        "report.erasure_refused": "Ha risposto di no a una richiesta di cancellazione",
        "report.address_removed": "Ha tolto il suo indirizzo",
        "report.triage": "Ha valutato la segnalazione",
        "report.locate": "Ha messo il segnaposto della segnalazione",
        "report.take_charge": "Ha preso in carico la segnalazione",
        "report.assign": "Ha affidato la segnalazione",
        "report.release": "Ha lasciato la segnalazione",
        "report.answer": "Ha risposto al cittadino",
        "report.note": "Ha scritto una nota interna",
        "report.visit": "Ha registrato un passaggio sul posto",
        "report.visit_undone": "Ha tolto un passaggio che non c’è stato",
        "report.forward": "Ha inoltrato la segnalazione",
        "report.close": "Ha chiuso la segnalazione",
        "report.reopen": "Ha riaperto la segnalazione",
        "report.merge": "Ha unito la segnalazione a un’altra",
        "report.unmerge": "Ha separato la segnalazione",
        "report.publish": "Ha pubblicato la segnalazione",
        "report.unpublish": "Ha ritirato la segnalazione pubblicata",
        "report.export": "Ha scaricato l’elenco delle segnalazioni",
        "report.erase": "Ha cancellato testi e contatti scaduti",
        "report.reassign_asked": "Ha chiesto di riassegnare le segnalazioni ai luoghi",
        "report.reassign": "Ha riassegnato le segnalazioni ai luoghi",
    }
    # who read what a citizen wrote
    trail_readings = {"report.read": "Ha aperto una segnalazione"}
    trail_words = {
        "category": "categoria",
        "priority": "priorità",
        "late": "solo in ritardo",
        "unread": "solo con messaggi da leggere",
        "group": "gruppo",
        "message": "messaggio",
        "version": "versione dei confini",
        "expected": "da spostare",
        "moved": "spostate",
        "state": "stato",
        "published": "pubblicata",
        "drafts": "bozze",
        "reports": "segnalazioni",
    }
