from django import template

from interventions.record.merged import whole_of
from referrals.models import Referral

register = template.Library()


@register.inclusion_tag("referrals/_of_outing.html")
def referrals_of(user, intervention):
    """Show the referrals ``user`` may read of an outing, and of those merged into it."""
    sent = Referral.objects.visible_to(user).filter(
        intervention__in=whole_of(intervention)
    )
    return {"referrals": sent.select_related("hotspot")}
