"""Pages that put several apps together: the home, a place, the legal pages, the components."""

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cremona_safety import showcase
from cremona_safety.navigation import staff_links
from cremona_safety.places import by_month, cards
from cremona_safety.programme.gaps import gaps
from cremona_safety.sketch import place_sketch
from funding.models import Grant
from hotspots.backgrounds import other_host
from hotspots.models import Event, Hotspot, Landmark
from reports.addresses import VALID_HOURS
from reports.models import Category


@require_safe
def home(request):
    shown = cards(Hotspot.objects.programme().on_offer())
    context = {
        "cards": shown,
        "rows": by_month(shown),
        "grant": Grant.objects.first(),
        "steps": [
            (
                _("Segnala"),
                _(
                    "Dici che cosa succede e dove. Bastano tre minuti, anche senza nome."
                ),
            ),
            (
                _("Segui"),
                _(
                    "Ricevi un codice e una chiave: vedi chi se ne occupa ed entro quando risponde."
                ),
            ),
            (
                _("Interveniamo"),
                _(
                    "Agenti ed educatori verificano, intervengono e ti dicono com’è andata."
                ),
            ),
        ],
    }
    return render(request, "pages/home.html", context)


@require_safe
def places(request):
    """List the places of the programme, and those that were of it."""
    shown = cards(Hotspot.objects.programme().on_offer())
    context = {
        "cards": shown,
        "rows": by_month(shown),
        "archived": Hotspot.objects.programme().archived(),
        "trail": [(_("I luoghi"), "")],
    }
    return render(request, "pages/places.html", context)


@require_safe
def place(request, slug):
    hotspot = get_object_or_404(Hotspot.objects.programme(), slug=slug)
    [card] = cards([hotspot])
    context = {
        **card,
        "cards": [card],
        "rows": by_month([card]),
        "sketch": place_sketch(hotspot, list(Landmark.objects.all())),
        "categories": Category.objects.reportable(),
        "events": Event.objects.about(hotspot),
        "trail": [(_("I luoghi"), reverse("places")), (hotspot.name, "")],
    }
    return render(request, "pages/place.html", context)


@require_safe
def grant(request):
    context = {
        "grant": get_object_or_404(Grant.objects.prefetch_related("cost_categories")),
        "trail": [(_("Il contributo"), "")],
    }
    return render(request, "pages/grant.html", context)


@require_safe
def victims_help(request):
    """Say who helps and how, without leaving on the device what can be avoided.

    No cookie: the language is in the address, and the forms of the other pages stay out.
    """
    if (language := request.GET.get("lingua")) in dict(settings.LANGUAGES):
        translation.activate(language)
    context = {
        "trail": [(_("Aiuto"), "")],
        "for_citizens": False,  # the language switch and the closing band hold forms
    }
    response = render(request, "pages/victims_help.html", context)
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def privacy(request):
    context = {
        "trail": [(_("Informativa privacy"), "")],
        "months": settings.REPORT_TEXT_MONTHS,
        "diary_months": settings.DIARY_MONTHS,
        "place_photo_months": settings.PLACE_PHOTO_MONTHS,
        "board_months": settings.BOARD_MONTHS,
        "backup_months": settings.BACKUP_KEEP_MONTHS,
        "confirm_hours": VALID_HOURS,
        "crew_name_days": settings.CREW_NAME_DAYS,
        "map_host": other_host(),
        "sections": [
            ("titolare", _("Chi tratta i dati")),
            ("dati", _("Quali dati")),
            ("strada", _("Se ci incontri in strada")),
            ("base", _("Perché e su quale base")),
            ("chi", _("Chi li vede")),
            ("durata", _("Per quanto tempo")),
            ("diritti", _("I tuoi diritti")),
            ("cookie", _("Cookie")),
        ],
    }
    return render(request, "pages/privacy.html", context)


@require_safe
def accessibility(request):
    context = {
        "trail": [(_("Dichiarazione di accessibilità"), "")],
        "sections": [
            ("stato", _("Stato di conformità")),
            ("verifiche", _("Che cosa abbiamo verificato")),
            ("limiti", _("Limiti noti")),
            ("contatto", _("Segnala un problema di accessibilità")),
        ],
    }
    return render(request, "pages/accessibility.html", context)


@require_safe
def legal_notes(request):
    context = {
        "trail": [(_("Note legali"), "")],
        "sections": [
            ("licenza", _("Licenza dei contenuti")),
            ("esclusi", _("Che cosa resta fuori")),
            ("valore", _("Valore dei contenuti")),
            ("programma", _("Il programma")),
            ("fonti", _("Fonti")),
        ],
    }
    return render(request, "pages/legal_notes.html", context)


@require_safe
def programme_gaps(request):
    context = {
        "gaps": gaps(),
        "trail": [("Luoghi", reverse("hotspot_list")), ("Dati da completare", "")],
    }
    return render(request, "pages/programme_gaps.html", context)


@require_safe
def start(request):
    """Send a signed-in person to the first page of their menu, or say that there is none."""
    links = staff_links(request.user)
    if links:
        return redirect(links[0].url)
    return render(request, "pages/start.html", {"trail": [("Inizio", "")]})


@require_safe
def components(request):
    return render(request, "pages/components.html", showcase.context())
