"""The smallest valid rows of accounts."""

import factory

from accounts.models import AuditEntry, Role, User


class RoleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Role
        django_get_or_create = ["code"]

    code = "officer"
    label = factory.LazyAttribute(lambda role: role.code.capitalize())


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"persona{n}@example.org")
    full_name = factory.Sequence(lambda n: f"Persona {n}")
    role = factory.SubFactory(RoleFactory)


class AuditEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AuditEntry

    actor = factory.SubFactory(UserFactory)
    actor_label = factory.LazyAttribute(lambda e: e.actor.full_name)
    action = "accounts.role_changed"
    target_type = "accounts.user"
    target_id = "1"
