"""What nobody at a form types: values, bodies, files and headers of who tries to break the portal."""

import json
import random
from urllib.parse import quote_from_bytes

VALUES = [
    "", " ", "\t\r\n", "0", "-1", "-0", "1e309", "NaN", "Infinity", "9" * 400, "0x1F", "1_000", "٣٤", "²",
    "2147483648", "9223372036854775808", "-9223372036854775809", "1.0000000000000000000000001", "1,5",
    "0000-00-00", "0001-01-01", "0001-01-01T00:00", "9999-12-31", "9999-12-31T23:59", "10000-01-01",
    "2026-02-30", "2026-W54", "2026-13", "0001-01", "9999-12", "31/12/9999", "24:00", "99:99", "02:30",
    "\x00", "a\x00b", "\ud800", "a\udfffb", "\ufeff", "\ufffe", "\x1b[31m", "\u202egnp.exe", "\u2028",
    "e\u0301" * 200, "א" * 300, "😀" * 500, "İ" * 300, "ß" * 300,
    "a" * 300, "a" * 5_000, "a" * 70_000, "a b " * 3_000, "<" * 2_000, "(" * 2_000, "%" * 999,
    "=HYPERLINK(\"https://e.example\")", "+1+cmd|' /C calc'!A0", "@SUM(1)", "\t=1+1",
    "<script>fuzz()</script>", "\"'><img src=x onerror=fuzz()>", "{{ 7|add:7 }}", "{% load x %}", "{0.__class__}",
    "%s%n%x", "%00", "%ed%a0%80", "%", "../../../../etc/passwd", "..%2f..", "C:\\CON", "file:///etc/passwd",
    "x\r\nSet-Cookie: fuzz=1", "x\nBcc: fuzz@example.org", "//evil.example", "/\\evil.example", "javascript:fuzz()",
    "https://evil.example/", "' OR 1=1 --", "\\", "\\u0000", "a@b", "a@example.org\nb", "«»", "[]", "{}", "null", "true",
    "[" * 3_000, "on", "00000000-0000-4000-8000-000000000000", "CR-2026-ZZZZZZ", "IN-2026-0000OO", "piazza-roma",
    "45.13", "91", "-181", "45.13,10.02", "POLYGON((0 0))", '{"type":"Polygon","coordinates":[[[0,0]]]}',
    '{"type":"Polygon","coordinates":[[[1e400,0],[0,1],[1,1],[1e400,0]]]}',
]  # fmt: skip
# of all of them the portal reads UTF-8 alone
CHARSETS = [
    "utf8", "UTF-8", "utf-16", "utf-7", "punycode", "undefined", "rot13", "idna", "zip", "hex", "base64", "mbcs",
    "unicode_escape", "latin-1", "nessuna", "", "a" * 300, "\x00", "utf-8-sig", "u8", "cp037",
]  # fmt: skip
FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
KINDS = [
    "", "text/plain", "application/json", "application/xml", "image/jpeg", "multipart/mixed", "a", "/", MULTIPART,
    f"{MULTIPART}; boundary=", f"{MULTIPART}; boundary={'b' * 300}", f"{MULTIPART}; boundary=é", FORM,
    "application/csp-report", "application/reports+json", "message/rfc822", "; ; ;", "text/html; charset*=x''y",
]  # fmt: skip
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "FUZZ"]  # fmt: skip
HEADERS = [
    "HTTP_ACCEPT_LANGUAGE", "HTTP_HX_REQUEST", "HTTP_HX_TARGET", "HTTP_HX_CURRENT_URL", "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE", "HTTP_X_FORWARDED_FOR", "HTTP_REFERER", "HTTP_ORIGIN", "HTTP_USER_AGENT",
    "HTTP_AUTHORIZATION", "HTTP_X_REQUEST_ID", "HTTP_HOST", "HTTP_X_FORWARDED_HOST", "HTTP_SCRIPT_NAME", "HTTP_ACCEPT",
    "HTTP_CONTENT_ENCODING", "HTTP_COOKIE", "HTTP_X_CSRFTOKEN",
]  # fmt: skip
FILES = [
    b"", b"\xff\xd8\xff\xe0" + b"\x00" * 40, b"\x89PNG\r\n\x1a\n" + b"\xff" * 60, b"PK\x03\x04" + b"\x00" * 60,
    b"%PDF-1.7\n", b"GIF89a\xff\xff\xff\xff", b"Mese;Luogo;Forza\r\n\x00;\xff;=1+1", b"a;" * 9_000,
    b"\xff\xfeM\x00e\x00", b"<svg xmlns='http://www.w3.org/2000/svg' onload='fuzz()'/>", b"\x00" * 4_000,
    b"Mese;Luogo;Forza;Tipo;Interventi\r\n9999-12;Piazza Roma;Carabinieri;Controllo;99999999999999999999\r\n",
]  # fmt: skip


class Hostile:
    """A seeded source of hostile things: the same seed says the same things."""

    def __init__(self, seed):
        self.chance = random.Random(seed)

    def value(self):
        one = self.chance.choice(VALUES)
        return one + self.chance.choice(VALUES) if self.chance.random() < 0.1 else one

    def encoded(self, text):
        """Return the text for an address, at times with bytes that are not UTF-8."""
        if self.chance.random() < 0.05:
            return self.chance.choice(["%ff%fe", "%c0%af", "%", "%zz", "%ed%a0%80"])
        return quote_from_bytes(octets(text)[:3_000], safe="")

    def query(self, names):
        if self.chance.random() < 0.05:
            return self.encoded(self.value()) + "&&=&=x"
        asked = self.chance.sample(names, min(len(names), self.chance.randint(1, 4)))
        return "&".join(
            f"{self.encoded(n)}={self.encoded(self.value())}" for n in asked
        )

    def filled(self, fields, names):
        """Return pairs (name, value) as a page fills them, with some of them hostile."""
        pairs, spoiled = list(fields), self.chance.randint(0, 3)
        for _ in range(spoiled if pairs else 0):
            at = self.chance.randrange(len(pairs))
            pairs[at] = (pairs[at][0], self.value())
        if self.chance.random() < 0.2:
            pairs.append((self.chance.choice(names), self.value()))
        if self.chance.random() < 0.1 and pairs:
            del pairs[self.chance.randrange(len(pairs))]
        return pairs

    def body(self, pairs, files):
        """Return (content type, bytes) of a form, at times of the wrong type or cut in the middle."""
        if files or self.chance.random() < 0.15:
            declared, sent = self._multipart(pairs, files)
        else:
            declared = FORM
            sent = "&".join(
                f"{quote_from_bytes(octets(n))}={quote_from_bytes(octets(v))}"
                for n, v in pairs
            ).encode()
        if self.chance.random() < 0.08:
            declared = self.chance.choice(KINDS)
        if self.chance.random() < 0.12:
            declared += f"; charset={self.chance.choice(CHARSETS)}"
        if self.chance.random() < 0.05:
            sent = sent[: self.chance.randrange(len(sent) + 1)]
        return declared, sent

    def _multipart(self, pairs, files):
        parts = [(f'name="{name}"', octets(value)) for name, value in pairs]
        for name in files:
            filename = self.chance.choice(
                ["foto.jpg", "a.csv", "a.xlsx", self.value()[:200]]
            )
            about = f'name="{name}"; filename="{filename}"'
            parts.append((about, self.chance.choice(FILES)))
        sent = b"".join(
            b"--fuzz\r\nContent-Disposition: form-data; "
            + octets(about)
            + b"\r\n\r\n"
            + value
            + b"\r\n"
            for about, value in parts
        )
        return f"{MULTIPART}; boundary=fuzz", sent + b"--fuzz--\r\n"

    def document(self, sound):
        """Return a document of a phone as bytes, with something hostile in it."""
        spoiled = dict(sound)
        for _ in range(self.chance.randint(1, 3)):
            spoiled[self.chance.choice([*sound, self.value()])] = self._thing()
        sent = json.dumps(spoiled).encode()
        return sent[: len(sent) // 2] if self.chance.random() < 0.05 else sent

    def _thing(self, depth=0):
        kind = self.chance.randrange(8 if depth < 3 else 5)
        if kind < 3:
            return self.value()
        if kind == 3:
            return self.chance.choice([None, True, False, 0, -1, 10**30, 1e308, float("nan"), float("inf"), 0.5])  # fmt: skip
        if kind == 4:
            return []
        if kind == 5:
            return {
                self.chance.choice(["what", "count", "pk", "at", "id"]): self._thing(
                    depth + 1
                )
            }
        return [self._thing(depth + 1) for _ in range(self.chance.randint(1, 3))]

    def headers(self):
        if self.chance.random() > 0.15:
            return {}
        name = self.chance.choice(HEADERS)
        # as a server gives it to the portal: one line, an octet a character
        value = octets(self.value())[:4_000].decode("latin-1")
        return {name: value.replace("\r", " ").replace("\n", " ").replace("\0", " ")}


def octets(text):
    return text.encode("utf-8", "surrogatepass")
