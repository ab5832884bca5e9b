"""Somebody only asked, and was told: counted in the journal, by what it was about, and put on paper where wanted.

There is no case, no fee and nobody's name: the entry says what was asked, where and when (docs/adr/0042).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from domain.catalog import Procedure, search_procedures
from domain.journal.entry import SignedEntry
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.information import Information, Subject, read_information
from kiosk_app.services.paper import Paper
from kiosk_app.storage.connection import Store
from kiosk_app.storage.journal import Draft
from printing.spool import PrintJob

__all__ = ["Enquiries", "Information", "Subject", "ToldOnce"]


@dataclass(frozen=True, slots=True)
class ToldOnce:
    """An enquiry that is committed; `job` is its paper, None while it was told without one."""

    found: SignedEntry
    job: PrintJob | None


class Enquiries:
    def __init__(self, counter: Counter, paper: Paper) -> None:
        self._counter = counter
        self._paper = paper

    def search(self, text: str, limit: int) -> list[Procedure]:
        """Procedures that somebody may ask about; none without words."""
        return search_procedures(self._counter.municipality, text, limit) if text.strip() else []

    def read(self, subject: Subject) -> Information:
        """Raises Refusal `procedure_unknown`, `article_unknown`."""
        return read_information(self._counter, subject)

    def tell(
        self, operator: Operator, subject: Subject, *, on_paper: bool, channel: Literal["desk", "kiosk"] = "desk"
    ) -> ToldOnce:
        """Count it, and queue its sheet in the same transaction.

        Raises Refusal `procedure_unknown`, `article_unknown`, `disk_full`: nothing was written.
        """
        self.read(subject)
        jobs: list[PrintJob] = []

        def alongside(store: Store, written: Sequence[SignedEntry]) -> None:
            if on_paper:
                jobs.append(self._paper.queue_information(store, written[-1], self._server(operator, channel)))

        body = {
            "about": subject.about,
            "subject": subject.code,
            "edition": self._counter.municipality.edition,
            "channel": channel,
        }
        written = self._counter.journal.record(operator.id, Draft("information_given/1", body), alongside=alongside)
        return ToldOnce(written[-1], jobs[0] if jobs else None)

    def put_on_paper(self, operator: Operator, told: ToldOnce) -> ToldOnce:
        """The sheet of what was told without one: it is the same enquiry, and counts no more."""
        if told.job is not None:
            return told
        store = self._counter.store
        with store.transaction():
            return ToldOnce(told.found, self._paper.queue_information(store, told.found, operator))

    @staticmethod
    def _server(operator: Operator, channel: str) -> Operator | None:
        """Nobody stands behind the glass of a kiosk."""
        return operator if channel == "desk" else None
