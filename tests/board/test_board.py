"""The handover board: what is news, who has read it, what it refuses, who may correct it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry, Role
from board import services
from board.models import BoardNote, BoardRead
from board.services import NOTES
from hotspots.shared_text import found_in
from interventions.models import Status
from tests.accounts.factories import UserFactory
from tests.board.factories import BoardNoteFactory
from tests.hotspots.factories import HotspotFactory
from tests.interventions.factories import FRIDAY_EVENING, InterventionFactory
from tests.moments import clock_at
from texts.refusals import Refused

BOARD = "/bacheca/"
CHECK = "/bacheca/controllo/"
SATURDAY = FRIDAY_EVENING + timedelta(days=1)


@pytest.fixture(autouse=True)
def roles(db, user_as):
    """Lay the roles with their permissions before a factory makes one without."""
    for role in ("officer", "educator", "coordinator", "social_worker"):
        user_as(role)


def typed(**more):
    return {"text": "Lampione spento in fondo.", "lasts": "settimana"} | more


def post(by, **more):
    return services.post_note(**typed(**more), by=by)


# --- writing


def test_a_note_is_written_and_the_history_says_who(client_as, officer):
    HotspotFactory(slug="piazza-roma")

    answer = client_as("officer").post(
        f"{BOARD}?luogo=piazza-roma",
        typed(hotspot="piazza-roma", mention="educator", shift="sera"),
    )

    note = BoardNote.objects.get()
    assert answer.url == f"/bacheca/?luogo=piazza-roma#nota-{note.pk}"
    assert (note.by, note.service, note.hotspot.slug) == (officer, "pl", "piazza-roma")
    entry = AuditEntry.objects.get(action="board.write")
    assert entry.after == {"mention": "educator"}


@pytest.mark.parametrize("lasts, days", [("oggi", 1), ("tre-giorni", 3), ("mese", 30)])
def test_a_note_expires_at_the_end_of_its_last_day(officer, lasts, days):
    with clock_at(FRIDAY_EVENING):
        note = post(officer, lasts=lasts)

    last = timezone.localtime(note.expires_at - timedelta(minutes=1)).date()
    assert last == timezone.localdate(FRIDAY_EVENING) + timedelta(days=days - 1)


@pytest.mark.parametrize(
    "text, named",
    [
        ("Scrivi a mario@example.org", "email"),
        ("Auto AB 123 CD in divieto", "targa"),
        ("Chiama il 333 1234567", "telefono"),
        ("RSSMRA80A01D150X", "codice fiscale"),
        ("Vedi https://example.org", "indirizzo web"),
    ],
)
def test_what_points_at_a_person_is_refused_and_what_was_typed_stays(
    client_as, text, named
):
    answer = client_as("officer").post(BOARD, typed(text=text))

    assert answer.status_code == 422
    [error] = answer.context["form"].errors["text"]
    assert error.startswith("Sembra che ci sia un") and named in error
    assert text.split()[0] in answer.content.decode()
    assert not BoardNote.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "x" * 501},
        {"hotspot": "altrove"},
        {"hotspot": "\x00"},
        {"shift": "alba"},
        {"mention": "assessore"},
        {"lasts": "per-sempre"},
        {"lasts": ""},
    ],
)
def test_a_wrong_note_is_refused_with_a_sentence(client_as, wrong):
    answer = client_as("educator").post(BOARD, typed(**wrong))

    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not BoardNote.objects.exists()


def test_what_no_keyboard_writes_is_taken_out_of_a_note(client_as):
    client_as("educator").post(BOARD, typed(text=" Poca\x00 luce\u202e qui\n"))

    assert BoardNote.objects.get().text == "Poca luce qui"


def test_a_second_click_writes_one_note(client_as):
    client = client_as("officer")

    client.post(BOARD, typed())
    client.post(BOARD, typed())

    assert BoardNote.objects.count() == 1


def test_too_many_notes_in_an_hour_are_refused_with_a_sentence(client_as, officer):
    for number in range(NOTES.most):
        post(officer, text=f"Nota {number}")

    answer = client_as("officer").post(BOARD, typed())

    assert answer.status_code == 422
    assert f"riprova dopo le {NOTES.time_for(officer.pk)}" in answer.content.decode()
    assert client_as("educator").post(BOARD, typed()).status_code == 302


# --- the hint while one writes


def test_the_hint_refuses_warns_or_is_silent_and_writes_nothing(client_as, programme):
    client = client_as("officer")

    def said(text):
        return client.post(CHECK, {"text": text}).content.decode().strip()

    assert "board-refusal" in said("Targa AB123CD")
    assert "«Mario Rossi»" in said("Ho parlato con Mario Rossi alle 19.")
    assert said("Lampione spento in piazza Roma.") == ""
    assert client.post(CHECK).content.decode().strip() == ""
    assert client.post(CHECK, {"text": "è" * 200_000}).status_code == 200
    assert not BoardNote.objects.exists()


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Ci ha chiamati Anna Bianchi.", True),
        ("Giardini Giovanni Paolo II chiusi.", False),
        ("Giovanni Verdi era lì.", True),
        ("In via Giuseppe Verdi c’è buio.", False),
        ("In Corso Mazzini vetri rotti.", False),
        ("La Polizia Locale passa alle 19.", False),
        ("Passati da Largo Moreni.", False),
        ("Tutto tranquillo.", False),
        ("", False),
    ],
)
def test_two_capitalised_words_that_are_no_place_seem_a_name(programme, text, expected):
    assert bool(found_in(text)) is expected


# --- news, pins, places, archive


@clock_at(SATURDAY)
def test_news_since_my_last_shift_stand_above_pinned_and_older_notes(
    client_as, officer, educator
):
    InterventionFactory(crew=[officer], ended=True)  # until 21:00 of Friday
    InterventionFactory(
        crew=[officer],
        starts_at=FRIDAY_EVENING + timedelta(hours=3),
        status=Status.CANCELLED,
        cancelled_because="Pioggia",
    )
    InterventionFactory(crew=[educator], starts_at=SATURDAY - timedelta(hours=3))
    old = BoardNoteFactory(at=FRIDAY_EVENING, by=educator)
    new = BoardNoteFactory(at=FRIDAY_EVENING + timedelta(hours=3), by=educator)
    pinned = BoardNoteFactory(
        at=FRIDAY_EVENING - timedelta(days=2), by=educator, is_pinned=True
    )
    services.mark_read([old.pk, pinned.pk], by=officer)

    page = client_as("officer").get(BOARD)

    def shown(name):
        return [card["note"] for card in page.context[name]]

    assert (shown("pinned"), shown("new"), shown("old")) == ([pinned], [new], [old])
    text = page.content.decode()
    assert "Dal tuo ultimo turno, finito il 20/11/2026 alle 21:00" in text.replace(
        "2026 21", "2026 alle 21"
    )
    places = [text.index(f'id="nota-{note.pk}"') for note in (new, pinned, old)]
    assert places == sorted(places)


@clock_at(SATURDAY)
def test_a_pinned_note_that_is_new_stands_among_the_news(client_as, educator):
    note = BoardNoteFactory(
        at=SATURDAY - timedelta(hours=1), by=educator, is_pinned=True
    )

    page = client_as("officer").get(BOARD)

    assert [card["note"] for card in page.context["new"]] == [note]
    assert page.context["pinned"] == []


@clock_at(SATURDAY)
def test_a_note_nobody_could_read_before_is_news_until_it_is_read(
    client_as, officer, educator
):
    InterventionFactory(crew=[officer], ended=True)  # until 21:00 of Friday
    missed = BoardNoteFactory(at=FRIDAY_EVENING, by=educator)

    page = client_as("officer").get(BOARD)

    assert [card["note"] for card in page.context["new"]] == [missed]
    assert "Nessuna novità" not in page.content.decode()


def test_without_a_shift_the_last_day_is_news_and_the_page_says_so(
    client_as, officer, educator
):
    BoardNoteFactory(at=SATURDAY - timedelta(hours=23), by=educator)
    read = BoardNoteFactory(at=SATURDAY - timedelta(hours=25), by=educator)
    services.mark_read([read.pk], by=officer)

    page = client_as("officer").get(BOARD)

    assert (len(page.context["new"]), len(page.context["old"])) == (1, 1)
    assert "Delle ultime 24 ore, o ancora da leggere." in page.content.decode()


def test_a_place_shows_its_notes_and_those_of_every_place(client_as, officer):
    here, there = HotspotFactory(slug="piazza-roma"), HotspotFactory(slug="altra")
    mine = BoardNoteFactory(hotspot=here, by=officer)
    everywhere = BoardNoteFactory(by=officer)
    BoardNoteFactory(hotspot=there, by=officer)

    def shown(address):
        page = client_as("officer").get(address)
        return {c["note"] for c in [*page.context["new"], *page.context["old"]]}

    assert shown(f"{BOARD}?luogo=piazza-roma") == {mine, everywhere}
    assert len(shown(f"{BOARD}?luogo=non-c-e")) == 3
    assert len(shown(f"{BOARD}?luogo=%00'&after=9{'9' * 30}&before=x")) == 3


def test_what_expired_is_only_in_the_archive(client_as, officer):
    now = timezone.now()
    expired = BoardNoteFactory(by=officer, expires_at=now - timedelta(minutes=1))
    current = BoardNoteFactory(by=officer, expires_at=now + timedelta(days=1))
    BoardNoteFactory(by=officer, removed_at=now, expires_at=now - timedelta(days=1))

    board = client_as("educator").get(BOARD)
    archive = client_as("educator").get(f"{BOARD}archivio/")

    assert [c["note"] for c in board.context["new"]] == [current]
    assert [c["note"] for c in archive.context["cards"]] == [expired]


def test_a_long_board_is_cut_in_pages(client_as, officer):
    BoardNoteFactory.create_batch(33, by=officer)

    first = client_as("officer").get(BOARD).context["page"]
    second = client_as("officer").get(BOARD, {"after": first.last.pk}).context["page"]

    assert (len(first.rows), len(second.rows)) == (30, 3)


def test_anybody_of_the_board_pins_a_note_and_lets_it_go(client_as, officer):
    note = BoardNoteFactory(by=officer)
    client = client_as("educator")

    for value, expected in (("1", True), ("1", True), ("0", False)):
        client.post(f"{BOARD}{note.pk}/evidenza/", {"is_pinned": value})
        note.refresh_from_db()
        assert note.is_pinned is expected

    actions = AuditEntry.objects.order_by("at", "pk").values_list("action", flat=True)
    assert list(actions) == ["board.pin", "board.unpin"]


# --- who has read


def test_opening_the_board_marks_nothing_the_button_does(client_as, officer, educator):
    note = BoardNoteFactory(by=officer)
    client = client_as("educator")

    page = client.get(BOARD)
    assert not BoardRead.objects.exists()
    client.post(f"{BOARD}lette/", {"note": page.context["unread"]})
    client.post(f"{BOARD}lette/", {"note": page.context["unread"], "scripted": "1"})

    assert [(r.note, r.person) for r in BoardRead.objects.all()] == [(note, educator)]
    assert client.get(BOARD).context["unread"] == []


def test_the_card_names_who_has_read_and_who_has_not(client_as, officer, educator):
    UserFactory(role=Role.objects.get(code="officer"), is_active=False)
    note = BoardNoteFactory(by=officer)
    assert "Letta da 0 su 2" in client_as("officer").get(BOARD).content.decode()
    services.mark_read([note.pk], by=educator)

    text = client_as("officer").get(BOARD).content.decode()

    assert "Letta da 1 su 2" in text
    assert f"Ha letto: {educator}." in text
    assert "Da leggere: Coordinator demo." in text


def test_one_does_not_mark_their_own_nor_what_is_gone_nor_nonsense(client_as, officer):
    now = timezone.now()
    mine = BoardNoteFactory(by=officer)
    gone = BoardNoteFactory(by=UserFactory(), removed_at=now)

    answer = client_as("officer").post(
        f"{BOARD}lette/", {"note": [mine.pk, gone.pk, "x", "9" * 40, "-1", "\x00"]}
    )

    assert answer.status_code == 302
    assert not BoardRead.objects.exists()


# --- correcting and taking away


def test_one_corrects_their_note_of_today_and_it_is_to_be_read_again(
    client_as, officer, educator
):
    note = BoardNoteFactory(by=officer, expires_at=timezone.now() + timedelta(days=2))
    services.mark_read([note.pk], by=educator)
    before = note.expires_at

    answer = client_as("officer").post(
        f"{BOARD}{note.pk}/modifica/",
        typed(text="Corretto.", lasts="", seen=note.version),
    )

    note.refresh_from_db()
    assert answer.status_code == 302
    assert (note.text, note.expires_at) == ("Corretto.", before)
    assert not BoardRead.objects.exists()


def test_what_a_colleague_corrected_meanwhile_is_not_written_over(
    client_as, officer, user_as
):
    note = BoardNoteFactory(by=officer)
    old = note.version
    services.correct_board_note(
        note, text="Del coordinatore.", lasts="", by=user_as("coordinator"), seen=old
    )

    answer = client_as("officer").post(
        f"{BOARD}{note.pk}/modifica/", typed(text="La mia.", lasts="", seen=old)
    )

    note.refresh_from_db()
    assert answer.status_code == 409
    assert "La mia." in answer.content.decode()
    assert note.text == "Del coordinatore."


def test_after_a_day_only_the_coordinator_corrects(client_as, officer, user_as):
    note = BoardNoteFactory(by=officer, at=timezone.now() - timedelta(hours=25))
    url = f"{BOARD}{note.pk}/modifica/"

    assert client_as("officer").get(url).status_code == 403
    assert client_as("coordinator").get(url).status_code == 200
    with pytest.raises(Refused, match="Dopo 24 ore"):
        services.remove_note(note, by=officer)


def test_a_note_of_a_colleague_is_not_mine_to_take_away(client_as, officer):
    note = BoardNoteFactory(by=officer)

    answer = client_as("educator").post(f"{BOARD}{note.pk}/rimozione/")

    assert answer.status_code == 403
    assert BoardNote.objects.current().exists()


def test_taking_a_note_away_erases_its_words_and_keeps_who_and_when(client_as, officer):
    note = BoardNoteFactory(by=officer)
    url = f"{BOARD}{note.pk}/rimozione/"

    client_as("coordinator").post(url)

    note.refresh_from_db()
    assert note.text == "" and note.removed_at
    entry = AuditEntry.objects.get(action="board.remove")
    assert entry.actor_label == "Coordinator demo"
    assert (entry.before, entry.after) == ({}, {})
    assert client_as("coordinator").post(url).status_code == 404
    with pytest.raises(Refused, match="non c’è più"):
        services.pin_note(note, is_pinned=True, by=officer)


def test_the_board_costs_the_same_with_twenty_notes(
    client_as, officer, django_assert_num_queries
):
    client = client_as("educator")
    place = HotspotFactory()

    def cost():
        with django_assert_num_queries(14):
            client.get(BOARD)

    BoardNoteFactory.create_batch(2, by=officer, hotspot=place)
    cost()
    BoardNoteFactory.create_batch(18, by=officer)
    cost()
