"""What the programme file does not say yet: the public pages leave it out until it does."""

from typing import NamedTuple

from funding.models import Grant
from hotspots.models import Contact, Hotspot, Municipality


class Gap(NamedTuple):
    """Something the Comune has still to say: where in the file, and what happens until then."""

    what: str
    table: str
    keys: str
    meanwhile: str


# key of [municipality]: what happens until it is filled
OF_THE_COMUNE = {
    "data_protection_contact": "L’informativa privacy non dice a chi scrivere.",
    "police_privacy_url": "L’informativa privacy non parla di prevenzione dei reati.",
    "inefficiency_url": "Nel piè di pagina manca “Segnalazione disservizio”.",
    "accessibility_url": "La dichiarazione di accessibilità è quella del portale, non di AgID.",
    "website": "Nel piè di pagina manca il sito del Comune.",
    "repository": "Nelle note legali manca l’indirizzo del codice sorgente.",
}
OF_THE_GRANT = [
    "regional_act",
    "cup",
    "eligible_from",
    "eligible_until",
    "report_due_on",
]


def gaps():
    """List what is missing in the programme file, in its order; four queries."""
    municipality, grant = Municipality.objects.first(), Grant.objects.first()
    return [
        *_empty(municipality, "[municipality]", OF_THE_COMUNE),
        *[
            _of_place(place)
            for place in Hotspot.objects.programme().on_offer()
            if place.verified_on is None
        ],
        *_empty(
            grant,
            "[grant]",
            dict.fromkeys(OF_THE_GRANT, "La pagina del contributo non lo dice."),
        ),
        *[_of_contact(contact) for contact in Contact.objects.awaited()],
    ]


def _empty(row, table, keys):
    if row is None:
        return []
    return [
        Gap(_name(row, key), table, key, meanwhile)
        for key, meanwhile in keys.items()
        if not getattr(row, key)
    ]


def _name(row, key):
    name = row._meta.get_field(key).verbose_name
    return name[:1].upper() + name[1:]


def _of_place(place):
    return Gap(
        f"Confine verificato: {place.name}",
        f'[[places]] slug = "{place.slug}"',
        "verified_on",
        "Le pagine e la mappa dicono “confine indicativo”.",
    )


def _of_contact(contact):
    keys = "to_confirm = false"
    if not (contact.phone or contact.email or contact.url):
        keys = f"phone, email o url; poi {keys}"
    return Gap(
        contact.name,
        f'[[contacts]] code = "{contact.code}"',
        keys,
        "Le pagine pubbliche non lo mostrano.",
    )
