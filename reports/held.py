"""What the portal holds of who sent a report, in words: for a page and for a file."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.models import Message
from reports.wording import OUTCOME, STATE, step_word


def held_of(report):
    """Return [(title, [(name, value)])] of all that a report of ``for_follower`` holds.

    Notes of the office are counted, not shown: they may speak of others, and the office gives what
    it can of them to who asks. Empty values are left out.
    """
    parts = [
        (_("La segnalazione"), _facts(report)),
        (_("Quello che hai scritto"), _words(report)),
        (_("Dove"), _place(report)),
        (_("Il tuo indirizzo"), _contact(report)),
        (_("Foto"), _photos(report)),
        (_("Messaggi"), _talk(report)),
        (_("I passi dell’ufficio"), _steps(report)),
        (_("Note interne dell’ufficio"), _notes(report)),
    ]
    kept = ((title, [(n, v) for n, v in rows if v]) for title, rows in parts)
    return [(title, rows) for title, rows in kept if rows]


def as_document(report, *, now=None):
    """Return the same as a dictionary that JSON holds."""
    return {
        _("Codice"): report.code,
        _("Preparato il"): _moment(now or timezone.now()),
        _("Dati"): {
            title: [{"nome": name, "valore": value} for name, value in rows]
            for title, rows in held_of(report)
        },
    }


def _facts(report):
    category = report.category
    label = category.label_en if get_language() == "en" else category.label
    return [
        (_("Codice"), report.code),
        (_("Che cosa"), label),
        (_("Giorno"), _day(report.occurred_on)),
        (_("Parte del giorno"), report.get_occurred_part_display()),
        (_("Ricevuta il"), _moment(report.received_at)),
        (_("A che punto è"), str(STATE[report.status])),
        (_("Esito"), str(OUTCOME.get(report.outcome, ""))),
        (_("Riga pubblicata dal Comune"), report.public_line),
        (_("Lingua"), dict(settings.LANGUAGES).get(report.language, "")),
    ]


def _words(report):
    return [(_("In breve"), report.subject), (_("Dettagli"), report.details)]


def _place(report):
    point = ""
    if report.has_point:
        point = f"{report.latitude:.5f}, {report.longitude:.5f}"
    return [
        (_("Luogo scritto"), report.place_text),
        (_("Luogo letto sulla mappa"), report.place_reading),
        (_("Luogo del programma"), str(report.hotspot or "")),
        (_("Punto (latitudine, longitudine)"), point),
        (_("Indicazioni"), report.location_note),
    ]


def _contact(report):
    return [
        (_("Email"), report.email),
        (_("Confermata il"), _moment(report.email_confirmed_at)),
    ]


def _photos(report):
    return [
        (
            _("Foto %(number)s") % {"number": number},
            settings.PUBLIC_URL + reverse("report_photo", args=[photo.pk]),
        )
        for number, photo in enumerate(report.photos.all(), 1)
    ]


def _talk(report):
    who = {Message.Side.CITIZEN: _("Tu"), Message.Side.OFFICE: _("Il Comune")}
    return [
        (f"{who[message.side]}, {_moment(message.at)}", message.text)
        for message in report.public_messages
    ]


def _steps(report):
    return [
        (_moment(step.at), ". ".join(filter(None, [str(step_word(step)), step.note])))
        for step in report.history.all()
    ]


def _notes(report):
    count = report.messages.filter(side=Message.Side.INTERNAL).count()
    ask = _("Possono parlare di altre persone: scrivi un messaggio per chiederle.")
    return [(_("Quante"), f"{count}. {ask}")] if count else []


def _day(day):
    return date_format(day, "d/m/Y")


def _moment(at):
    return date_format(timezone.localtime(at), "d/m/Y H:i") if at else ""
