"""Referrals to the services: a need without a person, who takes it, how long it waits."""

import csv
import io
import uuid
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, Role
from interventions.models import Act, ActKind
from jobs.models import Outbox
from referrals import services
from referrals.models import Referral
from referrals.notices import count_notices
from referrals.times import measure
from tests.accounts.factories import UserFactory
from tests.hotspots.factories import HotspotFactory
from tests.interventions.factories import ActFactory, InterventionFactory
from tests.referrals.factories import ReferralFactory
from texts.refusals import Refused

LIST = "/operatori/invii/"
NEW = "/operatori/invii/nuovo/"


@pytest.fixture(autouse=True)
def roles(db, user_as):
    """Lay the roles with their permissions before a factory makes one without."""
    for role in ("officer", "educator", "coordinator", "social_worker"):
        user_as(role)


@pytest.fixture
def anna(user_as):
    return user_as("social_worker")


@pytest.fixture
def bruno(anna):
    return UserFactory(
        role=Role.objects.get(code="social_worker"), full_name="Bruno B."
    )


@pytest.fixture
def typed(db):
    """What an officer chooses in the form."""
    return {
        "client_id": str(uuid.uuid4()),
        "desk": "servizi-sociali",
        "need": "casa",
        "urgency": "3",
        "hotspot": "altro",
        "on": f"{timezone.localdate():%Y-%m-%d}",
        "age_band": "18-29",
    }


def taken(by, **fields):
    return ReferralFactory(
        status=Referral.Status.TAKEN, taken_by=by, taken_at=timezone.now(), **fields
    )


def closed(by, *, after, **fields):
    sent_at = timezone.now() - timedelta(days=40)
    return ReferralFactory(
        status=Referral.Status.CLOSED,
        outcome=Referral.Outcome.HELPED,
        sent_at=sent_at,
        taken_by=by,
        taken_at=sent_at + after / 2,
        closed_at=sent_at + after,
        **fields,
    )


# --- sending


@pytest.mark.parametrize(
    ("field", "sentence"),
    [("hotspot", "Scegli il luogo."), ("urgency", "Scegli entro quando.")],
)
def test_place_and_urgency_are_chosen_on_purpose(client_as, typed, field, sentence):
    empty = client_as("educator").get(NEW)

    refused = client_as("educator").post(NEW, typed | {field: ""})

    assert not empty.context["form"][field].value()
    assert sentence in refused.content.decode()
    assert not Referral.objects.exists()


def test_who_sent_it_is_read_by_who_handles_it_while_it_is_open(client_as, typed):
    client_as("educator").post(NEW, typed)
    referral = Referral.objects.get()
    address = reverse("referral_detail", args=[referral.code])

    def shown(role):
        return str(referral.by) in client_as(role).get(address).content.decode()

    assert shown("social_worker") and not shown("officer")
    referral.status, referral.closed_at = Referral.Status.CLOSED, timezone.now()
    referral.taken_at, referral.outcome = timezone.now(), Referral.Outcome.HELPED
    referral.save()
    assert not shown("social_worker")


def test_an_educator_sends_a_need_and_reads_how_to_say_who(client_as, typed):
    client = client_as("educator")

    answer = client.post(NEW, typed, follow=True)

    referral = Referral.objects.get()
    assert answer.redirect_chain[-1][0] == reverse(
        "referral_detail", args=[referral.code]
    )
    text = answer.content.decode()
    assert f"citando il codice <strong>{referral.code}" in text
    assert (referral.service, referral.by.role_id) == ("ed", "educator")
    entry = AuditEntry.objects.get(action="referral.send")
    assert entry.after == {"desk": "servizi-sociali", "need": "casa", "urgency": 3}


def test_each_service_reads_its_own_and_only_how_many_the_other_sent(client_as):
    theirs = ReferralFactory.create_batch(4, service="ed", need="dipendenze")
    ReferralFactory(service="pl", need="casa")
    officer = client_as("officer")
    address = reverse("referral_detail", args=[theirs[0].code])

    page = officer.get(LIST).text
    exported = officer.get(f"{LIST}esporta/").getvalue().decode()
    assert "Dipendenze, " not in page and theirs[0].code not in page + exported
    assert "invii: <strong>meno di 5</strong>" in page
    assert officer.get(address).status_code == 404
    assert client_as("educator").get(address).status_code == 200
    assert client_as("social_worker").get(address).status_code == 200
    assert len(client_as("coordinator").get(LIST).context["page"].rows) == 5

    ReferralFactory(service="ed")
    page = officer.get(LIST, {"need": "casa"}).text
    assert "Educativa territoriale, invii: <strong>5</strong>" in page
    old = officer.get(LIST, {"until": "2020-01-01"}).text
    assert "invii del periodo: <strong>nessuno</strong>" in old


def test_a_removal_order_is_told_by_the_police_alone(client_as, typed):
    order = typed | {"need": "allontanamento"}
    page = client_as("educator").get(NEW).text
    refused = client_as("educator").post(NEW, order)

    assert "Ordine di allontanamento" not in page
    assert refused.status_code == 422
    assert "Scegli di che cosa c’è bisogno." in refused.text
    assert "Ordine di allontanamento" in client_as("officer").get(NEW).text
    client_as("officer").post(NEW, order)
    assert Referral.objects.get().need == Referral.Need.REMOVAL


def test_the_same_form_sent_twice_is_one_referral(client_as, typed):
    client = client_as("officer")

    first, second = client.post(NEW, typed), client.post(NEW, typed)

    assert Referral.objects.count() == 1
    assert first.url == second.url
    assert AuditEntry.objects.filter(action="referral.send").count() == 1


def test_a_form_of_somebody_else_is_not_given_back(client_as, typed):
    client_as("educator").post(NEW, typed)

    answer = client_as("officer").post(NEW, typed)

    assert answer.status_code == 422
    assert Referral.objects.count() == 1


def test_there_is_nowhere_to_write_a_text(client_as):
    page = client_as("officer").get(NEW).content.decode()
    form = page[page.index("csrfmiddlewaretoken") :]

    assert "<textarea" not in form
    assert 'type="text"' not in form


def test_from_an_intervention_place_and_day_are_already_chosen(client_as, typed):
    place = HotspotFactory(slug="piazza-roma")
    outing = InterventionFactory(hotspot=place)
    client = client_as("officer")

    form = client.get(NEW, {"intervento": outing.code.lower()}).context["form"]
    client.post(f"{NEW}?intervento={outing.code}", {**typed, "hotspot": place.slug})

    assert form["hotspot"].value() == "piazza-roma"
    assert form["on"].value() == outing.day
    assert Referral.objects.get().intervention == outing


@pytest.mark.parametrize("code", ["IN-2026-ZZZZZZ", "x\x00", "'", "a" * 50])
def test_an_intervention_that_is_not_there_is_a_404(client_as, code):
    assert client_as("officer").get(NEW, {"intervento": code}).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"desk": "carabinieri"},
        {"need": ""},
        {"urgency": "9" * 40},
        {"urgency": "-1"},
        {"hotspot": "piazza\x00"},
        {"on": "31/02/2026"},
        {"on": "2999-01-01"},
        {"age_band": "200"},
        {"client_id": "non-un-uuid"},
        {"need": "allontanamento", "desk": "sportello-vittime"},
        {"writer": "0"},
    ],
    ids=lambda wrong: next(iter(wrong.items()))[0],
)
def test_a_wrong_choice_is_refused_with_a_sentence(client_as, typed, wrong):
    answer = client_as("officer").post(NEW, typed | wrong)

    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not Referral.objects.exists()


def test_a_day_to_come_is_refused(client_as, typed):
    tomorrow = timezone.localdate() + timedelta(days=1)

    answer = client_as("officer").post(NEW, typed | {"on": f"{tomorrow:%Y-%m-%d}"})

    assert "Il giorno deve ancora venire" in answer.content.decode()


def test_an_urgent_one_is_told_by_mail_to_who_takes_them_and_to_nobody_else(
    client_as, typed, anna, bruno
):
    UserFactory(role=anna.role, is_active=False)

    client_as("officer").post(NEW, typed | {"urgency": "1", "need": "violenza"})

    mails = [row.payload for row in Outbox.objects.all()]
    assert {tuple(mail["to"]) for mail in mails} == {(anna.email,), (bruno.email,)}
    referral = Referral.objects.get()
    assert reverse("referral_detail", args=[referral.code]) in mails[0]["body"]
    assert "iolenza" not in str(mails)


def test_one_that_can_wait_sends_no_mail(client_as, typed, anna):
    client_as("officer").post(NEW, typed)

    assert not Outbox.objects.exists()


# --- taking, giving back, closing


def test_of_two_social_workers_one_takes_it_and_the_other_reads_who_has_it(
    client_as, anna, bruno
):
    referral = ReferralFactory()
    services.take_referral(referral, by=bruno)

    answer = client_as("social_worker").post(
        reverse("referral_take", args=[referral.code])
    )

    assert answer.status_code == 422
    assert "L’invio è già in carico a Bruno B." in answer.content.decode()
    referral.refresh_from_db()
    assert referral.taken_by == bruno


def test_a_second_click_changes_nothing(anna):
    referral = services.take_referral(ReferralFactory(), by=anna)
    again = services.take_referral(referral, by=anna)
    services.close_referral(referral, outcome="avviato", by=anna)
    services.close_referral(referral, outcome="avviato", by=anna)

    assert again.taken_at == referral.taken_at
    actions = AuditEntry.objects.order_by("at", "pk").values_list("action", flat=True)
    assert list(actions) == [
        "referral.take",
        "referral.close",
    ]


def test_only_who_has_it_closes_it(anna, bruno):
    referral = taken(bruno)

    with pytest.raises(Refused, match="in carico a Bruno B"):
        services.close_referral(referral, outcome="avviato", by=anna)
    with pytest.raises(Refused, match="prima prendilo"):
        services.close_referral(ReferralFactory(), outcome="avviato", by=anna)


def test_one_of_a_colleague_who_is_away_goes_back_and_can_be_taken(anna, bruno):
    referral = taken(bruno)

    services.give_back_referral(referral, by=anna)
    services.take_referral(referral, by=anna)

    referral.refresh_from_db()
    assert referral.taken_by == anna


def test_a_closed_one_stays_closed(anna, bruno):
    referral = closed(anna, after=timedelta(days=2))

    for verb in (services.take_referral, services.give_back_referral):
        with pytest.raises(Refused, match="già chiuso"):
            verb(referral, by=bruno)
    with pytest.raises(Refused, match="già chiuso"):
        services.close_referral(referral, outcome="rifiutato", by=anna)


def test_closing_asks_for_an_outcome_and_says_it_to_the_sender(client_as, anna):
    referral = taken(anna)
    url = reverse("referral_close", args=[referral.code])
    client = client_as("social_worker")

    refused = client.post(url, {"outcome": "arrestato"})
    client.post(url, {"outcome": "gia-seguito"})

    assert refused.status_code == 422
    page = client_as("officer").get(reverse("referral_detail", args=[referral.code]))
    text = page.content.decode()
    assert "Già seguito dai servizi" in text
    assert anna.full_name not in text


def test_the_social_worker_has_no_way_to_the_intervention(client_as, anna):
    referral = ReferralFactory(intervention=InterventionFactory())
    url = reverse("referral_detail", args=[referral.code])

    seen = client_as("social_worker").get(url).content.decode()
    by_officer = client_as("officer").get(url).content.decode()

    assert referral.intervention.code not in seen
    assert referral.intervention.code in by_officer


@pytest.mark.django_db(transaction=True)
def test_two_who_take_it_in_the_same_instant_are_one_winner(anna, bruno):
    referral = ReferralFactory()
    start, results = Barrier(2), []

    def take(by):
        try:
            start.wait(10)
            services.take_referral(referral, by=by)
            results.append("preso")
        except Refused as refused:
            results.append(str(refused))
        finally:
            connections.close_all()

    threads = [Thread(target=take, args=[who]) for who in (anna, bruno)]
    [thread.start() for thread in threads]
    [thread.join(30) for thread in threads]

    referral.refresh_from_db()
    assert sorted(results) == sorted(
        ["preso", f"L’invio è già in carico a {referral.taken_by}."]
    )


# --- times, notices, list


def test_it_is_late_after_the_time_of_its_urgency_until_it_is_closed(db, anna):
    now = timezone.now()
    late = [
        ReferralFactory(urgency=1, sent_at=now - timedelta(days=2)),
        taken(anna, urgency=2, sent_at=now - timedelta(days=8)),
        ReferralFactory(urgency=3, sent_at=now - timedelta(days=31)),
    ]
    ReferralFactory(urgency=1, sent_at=now - timedelta(days=1))
    ReferralFactory(urgency=2, sent_at=now - timedelta(days=6))
    closed(anna, after=timedelta(days=39), urgency=1)

    assert set(Referral.objects.late()) == set(late)
    assert {row for row in Referral.objects.all() if row.is_late} == set(late)


def test_the_medians_are_hours_to_take_and_days_to_close(db, anna):
    for days in (2, 4, 30):
        closed(anna, after=timedelta(days=days))
    ReferralFactory()

    times = measure(Referral.objects.all())

    assert (times.hours_to_take, times.taken) == (48, 3)
    assert (times.days_to_close, times.closed) == (4, 3)
    assert times.sentences == [
        "La metà degli invii è presa in carico entro 2 giorni.",
        "La metà degli invii chiusi ha avuto l’esito entro 4 giorni.",
    ]


def test_without_any_taken_the_sentence_says_so(db):
    ReferralFactory()

    (sentence,) = measure(Referral.objects.all()).sentences

    assert "ancora stato preso" in sentence


def test_a_notice_is_what_a_sheet_says_and_not_the_order_itself(db, client_as):
    outing = InterventionFactory(approved=True)
    ActFactory(
        intervention=outing,
        kind=ActKind.REMOVAL,
        count=3,
        notified_questore=1,
        notified_services=2,
    )
    ActFactory(intervention=outing, kind=ActKind.FINE, count=9)
    ActFactory(
        intervention=InterventionFactory(ended=True), kind=ActKind.REMOVAL, count=5
    )

    found = count_notices(outing.day, outing.day)

    assert (found.orders, found.to_questore, found.to_services) == (3, 1, 2)
    page = client_as("coordinator").get(reverse("referral_list")).text
    assert "Di 2 ordini la scheda non dice" in page
    assert count_notices(outing.day + timedelta(days=1)).to_questore == 0
    assert count_notices(place="altrove").to_questore == 0
    assert count_notices(place=outing.hotspot.slug).to_questore == 1
    assert Act.objects.count() == 3


def test_each_filter_keeps_what_it_says(client_as, anna):
    client = client_as("officer")
    place = HotspotFactory(slug="piazza-roma")
    here = ReferralFactory(hotspot=place)
    urgent = ReferralFactory(urgency=1, sent_at=timezone.now() - timedelta(days=2))
    crime = ReferralFactory(need="reato", desk="sportello-vittime")
    done = closed(anna, after=timedelta(days=1))

    def shown(**filters):
        page = client.get(LIST, filters).context["page"]
        return {row.code for row in page.rows}

    assert shown() == {here.code, urgent.code, crime.code}
    assert shown(place="piazza-roma") == {here.code}
    assert shown(place="altro") == {urgent.code, crime.code}
    assert shown(late="on") == {urgent.code} == shown(urgency="1")
    assert shown(desk="sportello-vittime") == {crime.code} == shown(need="reato")
    assert shown(status="chiuso") == {done.code}
    assert len(shown(status="tutti")) == 4
    today = f"{timezone.localdate():%Y-%m-%d}"
    assert shown(since=today) == {here.code, crime.code}


@pytest.mark.parametrize(
    "filters",
    [
        {"since": "ieri"},
        {"since": "2026-02-02", "until": "2026-02-01"},
        {"need": "\x00"},
    ],
)
def test_a_wrong_filter_is_said_beside_the_field(client_as, filters):
    page = client_as("officer").get(LIST, filters)

    assert page.status_code == 200
    assert page.context["form"].errors


COST = 12  # queries of the list, whatever it holds


def test_the_list_costs_the_same_with_twenty(client_as, django_assert_num_queries):
    client = client_as("officer")
    person = UserFactory()

    def cost():
        with django_assert_num_queries(COST):
            client.get(LIST, {"order": "sent"})

    ReferralFactory.create_batch(2, by=person, hotspot=HotspotFactory())
    cost()
    ReferralFactory.create_batch(18, by=person)
    cost()


def test_the_export_holds_what_is_shown(client_as, anna):
    done = closed(anna, after=timedelta(days=3))
    ReferralFactory()

    answer = client_as("coordinator").get(f"{LIST}esporta/", {"status": "chiuso"})

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    [_, row] = csv.reader(io.StringIO(text), delimiter=";")
    assert row[0] == done.code
    assert row[-3:] == ["36,0", "3,0", "Aiuto avviato"]
    entry = AuditEntry.objects.get(action="referral.export")
    assert entry.after == {"filters": ["status"]}


def test_pages_follow_each_other(client_as):
    person = UserFactory()
    ReferralFactory.create_batch(53, by=person)
    client = client_as("officer")

    first = client.get(LIST).context["page"]
    second = client.get(LIST, {"after": first.last.code}).context["page"]

    assert (len(first.rows), len(second.rows)) == (50, 3)
