from django import template

from notebooks.reading import own_notes as read_own_notes

register = template.Library()


@register.inclusion_tag("notebooks/_sealed.html")
def own_notes(user, intervention):
    """Show the notes of an intervention in the notebook of who looks, if they have one."""
    return {"own": read_own_notes(user, intervention)}
