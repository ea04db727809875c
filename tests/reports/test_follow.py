"""Following a report: with its key everything, with its code what is public, else a 404."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Throttle
from reports.codes import derive_key
from reports.models import Message, Outcome, Status
from reports.services.follow import reopen_own_report
from tests.reports.factories import (
    DraftFactory,
    MessageFactory,
    PhotoFactory,
    ReportFactory,
    StatusChangeFactory,
)


def link_of(report):
    return reverse("report_open", args=[report.code, derive_key(report.draft_key)])


def page_of(report):
    return reverse("report_status", args=[report.code])


@pytest.fixture
def report(programme):
    return ReportFactory(
        subject="OGGETTO", details="DETTAGLI", email="anna@example.org"
    )


@pytest.fixture
def follower(report):
    """A browser that opened the secret link."""
    client = Client()
    client.get(link_of(report))
    return client


def test_the_secret_link_shows_everything_and_leaves_the_address_bar(client, report):
    response = client.get(link_of(report))

    assert response.url == page_of(report)
    assert response["Referrer-Policy"] == "no-referrer"
    page = client.get(response.url).content.decode()
    assert "OGGETTO" in page and "DETTAGLI" in page and "Ricevuta" in page
    assert "Ti rispondiamo entro il" in page


def test_pages_of_one_report_stay_out_of_caches_and_searches(follower, report):
    response = follower.get(page_of(report))

    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]


def test_the_code_and_key_typed_by_hand_open_it_too(client, report):
    key = derive_key(report.draft_key).upper()

    response = client.post(
        reverse("report_follow"),
        {"code": f" {report.code.lower()} ", "key": f"{key[:13]} {key[13:]}"},
    )

    assert response.url == page_of(report)
    assert client.get(response.url).status_code == 200


def test_a_private_and_a_missing_report_give_the_same_answer(
    client, report, django_assert_num_queries
):
    missing = reverse("report_status", args=["CR-2026-ZZZZZZ"])
    answers = []
    for path in [page_of(report), missing]:
        client.get(path)
        with django_assert_num_queries(3):
            answers.append(client.get(path))

    private, absent = (
        answer.content.decode().replace(path, "")
        for answer, path in zip(answers, [page_of(report), missing], strict=True)
    )
    assert [answer.status_code for answer in answers] == [404, 404]
    assert len(private) == len(absent)
    assert answers[0].headers.keys() == answers[1].headers.keys()


def test_a_wrong_key_of_a_real_and_of_a_missing_code_cost_the_same(client, report):
    costs = []
    for code in [report.code, "CR-2026-ZZZZZZ"]:
        path = reverse("report_open", args=[code, "a" * 26])
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 404
        costs.append(len(asked))

    assert costs[0] == costs[1] > 0


def test_a_wrong_key_typed_by_hand_gets_a_sentence(client, report):
    page = client.post(reverse("report_follow"), {"code": report.code, "key": "a" * 26})

    assert "non corrispondono" in page.content.decode()
    assert client.get(page_of(report)).status_code == 404


@pytest.mark.parametrize(
    "code",
    [
        "CR/2026",
        "à?",
        ".",
        "<b>",
        "../x",
        "%00x",
        "CR-٢٠٢٦-BFVNMD",
        "CR-2026-BFVNM",
        "x" * 40,
    ],
)
@pytest.mark.parametrize("key", ["", "chiave"])
def test_what_cannot_be_a_code_gets_a_sentence(client, programme, code, key):
    response = client.post(reverse("report_follow"), {"code": code, "key": key})

    assert response.status_code == 200
    assert "non è un codice intero" in response.content.decode()


@pytest.mark.parametrize("sep", [" ", "–", "—", "‑", "", " - ", "/"])
def test_a_code_is_understood_however_it_is_typed(client, programme, sep):
    report = ReportFactory(published=True)
    typed = f" {report.code.lower().replace('-', sep)}. "

    response = client.post(reverse("report_follow"), {"code": typed})

    assert response.url == page_of(report)


@pytest.mark.parametrize(
    "pasted",
    [
        "http://testserver{path}",
        "https://sicurezza.comune.example.it{path}",
        "{path}?utm=1",
        " Apri: <https://x.example{path}> ",
        "https://x.example{path}#messaggi",
    ],
)
@pytest.mark.parametrize("field", ["code", "key"])
def test_a_whole_link_pasted_as_a_code_opens_the_report(client, report, pasted, field):
    typed = {"code": report.code} | {field: pasted.format(path=link_of(report))}

    response = client.post(reverse("report_follow"), typed)

    assert response.url == page_of(report)
    assert client.get(response.url).status_code == 200


def test_a_link_that_a_mail_broke_in_two_lines_opens_the_report(client, report):
    link = f"https://x.example{link_of(report)}".upper()

    response = client.post(
        reverse("report_follow"), {"code": f"{link[:50]}\r\n {link[50:]}"}
    )

    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize("dash", ["-", "–", "‑", "—", " ", "\u200b", ". "])
def test_a_key_is_understood_however_it_is_typed(client, report, dash):
    key = derive_key(report.draft_key)
    typed = {"code": report.code, "key": f"{key[:13]}{dash}{key[13:]}".upper()}

    assert client.post(reverse("report_follow"), typed).url == page_of(report)


def test_the_address_of_the_page_pasted_as_a_code_is_its_code(client, programme):
    report = ReportFactory(published=True)
    typed = {"code": f"https://x.example{page_of(report)}"}

    response = client.post(reverse("report_follow"), typed)
    assert response.url == page_of(report)

    typed["key"] = derive_key(report.draft_key)
    client.post(reverse("report_follow"), typed)
    assert client.get(page_of(report)).context["talk"] == []


def test_a_code_without_its_key_is_kept_and_tells_nothing(
    client, report, django_assert_num_queries
):
    pages = []
    for code in [report.code, "CR-2026-ZZZZZZ"]:
        client.post(reverse("report_follow"), {"code": code})
        with django_assert_num_queries(4):
            answer = client.post(reverse("report_follow"), {"code": code})
        assert answer.status_code == 200
        page = answer.content.decode()
        assert "Scrivi anche la chiave" in page and f'value="{code}"' in page
        pages.append(page.replace(code, ""))

    assert len(pages[0]) == len(pages[1])


def test_who_has_opened_a_report_needs_its_code_alone(follower, report):
    answer = follower.post(reverse("report_follow"), {"code": report.code})

    assert answer.url == page_of(report)


@pytest.mark.parametrize(
    "link",
    ["https://x.example/segnalazioni/", "/segnalazioni/conferma/abc:def/", "/a/b"],
)
def test_a_link_to_something_else_is_no_code(client, programme, link):
    page = client.post(reverse("report_follow"), {"code": link}).content.decode()

    assert "non è un codice intero" in page and "sei lettere o cifre" in page


def test_a_pasted_link_with_a_wrong_key_is_refused(client, report):
    path = reverse("report_open", args=[report.code, "a" * 26])

    page = client.post(reverse("report_follow"), {"code": f"https://x.example{path}"})

    assert "non corrispondono" in page.content.decode()


def test_who_lost_the_key_is_told_what_to_do(client, programme):
    page = client.get(reverse("report_follow")).content.decode()

    assert "Hai perso il collegamento o la chiave?" in page


def test_many_wrong_keys_get_429(client, report):
    wrong = reverse("report_open", args=[report.code, "a" * 26])

    codes = [client.get(wrong).status_code for _ in range(31)]

    assert codes[29:] == [404, 429]
    assert client.get(link_of(report)).status_code == 302
    assert report.code not in str(Throttle.objects.values_list("key", flat=True))


def test_the_code_alone_shows_only_what_a_moderator_wrote(client, programme):
    report = ReportFactory(published=True, subject="OGGETTO", details="DETTAGLI")

    page = client.get(page_of(report)).content.decode()

    assert "Cestino svuotato" in page
    assert "OGGETTO" not in page and "DETTAGLI" not in page


def test_a_public_report_that_was_reopened_says_so_to_anybody(client, programme):
    report = ReportFactory(published=True, status=Status.CLOSED, outcome=Outcome.SOLVED)
    StatusChangeFactory(report=report, status=Status.CLOSED)
    reopen_own_report(report, text="È ancora pieno.")

    page = client.get(page_of(report)).content.decode()

    assert "Riaperta" in page and "Valutata" not in page
    assert "Riaperta da te" not in page and "ancora pieno" not in page


def test_one_key_does_not_open_another_report(follower, programme):
    assert follower.get(page_of(ReportFactory())).status_code == 404


def test_a_closed_report_says_how_it_ended(follower, report):
    StatusChangeFactory(report=report, status=Status.CLOSED, note="Vetri raccolti.")
    type(report).objects.filter(pk=report.pk).update(
        status=Status.CLOSED, outcome=Outcome.SOLVED
    )

    page = follower.get(page_of(report)).content.decode()

    assert "Problema risolto" in page and "Vetri raccolti." in page
    assert "Ti rispondiamo entro" not in page


def test_notes_of_the_office_are_never_shown(follower, report):
    MessageFactory(report=report, side=Message.Side.INTERNAL, text="INTERNO")
    MessageFactory(report=report, side=Message.Side.OFFICE, text="RISPOSTA")

    page = follower.get(page_of(report)).content.decode()

    assert "RISPOSTA" in page and "INTERNO" not in page


def test_the_page_costs_the_same_with_many_steps_and_messages(
    follower, report, django_assert_num_queries
):
    for _ in range(20):
        MessageFactory(report=report)
        StatusChangeFactory(report=report)

    # session, report, steps, photos, messages, Comune, contacts
    with django_assert_num_queries(7):
        follower.get(page_of(report))


def test_a_message_is_added_and_shown(follower, report):
    response = follower.post(page_of(report), {"text": "Ancora\u202e <b>ieri</b>"})

    assert response.url == page_of(report)
    assert report.messages.get().text == "Ancora <b>ieri</b>"
    assert "Ancora &lt;b&gt;ieri" in follower.get(page_of(report)).content.decode()


@pytest.mark.parametrize(
    ("text", "sentence"), [(" ", "Scrivi qualcosa"), ("a" * 2001, "il massimo è 2.000")]
)
def test_an_empty_or_too_long_message_gets_a_sentence(follower, report, text, sentence):
    assert sentence in follower.post(page_of(report), {"text": text}).content.decode()
    assert not report.messages.exists()


def test_many_messages_get_a_sentence_and_keep_the_text(follower, report):
    for number in range(10):
        follower.post(page_of(report), {"text": f"Messaggio {number}"})

    page = follower.post(page_of(report), {"text": "L’undicesimo"}).content.decode()

    assert "molti messaggi" in page and "L’undicesimo" in page
    assert report.messages.count() == 10


def test_a_stranger_cannot_write(client, report):
    assert client.post(page_of(report), {"text": "Ciao"}).status_code == 404
    assert not report.messages.exists()


def test_after_the_texts_are_erased_the_page_says_so(follower, report):
    type(report).objects.filter(pk=report.pk).update(
        subject="",
        details="",
        email="",
        email_confirmed_at=None,
        text_erased_at=timezone.now(),
    )

    page = follower.get(page_of(report)).content.decode()

    assert "sono stati cancellati" in page and 'name="text"' not in page


# --- The photos


def read(response):
    """Read an answer to its end, so that its file is closed."""
    return response.getvalue()


def photo_url(photo):
    return reverse("report_photo", args=[photo.pk])


def test_who_follows_a_report_sees_its_photo_sandboxed(follower, report):
    response = follower.get(photo_url(PhotoFactory(report=report)))

    assert response.status_code == 200 and response["Content-Type"] == "image/jpeg"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    read(response)


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("anonymous", 404),
        ("officer", 200),
        ("coordinator", 200),
        ("educator", 404),
        ("assessore", 404),
        ("admin", 404),
    ],
)
def test_a_photo_is_for_who_may_read_reports(client_as, programme, role, status):
    response = client_as(role).get(photo_url(PhotoFactory()))

    assert response.status_code == status
    read(response)


def test_staff_without_the_second_factor_see_no_photo(client_as, programme, settings):
    settings.SECOND_FACTOR_REQUIRED = True

    assert client_as("officer").get(photo_url(PhotoFactory())).status_code == 404


def test_the_photo_of_a_draft_is_for_its_owner_alone(citizen, client):
    citizen.enter()
    mine = PhotoFactory(report=None, draft=citizen.draft)
    other = PhotoFactory(report=None, draft=DraftFactory())

    response = citizen.client.get(photo_url(mine))
    assert response.status_code == 200
    read(response)
    assert citizen.client.get(photo_url(other)).status_code == 404
    assert client.get(photo_url(mine)).status_code == 404


def test_a_photo_whose_file_is_lost_is_a_404(follower, report):
    photo = PhotoFactory(report=report)
    photo.image.storage.delete(photo.image.name)

    assert follower.get(photo_url(photo)).status_code == 404


def test_no_other_address_serves_the_files(client, programme):
    photo = PhotoFactory()

    assert client.get(f"/media/{photo.image.name}").status_code == 404
    assert client.get(f"/static/{photo.image.name}").status_code == 404
