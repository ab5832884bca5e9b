"""What a presenter of the kiosk may ask of the window, and the window of a presenter. No Qt."""

from __future__ import annotations

from typing import Protocol


class Navigation(Protocol):
    """The window, seen by a presenter."""

    def open_task(self, task: str) -> None:
        """`task` is the value of a home.state.Task."""

    def go_home(self) -> None: ...

    def end_visit(self) -> None:
        """The person is done: everything of theirs is wiped."""

    def more_time(self) -> None: ...

    def call_help(self) -> None: ...


class Presenter(Protocol):
    """A presenter, seen by the window."""

    def open(self) -> None:
        """The person chose this: render the first page."""

    def show_again(self) -> None:
        """The language changed: render the same page in the new words, with every answer kept."""

    def tick(self) -> None:
        """A moment passed: render again if something of the page depends on time."""
