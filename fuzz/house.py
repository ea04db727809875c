"""The portal that is asked: one row of each kind, private words in those that are not for everybody."""

import re
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.test import Client

from bench.citizens import CONSENT
from faults.people import _what, _where
from tests.house import lay_house, session_of

PROGRAMME = Path(__file__).resolve().parents[1] / "programmes" / "cremona.toml"
# a word that stands in a private row, and the roles that may read it
SECRETS = {
    "zaffiro-diario": {"educator"},
    "zaffiro-polizia": {"officer"},
    "zaffiro-segnalazione": {"officer", "coordinator"},
    "zaffiro-indirizzo": {"officer", "coordinator"},
    "zaffiro-interno": {"officer", "coordinator"},
    "zaffiro-bozza": set(),
    "zaffiro-bacheca": {"officer", "educator", "coordinator"},
}


@contextmanager
def house(chance):
    """Make the tables and the rows; yield what addresses call them, all undone at the end."""
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    around = transaction.atomic()
    around._from_testcase = True  # as TestCase does: durable blocks may nest in it
    try:
        with around:
            laid = lay_house(PROGRAMME)
            _hide_words(laid)
            laid["sessions"] = {
                code: session_of(person) for code, person in laid["people"].items()
            }
            laid["citizen"] = _walk(laid, chance)
            yield laid
            transaction.set_rollback(True)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def _hide_words(laid):
    from board.models import BoardNote
    from interventions.models import Service
    from reports.models import Report
    from tests.notebooks.factories import SealedNoteFactory
    from tests.reports.factories import DraftFactory, MessageFactory

    people = laid["people"]
    told = {"text": "zaffiro-diario"}
    laid["diary"] = SealedNoteFactory(by=people["educator"], data=told).pk
    laid["police_note"] = SealedNoteFactory(
        by=people["officer"], service=Service.POLICE, data={"text": "zaffiro-polizia"}
    ).pk
    Report.objects.filter(code=laid["report"]).update(
        details="zaffiro-segnalazione", email="zaffiro-indirizzo@example.org"
    )
    report = Report.objects.get(code=laid["report"])
    MessageFactory(report=report, side="interno", text="zaffiro-interno")
    BoardNote.objects.filter(pk=laid["note"]).update(text="zaffiro-bacheca")
    other = DraftFactory(data={"subject": "zaffiro-bozza", "details": "zaffiro-bozza"})
    laid["other_draft"] = str(other.pk)


def _walk(laid, chance):
    """Fill in a report up to its summary; return the cookies of who did."""
    client = Client()
    path = client.post("/segnala/", {"danger": "no", "bozza": ""}).url
    laid["draft"] = re.search("[0-9a-f-]{36}", path)[0]
    for form in (CONSENT, _where(chance), _what(), {"action": "next", "email": ""}):
        path = client.post(path, form).url
    return {name: morsel.value for name, morsel in client.cookies.items()}
