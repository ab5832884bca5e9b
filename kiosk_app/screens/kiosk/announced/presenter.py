"""What the municipality announces to citizens, one after another, the newest first. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from kiosk_app.screens.kiosk.announced.state import AnnouncedState
from kiosk_app.screens.kiosk.navigation import Navigation
from kiosk_app.services.announcements import Announcement
from wording import formats
from wording.catalogue import _


class View(Protocol):
    def render(self, state: AnnouncedState) -> None: ...


class AnnouncedPresenter:
    """`announced` says what holds now: it may begin, end or be withdrawn while somebody reads."""

    def __init__(self, view: View, navigation: Navigation, announced: Callable[[], Sequence[Announcement]]) -> None:
        self._view = view
        self._navigation = navigation
        self._announced = announced
        self._all: tuple[Announcement, ...] = ()
        self._at = 0

    def open(self) -> None:
        self._at = 0
        self._all = tuple(self._announced())
        self._render()

    def show_again(self) -> None:
        self._render()

    def tick(self) -> None:
        now = tuple(self._announced())
        if now == self._all:
            return
        shown = self._all[self._at].code if self._all else ""
        self._all = now
        self._at = next((place for place, one in enumerate(now) if one.code == shown), 0)
        self._render()

    def show_another(self) -> None:
        if self._all:
            self._at = (self._at + 1) % len(self._all)
        self._render()

    def go_back(self, _written: tuple[str, ...]) -> None:
        self._navigation.go_home()

    def _render(self) -> None:
        if not self._all:
            self._navigation.go_home()
            return
        one, count = self._all[self._at], len(self._all)
        place = _("The municipality announces, until {day}").format(day=formats.day(one.last))
        if count > 1:
            place = _("{place} · {number} of {count}").format(place=place, number=self._at + 1, count=count)
        self._view.render(
            AnnouncedState(
                page=f"announced/{one.code}",
                title=one.title,
                place=place,
                paragraphs=one.paragraphs,
                another=_("Read the other one") if count > 1 else "",
            )
        )
