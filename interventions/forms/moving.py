"""What is done to outings on the calendar besides planning them: cancelled, moved."""

from django import forms

from hotspots.models import Hotspot, place_choices
from hotspots.shared_text import SharedText
from interventions.forms.planning import SCOPES, THIS
from texts.days import DayField
from texts.fields import Choice, VersionField


class CancelForm(forms.Form):
    because = SharedText(
        label="Perché lo annulli",
        where="Nel motivo",
        longest=200,
        help_text="Resta sulla pagina dell’intervento. Non scrivere nomi di persone.",
    )
    scope = Choice(
        label="Che cosa annulli",
        choices=SCOPES,
        initial=THIS,
        widget=forms.RadioSelect,
    )
    version = VersionField(required=True)

    def __init__(self, data=None, *, intervention):
        super().__init__(data, initial={"version": intervention.version})
        if intervention.series is None:
            del self.fields["scope"]


MOVE_INCOMPLETE = "Lo spostamento non è arrivato intero: ricarica la pagina e riprova."
ARCHIVED = "Il luogo è archiviato: scegline un altro."


class MoveForm(forms.Form):
    """Where a chip was dropped."""

    place = Choice()
    day = DayField()
    seen = VersionField(required=True)
    confirmed = forms.BooleanField(required=False)

    def __init__(self, data=None, *, intervention):
        super().__init__(data)
        spots = Hotspot.objects.programme().on_offer(also=[intervention.hotspot])
        self.spots = {spot.slug: spot for spot in spots}
        self.fields["place"].choices = place_choices(self.spots.values())

    @property
    def sentence(self):
        """Say why a chip cannot be dropped there."""
        archived = Hotspot.objects.exclude(archived_on=None)
        chosen = self.data.get("place", "").replace("\x00", "")
        is_archived = archived.filter(slug=chosen).exists()
        return ARCHIVED if "place" in self.errors and is_archived else MOVE_INCOMPLETE
