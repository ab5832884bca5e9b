"""A complaint: what, where, since when, and by when somebody answers. Free for the citizen, and never refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain import canonical
from domain.catalog import ComplaintCategory, search_categories
from domain.errors import Refusal
from domain.geography import Spot
from domain.journal.entry import SignedEntry
from domain.journal.fields import ASSETS_MAX
from kiosk_app.services.citizen import Citizen
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.paper import Paper
from kiosk_app.services.procedures import CaseDone, next_case_code
from kiosk_app.services.similar import SimilarComplaints
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
    """`place_kind` is address, corner, landmark, asset or spot, `place` the words; `citizen` None when anonymous.
    `draft` is what it was taken down as: it goes in the same transaction.

    `assets` are the plates that it is about, `spot` where it is on the map; `joins` the open complaint of that.
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
    assets: tuple[str, ...] = ()
    spot: Spot | None = None
    joins: str = ""


class FileComplaint:
    def __init__(self, counter: Counter, paper: Paper) -> None:
        self._counter = counter
        self._paper = paper
        self.similar = SimilarComplaints(counter)

    def search(self, text: str, limit: int = 12) -> list[ComplaintCategory]:
        return search_categories(self._counter.municipality, text, limit)

    def promise(self, category: str) -> date:
        """The date the municipality commits to, told before anything is sent. Raises Refusal `calendar_too_short`."""
        days = self._counter.municipality.category(category).promise_working_days
        return self._counter.municipality.calendar.add_working_days(self._counter.today(), days)

    def submit(self, operator: Operator, request: ComplaintRequest) -> CaseDone:
        """Open the case and queue its slip, in one transaction.

        Raises Refusal `category_unknown`, `place_missing`, `text_too_long`, `too_many_photos`, `too_many_assets`,
        `name_needed` (the category does not admit anonymous reports), `complaint_not_similar` (what it joins is closed
        or elsewhere), `file_too_large`, `disk_full`.
        """
        category = self._counter.municipality.category(request.category)
        self._refuse_unusable(category, request)
        code, promise = next_case_code(self._counter), self._promise(category, request)
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
            *_placed(code, category, request),
            Draft("slip_issued/1", slip),
            alongside=alongside,
        )
        return CaseDone(code, None, None, None, promise, None, tuple(written), jobs[0])

    def _promise(self, category: ComplaintCategory, request: ComplaintRequest) -> date:
        own = self.promise(category.code)
        if not request.joins:
            return own
        joined = self.similar.open_one(request.joins, request.assets, request.spot, category.code)
        return self.similar.promise(joined, own)

    @staticmethod
    def _refuse_unusable(category: ComplaintCategory, request: ComplaintRequest) -> None:
        if category.needs_place and not canonical.plain_text(request.place):
            raise Refusal("place_missing")
        if len(request.description) > DESCRIPTION_MAX or len(request.place) > PLACE_MAX:
            raise Refusal("text_too_long", description=DESCRIPTION_MAX, place=PLACE_MAX)
        if len(request.assets) > ASSETS_MAX:
            raise Refusal("too_many_assets", most=ASSETS_MAX)
        if len(request.photos) > PHOTOS_MAX:
            raise Refusal("too_many_photos", most=PHOTOS_MAX)
        if request.citizen is None and not category.anonymous_allowed and request.channel == "desk":
            raise Refusal("name_needed", category=category.code)


def _placed(code: str, category: ComplaintCategory, request: ComplaintRequest) -> list[Draft]:
    """What is no secret of the place (docs/adr/0027): plates, and a coarse spot where the category is compared."""
    open_spot = request.spot.coarse() if request.spot is not None and category.similar_metres else None
    said = {"assets": list(dict.fromkeys(request.assets)), "spot": open_spot, "joins": request.joins}
    told = {name: value for name, value in said.items() if value}
    return [Draft("complaint_placed/1", {"case": code, "service": category.code} | told)] if told else []


def _personal(request: ComplaintRequest) -> dict[str, str]:
    told = {
        "place_kind": request.place_kind,
        "place": canonical.plain_text(request.place),
        "description": canonical.plain_text(request.description),
        "since": canonical.plain_text(request.since),
        "spot": "" if request.spot is None else f"{request.spot.latitude:.6f},{request.spot.longitude:.6f}",
    }
    citizen = {} if request.citizen is None else request.citizen.personal()
    return citizen | {name: text for name, text in told.items() if text}
