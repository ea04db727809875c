"""Addresses go one way, as imports do: no app sends to a page of an app above it.

The pages of the composition, as the home, are of everybody.
"""

import ast
import tomllib

from django.urls import get_resolver

from tests.test_access import every_url
from tests.test_sizes import HOUSE, sources

# a link to read, as a template may have: nobody is sent there
LINKS = ["hotspots/views.py: report_reassign"]
SENDERS = ("redirect", "reverse", "reverse_lazy")


def layers():
    """Return {app: how high its layer is}, as the import linter has them."""
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))
    rows = project["tool"]["importlinter"]["contracts"][0]["layers"]
    return {
        app: -depth for depth, row in enumerate(rows[1:]) for app in row.split(" | ")
    }


def names_sent_to(code):
    """Yield the names of addresses that ``reverse`` and ``redirect`` are given in some Python."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SENDERS:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant):
                yield first.value


def test_no_app_sends_to_a_page_of_an_app_above_it():
    high = layers()
    owners = {
        name: view.__module__.partition(".")[0]
        for name, view in every_url(get_resolver())
    }

    upward = [
        f"{path.relative_to(HOUSE)}: {name}"
        for app in high
        for path, text in sources(HOUSE / app)
        for name in names_sent_to(text)
        if high.get(owners.get(name), high[app]) > high[app]
    ]

    assert upward == LINKS


def test_one_that_does_is_seen():
    assert list(names_sent_to('redirect("a")\nreverse("b", args=[1])\nother("c")')) == [
        "a",
        "b",
    ]
