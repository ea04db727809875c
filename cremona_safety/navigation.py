"""What every page shows around its content: the links of the person's menu, the contacts."""

from typing import NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from accounts.access import PUBLIC
from accounts.permissions import AccountPermission
from board.permissions import BoardPermission
from forces.permissions import ForcePermission
from hotspots.models import Contact
from hotspots.permissions import HotspotPermission
from indicators.permissions import IndicatorPermission
from interventions.permissions import InterventionPermission
from jobs.permissions import JobPermission
from referrals.permissions import ReferralPermission
from reports.permissions import ReportPermission


class Link(NamedTuple):
    label: str
    url: str
    active: bool
    is_quiet: bool = False  # opening it leaves no step behind (static/js/quiet-link.js)


# label, URL name
CITIZEN_MENU = [
    (_("Home"), "home"),
    (_("Segnala"), "report_start"),
    (_("Segui una segnalazione"), "report_follow"),
    (_("I luoghi"), "places"),
    (_("Aiuto alle vittime"), "victims_help"),
]
QUIET = {"victims_help"}
ALONE = {"home", "desk"}  # what is under their address belongs to others
# label, URL name, permission; each role starts at the first page it may open
STAFF_MENU = [
    ("Oggi", "desk", InterventionPermission.READ),
    ("Segnalazioni", "report_queue", ReportPermission.READ),
    ("Interventi", "intervention_calendar", InterventionPermission.READ),
    ("Sul campo", "field", InterventionPermission.LOG),
    ("Bacheca", "board", BoardPermission.USE),
    ("Diario", "diary_list", InterventionPermission.SERVE_EDUCATION),
    ("Note", "police_note_list", InterventionPermission.SERVE_POLICE),
    ("Invii", "referral_list", ReferralPermission.READ),
    ("Altre forze", "force_counts", ForcePermission.IMPORT),
    ("Cruscotto", "dashboard", IndicatorPermission.READ_DASHBOARD),
    ("Luoghi", "hotspot_list", HotspotPermission.EDIT),
    ("Persone", "user_list", AccountPermission.MANAGE_PEOPLE),
    ("Registro", "audit_list", AccountPermission.READ_AUDIT),
    ("Stato", "jobs", JobPermission.READ),
]


def staff_links(user, path=""):
    """List the pages of the office that ``user`` may open, in the order of the menu."""
    return _links(
        [(label, name) for label, name, needed in STAFF_MENU if user.may(needed)],
        path,
    )


def citizen_links(path=""):
    return _links(CITIZEN_MENU, path)


def navigation(request):
    """Give every template its menu and the contacts; the contacts are read when printed."""
    user = getattr(request, "user", None)
    staff = bool(user and user.is_authenticated)
    match = getattr(request, "resolver_match", None)
    if staff:
        menu = [*staff_links(user, request.path), Link("Sito pubblico", "/", False)]
    else:
        menu = citizen_links(request.path)
    return {
        "sign_out_url": _path("account_logout"),
        "menu": menu,
        "for_citizens": match is None or getattr(match.func, "access", "") == PUBLIC,
        "contacts": SimpleLazyObject(lambda: list(Contact.objects.shown())),
    }


def _path(name):
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _links(entries, path):
    """Return the links of the pages that exist; the one that leads nearest to ``path`` is active."""
    entries = [(*entry, url) for entry in entries if (url := _path(entry[1]))]
    nearest = max(
        (
            url
            for _, name, url in entries
            if path == url or (name not in ALONE and path.startswith(url))
        ),
        key=len,
        default="",
    )
    return [
        Link(label, url, url == nearest, name in QUIET) for label, name, url in entries
    ]
