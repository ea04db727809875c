"""Turns a chart specification into SVG that may stand inline under our strict CSP."""

import json
import re
from datetime import datetime, time, timedelta
from functools import cache
from xml.etree import ElementTree

import altair as alt
import vl_convert
from altair.utils import schemapi
from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import mark_safe

FONT = "Titillium Web"
INK, WHITE = "#17324D", "#FFFFFF"
# what a strict CSP would refuse, or what would leave the page
FORBIDDEN = re.compile(r"script|style|image|foreignObject|href|on\w+", re.I)
ROOT = re.compile(r'<svg [^>]*?width="(\d+)" height="(\d+)"[^>]*>')

# Checking every piece of a chart against the schema takes most of the time of drawing it: a test
# does it once for each chart (tests/indicators/test_charts.py), the pages do not.
schemapi.disable_debug_mode()


class UnsafeChart(ValueError):
    """The renderer wrote something that our CSP would refuse."""


def render(chart, *, label, name):
    """Render an Altair chart to SVG markup, safe to put in a template.

    ``label`` is what assistive technology reads for the whole; ``name`` is its CSS class. The
    size in the specification becomes a viewBox: the page decides the width.
    """
    _register_font()
    svg = vl_convert.vegalite_to_svg(
        chart.to_dict(validate=False),
        format_locale="it-IT",
        time_format_locale=_italian_time(),
    )
    svg = ROOT.sub(_root(label, name), svg, count=1)
    if refused := forbidden_names(svg):
        raise UnsafeChart(f"{sorted(refused)} in the chart {name}")
    return mark_safe(svg)  # noqa: S308 - our own renderer's, checked above


def data(rows):
    """Rows for a chart, as one text: the pieces of a chart are copied often, a text is not."""
    return alt.Data(values=json.dumps(rows), format=alt.JsonDataFormat(type="json"))


def moment(day, *, hours=0):
    """A day's midnight, or some hours later, as the renderer reads it: always in UTC."""
    moment = datetime.combine(day, time()) + timedelta(hours=hours)
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def forbidden_names(svg):
    """Return the names of elements and attributes that our CSP would refuse."""
    names = set()
    for element in ElementTree.fromstring(svg).iter():  # noqa: S314 - our own renderer's
        names |= {element.tag, *element.attrib}
    return {name for name in names if FORBIDDEN.fullmatch(name.rpartition("}")[2])}


def _root(label, name):
    return (
        rf'<svg class="{escape(name)}" viewBox="0 0 \1 \2" role="group" '
        rf'aria-label="{escape(label)}" focusable="false">'
    ).replace("&#x27;", "’")


@cache
def _register_font():
    """Give the renderer the theme's font, so that it measures what the browser will draw."""
    vl_convert.register_font_directory(
        str(settings.THEME / "static" / "fonts" / "Titillium_Web")
    )


@cache
def _italian_time():
    """The renderer's Italian, with days and months in lower case as Italian writes them."""
    locale = vl_convert.get_time_format_locale("it-IT")
    for words in ("days", "shortDays", "months", "shortMonths"):
        locale[words] = [word.lower() for word in locale[words]]
    return locale
