"""The hours of the nights when the clock is moved, typed in every form: equal everywhere."""

import uuid
from datetime import UTC

import pytest
from django.urls import reverse

from hotspots.models import Hotspot
from interventions.models import Availability, Intervention
from tests.interventions.factories import InterventionFactory
from tests.interventions.phone import outing as document
from tests.interventions.phone import put
from tests.moments import ROME, moment
from texts.hours import FIRST, SECOND

pytestmark = pytest.mark.django_db
TWICE = ["2026-10-25", "2027-10-31"]
SKIPPED = ["2026-03-29", "2027-03-28"]


@pytest.fixture(params=["plan", "sheet", "log", "availability", "phone"])
def form(request, client_as, officer, roma, stop_clock):
    """Return a function that types hours in a form: (answer, row or None)."""
    name = request.param
    choice = "at_which" if name == "log" else "which"

    def typed(day, starts, ends, first="", second=""):
        stop_clock(
            f"{day} 12:00" if name in ("log", "phone", "sheet") else "2026-01-01"
        )
        which = {f"starts_{choice}": first, f"ends_{choice}": second}
        client = client_as("officer")  # a session begins at that hour too
        return FORMS[name](client, officer, day, starts, ends, which)

    return typed


def plan(client, officer, day, starts, ends, which):
    sent = {"place": "piazza-roma", "kind": "presidio", "lead": "pl"}
    sent |= {"day": day, "starts": starts, "ends": ends, "crew": [officer.pk]}
    return client.post("/interventi/nuovo/", sent | which), Intervention


def sheet(client, officer, day, starts, ends, which):
    row = InterventionFactory(
        ended=True,
        crew=[officer],
        hotspot=Hotspot.objects.get(slug="piazza-roma"),
        starts_at=moment(f"{day}T00:10"),
        ends_at=moment(f"{day}T00:20"),
    )
    address = reverse("intervention_edit", args=[row.code])
    fields = client.get(address).context["entry"].form.initial
    sent = {name: value for name, value in fields.items() if value is not None}
    rows = {
        f"{one}-{what}_FORMS": 0
        for one in ("tallies", "acts")
        for what in ("TOTAL", "INITIAL")
    }
    sent |= {"day": day, "starts": starts, "ends": ends, **rows}
    answer = client.post(address, sent | which)
    return answer, Intervention.objects.exclude(starts_at=row.starts_at)


def log(client, officer, day, starts, ends, which):
    sent = {
        "client_id": str(uuid.uuid4()),
        "place": "piazza-roma",
        "kind": "presidio",
        "starts_at": f"{day}T{starts}",
        "ends_at": f"{day}T{ends}",
        "crew": [officer.pk],
        "outcome": "tranquillo",
    }
    return client.post(reverse("intervention_log"), sent | which), Intervention


def availability(client, officer, day, starts, ends, which):
    sent = {"is_free": "posso", "first": day, "starts": starts, "ends": ends}
    return client.post(reverse("availability_list"), sent | which), Availability


def phone(client, officer, day, starts, ends, which):
    hours = {"started_at": ("starts", starts), "ended_at": ("ends", ends)}
    sent = document(
        officer,
        # what the phone thought, in another zone: nobody reads it
        started_at=f"{day}T05:00:00Z",
        ended_at=f"{day}T06:00:00Z",
        typed=[*hours],
        wall={
            name: {"at": f"{day}T{hour}", "which": which[f"{field}_which"]}
            for name, (field, hour) in hours.items()
        },
    )
    return put(client, sent), Intervention


FORMS = {
    "plan": plan,
    "sheet": sheet,
    "log": log,
    "availability": availability,
    "phone": phone,
}


def hours_of(rows):
    row = getattr(rows, "objects", rows).get()
    return row.starts_at.astimezone(UTC), row.ends_at.astimezone(UTC)


@pytest.mark.parametrize("day", TWICE)
@pytest.mark.parametrize(
    ("starts", "ends", "first", "second", "meant"),
    [
        ("01:30", "02:30", "", FIRST, ("01:30+02:00", "02:30+02:00")),
        ("01:30", "02:30", "", SECOND, ("01:30+02:00", "02:30+01:00")),
        ("02:30", "05:00", FIRST, "", ("02:30+02:00", "05:00+01:00")),
        ("02:30", "05:00", SECOND, "", ("02:30+01:00", "05:00+01:00")),
        ("02:10", "02:40", SECOND, SECOND, ("02:10+01:00", "02:40+01:00")),
    ],
)
def test_an_hour_that_comes_twice_is_asked_and_then_is_the_one_meant(
    form, day, starts, ends, first, second, meant
):
    asked, rows = form(day, starts, ends)
    assert asked.status_code == 422
    assert "ci sono due volte" in asked.content.decode()
    assert not getattr(rows, "objects", rows).exists()

    answer, rows = form(day, starts, ends, first, second)

    assert answer.status_code in (201, 302)
    assert hours_of(rows) == tuple(
        moment(f"{day}T{one}").astimezone(UTC) for one in meant
    )


@pytest.mark.parametrize("day", SKIPPED)
@pytest.mark.parametrize(
    ("starts", "ends"), [("02:30", "05:00"), ("01:30", "02:30"), ("02:45", "03:10")]
)
def test_an_hour_that_does_not_exist_gets_a_sentence_in_every_form(
    form, day, starts, ends
):
    answer, rows = form(day, starts, ends)

    assert answer.status_code == 422
    assert "l’orologio va avanti" in answer.content.decode().replace("\\u2019", "’")
    assert not getattr(rows, "objects", rows).exists()


@pytest.mark.parametrize("day", SKIPPED + TWICE)
def test_the_hours_around_it_are_taken_as_they_are(form, day):
    answer, rows = form(day, "01:30", "04:00")

    assert answer.status_code in (201, 302)
    lasts = {"03": 90, "10": 210}[day[5:7]]
    start, end = hours_of(rows)
    assert (end - start).total_seconds() / 60 == lasts


@pytest.mark.parametrize("day", TWICE)
@pytest.mark.parametrize("offsets", ["+02:00", "+01:00"])
def test_a_plan_and_a_sheet_saved_as_they_are_change_nothing(
    client_as, officer, roma, stop_clock, day, offsets
):
    stop_clock(f"{day} 00:30")
    was = moment(f"{day}T02:10{offsets}"), moment(f"{day}T02:50{offsets}")
    row = InterventionFactory(
        crew=[officer], hotspot=roma, starts_at=was[0], ends_at=was[1]
    )
    client = client_as("officer")
    address = reverse("intervention_replan", args=[row.code])
    page = client.get(address)
    assert "Quale inizio" in page.content.decode()
    sent = {k: v for k, v in page.context["form"].initial.items() if v is not None}

    assert client.post(address, sent).status_code == 302

    row.refresh_from_db()
    assert (row.starts_at, row.ends_at) == tuple(one.astimezone(UTC) for one in was)
    assert row.version == 1


def test_a_series_through_the_night_says_the_date_it_cannot_have(
    client_as, officer, roma, stop_clock
):
    stop_clock("2027-03-01 12:00")
    sent = {"place": "piazza-roma", "kind": "presidio", "lead": "pl"}
    sent |= {"day": "2027-03-21", "starts": "02:30", "ends": "05:00"}
    sent |= {"crew": [officer.pk], "repeat": "on", "until": "2027-04-04"}
    client = client_as("officer")

    live = client.post(reverse("intervention_conflicts"), sent).content.decode()
    refused = client.post("/interventi/nuovo/", sent)

    assert "Il 28/03/2027 le 02:30 non esistono" in live
    said = refused.content.decode()
    assert "<li>Il 28/03/2027 le 02:30 non esistono" in said
    assert "Salta il 28/03<" in said and "conflitto" not in said
    assert not Intervention.objects.exists()
    client.post("/interventi/nuovo/", sent | {"decisione": "salta"})
    made = Intervention.objects.order_by("starts_at")
    assert [f"{row.starts_at.astimezone(ROME):%d/%m %H:%M}" for row in made] == [
        "21/03 02:30",
        "04/04 02:30",
    ]


def test_an_outing_is_not_moved_into_an_hour_that_does_not_exist(
    client_as, officer, roma, stop_clock
):
    stop_clock("2027-03-01 12:00")
    row = InterventionFactory(
        crew=[officer],
        hotspot=roma,
        starts_at=moment("2027-03-21T02:30"),
        ends_at=moment("2027-03-21T05:00"),
    )
    sent = {"place": "piazza-roma", "day": "2027-03-28", "seen": row.version}

    answer = client_as("officer").post(
        reverse("intervention_move", args=[row.code]),
        sent,
        headers={"Accept": "application/json"},
    )

    assert answer.status_code == 422
    assert "non esistono" in answer.json()["sentences"][0]
