"""The rows of a sheet: as many as one wants, without script too. An empty number drops a row."""

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory

from interventions.models import (
    ActKind,
    AgeBand,
    MediationOutcome,
    PeopleKind,
    Tally,
)
from interventions.protocol import read_protocol
from interventions.sheet import ActLine, TallyLine

MOST_ROWS = 40
EMPTY_ROWS = 2  # offered under those already written
MOST = 500  # so that all the rows added up fit the column
ONLY_CONTACTS = "Persone ed età si segnano solo per i contatti: toglile da questa riga."
ONLY_MEDIATIONS = "L’esito si segna solo per le mediazioni: toglilo da questa riga."
ONLY_REMOVALS = "Si comunicano ai servizi solo gli ordini di allontanamento, al massimo quanti sono."
BAD_PROTOCOL = "Scrivi solo il numero di protocollo, per esempio 2026/1234."
TOO_MANY_ROWS = f"Al massimo {MOST_ROWS} righe: unisci quelle uguali."


def _count():
    return forms.IntegerField(
        label="Quanti",
        required=False,
        min_value=0,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


def _choice(label, choices, empty):
    return forms.ChoiceField(
        label=label, required=False, choices=[("", empty), *choices]
    )


class TallyForm(forms.Form):
    count = _count()
    what = forms.ChoiceField(label="Che cosa", choices=Tally.What.choices)
    people = _choice("Chi", PeopleKind.choices, "Non segnato")
    age_band = _choice("Età", AgeBand.choices, "Non segnata")
    outcome = _choice("Esito", MediationOutcome.choices, "Non segnato")

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("count") or "what" not in cleaned:
            return cleaned
        what = cleaned["what"]
        if what != Tally.What.CONTACT and (
            cleaned.get("people") or cleaned.get("age_band")
        ):
            self.add_error("what", ONLY_CONTACTS)
        if what != Tally.What.MEDIATION and cleaned.get("outcome"):
            self.add_error("what", ONLY_MEDIATIONS)
        return cleaned


class ActForm(forms.Form):
    count = _count()
    kind = forms.ChoiceField(label="Atto", choices=ActKind.choices)
    protocol_number = forms.CharField(
        label="Numero di protocollo", required=False, max_length=40
    )
    notified_services = forms.IntegerField(
        label="Comunicati ai servizi",
        required=False,
        min_value=0,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def clean_protocol_number(self):
        number = read_protocol(self.cleaned_data["protocol_number"])
        if number is None:
            raise forms.ValidationError(BAD_PROTOCOL)
        return number

    def clean_notified_services(self):
        return self.cleaned_data["notified_services"] or 0

    def clean(self):
        cleaned = super().clean()
        told = cleaned.get("notified_services")
        most = (
            (cleaned.get("count") or 0)
            if cleaned.get("kind") == "allontanamento"
            else 0
        )
        if told and told > most:
            self.add_error("notified_services", ONLY_REMOVALS)
        return cleaned


class Rows(BaseFormSet):
    """Rows of one kind; ``lines`` are those with a number, the equal ones added up."""

    line = None
    counts = ("count",)

    @classmethod
    def of(cls, data, lines, *, more=False):
        """Return the rows typed in ``data``, or those of ``lines``; ``more`` adds an empty one."""
        if data is not None and more:
            data = cls._with_one_more(data)
        initial = [line._asdict() for line in lines]
        return cls(
            data,
            initial=None if data else initial,
            prefix=cls.prefix_name,
            error_messages={"too_many_forms": TOO_MANY_ROWS},
        )

    @classmethod
    def _with_one_more(cls, data):
        data, name = data.copy(), f"{cls.prefix_name}-TOTAL_FORMS"
        total = data.get(name, "")
        if total.isascii() and total.isdigit() and len(total) < 4:
            data[name] = str(min(int(total) + 1, MOST_ROWS))
        return data

    @property
    def lines(self):
        """Return the lines typed; call it on valid rows only."""
        added = {}
        for typed in self.cleaned_data:
            if typed.get("count"):
                line = self.line(**typed)
                key = tuple(
                    value
                    for name, value in line._asdict().items()
                    if name not in self.counts
                )
                before = added.get(key)
                added[key] = line if before is None else self._sum(before, line)
        return list(added.values())

    def _sum(self, one, other):
        return one._replace(
            **{name: getattr(one, name) + getattr(other, name) for name in self.counts}
        )


def _rows(form, line, prefix, counts):
    rows = formset_factory(
        form,
        formset=Rows,
        extra=EMPTY_ROWS,
        max_num=MOST_ROWS,
        validate_max=True,
        absolute_max=MOST_ROWS + 20,
    )
    rows.line, rows.prefix_name, rows.counts = line, prefix, counts
    return rows


TallyRows = _rows(TallyForm, TallyLine, "tallies", ("count",))
ActRows = _rows(ActForm, ActLine, "acts", ("count", "notified_services"))
