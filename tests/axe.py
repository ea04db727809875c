"""The rules of accessibility, as axe reads them in the browser."""

from axe_playwright_python.sync_playwright import Axe

ONLY = {"resultTypes": ["violations"]}  # not the nodes that pass: faster


def broken_rules(page):
    """Return what axe finds wrong on the page as it is now, as [(rule, [element])]."""
    return [
        (rule["id"], [node["html"] for node in rule["nodes"]])
        for rule in Axe().run(page, options=ONLY).response["violations"]
    ]
