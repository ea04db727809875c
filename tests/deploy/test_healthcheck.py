"""By which name, and with which token, a container asks its own portal how it is."""

import json
import runpy
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

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


@pytest.fixture
def portal(monkeypatch):
    """Stand for a portal that tells its parts to who has the token; 503, as with one that is red."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            knows = self.headers.get("Authorization") == "Bearer il-gettone"
            said = {"ready": False, **({"queue": True, "beat": False} if knows else {})}
            self.send_response(503)
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setenv("HEALTH_URL", address)
        yield
        server.shutdown()


@pytest.mark.parametrize(
    ("token", "well"), [("il-gettone", {"queue"}), ("un-altro", set()), ("", set())]
)
def test_a_part_is_asked_with_the_token(portal, monkeypatch, token, well):
    monkeypatch.setenv("METRICS_TOKEN", token)

    is_well = runpy.run_path(str(HEALTHCHECK))["is_well"]

    assert {part for part in ("queue", "beat") if is_well("/readyz", part)} == well
    assert not is_well("/readyz")
