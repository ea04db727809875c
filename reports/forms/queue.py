"""The filters of the desk's queue: a GET form, so that every selection has an address."""

from django import forms
from django.utils import timezone

from hotspots.fields import PlaceFilter
from hotspots.models import at_place
from listing.filters import FilterForm, OrderField, SearchField
from reports.listing import QUEUE
from reports.models import Category, Report, Status
from texts.codes import LONGEST_TYPED, tidy_code
from texts.days import DayField

ANY = "tutte"
NO_SUCH_GROUP = "Nessun gruppo con questo codice. Togli il filtro e riprova."


class QueueForm(FilterForm):
    status = forms.ChoiceField(
        label="Stato",
        required=False,
        choices=[("", "Da gestire"), *Status.choices, (ANY, "Tutte, anche le chiuse")],
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
    group = forms.CharField(
        required=False, max_length=LONGEST_TYPED, widget=forms.HiddenInput
    )
    order = OrderField(QUEUE, unasked="Le più urgenti prima")

    def __init__(self, data=None, *, user):
        super().__init__(data)
        self.user = user
        self.fields["category"].choices = [
            ("", "Tutte"),
            *Category.objects.values_list("code", "label"),
        ]

    def clean_group(self):
        """Return a report of the group whose code stands in the address, or None."""
        code = tidy_code(self.cleaned_data["group"])
        if not self.cleaned_data["group"]:
            return None
        report = Report.objects.visible_to(self.user).filter(code=code).first()
        if report is None:
            raise forms.ValidationError(NO_SUCH_GROUP)
        return report

    def default_order(self, cleaned):
        # what must be answered first, as long as there is something to answer
        if cleaned.get("group"):
            return "-received"  # the one that stands for it first
        is_work = cleaned.get("late") or not cleaned.get("status")
        return "due" if is_work else "received"

    @property
    def looks_inside(self):
        """Whether what is asked may tell apart the reports of a group: then each has its row."""
        apart = ("group", "q", "since", "until", "unread")
        return any(self.cleaned_data[name] for name in apart)

    def inside(self, report):
        """Return the address of the reports of a group, in every state unless one is asked."""
        status = self.cleaned_data["status"] or ANY
        return self.query(group=report.code, status=status)

    def rows(self, reports):
        """Return the rows of the queue that match; call it on a valid form only."""
        found = self.filter(reports)
        if self.looks_inside:
            return found
        return found.unfolded() if self.cleaned_data["status"] else found.rows()

    def filter(self, reports):
        """Return the reports that match, one by one; call it on a valid form only."""
        wanted = self.cleaned_data
        if wanted["group"]:
            reports = reports.of_burst(wanted["group"])
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
