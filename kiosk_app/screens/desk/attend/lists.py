"""The lists of the counter: of today, to be sent, overdue at the left; and what was found for somebody's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.catalog import Article
from kiosk_app.screens.desk.attend import compose
from kiosk_app.screens.desk.attend.draft import AttendDraft
from kiosk_app.screens.desk.attend.state import CaseList
from kiosk_app.screens.desk.words import case_line
from kiosk_app.services.appointments import Appointments
from kiosk_app.services.articles import ArticleBook
from kiosk_app.services.cases import CaseBook
from kiosk_app.services.counter import Counter
from kiosk_app.services.procedures import OpenProcedure
from kiosk_app.shown import ListRow

#: Rows beside the form; articles come last.
FOUND_SHOWN_MAX: Final = 8
_ARTICLES_MAX: Final = 2


def offered(
    text: str, procedures: OpenProcedure, appointments: Appointments, articles: ArticleBook | None
) -> list[compose.Offered | Article]:
    """What answers a search: procedures, what is given by appointment, and what can be told without either."""
    if not text.strip():
        return []
    told = [] if articles is None else articles.search(text, _ARTICLES_MAX)
    return [*procedures.search(text, FOUND_SHOWN_MAX - len(told)), *appointments.search(text), *told]


class CaseLists:
    def __init__(self, book: CaseBook, counter: Counter) -> None:
        self._book = book
        self._counter = counter
        self._rows: tuple[ListRow, ...] = ()
        self._counts = (0, 0, 0)
        self.tab = "today"

    def read(self) -> None:
        rows = {"today": self._book.today, "queued": self._book.waiting, "overdue": self._book.overdue}[self.tab]()
        today = self._counter.today()
        self._rows = tuple(case_line(row, today) for row in rows)
        self._counts = self._book.counts()

    def shown(self, drafts: Sequence[AttendDraft], chosen: str) -> CaseList:
        """Drafts stand before the cases of today."""
        first = tuple(compose.draft_row(draft) for draft in drafts) if self.tab == "today" else ()
        return compose.case_list(self.tab, self._counts, (*first, *self._rows), chosen)
