"""How a program under measurement speaks with whoever measures: a word when it is ready, JSON at the end."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

Words = dict[str, Any]


def serve(requests: Callable[[], Words]) -> None:
    """A server is up. Blocks until the measurement is over, then says how it was asked."""
    _say("ready")
    sys.stdin.read()
    _say(json.dumps(requests()))


def deliver(act: Callable[[], Words]) -> None:
    """A client is loaded. Waits for the word, delivers, and says how long it took and what `act` tells."""
    _say("ready")
    sys.stdin.readline()
    threading.Thread(target=_end_with_whoever_measures, daemon=True).start()
    begin = time.monotonic()
    told = act()
    _say(json.dumps({"seconds": time.monotonic() - begin} | told))


def _end_with_whoever_measures() -> None:
    """A client tries for ever; it must not outlive a measurement that was killed."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(1)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
