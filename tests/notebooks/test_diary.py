"""The educators' diary: written, read, looked up, corrected, and closed to everybody else."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.html import escape

from accounts.models import AuditEntry
from hotspots.models import ELSEWHERE
from interventions.models import Service
from notebooks import reading as notebooks
from notebooks.forms import LONGEST
from notebooks.models import SealedNote
from notebooks.sealing import unseal
from notebooks.services import correct_note, write_note
from tests.accounts.factories import UserFactory
from tests.hotspots.factories import HotspotFactory
from tests.interventions.factories import InterventionFactory
from tests.notebooks.factories import SealedNoteFactory

LIST, NEW = "/interventi/diario/", "/interventi/diario/nuova/"


@pytest.fixture
def educator(client_as):
    return client_as("educator")


def typed(**changes):
    return {
        "on": timezone.localdate().isoformat(),
        "hotspot": "altro",
        "climate": "4",
        "topics": ["lavoro", "scuola"],
        "needs": ["ascolto"],
        "referral": "proposto",
        "size_1": "4",
        "band_1": "14-17",
        "text": "Il gruppo della fontana è più calmo.",
    } | changes


def said(note):
    return unseal(note.sealed, note.service, note.pk)


def page(response):
    return response.content.decode()


def test_an_educator_writes_a_page_and_reads_it_again(educator, user_as):
    place = HotspotFactory(name="Piazza Roma")

    answer = educator.post(NEW, typed(hotspot=place.slug), follow=True)

    note = SealedNote.objects.get()
    assert (note.service, note.by, note.hotspot) == (
        Service.EDUCATION,
        user_as("educator"),
        place,
    )
    assert said(note) == {
        "climate": 4,
        "topics": ["lavoro", "scuola"],
        "needs": ["ascolto"],
        "referral": "proposto",
        "groups": [[4, "14-17"]],
        "text": "Il gruppo della fontana è più calmo.",
    }
    for words in (
        "Il gruppo della fontana è più calmo.",
        "4 persone, 14-17 anni",
        "Disponibile",
        "Lavoro, Scuola e formazione",
        "Proposto, non accettato",
        "Piazza Roma",
    ):
        assert words in page(answer), words


def test_the_outing_says_the_day_and_the_place(educator, user_as):
    yesterday = timezone.now() - timedelta(days=1)
    outing = InterventionFactory(
        ended=True, starts_at=yesterday, crew=[user_as("educator")]
    )

    shown = page(educator.get(NEW))
    educator.post(NEW, typed(intervention=outing.code, on=""))

    note = SealedNote.objects.get()
    assert f'value="{outing.code}"' in shown
    assert (note.intervention, note.on, note.hotspot) == (
        outing,
        outing.day,
        outing.hotspot,
    )


def test_outings_of_others_of_the_future_and_of_long_ago_are_not_offered(
    educator, user_as
):
    now, educators = timezone.now(), [user_as("educator")]
    others = InterventionFactory(
        ended=True, starts_at=now - timedelta(days=1), crew=[user_as("officer")]
    )
    planned = InterventionFactory(starts_at=now + timedelta(days=1), crew=educators)
    old = InterventionFactory(
        ended=True, starts_at=now - timedelta(days=40), crew=educators
    )

    shown = page(educator.get(NEW))

    assert not [row for row in (others, planned, old) if row.code in shown]
    refused = educator.post(NEW, typed(intervention=planned.code))
    assert refused.status_code == 422
    assert "Questa uscita non c’è" in page(refused)


def test_from_an_old_outing_the_diary_opens_on_it(educator, user_as):
    old = InterventionFactory(
        ended=True,
        starts_at=timezone.now() - timedelta(days=40),
        crew=[user_as("educator")],
    )

    shown = page(educator.get(NEW, {"intervento": old.code}))
    educator.post(f"{NEW}?intervento={old.code}", typed(intervention=old.code))

    assert f'value="{old.code}" selected' in shown
    assert SealedNote.objects.get().intervention == old


@pytest.mark.parametrize(
    "text",
    [
        "Parlato con il papà, 347 123 4567",
        "Motorino AB 123 CD davanti al bar",
        "RSSMRA85T10A562S",
        "scrive a tizio@example.org",
    ],
)
def test_what_points_at_a_person_is_refused_and_kept_on_the_page(educator, text):
    refused = educator.post(NEW, typed(text=text, size_1="7"))

    assert refused.status_code == 422
    assert "Nel testo sembra esserci" in page(refused)
    assert escape(text) in page(refused)
    assert 'name="size_1" value="7"' in page(refused)
    assert not SealedNote.objects.exists()


def test_the_page_reminds_what_is_not_written(educator):
    assert "Niente nomi, soprannomi, scuole, targhe" in page(educator.get(NEW))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"on": ""}, "Scrivi il giorno, oppure scegli l’uscita."),
        ({"on": "domani"}, "Scrivi la data così"),
        ({"on": "1999-01-01"}, "Scrivi una data tra il 2000"),
        ({"climate": ""}, "Scegli com’era il clima."),
        ({"climate": "9"}, "Scegli un"),
        ({"climate": "\x00"}, ""),
        ({"topics": ["x"]}, "Scegli un"),
        ({"size_1": "-3"}, ""),
        ({"size_1": "9" * 40}, ""),
        ({"size_1": "x"}, ""),
        ({"size_1": "4", "band_1": ""}, "Scegli anche la fascia di età"),
        ({"size_1": "", "band_1": "65+"}, "Scrivi anche quante persone erano"),
        ({"size_8": "4", "band_8": "x"}, ""),
        ({"hotspot": ""}, "Scegli il luogo."),
        ({"hotspot": "nessuno"}, "Questo luogo non c’è"),
        ({"hotspot": "\x00"}, ""),
        ({"intervention": "\x00"}, ""),
        ({"intervention": "9" * 400}, "Questa uscita non c’è"),
        ({"text": "a" * (LONGEST + 1)}, "il massimo è 4.000"),
        ({"referral": ""}, ""),
    ],
)
def test_a_wrong_field_is_said_and_nothing_is_written(educator, changes, sentence):
    refused = educator.post(NEW, typed(**changes))

    assert refused.status_code == 422
    assert sentence in page(refused)
    assert "field-errors" in page(refused)
    assert not SealedNote.objects.exists()


def test_an_empty_form_is_refused(educator):
    assert educator.post(NEW).status_code == 422


def test_a_day_to_come_or_past_its_retention_is_refused(educator, settings):
    settings.DIARY_MONTHS = 2
    today = timezone.localdate()

    later = educator.post(NEW, typed(on=(today + timedelta(days=1)).isoformat()))
    earlier = educator.post(NEW, typed(on=(today - timedelta(days=70)).isoformat()))

    assert "Questo giorno non è ancora arrivato" in page(later)
    assert "degli ultimi 2 mesi" in page(earlier)
    assert not SealedNote.objects.exists()


def test_a_second_click_is_one_page(educator):
    first = educator.post(NEW, typed())
    second = educator.post(NEW, typed())
    educator.post(NEW, typed(text="Un’altra cosa."))

    assert first.url == second.url
    assert SealedNote.objects.count() == 2


def test_the_list_is_cut_by_place_day_and_author(educator, user_as):
    roma, lodi = HotspotFactory(), HotspotFactory()
    mine = user_as("educator")
    rows = {
        "roma": SealedNoteFactory(hotspot=roma, on=date(2026, 3, 1), by=mine),
        "lodi": SealedNoteFactory(hotspot=lodi, on=date(2026, 4, 1)),
        "altrove": SealedNoteFactory(on=date(2026, 5, 1)),
    }

    def shown(**filters):
        text = page(educator.get(LIST, filters))
        return {name for name, row in rows.items() if f"{LIST}{row.pk}/" in text}

    assert shown() == {"roma", "lodi", "altrove"}
    assert shown(place=roma.slug) == {"roma"}
    assert shown(place=ELSEWHERE) == {"altrove"}
    assert shown(since="2026-03-15", until="2026-04-15") == {"lodi"}
    assert shown(mine="on") == {"roma"}


def test_the_list_begins_with_the_last_day_or_with_the_first(educator):
    early = SealedNoteFactory(on=date(2026, 3, 1))
    late = SealedNoteFactory(on=date(2026, 4, 1))

    def order(**filters):
        text = page(educator.get(LIST, filters))
        return text.index(f"{LIST}{early.pk}/") < text.index(f"{LIST}{late.pk}/")

    assert not order()
    assert order(order="prime")


@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        ({"since": "ieri"}, "Scrivi la data così"),
        (
            {"since": "2026-03-02", "until": "2026-03-01"},
            "La fine del periodo viene prima",
        ),
        ({"place": "\x00"}, "Filtri da correggere"),
        ({"order": "x"}, "Filtri da correggere"),
    ],
)
def test_a_wrong_filter_is_said(educator, filters, sentence):
    assert sentence in page(educator.get(LIST, filters))


@pytest.mark.parametrize("number", ["x", "-1", "²", "0", "9" * 40])
def test_a_wrong_number_in_the_address_opens_the_first_page(educator, number):
    note = SealedNoteFactory()

    for side in ("after", "before"):
        assert f"{LIST}{note.pk}/" in page(educator.get(LIST, {side: number}))


def test_pages_follow_one_another(educator, monkeypatch):
    notes = SealedNoteFactory.create_batch(52)

    first = page(educator.get(LIST))
    second = page(educator.get(LIST, {"after": notes[2].pk}))

    assert f"{LIST}{notes[0].pk}/" not in first and 'rel="next"' in first
    assert f"{LIST}{notes[0].pk}/" in second and 'rel="prev"' in second


def test_the_list_costs_the_same_whatever_its_length(
    educator, django_assert_num_queries
):
    SealedNoteFactory.create_batch(2)
    educator.get(LIST)
    with django_assert_num_queries(9):
        educator.get(LIST)
    SealedNoteFactory.create_batch(18)
    educator.get(LIST)  # which leaves in the trail that they were read
    with django_assert_num_queries(9):
        educator.get(LIST)


def test_words_are_found_whatever_case_and_accents_and_never_in_the_address(educator):
    found = SealedNoteFactory(data={"text": "Più CALMO alla Fontana"})
    by_topic = SealedNoteFactory(data={"text": "Fontana", "topics": ["rete"]})
    other = SealedNoteFactory(data={"text": "Pioggia"})

    def looked_up(words):
        text = page(educator.post(LIST, {"words": words}))
        return {row for row in (found, by_topic, other) if f"{LIST}{row.pk}/" in text}

    assert looked_up("piu fontana") == {found}
    assert looked_up("FONTANA") == {found, by_topic}
    assert looked_up("vita in rete") == {by_topic}
    assert looked_up("neve") == set()
    form = page(educator.get(LIST)).split('role="search"')[0].rsplit("<form", 1)[1]
    assert 'method="post"' in form


def test_a_search_looks_only_in_the_period_and_says_where_it_stopped(
    educator, monkeypatch
):
    old = SealedNoteFactory(on=date(2026, 1, 1), data={"text": "fontana"})
    new = SealedNoteFactory(on=date(2026, 5, 1), data={"text": "fontana"})

    inside = page(educator.post(f"{LIST}?since=2026-04-01", {"words": "fontana"}))
    monkeypatch.setattr(notebooks, "SEARCH_ROWS", 1)
    bounded = page(educator.post(LIST, {"words": "fontana"}))

    assert f"{LIST}{new.pk}/" in inside and f"{LIST}{old.pk}/" not in inside
    assert "Ho cercato nelle" not in inside
    assert f"{LIST}{new.pk}/" in bounded and f"{LIST}{old.pk}/" not in bounded
    assert "Ho cercato nelle" in bounded


@pytest.mark.parametrize("words", ["", "   ", "\x00", "a" * 81])
def test_a_wrong_search_is_said(educator, words):
    SealedNoteFactory()

    refused = educator.post(LIST, {"words": words})

    assert refused.status_code == 422
    assert "field-errors" in page(refused)


def test_the_author_corrects_and_the_page_says_when(educator, user_as):
    note = write_note(
        {"text": "Prima", "climate": 3}, on=date(2026, 5, 1), by=user_as("educator")
    )
    edit = f"{LIST}{note.pk}/correggi/"
    assert "Prima" in page(educator.get(edit))

    answer = educator.post(edit, typed(text="Dopo", seen="1"), follow=True)

    note.refresh_from_db()
    assert (said(note)["text"], note.version) == ("Dopo", 2)
    assert page(answer).count("ha corretto") == 1
    assert page(answer).count("ha scritto") == 1


@pytest.mark.parametrize("seen", ["1", "", "x", "9" * 30])
def test_who_corrects_what_changed_meanwhile_loses_nothing(educator, user_as, seen):
    author = user_as("educator")
    note = write_note({"text": "Prima"}, on=date(2026, 5, 1), by=author)
    correct_note(note, {"text": "Nel mezzo"}, on=note.on, by=author, seen=1)
    edit = f"{LIST}{note.pk}/correggi/"

    refused = educator.post(edit, typed(text="La mia versione", seen=seen))

    note.refresh_from_db()
    assert refused.status_code == (409 if seen in ("1", "") else 422)
    assert "La mia versione" in page(refused)
    assert said(note)["text"] == "Nel mezzo"
    if refused.status_code == 409:
        assert "Nel mezzo" in page(refused)
        assert 'name="seen" value="2"' in page(refused)
        educator.post(edit, typed(text="La mia versione", seen="2"))
        note.refresh_from_db()
        assert said(note)["text"] == "La mia versione"


def test_a_colleague_reads_and_does_not_correct(educator):
    note = SealedNoteFactory(data={"text": "Di una collega"})
    edit = f"{LIST}{note.pk}/correggi/"

    assert "Di una collega" in page(educator.get(f"{LIST}{note.pk}/"))
    assert "correggi" not in page(educator.get(f"{LIST}{note.pk}/"))
    assert educator.get(edit).status_code == 403
    assert educator.post(edit, typed(seen="1")).status_code == 403
    assert SealedNote.objects.get().version == 1


def test_a_page_that_no_key_opens_is_said_and_cannot_be_written_over(educator, user_as):
    note = SealedNoteFactory(by=user_as("educator"))
    SealedNote.objects.update(sealed="gAAAAA")

    assert "Non si apre con le chiavi in uso" in page(educator.get(LIST))
    assert "Nessuna delle chiavi in uso" in page(educator.get(f"{LIST}{note.pk}/"))
    answer = educator.post(f"{LIST}{note.pk}/correggi/", typed(seen="1"))
    assert (answer.status_code, answer.url) == (302, f"{LIST}{note.pk}/")
    assert SealedNote.objects.get().sealed == "gAAAAA"
    assert educator.post(LIST, {"words": "x"}).status_code == 200


def test_the_trail_says_who_and_which_page_and_nothing_of_it(educator, user_as):
    educator.post(NEW, typed())
    note = SealedNote.objects.get()
    educator.post(f"{LIST}{note.pk}/correggi/", typed(text="Dopo", seen="1"))

    rows = AuditEntry.objects.filter(target_id=str(note.pk)).order_by("pk")
    assert [(r.action, r.actor, r.before, r.after) for r in rows] == [
        ("notebook.write_diary", user_as("educator"), {}, {}),
        ("notebook.correct_diary", user_as("educator"), {}, {}),
    ]


def test_a_deactivated_educator_reads_nothing_any_more(educator, user_as):
    note = SealedNoteFactory()
    person = user_as("educator")
    person.is_active = False
    person.save()

    answer = educator.get(f"{LIST}{note.pk}/")

    assert answer.status_code == 302 and answer.url.startswith("/accedi/")
    assert not SealedNote.objects.visible_to(person).exists()


def test_who_is_of_no_service_cannot_write_even_by_the_service(user_as):
    for role in ("coordinator", "admin", "assessore", "social_worker"):
        with pytest.raises(ValueError, match="officer or an educator"):
            write_note({"text": "x"}, on=date(2026, 5, 1), by=user_as(role))
        assert not SealedNote.objects.visible_to(user_as(role)).exists()


def test_only_the_author_corrects_even_by_the_service(user_as):
    note = SealedNoteFactory(by=UserFactory())

    with pytest.raises(ValueError, match="who wrote it"):
        correct_note(note, {"text": "x"}, on=note.on, by=user_as("educator"), seen=1)


def test_no_browser_and_no_proxy_keeps_these_pages(educator):
    note = SealedNoteFactory()

    for url in (LIST, NEW, f"{LIST}{note.pk}/"):
        assert "no-store" in educator.get(url)["Cache-Control"]
