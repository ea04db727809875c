"""The paper of data protection, docs/privacy.md, as the register and the settings make it."""

from django.conf import settings
from django.template.loader import render_to_string

from accounts.register import entries, how_erased
from texts.kept import Kind, Months, Time

PAPER = settings.BASE_DIR / "docs" / "privacy.md"


def written():
    """Return the text that docs/privacy.md must have."""
    kept = entries()
    others = [entry for entry in kept if entry.kinds == (Kind.NOTHING,)]
    context = {
        "of_people": [(e, how_erased(e)) for e in kept if e not in others],
        "others": others,
        "crew": Time("CREW_NAME_DAYS"),
        "availability": Months("AVAILABILITY_MONTHS"),
    }
    return render_to_string("docs/privacy.md", context).strip() + "\n"
