"""The charts: weeks of reports by place, with the dated events as numbered lines and bands.

Colours come from Bootstrap Italia, at least 4.5:1 on white; a dash and a shape say the same
for who does not see them. Text is never under 12 px at the width a chart is shown.
"""

from datetime import timedelta

import altair as alt

from indicators.event_marks import bands, numbers
from indicators.figures import thousands
from indicators.periods import WEEK, week_label
from indicators.svg import FONT, INK, WHITE, data, moment, render

COLOURS = ["#0066CC", "#995C00", "#17324D", "#A32638", "#00614B", "#6B4FA0"]
DASHES = [[1, 0], [7, 3], [2, 2], [10, 3, 2, 3], [5, 5], [1, 4]]
SHAPES = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down"]
RULE = "#5C6F82"
WIDE, NARROW, SMALL = (
    (940, 280),
    (250, 200),
    (300, 70),
)  # width in all, height of the data


def by_place(series, weeks, markers, *, today, label):
    """Return (wide, narrow) SVG of the places' weeks; ``series`` is {name: [value per week]}.

    One line each over few weeks; over many, where lines would tangle, one panel each on the
    same scale.
    """
    rows = _rows(series, weeks, today)
    drawn = []
    for size, css, few in ((WIDE, "chart-wide", 30), (NARROW, "chart-narrow", 13)):
        draw = _lines if len(weeks) <= few else _panels
        drawn.append(_svg(draw(rows, weeks, markers, size), size, label, css))
    return tuple(drawn)


def one_place(name, values, weeks, markers, *, today, label):
    """Return (wide, narrow) SVG of one place's weeks, one bar each."""
    rows = _rows({name: values}, weeks, today)
    return tuple(
        _svg(_bars(rows, weeks, markers, size), size, label, css)
        for size, css in ((WIDE, "chart-wide"), (NARROW, "chart-narrow"))
    )


def small(name, values, weeks, markers, *, today, label, highest):
    """Return the small SVG of one place's weeks, on a scale that reaches ``highest``."""
    rows = _rows({name: values}, weeks, today)
    return _svg(
        _bars(rows, weeks, markers, SMALL, highest), SMALL, label, "chart-small"
    )


def _rows(series, weeks, today):
    return [
        _row(name, week, value, today)
        for name, values in series.items()
        for week, value in zip(weeks, values, strict=True)
    ]


def _row(name, week, value, today):
    in_progress = week + WEEK > today
    reports = "1 segnalazione" if value == 1 else f"{thousands(value)} segnalazioni"
    return {
        "place": name,
        "from": moment(week, hours=12),
        "middle": moment(week, hours=3 * 24 + 12),
        "to": moment(week, hours=6 * 24 + 12),
        "value": value,
        "in_progress": in_progress,
        "label": f"{name}, {week_label(week)}: {reports}"
        + (", settimana non finita" if in_progress else ""),
    }


def _lines(rows, weeks, markers, size):
    names = list(dict.fromkeys(row["place"] for row in rows))

    def by_name(values):
        scale = alt.Scale(
            domain=names, range=[values[n % len(values)] for n in range(len(names))]
        )
        return {"title": None, "sort": names, "scale": scale}

    base = alt.Chart(data(rows)).encode(
        x=_weeks_axis("middle", weeks, size),
        y=_reports_axis(rows, size),
        color=alt.Color("place:N", **by_name(COLOURS)),
    )
    # a week in progress is not yet a week to compare: no line falls to it
    line = (
        base.mark_line(strokeWidth=2, aria=False)
        .transform_filter("!datum.in_progress")
        .encode(strokeDash=alt.StrokeDash("place:N", **by_name(DASHES)))
    )
    shape = alt.Shape("place:N", **by_name(SHAPES))
    point = base.encode(shape=shape, description=alt.Description("label:N"))
    done = point.mark_point(filled=True, size=50, opacity=1)
    in_progress = point.mark_point(
        filled=False, fill=WHITE, size=50, opacity=1, strokeWidth=2
    )
    words = _in_progress(rows)
    return alt.layer(
        *bands(markers, weeks),
        line,
        done.transform_filter("!datum.in_progress"),
        # a layer of no mark would draw one that nothing can tell aloud
        *[in_progress.transform_filter("datum.in_progress")][: len(words)],
        *words,
        *numbers(markers, weeks, _inside(size)),
    ).properties(width=_inside(size), height=size[1])


def _panels(rows, weeks, markers, size):
    names = list(dict.fromkeys(row["place"] for row in rows))
    highest = max(row["value"] for row in rows)
    return alt.vconcat(
        *(
            _bars(
                [row for row in rows if row["place"] == name],
                weeks,
                [mark for mark in markers if not mark.places or name in mark.places],
                (size[0], 110),
                highest,
            ).properties(title=alt.Title(name, aria=False))
            for name in names
        ),
        spacing=12,
    )


def _bars(rows, weeks, markers, size, highest=None):
    bar = (
        alt.Chart(data(rows))
        .mark_bar(orient="vertical", strokeWidth=1.5)
        .encode(
            x=_weeks_axis("from", weeks, size),
            x2=alt.X2("to:T"),
            y=_reports_axis(rows, size, highest),
            y2=alt.Y2Datum(0),
            fill=alt.condition(
                "datum.in_progress", alt.value(WHITE), alt.value(COLOURS[0])
            ),
            stroke=alt.condition(
                "datum.in_progress", alt.value(COLOURS[0]), alt.value("transparent")
            ),
            description=alt.Description("label:N"),
        )
    )
    return alt.layer(
        *bands(markers, weeks),
        bar,
        *_in_progress(rows),
        *numbers(markers, weeks, _inside(size)),
    ).properties(width=_inside(size), height=size[1])


def _in_progress(rows):
    """The words beside the highest mark of the week in progress, right of the data."""
    running = [row for row in rows if row["in_progress"]]
    if not running:
        return []
    highest = max(running, key=lambda row: row["value"])
    at = {"to": highest["to"], "value": highest["value"]}
    words = alt.Chart(data([at])).mark_text(
        text=["settimana", "non finita"],
        align="left",
        dx=8,
        dy=-12,
        fontSize=14,
        color=INK,
        aria=False,
    )
    return [words.encode(x=alt.X("to:T"), y=alt.Y("value:Q"))]


def _weeks_axis(field, weeks, size):
    """Months under the weeks; days too when the weeks are few."""
    short = len(weeks) <= 5
    return alt.X(
        f"{field}:T",
        title=None,
        scale=alt.Scale(
            type="utc",
            domain=[moment(weeks[0]), moment(weeks[-1] + WEEK)],
            nice=False,
        ),
        axis=alt.Axis(
            format="%-d %b" if short else "%b %Y",
            values=[moment(day) for day in _ticks(weeks, size)],
            grid=False,
            labelAngle=0,
            labelFlush=True,
        ),
    )


def _ticks(weeks, size):
    """Days to write under the axis, as many as fit: Mondays, or the first of some months."""
    fit = size[0] // 85
    if len(weeks) <= 5:
        return weeks[:: max(1, -(-len(weeks) // fit))]
    firsts = {(week + WEEK - timedelta(days=1)).replace(day=1) for week in weeks}
    months = sorted(first for first in firsts if first >= weeks[0])
    return months[:: max(1, -(-len(months) // fit))]


def _reports_axis(rows, size, highest=None):
    highest = highest or max(row["value"] for row in rows)
    return alt.Y(
        "value:Q",
        title=None,
        scale=alt.Scale(domain=[0, max(highest, 4)], nice=True),
        axis=alt.Axis(
            tickMinStep=1,
            tickCount=2 if size[1] < 150 else 5,
            format=",d",
            domain=False,
        ),
    )


def _inside(size):
    """The width left for the data, between the numbers and the words of the last week."""
    return size[0] - 112


def _svg(chart, size, label, css):
    """Dress the chart in the house's type and render it."""
    chart = (
        chart.properties(background="transparent")
        .configure(font=FONT, padding={"left": 4, "right": 12, "top": 4, "bottom": 4})
        .configure_axis(
            aria=False,
            labelColor=INK,
            labelFontSize=14,
            gridColor="#D9DADB",
            domainColor=RULE,
            tickColor=RULE,
            labelPadding=6,
        )
        .configure_legend(
            aria=False,
            orient="bottom",
            direction="vertical" if size is NARROW else "horizontal",
            labelColor=INK,
            labelFontSize=15,
            labelLimit=0,
            symbolSize=90,
            columnPadding=24,
            offset=12,
        )
        .configure_title(anchor="start", color=INK, fontSize=15, offset=6)
        .configure_view(stroke=None)
    )
    return render(chart, label=label, name=css)
