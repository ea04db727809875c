"""The mail to who takes the referrals: that there is an urgent one, and where."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from interventions.permissions import InterventionPermission

SUBJECT = "Un invio ai servizi aspetta risposta oggi"


def notify_urgent_referral(referral):
    """Tell everyone who may take it; the need and the place stay on the portal."""
    url = settings.PUBLIC_URL + reverse("referral_detail", args=[referral.code])
    body = render_to_string(
        "interventions/mail/urgent_referral.txt",
        {"url": url, "urgency": referral.get_urgency_display()},
    )
    for person in _who_takes_them():
        key = f"referral-urgent-{referral.pk}-{person.pk}"
        EmailMessage(
            SUBJECT, body, to=[person.email], headers={"X-Outbox-Key": key}
        ).send()


def _who_takes_them():
    # a role's permissions are a JSON list: few people, read once
    people = User.objects.filter(is_active=True).select_related("role")
    return [p for p in people if p.may(InterventionPermission.HANDLE_REFERRALS)]
