"""Announcements one after the other: those that must be read are confirmed by name, the others are only shown."""

from __future__ import annotations

from collections.abc import Callable

from domain.errors import Refusal
from kiosk_app.screens.desk.announcements.state import AnnouncementState
from kiosk_app.screens.desk.ports import Committed, Renders
from kiosk_app.screens.desk.refusals import words_of
from kiosk_app.screens.desk.words import Words
from kiosk_app.services.announcements import Announcement, Announcements
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.shown import UNSAID, Said
from wording import formats
from wording.catalogue import _


class AnnouncementsPresenter:
    """`then`, given when reading begins, is called once nothing is left to read."""

    def __init__(
        self,
        view: Renders[AnnouncementState],
        operator: Operator,
        counter: Counter,
        announcements: Announcements,
        *,
        committed: Committed,
    ) -> None:
        self._view = view
        self._operator, self._counter, self._announcements = operator, counter, announcements
        self._committed = committed
        self._left: list[Announcement] = []
        self._count = 0
        self._then: Callable[[], None] = _nothing
        self._notice = UNSAID

    def waits(self) -> bool:
        """Whether something must be read before the next service."""
        return bool(self._announcements.unread(self._operator))

    def begin(self, then: Callable[[], None], *, everything: bool = False) -> bool:
        """What must be read, and with `everything` the others after it. False: there is nothing to show."""
        unread = self._announcements.unread(self._operator)
        others = [one for one in self._announcements.valid() if not one.must_read] if everything else []
        self._left = [*unread, *others]
        self._count, self._then, self._notice = len(self._left), then, UNSAID
        if self._left:
            self._render()
        return bool(self._left)

    def confirm(self) -> None:
        """By whoever is signed in: a signed entry, before the page goes."""
        if not self._left:
            return
        try:
            self._announcements.confirm(self._operator, self._left[0].code)
        except Refusal as refusal:
            self._notice = Said(words_of(refusal, Words(self._counter.municipality)), "err")
            self._render()
            return
        was_written = self._left.pop(0).must_read
        self._notice = UNSAID
        if was_written:
            self._committed()
        self._go_on()

    def refresh(self) -> None:
        """What was withdrawn, or is over, goes."""
        valid = {one.code for one in self._announcements.valid()}
        kept = [one for one in self._left if one.code in valid]
        if len(kept) != len(self._left):
            self._count -= len(self._left) - len(kept)
            self._left = kept
            self._go_on()

    def _go_on(self) -> None:
        if self._left:
            self._render()
        else:
            then, self._then = self._then, _nothing
            then()

    def _render(self) -> None:
        one = self._left[0]
        words = _("Read it before you attend to the next person.") if one.must_read else ""
        days = _("Valid from {first} to {last}").format(first=formats.day(one.first), last=formats.day(one.last))
        number = self._count - len(self._left) + 1
        self._view.render(
            AnnouncementState(
                heading=_("The municipality announces"),
                words=words,
                title=one.title,
                paragraphs=one.paragraphs,
                days=days,
                place=_("{number} of {count}").format(number=number, count=self._count) if self._count > 1 else "",
                confirms=one.must_read,
                notice=self._notice,
            )
        )


def _nothing() -> None:
    """There is nowhere to go on to."""
