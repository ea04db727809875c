"""The lines of gunicorn's first process, that loads no settings, are JSON like those of the others."""

from gunicorn.glogging import Logger

from cremona_safety.logs import JsonFormatter


class ServerLogger(Logger):
    def setup(self, cfg):
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonFormatter())
