"""The wizard page by page: gate, consent, data, photos, summary, sent."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hotspots.models import Landmark
from reports.drafts import CLEAN, COOKIE, TYPED
from reports.models import Category, Draft, Report
from reports.views import wizard
from reports.views.sending import seen_of
from tests.moments import clock_at
from tests.reports.factories import MILAN, PALAZZO_COMUNALE, PIAZZA_ROMA, PhotoFactory
from tests.reports.pictures import huge_png, phone_photo, picture, polyglot, upload


def refused(citizen, sentence, field=None, **changes):
    """Fill the data and see them refused with ``sentence``, every text still on the page."""
    response = citizen.enter().fill(**changes)
    assert response.status_code == 200
    page = response.content.decode()
    assert sentence in page
    if field:
        assert field in response.context["form"].errors
    assert "Vetri rotti sul vialetto" in page or "subject" in changes
    assert not Report.objects.exists()


# --- The whole way


def test_a_citizen_sends_a_report_without_script(citizen):
    citizen.ready(email="anna@example.org")

    response = citizen.send()

    report = Report.objects.get()
    assert response.url == reverse("report_sent")
    assert report.hotspot.slug == "piazza-roma" and report.email == "anna@example.org"
    page = citizen.get("report_sent").content.decode()
    assert report.code in page and f"/segnalazioni/{report.code}/" in page


def test_every_page_names_the_112_and_says_it_is_not_a_complaint(citizen):
    pages = [citizen.get("report_start"), citizen.get("report_emergency")]
    citizen.enter()
    pages += [citizen.get("report_consent"), citizen.get("report_data")]
    citizen.fill()
    pages += [
        citizen.get("report_summary"),
        citizen.send() and citizen.get("report_sent"),
    ]

    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200
        assert 'href="tel:112"' in text and "non una denuncia" in text


@pytest.mark.parametrize(("email", "mail_statements"), [("", 0), ("a@example.org", 6)])
def test_sending_costs_thirteen_statements_and_six_for_a_mail(
    citizen, email, mail_statements, django_assert_num_queries
):
    citizen.ready(email=email)
    transactions = 2  # start and end, of the report

    # read: draft, category, photos, town, places; count: address;
    # write: draft, report after the category and the last of its burst, first step, photos, trail
    seen = seen_of(citizen.draft)
    with django_assert_num_queries(13 + transactions + mail_statements):
        citizen.post("report_summary", {"seen": seen})


# --- The gate


def test_danger_leads_to_the_112_and_to_no_form(citizen):
    response = citizen.post("report_start", {"danger": "si"}, follow=True)

    assert response.redirect_chain[-1][0] == reverse("report_emergency")
    assert not Draft.objects.exists()
    assert b'name="subject"' not in response.content
    way_on = "Se è tutto finito, continua la segnalazione"
    assert f'href="{reverse("report_start")}">{way_on}' in response.content.decode()


def test_no_answer_at_the_gate_asks_again(citizen):
    assert "Rispondi prima" in citizen.post("report_start").content.decode()


def test_the_gate_forgets_nothing_of_a_place_chosen_elsewhere(citizen):
    page = citizen.client.get(reverse("report_start") + "?luogo=piazza-marconi")
    assert b'value="piazza-marconi"' in page.content

    citizen.post("report_start", {"danger": "no", "luogo": "piazza-marconi"})
    citizen.post("report_consent", {"accepted": "on"})

    form = citizen.get("report_data").context["form"]
    assert form["place"].value() == "piazza-marconi"


@pytest.mark.parametrize("category", ["rissa", "arma", "malore", "furto", "violenza"])
def test_an_emergency_chosen_in_the_list_leads_to_the_112_with_the_draft_kept(
    citizen, category
):
    response = citizen.enter().fill(category=category)

    assert response.url.startswith(reverse("report_emergency"))
    assert citizen.draft.data[TYPED]["subject"] == "Vetri rotti sul vialetto"
    assert CLEAN not in citizen.draft.data
    assert citizen.get("report_summary").url == reverse("report_data")
    assert (
        "Torna alla segnalazione" in citizen.client.get(response.url).content.decode()
    )


def test_something_happening_now_leads_to_the_112(citizen):
    response = citizen.enter().fill(category="spaccio", in_progress="si")

    assert response.url.startswith(reverse("report_emergency"))


def test_something_that_may_be_happening_now_must_say_so(citizen):
    refused(
        citizen, "Dicci se sta succedendo adesso", "in_progress", category="spaccio"
    )


def test_something_that_is_over_goes_on(citizen):
    citizen.ready(category="spaccio", in_progress="no").send()

    assert Report.objects.get().category_id == "spaccio"


def test_a_category_closed_after_the_data_asks_for_another(citizen):
    citizen.ready()
    Category.objects.filter(pk="rifiuti").update(active=False)

    assert citizen.send().url == reverse("report_data")
    assert not Report.objects.exists()


@pytest.mark.parametrize("path", ["/segnala/?luogo=%00", "/segnala/112/?categoria=%00"])
def test_a_nul_in_the_address_does_no_harm(citizen, path):
    assert citizen.client.get(path).status_code == 200


def test_a_nul_at_the_gate_does_no_harm(citizen):
    response = citizen.post("report_start", {"danger": "no", "luogo": "piazza\x00"})

    assert response.url == reverse("report_consent")


# --- Consent and order of the steps


def test_consent_is_required_by_the_server(citizen):
    citizen.post("report_start", {"danger": "no"})

    response = citizen.post("report_consent")

    assert "spunta la casella" in response.content.decode()
    assert citizen.get("report_data").url == reverse("report_consent")


@pytest.mark.parametrize(
    "name", ["report_consent", "report_data", "report_summary", "report_sent"]
)
def test_a_step_asked_too_early_leads_to_the_first_missing_one(citizen, name):
    assert citizen.get(name).url == reverse("report_start")
    citizen.enter()
    if name not in ("report_consent", "report_data"):
        assert citizen.get(name).url == reverse("report_data")


@pytest.mark.parametrize("name", ["report_emergency", "report_sent"])
def test_pages_to_read_take_no_post(citizen, name):
    assert citizen.post(name).status_code == 405


# --- Where


def test_a_point_on_the_map_is_kept_as_it_is(citizen):
    latitude, longitude = PALAZZO_COMUNALE
    citizen.ready(place="punto", latitude=latitude, longitude=longitude).send()

    report = Report.objects.get()
    assert (report.latitude, report.longitude) == PALAZZO_COMUNALE
    assert report.hotspot is None and report.location_source == "mappa"


def test_the_position_of_the_phone_is_marked_as_such(citizen):
    latitude, longitude = PIAZZA_ROMA
    citizen.ready(
        place="", latitude=latitude, longitude=longitude, located_by="dispositivo"
    ).send()

    report = Report.objects.get()
    assert report.location_source == "dispositivo"
    assert report.hotspot.slug == "piazza-roma"


def test_a_place_typed_by_name_is_found(citizen):
    citizen.ready(place="nome", place_name="P.zza  Marconi").send()

    report = Report.objects.get()
    assert report.hotspot.slug == "piazza-marconi" and report.location_source == "testo"


def test_a_street_typed_by_name_is_found_without_choosing_a_radio(citizen):
    street = Landmark.objects.get(name="Via Dante")
    citizen.ready(place="", place_name="via dante").send()

    assert Report.objects.get().latitude == street.latitude


def test_a_point_inside_the_chosen_place_is_more_precise(citizen):
    latitude, longitude = PIAZZA_ROMA[0] + 1e-4, PIAZZA_ROMA[1]
    citizen.ready(latitude=latitude, longitude=longitude).send()

    assert Report.objects.get().latitude == latitude


def test_a_point_far_from_the_chosen_place_does_not_move_it(citizen):
    citizen.ready(latitude=PALAZZO_COMUNALE[0], longitude=PALAZZO_COMUNALE[1]).send()

    assert Report.objects.get().hotspot.slug == "piazza-roma"


def test_no_place_is_refused(citizen):
    refused(citizen, "Dicci dove", "place", place="")


def test_a_place_unknown_is_refused(citizen):
    refused(
        citizen,
        "Non conosciamo questo nome",
        "place_name",
        place="nome",
        place_name="piazza Duomo di Milano",
    )


def test_a_place_without_its_name_is_refused(citizen):
    refused(citizen, "Scrivi il nome", "place_name", place="nome")


def test_a_place_and_another_name_are_refused(citizen):
    refused(citizen, "tieni solo uno", "place_name", place_name="via Dante")


@pytest.mark.parametrize(
    ("latitude", "longitude", "sentence"),
    [
        (*MILAN, "fuori dal territorio"),
        ("45.1352", "", "Il punto non si legge"),
        ("nan", "10.02", "Il punto non si legge"),
        ("inf", "10.02", "Il punto non si legge"),
        ("<b>", "10.02", "Il punto non si legge"),
        ("1e400", "10.02", "Il punto non si legge"),
        ("4_5.13", "10.02", "Il punto non si legge"),
        ("٤٥.13", "10.02", "Il punto non si legge"),
        ("", "", "Segna il punto"),
    ],
)
def test_a_wrong_point_is_refused(citizen, latitude, longitude, sentence):
    refused(
        citizen,
        sentence,
        "place",
        place="punto",
        latitude=latitude,
        longitude=longitude,
    )


def test_a_place_that_is_not_in_the_list_is_refused(citizen):
    refused(citizen, "Vetri rotti", "place", place="piazza-duomo")


# --- What and when


def test_details_of_4001_characters_are_refused_and_given_back_whole(citizen):
    refused(
        citizen, "Hai scritto 4.001 caratteri: il massimo è 4.000", details="è" * 4001
    )
    assert len(citizen.draft.data[TYPED]["details"]) == 4001


def test_lines_count_one_character_each(citizen):
    citizen.ready(details="a\r\n" * 1999 + "bb").send()

    assert len(Report.objects.get().details) == 4000


def test_a_subject_too_long_is_refused(citizen):
    refused(citizen, "il massimo è 120", "subject", subject="a" * 121)


def test_a_subject_of_spaces_is_refused(citizen):
    refused(citizen, "Scrivi in una riga", "subject", subject=" \u200b \u202e ")


def test_control_and_direction_characters_disappear(citizen):
    citizen.ready(
        subject="Vetri\x00 \u202erotti\u2066\x1b[31m", details="uno\x07\r\ndue\u2028tre"
    ).send()

    report = Report.objects.get()
    assert report.subject == "Vetri rotti[31m"
    assert report.details == "uno\ndue\ntre"


def test_html_is_shown_as_text(citizen):
    citizen.ready(details="<script>alert(1)</script>")

    page = citizen.get("report_summary").content.decode()

    assert "&lt;script&gt;alert(1)" in page and "<script>alert" not in page


def test_a_formula_is_harmless_text(citizen):
    citizen.ready(subject="=cmd|'/c calc'!A1").send()

    assert Report.objects.get().subject == "=cmd|'/c calc'!A1"


def test_a_day_in_the_future_is_refused(citizen):
    tomorrow = timezone.localdate() + timedelta(days=1)
    refused(citizen, "nel futuro", "occurred_on", occurred_on=tomorrow.isoformat())


def test_a_day_of_two_years_ago_is_refused(citizen):
    day = timezone.localdate() - timedelta(days=730)
    refused(citizen, "più di un anno", "occurred_on", occurred_on=day.isoformat())


def test_a_day_that_does_not_exist_is_refused(citizen):
    refused(citizen, "Scrivi il giorno così", "occurred_on", occurred_on="31/02/2026")


def test_a_day_typed_the_italian_way_is_read(citizen):
    today = timezone.localdate()
    citizen.ready(occurred_on=f"{today:%d/%m/%Y}").send()

    assert Report.objects.get().occurred_on == today


@pytest.mark.parametrize("email", ["anna@", "a@b.it\nBcc: c@d.it", "a" * 250 + "@b.it"])
def test_a_wrong_email_is_refused(citizen, email):
    refused(citizen, "Vetri rotti", "email", email=email)


def test_the_summary_warns_of_what_looks_personal(citizen):
    citizen.ready(details="Chiamatemi al 333 1234567")

    assert "un numero di telefono" in citizen.get("report_summary").content.decode()


# --- Photos


def add(citizen, *uploads, action="photos", **changes):
    return citizen.fill(photos=list(uploads), action=action, **changes)


def test_a_photo_is_added_and_the_text_stays(citizen):
    response = add(citizen.enter(), upload(phone_photo()), subject="Scritto a metà")

    assert response.url == reverse("report_data") + "#foto"
    page = citizen.get("report_data").content.decode()
    assert "Scritto a metà" in page and "Togli la foto 1" in page


def test_a_photo_is_sent_with_the_report_and_has_no_metadata(citizen):
    add(citizen.enter(), upload(phone_photo()))
    citizen.fill()
    citizen.send()

    photo = Report.objects.get().photos.get()
    with photo.image.open() as file:
        assert b"Exif" not in file.read()


def test_a_photo_is_removed_without_script_and_the_text_stays(citizen):
    add(citizen.enter(), upload(phone_photo()))
    photo = citizen.draft.photos.get()

    citizen.fill(remove_photo=str(photo.pk), action="photos", subject="Ancora qui")

    assert not citizen.draft.photos.exists()
    assert citizen.draft.data[TYPED]["subject"] == "Ancora qui"


@pytest.mark.parametrize(
    "photo", ["not-a-uuid", "00000000-0000-4000-8000-000000000000"]
)
def test_removing_a_photo_that_is_not_there_does_nothing(citizen, photo):
    assert citizen.enter().fill(remove_photo=photo, action="photos").status_code == 302


def test_the_photo_of_another_draft_cannot_be_removed(citizen, programme):
    add(citizen.enter(), upload(phone_photo()))
    photo = citizen.draft.photos.get()
    stranger = type(citizen)().enter()

    stranger.fill(remove_photo=str(photo.pk), action="photos")

    photo.refresh_from_db()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"non sono una foto", "non è una foto"),
        (b"", "Vetri rotti"),
        (huge_png(), "24 milioni"),
        (picture("GIF"), "non è una foto"),
        (b"\xff" * 30 * 1024 * 1024, "pesa più di 8 MB"),
    ],
    ids=["text", "empty", "200 megapixels", "gif", "30 MB"],
)
def test_a_bad_photo_gets_a_sentence_and_the_text_stays(citizen, data, sentence):
    response = add(citizen.enter(), upload(data), action="next")

    page = response.content.decode() if response.status_code == 200 else ""
    if data:
        assert sentence in page and "Vetri rotti sul vialetto" in page
    assert not citizen.draft.photos.exists()


def test_a_polyglot_and_a_heic_are_drawn_again(citizen):
    add(citizen.enter(), upload(polyglot()), upload(phone_photo("HEIF"), "a.heic"))

    assert citizen.draft.photos.count() == 2


def test_a_fourth_photo_gets_a_sentence(citizen):
    citizen.enter()

    response = add(citizen, *[upload(picture("JPEG")) for _ in range(4)])

    assert "al massimo 3 foto" in response.content.decode()
    assert citizen.draft.photos.count() == 3


# --- Drafts


def test_the_draft_outlives_the_session(citizen):
    citizen.ready()
    cookie = citizen.client.cookies[COOKIE].value
    citizen.client = Client()
    citizen.client.cookies[COOKIE] = cookie

    assert "Vetri rotti" in citizen.get("report_summary").content.decode()


def test_a_post_after_the_draft_is_gone_loses_nothing(citizen):
    citizen.enter()
    citizen.client = Client()

    response = citizen.fill(details="Testo lungo e faticoso")

    assert response.url == reverse("report_start")
    citizen.post("report_start", {"danger": "no"})
    response = citizen.post("report_consent", {"accepted": "on"})
    assert response.url == reverse("report_summary")
    assert "lungo e faticoso" in citizen.get("report_summary").content.decode()


def test_the_cookie_is_private_and_the_database_holds_only_a_hash(citizen):
    citizen.enter()
    cookie = citizen.client.cookies[COOKIE]

    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert citizen.draft.token_hash not in cookie.value
    assert cookie.value.split(":")[0] not in str(vars(citizen.draft))


@pytest.mark.parametrize("value", ["", "falso", "falso:1abcde:firma"])
def test_a_forged_cookie_opens_nothing(citizen, value):
    citizen.ready()
    citizen.client.cookies[COOKIE] = value

    assert citizen.get("report_summary").url == reverse("report_start")


def test_a_draft_of_yesterday_is_no_longer_opened(citizen):
    citizen.ready()

    with clock_at(timezone.now() + timedelta(hours=25)):
        assert citizen.get("report_summary").url == reverse("report_start")


def test_the_save_button_keeps_even_wrong_data_and_says_when(citizen):
    response = citizen.enter().fill(action="save", subject="", place="")

    assert response.url == reverse("report_data") + "#bozza"
    page = citizen.get("report_data").content.decode()
    assert "Bozza salvata alle" in page and "Vicino alla panchina." in page
    assert "field-invalid" not in page


def test_deleting_the_draft_asks_first(citizen):
    citizen.ready()
    assert (
        f'href="{reverse("report_draft_delete")}"'
        in citizen.get("report_summary").content.decode()
    )

    page = citizen.get("report_draft_delete").content.decode()

    assert "Vuoi eliminare la bozza?" in page and Draft.objects.exists()


def test_there_is_nothing_to_ask_without_a_draft_or_once_it_is_sent(citizen):
    assert citizen.get("report_draft_delete").url == reverse("report_start")
    citizen.ready().send()
    assert citizen.get("report_draft_delete").url == reverse("report_sent")


def test_a_draft_can_be_deleted_with_its_photos(
    citizen, django_capture_on_commit_callbacks
):
    add(citizen.enter(), upload(phone_photo()))
    image = citizen.draft.photos.get().image

    with django_capture_on_commit_callbacks(execute=True):
        citizen.post("report_draft_delete")

    assert not Draft.objects.exists() and not image.storage.exists(image.name)
    assert citizen.get("report_data").url == reverse("report_start")


# --- Sending


def test_a_double_click_makes_one_report(citizen):
    citizen.ready()

    first, second = citizen.send(), citizen.send()

    assert Report.objects.count() == 1
    assert first.url == second.url == reverse("report_sent")


@pytest.mark.parametrize("name", ["report_consent", "report_data", "report_summary"])
def test_going_back_after_sending_leads_to_the_report_already_sent(citizen, name):
    citizen.ready().send()

    assert citizen.get(name).url == reverse("report_sent")
    assert citizen.fill().url == reverse("report_sent")
    assert Report.objects.count() == 1


def test_a_late_post_does_not_fill_a_sent_draft_again(citizen, monkeypatch):
    citizen.ready()
    late = citizen.draft
    citizen.send()
    monkeypatch.setattr("reports.drafts.find_draft", lambda request: late)

    response = citizen.fill(subject="Arrivato tardi")

    assert response.url == reverse("report_sent")
    assert citizen.draft.data == {}


def test_what_another_tab_changed_is_shown_before_it_is_sent(citizen):
    citizen.ready()
    seen = citizen.get("report_summary").context["seen"]
    citizen.fill(subject="Scritto in un’altra scheda")

    page = citizen.send(seen=seen).content.decode()

    assert "La bozza è cambiata" in page and "Scritto in un’altra scheda" in page
    assert f'name="seen" value="{seen_of(citizen.draft)}"' in page
    assert not Report.objects.exists()


def test_a_photo_added_in_another_tab_is_shown_before_it_is_sent(citizen):
    citizen.ready()
    seen = seen_of(citizen.draft)
    PhotoFactory(draft=citizen.draft, report=None)

    assert "La bozza è cambiata" in citizen.send(seen=seen).content.decode()
    assert citizen.send().url == reverse("report_sent")


def test_after_sending_one_can_begin_another(citizen):
    citizen.ready().send()

    citizen.ready(subject="Un’altra cosa").send()

    assert Report.objects.count() == 2


def test_the_link_leaves_the_browser_on_request_and_the_report_stays(citizen):
    citizen.ready().send()

    citizen.post("report_draft_delete")

    assert citizen.get("report_sent").url == reverse("report_start")
    assert Report.objects.count() == 1


def test_a_trap_filled_by_a_program_is_refused(citizen):
    citizen.ready()

    page = citizen.send(website="http://spam.example").content.decode()

    assert "Non siamo riusciti a inviare" in page
    assert not Report.objects.exists()


def test_who_is_too_quick_is_told_and_loses_nothing(citizen, settings):
    settings.REPORT_LIMITS = {**settings.REPORT_LIMITS, "minimum_seconds": 60}
    citizen.ready()

    page = citizen.send().content.decode()

    assert "invia tra 60 secondi" in page and "Vetri rotti" in page
    with clock_at(timezone.now() + timedelta(seconds=61)):
        assert citizen.send().url == reverse("report_sent")


def test_a_form_without_its_token_is_refused_and_gives_the_text_back(citizen):
    citizen.enter()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = citizen.client.cookies

    response = strict.post(reverse("report_data"), citizen.typed())

    assert response.status_code == 403
    assert "Vetri rotti sul vialetto" in response.content.decode()
    assert TYPED not in citizen.draft.data


def test_the_language_of_the_page_is_that_of_the_mails(citizen):
    citizen.client.cookies["django_language"] = "en"
    citizen.ready().send()

    assert Report.objects.get().language == "en"


def test_a_refusal_of_the_service_becomes_a_sentence(citizen, monkeypatch):
    citizen.ready()

    def refuse(**kwargs):
        raise wizard.ReportRefused("Una frase chiara.")

    monkeypatch.setattr(wizard, "submit_report", refuse)

    assert "Una frase chiara." in citizen.send().content.decode()
