"""Tags the design system needs: a field's widget with its classes, a text in the page's language."""

from django import template
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext

from texts.days import closing, day_of_closing, ending, hours_minutes

register = template.Library()

# an attribute of templates/components/error_summary.html
ERROR_SUMMARY = " data-error-summary>"
CONTROLS = {
    "checkbox": "",
    "radio": "",
    "file": "form-control form-control-file",
    "select": "form-select",
}


@register.filter
def field_kind(field):
    """Name the widget of a bound field: check, group, file, select, text or multiwidget."""
    widget = field.field.widget
    if getattr(widget, "input_type", "") == "checkbox" and not widget.use_fieldset:
        return "check"
    if widget.use_fieldset:
        return "group"
    return {"file": "file", "select": "select"}.get(
        getattr(widget, "input_type", ""), "text"
    )


@register.simple_tag
def field_widget(field):
    """Render a bound field's widget with the Bootstrap Italia class and its error state."""
    widget = field.field.widget
    classes = [
        widget.attrs.get("class", ""),
        CONTROLS.get(getattr(widget, "input_type", ""), "form-control"),
        "is-invalid" if field.errors else "",
    ]
    return field.as_widget(attrs={"class": " ".join(filter(None, classes))})


@register.tag
def titled(parser, token):
    """Render a page, and begin its title with "Errore:" when it shows an error summary.

    The title stands before what is refused: only the whole page knows.
    """
    page = parser.parse(["endtitled"])
    parser.delete_first_token()
    return TitledNode(page)


class TitledNode(template.Node):
    def __init__(self, nodelist):
        self.nodelist = nodelist

    def render(self, context):
        page = self.nodelist.render(context)
        if ERROR_SUMMARY not in page:
            return page
        error = gettext("Errore")
        page = page.replace("<title>", f"<title>{error}: ", 1)
        return mark_safe(page)  # noqa: S308 - rendered already


@register.filter
def translated(record, name):
    """Read ``name`` of a record of the programme file in the page's language."""
    return getattr(record, f"{name}_en" if _is_english(record, name) else name)


@register.filter
def language_of(record, name):
    """Return the language ``translated`` reads ``name`` in: Italian until somebody writes it."""
    return "en" if _is_english(record, name) else "it"


def _is_english(record, name):
    return get_language() == "en" and bool(getattr(record, f"{name}_en", ""))


@register.filter
def reachable(contacts, kind):
    """Keep the contacts of one kind."""
    return [contact for contact in contacts if contact.kind == kind]


@register.filter
def blames_fields(form):
    return any(name != NON_FIELD_ERRORS for name in form.errors)


@register.filter
def sentences(field):
    """Return the errors of a bound field as they read far from it: named, when they do not say which.

    An error with a code is one of those that any field says, unless the form gave it its words.
    """
    return [
        f"“{field.label}”: {sentence}"
        if _is_of_any(field.field, error.code)
        else sentence
        for error in field.errors.as_data()
        for sentence in error
    ]


def _is_of_any(field, code):
    of_kind = {}
    for kind in reversed(type(field).__mro__):
        of_kind |= getattr(kind, "default_error_messages", {})
    return bool(code) and field.error_messages.get(code) == of_kind.get(code)


register.filter(closing)
register.filter(day_of_closing)
register.filter(ending)
register.filter(hours_minutes)
