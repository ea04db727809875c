"""What the web server makes of what a client says of itself."""

import http.client
import os
import socket
from contextlib import closing, contextmanager

import pytest

from tests import servers
from tests.deploy.test_settings import NEEDED


@contextmanager
def a_web(folder):
    """Start the web part of production, which nobody is in front of; yield it and its port.

    It writes down each request, as who looks for a fault may ask of gunicorn.
    """
    port = servers.free_port()
    (folder / "staticfiles.json").write_text('{"paths": {}, "version": "1.1"}')
    own = {"VAR_DIR": str(folder), "STATIC_DIR": str(folder), "PORT": str(port)}
    given = {**NEEDED, **own, "SECURE_SSL_REDIRECT": "false", "WEB_WORKERS": "1"}
    given["GUNICORN_CMD_ARGS"] = "--access-logfile -"
    web = servers.Part("web", {"PATH": os.environ["PATH"], **given}, folder / "log")
    try:
        servers.wait_until(lambda: servers.answers(port), what="the web server")
        yield web, port
    finally:
        web.stop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("web")


@pytest.fixture(scope="module")
def port(folder):
    with a_web(folder) as (_, port):
        yield port


def ask(port, path="/operatori/", **headers):
    """Ask for a page, of the staff if nothing is said; return the headers of the answer."""
    headers = {name.replace("__", "-"): value for name, value in headers.items()}
    headers["Host"] = NEEDED["ALLOWED_HOSTS"]
    with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
        connection.request("GET", path, headers=headers)
        with connection.getresponse() as answer:
            return dict(answer.getheaders())


@pytest.mark.server
@pytest.mark.parametrize("name", ["SCRIPT_NAME", "PATH_INFO", "Script__Name"])
def test_a_client_does_not_say_where_the_portal_stands(port, name):
    headers = ask(port, **{name: "/operatori"})

    assert headers["Location"] == "/accedi/?next=/operatori/"


@pytest.mark.server
def test_without_a_proxy_a_client_does_not_say_that_it_came_over_tls(port):
    assert "Strict-Transport-Security" not in ask(port, X__Forwarded__Proto="https")


@pytest.mark.server
def test_the_log_of_the_requests_holds_no_link_that_opens_a_report(port, folder):
    key = "b7x2kq5mabcdefghijklmnopqr"
    link = f"/segnalazioni/CR-2026-7F3K9Q/{key}/"

    ask(port, link, Referer=f"https://portale.example.org{link}")

    log = folder / "log"
    servers.wait_until(
        lambda: "GET /segnalazioni/<code:code>/<slug:key>/" in log.read_text(),
        what="the line of the request",
    )
    assert key not in log.read_text()


BEGUN = (
    "POST /segnala/ HTTP/1.1\r\nHost: {host}\r\nContent-Length: 9\r\nExpect: 100-continue\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
)


@pytest.mark.server
def test_a_web_that_is_asked_to_end_answers_whom_it_was_listening_to(tmp_path):
    begun = BEGUN.format(host=NEEDED["ALLOWED_HOSTS"]).encode()
    with (
        a_web(tmp_path) as (web, port),
        socket.create_connection(("127.0.0.1", port)) as phone,
    ):
        phone.sendall(begun)
        assert b"100 Continue" in phone.recv(100)  # a thread has it

        web.process.terminate()
        log = tmp_path / "log"
        servers.wait_until(lambda: "Handling signal: term" in log.read_text())
        phone.sendall(b"danger=no")

        assert phone.recv(100).startswith(b"HTTP/1.1 ")
        assert web.process.wait(servers.PATIENCE) == 0
