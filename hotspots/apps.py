from django.apps import AppConfig
from django.core import checks


class HotspotsConfig(AppConfig):
    name = "hotspots"
    # what each action means in the audit trail
    trail = {
        "hotspots.hotspot_created": "Ha aggiunto un luogo",
        "hotspots.hotspot_changed": "Ha cambiato un luogo",
        "hotspots.hotspot_archived": "Ha archiviato un luogo",
        "hotspots.hotspot_restored": "Ha ripristinato un luogo",
        "hotspots.event_created": "Ha aggiunto un evento",
        "hotspots.event_changed": "Ha cambiato un evento",
        "hotspots.event_deleted": "Ha tolto un evento",
    }
    trail_words = {"aliases": "altri nomi", "hotspots": "luoghi"}

    def ready(self):
        from hotspots.background_checks import check_background

        checks.register(check_background)
