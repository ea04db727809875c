"""While an image is built: production without its secrets, only to gather files."""

from cremona_safety.settings.base import *  # noqa: F403

SECRET_KEY = "only-while-building"
