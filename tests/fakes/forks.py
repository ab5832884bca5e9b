"""Processes that tests start by the hundred, forked from one small process that has read what they need.

A test run's own process is large by the time they are wanted, and slow to copy; a new interpreter reads for a second.
"""

from __future__ import annotations

import multiprocessing
import sys
from multiprocessing.context import ForkServerContext
from typing import Final

#: Whatever is started here, and what the first key reads. One list for all: the small process is begun once.
_READ: Final = (
    "tests.damage.busy_counter",
    "tests.kiosk_app.storage.test_upgrade",
    "cryptography.hazmat.backends.openssl.backend",
)


def forks() -> ForkServerContext:
    """Where there is no fork the tests that ask are skipped."""
    assert sys.platform != "win32"
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_READ))
    return context
