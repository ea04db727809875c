"""PDFs that a screen reader can follow (PDF/UA), from typst templates and data.

The templates stand in ``templates/pdf/``, with everything else people read; text reaches them
only as JSON data, so that nothing anybody typed is ever source.
"""

import json
import unicodedata
from importlib.util import find_spec
from pathlib import Path

import typst
from django.conf import settings
from django.http import HttpResponse

TEMPLATES = Path(settings.BASE_DIR) / "templates" / "pdf"
THEME = Path(find_spec("bootstrap_italia_template").submodule_search_locations[0])
FONTS = typst.Fonts(
    # the machine's own would make the same paper differ from one server to the next
    include_system_fonts=False,
    font_paths=[THEME / "static" / "fonts" / "Titillium_Web"],
)
MISSING = "□"
LAST_OF_LATIN = 0x17F
SIGNS = frozenset("–—‘’“”„…•€□")


def render_pdf(template, data):
    """Return the PDF of ``templates/pdf/<template>.typ`` as bytes.

    ``data`` is JSON-able and has at least what ``frame.typ`` reads: title, owner, printed, demo.
    A character that no font of ours can draw becomes an empty square, since PDF/UA refuses it:
    pictures first, and only if something is still missing all that is not Latin.
    """
    for sieve in (_printable, _without_pictures, _latin):
        try:
            return _compile(template, _sifted(data, sieve))
        except typst.TypstError as error:
            refused = error
    raise refused


def pdf_response(name, pdf):
    """Return a download called ``name``.pdf, kept by no cache on the way."""
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.pdf"',
            "Cache-Control": "private, no-store",
        },
    )


def _compile(template, data):
    return typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        format="pdf",
        pdf_standards=["ua-1"],
        font_paths=FONTS,
        sys_inputs={"data": json.dumps(data)},
    )


def _sifted(value, sieve):
    """Return ``value`` with every character of its texts passed through ``sieve``."""
    if isinstance(value, str):
        return "".join(map(sieve, value))
    if isinstance(value, dict):
        return {key: _sifted(one, sieve) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_sifted(one, sieve) for one in value]
    return value


def _printable(character):
    """Return a line break as it is, a space for other controls, a square for half a letter."""
    if character == "\n":
        return character
    category = unicodedata.category(character)
    if category in ("Cs", "Co", "Cn"):
        return MISSING
    return " " if category == "Cc" else character


def _without_pictures(character):
    character = _printable(character)
    if unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return ""  # they join or adorn what stands before them
    drawn = ord(character) <= 0xFFFF and unicodedata.category(character) != "So"
    return character if drawn else MISSING


def _latin(character):
    character = _without_pictures(character)
    if not character or ord(character) <= LAST_OF_LATIN or character in SIGNS:
        return character
    return MISSING
