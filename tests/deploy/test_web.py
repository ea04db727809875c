"""What the web server makes of what a client says of itself."""

import http.client
import os
from contextlib import closing

import pytest

from tests import servers
from tests.deploy.test_settings import NEEDED


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """Start the web part of production, which nobody is in front of; yield its port."""
    folder, port = tmp_path_factory.mktemp("web"), servers.free_port()
    (folder / "staticfiles.json").write_text('{"paths": {}, "version": "1.1"}')
    own = {"VAR_DIR": str(folder), "STATIC_DIR": str(folder), "PORT": str(port)}
    given = {**NEEDED, **own, "SECURE_SSL_REDIRECT": "false", "WEB_WORKERS": "1"}
    web = servers.Part("web", {"PATH": os.environ["PATH"], **given}, folder / "log")
    try:
        servers.wait_until(lambda: servers.answers(port), what="the web server")
        yield port
    finally:
        web.stop()


def ask(port, **headers):
    """Ask for a page of the staff; return the headers of the answer."""
    headers = {name.replace("__", "-"): value for name, value in headers.items()}
    headers["Host"] = NEEDED["ALLOWED_HOSTS"]
    with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
        connection.request("GET", "/operatori/", headers=headers)
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
