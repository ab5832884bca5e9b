"""What a presenter needs of the world: a view, and the few things that happen outside its services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol, TypeVar

from printing.spool import PrintJob

State_contra = TypeVar("State_contra", contravariant=True)

#: Called after every commit: paper and network have work, other screens have news.
Committed = Callable[[], None]
#: Shows another screen: its place, and what it is about (a case, a receipt) or nothing.
Go = Callable[[str, str], None]
#: Local wall time of the municipality.
Now = Callable[[], datetime]
#: Keeps a file, its name and its bytes, in a folder that the person chooses. Returns the folder's name, or nothing when
#: the person changed their mind; raises Refusal `disk_failing`.
Keep = Callable[[str, bytes], str]


class Renders(Protocol[State_contra]):
    """A view, or a list in a test."""

    def render(self, state: State_contra) -> Any: ...


class Tray(Protocol):
    """A person answers for a paper that nobody else can see."""

    def in_hand(self, job: PrintJob) -> PrintJob:
        """The paper came out whole."""

    def not_in_hand(self, job: PrintJob) -> PrintJob:
        """There is no paper, or only part of it."""
