"""The history and the trail keep codes and say them in Italian; old rows, kept in words, read the same."""

import re

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from interventions.models import Step
from tests.interventions.factories import InterventionFactory

CODES = {
    "changed_fields": ["hours", "also_at"],
    "crew_changed": {"from": {"pl": 1, "ed": 0}, "to": {"pl": 2, "ed": 1}},
    "people": 3,
    "contacts": 5,
    "reports_told": "CR-2026-AAAAAA, CR-2026-BBBBBB",
    "service": "ed",
    "due_on": "2026-11-25",
    "was_on": "2026-11-19",
}
# as the history kept them when it still kept words
WORDS = {
    "cambiato": "orario, altri luoghi",
    "modifiche": "luogo, equipaggio",
    "equipaggio": "da 1 PL e 0 ED a 2 PL e 1 ED",
    "persone": 3,
    "contatti": 5,
    "avvisate del passaggio": "CR-2026-AAAAAA, CR-2026-BBBBBB",
    "servizio": "Educativa territoriale",
    "entro il": "25/11/2026",
    "was_on": "2026-11-19",
}
MORNING = ["2026-11-25T09:00:00+00:00", "2026-11-25T11:30:00+00:00"]  # in UTC
ROMA_TO_ELSEWHERE = "Luogo: Piazza Roma, ora Altro luogo in città"
OLD_HOURS = "Orario: dalle 19:46, ora 19:46-21:00"
SAID = {
    "Equipaggio: da 1 PL e 0 ED a 2 PL e 1 ED",
    "Persone: 3",
    "Contatti: 5",
    "Avvisate del passaggio: CR-2026-AAAAAA, CR-2026-BBBBBB",
    "Servizio: Educativa territoriale",
    "Entro il: 25/11/2026",
    "Prima era il 19/11/2026",
}


def write_trail(intervention, after):
    """Write a row past the guard of the tests, that refuses today what was right once."""
    entry = AuditEntry(
        action="intervention.change", target_id=intervention.pk, after=after
    )
    entry.target_type = intervention._meta.label_lower
    AuditEntry.objects.bulk_create([entry])


@pytest.mark.parametrize(
    ("detail", "changes"),
    [
        (CODES, {"Modifiche: orario, passa anche da"}),
        (WORDS, {"Cambiato: orario, altri luoghi", "Modifiche: luogo, equipaggio"}),
    ],
    ids=["codes", "words"],
)
def test_the_history_says_codes_in_italian_and_old_words_as_they_were(
    client_as, detail, changes
):
    outing = InterventionFactory(ended=True)
    Step.objects.create(intervention=outing, what="modificato", detail=detail)

    url = reverse("intervention_detail", args=[outing.code])
    page = client_as("officer").get(url).content.decode()

    said = re.findall(r'<p class="record-detail">(.*?)</p>', page)
    assert set(said) == SAID | changes


@pytest.mark.parametrize(
    ("move", "said"),
    [
        (
            {"hours_moved": [MORNING, [MORNING[0], None]]},
            "Orario: 10:00-12:30, ora dalle 10:00",
        ),
        ({"place_moved": ["piazza-roma", "altro"]}, ROMA_TO_ELSEWHERE),
        (
            {"outcome_moved": ["tranquillo", "da-seguire"]},
            "Esito: Tutto tranquillo, ora Da seguire",
        ),
        # of before: the words as they were
        ({"hours_moved": ["dalle 19:46", "19:46-21:00"]}, OLD_HOURS),
        ({"place_moved": ["Piazza Roma", "Altro luogo in città"]}, ROMA_TO_ELSEWHERE),
    ],
)
def test_the_history_says_from_what_to_what(client_as, programme, move, said):
    detail = {name: {"from": was, "to": now} for name, (was, now) in move.items()}
    outing = InterventionFactory(ended=True)
    Step.objects.create(intervention=outing, what="modificato", detail=detail)

    page = client_as("officer").get(reverse("intervention_detail", args=[outing.code]))

    assert f'<p class="record-detail">{said}</p>' in page.text


@pytest.mark.parametrize(
    ("detail", "changes"),
    [
        (CODES, {"modifiche: (vuoto) → orario, passa anche da"}),
        (
            WORDS,
            {
                "cambiato: (vuoto) → orario, altri luoghi",
                "modifiche: (vuoto) → luogo, equipaggio",
            },
        ),
    ],
    ids=["codes", "words"],
)
def test_so_does_the_trail(client_as, detail, changes):
    write_trail(InterventionFactory(), detail)

    page = client_as("admin").get(reverse("audit_list")).content.decode()

    told = SAID - {"Prima era il 19/11/2026"}
    told = {
        f"{text[0].lower()}{text[1:].replace(': ', ': (vuoto) → ')}" for text in told
    }
    said = set(re.findall(r"<li>(.*?: .*? → .*?)</li>", page))
    assert said == told | changes | {"era il: (vuoto) → 19/11/2026"}
    assert '<td data-label="Chi">portale</td>' in page
