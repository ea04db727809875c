"""Production: nothing is guessed, what is missing stops the start."""

from cremona_safety.settings.base import *  # noqa: F403

SECRET_KEY = env.text("SECRET_KEY")  # noqa: F405
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or [env.text("ALLOWED_HOSTS")]  # noqa: F405
PUBLIC_URL = env.text("PUBLIC_URL").rstrip("/")  # noqa: F405
# without it a portal would begin again, empty, in a file: who wants the file writes `sqlite`
DATABASES = {"default": env.database(env.text("DATABASE_URL"), VAR / "portal.sqlite3")}  # noqa: F405
# without a server citizens' mails would pile up in a folder that staff read
EMAIL_HOST = env.text("EMAIL_HOST")  # noqa: F405
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL")  # noqa: F405
# the programme of another Comune is worse than a portal that does not start
PROGRAMME_FILE = env.text("PROGRAMME_FILE")  # noqa: F405
# a copy of the database is read by who also has these; never the same as SECRET_KEY
CONFIDENTIAL_KEYS = env.words("CONFIDENTIAL_KEYS") or [env.text("CONFIDENTIAL_KEYS")]  # noqa: F405
# never by chance in a folder that the next image, or the next copy of the code, takes along
BACKUP_DIR = Path(env.text("BACKUP_DIR"))  # noqa: F405
OUTER_JOBS = {"backup": 25 * 3600}  # each night; one night has an hour more
