"""One day: what was planned and what was done, without a word of the confidential notes."""

from desk.pdf.wording import crew, frame, number, place, weekday
from hotspots.models import ELSEWHERE_LABEL
from interventions.models import ActKind, Intervention, Status
from interventions.record.rows import read_acts, read_tallies
from texts.days import hours_between


def day_data(day, *, user, hotspot=None, elsewhere=False):
    """Return the data of ``day.typ``; ``hotspot`` and ``elsewhere`` choose one place."""
    found = Intervention.objects.visible_to(user).on_days(day, day)
    found = found.exclude(status=Status.MERGED)  # told by the one that stays
    if elsewhere:
        found = found.filter(hotspot=None)
    elif hotspot is not None:
        found = found.filter(hotspot=hotspot)
    outings = (
        found.select_related("hotspot")
        .prefetch_related("crew__person", "tallies", "acts", "follow_ups")
        .order_by("starts_at", "pk")
    )
    where = (
        ELSEWHERE_LABEL if elsewhere else str(hotspot) if hotspot else "Tutti i luoghi"
    )
    return frame(f"Ordine di servizio {day:%d/%m/%Y}", f"{weekday(day)}. {where}.") | {
        "outings": [_outing(outing) for outing in outings]
    }


def _outing(outing):
    return {
        "title": f"{hours_between(outing.starts_at, outing.ends_at)}, {place(outing)}",
        "facts": list(_facts(outing)),
        "tallies": [(line.words, number(line.count)) for line in read_tallies(outing)],
        "acts": [
            (
                ActKind(act.kind).label + (f" ({act.told})" if act.told else ""),
                act.protocol_number or "—",
                number(act.count),
            )
            for act in read_acts(outing)
        ],
        "note": outing.shared_note,
    }


def _facts(outing):
    yield "Scheda", outing.code
    yield "Stato", outing.get_status_display()
    yield "Tipo", outing.get_kind_display()
    if outing.planned_from:
        yield (
            "Orario previsto",
            hours_between(outing.planned_from, outing.planned_until),
        )
    yield "Equipaggio", crew(outing)
    if outing.aim:
        yield "Scopo", outing.aim
    if outing.outcome:
        yield "Esito", outing.get_outcome_display()
    for follow_up in outing.follow_ups.all():
        done = "fatto" if follow_up.done_at else "non ancora fatto"
        yield "Da ricontrollare entro il", f"{follow_up.due_on:%d/%m/%Y} ({done})"
