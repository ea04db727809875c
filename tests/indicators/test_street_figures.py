"""What the services did, as the pages read it from the stored rows."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from hotspots.models import Hotspot
from indicators import figures, street_figures
from indicators.figures import Figure
from indicators.models import NOT_NOTED, Measure, Watermark
from indicators.periods import Period
from tests.indicators.factories import make_count

MONDAY = date(2026, 11, 16)
WEEK = Period(MONDAY, MONDAY + timedelta(days=6))
BEFORE = WEEK.before(timedelta(days=7))
OCTOBER = date(2026, 10, 1)


def noted_since(day):
    Watermark.objects.create(measure=Measure.OUTINGS, first_day=day)


def activity(period=WEEK, compared=None, slug="piazza-roma"):
    found = street_figures.activities(figures.places(), period, compared)
    return {place.slug: value for place, value in found.items()}[slug]


def write(values, **where):
    for measure, value in values.items():
        make_count(value, measure=measure, **where)


def test_each_place_has_its_own_measures_never_added_up(roma):
    write(
        {Measure.PRESENCE: 750, Measure.TURNS: 30, Measure.OUTINGS: 9}
        | {Measure.JOINT: 6, Measure.CONTACTS: 41},
        day=MONDAY,
        hotspot=roma,
    )
    make_count(700, day=MONDAY, hotspot=roma, measure=Measure.PRESENCE, category="pl")
    make_count(99, day=MONDAY, hotspot=roma)
    make_count(3, day=MONDAY, measure=Measure.CONTACTS)
    make_count(5, day=BEFORE.last, hotspot=roma, measure=Measure.OUTINGS)

    done, elsewhere = activity(), activity(slug="altro")

    assert done.presence == "12,5 ore di presenza, 30 turni"
    assert done.outings == "9 uscite, 6 congiunte"
    assert done.contacts == "41 contatti (la stessa persona può contare più volte)"
    assert elsewhere.contacts == "3 contatti (la stessa persona può contare più volte)"
    assert elsewhere.presence == "nessuna presenza"


@pytest.mark.parametrize(
    ("outings", "joint", "words"),
    [
        (0, 0, "nessuna uscita approvata"),
        (1, 0, "1 uscita, nessuna congiunta"),
        (1, 1, "1 uscita, 1 congiunta"),
        (9, 0, "9 uscite, nessuna congiunta"),
        (9, 1, "9 uscite, 1 congiunta"),
        (1200, 1100, "1.200 uscite, 1.100 congiunte"),
    ],
)
def test_the_share_of_joint_outings_is_said_in_words(roma, outings, joint, words):
    write({Measure.OUTINGS: outings, Measure.JOINT: joint}, day=MONDAY, hotspot=roma)

    assert activity().outings == words


@pytest.mark.parametrize(
    ("now", "before", "change", "sentence"),
    [
        (750, 600, "+2,5 ore", "Erano 10 ore, 4 turni."),
        (60, 120, "−1 ora", "Erano 2 ore, 4 turni."),
        (120, 60, "+1 ora", "Era 1 ora, 4 turni."),
        (90, 90, "=", "Erano 1,5 ore, 4 turni."),
        # the difference is that of the numbers one reads: 0,1 and 0,0
        (4, 2, "+0,1 ore", "Erano 0 ore, 4 turni."),
    ],
)
def test_hours_are_compared_without_words_of_certainty(
    roma, now, before, change, sentence
):
    noted_since(BEFORE.first)
    write({Measure.PRESENCE: now, Measure.TURNS: 5}, day=MONDAY, hotspot=roma)
    write({Measure.PRESENCE: before, Measure.TURNS: 4}, day=BEFORE.first, hotspot=roma)

    done = activity(compared=BEFORE)

    assert (done.presence_change, done.presence_before) == (change, sentence)


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [
        (3, 0, "Prima nessuna."),
        (3, 1, "Era 1 uscita."),
        (12, 1900, "Erano 1.900 uscite."),
    ],
)
def test_outings_are_compared_without_words_of_certainty_one_chooses_them(
    roma, now, before, sentence
):
    noted_since(BEFORE.first)
    make_count(now, day=MONDAY, hotspot=roma, measure=Measure.OUTINGS)
    make_count(before, day=BEFORE.last, hotspot=roma, measure=Measure.OUTINGS)

    assert activity(compared=BEFORE).outings_before == sentence


@pytest.mark.parametrize("since", [None, BEFORE.first + timedelta(days=1)])
def test_nothing_is_compared_with_days_when_outings_were_not_yet_noted(roma, since):
    noted_since(since)
    make_count(36, day=MONDAY, hotspot=roma, measure=Measure.OUTINGS)

    done = activity(compared=BEFORE)

    assert done.counts[Measure.OUTINGS] == Figure(36, None)
    assert (done.outings_before, done.presence_before) == ("", "")


def test_the_other_forces_count_by_the_whole_months_of_the_period(roma):
    marconi = Hotspot.objects.get(slug="piazza-marconi")
    for month, value in [(9, 50), (10, 7), (11, 5)]:
        make_count(
            value, day=date(2026, month, 1), hotspot=roma, measure=Measure.FORCES
        )
    make_count(7, day=OCTOBER, hotspot=roma, measure=Measure.FORCES, category="ps")
    make_count(2, day=OCTOBER, hotspot=marconi, measure=Measure.FORCES)
    period = Period(date(2026, 10, 26), date(2026, 11, 22))

    assert str(activity(period).forces) == (
        "12 interventi delle altre forze, conteggi da ottobre a novembre 2026"
    )
    assert str(activity(period, slug="via-orti-romani").forces) == (
        "nessun intervento delle altre forze, conteggi da ottobre a novembre 2026"
    )


def test_two_years_are_both_said(roma):
    for month in (date(2025, 12, 1), date(2026, 4, 1)):
        make_count(1, day=month, hotspot=roma, measure=Measure.FORCES)

    assert activity(Period(date(2025, 12, 1), MONDAY)).forces.when == (
        "conteggi da dicembre 2025 ad aprile 2026"
    )


def test_months_without_counts_of_the_other_forces_are_not_a_zero(roma):
    assert str(activity().forces) == "altre forze: nessun conteggio ancora"

    make_count(7, day=OCTOBER, hotspot=roma, measure=Measure.FORCES)

    assert str(activity().forces) == (
        "altre forze: nessun conteggio di questi mesi, l’ultimo è di ottobre 2026"
    )


@pytest.mark.parametrize(
    ("sent", "taken", "hours", "words"),
    [
        (0, 0, 0, "Nessun invio ai servizi in questo periodo."),
        (2, 0, 0, "2 invii ai servizi: nessuno è ancora stato preso in carico."),
        (2, 2, 3, "2 invii ai servizi, 2 presi in carico: in media in 2 ore."),
        (
            2,
            2,
            1.9,
            "2 invii ai servizi, 2 presi in carico: in media in meno di un’ora.",
        ),
        (1, 1, 5, "1 invio ai servizi, 1 preso in carico: in media in 5 ore."),
        (9, 8, 576, "9 invii ai servizi, 8 presi in carico: in media in 3 giorni."),
        (3, 3, 0, "3 invii ai servizi, 3 presi in carico: in media in meno di un’ora."),
    ],
)
def test_the_time_of_the_referrals_is_a_mean_in_words(roma, sent, taken, hours, words):
    write(
        {Measure.REFERRALS: sent, Measure.REFERRALS_TAKEN: taken}
        | {Measure.REFERRAL_MINUTES: round(hours * 60)},
        day=MONDAY,
        hotspot=roma,
    )

    assert activity().referrals == words


def test_months_are_cut_to_the_period_and_sum_to_it(roma):
    for day, minutes in [
        (date(2026, 9, 30), 10),
        (date(2026, 10, 15), 90),
        (date(2026, 10, 16), 30),
        (date(2026, 12, 1), 20),
    ]:
        make_count(minutes, day=day, hotspot=roma, measure=Measure.PRESENCE)
    period = Period(date(2026, 9, 30), date(2026, 11, 22))
    place = figures.places()[0]

    months = street_figures.months([place], period)

    assert [(month.name, month.is_whole, month.cells[2]) for month in months] == [
        ("settembre 2026", False, 0.2),
        ("ottobre 2026", True, 2.0),
        ("novembre 2026", False, 0.0),
    ]
    assert months[0].period.first == period.first
    assert months[-1].period.last == period.last


def test_what_was_counted_is_told_by_kind_with_its_name(roma):
    for code, value in [(NOT_NOTED, 3), ("giovani", 5), ("", 8)]:
        make_count(
            value,
            day=MONDAY,
            hotspot=roma,
            measure=Measure.CONTACTS,
            category=code,
        )
    make_count(2, day=MONDAY, measure=Measure.CONTACTS, category="residenti")
    make_count(
        1, day=MONDAY, hotspot=roma, measure=Measure.MEDIATIONS, category="accordo"
    )

    tables = street_figures.breakdowns(figures.places()[0], WEEK)

    assert tables == [
        ("Contatti", "Chi sono", [("Giovani", 5), ("Non segnato", 3)]),
        ("Mediazioni per esito", "Esito", [("Accordo raggiunto", 1)]),
    ]


def test_the_other_forces_are_told_by_month_and_force(roma):
    for code, value in [("", 9), ("ps", 5), ("gdf", 4)]:
        make_count(
            value, day=OCTOBER, hotspot=roma, measure=Measure.FORCES, category=code
        )
    make_count(6, day=date(2026, 11, 1), measure=Measure.FORCES)

    rows = street_figures.forces_by_month(
        figures.places()[0], Period(date(2026, 10, 20), WEEK.last)
    )

    assert rows == [("ottobre 2026", [5, 0, 4], 9), ("novembre 2026", [0, 0, 0], 0)]


def test_sheets_to_approve_are_those_of_the_day(roma):
    make_count(2, day=MONDAY, hotspot=roma, measure=Measure.SHEETS)
    make_count(1, day=MONDAY, measure=Measure.SHEETS)
    make_count(9, day=BEFORE.last, hotspot=roma, measure=Measure.SHEETS)

    assert street_figures.sheets_to_approve(MONDAY) == 3


def public_joint(hotspot):
    return street_figures.monthly_public_joint([hotspot])[hotspot.pk]


def test_the_public_reads_the_joint_outings_of_the_newest_month_stored(roma):
    for month, value in [(9, 30), (10, 12)]:
        make_count(
            value, day=date(2026, month, 1), hotspot=roma, measure=Measure.PUBLIC_JOINT
        )
    mark = Watermark.objects.create(
        measure=Measure.PUBLIC_JOINT, computed_at=timezone.now()
    )

    count = public_joint(roma)

    assert (str(count), count.month) == ("12", OCTOBER)
    assert count.as_of == mark.computed_at


def test_few_joint_outings_are_less_than_five_and_none_stored_is_no_zero(roma):
    marconi = Hotspot.objects.get(slug="piazza-marconi")
    assert str(public_joint(roma)) == "dato non ancora disponibile"

    make_count(0, day=OCTOBER, hotspot=roma, measure=Measure.PUBLIC_JOINT)
    Watermark.objects.create(measure=Measure.PUBLIC_JOINT)

    assert str(public_joint(roma)) == "meno di 5"
    assert str(public_joint(marconi)) == "dato non ancora disponibile"
