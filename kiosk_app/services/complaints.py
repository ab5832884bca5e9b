"""A complaint: what, where, since when, and by when somebody answers. Free for the citizen, and never refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain import canonical
from domain.catalog import ComplaintCategory, search_categories
from domain.errors import Refusal
from domain.journal.entry import SignedEntry
from kiosk_app.services.citizen import Citizen
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.paper import Paper
from kiosk_app.services.procedures import CaseDone, next_case_code
from kiosk_app.storage import drafts
from kiosk_app.storage.blobs import Blob
from kiosk_app.storage.connection import Store
from kiosk_app.storage.journal import Draft
from printing.spool import PrintJob

DESCRIPTION_MAX: Final = 1000
PLACE_MAX: Final = 160
PHOTOS_MAX: Final = 4


@dataclass(frozen=True, slots=True)
class ComplaintRequest:
    """`place_kind` is address, corner or landmark, `place` the words; `citizen` None when anonymous. `draft` is what it
    was taken down as: it goes in the same transaction.
    """

    category: str
    place_kind: str
    place: str
    description: str = ""
    since: str = ""
    photos: tuple[Blob, ...] = ()
    citizen: Citizen | None = None
    channel: str = "desk"
    draft: str = ""


class FileComplaint:
    def __init__(self, counter: Counter, paper: Paper) -> None:
        self._counter = counter
        self._paper = paper

    def search(self, text: str, limit: int = 12) -> list[ComplaintCategory]:
        return search_categories(self._counter.municipality, text, limit)

    def promise(self, category: str) -> date:
        """The date the municipality commits to, told before anything is sent. Raises Refusal `calendar_too_short`."""
        days = self._counter.municipality.category(category).promise_working_days
        return self._counter.municipality.calendar.add_working_days(self._counter.today(), days)

    def submit(self, operator: Operator, request: ComplaintRequest) -> CaseDone:
        """Open the case and queue its slip, in one transaction.

        Raises Refusal `category_unknown`, `place_missing`, `text_too_long`, `too_many_photos`, `name_needed` (the
        category does not admit anonymous reports), `file_too_large`, `disk_full`.
        """
        category = self._counter.municipality.category(request.category)
        self._refuse_unusable(category, request)
        code, promise = next_case_code(self._counter), self.promise(category.code)
        jobs: list[PrintJob] = []

        def alongside(store: Store, written: Sequence[SignedEntry]) -> None:
            jobs.append(self._paper.queue_slip(store, written[-1], operator if request.channel == "desk" else None))
            drafts.remove(store, request.draft)

        opened = {
            "case": code,
            "type": "complaint",
            "service": category.code,
            "edition": self._counter.municipality.edition,
            "area": category.area,
            "promise": promise.isoformat(),
            "channel": request.channel,
        }
        legal = category.legal_working_days
        if legal is not None:
            opened["legal"] = self._counter.municipality.calendar.add_working_days(
                self._counter.today(), legal
            ).isoformat()
        slip = {"case": code, "service": category.code, "promise": promise.isoformat()}
        written = self._counter.journal.record(
            operator.id,
            Draft("case_opened/1", opened, personal=_personal(request), blobs=request.photos),
            Draft("slip_issued/1", slip),
            alongside=alongside,
        )
        return CaseDone(code, None, None, None, promise, None, tuple(written), jobs[0])

    @staticmethod
    def _refuse_unusable(category: ComplaintCategory, request: ComplaintRequest) -> None:
        if category.needs_place and not canonical.plain_text(request.place):
            raise Refusal("place_missing")
        if len(request.description) > DESCRIPTION_MAX or len(request.place) > PLACE_MAX:
            raise Refusal("text_too_long", description=DESCRIPTION_MAX, place=PLACE_MAX)
        if len(request.photos) > PHOTOS_MAX:
            raise Refusal("too_many_photos", most=PHOTOS_MAX)
        if request.citizen is None and not category.anonymous_allowed and request.channel == "desk":
            raise Refusal("name_needed", category=category.code)


def _personal(request: ComplaintRequest) -> dict[str, str]:
    told = {
        "place_kind": request.place_kind,
        "place": canonical.plain_text(request.place),
        "description": canonical.plain_text(request.description),
        "since": canonical.plain_text(request.since),
    }
    citizen = {} if request.citizen is None else request.citizen.personal()
    return citizen | {name: text for name, text in told.items() if text}
