from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.resets import PASSWORD, SECOND_FACTOR, reset_from_the_machine


class Command(BaseCommand):
    help = (
        "Throws away the second factor, or the password, of a person when no second administrator "
        "can confirm it. Written in the trail; the person and the administrators are mailed."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--second-factor", action="store_true")
        what.add_argument("--password", action="store_true")

    def handle(self, *, email, password, **options):
        person = User.objects.filter(email=email.lower()).first()
        if person is None:
            raise CommandError(
                f"Nobody has the email {email}: see /operatori/persone/."
            )
        reset_from_the_machine(person, PASSWORD if password else SECOND_FACTOR)
        what = "password" if password else "second factor"
        self.stdout.write(f"The {what} of {person.email} is gone; the person is told.")
