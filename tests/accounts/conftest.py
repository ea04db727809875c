import pytest

from jobs.models import Outbox


@pytest.fixture
def mail_text(db):
    """Return a function that gives the text of the last message of the outbox."""

    def last():
        return str(Outbox.objects.latest("pk").payload)

    return last
