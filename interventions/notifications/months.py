"""The mail of a month: a person's turns that were just published, one line each."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format

from interventions.notifications.outings import notify_reminder, reminder_is_due
from jobs.messages import KEY_HEADER

ONE, MANY = "{month}: un turno per te", "{month}: {count} turni per te"


def notify_month(first, person, outings, *, now=None):
    """Tell ``person`` the ``outings`` of the month of ``first`` that were published together.

    Place, day, hours and kind, as in every other mail of the outings. One is published once, so
    the first of them names the mail.
    """
    if not person.is_active:
        return
    month = date_format(first, "F Y").capitalize()
    subject = ONE if len(outings) == 1 else MANY
    page = f"{reverse('intervention_month')}?mese={first:%Y-%m}"
    words = {"month": month, "outings": outings, "url": settings.PUBLIC_URL + page}
    EmailMessage(
        subject.format(month=month, count=len(outings)),
        render_to_string("interventions/mail/month.txt", words),
        to=[person.email],
        headers={KEY_HEADER: f"outings-month-{person.pk}-{outings[0].pk}"},
    ).send()
    for outing in outings:
        if reminder_is_due(outing, now):
            notify_reminder(outing, person, already_told=True)
