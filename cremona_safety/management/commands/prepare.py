import compileall
import hashlib
from importlib.util import find_spec
from pathlib import Path

import psycopg
import redis
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cremona_safety.demo_mark import mark, refuse_what_is_real
from photos.redrawing import PhotoRefused
from photos.rehearsal import rehearse

# only the sandbox loads them, anew for each file, and where it runs nobody may write beside them
APART = (
    "PIL",
    "et_xmlfile",
    "forces",
    "openpyxl",
    "photos",
    "pillow_heif",
    "sandbox",
    "texts",
)
STEPS = 6  # the first, the packages, is of deploy/install.sh


class Command(BaseCommand):
    help = (
        "Makes the portal ready to start: files, database, programme. Safe to repeat."
    )

    def add_arguments(self, parser):
        parts = parser.add_mutually_exclusive_group()
        parts.add_argument(
            "--files-only",
            action="store_true",
            help="translations and static files, while an image is built: no database",
        )
        parts.add_argument(
            "--database-only",
            action="store_true",
            help="tables and programme, when a built image starts",
        )

    def handle(self, *, files_only, database_only, **options):
        if not database_only:
            self.make_files()
        if not files_only:
            self.fill_database()

    def make_files(self):
        self.say(2, "Translations")
        if "translations" in get_commands():
            call_command("translations", "--compile", stdout=self.stdout)
        compile_what_runs_apart()
        self.say(3, "Static files")
        self.collect_static()

    def fill_database(self):
        self.say(4, "Database")
        refuse_absent_servers()
        refuse_absent_sandbox()
        settings.VAR.mkdir(parents=True, exist_ok=True)
        Path(settings.MEDIA_ROOT).mkdir(mode=0o700, exist_ok=True)
        keep_to_oneself(settings.DATABASES["default"])
        if settings.DEMO:
            refuse_what_is_real()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        self.say(5, "Programme")
        with transaction.atomic():  # never a demonstration's rows without its mark
            call_command(
                "load_programme",
                settings.PROGRAMME_FILE,
                verbosity=0,
                stdout=self.stdout,
            )
            if settings.DEMO:
                mark()
        if settings.DEMO:
            self.say(6, "Demonstration data")
            call_command("load_demo", stdout=self.stdout)
            self.say_address()

    def say(self, step, what):
        self.stdout.write(f"[{step}/{STEPS}] {what}")
        self.stdout.flush()

    def say_address(self):
        self.stdout.write(f"\n  Open {settings.PUBLIC_URL}/   (Ctrl-C ends it)\n")

    def collect_static(self):
        """Gather static files, unless they are those of the last time."""
        stamp = settings.STATIC_ROOT.with_name("static-gathered")
        digest = digest_of_static_files()
        if stamp.is_file() and stamp.read_text() == digest:
            return
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(digest)


def keep_to_oneself(database):
    """Let nobody else on the machine read a database that is a file; its log has the same mode."""
    if "sqlite" in database["ENGINE"] and (path := Path(database["NAME"])).exists():
        path.chmod(0o600)


def refuse_absent_servers():
    """End with a sentence when the PostgreSQL or the Redis of the environment do not answer."""
    database = settings.DATABASES["default"]
    if "postgresql" in database["ENGINE"]:
        names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password"}
        names |= {"HOST": "host", "PORT": "port"}
        wanted = {name: database[key] for key, name in names.items() if database[key]}
        try:
            psycopg.connect(**wanted, connect_timeout=5).close()
        except psycopg.Error as error:
            raise CommandError(
                f"The PostgreSQL of DATABASE_URL cannot be used: {error}\n"
                "See README.md, Configure: how to make the role and the database."
            ) from error
    if settings.REDIS_URL:
        try:
            redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=5).ping()
        except redis.RedisError as error:
            raise CommandError(
                f"The Redis of REDIS_URL does not answer: {error}\n"
                "Start it, or unset REDIS_URL to use the queue in files."
            ) from error


def compile_what_runs_apart():
    for name in APART:
        for folder in find_spec(name).submodule_search_locations:
            compileall.compile_dir(folder, quiet=2)


def refuse_absent_sandbox():
    """End with a sentence when this machine lets no file from outside be opened."""
    try:
        rehearse()
    except PhotoRefused as error:
        raise CommandError(
            f"No photo can be opened on this machine: {error.__cause__!r}.\n"
            "See deploy/README.md, Files from outside: what the portal needs for it."
        ) from error


def digest_of_static_files():
    """Return a digest of every static file's name, size and time."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = Path(storage.path(name)).stat()
            digest.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()
