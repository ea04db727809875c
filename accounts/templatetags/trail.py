from django import template
from django.urls import reverse

register = template.Library()


@register.simple_tag
def trail(*steps):
    """Build the breadcrumb of a page whose view is allauth's: label, URL name, …, last label."""
    *before, last = steps
    pairs = zip(before[::2], before[1::2], strict=True)
    return [*((label, reverse(name)) for label, name in pairs), (last, "")]
