from django.apps import AppConfig


class InterventionsConfig(AppConfig):
    name = "interventions"
    # what each action means in the audit trail
    trail = {
        "intervention.plan": "Ha pianificato un intervento",
        "intervention.publish": "Ha pubblicato un turno del mese",
        "intervention.discard": "Ha tolto un turno in bozza",
        "intervention.availability": "Ha segnato quando può o non può uscire",
        "intervention.availability_remove": "Ha tolto una sua disponibilità",
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
        "intervention.merge": "Ha unito due registrazioni della stessa uscita",
        "intervention.separate": "Ha separato due uscite che erano unite",
        "intervention.keep_apart": "Ha spiegato perché due uscite sono due",
        "intervention.follow_up": "Ha ricontrollato un luogo",
        "intervention.erase": "Ha cancellato i dati degli interventi scaduti",
        "intervention.feed_renew": "Ha creato il collegamento al proprio calendario",
        "intervention.feed_stop": "Ha disattivato il proprio calendario",
        "intervention.export_presence": "Ha scaricato il foglio della presenza",
    }
    # of what nobody can do any more, for the rows that say somebody did
    former_trail = {
        "intervention.copy_week": "Ha copiato una settimana di interventi",
        "intervention.template": "Ha salvato un modello di turno",
        "intervention.template_delete": "Ha eliminato un modello di turno",
    }
    trail_words = {
        "joint": "congiunte",
        "service": "servizio",
        "future": "anche i prossimi",
        "acts": "con atti",
        "waiting": "da approvare",
        "from": "dalla settimana del",
        "to": "alla settimana del",
        "rows": "interventi",
        "people": "persone",
        "was_on": "era il",
        "crews": "equipaggi",
        "photos": "foto",
        "cells": "zone",
        "availability": "disponibilità",
        "changed_fields": "modifiche",
        "crew_changed": "equipaggio",
        "hours_moved": "orario",
        "place_moved": "luogo",
        "outcome_moved": "esito",
        "contacts": "contatti",
        "mediations": "mediazioni",
        "checks": "controlli",
        "acts_counted": "atti",
        "reports_linked": "collegate",
        "reports_taken": "prese in carico",
        "reports_left": "non prese in carico",
        "reports_told": "avvisate del passaggio",
        "reports_untold": "avvisate che il passaggio non c’è stato",
        "due_on": "entro il",
        "merged_with": "con",
        "merged_into": "resta",
        "separated_from": "da",
        "kept_apart_from": "l’altra",
        "taken_back": "conteggi tolti dal telefono",
    }
    # of what holds codes, the function that says them
    trail_sayings = {
        "changed_fields": "interventions.record.sheet.in_words",
        "crew_changed": "interventions.record.crew.change_in_words",
        "hours_moved": "interventions.record.moves.in_words",
        "place_moved": "interventions.record.moves.in_words",
        "outcome_moved": "interventions.record.moves.in_words",
        "service": "interventions.models.service.name_of",
    }
