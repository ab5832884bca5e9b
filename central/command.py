"""What an order is: a function of the data directory, what was typed, and where to say what happened."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from central.opening import DataDirectory
from domain.errors import Refusal

Say = Callable[[str], None]
#: Raises Refusal when nothing was done.
Command = Callable[[DataDirectory, argparse.Namespace, Say], None]


@contextmanager
def file_in_words(file: Path) -> Iterator[None]:
    """A file that cannot be read or written is said in words. Raises Refusal `file_unreadable`."""
    try:
        yield
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise Refusal("file_unreadable", file=str(file), why=why) from error


def write_whole(file: Path, content: bytes) -> None:
    """Write a file for its owner's eyes, whole or not at all. Raises Refusal `file_unreadable`."""
    with file_in_words(file):
        fresh = file.with_name(file.name + ".new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(file)
