"""The week to hang on the wall: who goes where, and when."""

from datetime import timedelta

from desk.pdf.wording import crew, frame, place, weekday
from interventions.models import Intervention
from texts.days import hours_between, monday_of


def week_data(day, *, user):
    """Return the data of ``week.typ`` for the week of ``day``; what is cancelled is not on it."""
    first = monday_of(day)
    last = first + timedelta(days=6)
    outings = (
        Intervention.objects.visible_to(user)
        .on_days(first, last)
        .live()
        .select_related("hotspot")
        .prefetch_related("crew__person")
        .order_by("day", "starts_at", "hotspot__order", "hotspot__name", "pk")
    )
    by_day = {}
    for outing in outings:
        by_day.setdefault(outing.day, []).append(_line(outing))
    count = sum(map(len, by_day.values()))
    lead = {0: "Nessuna uscita in questa settimana.", 1: "Un’uscita."}
    return frame(
        f"Uscite dal {first:%d/%m/%Y} al {last:%d/%m/%Y}",
        lead.get(
            count, f"{count} uscite. PL: Polizia Locale; ED: Educativa territoriale."
        ),
    ) | {
        "days": [
            {"title": weekday(day), "outings": by_day.get(day, [])}
            for day in (first + timedelta(days=n) for n in range(7))
        ]
    }


def _line(outing):
    kind = outing.get_kind_display()
    return {
        "hours": hours_between(outing.starts_at, outing.ends_at),
        "place": place(outing),
        "crew": crew(outing),
        "kind": f"{kind}: {outing.aim}" if outing.aim else kind,
    }
