"""The categories as a citizen chooses them: in the page's language, the 112's own kept apart."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.models import Category


def grouped_choices(categories):
    """Return the choices of the category select, those of the 112 last and under its name."""
    groups = {stop: [] for stop in Category.Stop}
    for category in categories:
        groups[category.stop].append((category.code, label_of(category)))
    titles = {
        Category.Stop.NEVER: _("Si segnala qui"),
        Category.Stop.IF_IN_PROGRESS: _("Si segnala qui, ma non mentre succede"),
        Category.Stop.ALWAYS: _("Chiama il 112"),
    }
    return [
        ("", _("Scegli")),
        *[(titles[stop], groups[stop]) for stop in titles if groups[stop]],
    ]


def label_of(category):
    """Return the name of a category in the language of the page."""
    in_english = get_language() == "en" and category.label_en
    return in_english or category.label
