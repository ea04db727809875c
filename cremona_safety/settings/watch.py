"""When a part of the portal is red, who is told, and who else may ask: deploy/README.md."""

from cremona_safety import env

# whoever has it reads /metrics, and which part is red in /readyz; empty: there is no /metrics
METRICS_TOKEN = env.text("METRICS_TOKEN", "")
# a part that has not answered by then is red: nobody waits for one that hangs
HEALTH_SECONDS = 3
# an answer serves as long, whoever asks: each asking writes to the disk and to the queue
HEALTH_KEPT_SECONDS = 5
DISK_FREE_MB = env.number("DISK_FREE_MB", 1024)
OUTBOX_LATE_MINUTES = env.number("OUTBOX_LATE_MINUTES", 15)
FIGURES_LATE_MINUTES = env.number("FIGURES_LATE_MINUTES", 15)
# a red that ends before is nobody's business; the same of the green after it
ALERT_MINUTES = env.number("ALERT_MINUTES", 10)
# empty: who may read the page of the state
ALERT_EMAILS = env.words("ALERT_EMAILS")
ORPHANS_PER_RUN = 1000  # a mistake of ours must not empty the archive in a night
