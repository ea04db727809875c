"""What anybody reads of the places of the programme: their numbers and their drawings."""

from cremona_safety.sparkline import highest_of, sparkline
from indicators.figures import public_months
from indicators.street_figures import monthly_public_joint


def cards(hotspots):
    """Return what the public reads of each place, as dicts.

    ``count`` and ``joint`` are the PublicCount of the last month, ``months`` those of the
    reports of a year, ``drawing`` their sparkline: on one scale for all the places.
    """
    hotspots = list(hotspots)
    months = public_months(hotspots)
    joint = monthly_public_joint(hotspots)
    highest = highest_of(months.values())
    return [
        {
            "place": hotspot,
            "count": months[hotspot.pk][-1],
            "joint": joint[hotspot.pk],
            "months": months[hotspot.pk],
            "drawing": sparkline(months[hotspot.pk], highest),
        }
        for hotspot in hotspots
    ]


def by_month(shown):
    """Return [(month, [PublicCount of each of the cards])], the newest month first."""
    columns = [card["months"] for card in shown]
    rows = [(row[0].month, row) for row in zip(*columns, strict=True)]
    return rows[::-1]
