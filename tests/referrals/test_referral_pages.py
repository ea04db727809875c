"""What the list and the page of the referrals say first."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hotspots.models import Hotspot
from tests.referrals.factories import ReferralFactory

LIST = "/operatori/invii/"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (timedelta(days=2), "in ritardo di 1 giorno<"),
        (timedelta(days=20), "in ritardo di 19 giorni"),
    ],
)
def test_the_list_names_the_need_and_the_place_and_by_how_much_it_is_late(
    client_as, programme, stop_clock, sent, words
):
    stop_clock("2026-11-23 12:00")
    referral = ReferralFactory(
        need="dipendenze",
        hotspot=Hotspot.objects.get(slug="piazza-roma"),
        urgency=1,
        sent_at=timezone.now() - sent,
    )
    client = client_as("social_worker")

    rows = client.get(LIST).content.decode()
    page = client.get(reverse("referral_detail", args=[referral.code]))

    assert ">Dipendenze, Piazza Roma</a>" in rows and words in rows
    assert "Entro un giorno" in rows and "Oggi" not in rows
    assert "<h1>Dipendenze, Piazza Roma</h1>" in page.content.decode()
    assert words in page.content.decode()


def test_closing_without_an_outcome_is_refused_at_the_top_of_the_page(client_as):
    client = client_as("social_worker")
    referral = ReferralFactory()
    client.post(reverse("referral_take", args=[referral.code]))

    page = client.post(reverse("referral_close", args=[referral.code]))

    assert page.status_code == 422
    text = page.content.decode()
    assert text.index("data-error-summary") < text.index("readback")
    assert "Scegli com’è andata, poi chiudi." in text
    referral.refresh_from_db()
    assert referral.status == "preso-in-carico"
