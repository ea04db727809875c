from django.apps import AppConfig
from django.core import checks


class NotebooksConfig(AppConfig):
    name = "notebooks"
    formerly = "interventions"  # the trail cannot be rewritten: its old rows say so
    # what each action means in the audit trail
    trail = {
        "notebook.write_diary": "Ha scritto una pagina del diario",
        "notebook.correct_diary": "Ha corretto una pagina del diario",
        "notebook.write_police_note": "Ha scritto una nota di servizio",
        "notebook.correct_police_note": "Ha corretto una nota di servizio",
        "notebook.rotate_keys": "Ha cifrato le note riservate con una chiave nuova",
        "notebook.erase": "Ha cancellato le note riservate scadute",
    }
    trail_readings = {
        "notebook.read_diary": "Ha letto una pagina del diario",
        "notebook.read_police_note": "Ha letto una nota di servizio",
    }
    trail_formerly = {
        "intervention.diary_write": "notebook.write_diary",
        "intervention.diary_correct": "notebook.correct_diary",
        "intervention.police_note_write": "notebook.write_police_note",
        "intervention.police_note_correct": "notebook.correct_police_note",
    }
    trail_words = {"sealed_notes": "note riservate"}
    trail_by_number = ["SealedNote"]

    def ready(self):
        from notebooks.sealing import check_keys

        checks.register(check_keys, checks.Tags.security)
