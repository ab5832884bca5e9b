"""Papers about a case after its first one, composed from the entries that say it: this counter's, and the centre's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from domain.cases.clocks import observation_term
from domain.errors import Refusal
from domain.journal.entry import SignedEntry
from domain.journal.kinds import Author
from kiosk_app.services.cases import CaseBook
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.document_parts import DocumentParts
from printing.documents import CaseNews, CaseNotice, Copy
from wording.catalogue import _, mark

#: Why a date is not kept, as the citizen reads it.
REASONS: Final = {
    "weather": mark("The weather did not allow it."),
    "parts": mark("A part or material is awaited."),
    "workload": mark("There are more cases than usual."),
    "inspection": mark("An inspection is still to be made."),
    "other_body": mark("Another institution has to answer first."),
    "citizen": mark("Something is awaited from you."),
}
GROUNDS: Final = {
    "not_solved": mark("You say that it was not solved."),
    "answer_unclear": mark("You say that the answer is not clear."),
    "new_facts": mark("You bring something new."),
}


class CaseNotices:
    def __init__(self, counter: Counter, parts: DocumentParts) -> None:
        self._counter = counter
        self._parts = parts
        self._cases = CaseBook(counter)

    def notice(self, found: SignedEntry, operator: Operator, copy: Copy | None = None) -> CaseNotice:
        """The paper of an entry that opened an observed case, completed it, asked to reopen it, or told the citizen.

        Raises Refusal `calendar_too_short`.
        """
        body = found.entry.body
        case_type, service = self._service(body)
        return CaseNotice(
            letterhead=self._parts.letterhead,
            operator=operator.name,
            issued_at=found.entry.at.astimezone(self._counter.zone),
            case_code=body["case"],
            service_name=self._cases.service_name(case_type, service),
            follow=self._counter.municipality.receipt.how_to_follow,
            code_text=self._parts.code(found),
            received_by_centre=self._parts.is_received(found.entry.sequence),
            copy_number=0 if copy is None else copy.number,
            copy=copy,
            **self._said(found, service),
        )

    def _service(self, body: dict[str, Any]) -> tuple[str, str]:
        try:
            row = self._cases.row(body["case"])
        except Refusal:  # of another counter: the paper that was brought says it
            name = self._cases.service_name("complaint", body["service"])
            return ("procedure" if name == body["service"] else "complaint"), body["service"]
        return row.type, row.service

    def _said(self, found: SignedEntry, service: str) -> dict[str, Any]:
        body, kind = found.entry.body, found.entry.kind
        if kind == "case_opened/1":
            term = observation_term(self._counter.municipality.calendar, self._counter.day_of(found.entry.at))
            return {
                "news": CaseNews.OBSERVATION,
                "missing": self._texts(service, body["observed"]),
                "complete_by": term,
            }
        if kind == "case_completed/1":
            return self._completed(body, service)
        if kind == "reopening_asked/1":
            promised = date.fromisoformat(body["promise"])
            return {
                "news": CaseNews.REOPENED,
                "words": _(GROUNDS[body["ground"]]),
                "promised": promised,
                "pending": True,
            }
        return self._told(body, service)

    def _completed(self, body: dict[str, Any], service: str) -> dict[str, Any]:
        left = body.get("left", [])
        said: dict[str, Any] = {
            "news": CaseNews.COMPLETED,
            "brought": self._texts(service, body["brought"]),
            "missing": self._texts(service, left),
            "pending": True,
        }
        file = self._cases.file_of(body["case"])
        if left and file is not None:
            said["complete_by"] = self._cases.detail(body["case"]).complete_by
        if "promise" in body:
            said["promised"] = date.fromisoformat(body["promise"])
        if "legal" in body:
            said["legal_deadline"] = date.fromisoformat(body["legal"])
        return said

    def _told(self, body: dict[str, Any], service: str) -> dict[str, Any]:
        word = self._parts.entry(body["entry"], Author.CENTRE).entry.body
        if body["of"] == "date":
            file = self._cases.detail(body["case"]).file
            before = file.committed if file.committed < date.fromisoformat(body["promise"]) else None
            return {
                "news": CaseNews.DATE,
                "words": f"{_(REASONS[word['reason']])} {word['words']}",
                "promised": date.fromisoformat(body["promise"]),
                "printed_before": before,
                "legal_deadline": file.legal,
            }
        if body["of"] == "observation":
            return {
                "news": CaseNews.OBSERVATION,
                "words": word.get("words"),
                "missing": self._texts(service, word["missing"]),
                "complete_by": date.fromisoformat(word["until"]),
            }
        return {"news": CaseNews.ANSWER, "words": word.get("answer")}

    def _texts(self, service: str, codes: Sequence[str]) -> tuple[str, ...]:
        return self._cases.requirement_texts(service, tuple(codes))
