"""An intervention moves along the reports it answers, and both histories say so.

It never closes a report: that is for an officer who has read what came of it. What cannot be
moved stays as it is, and the intervention's history names it.
"""

from collections import Counter

from django.db import transaction
from django.utils import timezone

from interventions.models import Service, Step
from interventions.record.merged import whole_of
from reports.models import IN_QUEUE, Report
from reports.models import Status as ReportStatus
from reports.moves import MoveRefused
from reports.permissions import ReportPermission
from reports.services import desk

TAKEN = "Se ne occupa l’intervento {code} del {day:%d/%m/%Y}."
HEEDED = "Ne ha tenuto conto l’intervento {code}."
UNHEEDED = "L’intervento {code} è annullato: il passaggio sul posto non vale più."
NOT_PASSED = "Correzione: il passaggio sul posto del {day:%d/%m/%Y} non c’è stato."
HEEDED_ONCE = (
    "L’intervento {code} è unito a un altro: il passaggio sul posto è uno solo."
)
PASSED_ONCE = "Correzione: il passaggio sul posto del {day:%d/%m/%Y}, segnato due volte, è uno solo."
# in a Step's detail, with the codes of reports: what was told, and taken back
TOLD, UNTOLD, TOLD_ONCE = "reports_told", "reports_untold", "reports_told_once"
TOLD_ALSO_AS = (TOLD, "avvisate del passaggio")  # as once it was written
PASSED = {
    (Service.POLICE,): "Una pattuglia è passata sul posto.",
    (Service.EDUCATION,): "Gli educatori sono passati sul posto.",
    (Service.POLICE, Service.EDUCATION): "Agenti ed educatori sono passati sul posto.",
}


@transaction.atomic
def take_reports(intervention, *, by, only=None, now=None):
    """Put in charge of an officer the reports of a locked intervention nobody works on.

    The officer is ``by``, else the first of the crew who may work reports; without one they
    stay where they are. ``only`` limits it to reports just linked. Doing it twice does it once.
    Return what goes in the ``detail`` of the history: what was done -> codes of reports.
    """
    waiting = [r for r in _to_work_on(intervention, only) if r.status in IN_QUEUE]
    officer = _officer(intervention, by) if waiting else None
    done = {}
    for report in waiting:
        taken = officer is not None and _take(report, intervention, officer, by, now)
        what = "reports_taken" if taken else "reports_left"
        done.setdefault(what, []).append(report.code)
    return _joined(done)


@transaction.atomic
def tell_reports(intervention, *, by, only=None, now=None):
    """Write in the reports of a locked intervention that somebody passed by; as ``take_reports``.

    Who was told by a row merged into it knows already.
    """
    reports = list(_to_work_on(intervention, only))
    know = _told(intervention) if reports else {}
    reports = [report for report in reports if not know[report.code]]
    said, note = PASSED[tuple(intervention.taking_part)], HEEDED
    return _write(desk.record_visit, reports, intervention, TOLD, said, note, by, now)


@transaction.atomic
def untell_reports(intervention, *, by, now=None):
    """Write in the reports told of a locked intervention, now cancelled, that nobody passed by.

    Also in those that are linked no more, or that a row merged into it told; as ``take_reports``.
    """
    reports, said = _of(_told(intervention)), NOT_PASSED.format(day=intervention.day)
    return _write(
        desk.undo_visit, reports, intervention, UNTOLD, said, UNHEEDED, by, now
    )


@transaction.atomic
def tell_once(kept, gone, *, by, now=None):
    """Write in the reports that two outings told, now made one, that it was one passage."""
    both, said = _told(kept) & _told(gone), PASSED_ONCE.format(day=gone.day)
    return _write(
        desk.undo_visit, _of(both), gone, TOLD_ONCE, said, HEEDED_ONCE, by, now
    )


def _told(intervention):
    """Return {code: how many rows of an outing told that report, and did not take it back}."""
    told = Counter()
    steps = Step.objects.filter(
        intervention__in=whole_of(intervention),
        detail__has_any_keys=[*TOLD_ALSO_AS, UNTOLD, TOLD_ONCE],
    )
    for detail in steps.order_by("at", "pk").values_list("detail", flat=True):
        for what in detail.keys() & {*TOLD_ALSO_AS, UNTOLD, TOLD_ONCE}:
            for code in detail[what].split(", "):
                change = {UNTOLD: -told[code], TOLD_ONCE: -1}.get(what, 1)
                told[code] += change
    return told


def _of(told):
    return Report.objects.filter(code__in=list(+told)).order_by("pk")


def _write(verb, reports, intervention, what, said, note, by, now):
    note, done = note.format(code=intervention.code), []
    for report in reports:
        verb(report, said=said, note=note, by=by, now=now)
        done.append(report.code)
    return _joined({what: done} if done else {})


def _joined(done):
    return {what: ", ".join(codes) for what, codes in done.items()}


def _to_work_on(intervention, only):
    """Return the linked reports, each one that was joined replaced by the one it was joined to.

    Always in the same order: two interventions that share reports then wait, never deadlock.
    """
    linked = intervention.reports.select_related("merged_into")
    if only is not None:
        linked = linked.filter(pk__in=[report.pk for report in only])
    wanted = {report.merged_into_id or report.pk for report in linked}
    return Report.objects.filter(pk__in=wanted).order_by("pk")


def _officer(intervention, by):
    """Return who can be in charge of a report: who does it, else the first of the crew."""
    crew = [m.person for m in intervention.crew.select_related("person__role")]
    handlers = (p for p in [by, *crew] if p and p.may(ReportPermission.HANDLE))
    return next(handlers, None)


def _take(report, intervention, officer, by, now):
    note = TAKEN.format(code=intervention.code, day=intervention.day)
    try:
        if officer == by:
            desk.take_charge(report, by=by, now=now)
            desk.add_note(report, text=note, by=by, now=now)
        else:
            desk.assign_report(report, to=officer, by=by, note=note, now=now)
    except MoveRefused:  # a colleague was quicker
        return False
    return True


def standing(report):
    """Say in a sentence how a linked report stands, for who may read reports."""
    today = timezone.localdate()
    if report.status == ReportStatus.MERGED:
        return f"È unita a {report.merged_into.code}: vale quella."
    if report.status == ReportStatus.CLOSED:
        return f"È già chiusa: {report.get_outcome_display().lower()}."
    if report.status == ReportStatus.FORWARDED:
        return f"È inoltrata a {report.forwarded_to}: resta a loro."
    if report.status == ReportStatus.IN_CHARGE:
        late = " È in ritardo." if report.is_late(today) else ""
        return f"È in carico a {report.in_charge_of}.{late}"
    return "Nessuno l’ha in carico: la prende in carico un agente."
