"""Tags the design system needs: a field's widget with its classes, a text in the page's language."""

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language

register = template.Library()

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


@register.filter
def translated(record, name):
    """Read ``name`` of a record of the programme file in the page's language."""
    other = getattr(record, f"{name}_en", "") if get_language() == "en" else ""
    return other or getattr(record, name)


@register.filter
def month_name(day):
    """Write ``ottobre 2026``, ``October 2026``: Italian months take no capital."""
    text = date_format(day, "F Y")
    return text if get_language() == "en" else text.lower()
