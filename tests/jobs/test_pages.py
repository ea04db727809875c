import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobs.models import Heartbeat, Outbox
from tests.jobs.factories import JobRunFactory, OutboxFactory, a_mail

LIST = "/operatori/lavori/"


@pytest.fixture
def queue_folder(settings, tmp_path):
    settings.REDIS_URL = ""  # the queue of the embedded portal, also beside a Redis
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_out": str(tmp_path)}
    return tmp_path


@pytest.fixture
def beating(db):
    now = timezone.now()
    return Heartbeat.objects.create(name="beat", at=now, since=now)


@pytest.fixture
def mailbox(settings, tmp_path):
    settings.DELIVERY_EMAIL_BACKEND = "jobs.mail.FolderBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return settings.EMAIL_FILE_PATH


def test_healthz_answers_without_a_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok")


def test_the_administrator_reads_jobs_and_deliveries(client_as, beating, mailbox):
    JobRunFactory(detail="nessuna differenza")
    OutboxFactory(last_error="TimeoutError")
    failed = OutboxFactory(
        failed_at=timezone.now(), last_error="SMTPServerDisconnected"
    )
    emptied = OutboxFactory(failed_at=timezone.now(), payload={})

    page = client_as("admin").get(LIST).content.decode()

    assert "nessuna differenza" in page
    assert "TimeoutError" in page
    assert f"/operatori/lavori/consegne/{failed.pk}/riprova/" in page
    assert f"/operatori/lavori/consegne/{emptied.pk}/riprova/" not in page
    assert page.count("Testo cancellato") == 1
    assert "Ancora nessun messaggio." in page


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("", "Fermo dalle 10:00: riavvia il portale"),
        ("1_a.celery.msg", "Nessuno esegue i lavori dalle 10:00, «Aggiorna i numeri del cruscotto» è in corso dalle 09:58: riavvia il worker"),
    ],
)  # fmt: skip
def test_a_hung_worker_is_not_a_clock_that_stopped(
    client_as, stop_clock, queue_folder, message, said
):
    stop_clock("2026-11-30 09:58")
    JobRunFactory()
    stop_clock("2026-11-30 10:00")
    Heartbeat.objects.create(name="beat", at=timezone.now(), since=timezone.now())
    if message:
        (queue_folder / message).touch()

    client = client_as("admin")
    assert "In funzione" in client.get(LIST).content.decode()
    stop_clock("2026-11-30 10:05")
    page = client.get(LIST).content.decode()

    assert said in page
    assert "In funzione" not in page
    assert "Tutti in orario" not in page
    assert "i numeri di segnalazioni e interventi sono fermi" in page


def test_without_a_queue_the_clock_says_so(client_as, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    page = client_as("admin").get(LIST).content.decode()

    assert "Fermo dall’inizio: la coda non risponde" in page


def test_the_page_costs_the_same_whatever_waits(client_as, beating, mailbox):
    client = client_as("admin")
    client.get(LIST)
    counts = set()
    for size in (2, 20):
        OutboxFactory.create_batch(size, failed_at=timezone.now())
        JobRunFactory.create_batch(size)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.add(len(queries))

    assert len(counts) == 1


def test_an_abandoned_delivery_starts_again(client_as):
    row = OutboxFactory(failed_at=timezone.now(), attempts=12)

    response = client_as("admin").post(f"{LIST}consegne/{row.pk}/riprova/")

    assert response.status_code == 302
    assert Outbox.objects.due().get() == row


def test_only_an_abandoned_delivery_starts_again(client_as):
    row = OutboxFactory(done_at=timezone.now())

    response = client_as("admin").post(f"{LIST}consegne/{row.pk}/riprova/")

    assert response.status_code == 404


def test_the_demo_mails_are_read_on_the_page(
    client_as, mailbox, django_capture_on_commit_callbacks
):
    link = "https://example.org/s/abc"
    with django_capture_on_commit_callbacks(execute=True):
        a_mail(body=f"<b>Segui qui:</b>\n{link}").send()
    (file,) = mailbox.iterdir()
    client = client_as("admin")

    page = client.get(LIST).content.decode()
    mail = client.get(f"{LIST}posta/{file.name}/").content.decode()

    assert f"{LIST}posta/{file.name}/" in page
    assert f'<a href="{link}">{link}</a>' in mail
    assert "&lt;b&gt;Segui qui" in mail
    assert file.stat().st_mode & 0o077 == 0


def test_the_same_mail_delivered_twice_is_one_file(mailbox):
    from jobs import messages

    payload = messages.pack(a_mail())
    for _ in range(2):
        messages.send(payload, backend="jobs.mail.FolderBackend")

    assert len(list(mailbox.iterdir())) == 1


@pytest.mark.parametrize("name", ["..%2Fportal.sqlite3", "segreto.txt", "..", "a.eml"])
def test_the_mailbox_opens_no_other_file(client_as, mailbox, name):
    mailbox.mkdir()
    (mailbox / "segreto.txt").write_text("no")
    (mailbox / "a.eml").write_text("no")

    assert client_as("admin").get(f"{LIST}posta/{name}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (
            "DELIVERY_EMAIL_BACKEND",
            "django.core.mail.backends.smtp.EmailBackend",
        ),
        ("DEMO", False),
    ],
)
def test_nobody_reads_the_mails_of_citizens_here(
    client_as, mailbox, settings, name, value
):
    from jobs import messages

    messages.send(messages.pack(a_mail()), backend="jobs.mail.FolderBackend")
    (file,) = mailbox.iterdir()
    setattr(settings, name, value)
    client = client_as("admin")

    assert client.get(f"{LIST}posta/{file.name}/").status_code == 404
    assert "Posta della dimostrazione" not in client.get(LIST).content.decode()
