"""How a chart shows the dated events: a band for one that lasts, a line for a day, numbers."""

from datetime import timedelta

import altair as alt

from indicators.periods import WEEK
from indicators.svg import INK, WHITE, data, moment

DAY = timedelta(days=1)


def bands(markers, weeks):
    """Return the layers that stand behind the marks: a shade over the days of each event that lasts."""
    rows = [
        {
            "on": moment(max(marker.on, weeks[0])),
            "until": moment(min(marker.until + DAY, weeks[-1] + WEEK)),
        }
        for marker in markers
        if marker.until
    ]
    band = alt.Chart(data(rows)).mark_rect(color=INK, opacity=0.12, aria=False)
    return [band.encode(x=alt.X("on:T"), x2=alt.X2("until:T"))] if rows else []


def numbers(markers, weeks, width):
    """Return the layers over the marks: each event's number, and a rule on the day it began.

    ``width`` is that of the data, in pixels. One that began before the chart has an arrow.
    """
    if not markers:
        return []
    first = weeks[0]
    rows = _on_floors(
        [
            {
                "on": moment(max(marker.on, first)),
                "begins": marker.on >= first,
                "day": (max(marker.on, first) - first).days,
                "text": _words(marker, first),
                "label": f"Evento {marker.number}: {marker.title}, {marker.when}",
            }
            for marker in markers
        ],
        days_per_pixel=7 * len(weeks) / width,
    )
    base = alt.Chart(data(rows)).encode(x=alt.X("on:T"))
    begun = base.transform_filter("datum.begins")
    halo = begun.mark_rule(color=WHITE, strokeWidth=4, aria=False)
    rule = begun.mark_rule(color=INK, strokeDash=[4, 3], strokeWidth=1.5, aria=False)
    floors = [
        base.mark_text(fontSize=14, fontWeight="bold", color=INK, align="left", dx=-4)
        .transform_filter(f"datum.floor == {floor}")
        .encode(
            text=alt.Text("text:N"),
            description=alt.Description("label:N"),
            y=alt.YValue(-12 - 15 * floor),
        )
        for floor in sorted({row["floor"] for row in rows})
    ]
    return [halo, rule, *floors]


def _words(marker, first):
    if not marker.until:
        return str(marker.number)
    return f"{'' if marker.on >= first else '← '}evento {marker.number}"


def _on_floors(rows, *, days_per_pixel):
    """Give each row the lowest floor where its text touches no other; rows come by day."""
    ends = []
    for row in rows:
        floor = next((n for n, end in enumerate(ends) if end <= row["day"]), len(ends))
        ends[floor : floor + 1] = [
            row["day"] + 8 * (len(row["text"]) + 1) * days_per_pixel
        ]
        row["floor"] = floor
    return rows
