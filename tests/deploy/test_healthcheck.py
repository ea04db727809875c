"""By which name a container asks its own portal how it is."""

import runpy

import pytest
from django.http.request import split_domain_port, validate_host

from tests import servers

HEALTHCHECK = servers.ROOT / "deploy" / "healthcheck.py"


@pytest.mark.parametrize(
    "allowed",
    ["portale.example.org", " portale.example.org , altro.example.org", "*", ".example.org", "", "[::1]"],
)  # fmt: skip
def test_the_name_is_one_that_the_portal_answers_to(monkeypatch, allowed):
    monkeypatch.setenv("ALLOWED_HOSTS", allowed)

    name = runpy.run_path(str(HEALTHCHECK))["own_name"]()

    hosts = [word.strip() for word in allowed.split(",") if word.strip()]
    domain, _ = split_domain_port(name)
    assert domain and validate_host(domain, hosts or ["127.0.0.1"])
