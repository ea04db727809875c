from django.apps import AppConfig
from django.core import checks


class PortalConfig(AppConfig):
    name = "cremona_safety"

    def ready(self):
        from cremona_safety.start import START, no_demonstration, static_files

        # not of every command: an image is built before it has a database, or static files
        checks.register(no_demonstration, START, deploy=True)
        checks.register(static_files, START, deploy=True)
