from django.apps import AppConfig


class ForcesConfig(AppConfig):
    name = "forces"
    # it was a part of it: what the trail wrote then cannot be rewritten, nor its codes
    formerly = "interventions"
    # what each action means in the audit trail
    trail = {
        "intervention.import_forces": "Ha importato conteggi delle altre forze",
        "intervention.undo_force_import": "Ha annullato un’importazione di conteggi",
        "intervention.export_forces": "Ha scaricato i conteggi delle altre forze",
    }
    trail_words = {
        "force": "forza",
        "undone": "conteggi annullati",
        "kept": "conteggi rimasti",
        "new": "conteggi nuovi",
        "changed": "conteggi cambiati",
    }
