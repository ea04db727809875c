"""The pages that plan: what is filled in, refused, confirmed; availability."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from interventions.models import Availability, Intervention, Status
from tests.accounts.factories import UserFactory
from tests.interventions.factories import (
    AvailabilityFactory,
    InterventionFactory,
)
from tests.moments import clock_at
from tests.reports.factories import ReportFactory

pytestmark = pytest.mark.django_db
PLAN = "/interventi/nuovo/"


@pytest.fixture(autouse=True)
def monday():
    with clock_at("2026-11-16 08:00"):
        yield


def typed(*people, **changes):
    return {
        "place": "piazza-roma",
        "day": "2026-11-20",
        "starts": "19:00",
        "ends": "23:00",
        "kind": "presidio",
        "lead": "pl",
        "aim": "Presidio serale",
        "crew": [person.pk for person in people],
        **changes,
    }


def url(outing, step):
    return reverse(f"intervention_{step}", args=[outing.code])


def test_an_officer_plans_and_comes_back_to_the_week(client_as, officer, roma):
    response = client_as("officer").post(PLAN, typed(officer))

    made = Intervention.objects.get()
    assert response.url == "/interventi/"
    assert (made.hotspot, made.officers, made.aim) == (roma, 1, "Presidio serale")
    assert made.created_by == officer


def test_another_service_s_people_are_shown_and_cannot_be_ticked(
    client_as, educator, roma
):
    officer = client_as("officer")
    boxes = officer.get(PLAN).context["form"]["crew"]

    (box,) = [b for b in boxes.subwidgets if str(educator) in b.data["label"]]
    assert box.data["attrs"]["disabled"]
    refused = officer.post(PLAN, typed(educator))
    assert refused.status_code == 422
    assert "è di un altro servizio" in refused.content.decode()
    assert not Intervention.objects.exists()


def test_a_person_in_two_places_is_a_sentence_beside_what_was_typed(
    client_as, officer, roma
):
    InterventionFactory(crew=[officer])

    response = client_as("officer").post(PLAN, typed(officer, decisione="comunque"))

    page = response.content.decode()
    assert response.status_code == 422
    assert "è già in un’altra uscita" in page and "Presidio serale" in page
    assert "Non è ancora pianificato." in page and "Pianifica comunque" not in page
    # said once: the live check waits for a change
    assert 'hx-trigger="change' in page


def test_what_can_be_overcome_is_confirmed_with_a_button(client_as, officer, roma):
    InterventionFactory(hotspot=roma)
    planner = client_as("officer")

    first = planner.post(PLAN, typed(officer))
    second = planner.post(PLAN, typed(officer, decisione="comunque"))

    assert first.status_code == 422
    page = first.content.decode()
    assert "Pianifica comunque" in page and "Non è ancora pianificato." not in page
    assert page.count('class="btn btn-primary" type="submit"') == 1
    assert second.status_code == 302


def test_the_conflicts_are_said_while_the_form_is_filled_in(client_as, officer, roma):
    busy = InterventionFactory(crew=[officer])
    planner = client_as("officer")
    address = reverse("intervention_conflicts")

    said = planner.post(address, typed(officer)).content.decode()
    free = planner.post(address, typed(officer, day="2026-11-25")).content.decode()
    itself = planner.post(address, typed(officer, intervention=busy.code))
    empty = planner.post(address, {})

    assert "è già in un’altra uscita" in said
    assert "Nessun conflitto" in free
    assert busy.code not in itself.content.decode()
    assert "Scrivi giorno e orario" in empty.content.decode()
    assert Intervention.objects.count() == 1


def test_every_friday_is_planned_or_none(client_as, officer, roma):
    planner = client_as("officer")
    every_friday = {"repeat": "on", "weekdays": ["4"], "until": "2026-12-11"}
    busy = InterventionFactory(crew=[officer])

    refused = planner.post(PLAN, typed(officer, **every_friday))
    skipped = planner.post(PLAN, typed(officer, decisione="salta", **every_friday))

    assert refused.status_code == 422
    assert "20/11/2026: " in refused.content.decode()
    assert "Salta il 20/11<" in refused.content.decode()
    assert skipped.status_code == 302
    planned = Intervention.objects.exclude(pk=busy.pk)
    assert planned.count() == 3 and planned.values("series").distinct().count() == 1


def test_a_changed_series_says_how_many_were_changed(client_as, officer, roma):
    planner = client_as("officer")
    every_friday = {"repeat": "on", "weekdays": ["4"], "until": "2026-12-04"}
    planner.post(PLAN, typed(officer, **every_friday))
    first = Intervention.objects.earliest("starts_at")
    later = typed(officer, starts="20:00", scope="prossimi", version=first.version)

    page = planner.post(url(first, "replan"), later, follow=True).content.decode()

    assert "3 interventi aggiornati." in page
    alone = typed(officer, starts="21:00", scope="questo", version=first.version + 1)
    page = planner.post(url(first, "replan"), alone, follow=True).content.decode()
    assert f"Intervento {first.code} aggiornato." in page


def test_only_who_reads_the_reports_links_them(client_as, officer, educator, roma):
    report = ReportFactory(hotspot=roma, subject="Vetri rotti")
    planner, reader = client_as("educator"), client_as("officer")

    page = planner.get(PLAN, {"segnalazione": report.code}).content.decode()
    planner.post(PLAN, typed(educator, lead="ed", report_codes=report.code))
    unknown = reader.post(PLAN, typed(report_codes="CR-2026-ZZZZZZ"))
    reader.post(PLAN, typed(officer, decisione="comunque", report_codes=report.code))

    assert report.code not in page and "report_codes" not in page
    theirs, linked = Intervention.objects.order_by("pk")
    assert not theirs.reports.exists() and list(linked.reports.all()) == [report]
    assert "Nessuna segnalazione ha il codice" in unknown.content.decode()
    assert report.code in reader.get(PLAN).content.decode()


def test_the_open_reports_of_the_place_come_first_and_say_what_was_written(
    client_as, programme, roma
):
    here = ReportFactory(hotspot=roma, subject="Lampione spento")
    there = ReportFactory(subject="Panchina rotta")

    page = client_as("officer").get(PLAN, {"luogo": roma.slug}).content.decode()

    near, _, far = page.partition("Negli altri luoghi (1)")
    assert "Lampione spento<span" in near and here.code in near
    assert "Panchina rotta<span" in far and there.code in far and here.code not in far


def test_reports_linked_by_others_stay(client_as, educator, roma):
    report = ReportFactory(hotspot=roma)
    outing = InterventionFactory(hotspot=roma, lead="ed", crew=[educator])
    outing.reports.set([report])
    planner = client_as("educator")

    page = planner.get(url(outing, "replan")).content.decode()
    changed = typed(educator, lead="ed", aim="Ascolto", version=outing.version)
    response = planner.post(url(outing, "replan"), changed)

    outing.refresh_from_db()
    assert response.status_code == 302 and outing.aim == "Ascolto"
    assert list(outing.reports.all()) == [report] and report.code not in page


@pytest.mark.parametrize(
    "changes",
    [
        {"day": "9999-99-99"},
        {"day": ""},
        {"starts": "25:00"},
        {"ends": "19:00"},
        {"ends": "18:00"},
        {"place": "piazza\0roma"},
        {"aim": "Tel. 333 1234567"},
        {"client_id": "1"},
        {"aim": "x" * 201},
        {"crew": ["999999999999999999999"]},
        {"crew": ["abc"]},
        {"lead": "ed"},
        {"lead": "gdf"},
        {"report_codes": ",".join(["CR-2026-ABCDEF"] * 21)},
        {"repeat": "on"},
        {"repeat": "on", "until": "2026-11-01"},
        {"repeat": "on", "until": "2027-12-31"},
        {"day": "2026-11-15"},
    ],
)
def test_hostile_or_wrong_input_gets_a_sentence(client_as, officer, roma, changes):
    response = client_as("officer").post(PLAN, typed(officer, **changes))

    assert response.status_code == 422
    assert not Intervention.objects.exists()


def test_the_plan_of_an_outing_is_changed_on_its_page(client_as, officer, roma):
    outing = InterventionFactory(hotspot=roma, crew=[officer])
    planner = client_as("officer")

    shown = planner.get(url(outing, "replan")).context["form"]
    saved = planner.post(
        url(outing, "replan"), typed(officer, version=1, starts="20:00")
    )
    older = planner.post(
        url(outing, "replan"), typed(officer, version=1, starts="21:00")
    )

    assert shown["starts"].value().strftime("%H:%M") == "19:00"
    assert saved.status_code == 302
    assert older.status_code == 409 and 'value="21:00"' in older.content.decode()
    assert "Nel frattempo" in older.content.decode()


def test_who_is_of_another_service_changes_only_their_people(
    client_as, officer, educator, roma
):
    outing = InterventionFactory(hotspot=roma, crew=[officer])

    client_as("educator").post(
        url(outing, "replan"), typed(educator, version=1, starts="03:00", lead="ed")
    )

    outing.refresh_from_db()
    assert (outing.officers, outing.educators, outing.lead) == (1, 1, "pl")
    assert outing.minutes == 120


def test_a_chip_dropped_elsewhere_moves_or_says_why_not(client_as, officer, roma):
    outing = InterventionFactory(crew=[officer])
    drop = {"place": "piazza-roma", "day": "2026-11-21", "seen": 1}
    planner = client_as("officer")
    asks = {"HTTP_ACCEPT": "application/json"}

    moved = planner.post(url(outing, "move"), drop, **asks)
    older = planner.post(url(outing, "move"), drop, **asks)
    broken = planner.post(url(outing, "move"), {"place": "x", "seen": "-1"}, **asks)

    assert moved.json() == {"moved": outing.code}
    assert (older.status_code, broken.status_code) == (409, 422)
    assert "Nel frattempo" in older.json()["sentences"][0]
    outing.refresh_from_db()
    assert (outing.hotspot, outing.day) == (roma, date(2026, 11, 21))
    assert client_as("educator").post(url(outing, "move"), drop).status_code == 403


def test_a_drop_on_a_covered_place_asks_first(client_as, officer, roma):
    InterventionFactory(hotspot=roma)
    outing = InterventionFactory(crew=[officer])
    drop = {"place": "piazza-roma", "day": "2026-11-20", "seen": 1}
    planner = client_as("officer")
    asks = {"HTTP_ACCEPT": "application/json"}

    asked = planner.post(url(outing, "move"), drop, **asks)
    done = planner.post(url(outing, "move"), {**drop, "confirmed": "on"}, **asks)

    assert asked.status_code == 422 and asked.json()["may_confirm"]
    assert done.status_code == 200


def test_an_outing_is_cancelled_for_a_reason_and_taken_up_again(client_as, officer):
    outing = InterventionFactory(crew=[officer])
    planner = client_as("officer")

    empty = planner.post(url(outing, "cancel"), {"because": " ", "version": 1})
    planner.post(url(outing, "cancel"), {"because": "Pioggia", "version": 1})

    assert empty.status_code == 422
    outing.refresh_from_db()
    assert (outing.status, outing.cancelled_because) == (Status.CANCELLED, "Pioggia")
    page = planner.get(url(outing, "detail")).content.decode()
    assert "Riprendi l’intervento" in page
    planner.post(url(outing, "restore"))
    outing.refresh_from_db()
    assert outing.status == Status.PLANNED


def test_an_educator_joins_from_the_page_of_the_patrol(client_as, officer, educator):
    outing = InterventionFactory(crew=[officer])
    joiner = client_as("educator")

    assert "Entra nell’equipaggio" in joiner.get(url(outing, "detail")).content.decode()
    joiner.post(url(outing, "join"))
    page = joiner.get(url(outing, "detail")).content.decode()

    outing.refresh_from_db()
    assert outing.is_joint and "Esci dall’equipaggio" in page
    joiner.post(url(outing, "leave"))
    outing.refresh_from_db()
    assert not outing.is_joint


def test_a_person_marks_only_their_own_availability(client_as, officer, programme):
    mine = client_as("officer")
    marked = {
        "is_free": "non-posso",
        "first": "2026-11-20",
        "last": "2026-11-22",
        "starts": "",
        "ends": "",
    }
    theirs = AvailabilityFactory(person=UserFactory())

    mine.post(reverse("availability_list"), marked)
    mine.post(reverse("availability_list"), marked)

    row = Availability.objects.get(person=officer)
    assert row.ends_at - row.starts_at == timedelta(days=3) and not row.is_free
    assert "22/11/2026 24:00" in mine.get(reverse("availability_list")).content.decode()
    page = mine.get(PLAN, {"giorno": "2026-11-20", "modello": ""})
    assert page.status_code == 200
    gone = mine.post(reverse("availability_delete", args=[theirs.pk]))
    assert gone.status_code == 404
    mine.post(reverse("availability_delete", args=[row.pk]))
    assert not Availability.objects.filter(person=officer).exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"first": ""},
        {"first": "2026-11-22"},
        {"last": "2028-01-01"},
        {"starts": "10:00"},
        {"is_free": "forse"},
        {"first": "2026-11-01", "last": "2026-11-02"},
        {
            "first": "2027-03-28",
            "last": "2027-03-28",
            "starts": "02:30",
            "ends": "03:15",
        },
    ],
)
def test_a_wrong_availability_gets_a_sentence(client_as, programme, changes):
    marked = {"is_free": "posso", "first": "2026-11-20", "last": "2026-11-21"}

    response = client_as("officer").post(
        reverse("availability_list"), {**marked, **changes}
    )

    assert response.status_code == 422
    assert not Availability.objects.exists()


def test_who_cannot_go_out_is_marked_beside_their_name(client_as, officer, roma):
    AvailabilityFactory(person=officer)

    page = client_as("officer").get(
        PLAN, {"giorno": "2026-11-20", "dalle": "19:00", "alle": "23:00"}
    )

    assert f"{officer} (non disponibile)" in page.content.decode()


def test_an_open_report_leads_to_a_plan_that_answers_it(client_as, roma):
    report, closed = ReportFactory(hotspot=roma), ReportFactory(closed=True)
    officer = client_as("officer")

    page = officer.get(reverse("report_detail", args=[report.code])).content.decode()
    address = f"{PLAN}?segnalazione={report.code}&luogo=piazza-roma"
    assert address.replace("&", "&amp;") in page
    assert report.code in officer.get(address).content.decode()
    gone = officer.get(reverse("report_detail", args=[closed.code])).content.decode()
    assert "Pianifica un’uscita" not in gone


@pytest.mark.parametrize(
    "asked",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:0"],
)
def test_who_asks_to_come_back_elsewhere_comes_back_to_the_week(client_as, roma, asked):
    address = reverse("intervention_plan", query={"torna": asked})

    page = client_as("officer").get(address)

    assert page.context["back"] == "" and "evil" not in page.text
    assert "Torna al calendario" in page.text
