"""What a citizen does first: sends a report."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.services import record
from hotspots.geometry import in_municipality
from hotspots.models import Municipality
from hotspots.search import find_place
from reports.bursts import join_burst
from reports.codes import derive_key, key_of
from reports.models import Category, Draft, Photo, Report, Status, StatusChange
from reports.placing import point_columns, read_for_the_office
from reports.services.addresses import ask_to_confirm
from reports.services.refusals import ReportRefused
from texts.codes import hash_key, write_under_code

TYPED = {
    "subject",
    "details",
    "latitude",
    "longitude",
    "location_source",
    "location_note",
    "place_text",
    "accuracy_m",
    "occurred_on",
    "occurred_part",
    "email",
    "language",
}
PINNED = {
    Report.LocationSource.MAP,
    Report.LocationSource.DEVICE,
}  # with no name of a place
WHERE = ("latitude", "longitude", "place_text")
DETAILS_LIMIT = Report._meta.get_field("details").max_length
NOT_TYPED = {field.name for field in Report._meta.fields} - TYPED


@dataclass(frozen=True)
class SubmittedReport:
    """A report and the secret key that opens it; the key may be None after a change of secret."""

    report: Report
    key: str | None


def submit_report(*, category, draft_key, draft=None, sender="", now=None, **typed):
    """Write a report with its place, first step and photos, ask to confirm its address, and return
    SubmittedReport.

    ``typed`` are the fields of ``TYPED``; ``latitude`` and ``longitude`` are WGS84 degrees, both
    or neither: without a point the place is ``place_text``, as it was written, and the report is
    of a hotspot only if that names no other. A pin elsewhere in town is given its reading;
    ``accuracy_m`` says within how many metres a phone knew where it was.
    ``draft`` is the row the citizen typed in: its photos pass to the report and it is left empty.
    ``sender`` is the address of the network it comes from: only counted, never kept.
    The same ``draft_key`` gives the same report however many times, and at the same instant, it is
    sent. Raise ``ReportRefused`` for a category that belongs to the 112, for a point outside the
    Comune and without any place, ``ValidationError`` for a value that does not fit its field.
    """
    if strange := typed.keys() - TYPED:
        raise TypeError(f"nobody types {strange} of a report")
    municipality = Municipality.objects.only("boundary", "province_code").first()
    _refuse_the_112s(category)
    where = _where(municipality, **{name: typed.pop(name, None) for name in WHERE})
    point = where.get("latitude"), where.get("longitude")
    is_pinned = typed.get("location_source") in PINNED and None not in point
    if is_pinned and where["hotspot_id"] is None:
        where["place_reading"] = read_for_the_office(*point)
    _refuse_a_place_no_longer_there(typed.get("location_source"), where["hotspot_id"])
    received_at = now or timezone.now()
    received_on = timezone.localdate(received_at)
    report = Report(
        draft_key=draft_key,
        key_hash=hash_key(derive_key(draft_key)),
        category=category,
        received_at=received_at,
        received_on=received_on,
        due_on=received_on + timedelta(days=category.days_to_answer),
        **{**typed, **where},
    )
    report.clean_fields(exclude=NOT_TYPED)
    if len(report.details) > DETAILS_LIMIT:  # a TextField does not check it by itself
        raise ValidationError({"details": _("Il testo è troppo lungo.")})
    return _write_once(report, draft, sender, municipality.province_code)


def _refuse_the_112s(category):
    if category.stop == Category.Stop.ALWAYS:
        raise ReportRefused(_("Per questo non serve un modulo: chiama il 112."))


def _refuse_a_place_no_longer_there(source, hotspot_id):
    """Refuse a place of the list that was archived while somebody was writing."""
    if source == Report.LocationSource.PLACE and hotspot_id is None:
        raise ReportRefused(
            _("Il luogo che avevi scelto non è più in elenco: torna a «Dove».")
        )


def _where(municipality, latitude, longitude, place_text):
    """Return the columns that say where; raise ``ReportRefused``."""
    text = " ".join((place_text or "").split())
    if (latitude is None) != (longitude is None):
        raise ReportRefused(_("Il punto non è intero: segnalo di nuovo."))
    if latitude is None:
        if not text:
            raise ReportRefused(_("Scrivi il luogo, oppure segnalo sulla mappa."))
        found = find_place(text)
        return {
            "place_text": text,
            "hotspot_id": found and found.hotspot_id,
            "location_source": Report.LocationSource.WRITTEN,
        }
    boundary = municipality.boundary if municipality else []
    if not in_municipality(latitude, longitude, boundary):
        raise ReportRefused(_("Il punto è fuori dal territorio del Comune."))
    return {**point_columns(latitude, longitude), "place_text": text}


def _write_once(report, draft, sender, prefix):
    """Write the report, or find the one that the same draft already became."""

    def write(code):
        report.pk, report.code = None, code
        if draft and not _claim(draft):
            return already()
        _write(report, draft, sender)
        return report

    def already():
        return Report.objects.filter(draft_key=report.draft_key).first()

    year = report.received_on.year
    written = write_under_code(prefix, year, write, already=already)
    if written is None:
        raise ReportRefused(_("La bozza non c’è più: comincia una nuova segnalazione."))
    return SubmittedReport(written, key_of(written))


def _claim(draft):
    """Mark the draft as sent and empty it; of two requests at once only one gets True."""
    now = timezone.now()
    return Draft.objects.filter(pk=draft.pk, sent_at=None).update(
        sent_at=now, updated_at=now, data={}
    )


def _write(report, draft, sender):
    join_burst(report)
    report.save(force_insert=True)
    StatusChange.objects.create(
        report=report, status=Status.RECEIVED, at=report.received_at
    )
    if draft:
        photos = Photo.objects.filter(draft=draft).update(draft=None, report=report)
        if photos > settings.REPORT_LIMITS["photos"]:
            raise ReportRefused(_("Ci sono troppe foto: togline qualcuna."))
    after = {"category": report.category_id}
    record("report.submit", report, by=None, after=after, now=report.received_at)
    ask_to_confirm(report, sender=sender, now=report.received_at)
