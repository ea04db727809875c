"""Somebody goes here and there in a real browser, with script: what was typed is there at the end."""

import random

import pytest
from django.urls import reverse

from reports.browsers import COOKIE
from tests.reports.browsing import enter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOVES = 24
FIELDS = {
    "dove": ["#id_place_name"],
    "che-cosa": ["#id_subject", "#id_details"],
    "contatto": ["#id_email"],
}
# all that a page shows of what was typed, in its fields and in its text
SEEN = """() => [
    document.querySelector("main").innerText,
    ...[...document.querySelectorAll("input, textarea")].map((field) => field.value),
].join("\\n")"""


class Wanderer:
    """One tab, the draft it began, and the words that nobody has replaced."""

    def __init__(self, page, chance):
        self.page, self.chance, self.words, self.written = page, chance, set(), 0
        enter(page)
        self.draft = page.url.split("/")[-3]

    @property
    def step(self):
        return self.page.url.split("/")[-2]

    def move(self):
        if self.step not in FIELDS:
            return self.come_back()
        moves = [self.write] * 4 + [self.press] * 3
        moves += [self.leave, self.reload, self.go_back, self.lose_cookie]
        return self.chance.choice(moves)()

    def write(self):
        field = self.page.locator(self.chance.choice(FIELDS[self.step]))
        self.words.discard(field.input_value())
        self.written += 1
        text = f"parole{self.written:03}"
        if "email" in field.get_attribute("id"):
            text += "@example.org"
        self.words.add(text)
        field.fill(text)

    def press(self):
        button = self.chance.choice(["next", "next", "back"])
        if self.step == "che-cosa":
            self.page.locator("#id_category").select_option("rifiuti")
        if self.step == "dove":
            self.page.locator("[name=as_written]").evaluate(
                "(field, words) => { field.value = words; }",
                self.page.locator("#id_place_name").input_value(),
            )
        with self.page.expect_navigation():
            self.page.locator(f".steppers-buttons [value={button}]").click()

    def leave(self):
        with self.page.expect_navigation():
            self.page.get_by_role("link", name="Privacy").click()

    def reload(self):
        self.page.reload()

    def go_back(self):
        self.page.go_back()

    def lose_cookie(self):
        """The page that is open still has its key: the next form takes the draft back."""
        self.page.context.clear_cookies(name=COOKIE)
        self.press()

    def come_back(self):
        self.page.goto(self.address("dove"))

    def address(self, step):
        name = {"dove": "where", "che-cosa": "what", "contatto": "contact"}[step]
        return reverse(f"report_{name}", args=[self.draft])

    def find_everything(self):
        seen = ""
        for step in FIELDS:
            self.page.goto(self.address(step))
            if self.step == step:  # a step not reached yet was never written in
                seen += self.page.evaluate(SEEN)
        lost = {words for words in self.words if words not in seen}
        assert not lost, (lost, seen)


@pytest.mark.parametrize("seed", [1924, 2026])
def test_nothing_typed_is_lost_in_a_real_browser(phone, seed):
    wanderer = Wanderer(phone, random.Random(seed))

    for _ in range(MOVES):
        wanderer.move()

    wanderer.find_everything()
