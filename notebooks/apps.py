from django.apps import AppConfig
from django.core import checks


class NotebooksConfig(AppConfig):
    name = "notebooks"
    # it was a part of it: what the trail wrote then cannot be rewritten, nor its codes
    formerly = "interventions"
    # what each action means in the audit trail
    trail = {
        "intervention.diary_write": "Ha scritto una pagina del diario",
        "intervention.diary_correct": "Ha corretto una pagina del diario",
        "intervention.police_note_write": "Ha scritto una nota di servizio",
        "intervention.police_note_correct": "Ha corretto una nota di servizio",
        "notebooks.erase": "Ha cancellato le note riservate scadute",
    }
    trail_words = {"sealed_notes": "note riservate"}

    def ready(self):
        from notebooks.sealing import check_keys

        checks.register(check_keys, checks.Tags.security)
