"""The cookie of Django's messages, whose name no setting chooses."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class NamedCookieStorage(CookieStorage):
    cookie_name = f"{settings.COOKIE_PREFIX}messaggi"


class MessageStorage(FallbackStorage):
    storage_classes = (NamedCookieStorage, SessionStorage)
