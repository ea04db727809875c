from django import forms

from indicators import periods


class PeriodForm(forms.Form):
    """Which weeks, and against which others; the address of the page says both."""

    periodo = forms.ChoiceField(
        label="Periodo",
        required=False,
        choices=[
            ("4", "Ultime 4 settimane"),
            ("13", "Ultime 13 settimane"),
            ("26", "Ultime 26 settimane"),
            ("52", "Ultime 52 settimane"),
            (periods.ALL, "Tutto"),
        ],
        error_messages={"invalid_choice": "Scegli un periodo dell’elenco."},
    )
    confronto = forms.ChoiceField(
        label="Confronto",
        required=False,
        choices=[
            (periods.PREVIOUS, "Periodo precedente"),
            (periods.YEAR_BEFORE, "Stesso periodo dell’anno prima"),
        ],
        error_messages={"invalid_choice": "Scegli un confronto dell’elenco."},
    )

    DEFAULTS = {"periodo": "13", "confronto": periods.PREVIOUS}

    @classmethod
    def read(cls, query):
        """Bind the form to the query; what is missing takes its default."""
        return cls({**cls.DEFAULTS, **{k: v for k, v in query.items() if v}})

    def choice(self):
        """Return (period, comparison); a wrong value takes its default, the page says so."""
        self.is_valid()
        return tuple(self.cleaned_data.get(k) or v for k, v in self.DEFAULTS.items())
