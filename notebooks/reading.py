"""The two notebooks only one service reads: the educators' diary and the police notes.

What a note holds, sealed, is a dictionary: ``text`` always; a page of the diary also ``groups``
(pairs of how many people and their AgeBand), ``climate``, ``topics``, ``needs`` and ``referral``;
a police note also ``protocol_number``.
"""

import unicodedata
from dataclasses import dataclass

from django.urls import reverse

from interventions.models import AgeBand, Service, service_of
from interventions.record.merged import whole_of
from listing.paging import Key
from listing.table import Listing, Order
from notebooks.models import Climate, GroupNeed, ReferralOffer, SealedNote, Topic
from notebooks.sealing import Unreadable, unseal

# matches an index of SealedNote, read forwards or backwards
NEWEST = (Key("on", descending=True), Key("id", descending=True))
OLDEST = (Key("on"), Key("id"))
NOTES = Listing(
    orders=[
        Order("", NEWEST, "Giorno, dall’ultimo"),
        Order("prime", OLDEST, "Giorno, dal primo"),
    ]
)
SEARCH_ROWS = 300  # notes opened to look for words in them: no index can


@dataclass(frozen=True)
class Notebook:
    """One service's notes: the words of its pages and the beginning of its URLs' names."""

    service: Service
    urls: str
    title: str
    lead: str
    one: str
    many: str
    write: str
    empty: str
    reminder: str

    def notes(self, user):
        """The notes ``user`` may read in this notebook, as a QuerySet."""
        return SealedNote.objects.visible_to(user).filter(service=self.service)

    def url(self, page, *args):
        """The address of a page: list, create, detail or edit."""
        return reverse(f"{self.urls}_{page}", args=args)


NOTEBOOKS = {
    Service.EDUCATION: Notebook(
        service=Service.EDUCATION,
        urls="diary",
        title="Diario di uscita",
        lead="Lo leggono solo gli educatori: è cifrato, e nessun altro può aprirlo.",
        one="pagina",
        many="pagine",
        write="Scrivi una pagina",
        empty="Dopo un’uscita scrivi chi hai incontrato, che clima c’era, di che cosa c’è bisogno.",
        reminder="Niente nomi, soprannomi, scuole, targhe. Solo gruppi, luoghi, situazioni.",
    ),
    Service.POLICE: Notebook(
        service=Service.POLICE,
        urls="police_note",
        title="Note di servizio",
        lead="Le leggono solo gli agenti di Polizia Locale: sono cifrate, e nessun altro può aprirle.",
        one="nota",
        many="note",
        write="Scrivi una nota",
        empty="Dopo un intervento scrivi qui quello che serve ai colleghi della Polizia Locale.",
        reminder="Niente nomi, documenti, targhe: per un atto scrivi il numero di protocollo.",
    ),
}


class OpenNote:
    """A note with what it says, or with ``data`` None when no key in use opens it."""

    def __init__(self, row):
        self.row = row
        self.notebook = NOTEBOOKS[Service(row.service)]
        try:
            self.data = unseal(row.sealed, row.service, row.pk)
        except Unreadable:
            self.data = None

    @property
    def url(self):
        return self.notebook.url("detail", self.row.pk)

    @property
    def text(self):
        return (self.data or {}).get("text", "")

    @property
    def facts(self):
        """List (label, words) of what was noted beside the text."""
        data = self.data or {}
        facts = [
            ("Gruppi incontrati", _groups(data.get("groups", []))),
            ("Clima", _label(Climate, data.get("climate"))),
            ("Argomenti", _labels(Topic, data.get("topics", []))),
            ("Bisogni", _labels(GroupNeed, data.get("needs", []))),
            ("Invio ai servizi", _label(ReferralOffer, data.get("referral"))),
            ("Numero di protocollo", data.get("protocol_number", "")),
        ]
        return [(label, words) for label, words in facts if words]

    def holds(self, words):
        """Tell whether every word of ``words`` is in the note, whatever its case or accents."""
        said = _folded(" ".join([self.text, *(value for _, value in self.facts)]))
        return all(word in said for word in _folded(words).split())


def open_notes(rows):
    return [OpenNote(row) for row in rows]


def search(notes, words):
    """Return the ``OpenNote``s of a QuerySet that hold ``words``, and whether all were looked at.

    Opens at most ``SEARCH_ROWS``, in the order of the QuerySet.
    """
    rows = list(notes[: SEARCH_ROWS + 1])
    found = [note for note in open_notes(rows[:SEARCH_ROWS]) if note.holds(words)]
    return found, len(rows) <= SEARCH_ROWS


def own_notes(user, intervention):
    """Return what the page of an intervention shows of its notes to ``user``, or None.

    Only the notebook of one's own service: of the other's not even how many. Rows, not texts: a
    browser may keep that page.
    """
    service = service_of(user)
    if service is None:
        return None
    notebook = NOTEBOOKS[service]
    return {
        "notebook": notebook,
        "notes": notebook.notes(user)
        .filter(intervention__in=whole_of(intervention))
        .for_list(),
        "write_url": f"{notebook.url('create')}?intervento={intervention.stays.code}",
    }


def _groups(groups):
    return "; ".join(
        f"{size} {'persona' if size == 1 else 'persone'}, {_label(AgeBand, band)}"
        for size, band in groups
    )


def _labels(choices, values):
    return ", ".join(_label(choices, value) for value in values)


def _label(choices, value):
    """Return the word of a value; a value no longer among the choices is shown as it is."""
    return dict(choices.choices).get(value, str(value)) if value else ""


def _folded(text):
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c))
