"""The two services of the programme, and which one a person is of."""

from django.db import models

from interventions.permissions import InterventionPermission


class Service(models.TextChoices):
    POLICE = "pl", "Polizia Locale"
    EDUCATION = "ed", "Educativa territoriale"

    @property
    def letters(self):
        """How a crew's chip names it: PL, ED."""
        return self.value.upper()


SERVES = {
    Service.POLICE: InterventionPermission.SERVE_POLICE,
    Service.EDUCATION: InterventionPermission.SERVE_EDUCATION,
}


def name_of(code):
    return dict(Service.choices).get(code, code)


def service_of(person):
    """Return the Service a person is of, or None: coordinators and offices are of neither."""
    for service, permission in SERVES.items():
        if person.may(permission):
            return service
    return None


def service_of_role(role):
    """Return the Service whose people have ``role``, or None."""
    served = (
        one for one, permission in SERVES.items() if permission in role.permissions
    )
    return next(served, None)


def does_police_work(person):
    """Tell whether ``person`` is offered what is of the police: checks, acts, removal orders."""
    return service_of(person) != Service.EDUCATION


def permission_of(service):
    """Return the permission that says a person is of ``service``."""
    return SERVES[Service(service)]
