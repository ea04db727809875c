"""A Redis cache that is only a cache: without Redis every page still answers."""

import logging
from functools import wraps

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def or_else(answer):
    """Return ``answer`` of the call's arguments when Redis does not answer."""

    def decorate(method):
        @wraps(method)
        def wrapper(self, *args, **kwargs):
            try:
                return method(self, *args, **kwargs)
            except RedisError as error:
                logger.warning("the cache does not answer: %s", type(error).__name__)
                return answer(*args, **kwargs)

        return wrapper

    return decorate


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, where a failed read is a miss and a failed write is forgotten."""

    get = or_else(lambda key, default=None, version=None: default)(RedisCache.get)
    get_many = or_else(lambda *args, **kwargs: {})(RedisCache.get_many)
    has_key = or_else(lambda *args, **kwargs: False)(RedisCache.has_key)
    # the locks of allauth's limits are made with add: without Redis nobody holds them
    add = or_else(lambda *args, **kwargs: True)(RedisCache.add)
    touch = or_else(lambda *args, **kwargs: False)(RedisCache.touch)
    delete = or_else(lambda *args, **kwargs: False)(RedisCache.delete)
    set = or_else(lambda *args, **kwargs: None)(RedisCache.set)
    set_many = or_else(lambda data, *args, **kwargs: list(data))(RedisCache.set_many)
    delete_many = or_else(lambda *args, **kwargs: None)(RedisCache.delete_many)
    clear = or_else(lambda *args, **kwargs: False)(RedisCache.clear)
