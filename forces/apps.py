from django.apps import AppConfig


class ForcesConfig(AppConfig):
    name = "forces"
    formerly = "interventions"  # the trail cannot be rewritten: its old rows say so
    # what each action means in the audit trail
    trail = {
        "forces.import": "Ha importato conteggi delle altre forze",
        "forces.undo_import": "Ha annullato un’importazione di conteggi",
        "forces.export": "Ha scaricato i conteggi delle altre forze",
    }
    trail_formerly = {
        "intervention.import_forces": "forces.import",
        "intervention.undo_force_import": "forces.undo_import",
        "intervention.export_forces": "forces.export",
    }
    trail_words = {
        "force": "forza",
        "undone": "conteggi annullati",
        "kept": "conteggi rimasti",
        "new": "conteggi nuovi",
        "changed": "conteggi cambiati",
    }
