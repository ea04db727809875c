"""The code in an address: read as it is typed, never taken for a word."""

import re

import pytest
from django.urls import get_resolver, resolve

from texts.codes import CodeConverter


def routes(resolver, before=""):
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern, route)
        else:
            yield route


@pytest.mark.parametrize(
    "typed", ["IN-2026-7F3K9Q", "in-2026-7f3k9q", "IN20267F3K9Q", "in_2026_7f3k9q"]
)
@pytest.mark.parametrize(
    "address", ["/interventi/{}/scheda/", "/segnalazioni/{}/", "/operatori/invii/{}/"]
)
def test_a_code_is_read_as_people_type_it(address, typed):
    assert resolve(address.format(typed)).kwargs == {"code": "IN-2026-7F3K9Q"}


@pytest.mark.parametrize("word", ["nuovo", "IN-2026", "IN-2026-7F3K9QA", "112"])
@pytest.mark.parametrize(
    "address",
    ["/segnalazioni/{}/", "/interventi/{}/inizio/", "/operatori/invii/{}/chiusura/"],
)
def test_what_is_no_code_is_a_missing_page(client, db, address, word):
    assert client.get(address.format(word)).status_code == 404


def test_no_word_of_an_address_looks_like_a_code():
    words = {word for route in routes(get_resolver()) for word in route.split("/")}

    assert "cose-da-fare" in words
    assert not [word for word in words if re.fullmatch(CodeConverter.regex, word)]
