"""The month of turns: drafts that only planners see, published at once with one mail each."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from desk.publishing import discard_draft, publish_month
from desk.turns import initials_of, usual_hours
from interventions.models import Intervention, Service, Status
from interventions.planning.conflicts import find_conflicts
from interventions.planning.gaps import gaps_of_week
from interventions.record.lifecycle import StepRefused
from interventions.services.planning import plan_intervention, replan_intervention
from interventions.services.reminders import send_reminders
from jobs.models import Outbox
from jobs.services import sweep
from tests.accounts.factories import UserFactory
from tests.hotspots.factories import HotspotFactory
from tests.interventions.factories import AvailabilityFactory, InterventionFactory
from tests.interventions.test_planning import plan
from tests.moments import ROME, clock_at
from tests.reports.factories import ReportFactory
from texts.days import hours_between

MONTH = "/interventi/mese/"
BACK = "torna=%2Finterventi%2Fmese%2F%3Fmese%3D2026-12"
FIRST = date(2026, 12, 1)
PUBLISHING = 27  # queries, at most

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with clock_at("2026-11-20 08:00"):
        yield


@pytest.fixture
def roma():
    return HotspotFactory(slug="piazza-roma", name="Piazza Roma")


def draft(*people, by, day=FIRST, **changes):
    asked = plan(*people, day=day, **{"is_draft": True, **changes})
    return plan_intervention(asked, by=by, confirmed=True)


def mails():
    return [row.payload for row in Outbox.objects.order_by("pk")]


def page(client, **query):
    return client.get(MONTH, {"mese": "2026-12", **query})


def test_a_draft_is_seen_by_who_plans_both_services_and_by_nobody_else(
    client_as, officer, coordinator, roma
):
    row = draft(officer, by=coordinator, hotspot=roma)
    detail = reverse("intervention_detail", args=[row.code])
    again = reverse("intervention_replan", args=[row.code])

    assert "bozza" in page(client_as("coordinator")).text
    assert "19:00-23:00" not in page(client_as("officer")).text
    assert client_as("coordinator").get(again).status_code == 200
    for address in (detail, again, reverse("intervention_edit", args=[row.code])):
        assert client_as("officer").get(address).status_code == 404
    for address in ("/interventi/?dal=2026-12-01", "/operatori/interventi/"):
        for role in ("officer", "coordinator"):
            assert row.code not in client_as(role).get(address, follow=True).text
    assert client_as("officer").get(reverse("field_state")).json()["outings"] == []
    with clock_at("2026-11-30 20:00"):
        assert send_reminders() == 0
    assert mails() == []


def test_what_stands_in_the_way_tells_of_a_draft_to_who_plans_both_services_alone(
    officer, coordinator, roma
):
    draft(officer, by=coordinator, hotspot=roma)
    asked = [plan(officer, day=FIRST, hotspot=roma)]

    (told,) = find_conflicts(asked, by=coordinator)
    assert any("in bozza" in conflict.text for conflict in told)
    assert find_conflicts(asked, by=officer) == find_conflicts(asked) == [[]]


def test_a_published_month_is_one_mail_for_each_and_a_second_time_only_what_is_new(
    officer, educator, coordinator, roma, mailoutbox
):
    for n in range(3):
        draft(officer, by=coordinator, day=FIRST + timedelta(days=2 * n), hotspot=roma)
    joint = draft(officer, educator, by=coordinator, day=date(2026, 12, 20))
    other_month = draft(educator, by=coordinator, day=date(2027, 1, 2))

    published, left = publish_month(FIRST, by=coordinator)

    assert len(published) == 4 and left == []
    with clock_at("2026-11-20 08:02"):
        sweep()
    told = {mail.to[0]: mail for mail in mailoutbox}
    assert len(mailoutbox) == 2 and told.keys() == {officer.email, educator.email}
    assert told[officer.email].subject == "4 uscite nuove nel tuo calendario"
    assert told[educator.email].subject == "Uscita del domenica 20/12/2026, 19:00: " + (
        "ci sei anche tu"
    )
    body = told[officer.email].body
    assert "martedì 01/12/2026, 19:00-23:00, Piazza Roma (Presidio)" in body
    joint.refresh_from_db()
    assert (joint.status, joint.version) == (Status.PLANNED, 2)
    assert [s.what for s in joint.history.all()] == ["pianificato", "pubblicato"]
    assert AuditEntry.objects.filter(action="intervention.publish").count() == 4
    other_month.refresh_from_db()
    assert other_month.status == Status.DRAFT

    with clock_at("2026-11-20 09:00"):
        assert publish_month(FIRST, by=coordinator) == ([], [])
        draft(educator, by=coordinator, day=date(2026, 12, 22))
        publish_month(FIRST, by=coordinator)
    with clock_at("2026-11-20 09:02"):
        sweep()
    assert len(mailoutbox) == 3 and "22/12/2026" in mailoutbox[-1].subject


def test_hours_put_right_just_after_publishing_are_the_only_ones_mailed(
    officer, coordinator, roma, mailoutbox
):
    row = draft(officer, by=coordinator, hotspot=roma)
    publish_month(FIRST, by=coordinator)
    row.refresh_from_db()
    with clock_at("2026-11-20 08:01"):
        replan_intervention(
            row, plan(officer, day=FIRST, starts=hour(18)), by=coordinator
        )

    with clock_at("2026-11-20 08:03"):
        sweep()

    (mail,) = mailoutbox
    assert "01/12/2026, 18:00: ci sei anche tu" in mail.subject


@pytest.mark.parametrize("many", [2, 12])
def test_publishing_costs_the_same_with_more_turns(
    officer, coordinator, roma, many, django_assert_max_num_queries
):
    for n in range(many):
        draft(officer, by=coordinator, day=FIRST + timedelta(days=n), hotspot=roma)

    with django_assert_max_num_queries(PUBLISHING):
        published, _ = publish_month(FIRST, by=coordinator)

    assert len(published) == many


def test_publishing_asks_first_and_names_who_is_told(
    client_as, officer, educator, coordinator, roma
):
    client = client_as("coordinator")
    ask = reverse("month_publish") + "?mese=2026-12"
    assert "niente in bozza" in client.get(ask, follow=True).text
    for day in (1, 3):
        draft(officer, by=coordinator, day=date(2026, 12, day), hotspot=roma)
    draft(officer, educator, by=coordinator, day=date(2026, 12, 20))

    assert f'href="{ask}"' in page(client).text
    asked = client.get(ask)

    assert asked.context["told"] == [(educator, 1), (officer, 3)]
    assert f"<li>{officer}: 3 turni</li>" in asked.text
    assert f"<li>{educator}: 1 turno</li>" in asked.text
    assert Intervention.objects.drafts().count() == 3 and mails() == []


def test_a_phone_reads_its_own_month_first_from_today_on(
    client_as, officer, educator, coordinator, roma
):
    plan_intervention(
        plan(officer, day=date(2026, 11, 23), hotspot=roma), by=officer, confirmed=True
    )
    with clock_at("2026-11-25 08:00"):
        plan_intervention(
            plan(officer, day=date(2026, 11, 27)), by=officer, confirmed=True
        )
        text = client_as("officer").get(MONTH).text

    listed = text[text.index("I tuoi turni") :]
    assert listed.index("ven 27") < listed.index("Giorni passati")
    assert listed.index("Giorni passati") < listed.index("lun 23")
    assert listed.index("lun 23") < listed.index("<summary><strong>")
    assert "I tuoi turni" not in client_as("coordinator").get(MONTH).text


def test_the_cell_opens_a_short_form_with_the_rest_folded(client_as, officer, roma):
    address = (
        f"/interventi/nuovo/?bozza=1&giorno=2026-12-04&persona={officer.pk}"
        "&dalle=20:00&alle=01:00"
    )
    client = client_as("coordinator")

    short, whole = client.get(address).text, client.get("/interventi/nuovo/").text

    assert f"Chi esce: {officer}</h2></summary>" in short
    assert "Metti nel mese" in short and "Metti nel mese" not in whole
    assert 'class="desk-fold" open' not in short
    assert "</h2></summary>" not in whole
    # what is wrong in a fold is not hidden
    refused = client.post(
        "/interventi/nuovo/", {"draft": "on", "day": "2026-12-04", "kind": "x"}
    )
    assert refused.status_code == 422
    assert '<details class="desk-fold" open><summary><h2 id="perche"' in refused.text


def test_a_turn_that_nobody_wrote_about_says_so(client_as, officer, roma):
    row = plan_intervention(
        plan(officer, day=date(2026, 11, 23), hotspot=roma), by=officer, confirmed=True
    )

    with clock_at("2026-11-25 08:00"):
        text = client_as("officer").get(MONTH).text
    assert "19:00-23:00 non registrata" in text
    assert '<span class="late">Non registrata</span>' in text
    Intervention.objects.filter(pk=row.pk).update(status=Status.ENDED)
    with clock_at("2026-11-25 08:00"):
        assert "on registrata" not in client_as("officer").get(MONTH).text


def test_what_cannot_be_stays_a_draft_and_says_why(
    client_as, officer, coordinator, roma
):
    busy = draft(officer, by=coordinator, hotspot=roma)
    plan_intervention(plan(officer, day=FIRST), by=officer, confirmed=True)
    twice = [draft(officer, by=coordinator, day=date(2026, 12, 9)) for _ in range(2)]

    client = client_as("coordinator")
    said = client.post(reverse("month_publish"), {"mese": "2026-12"}, follow=True).text

    assert "Resta in bozza il turno del 01/12:" in said
    assert "Resta in bozza il turno del 09/12:" in said
    states = [Intervention.objects.get(pk=row.pk).status for row in (busy, *twice)]
    assert states == [Status.DRAFT, Status.PLANNED, Status.DRAFT]
    # a month gone by is not published late
    with clock_at("2027-01-02 08:00"):
        assert publish_month(FIRST, by=coordinator)[0] == []


def test_a_draft_is_changed_and_taken_out_without_a_word_to_anybody(
    client_as, officer, coordinator
):
    row = draft(officer, by=coordinator)
    client = client_as("coordinator")
    again = reverse("intervention_replan", args=[row.code])
    form = client.get(again).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    typed |= {"starts": "20:00", "ends": "23:00", "day": "2026-12-03"}
    typed = {name: value for name, value in typed.items() if value is not None}

    answer = client.post(f"{again}?{BACK}", typed)

    assert answer.url == f"{MONTH}?mese=2026-12"
    row.refresh_from_db()
    assert (row.day, row.status) == (date(2026, 12, 3), Status.DRAFT)
    assert client.post(reverse("draft_remove", args=[row.code])).status_code == 302
    assert not Intervention.objects.exists() and mails() == []
    assert AuditEntry.objects.filter(action="intervention.discard").exists()


def test_a_report_s_page_cannot_say_what_is_in_draft(client_as, coordinator, roma):
    report = ReportFactory(hotspot=roma)
    client = client_as("coordinator")
    typed = {
        "place": "piazza-roma",
        "day": "2026-12-04",
        "starts": "19:00",
        "ends": "23:00",
        "kind": "presidio",
        "lead": "pl",
        "draft": "on",
        "report_codes": report.code,
    }

    refused = client.post("/interventi/nuovo/", typed)

    assert refused.status_code == 422
    assert "non resta in bozza" in refused.text
    assert refused.context["form"].errors.keys() == {"draft"}
    row = draft(by=coordinator, hotspot=roma)
    again = client.get(reverse("intervention_replan", args=[row.code]))
    assert "report_codes" not in again.context["form"].fields


def test_a_published_turn_is_not_taken_out_as_a_draft(client_as, officer):
    row = plan_intervention(plan(officer, day=FIRST), by=officer)

    client_as("coordinator").post(reverse("draft_remove", args=[row.code]))

    assert Intervention.objects.get().status == Status.PLANNED


def test_a_draft_that_another_just_took_out_is_said_to_be_gone(
    officer, coordinator, roma
):
    row = draft(officer, by=coordinator, hotspot=roma)
    discard_draft(row, by=coordinator)

    with pytest.raises(StepRefused, match="non c’è più"):
        discard_draft(row, by=coordinator)
    assert publish_month(FIRST, by=coordinator) == ([], [])


def test_a_cell_leads_to_the_form_filled_in_and_back_to_the_month(
    client_as, officer, roma
):
    InterventionFactory(
        planned_from=datetime(2026, 11, 13, 20, tzinfo=ROME),
        planned_until=datetime(2026, 11, 14, 1, tzinfo=ROME),
        starts_at=datetime(2026, 11, 13, 20, tzinfo=ROME),
    )
    assert usual_hours(Service.POLICE) == [
        (datetime(2026, 1, 1, 20).time(), datetime(2026, 1, 1, 1).time())
    ]
    client = client_as("coordinator")
    link = (
        f"/interventi/nuovo/?bozza=1&amp;giorno=2026-12-01&amp;persona={officer.pk}"
        f"&amp;dalle=20:00&amp;alle=01:00&amp;{BACK}"
    )
    assert link in page(client).text

    link = link.replace("&amp;", "&")
    form = client.get(link).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    assert (typed["lead"], typed["crew"]) == ("pl", [str(officer.pk)])
    typed = {n: v for n, v in typed.items() if v not in (None, "", [])}
    answer = client.post(link, typed | {"kind": "presidio", "place": "piazza-roma"})

    assert answer.url == f"{MONTH}?mese=2026-12"
    assert Intervention.objects.drafts().get().crew.get().person == officer


def test_the_page_adds_up_hours_nights_and_weeks_and_says_who_cannot(
    client_as, officer, coordinator, roma
):
    for day in range(1, 6):
        draft(
            officer,
            by=coordinator,
            day=date(2026, 12, day),
            starts=hour(16),
            ends=hour(1),
            hotspot=roma,
        )
    # of the first week, in November
    plan_intervention(plan(officer, day=date(2026, 11, 30)), by=officer, confirmed=True)
    AvailabilityFactory(
        person=officer,
        starts_at=datetime(2026, 12, 28, 14, tzinfo=ROME),
        ends_at=datetime(2026, 12, 28, 20, tzinfo=ROME),
        is_free=True,
    )
    AvailabilityFactory(
        person=officer,
        starts_at=datetime(2026, 12, 24, tzinfo=ROME),
        ends_at=datetime(2026, 12, 26, tzinfo=ROME),
    )

    answer = page(client_as("coordinator"))

    (row,) = [r for r in answer.context["groups"][0][2] if r.person == officer]
    assert (row.minutes, row.nights) == (5 * 540, 5)
    assert row.weeks[0] == (date(2026, 11, 30), 5 * 540 + 240, True)
    assert {c.day.day: c.said for c in row.cells if c.said} == {
        24: (False, ""),
        25: (False, ""),
        28: (True, "14:00-20:00"),
    }
    assert answer.context["drafts"] == 5
    assert answer.context["mondays"][0] == date(2026, 11, 30)
    assert 'title="16:00-01:00, Piazza Roma"><strong>PR</strong>' in answer.text
    assert "dal 30/11: 49 h, troppe" in answer.text


def hour(number):
    return datetime(2026, 1, 1, number).time()


def test_a_turn_too_soon_after_the_one_before_is_marked(
    client_as, officer, coordinator
):
    draft(officer, by=coordinator, day=date(2026, 12, 1))
    draft(officer, by=coordinator, day=date(2026, 12, 2), starts=hour(9), ends=hour(11))
    draft(
        officer, by=coordinator, day=date(2026, 12, 2), starts=hour(12), ends=hour(14)
    )
    draft(officer, by=coordinator, day=date(2026, 12, 3), starts=hour(9), ends=hour(11))

    answer = page(client_as("coordinator"))

    (row,) = [r for r in answer.context["groups"][0][2] if r.person == officer]
    turns = [turn for cell in row.cells for turn in cell.turns]
    assert [turn.is_tired for turn in turns] == [False, True, False, False]
    # in the table and in the list of a phone
    assert answer.text.count("riposo breve</span>") == 2


@pytest.mark.parametrize("asked", ["", "2026-13", "9999-01", "x\x00", "2026-12-01"])
def test_a_month_that_cannot_be_read_is_said_and_the_page_is_of_this_one(
    client_as, asked
):
    answer = client_as("officer").get(MONTH, {"mese": asked})

    assert answer.status_code == 200
    assert "Turni di novembre 2026" in answer.text
    assert (
        client_as("coordinator")
        .post(reverse("month_publish"), {"mese": asked})
        .status_code
        == 302
    )


def test_the_page_costs_the_same_with_more_turns(
    client_as, officer, coordinator, roma, django_assert_max_num_queries
):
    client = client_as("coordinator")
    draft(officer, by=coordinator)
    with django_assert_max_num_queries(30) as first:
        page(client)
    for day in range(2, 20):
        colleague = UserFactory(role=officer.role)
        draft(officer, colleague, by=coordinator, day=date(2026, 12, day), hotspot=roma)
    with django_assert_max_num_queries(len(first)):
        page(client)


def test_two_places_with_the_same_letters_are_told_apart(roma):
    other = HotspotFactory(name="Piazza Risorgimento")

    assert initials_of([roma, other, None]) == {roma: "PR", other: "PR2", None: "AC"}


def test_presence_lacks_no_further_ahead_than_reports_were_counted():
    needy = {("piazza-roma", 0)}

    assert gaps_of_week(date(2027, 1, 11), [], needy)
    assert not gaps_of_week(date(2027, 1, 18), [], needy)


# --- a click a turn


def press(client, person, day="2026-12-03", **typed):
    return client.post(
        f"{MONTH}turno/",
        {
            "mese": "2026-12",
            "luogo": "piazza-roma",
            "dalle": "20:00",
            "alle": "22:00",
            "tipo": "pattuglia-congiunta",
            "casella": f"{person.pk}_{day}",
            **typed,
        },
    )


def test_a_click_puts_the_turn_in_draft_and_the_next_one_has_it_already(
    client_as, officer, roma
):
    client = client_as("coordinator")

    answer = press(client, officer)

    row = Intervention.objects.get()
    assert row.status == Status.DRAFT and row.lead == Service.POLICE
    assert (row.hotspot, row.day) == (roma, date(2026, 12, 3))
    assert hours(row) == "20:00-22:00" and [m.person for m in row.crew.all()] == [
        officer
    ]
    shown = client.get(answer.url)
    assert "In bozza: " in shown.text and 'value="20:00"' in shown.text
    assert answer.url.endswith(f"#persona-{officer.pk}")


def test_who_is_clicked_at_the_same_hours_and_place_goes_out_together(
    client_as, officer, educator, roma
):
    client = client_as("coordinator")
    for person in (officer, educator, educator):  # twice is as once
        press(client, person)
    press(client, educator, day="2026-12-04")
    press(client, officer, day="2026-12-04", dalle="21:00", alle="23:00")

    crews = {
        (row.day.day, hours(row)): {m.person for m in row.crew.all()}
        for row in Intervention.objects.all()
    }
    assert crews == {
        (3, "20:00-22:00"): {officer, educator},
        (4, "20:00-22:00"): {educator},
        (4, "21:00-23:00"): {officer},
    }


def test_a_published_turn_of_the_same_hours_is_not_touched_by_a_click(
    client_as, officer, educator, roma
):
    published = InterventionFactory(
        crew=[officer],
        hotspot=roma,
        starts_at=datetime(2026, 12, 3, 20, tzinfo=ROME),
        version=1,
    )

    press(client_as("coordinator"), educator)

    assert Intervention.objects.count() == 2
    assert [m.person for m in published.crew.all()] == [officer]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"dalle": ""}, "Scrivi a che ora inizia."),
        ({"alle": "25:99"}, "Scrivi l’ora"),
        ({"luogo": "piazza-che-non-c-e"}, "Scegli"),
        ({"dalle": "08:00", "alle": "07:00"}, "Dura più di 16 ore"),
        ({"casella": "0_2026-12-03"}, "Questa casella non c’è più"),
        ({"casella": "{pk}_9"}, "Scrivi la data così"),
        ({"casella": "\x00_2026-12-03"}, ""),
        ({"casella": "{pk}_2026-11-01"}, "già passate"),
        ({"casella": "{pk}_2027-03-28", "dalle": "02:30", "alle": "04:00"}, "02:30"),
        ({"casella": "{pk}_9999-12-31"}, "Scrivi una data tra"),
    ],
)
def test_a_click_that_cannot_be_is_told_and_what_was_typed_stays(
    client_as, officer, roma, typed, said
):
    typed = {name: value.format(pk=officer.pk) for name, value in typed.items()}

    answer = press(client_as("coordinator"), officer, **typed)

    assert answer.status_code == 422 and said in answer.text
    assert 'form="turno"' in answer.text
    if "alle" not in typed:
        assert 'value="22:00"' in answer.text
    assert not Intervention.objects.exists()


def test_without_a_cell_the_turn_is_only_kept(client_as, officer, roma):
    client = client_as("coordinator")

    answer = press(client, officer, casella="", dalle="18:15")

    assert 'value="18:15"' in client.get(answer.url).text
    assert not Intervention.objects.exists()


def test_who_is_busy_in_a_published_turn_is_told_beside_the_turn(
    client_as, officer, roma
):
    busy = datetime(2026, 12, 3, 19, tzinfo=ROME)
    InterventionFactory(crew=[officer], starts_at=busy)

    answer = press(client_as("coordinator"), officer)

    assert answer.status_code == 422 and "03/12: " in answer.text
    assert Intervention.objects.count() == 1


def test_a_draft_with_nobody_or_of_who_left_is_on_the_page(
    client_as, officer, coordinator, roma
):
    alone = draft(by=coordinator, hotspot=roma)
    left = draft(officer, by=coordinator, hotspot=roma, day=date(2026, 12, 9))
    officer.is_active = False
    officer.save()

    text = page(client_as("coordinator")).text

    assert "nessuno nell’equipaggio" in text and "non è più in servizio" in text
    for row in (alone, left):
        assert reverse("intervention_replan", args=[row.code]) in text
    assert "senza nessuno" not in page(client_as("officer")).text


def hours(row):
    return hours_between(row.starts_at, row.ends_at)
