"""Somebody walks the wizard at random, in some tabs, and at the end finds all that was typed.

A few short walks belong to the suite; docs/quality.md says how to ask for many long ones.
"""

import re
from collections import defaultdict
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from reports.browsers import COOKIE
from reports.drafts import ASIDE, TYPED
from reports.models import Draft, Report
from tests.reports.pictures import picture, upload
from tests.reports.tabs import WORDS, Page, Tab

PHOTO = picture("PNG", size=(4, 4))
MOST_TABS = 4


def on(*names):
    """Offer a rule only when a tab shows one of the pages ``names``."""
    return precondition(lambda walk: any(tab.page.name in names for tab in walk.tabs))


class Walk(RuleBasedStateMachine):
    """The tabs of one browser; ``kept`` are the words that nobody has taken back, by draft."""

    def __init__(self):
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.client = Client(enforce_csrf_checks=True)
        self.tabs, self.kept, self.photos = [], defaultdict(set), defaultdict(set)
        self.written = 0

    def teardown(self):
        try:
            self.find_everything()
        finally:
            transaction.set_rollback(True)
            self.around.__exit__(None, None, None)

    # --- What a browser does

    def get(self, url):
        response = self.client.get(url, follow=True)
        assert response.status_code == 200, (url, response.status_code)
        last = response.redirect_chain[-1][0] if response.redirect_chain else url
        return Page(last, response.content.decode())

    def post(self, tab, **fields):
        """Send the form of a tab, which must answer with a redirect; turn to where it leads."""
        page = tab.page
        response = self.client.post(page.url.partition("#")[0], page.fields | fields)
        assert response.status_code == 302, (page.url, response.status_code)
        tab.turn_to(self.get(response.url))

    def tab(self, data, *names):
        """Draw one of the tabs that show one of the pages ``names``."""
        return data.draw(
            st.sampled_from([tab for tab in self.tabs if tab.page.name in names])
        )

    # --- What a person does

    @initialize()
    def open_the_first_tab(self):
        self.tabs.append(Tab(self.get("/segnala/")))
        self.enter(self.tabs[0], "no")

    @precondition(lambda self: len(self.tabs) < MOST_TABS)
    @rule()
    def open_a_tab(self):
        self.tabs.append(Tab(self.get("/segnala/")))

    @precondition(lambda self: len(self.tabs) < MOST_TABS)
    @rule(data=st.data())
    def duplicate_a_tab(self, data):
        tab = data.draw(st.sampled_from(self.tabs))
        self.tabs.append(Tab(self.get(tab.page.url)))

    @on("report_start")
    @rule(data=st.data(), answer=st.sampled_from(["no", "altra", "altra", ""]))
    def answer_the_gate(self, data, answer):
        self.enter(self.tab(data, "report_start"), answer)

    def enter(self, tab, answer):
        tab.page.fields["csrfmiddlewaretoken"] = self.token()
        self.post(tab, danger=answer)
        if tab.page.name == "report_consent":
            self.post(tab, accepted="on")

    @on("report_consent")
    @rule(data=st.data(), accepted=st.sampled_from([{"accepted": "on"}] * 3 + [{}]))
    def accept(self, data, accepted):
        self.post(self.tab(data, "report_consent"), **accepted)

    @on(*WORDS)
    @rule(
        data=st.data(),
        action=st.sampled_from(["next"] * 4 + ["back", "save"]),
        is_right=st.sampled_from([True] * 3 + [False]),
    )
    def write_and_press(self, data, action, is_right):
        tab = self.tab(data, *WORDS)
        page = tab.page
        page.fields |= self.new_words(data, page, is_right)
        if page.name == "report_what" and is_right:
            page.fields["category"] = "rifiuti"
        self.post(tab, action=action)
        self.note(page, tab.page.draft or page.draft)

    @on(*WORDS)
    @rule(data=st.data(), action=st.sampled_from(["next", "back", "save"]))
    def press(self, data, action):
        tab = self.tab(data, *WORDS)
        page = tab.page
        self.post(tab, action=action)
        self.note(page, tab.page.draft or page.draft)

    @on("report_contact")
    @rule(data=st.data())
    def add_a_photo(self, data):
        tab = self.tab(data, "report_contact")
        page = tab.page
        before = self.photos_of(page.draft)
        self.post(tab, action="photos", photos=[upload(PHOTO, "a.png")])
        draft = tab.page.draft or page.draft
        self.photos[draft] |= self.photos_of(draft) - before
        self.note(page, draft)

    @precondition(lambda self: any(tab.page.photos for tab in self.tabs))
    @rule(data=st.data())
    def take_a_photo_away(self, data):
        tab = data.draw(st.sampled_from([t for t in self.tabs if t.page.photos]))
        page = tab.page
        gone = data.draw(st.sampled_from(page.photos))
        self.post(tab, remove_photo=gone)
        for photos in self.photos.values():
            photos.discard(gone)
        self.note(page, tab.page.draft or page.draft)

    @on("report_summary")
    @rule(data=st.data())
    def send(self, data):
        tab = self.tab(data, "report_summary")
        page = tab.page
        self.post(tab)
        if tab.page.name == "report_sent":  # they saw what was kept aside
            words = self.kept[page.draft]
            self.kept[page.draft] = {w for w in words if not page.sets_aside(w[1])}

    @rule(data=st.data(), where=st.sampled_from(["/segnala/", "/privacy/", ""]))
    def go_or_reload(self, data, where):
        tab = data.draw(st.sampled_from(self.tabs))
        tab.turn_to(self.get(where or tab.page.url))

    @rule(data=st.data(), step=st.sampled_from([-2, -1, 1]), is_fresh=st.booleans())
    def go_back_or_forward(self, data, step, is_fresh):
        """The browser shows the page that it has kept, as it was filled in, or asks for it again."""
        tab = data.draw(st.sampled_from(self.tabs))
        tab.at = max(0, min(tab.at + step, len(tab.pages) - 1))
        if is_fresh:
            tab.pages[tab.at] = self.get(tab.page.url)

    @rule(name=st.sampled_from([COOKIE, COOKIE, "csrftoken", ""]))
    def lose_cookies(self, name):
        """One that expires, or all of them that somebody deletes."""
        if name:
            self.client.cookies.pop(name, None)
        else:
            self.client.cookies.clear()

    # --- What must be there

    def new_words(self, data, page, is_right):
        field = data.draw(st.sampled_from(WORDS[page.name]))
        self.written += 1
        text = f"parole{self.written:03}"
        if field == "email":
            return {field: f"{text}@example.org" if is_right else text}
        if field == "details" and not is_right:
            return {field: text, "subject": ""}
        return {field: text if is_right else text + "x" * 300}

    def note(self, page, draft):
        """The words of a form sent are in ``draft``, in place of those that its page showed."""
        sent = Draft.objects.filter(pk=draft, sent_at__isnull=False).exists()
        for field in WORDS[page.name]:
            word = page.fields.get(field, "")
            seen = page.wrote[field] | {page.shown[field]}
            if not sent:
                self.kept[draft] -= {(field, old) for old in seen - {word}}
                if word:
                    self.kept[draft].add((field, word))
            page.wrote[field].add(word)

    def token(self):
        page = self.client.get("/segnala/").content.decode()
        return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]

    def photos_of(self, draft):
        row = Draft.objects.filter(pk=draft).first()
        return (
            {str(pk) for pk in row.photos.values_list("pk", flat=True)}
            if row
            else set()
        )

    def find_everything(self):
        for pk, words in self.kept.items():
            row = Draft.objects.get(pk=pk)
            if row.sent_at:
                self.find_in_the_report(pk, words)
                continue
            there = set((row.data.get(TYPED) or {}).items())
            there |= {(name, text) for name, text in row.data.get(ASIDE, [])}
            assert words <= there, (words - there, there)
        for pk, photos in self.photos.items():
            report = Report.objects.filter(draft_key=pk).first()
            owner = report or Draft.objects.get(pk=pk)
            there = {str(row) for row in owner.photos.values_list("pk", flat=True)}
            assert photos <= there

    def find_in_the_report(self, pk, words):
        report = Report.objects.get(draft_key=UUID(str(pk)))
        said = {
            "subject": report.subject,
            "details": report.details,
            "email": report.email,
            "place_name": report.place_text,
            "location_note": report.location_note,
        }
        lost = {(field, word) for field, word in words if word not in said[field]}
        assert not lost, lost


@pytest.mark.timeout(3600)
def test_nothing_typed_is_lost_wherever_one_goes(programme, settings):
    settings.REPORT_LIMITS = {
        **settings.REPORT_LIMITS,
        "minimum_seconds": 0,
        "per_address_hour": 10_000,
    }
    run_state_machine_as_test(Walk)
