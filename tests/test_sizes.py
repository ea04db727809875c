"""How long the code may be: what is read at once stays short, and an app that grows is parted."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

HOUSE = settings.BASE_DIR
APP, MODULE, FUNCTION = 11_000, 300, 40  # lines at the most
FOLDERS = [*settings.OUR_APPS, *settings.GROUND, "bench", "faults", "fuzz"]


def sources(folder):
    """Yield (path, text) of the Python of a folder."""
    for path in sorted(folder.rglob("*.py")):
        yield path, path.read_text("utf-8")


def lines(text):
    return len(text.splitlines())


def too_long(folder, app=APP, module=MODULE, function=FUNCTION):
    """Return what passes its limit; a migration is written once and counts for its app alone.

    The register of what an app keeps is a list of its fields, and counts as a module alone.
    """
    found = list(sources(folder))
    whole = sum(lines(text) for path, text in found if path.name != "kept.py")
    told = [f"{folder.name}: {whole}"] if whole > app else []
    for path, text in found:
        if "migrations" in path.parts:
            continue
        name = path.relative_to(folder.parent)
        if lines(text) > module:
            told.append(f"{name}: {lines(text)}")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = node.end_lineno - node.lineno + 1
                if length > function:
                    told.append(f"{name}, {node.name}: {length}")
    return told


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_app_module_or_function_is_too_long(folder):
    assert too_long(HOUSE / folder) == []


def test_every_folder_of_code_is_measured():
    with_code = {path.parent.name for path in HOUSE.glob("*/__init__.py")}

    assert with_code - {"tests"} == set(FOLDERS)


def test_one_line_more_than_the_limit_is_seen(tmp_path):
    app = tmp_path / "app"
    write(app / "right.py", 20)
    write(app / "long.py", 21)
    write(app / "migrations" / "0001_initial.py", 30)

    assert too_long(app, app=70, module=20, function=20) == [
        "app: 71",
        "app/long.py: 21",
        "app/long.py, walk: 21",
    ]
    assert too_long(app, app=71, module=21, function=21) == []


def write(path: Path, count):
    """Write a module that is one function of ``count`` lines."""
    path.parent.mkdir(exist_ok=True)
    path.write_text("async def walk():\n" + "    pass\n" * (count - 1))
