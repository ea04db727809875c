"""Shifts that come back: written, changed, deleted. What was planned from them stays."""

from django.db import IntegrityError, transaction

from accounts.services import record
from interventions.models import ShiftTemplate
from interventions.record.crew import may_lead, may_put
from interventions.record.lifecycle import StepRefused

NOT_YOURS = "Questo modello è di un altro servizio: lo cambia chi ne fa parte, o il coordinatore."
NOT_YOUR_PERSON = "{who} è di un altro servizio: lo mette nel modello un collega di quel servizio o il coordinatore."
GONE = "Nel frattempo il modello è stato eliminato."
NAME_TAKEN = "C’è già un modello con questo nome: scegline un altro."
FIELDS = ("name", "hotspot", "kind", "aim", "lead", "starts", "ends")


@transaction.atomic
def save_template(template, *, people, by, now=None, **fields):
    """Create a template (``None``) or change one; return it.

    ``people`` follow the rule of a crew: who is of another service neither joins nor leaves.
    """
    if template is not None:
        rows = ShiftTemplate.objects.select_for_update()
        template = rows.filter(pk=template.pk).first()
        if template is None:
            raise StepRefused(GONE)
        _require_lead(by, template.lead)
    _require_lead(by, fields["lead"])
    there = set(template.people.select_related("role")) if template else set()
    for person in there ^ set(people):
        if not may_put(by, person):
            raise StepRefused(NOT_YOUR_PERSON.format(who=person))
    template = template or ShiftTemplate()
    for name in FIELDS:
        setattr(template, name, fields[name])
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError:
        raise StepRefused(NAME_TAKEN) from None
    template.people.set(people)
    after = {"people": len(people)}
    record("intervention.template", template, by=by, after=after, now=now)
    return template


@transaction.atomic
def delete_template(template, *, by):
    _require_lead(by, template.lead)
    record("intervention.template_delete", template, by=by)
    template.delete()


def _require_lead(by, lead):
    if not may_lead(by, lead):
        raise StepRefused(NOT_YOURS)
