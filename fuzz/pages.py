"""The forms that a page shows, with what it has already filled in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    action: str
    method: str
    fields: list = field(default_factory=list)  # pairs (name, value)
    files: list = field(default_factory=list)  # names


class _Reader(HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.path, self.forms, self.select = path, [], None

    def handle_starttag(self, tag, attrs):
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = said.get("action") or self.path
            self.forms.append(Form(action, said.get("method", "get").upper()))
        elif tag == "option" and self.select and self.forms:
            # the last of a menu, or what is chosen, instead of its empty line
            self.forms[-1].fields.append((self.select, said.get("value", "")))
        elif tag == "select":
            self.select = said.get("name")
        elif self.forms and said.get("name"):
            self._field(tag, said)

    def _field(self, tag, said):
        if said.get("type") == "file":
            self.forms[-1].files.append(said["name"])
        elif tag in {"input", "textarea", "button"}:
            self.forms[-1].fields.append((said["name"], said.get("value", "")))

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None


def forms_of(path, html):
    """Return the forms of a page; of those without an address the address is ``path``."""
    reader = _Reader(path)
    reader.feed(html)
    for form in reader.forms:
        form.fields = list(dict(form.fields).items())  # one answer to each question
    return reader.forms
