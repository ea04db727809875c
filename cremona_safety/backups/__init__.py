"""The portal in one file: made while people work, put back only into an empty place.

``making`` and ``restoring`` are the two verbs. ``archive`` says what the file holds: the database as
it was at one instant, the photos it named, and a manifest; never a key. ``envelope`` seals it.
``sqlite`` and ``postgresql`` copy a database and fill an empty one.
"""


class BackupRefused(Exception):
    """What was asked is not done, and nothing was written; the message says what to do."""
