from django.apps import AppConfig
from django.core import checks


class InterventionsConfig(AppConfig):
    name = "interventions"
    # what each action means in the audit trail
    trail = {
        "intervention.plan": "Ha pianificato un intervento",
        "intervention.copy_week": "Ha copiato una settimana di interventi",
        "intervention.availability": "Ha segnato quando può o non può uscire",
        "intervention.availability_remove": "Ha tolto una sua disponibilità",
        "intervention.template": "Ha salvato un modello di turno",
        "intervention.template_delete": "Ha eliminato un modello di turno",
        "intervention.change": "Ha modificato la scheda di un intervento",
        "intervention.start": "Ha iniziato un intervento",
        "intervention.end": "Ha terminato un intervento",
        "intervention.log": "Ha registrato un intervento",
        "intervention.cancel": "Ha annullato un intervento",
        "intervention.restore": "Ha ripreso un intervento annullato",
        "intervention.approve": "Ha approvato la scheda di un intervento",
        "intervention.withdraw": "Ha ritirato l’approvazione di una scheda",
        "intervention.photo": "Ha aggiunto una foto del luogo",
        "intervention.photo_remove": "Ha tolto una foto del luogo",
        "intervention.reports": "Ha collegato segnalazioni a un intervento",
        "intervention.export": "Ha scaricato l’elenco degli interventi",
        "intervention.follow_up": "Ha chiuso una cosa da fare",
        "intervention.diary_write": "Ha scritto una pagina del diario",
        "intervention.diary_correct": "Ha corretto una pagina del diario",
        "intervention.police_note_write": "Ha scritto una nota di servizio",
        "intervention.police_note_correct": "Ha corretto una nota di servizio",
        "intervention.board_write": "Ha scritto una nota in bacheca",
        "intervention.board_correct": "Ha corretto una nota in bacheca",
        "intervention.board_remove": "Ha tolto una nota dalla bacheca",
        "intervention.board_pin": "Ha messo una nota in evidenza",
        "intervention.board_unpin": "Ha tolto una nota dall’evidenza",
        "intervention.erase": "Ha cancellato i dati degli interventi scaduti",
        "intervention.feed_renew": "Ha creato il collegamento al proprio calendario",
        "intervention.feed_stop": "Ha spento il proprio calendario",
        "intervention.refer": "Ha inviato un bisogno ai servizi",
        "intervention.take_referral": "Ha preso in carico un invio ai servizi",
        "intervention.give_back_referral": "Ha rimesso un invio tra quelli da prendere",
        "intervention.close_referral": "Ha chiuso un invio ai servizi",
        "intervention.import_forces": "Ha importato conteggi delle altre forze",
        "intervention.undo_force_import": "Ha annullato un’importazione di conteggi",
        "intervention.export_presence": "Ha scaricato il foglio della presenza",
        "intervention.export_forces": "Ha scaricato i conteggi delle altre forze",
        "intervention.export_referrals": "Ha scaricato l’elenco degli invii",
    }
    trail_words = {
        "joint": "insieme",
        "service": "servizio",
        "future": "anche i prossimi",
        "acts": "con atti",
        "waiting": "da approvare",
        "force": "forza",
        "desk": "a chi",
        "need": "bisogno",
        "urgency": "urgenza",
        "undone": "conteggi annullati",
        "kept": "conteggi rimasti",
        "new": "conteggi nuovi",
        "changed": "conteggi cambiati",
        "from": "dalla settimana del",
        "to": "alla settimana del",
        "rows": "interventi",
        "people": "persone",
        "was_on": "era il",
    }

    def ready(self):
        from interventions.confidential.sealing import check_keys

        checks.register(check_keys, checks.Tags.security)
