from django import forms

from indicators import periods
from listing.filters import Addressed


class PeriodForm(Addressed, forms.Form):
    """Which weeks, and against which others; the address of the page says both."""

    addresses = {"period": "periodo", "comparison": "confronto"}

    period = forms.ChoiceField(
        label="Periodo",
        required=False,
        choices=[
            ("4", "Ultime 4 settimane intere"),
            ("13", "Ultime 13 settimane intere"),
            ("26", "Ultime 26 settimane intere"),
            ("52", "Ultime 52 settimane intere"),
            (periods.ALL, "Tutto"),
        ],
        error_messages={"invalid_choice": "Scegli un periodo dell’elenco."},
    )
    comparison = forms.ChoiceField(
        label="Confronto",
        required=False,
        choices=[
            (periods.PREVIOUS, "Periodo precedente"),
            (periods.YEAR_BEFORE, "Stesso periodo dell’anno prima"),
        ],
        error_messages={"invalid_choice": "Scegli un confronto dell’elenco."},
    )

    DEFAULTS = {"period": "13", "comparison": periods.PREVIOUS}

    @classmethod
    def read(cls, query):
        """Bind the form to the query; what is missing takes its default."""
        usual = {cls.addresses[name]: value for name, value in cls.DEFAULTS.items()}
        return cls(usual | {name: value for name, value in query.items() if value})

    def choice(self):
        """Return (period, comparison); a wrong value takes its default, the page says so."""
        self.is_valid()
        return tuple(self.cleaned_data.get(k) or v for k, v in self.DEFAULTS.items())
