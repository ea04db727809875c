"""The phone, without network, reads a code as the portal does."""

import pytest

from tests.texts.test_codes import AS_TYPED, NO_CODE
from texts.codes import tidy_code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CODES = """async (texts) => {
    const { codeIn } = await import("/static/js/field/codes.js");
    return texts.map(codeIn);
}"""


def test_the_phone_finds_the_codes_that_the_portal_finds(street, cast):
    texts = [
        *AS_TYPED,
        *NO_CODE,
        "C0 2026 7F3K9Q",
        "100% CR-2026-7F3K9Q",
        "CR%2D2026%2D7F3K9Q",
    ]

    assert street(cast[0]).evaluate(CODES, texts) == [tidy_code(text) for text in texts]
