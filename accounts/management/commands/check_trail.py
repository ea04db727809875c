import re

from django.core.management.base import BaseCommand, CommandError

from accounts import chain

HEAD = re.compile(r"(\d+)[ :]([0-9a-f]{64})")
NOT_A_HEAD = (
    "A head is a number and 64 figures, as they were sent: {given!r} is not one."
)
WRONG = "Link {number} does not fit: {what}."
OUTSIDE = (
    "{count} rows have not joined the chain yet: the worker lets them in each minute."
)


class Command(BaseCommand):
    help = (
        "Reads the whole audit trail and says which row was changed, added or taken away first. "
        "With a head that was sent away, also whether all of it was rewritten since."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "head", nargs="*", help="as it was sent, or a line of trail-heads.txt"
        )

    def handle(self, *, head, **options):
        whole = self._read(" ".join(head)) if head else None
        fault = chain.check(whole=whole)
        if fault:
            raise CommandError(WRONG.format(number=fault.number, what=fault.what))
        self.stdout.write(f"The trail is whole. Its head: {chain.head()}")
        if count := chain.outside():
            self.stderr.write(OUTSIDE.format(count=count))

    def _read(self, given):
        found = HEAD.search(given)
        if not found:
            raise CommandError(NOT_A_HEAD.format(given=given))
        return int(found[1]), found[2]
