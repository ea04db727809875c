"""What the portal does for the person on call: deploy/README.md."""

ORPHANS_PER_RUN = 1000  # a mistake of ours must not empty the archive in a night
