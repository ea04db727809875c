"""What ``make fuzz`` asks: the same things of the same seed, and every form of a page."""

from fuzz.hostile import Hostile
from fuzz.pages import forms_of

PAGE = """
<form action="/a/" method="post"><input name="t" value="1"><input type="file" name="photos">
<select name="s"><option value=""></option><option value="x">X</option></select>
<button name="action" value="next">Avanti</button></form>
<form><input name="q"></form>
"""


def drawn(seed):
    hostile = Hostile(seed)
    pairs = hostile.filled([("a", "1"), ("b", "2")], ["a", "b", "c"])
    return pairs, hostile.body(pairs, ["photos"]), hostile.query(["a", "b"])


def test_the_same_seed_asks_the_same_things():
    assert drawn("1-7") == drawn("1-7")
    assert drawn("1-7") != drawn("1-8")


def test_the_forms_of_a_page_are_read_as_a_browser_sends_them():
    first, second = forms_of("/here/", PAGE)

    assert (first.action, first.method, first.files) == ("/a/", "POST", ["photos"])
    assert first.fields == [("t", "1"), ("s", "x"), ("action", "next")]
    assert (second.action, second.method) == ("/here/", "GET")
