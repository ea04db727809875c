"""How backups are encrypted and which of them stay; where they are written: ``BACKUP_DIR``."""

from cremona_safety import env

BACKUP_KEY = env.text("BACKUP_KEY", "")  # 32 bytes in base64; empty: not encrypted
# all of the last days that have one, then the last of each week and of each month
BACKUP_KEEP_DAYS = env.number("BACKUP_KEEP_DAYS", 7)
BACKUP_KEEP_WEEKS = env.number("BACKUP_KEEP_WEEKS", 5)
BACKUP_KEEP_MONTHS = env.number("BACKUP_KEEP_MONTHS", 12)
