import re
from datetime import date, timedelta

import pytest
from altair.utils import schemapi

from indicators import charts
from indicators.markers import Marker
from indicators.svg import render

WEEKS = [date(2026, 11, 2) + timedelta(weeks=number) for number in range(4)]
TODAY = date(2026, 11, 24)  # in the last week


def marker(number, on, until=None, places=()):
    return Marker(number, on, until, f"Evento {number}", "", "", places, ())


def drawn(*markers, today=TODAY, values=(4, 3, 2, 1)):
    wide, _ = charts.by_place(
        {"Roma": list(values)}, WEEKS, markers, today=today, label="Settimane"
    )
    return wide


def words(svg):
    return re.findall(r"<(?:text|tspan)[^>]*>([^<]+)", svg)


def bands(svg):
    """The [(left, right)] of the shaded bands, in pixels."""
    found = re.findall(r'd="M([\d.]+),0h([\d.]+)v\d+h-[\d.]+Z"[^>]*opacity="0.12"', svg)
    return [(float(left), float(left) + float(width)) for left, width in found]


def rules(svg):
    return svg.count('stroke-dasharray="4,3"')


def test_an_event_of_one_day_is_a_line_and_no_band():
    svg = drawn(marker(1, date(2026, 11, 10)))

    assert bands(svg) == []
    assert rules(svg) == 1
    assert "1" in words(svg)


def test_an_event_begun_before_and_not_over_is_a_band_over_the_whole_chart_with_an_arrow():
    svg = drawn(marker(1, date(2026, 1, 1), date(2026, 12, 31)))

    assert bands(svg) == [(0, charts.WIDE[0] - 112)]
    assert rules(svg) == 0
    assert "← evento 1" in words(svg)


def test_an_event_begun_in_the_chart_is_a_band_over_its_days_alone():
    svg = drawn(marker(1, date(2026, 11, 9), date(2026, 11, 15)))

    [(left, right)] = bands(svg)
    week = (charts.WIDE[0] - 112) / 4
    assert (left, right) == pytest.approx((week, 2 * week), abs=1)
    assert rules(svg) == 1
    assert "evento 1" in words(svg)


def test_the_line_stops_at_the_last_complete_week():
    def points(svg):
        [line] = re.findall(
            r'<path d="(M[^"]*)" stroke="#0066CC" stroke-width="2"', svg
        )
        return line.count("L") + 1

    assert points(drawn()) == 3
    assert points(drawn(today=date(2026, 12, 1))) == 4


def test_the_week_in_progress_is_told_in_words():
    assert {"settimana", "non finita"} <= set(words(drawn()))
    assert "non finita" not in words(drawn(today=date(2026, 12, 1)))


def test_the_words_of_near_events_do_not_stand_one_on_the_other():
    near = [marker(number, date(2026, 11, 2 + number)) for number in (1, 2)]
    lasting = marker(3, date(2026, 11, 6), date(2026, 11, 20))
    close = marker(4, date(2026, 11, 7))
    svg = drawn(*near, lasting, close)

    places = re.findall(r'translate\(([-\d.]+),(-[\d.]+)\)"[^>]*>([^<]+)</text>', svg)
    heights = {text: height for _, height, text in places}
    assert heights["evento 3"] != heights["4"]


def test_a_panel_shows_only_the_events_of_its_place():
    weeks = [WEEKS[0] + timedelta(weeks=number) for number in range(40)]
    event = marker(1, weeks[3], places=("Roma",))
    wide, _ = charts.by_place(
        {"Roma": [1] * 40, "Marconi": [1] * 40}, weeks, [event], today=TODAY, label="S"
    )

    assert rules(wide) == 1


def test_every_chart_is_what_the_schema_of_the_renderer_allows(monkeypatch):
    def checked(chart, **words):
        chart.to_dict(validate=True)
        return render(chart, **words)

    monkeypatch.setattr(charts, "render", checked)
    many = [WEEKS[0] + timedelta(weeks=number) for number in range(40)]
    events = [
        marker(1, date(2026, 11, 10)),
        marker(2, date(2026, 11, 3), date(2026, 11, 20)),
    ]
    words = {"today": TODAY, "label": "S"}

    with schemapi.debug_mode(True):
        for weeks in (WEEKS, many):
            one = [1] * len(weeks)
            charts.by_place({"Roma": one, "Marconi": one}, weeks, events, **words)
            charts.one_place("Roma", one, weeks, events, **words)
            charts.small("Roma", one, weeks, events, highest=5, **words)
        with pytest.raises(schemapi.SchemaValidationError):
            charts.alt.Axis(labelAngle="no").to_dict()
