"""Pictures of the pages for every role, at 360 and 1280 px: ``make screenshots``.

Starts a portal of its own with the demonstration data, and throws it away. All the pictures go
to ``var/screenshots``; the three of the README also to ``docs/img``.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.load import answers
from tests.servers import Part, chromium, free_port, wait_until

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "var" / "screenshots"
README_PICTURES = {
    "home-360": (360, 800),
    "segnala-360": (360, 800),
    "cruscotto-1280": (1280, 1000),
}
WIDTHS = (360, 1280)
PASSWORD = "insieme-in-piazza"
PAGES = {
    "": ["/", "/luoghi/", "/luoghi/piazza-roma/", "/contributo/", "/segnala/", "/segnalazioni/", "/privacy/", "/accedi/"],
    "officer": ["/operatori/", "/operatori/segnalazioni/", "/interventi/elenco/", "/interventi/sul-campo/", "/interventi/registra/",
                "/interventi/note-di-servizio/", "/bacheca/"],
    "educator": ["/interventi/diario/", "/interventi/diario/nuova/", "/operatori/invii/nuovo/"],
    "social_worker": ["/operatori/invii/"],
    "coordinator": ["/interventi/", "/interventi/nuovo/", "/interventi/presenza/", "/operatori/altre-forze/",
                    "/operatori/luoghi/", "/operatori/eventi/", "/operatori/da-completare/"],
    "assessore": ["/cruscotto/", "/cruscotto/piazza-roma/"],
    "admin": ["/operatori/persone/", "/operatori/registro/", "/operatori/lavori/"],
}  # fmt: skip


def main():
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="screens_") as folder:
        port = free_port()
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "cremona_safety.settings.dev",
            "VAR_DIR": folder,
            "DEMO_PASSWORD": PASSWORD,
            "PORT": str(port),
            "VENV": sys.prefix,
        }
        subprocess.run(
            [sys.executable, "manage.py", "prepare"],
            cwd=ROOT,
            env=environment,
            check=True,
        )
        web = Part("web", environment, Path(folder) / "web.log")
        try:
            wait_until(lambda: answers(port), what="the portal's first answer")
            _photograph(f"http://127.0.0.1:{port}", _accounts(environment))
        finally:
            web.stop()


def _accounts(environment):
    """Return {role code: email} of the first of the demonstration's people of each role."""
    code = (
        "import django; django.setup()\n"
        "from accounts.models import User\n"
        "for row in User.objects.filter(is_demo=True).order_by('-pk').values_list("
        "'role_id', 'email'):\n"
        "    print(*row)"
    )
    listed = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(line.split() for line in listed.stdout.splitlines())


def _photograph(address, accounts):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox"]
        )
        for role, paths in PAGES.items():
            for width in WIDTHS:
                page = browser.new_page(
                    locale="it-IT", viewport={"width": width, "height": 900}
                )
                if role:
                    _sign_in(page, address, accounts[role])
                for path in paths:
                    _take(page, address, path, width)
                page.close()
        browser.close()


def _sign_in(page, address, email):
    page.goto(f"{address}/accedi/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accedi/" not in url)


def _take(page, address, path, width):
    name = f"{path.strip('/').replace('/', '-') or 'home'}-{width}"
    page.goto(address + path, wait_until="networkidle")
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    print(f"  {PICTURES / name}.png", flush=True)
    if name in README_PICTURES:
        size = README_PICTURES[name]
        page.set_viewport_size({"width": size[0], "height": size[1]})
        (ROOT / "docs" / "img").mkdir(exist_ok=True)
        page.screenshot(path=ROOT / "docs" / "img" / f"{name}.png")


if __name__ == "__main__":
    main()
