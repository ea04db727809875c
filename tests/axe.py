"""The rules of accessibility, as axe reads them in the browser."""

from axe_playwright_python.sync_playwright import Axe

# faster: not the nodes that pass, nor every style sheet and film fetched once more, which only the
# rule on films that start by themselves would read: we have none
ONLY = {"resultTypes": ["violations"], "preload": False}


def broken_rules(page):
    """Return what axe finds wrong on the page as it is now, as [(rule, [element])]."""
    return [
        (rule["id"], [node["html"] for node in rule["nodes"]])
        for rule in Axe().run(page, options=ONLY).response["violations"]
    ]
