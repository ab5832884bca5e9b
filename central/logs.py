"""The centre's log: a JSON object a line, for whatever collects logs. It never holds a path, a body or a name."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any, Final, TextIO

#: The attribute of a record that holds more than words: `log.info("…", extra=fields(route="push"))`.
_FIELDS: Final = "fields"


def fields(**values: Any) -> dict[str, dict[str, Any]]:
    return {_FIELDS: values}


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname.lower(), "from": record.name, "what": record.getMessage()}
        line |= getattr(record, _FIELDS, {})
        if record.exc_info:
            line["fault"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def log_to(stream: TextIO) -> None:
    """From now on, everything of this process from INFO up, uvicorn's own words from WARNING up."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
