"""What people do in the walks, one function a step."""

import csv
import io
import re
from email import message_from_bytes, policy

from django.conf import settings

from tests.axe import broken_rules
from tests.servers import wait_until

PASSWORD = "insieme-in-piazza"
CONFIRM = re.compile(r"https?://\S+/segnalazioni/conferma/\S+")
CODE = re.compile(r"CR-\d{4}-[0-9A-Z]{6}")


def look(page):
    """Check the page as it is now: axe, no sideways scroll, no English or raw leftovers."""
    broken = broken_rules(page)
    assert not broken, f"{page.url}: {broken}"
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{page.url} scrolls sideways by {wide} px"
    text = page.inner_text("body")
    assert "None" not in text and "undefined-" not in text, page.url


def tick(page, label):
    """Choose a box by its label, as a thumb does: the drawn box is the label's."""
    page.locator("label", has_text=re.compile(rf"^\s*{label}")).click()


def press(page, name):
    """Press a button that sends a form, and wait for the page it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def sign_in(page, url, person, *, to):
    page.goto(url + to)
    page.get_by_label("Email").fill(f"{person}@demo.example")
    page.locator("input[type=password]").fill(PASSWORD)
    press(page, "Entra")
    assert page.url.endswith(to)


def pass_the_gate(page, url):
    page.goto(f"{url}/segnala/")
    assert page.get_by_role("link", name="112").first.is_visible()
    press(page, "No, voglio segnalare")
    tick(page, "Ho letto e compreso l’informativa sulla privacy")
    press(page, "Avanti")


def describe(page, *, place, subject, photo=None, email=""):
    """Fill in the three steps and go on to the summary."""
    tick(page, place)
    go_on(page, "dove", "che-cosa")
    page.get_by_label("Che cosa succede").select_option("illuminazione")
    page.get_by_label("In breve").fill(subject)
    go_on(page, "che-cosa", "contatto")
    if photo:
        page.get_by_label("Aggiungi una foto").set_input_files(photo)
        page.get_by_role("button", name="Togli la foto 1").wait_for()
    page.get_by_label("Email").fill(email)
    go_on(page, "contatto", "riepilogo")


def go_on(page, step, following):
    """Press "Avanti" on a step of the wizard and wait for the one that follows."""
    assert f"/{step}/" in page.url
    page.get_by_role("button", name="Avanti").last.click()
    page.wait_for_url(f"**/{following}/")


def take_time(page):
    """Be no quicker than a person: the portal refuses who is, and a slow machine is later still."""
    page.wait_for_timeout(settings.REPORT_LIMITS["minimum_seconds"] * 1000)


def send(page):
    """Send the summary; return (code, secret link)."""
    take_time(page)
    page.get_by_role("button", name="Invia la segnalazione").click()
    page.wait_for_url("**/inviata/")
    code = CODE.search(page.inner_text("main")).group()
    return code, page.locator("a.secret").get_attribute("href")


def link_to_confirm(portal, address):
    """Return the link of the mail that asks to confirm an address, as soon as it is delivered."""

    def links():
        mails = [
            message_from_bytes(path.read_bytes(), policy=policy.default)
            for path in (portal.var / "mail").glob("*.eml")
        ]
        texts = [mail.get_content() for mail in mails if mail["To"] == address]
        return CONFIRM.findall("\n".join(texts))

    wait_until(links, what=f"the mail to {address}")
    return links()[0]


def reports_of_this_week(page, url, place):
    """Return what the dashboard's own export says of ``place`` for this week."""
    answer = page.request.get(f"{url}/cruscotto/segnalazioni.csv?periodo=tutto")
    rows = csv.reader(io.StringIO(answer.text().lstrip("\ufeff")), delimiter=";")
    header, *weeks = [row for row in rows if row]
    (this_week,) = [week for week in weeks if week[header.index("In corso")] == "sì"]
    return int(this_week[header.index(place)])
