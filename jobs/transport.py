"""Celery's transports: the folder, for the portal that runs without a server, and Redis."""

import os
import time
import uuid
from pathlib import Path

from kombu.transport import filesystem, redis
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Kombu's channel with folders that exist and messages that appear whole.

    Kombu writes a message where the worker is already looking: once in some thousands the worker
    reads it half written and ends. Here a message is written under a name that no queue has, then
    renamed.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for folder in (
            self.data_folder_in,
            self.data_folder_out,
            self.control_folder,
            self.processed_folder,
        ):
            Path(folder).mkdir(parents=True, exist_ok=True)

    def _put(self, queue, payload, **kwargs):
        name = f"{time.time_ns()}_{uuid.uuid4()}.{queue}.msg"
        folder = Path(self.data_folder_out)
        half = folder / f"{name}.writing"
        half.write_text(dumps(payload))
        os.replace(half, folder / name)


class Transport(filesystem.Transport):
    Channel = Channel


class RedisChannel(redis.Channel):
    """Kombu's channel, where a connection that is gone is an error of connection.

    Kombu asks it for its address while it closes, after Redis stopped with a task in flight: the
    ``AttributeError`` of None is no error that Celery knows, and ends the worker.
    """

    def _connparams(self, asynchronous=False):
        if not (self.connection and self.connection.client):
            raise ConnectionError("the connection of this channel is closed")
        return super()._connparams(asynchronous)


class RedisTransport(redis.Transport):
    Channel = RedisChannel
