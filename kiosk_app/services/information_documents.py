"""The sheet for somebody who only asked, composed from the entry that counts the enquiry and the folder of today."""

from __future__ import annotations

from typing import Final

from domain.journal.entry import SignedEntry
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.document_parts import DocumentParts
from kiosk_app.services.information import Information, Subject, read_information
from printing.documents import Copy, InformationSheet, SheetFact
from wording.catalogue import _

_EDITION_DIGITS: Final = 8


class InformationDocuments:
    def __init__(self, counter: Counter, parts: DocumentParts) -> None:
        self._counter = counter
        self._parts = parts

    def sheet(self, found: SignedEntry, operator: Operator | None, copy: Copy | None = None) -> InformationSheet:
        """Says what holds today, also on a copy of an earlier one.

        Raises Refusal `procedure_unknown`, `article_unknown`: an edition since then no longer has it.
        """
        counter, body = self._counter, found.entry.body
        told = read_information(counter, Subject(body["about"], body["subject"]))
        return InformationSheet(
            is_procedure=told.subject.about == "procedure",
            letterhead=self._parts.letterhead,
            operator=None if operator is None else operator.name,
            issued_at=counter.now() if copy is not None else found.entry.at.astimezone(counter.zone),
            name=told.name,
            summary=told.summary,
            text=told.text,
            facts=tuple(SheetFact(label=one.label, value=one.value, is_strong=one.is_main) for one in told.facts),
            basis=told.basis,
            warning=_warning(told),
            edition=counter.municipality.edition[:_EDITION_DIGITS],
            copy_number=0 if copy is None else copy.number,
            copy=copy,
        )


def _warning(told: Information) -> str | None:
    return _("Example: the municipality has not confirmed this text yet") if told.is_sample else None
