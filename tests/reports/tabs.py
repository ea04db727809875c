"""The tabs of a browser without script: their pages as they were filled in, one behind the other."""

from collections import defaultdict
from html.parser import HTMLParser

from django.urls import resolve

WORDS = {
    "report_where": ["place_name", "location_note"],
    "report_what": ["subject", "details"],
    "report_contact": ["email"],
}
FIELDS = sorted(field for fields in WORDS.values() for field in fields)


class Page(HTMLParser):
    """A page as a browser without script has it: the fields of its form of the draft, and its key."""

    def __init__(self, url, html):
        super().__init__()
        self.url, self.html = url, html
        self.name = resolve(url.partition("?")[0].partition("#")[0]).url_name
        self.fields, self.photos, self.area, self.wrote = {}, [], None, defaultdict(set)
        self.feed(html)
        self.shown = {name: self.fields.get(name, "") for name in FIELDS}

    @property
    def draft(self):
        kwargs = resolve(self.url.partition("?")[0].partition("#")[0]).kwargs
        return kwargs.get("pk")

    def sets_aside(self, text):
        _, there, aside = self.html.partition("aside-words")
        return bool(there) and text in aside.partition("</section>")[0]

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name, kind = given.get("name"), given.get("type")
        if tag == "textarea":
            self.area = name
            self.fields[name] = ""
        elif tag == "input" and name and kind not in ("file", "radio", "checkbox"):
            self.fields.setdefault(name, given.get("value") or "")
        elif tag == "input" and kind == "radio" and "checked" in given:
            self.fields[name] = given["value"]
        elif tag == "button" and name == "remove_photo":
            self.photos.append(given["value"])

    def handle_data(self, data):
        if self.area:
            self.fields[self.area] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.fields[self.area] = self.fields[self.area].removeprefix("\n")
            self.area = None


class Tab:
    """The pages of one tab, and which of them is seen."""

    def __init__(self, page):
        self.pages, self.at = [page], 0

    @property
    def page(self):
        return self.pages[self.at]

    def turn_to(self, page):
        self.pages = [*self.pages[: self.at + 1], page]
        self.at += 1
