"""The row of an outing has one writer: what it does is in the history, with a new version."""

import ast

import pytest
from django.conf import settings

WRITER = "interventions/record/lifecycle.py"
# a row of forces is a count, and the demonstration marks what it made as invented
ELSEWHERE = {"forces", "cremona_safety"}
WRITES = {"create", "bulk_create", "get_or_create", "update", "bulk_update", "delete"}
OUTINGS = {"intervention", "outing", "row"}


def writes_an_outing(source):
    """Tell whether code writes rows of Intervention, or saves one by a name that it has."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and _is_write(node.func)
        for node in ast.walk(ast.parse(source))
    )


def _is_write(method):
    root, names = method.value, []
    while isinstance(root, ast.Call | ast.Attribute):
        if isinstance(root, ast.Attribute):
            names.append(root.attr)
        root = root.func if isinstance(root, ast.Call) else root.value
    if not isinstance(root, ast.Name):
        return False
    if method.attr == "save":
        return root.id in OUTINGS and not names
    of_the_model = root.id == "Intervention" and names[-1:] == ["objects"]
    return of_the_model and method.attr in WRITES and "through" not in names


def test_only_the_lifecycle_writes_an_outing():
    apps = (settings.BASE_DIR / app for app in {*settings.OUR_APPS} - ELSEWHERE)
    found = {
        str(path.relative_to(settings.BASE_DIR))
        for app in apps
        for path in app.rglob("*.py")
        if "migrations" not in path.parts and writes_an_outing(path.read_text("utf-8"))
    }

    assert found == {WRITER}


@pytest.mark.parametrize(
    ("source", "writes"),
    [
        (
            "Intervention.objects.filter(\n    pk=1\n).order_by().update(status='x')",
            True,
        ),
        ("Intervention.objects.create(code='x')", True),
        ("row.save(update_fields=['status'])", True),
        ("Intervention.objects.filter(pk=1).values_list('pk')", False),
        ("Step.objects.create(intervention=row)", False),
        ("form.save()", False),
    ],
)
def test_what_counts_as_writing(source, writes):
    assert writes_an_outing(source) is writes
