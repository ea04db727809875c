"""The mail to who takes the referrals: that there is an urgent one, and where."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from referrals.permissions import ReferralPermission

SUBJECT = "Un invio ai servizi aspetta risposta oggi"


def notify_urgent_referral(referral):
    """Tell everyone who may take it; the need and the place stay on the portal."""
    url = settings.PUBLIC_URL + reverse("referral_detail", args=[referral.code])
    body = render_to_string(
        "referrals/mail/urgent_referral.txt",
        {"url": url, "urgency": referral.get_urgency_display()},
    )
    for person in User.objects.who_may(ReferralPermission.HANDLE):
        key = f"referral-urgent-{referral.pk}-{person.pk}"
        EmailMessage(
            SUBJECT, body, to=[person.email], headers={"X-Outbox-Key": key}
        ).send()
