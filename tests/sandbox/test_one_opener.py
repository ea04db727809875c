"""A file from outside is opened in the sandbox and nowhere else: another opener is found here."""

import ast
import json
import os
import subprocess
import sys
import tomllib

import pytest
from django.conf import settings

from tests.servers import ROOT

# what understands the bytes of a file of many parts; a text is only read
DECODERS = {
    "PIL", "bz2", "cairosvg", "cv2", "fitz", "gzip", "imageio", "lxml", "lzma", "openpyxl", "pandas",
    "pickle", "pikepdf", "pillow_heif", "plistlib", "pypdf", "shelve", "tarfile", "xlrd", "xml", "zipfile",
    "zlib", "html5lib", "marshal",
}  # fmt: skip
IN_THE_SANDBOX = {
    "photos/drawing.py",
    "photos/drawing_heif.py",
    "photos/colours.py",
    "photos/png.py",
    "forces/workbook.py",
}
# what is decoded there nobody from outside has sent, or nothing is decoded
OTHERWISE = {
    "cremona_safety/backups/archive.py": "what the portal has sealed itself, opened by its key",
    "documents/workbooks.py": "writes",
    "indicators/svg.py": "a chart that the worker has drawn",
    "reports/bursts.py": "counts a checksum",
    "tiles/pictures.py": "the map that whoever runs the portal has put in VAR_DIR",
    "tiles/pmtiles.py": "the same",
}
FOLDERS = [*settings.OUR_APPS, *settings.GROUND]


def imported(source):
    """Return the packages that a source imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        if isinstance(node, ast.ImportFrom):
            found.add(node.module)
    return {name.split(".")[0] for name in found}


def openers():
    return {
        str(path.relative_to(ROOT))
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        if imported(path.read_text()) & DECODERS
    }


def test_no_other_module_knows_how_to_open_a_file():
    assert openers() == IN_THE_SANDBOX | set(OTHERWISE)


@pytest.mark.parametrize(
    "source",
    [
        "import zipfile",
        "import xml.etree.ElementTree as tree",
        "def f(upload):\n    from PIL.Image import open",
        "from openpyxl import load_workbook",
    ],
)
def test_another_opener_would_be_found(source):
    assert imported(source) & DECODERS


def test_no_module_of_the_portal_imports_those_of_the_sandbox():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    (kept,) = [
        one["protected_modules"]
        for one in contracts["importlinter"]["contracts"]
        if one["type"] == "protected"
    ]

    assert {f"{name.replace('.', '/')}.py" for name in kept} == IN_THE_SANDBOX


def test_no_model_or_form_opens_a_picture_by_itself():
    """Django's own ImageField does, in the web process."""
    named = [
        str(path.relative_to(ROOT))
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.py")
        if "ImageField" in path.read_text() and "migrations" not in path.parts
    ]

    assert named == []


WEB = """
import json, sys
import cremona_safety.wsgi
from django.urls import get_resolver
get_resolver().url_patterns
print(json.dumps(sorted(sys.modules)))
"""


def test_the_web_process_has_loaded_no_decoder(tmp_path):
    house = {
        "DJANGO_SETTINGS_MODULE": "cremona_safety.settings.test",
        "VAR_DIR": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WEB],
        cwd=ROOT,
        env=os.environ | house,
        check=True,
        capture_output=True,
    )

    assert {"PIL", "pillow_heif", "openpyxl"} & {*json.loads(done.stdout)} == set()
