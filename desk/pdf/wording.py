"""Words and figures as the printouts say them."""

from django.utils import timezone
from django.utils.formats import date_format, number_format

from hotspots.models import Municipality, place_name
from interventions.models import Service


def frame(title, lead=""):
    """Return what ``frame.typ`` prints around every printout."""
    comune = Municipality.objects.first()
    now = timezone.localtime()
    return {
        "title": title,
        "lead": lead,
        "owner": comune.name if comune else "",
        "printed": f"Stampato il {now:%d/%m/%Y} alle {now:%H:%M}",
        "demo": bool(comune and comune.demo_since),
    }


def weekday(day):
    return date_format(day, "l d/m/Y").capitalize()


def place(intervention):
    return place_name(intervention.hotspot)


def crew(intervention):
    """Return the names with their service, or how many once the names are erased."""
    members = intervention.crew.all()
    if members:
        return ", ".join(
            f"{member.person} ({Service(member.service).letters})" for member in members
        )
    counts = [
        (intervention.officers, "agente", "agenti"),
        (intervention.educators, "educatore", "educatori"),
    ]
    said = [f"{n} {one if n == 1 else many}" for n, one, many in counts if n]
    return " e ".join(said) or "Nessuno ancora"


def number(value, decimals=0):
    """Return a figure as Italians write it, ``—`` for what could not be computed."""
    if value is None:
        return "—"
    # number_format alone cuts the decimals instead of rounding them
    return number_format(round(value, decimals), decimals, force_grouping=True)
