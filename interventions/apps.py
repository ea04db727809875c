from django.apps import AppConfig


class InterventionsConfig(AppConfig):
    name = "interventions"
    # what each action means in the audit trail
    trail = {
        "intervention.plan": "Ha pianificato un intervento",
        "intervention.change": "Ha modificato la scheda di un intervento",
        "intervention.start": "Ha iniziato un intervento",
        "intervention.end": "Ha terminato un intervento",
        "intervention.log": "Ha registrato un intervento",
        "intervention.cancel": "Ha annullato un intervento",
        "intervention.restore": "Ha ripreso un intervento annullato",
        "intervention.approve": "Ha approvato la scheda di un intervento",
        "intervention.photo": "Ha aggiunto una foto del luogo",
        "intervention.photo_remove": "Ha tolto una foto del luogo",
        "intervention.reports": "Ha collegato segnalazioni a un intervento",
        "intervention.follow_up": "Ha chiuso una cosa da fare",
    }
