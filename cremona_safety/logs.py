"""One line of JSON per event."""

import json
import logging


class JsonFormatter(logging.Formatter):
    """Format time, level, logger and message; a traceback only where an exception is caught."""

    def format(self, record):
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
