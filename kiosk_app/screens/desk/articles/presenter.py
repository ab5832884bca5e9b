"""Looking up what to tell a citizen: articles, what procedures need, and what the municipality announces today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from domain.errors import Refusal
from kiosk_app.screens.desk.articles.compose import (
    ANNOUNCEMENT,
    announcement_key,
    announcement_page,
    announcement_row,
    article_row,
    information_page,
    procedure_row,
    subject_of,
)
from kiosk_app.screens.desk.articles.state import NOTHING_OPEN, ArticlesState, OpenArticle
from kiosk_app.screens.desk.ports import Committed, Renders
from kiosk_app.screens.desk.refusals import words_of
from kiosk_app.screens.desk.words import Words
from kiosk_app.services.announcements import Announcement, Announcements
from kiosk_app.services.articles import ArticleBook
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.enquiries import Enquiries, ToldOnce
from kiosk_app.shown import UNSAID, ListRow, Said
from wording.catalogue import _

_FOUND_MAX: Final = 30
#: Articles that stand before the procedures; the others stand behind them.
_ARTICLES_FIRST: Final = 2


@dataclass(frozen=True, slots=True)
class ArticlesServices:
    counter: Counter
    articles: ArticleBook
    announcements: Announcements
    enquiries: Enquiries


class ArticlesPresenter:
    """What was looked for last stays until something else is: the operator comes back to the same page.

    One opening of a subject is one enquiry: however often a key is pressed, it is counted once and printed once.
    """

    def __init__(
        self, view: Renders[ArticlesState], operator: Operator, services: ArticlesServices, committed: Committed
    ) -> None:
        self._view = view
        self._operator, self._services, self._committed = operator, services, committed
        self._words = Words(services.counter.municipality)
        self._text, self._chosen = "", ""
        self._told: ToldOnce | None = None
        self._notice = UNSAID

    def open(self, about: str) -> None:
        """`about` is the key of a row, or nothing."""
        if about:
            self._text, self._chosen = "", about
        self._begin_again()

    def search(self, text: object) -> None:
        self._text = str(text)
        self._chosen = ""
        self._begin_again()

    def choose(self, key: object) -> None:
        self._chosen = str(key)
        self._begin_again()

    def next_person(self) -> None:
        """Somebody else asks the same."""
        self._begin_again()

    def tell(self) -> None:
        """They were told, and need no paper."""
        if self._told is None:
            self._answer(on_paper=False)

    def print_sheet(self) -> None:
        """They were told, and take it home; what was counted without paper counts no more."""
        if self._told is None:
            self._answer(on_paper=True)
        elif self._told.job is None:
            self._told = self._services.enquiries.put_on_paper(self._operator, self._told)
            self._committed()
            self._render()

    # -- inside --------------------------------------------------------------------------------------------------------

    def _answer(self, *, on_paper: bool) -> None:
        subject = subject_of(self._open_key())
        if subject is None:
            return
        try:
            self._told = self._services.enquiries.tell(self._operator, subject, on_paper=on_paper)
        except Refusal as refusal:
            self._notice = Said(words_of(refusal, self._words), "err")
        else:
            self._notice = UNSAID
            self._committed()
        self._render()

    def _begin_again(self) -> None:
        self._told, self._notice = None, UNSAID
        self._render()

    def _announced(self) -> list[Announcement]:
        return [] if self._text.strip() else self._services.announcements.valid()

    def _rows(self) -> tuple[ListRow, ...]:
        articles = [article_row(one) for one in self._services.articles.search(self._text, _FOUND_MAX)]
        procedures = [procedure_row(one) for one in self._services.enquiries.search(self._text, _FOUND_MAX)]
        announced = (announcement_row(one) for one in self._announced())
        return (*announced, *articles[:_ARTICLES_FIRST], *procedures, *articles[_ARTICLES_FIRST:])

    def _open_key(self) -> str:
        return self._chosen or next((row.key for row in self._rows()), "")

    def _render(self) -> None:
        rows = self._rows()
        chosen = self._chosen or next((row.key for row in rows), "")
        nothing = _("Nothing says that. Try another word") if self._text.strip() else _("There is nothing to read")
        self._view.render(
            ArticlesState(
                heading=_("Information for the citizen"),
                words=_("What is being typed elsewhere stays as it is."),
                text=self._text,
                rows=rows,
                chosen=chosen,
                none_found="" if rows else nothing,
                article=self._page(chosen),
            )
        )

    def _page(self, key: str) -> OpenArticle:
        """Nothing, for what was withdrawn or is over since the row was shown."""
        if key.startswith(ANNOUNCEMENT):
            announced = self._announced()
            return next((announcement_page(one) for one in announced if announcement_key(one) == key), NOTHING_OPEN)
        subject = subject_of(key)
        if subject is None:
            return NOTHING_OPEN
        try:
            page = information_page(self._services.enquiries.read(subject))
        except Refusal:
            return NOTHING_OPEN
        return self._with_what_was_done(page)

    def _with_what_was_done(self, page: OpenArticle) -> OpenArticle:
        told = self._told
        if told is None:
            return replace(page, can_tell=True, can_print=True, told=self._notice)
        if told.job is None:
            done = _("Counted as an enquiry, without paper.")
        else:
            done = _("Counted as an enquiry. The sheet goes to the printer.")
        return replace(page, can_print=told.job is None, told=Said(done, "ok"), again=_("Somebody else asks the same"))
