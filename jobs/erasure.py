"""Deleting what is past its retention: any number of rows, a few in each transaction."""

from django.db import transaction

CHUNK = 200


def chunks(keys):
    """Return the list ``keys`` cut into lists of at most ``CHUNK``."""
    return [keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK)]


def delete_in_chunks(rows, before=lambda chunk: None):
    """Delete a QuerySet, a chunk in each transaction; return how many rows of its own.

    ``before`` is called with the keys of each chunk, in its transaction.
    """
    keys = list(rows.order_by().values_list("pk", flat=True))
    for chunk in chunks(keys):
        with transaction.atomic():
            before(chunk)
            rows.model.objects.filter(pk__in=chunk).delete()
    return len(keys)
