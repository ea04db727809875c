"""The filters of the desk's queue: a GET form, so that every selection has an address."""

from django import forms
from django.utils import timezone

from hotspots.fields import PlaceFilter
from hotspots.models import at_place
from listing.filters import FilterForm, OrderField, SearchField
from reports.listing import QUEUE
from reports.models import Category, Report, Status
from texts.days import DayField

ANY = "tutte"


class QueueForm(FilterForm):
    status = forms.ChoiceField(
        label="Stato",
        required=False,
        choices=[("", "Da lavorare"), *Status.choices, (ANY, "Tutte, anche le chiuse")],
    )
    place = PlaceFilter()
    category = forms.ChoiceField(label="Categoria", required=False)
    priority = forms.ChoiceField(
        label="Priorità",
        required=False,
        choices=[("", "Qualsiasi"), *Report.Priority.choices],
    )
    late = forms.BooleanField(label="Solo in ritardo", required=False)
    mine = forms.BooleanField(label="Solo in carico a me", required=False)
    unread = forms.BooleanField(label="Solo con messaggi da leggere", required=False)
    q = SearchField(label="Cerca nel testo o per codice")
    since = DayField(label="Ricevute dal", required=False)
    until = DayField(label="Ricevute fino al", required=False)
    order = OrderField(QUEUE, unasked="Le più urgenti prima")

    def __init__(self, data=None, *, user):
        super().__init__(data)
        self.user = user
        self.fields["category"].choices = [
            ("", "Tutte"),
            *Category.objects.values_list("code", "label"),
        ]

    def default_order(self, cleaned):
        # what must be answered first, as long as there is something to answer
        is_work = cleaned.get("late") or not cleaned.get("status")
        return "due" if is_work else "received"

    def filter(self, reports):
        """Return the reports that match; call it on a valid form only."""
        wanted = self.cleaned_data
        reports = reports.received_between(wanted["since"], wanted["until"])
        reports = self._in_state(reports, wanted["status"])
        if wanted["late"]:
            reports = reports.late(timezone.localdate())
        if wanted["place"]:
            reports = reports.filter(at_place(wanted["place"]))
        if wanted["category"]:
            reports = reports.filter(category=wanted["category"])
        if wanted["priority"]:
            reports = reports.filter(priority=wanted["priority"])
        if wanted["unread"]:
            reports = reports.with_messages_to_read()
        if wanted["mine"]:
            reports = reports.filter(in_charge_of=self.user)
        return reports.search(wanted["q"]) if wanted["q"] else reports

    def _in_state(self, reports, status):
        if status == ANY:
            return reports
        return reports.filter(status=status) if status else reports.to_work()
