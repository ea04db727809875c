"""What a person does with the wizard in a browser, one function a step."""

from django.urls import reverse

# what has the focus comes to rest above the buttons that stay in sight
CLEAR_OF_THE_ROW = """() => {
    const row = document.querySelector(".steppers-buttons-sticky");
    const focused = document.activeElement;
    const { top, bottom } = row.getBoundingClientRect();
    const box = focused.getBoundingClientRect();
    return row.contains(focused) || box.bottom <= top + 1 || box.top >= bottom - 1;
}"""


def enter(page):
    page.goto(reverse("report_start"))
    page.get_by_role("button", name="No, voglio segnalare").click()
    page.locator("label[for=id_accepted]").click()
    go_on(page, "dove")
    page.wait_for_selector("[data-map-ready]")


def go_on(page, to="", button="Avanti"):
    page.locator(".steppers-buttons").get_by_text(button).click()
    if to:
        page.wait_for_url(f"**/{to}/")


def describe(page):
    """Say where and what, from the step of the place, and stay on that of the problem."""
    page.locator("label", has_text="Piazza Roma").click()
    go_on(page, "che-cosa")
    page.locator("#id_category").select_option("rifiuti")
    page.locator("#id_subject").fill("Vetri rotti sul vialetto")


def ready(page):
    describe(page)
    go_on(page, "contatto")
    go_on(page, "riepilogo")


def send(page):
    page.get_by_role("button", name="Invia la segnalazione").click()
    page.wait_for_url("**/inviata/")


def on_the_phone(page):
    """Return all that the wizard has left in the storage of the browser, as one text."""
    return page.evaluate(
        "JSON.stringify(localStorage) + JSON.stringify(sessionStorage)"
    )
