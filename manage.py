#!/usr/bin/env python
"""Django's command line, with the settings of production unless told otherwise."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured

# they read a file, write nothing and need no secret: they answer on any machine
WITHOUT_SECRETS = {"check_text"}
AT_HOME = (
    "On your own machine: export DJANGO_SETTINGS_MODULE=cremona_safety.settings.dev"
)

if __name__ == "__main__":
    is_bare = "SECRET_KEY" not in os.environ and WITHOUT_SECRETS & set(sys.argv[1:2])
    face = "build" if is_bare else "prod"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"cremona_safety.settings.{face}")

    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"{error}\n{AT_HOME}")
