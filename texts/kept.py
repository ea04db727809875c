"""What an app keeps, and of whom: the entries of the register of processing (GDPR, article 30).

Each app declares its own in ``kept.py``, field by field, beside its models. The page of who audits,
``docs/privacy.md`` and the tests of retention read them.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.utils import timezone

from texts.days import months_after

PUBLIC_TASK = "Compito di interesse pubblico: Reg. UE 2016/679, art. 6, par. 1, lett. e; D.Lgs. 196/2003, art. 2-ter"
SECURITY = (
    "Sicurezza del trattamento: Reg. UE 2016/679, artt. 5, 6, par. 1, lett. e, e 32"
)
ACCOUNTABILITY = "Obbligo di legge: Reg. UE 2016/679, artt. 5, par. 2, e 6, par. 1, lett. c; L. 241/1990"
WORK = "Organizzazione del servizio: Reg. UE 2016/679, art. 6, par. 1, lett. e; D.Lgs. 165/2001"
SENSITIVE = f"{PUBLIC_TASK}, 2-sexies e 2-octies; Reg. UE 2016/679, artt. 9, par. 2, lett. g, e 10"


class Kind(StrEnum):
    """How the law looks at a datum; a free text is also what somebody may write in it."""

    NOTHING = "non personale"
    PERSONAL = "personale"
    SPECIAL = "particolare (art. 9)"
    CRIMINAL = "su reati (art. 10)"
    SECRET = "segreto tecnico"


FREE_TEXT = (Kind.PERSONAL, Kind.SPECIAL, Kind.CRIMINAL)


class _Settings(dict):
    """What a sentence says of settings: ``{FORGOTTEN_MONTHS} mesi``."""

    def __missing__(self, name):
        return getattr(settings, name)


@dataclass(frozen=True)
class Months:
    setting: str

    @property
    def number(self):
        return getattr(settings, self.setting)

    def after(self, moment):
        """Return when the months that begin at ``moment`` are over."""
        return months_after(timezone.localtime(moment), self.number)

    def __str__(self):
        return f"{self.number} {'mese' if self.number == 1 else 'mesi'}"


@dataclass(frozen=True)
class Time:
    """A length of time that a module says, or a setting: its number of ``unit``."""

    value: timedelta | str
    unit: timedelta = timedelta(days=1)

    @property
    def length(self):
        if isinstance(self.value, str):
            return getattr(settings, self.value) * self.unit
        return self.value

    def after(self, moment):
        return moment + self.length

    def __str__(self):
        days, rest = divmod(self.length, timedelta(days=1))
        if rest:
            return f"{self.length // timedelta(hours=1)} ore"
        return f"{days} {'giorno' if days == 1 else 'giorni'}"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Fields that are kept together, for one reason and for one time.

    ``fields`` maps the label of a model to its fields, apart from a key that only counts.
    What is personal says one of three: ``job``, the periodic task that erases it when ``lasts`` has
    passed ``since`` then; ``verb``, the dotted name of what a person erases it with; ``stays``, why
    it is not erased.
    """

    code: str
    what: str
    fields: dict = field(hash=False)
    kinds: tuple = (Kind.PERSONAL,)
    why: str = ""
    basis: str = PUBLIC_TASK
    lasts: Months | Time | None = None
    since: str = ""
    job: str = ""
    verb: str = ""
    stays: str = ""

    @property
    def how_long(self):
        """Return for how long, in Italian."""
        if self.lasts:
            return f"{self.lasts} {self.since.format_map(_Settings())}"
        return self.since or self.stays

    def names(self):
        """Yield (label of the model, name of the field) of each."""
        for label, names in self.fields.items():
            for name in names.split():
                yield label, name


def nothing_personal(code, what, fields, why=""):
    """Return the entry of fields that say nothing of anybody."""
    return Kept(
        code=code, what=what, fields=fields, kinds=(Kind.NOTHING,), why=why, basis=""
    )
