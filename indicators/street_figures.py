"""What the two services did in the street, as the pages read it: stored values only.

Presence, outings, contacts, referrals and the other forces' interventions stand side by side:
none is added to another, nor to the reports.
"""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Max, Min, Q, Subquery, Sum

from forces.models import Force
from indicators.activity import Activity, Forces, Month, month_name
from indicators.figures import Figure, PublicCount, place_of
from indicators.models import NOT_NOTED, DailyCount, Measure, Watermark
from indicators.periods import Period
from interventions.models import ActKind, Kind, MediationOutcome, PeopleKind
from referrals.models import Referral

MONTHLY = [
    Measure.PRESENCE,
    Measure.TURNS,
    Measure.OUTINGS,
    Measure.JOINT,
    Measure.CONTACTS,
    Measure.MEDIATIONS,
]
TOTALS = [
    *MONTHLY,
    Measure.REFERRALS,
    Measure.REFERRALS_TAKEN,
    Measure.REFERRAL_MINUTES,
]
# measure: title of its table, what its rows are, their names in the order of the page
BREAKDOWNS = {
    Measure.OUTINGS: ("Interventi per tipo", "Tipo", Kind),
    Measure.CONTACTS: ("Contatti", "Chi sono", PeopleKind),
    Measure.MEDIATIONS: ("Mediazioni per esito", "Esito", MediationOutcome),
    Measure.ACTS: ("Atti", "Tipo", ActKind),
    Measure.REFERRALS: ("Invii ai servizi", "A chi", Referral.Desk),
}


def activities(columns, period, compared=None):
    """Return {place: Activity}, in three queries.

    Compared only when the outings were already noted here at the beginning of that period.
    """
    since = Watermark.objects.filter(measure=Measure.OUTINGS).values_list("first_day")
    since = since.first()
    if compared and not (since and since[0] and since[0] <= compared.first):
        compared = None
    rows = _rows(TOTALS, Period((compared or period).first, period.last)).totals()
    of, sums = place_of(columns), defaultdict(lambda: [0, 0])
    for measure, hotspot, now, before in rows.sums_by(
        ("measure", "hotspot"), tuple(period), tuple(compared or period)
    ):
        pair = sums[of.get(hotspot), measure]
        pair[0] += now
        pair[1] += before
    forces = _forces(columns, period)
    found = {}
    for place in columns:
        counts = {}
        for measure in TOTALS:
            now, before = sums[place, measure]
            counts[measure] = Figure(now, before if compared else None)
        found[place] = Activity(counts, forces[place])
    return found


def sheets_to_approve(day):
    """Return how many sheets waited for approval in all the city, at the end of ``day``."""
    rows = _rows([Measure.SHEETS], Period(day, day)).totals()
    return rows.aggregate(sum=Sum("value", default=0))["sum"]


def months(columns, period):
    """Return the ``Month`` rows of the places, the months in order; one query."""
    of, sums = place_of(columns), defaultdict(int)
    for measure, hotspot, month, value in (
        _rows(MONTHLY, period).totals().by_month("measure", "hotspot")
    ):
        sums[of.get(hotspot), month, measure] += value
    return [
        Month(
            place,
            Period(max(month.first, period.first), min(month.last, period.last)),
            {measure: sums[place, month.first, measure] for measure in MONTHLY},
        )
        for month in _months_of(period)
        for place in columns
    ]


def breakdowns(place, period):
    """Return [(title, what the rows are, [(label, value)])] of what was counted; one query."""
    rows = _rows(BREAKDOWNS, period).by_category().of(place.hotspot_ids)
    found = defaultdict(dict)
    for measure, code, value in rows.sums_by(("measure", "category"), tuple(period)):
        found[measure][code] = value
    tables = []
    for measure, (title, head, choices) in BREAKDOWNS.items():
        names = dict([*choices.choices, (NOT_NOTED, "Non segnato")])
        counted = found[measure]
        table = [(names[code], counted[code]) for code in names if counted.get(code)]
        if table:
            tables.append((title, head, table))
    return tables


def forces_by_month(place, period):
    """Return [(month's name, [interventions of each Force], sum)] of the months known."""
    rows = DailyCount.objects.measure(Measure.FORCES).between(*_whole_months(period))
    values, known = defaultdict(int), set()
    for day, hotspot, force, value in rows.values_list(
        "day", "hotspot", "category", "value"
    ):
        known.add(day)
        if hotspot in place.hotspot_ids:
            values[day, force] += value
    return [
        (month_name(day), [values[day, force] for force in Force], values[day, ""])
        for day in sorted(known)
    ]


def monthly_public_joint(hotspots):
    """Return {hotspot pk: PublicCount} of the joint outings of the last month published.

    As ``figures.public_months``: written once, under five stored as zero; two queries.
    """
    rows = DailyCount.objects.measure(Measure.PUBLIC_JOINT)
    newest = rows.order_by("-day").values("day")[:1]
    values = {
        hotspot: (day, value)
        for hotspot, day, value in rows.filter(day=Subquery(newest)).values_list(
            "hotspot", "day", "value"
        )
    }
    mark = Watermark.objects.filter(measure=Measure.PUBLIC_JOINT).first()
    return {
        hotspot.pk: PublicCount(*values[hotspot.pk], mark.computed_at)
        if mark and hotspot.pk in values
        else PublicCount(None)
        for hotspot in hotspots
    }


def _rows(measures, period):
    return DailyCount.objects.filter(measure__in=list(measures)).between(*period)


def _forces(columns, period):
    """Return {place: Forces}; a month is known when any place has a count of it."""
    whole = tuple(_whole_months(period))
    within = Q(day__range=whole)
    rows = DailyCount.objects.measure(Measure.FORCES).totals()
    of, values, known, until = place_of(columns), defaultdict(int), [], []
    for hotspot, value, first, last, latest in rows.sums_by("hotspot", whole).annotate(
        first=Min("day", filter=within),
        last=Max("day", filter=within),
        until=Max("day"),
    ):
        values[of.get(hotspot)] += value
        known += [day for day in (first, last) if day]
        until.append(latest)
    edges = (min(known, default=None), max(known, default=None))
    return {
        place: Forces(values[place], *edges, max(until, default=None))
        for place in columns
    }


def _whole_months(period):
    """The months a period touches, from the first day of the first to its own last."""
    return Period(period.first.replace(day=1), period.last)


def _months_of(period):
    first = period.first.replace(day=1)
    while first <= period.last:
        after = (first + timedelta(days=31)).replace(day=1)
        yield Period(first, after - timedelta(days=1))
        first = after
