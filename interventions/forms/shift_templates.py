"""A shift that comes back, written once."""

from django import forms

from hotspots.models import (
    Hotspot,
    place_choices,
    place_slug,
)
from hotspots.shared_text import SharedText
from interventions.forms.crew import CrewField
from interventions.forms.shift import SAME_HOURS, ShiftForm
from interventions.models import Service, ShiftTemplate
from interventions.record.crew import may_lead
from interventions.services.shift_templates import NAME_TAKEN


class ShiftTemplateForm(ShiftForm):
    field_order = ["name"]

    name = SharedText(
        label="Nome",
        where="Nel nome",
        longest=80,
        help_text="Per esempio: venerdì sera in piazza.",
    )
    crew = CrewField(label="Equipaggio abituale", required=False)

    def __init__(self, data=None, *, user, template=None):
        super().__init__(data, initial=_initial(template), auto_id="modello-%s")
        self.template = template
        spots = Hotspot.objects.on_offer(also=[template and template.hotspot])
        self.spots = {spot.slug: spot for spot in spots}
        self.fields["place"].choices = place_choices(self.spots.values())
        leads = [service for service in Service if may_lead(user, service)]
        self.fields["lead"].choices = [(lead.value, lead.label) for lead in leads]
        now = template.people.select_related("role") if template else []
        self.fields["crew"].offer(user, now=now)

    def clean_name(self):
        name = self.cleaned_data["name"]
        others = ShiftTemplate.objects.filter(name__iexact=name)
        if self.template:
            others = others.exclude(pk=self.template.pk)
        if others.exists():
            raise forms.ValidationError(NAME_TAKEN)
        return name

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("starts") and cleaned.get("starts") == cleaned.get("ends"):
            self.add_error("ends", SAME_HOURS)
        return cleaned

    @property
    def arguments(self):
        cleaned = self.cleaned_data
        return {
            "name": cleaned["name"],
            "hotspot": self.spots.get(cleaned["place"]),
            "kind": cleaned["kind"],
            "aim": cleaned["aim"],
            "lead": cleaned["lead"],
            "starts": cleaned["starts"],
            "ends": cleaned["ends"],
            "people": self.fields["crew"].people(cleaned["crew"]),
        }


def _initial(template):
    if template is None:
        return None
    return {
        "name": template.name,
        "place": place_slug(template.hotspot),
        "starts": template.starts,
        "ends": template.ends,
        "kind": template.kind,
        "lead": template.lead,
        "aim": template.aim,
        "crew": [str(person.pk) for person in template.people.all()],
    }
