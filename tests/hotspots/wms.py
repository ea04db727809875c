"""A real WMS on loopback: it draws what GetMap asks, in one colour, and keeps the questions."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from tests.tiles.files import picture

COLOUR = "#4682b4"
PICTURE = picture(COLOUR)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        asked = urlsplit(self.path)
        question = {name.lower(): value for name, value in parse_qsl(asked.query)}
        question["path"] = asked.path
        question["referer"] = self.headers.get("Referer")
        self.server.asked.append(question)
        broken = self.server.broken or question.get("request") != "GetMap"
        self.send_response(500 if broken else 200)
        self.send_header("Content-Type", "text/xml" if broken else "image/png")
        self.end_headers()
        self.wfile.write(b"<ServiceException/>" if broken else PICTURE)

    def log_message(self, *args):
        pass


@contextmanager
def wms_server():
    """Start it; yield it with ``url``, ``asked`` (one dict a question) and ``broken``."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.url = f"http://127.0.0.1:{server.server_port}"
    server.asked, server.broken = [], False
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
