from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from reports.models import Message, Outcome, ReplyTemplate, Report, Status
from reports.moves import version
from reports.services import desk
from reports.views.actions import ACTIONS
from tests.reports.factories import MessageFactory, PhotoFactory, ReportFactory


@pytest.fixture
def officer(client_as):
    return client_as("officer")


def url(report, verb=None):
    name = f"report_{verb}" if verb else "report_detail"
    return reverse(name, args=[report.code])


def page_of(client, report):
    response = client.get(url(report))
    assert response.status_code == 200
    return response.content.decode()


def test_an_officer_walks_a_report_from_the_queue_to_the_end(officer, user_as):
    report = ReportFactory(email="chi@example.org")

    assert report.code in officer.get(reverse("report_queue")).content.decode()
    officer.post(url(report, "take_charge"), {"version": version(report)})
    officer.post(url(report, "answer"), {"text": "Passiamo domani."})
    report.refresh_from_db()
    response = officer.post(
        url(report, "close"),
        {"version": version(report), "outcome": Outcome.ACTED, "note": "Pulito."},
        follow=True,
    )

    report.refresh_from_db()
    assert report.status == Status.CLOSED
    page = response.content.decode()
    assert "Segnalazione chiusa." in page
    assert "Passiamo domani." in page and "Pulito." in page


def test_the_page_never_shows_the_address_of_the_citizen(officer):
    page = page_of(officer, ReportFactory(email="chi@example.org"))

    assert "chi@example.org" not in page
    assert "riceve gli aggiornamenti via email" in page


def test_what_the_citizen_wrote_is_harmless_in_the_page(officer):
    report = ReportFactory(details="<img src=x onerror=alert(1)>", subject="</title>")
    MessageFactory(report=report, text="<script>alert(1)</script>")

    page = page_of(officer, report)

    assert "<img src=x" not in page and "<script>alert" not in page
    assert "&lt;img src=x" in page


def test_only_what_is_possible_now_is_offered(officer, client_as):
    report = ReportFactory()
    page = page_of(officer, report)
    assert url(report, "take_charge") in page and url(report, "close") in page
    assert url(report, "reopen") not in page and url(report, "release") not in page
    # the coordinator's own
    assert url(report, "assign") not in page
    assert url(report, "assign") in page_of(client_as("coordinator"), report)

    closed = page_of(officer, ReportFactory(closed=True))
    assert "Riapri la segnalazione" in closed and "Chiudi con esito" not in closed


def test_the_address_opens_the_joining_with_the_other_code_and_nothing_else(officer):
    report = ReportFactory()
    address = reverse("report_detail", args=[report.code])
    opened = '<details class="desk-action" open>'

    page = officer.get(f"{address}?into=CR-2026-AAAA&=x").content.decode()

    assert page.count(opened) == 1
    form = page.partition(opened)[2].partition("</details>")[0]
    assert "Unisci a un’altra" in form and 'value="CR-2026-AAAA"' in form
    assert opened not in officer.get(f"{address}?=x").content.decode()


def test_each_form_looks_as_its_row_says(officer):
    page = page_of(officer, ReportFactory())

    assert page.count("data-reply-preview") == 1
    assert page.count("data-prepare") == 1
    internal = page.partition("desk-action desk-internal")[2]
    assert internal.lstrip('">\n ').startswith("<summary>Aggiungi una nota interna")
    assert page.count("desk-internal") == 1
    main = page.partition('id="take_charge"')[2].partition("</form>")[0]
    assert "btn btn-primary" in main


def test_a_refused_form_keeps_what_was_typed_with_the_reason(officer):
    report = ReportFactory()

    response = officer.post(url(report, "close"), {"note": "Ripulito <tutto>"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Ripulito &lt;tutto&gt;</textarea>" in page
    assert "field-invalid" in page and "Scegli una voce dell’elenco." in page
    assert Report.objects.get().status == Status.RECEIVED


def test_who_comes_second_reads_it_and_loses_no_word(officer, user_as):
    report = ReportFactory()
    seen = version(report)
    desk.close_report(
        report, outcome=Outcome.SOLVED, note="Fatto", by=user_as("coordinator")
    )

    response = officer.post(
        url(report, "forward"),
        {"version": seen, "forwarded_to": "ASL", "note": "Vi passo la cosa"},
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "Nel frattempo Coordinator demo l’ha chiusa." in page
    assert "Vi passo la cosa</textarea>" in page and 'value="ASL"' in page
    # who has read it may insist, and the table of moves answers
    report.refresh_from_db()
    assert f'value="{version(report)}"' in page


def test_a_note_does_not_stop_who_is_closing(officer):
    report = ReportFactory()
    seen = version(report)
    officer.post(url(report, "note"), {"text": "Chiamato il custode"})

    response = officer.post(
        url(report, "close"), {"version": seen, "outcome": "risolta", "note": "Ok."}
    )

    assert response.status_code == 302


def test_the_internal_note_is_marked(officer):
    report = ReportFactory()
    MessageFactory(report=report, side=Message.Side.INTERNAL, text="Solo per noi")

    page = page_of(officer, report)

    assert "talk-interno" in page and ">interno<" in page


def test_without_script_a_ready_text_is_read_before_it_is_sent(officer):
    ReplyTemplate.objects.create(code="visto", title="Visto", text="Siamo passati.")
    report = ReportFactory()

    response = officer.post(
        url(report, "answer"), {"template": "visto", "prepare": "1"}
    )

    assert "Siamo passati.</textarea>" in response.content.decode()
    assert not report.messages.exists()


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_a_hostile_post_is_a_refusal_never_a_crash(action, client_as):
    report = ReportFactory()
    junk = "\x00" + "A" * 5000
    typed = dict.fromkeys(
        ["version", "category", "priority", "to", "text", "template", "note", "line",
         "forwarded_to", "into", "outcome"], junk
    )  # fmt: skip

    response = client_as("coordinator").post(url(report, action.name), typed)

    assert response.status_code == 422
    assert Report.objects.get().status == Status.RECEIVED


@pytest.mark.parametrize("into", ["", "CR-2026-ZZZZZZ", "'; --", "CR 2026"])
def test_joining_to_a_code_that_is_not_there_is_told_beside_the_field(officer, into):
    response = officer.post(url(ReportFactory(), "merge"), {"into": into})

    assert response.status_code == 422
    assert response.context["refused"].errors["into"]


def test_a_report_is_joined_by_its_code_however_it_is_typed(officer):
    report, other = ReportFactory(), ReportFactory()

    typed = other.code.lower().replace("-", " ")
    officer.post(url(report, "merge"), {"into": f" {typed} "})

    report.refresh_from_db()
    assert report.merged_into == other


def test_the_link_of_a_nearby_report_prepares_the_joining(officer):
    report, other = ReportFactory(), ReportFactory()

    page = officer.get(url(report), {"into": other.code}).content.decode()

    assert f'value="{other.code}"' in page


def test_nearby_and_earlier_reports_are_linked(officer):
    report = ReportFactory()
    earlier = ReportFactory(closed=True, received_at=timezone.now() - timedelta(days=9))
    far = ReportFactory(latitude=45.1408, longitude=10.0265)

    page = page_of(officer, report)

    assert url(earlier) in page and url(far) not in page


@pytest.mark.parametrize(
    "address",
    [
        "/operatori/segnalazioni/{code}/",
        "/operatori/segnalazioni/?preview={code}",
        "/foto/{photo}/",
    ],
)
def test_what_a_citizen_wrote_or_showed_is_not_read_without_a_trace(
    officer, user_as, address
):
    report = ReportFactory()
    photo = PhotoFactory(report=report)

    answer = officer.get(address.format(code=report.code, photo=photo.pk))

    assert list(answer)
    assert answer.status_code == 200
    read = AuditEntry.objects.get(action="report.read")
    assert (read.actor, read.target_id) == (user_as("officer"), str(report.pk))


def test_a_queue_of_titles_is_no_reading(officer):
    ReportFactory()

    officer.get("/operatori/segnalazioni/")

    assert not AuditEntry.objects.filter(action="report.read").exists()


def test_the_count_of_queries_does_not_grow_with_the_history(
    officer, django_assert_max_num_queries
):
    report = ReportFactory()
    page_of(officer, report)

    def queries():
        with django_assert_max_num_queries(40) as asked:
            page_of(officer, report)
        return len(asked)

    MessageFactory.create_batch(2, report=report)
    PhotoFactory(report=report)
    ReportFactory.create_batch(2)
    few = queries()
    MessageFactory.create_batch(18, report=report)
    PhotoFactory(report=report)
    ReportFactory.create_batch(5)
    assert queries() == few


def test_a_button_address_opened_by_hand_leads_to_the_report(officer):
    report = ReportFactory()

    response = officer.get(url(report, "close"))

    assert response.status_code == 302 and response.url == url(report)


def test_a_code_that_is_not_there_is_a_404(officer):
    assert officer.get("/operatori/segnalazioni/CR-2026-ZZZZZZ/").status_code == 404
    assert officer.get("/operatori/segnalazioni/%00/").status_code == 404


def test_the_text_past_its_retention_is_named_as_such(officer):
    report = ReportFactory(subject="", details="", text_erased_at=timezone.now())

    assert "Il testo è stato cancellato" in page_of(officer, report)


def test_each_form_says_the_version_that_was_on_the_screen(client_as, programme):
    report = ReportFactory(published=True)

    page = client_as("coordinator").get(reverse("report_detail", args=[report.code]))

    forms = [form for _action, form, _open in page.context["actions"]]
    assert len(forms) > 5
    assert {form["version"].value() for form in forms} == {version(report)}
