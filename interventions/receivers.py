"""What happens to the notebooks when somebody is given a role."""

from django.dispatch import receiver

from accounts.services import role_given
from interventions.notifications.notebooks import notify_new_reader


@receiver(role_given)
def tell_the_service(person, by, **kwargs):
    """A role opens a notebook: whoever gives roles could open one to themself, but not in silence."""
    notify_new_reader(person, by=by)
