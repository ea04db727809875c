from django.apps import AppConfig
from django.core import checks


class PortalConfig(AppConfig):
    name = "cremona_safety"

    def ready(self):
        from cremona_safety.start import START, no_demonstration, static_files
        from cremona_safety.trail_heads import kept_by_nobody

        # not of every command: an image is built before it has a database, or static files
        checks.register(no_demonstration, START, deploy=True)
        checks.register(static_files, START, deploy=True)
        checks.register(kept_by_nobody, START, deploy=True)
