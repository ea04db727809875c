"""A service's month: only what both services approved is in the figures."""

from django.utils.formats import date_format

from desk.pdf.wording import frame, number
from desk.presence import (
    acts,
    checks,
    contacts,
    contacts_by_age,
    grouped,
    mediations,
    spells,
    total,
)
from hotspots.models import REST_OF_TOWN, Hotspot
from interventions.models import (
    ActKind,
    AgeBand,
    Intervention,
    MediationOutcome,
    PeopleKind,
    Service,
    Status,
)
from referrals.models import Referral
from referrals.notices import notices_of
from referrals.times import measure

NOT_NOTED = "Non indicato"
HOW = (
    "Turni: una persona del servizio in un’uscita. Ore di presenza: il tempo in cui in quel luogo "
    "c’era almeno una pattuglia; le ore sovrapposte contano una volta."
)


def month_data(first, last, service, *, user):
    """Return the data of ``month.typ`` for the days from ``first`` to ``last``, both included."""
    service = Service(service)
    outings = (
        Intervention.objects.visible_to(user).on_days(first, last).of_service(service)
    )
    found = spells(outings, first=first, last=last)
    waiting = outings.filter(status=Status.ENDED).count()
    month = date_format(first, "F Y")
    return frame(f"{service.label}: attività di {month}") | {
        "counted": _counted(len(found), waiting),
        "outings": len(found),
        "totals": _totals(total(found, first=first, last=last), service),
        "places": _places(found, service),
        "how": HOW,
        "sections": _sections(outings),
        "referrals": _referrals(first, last, service),
    }


def _counted(approved, waiting):
    said = (
        "Conta un intervento approvato."
        if approved == 1
        else (f"Contano {number(approved)} interventi approvati.")
    )
    if not waiting:
        return f"{said} Nessun altro aspetta l’approvazione."
    if waiting == 1:
        return f"{said} Un altro aspetta l’approvazione e non è nei conti."
    return (
        f"{said} Altri {number(waiting)} aspettano l’approvazione e non sono nei conti."
    )


def _totals(sum_, service):
    share = None if sum_.joint_share is None else sum_.joint_share * 100
    person_hours = (
        sum_.officer_hours if service == Service.POLICE else sum_.educator_hours
    )
    return [
        ("Uscite", number(sum_.outings)),
        ("Uscite congiunte", f"{number(sum_.joint)} ({number(share)} %)"),
        ("Giorni con almeno un’uscita", number(sum_.days)),
        ("Turni del servizio", number(_turns(sum_, service))),
        ("Ore di presenza", number(sum_.hours, 1)),
        ("Ore di lavoro delle persone del servizio", number(person_hours, 1)),
    ]


def _places(found, service):
    by_place = grouped(found, "hotspot_id")
    names = dict(Hotspot.objects.values_list("pk", "name")) | {None: REST_OF_TOWN}
    rows = []
    for pk, name in names.items():
        if pk in by_place:
            sum_ = total(by_place[pk])
            figures = (sum_.outings, sum_.joint, sum_.days, _turns(sum_, service))
            rows.append([name, *map(number, figures), number(sum_.hours, 1)])
    return rows


def _turns(sum_, service):
    return sum_.officer_turns if service == Service.POLICE else sum_.educator_turns


def _sections(outings):
    told = notices_of(outings.counted())
    checked = checks(outings)
    return [
        _section(
            "Contatti per fascia di età",
            "Fascia di età",
            contacts_by_age(outings),
            AgeBand,
        ),
        _section(
            "Contatti per tipo di persone", "Persone", contacts(outings), PeopleKind
        ),
        _section(
            "Mediazioni per esito", "Esito", mediations(outings), MediationOutcome
        ),
        _section("Atti per tipo", "Atto", acts(outings), ActKind),
        {
            "title": "Controlli e comunicazioni",
            "what": "Che cosa",
            "empty": "",
            "rows": [
                ("Controlli", number(checked)),
                (
                    "Ordini di allontanamento (D.L. 14/2017, art. 10)",
                    number(told.orders),
                ),
                ("Ordini comunicati al questore", number(told.to_questore)),
                ("Ordini comunicati ai servizi", number(told.to_services)),
            ],
        },
    ]


def _section(title, what, counts, choices):
    """Return a table in the order of ``choices``, what was not noted last."""
    named = [*choices.choices, ("", NOT_NOTED)]
    rows = [(label, number(counts[code])) for code, label in named if counts.get(code)]
    if len(rows) > 1:
        rows.append(("In tutto", number(sum(counts.values()))))
    return {
        "title": title,
        "what": what,
        "rows": rows,
        "empty": "Niente di registrato in questo mese.",
    }


def _referrals(first, last, service):
    sent = Referral.objects.filter(service=service, on__gte=first, on__lte=last)
    count = sent.count()
    if not count:
        return [("Inviati nel mese", "nessuno")]
    return [
        ("Inviati nel mese", number(count)),
        ("Tempi", " ".join(measure(sent).sentences)),
    ]
