"""What it would cost to keep citizens' texts and photos encrypted: ``python -m bench.encrypting``.

An archive of invented reports in a SQLite of its own, thrown away at the end. Each row is what the
portal spends today for a page, a search, a file, and that plus opening what it would have to open, with
the cipher of the sealed notes (``notebooks/sealing.py``), as a ratio: processor time, so that who else
uses the machine counts little. ADR 0024 reads these figures.
"""

import os
import tempfile
import time
from itertools import chain
from pathlib import Path
from statistics import median

ROWS, PAGE, ROUNDS = 10_000, 50, 5
SUBJECT = "Vetri rotti sul vialetto accanto alla fontana"
DETAILS = (
    "Ci sono bottiglie in pezzi da sabato sera, i bambini ci passano in bicicletta. "
    * 4
)
PLACE = "Davanti al bar di via Dante, lato parco"
PHOTO = 350_000  # bytes of a photo that the portal drew again


def spent(act):
    """Return the median seconds of a processor that ``act`` takes."""
    found = []
    for _ in range(ROUNDS):
        before = time.process_time()
        act()
        found.append(time.process_time() - before)
    return median(found)


def fill():
    """Write the archive: closed reports, and as many open ones as a page shows."""
    from hotspots.models import Hotspot
    from reports.models import Category, Report
    from tests.reports.factories import ReportFactory

    category, place = Category.objects.first(), Hotspot.objects.first()
    common = {"category": category, "hotspot": place, "place_text": PLACE}
    made = [
        ReportFactory.build(
            code=f"BE-2026-{number:06}",
            subject=f"{SUBJECT} {number}",
            details=DETAILS,
            closed=number >= PAGE,
            **common,
        )
        for number in range(ROWS)
    ]
    Report.objects.bulk_create(made, batch_size=500)


def officer():
    from django.test import Client
    from django.test import client as of_tests

    from accounts.models import User
    from cremona_safety.request import Utf8Request

    of_tests.WSGIRequest = Utf8Request  # as cremona_safety/wsgi.py does

    person = User.objects.create_user(
        "bench@example.org", full_name="Banco", role_id="coordinator"
    )
    client = Client()
    client.force_login(person)
    return client


def get(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, answer
    return b"".join(answer) if answer.streaming else answer.content


def of_texts(client):
    """Yield (what, seconds today, seconds of opening what it would open) of the desk."""
    from django.urls import reverse

    from interventions.models import Service
    from notebooks.sealing import reseal, seal, unseal
    from reports.models import Report

    service = Service.POLICE
    row = seal([SUBJECT, PLACE, "Via Dante 12"], service, 1)
    whole = seal([SUBJECT, DETAILS, PLACE, "Via Dante 12"], service, 1)
    queue, every = reverse("report_queue"), "?status=tutte"
    file, search = reverse("report_export") + every, f"{queue}{every}&q=nessuna"

    def read(path):
        return spent(lambda: get(client, path))

    def opened(text, times):
        return spent(lambda: [unseal(text, service, 1) for _ in range(times)])

    get(client, queue)  # the first page also compiles its template
    yield "a page of the queue, 50 rows", read(queue), opened(row, PAGE)
    yield f"a search in {ROWS} reports", read(search), opened(whole, ROWS)
    yield f"a file of {ROWS} reports", read(file), opened(row, ROWS)
    yield (
        f"a change of keys over {ROWS} reports, over rewriting them",
        spent(lambda: Report.objects.update(place_text=PLACE)),
        spent(lambda: [reseal(whole, service) for _ in range(ROWS)]),
    )
    words = len(SUBJECT + DETAILS + PLACE)
    yield "the bytes of a report's texts", words, len(whole) - words


def of_photos(client):
    """Yield the same of a photo: how it is served today is a file read and sent."""
    from django.core.files.base import ContentFile
    from django.urls import reverse

    from accounts.cipher import cipher, site_keys
    from tests.reports.factories import PhotoFactory

    image = ContentFile(os.urandom(PHOTO), "bench.jpg")
    path = reverse("report_photo", args=[PhotoFactory(image=image).pk])
    keys = cipher("bench.encrypting", site_keys())
    sealed = keys.encrypt(os.urandom(PHOTO))
    today = spent(lambda: get(client, path))
    yield "a photo of 350 kB", today, spent(lambda: keys.decrypt(sealed))


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "cremona_safety.settings.dev",
            "VAR_DIR": folder,
        }
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        settings.ALLOWED_HOSTS = ["testserver"]
        plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
        settings.STORAGES["staticfiles"] = {"BACKEND": plain}
        Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("load_programme", settings.PROGRAMME_FILE, verbosity=0)
        fill()
        print(f"{'what':<62} {'today':>9} {'more':>9} {'ratio':>7}")
        client = officer()
        for what, floor, more in chain(of_texts(client), of_photos(client)):
            print(
                f"{what:<62} {floor:>9.4g} {more:>9.4g} {1 + more / floor:>7.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
