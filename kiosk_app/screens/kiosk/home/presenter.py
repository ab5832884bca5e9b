"""The first page, and the frame around every page. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, Protocol

from kiosk_app.screens.kiosk.home.state import FrameState, HomeState, Language, Task
from kiosk_app.screens.kiosk.navigation import Navigation
from kiosk_app.screens.kiosk.pages.state import Choice
from kiosk_app.services.announcements import Announcement
from wording.catalogue import _, ngettext, use_language
from wording.formats import clock, day_in_words

#: Languages whose words are complete, each named in itself. A language with gaps is not offered.
LANGUAGES: Final = (Language(code="es", name="Español"), Language(code="en", name="English"))


class HomeScreen(Protocol):
    def render(self, state: HomeState) -> None: ...


class HomePresenter:
    """`announced` says what the municipality announces to citizens now, the newest first."""

    def __init__(
        self, view: HomeScreen, navigation: Navigation, announced: Callable[[], Sequence[Announcement]] = tuple
    ) -> None:
        self._view = view
        self._navigation = navigation
        self._announced = announced
        self._shown: tuple[str, ...] = ()

    def open(self) -> None:
        self._shown = self._lines()
        told = _("Touch one option. Asking is free. If you need help, call the person in charge.")
        self._view.render(
            HomeState(
                heading=_("What do you need to do today?"),
                help="" if self._shown else told,  # beside an announcement, large letters need its room
                tasks=tuple(_tasks()),
                announced=self._shown,
            )
        )

    def show_again(self) -> None:
        self.open()

    def tick(self) -> None:
        """What is announced begins, ends or is withdrawn while the page stands."""
        if self._lines() != self._shown:
            self.open()

    def _lines(self) -> tuple[str, ...]:
        """The newest title, and how many more there are: the tiles keep their room, and the page behind has all."""
        titles = [one.title for one in self._announced()]
        more = len(titles) - 1
        return (*titles[:1], *([ngettext("and {n} more", "and {n} more", more).format(n=more)] if more > 0 else []))

    def choose(self, task: str) -> None:
        self._navigation.open_task(task)


def _tasks() -> list[Choice]:
    return [
        Choice(
            id=Task.PROCEDURE,
            words=_("See a procedure"),
            hint=_("What to bring, what it costs and how long it takes."),
            icon="file-text",
            tone="primary",
        ),
        Choice(
            id=Task.COMPLAINT,
            words=_("Make a complaint"),
            hint=_("Street lights, rubbish, roads, noise."),
            icon="lightbulb",
            tone="warn",
        ),
        Choice(
            id=Task.FOLLOW,
            words=_("Follow my case"),
            hint=_("With the code on your receipt."),
            icon="folder-search",
            tone="info",
        ),
        Choice(
            id=Task.CERTIFICATE,
            words=_("Print a certificate"),
            hint=_("For now, ask for it at the desk."),
            icon="printer",
            tone="plum",
        ),
    ]


class Frame(Protocol):
    def show_frame(self, state: FrameState) -> None: ...

    def show_again(self) -> None: ...


class FramePresenter:
    """`now` in the municipality's time zone; `is_offline`: the last exchange with the centre failed; `sample` is the
    municipality's own warning while its figures are invented.
    """

    def __init__(
        self,
        frame: Frame,
        *,
        municipality: str,
        place: str,
        now: Callable[[], datetime],
        is_offline: Callable[[], bool],
        sample: str = "",
        languages: Sequence[Language] = LANGUAGES,
    ) -> None:
        self._frame = frame
        self._municipality = municipality
        self._place = place
        self._now = now
        self._is_offline = is_offline
        self._sample = sample
        self._languages = tuple(languages)
        self._language = self._languages[0].code
        self._large_letters = False
        self._shown: FrameState | None = None

    def open(self) -> None:
        """The frame as the next person finds it."""
        self._language = self._languages[0].code
        self._large_letters = False
        use_language(self._language)
        self._render()
        self._frame.show_again()

    def choose_language(self, code: str) -> None:
        use_language(code)
        self._language = code
        self._render()
        self._frame.show_again()

    def choose_large_letters(self, large: bool) -> None:
        self._large_letters = large
        self._render()

    def tick(self) -> None:
        self._render()

    def _render(self) -> None:
        now = self._now()
        state = FrameState(
            municipality=self._municipality,
            place=self._place,
            languages=self._languages,
            language=self._language,
            large_letters=self._large_letters,
            clock=clock(now),
            day=day_in_words(now.date()),
            notice=self._notice(),
            sample=self._sample,
        )
        if state != self._shown:
            self._shown = state
            self._frame.show_frame(state)

    def _notice(self) -> str:
        if not self._is_offline():
            return ""
        return _("No internet right now. Go on: what you ask for is kept here and sent when the signal comes back.")
