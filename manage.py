#!/usr/bin/env python
"""Django's command line, with the settings of production unless told otherwise."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured

AT_HOME = (
    "On your own machine: export DJANGO_SETTINGS_MODULE=cremona_safety.settings.dev"
)

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cremona_safety.settings.prod")

    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"{error}\n{AT_HOME}")
