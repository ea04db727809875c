"""Referrals to the services: sent, taken in charge, given back, closed with an outcome.

Each verb locks the row: of two social workers one takes it, and the other reads who has it. A
second click on the same button changes nothing.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.services import record
from interventions.models import service_of
from referrals.models import Referral
from referrals.notifications import notify_urgent_referral
from texts.codes import write_under_code
from texts.refusals import Refused

ALREADY_TAKEN = "L’invio è già in carico a {who}."
ALREADY_CLOSED = "L’invio è già chiuso con un esito."
NOT_TAKEN = "Nessuno ha in carico questo invio: prima prendilo in carico."
OF_ANOTHER = "L’invio è in carico a {who}: chiedi a {who}, oppure rimettilo tra quelli da prendere."
NOT_SENT = "Non siamo riusciti a dare un codice all’invio. Riprova."


def send_referral(*, client_id, by, now=None, **asked):
    """Send a need to the social services or to the victims' help desk; return the Referral.

    ``asked`` are the fields that ``NewReferralForm`` gives: ``desk``, ``need``, ``on``, ``urgency``,
    and if known ``hotspot``, ``age_band``, ``intervention``. ``client_id`` is the UUID of the form:
    the same form sent twice is one referral. An urgent one is told at once, by mail, to who may
    take it. Raise ``Refused`` when the form's id is of somebody else's referral.
    """
    now = now or timezone.now()

    def write(code):
        referral = Referral.objects.create(
            code=code,
            client_id=client_id,
            service=service_of(by) or "",
            by=by,
            sent_at=now,
            **asked,
        )
        after = {name: asked[name] for name in ("desk", "need", "urgency")}
        record("referral.send", referral, by=by, after=after, now=now)
        if referral.urgency == Referral.Urgency.TODAY:
            notify_urgent_referral(referral)
        return referral

    def already():
        return Referral.objects.filter(client_id=client_id, by=by).first()

    try:
        year = timezone.localdate(now).year
        return write_under_code("IV", year, write, already=already)
    except IntegrityError as error:
        raise Refused(NOT_SENT) from error


@transaction.atomic
def take_referral(referral, *, by, now=None):
    """Give the referral to who asks for it; a colleague who came first keeps it."""
    referral = _lock(referral)
    if referral.status == Referral.Status.TAKEN and referral.taken_by_id == by.pk:
        return referral
    _refuse_closed(referral)
    if referral.status == Referral.Status.TAKEN:
        raise Refused(ALREADY_TAKEN.format(who=referral.taken_by))
    return _write(
        referral,
        "referral.take",
        by=by,
        now=now,
        status=Referral.Status.TAKEN,
        taken_by=by,
        taken_at=now or timezone.now(),
    )


@transaction.atomic
def give_back_referral(referral, *, by):
    """Put it back among those to take, also when a colleague who is away has it."""
    referral = _lock(referral)
    if referral.status == Referral.Status.SENT:
        return referral
    _refuse_closed(referral)
    return _write(
        referral,
        "referral.give_back",
        by=by,
        status=Referral.Status.SENT,
        taken_by=None,
        taken_at=None,
    )


@transaction.atomic
def close_referral(referral, *, outcome, by, now=None):
    """Close it with a ``Referral.Outcome``; only who has it in charge may."""
    referral = _lock(referral)
    outcome = Referral.Outcome(outcome)
    is_mine = referral.taken_by_id == by.pk
    if is_mine and referral.outcome == outcome:
        return referral
    _refuse_closed(referral)
    if referral.status == Referral.Status.SENT:
        raise Refused(NOT_TAKEN)
    if not is_mine:
        raise Refused(OF_ANOTHER.format(who=referral.taken_by))
    return _write(
        referral,
        "referral.close",
        by=by,
        now=now,
        status=Referral.Status.CLOSED,
        closed_at=now or timezone.now(),
        outcome=outcome,
    )


def _lock(referral):
    # without its people: a row joined before the wait for the lock is that of before
    return Referral.objects.select_for_update().get(pk=referral.pk)


def _refuse_closed(referral):
    if referral.status == Referral.Status.CLOSED:
        raise Refused(ALREADY_CLOSED)


def _write(referral, action, *, by, now=None, **fields):
    before = {"status": referral.status}
    after = {"status": fields["status"]}
    if fields.get("outcome"):
        after["outcome"] = fields["outcome"]
    for name, value in fields.items():
        setattr(referral, name, value)
    referral.save(update_fields=[*fields, "updated_at"])
    record(action, referral, by=by, before=before, after=after, now=now)
    return referral
