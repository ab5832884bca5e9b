"""One municipality, as its folder says it is. A city is data: nothing here knows which one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from domain.catalog.agreement import Agreement
from domain.catalog.article import Article
from domain.catalog.procedure import Procedure
from domain.catalog.services import AppointmentService, AppointmentWord, ComplaintCategory
from domain.catalog.working_calendar import WorkingCalendar
from domain.errors import Refusal
from domain.money import Money

#: The locales whose number marks the program knows (`wording.formats.LOCALES`; a test keeps the two lists equal).
LOCALES: Final = ("es-AR", "es-MX", "es-PA", "es-PE")


@dataclass(frozen=True, slots=True)
class Area:
    """A unit that answers for cases (área)."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Office:
    """A place where the municipality attends people; `hours` and `phone` are in words and may be empty."""

    code: str
    name: str
    address: str
    phone: str
    hours: str


@dataclass(frozen=True, slots=True)
class ReceiptTexts:
    """What papers say besides their own figures. Lines fit the 42 columns of 80 mm paper.

    `refund_place` is where and when a refund is collected, `refund_bring` what is shown there. `verify_host` is the
    host of the address in the receipt's code, in lower case.
    """

    header: tuple[str, ...]
    footer: tuple[str, ...]
    how_to_follow: tuple[str, ...]
    refund_place: tuple[str, ...]
    refund_bring: tuple[str, ...]
    verify_host: str


@dataclass(frozen=True, eq=False)  # the same edition is the same folder: nobody compares nine hundred procedures
class Municipality:
    """`edition` is the SHA-256 of the folder; `sample_notice` is what every paper says while figures are invented.

    `citizen_days` is how long a station keeps what a citizen told it, once the centre has it.
    `procedures`, `complaint_categories` and `appointment_services` keep the folder's order, which is the order in which
    people are shown them: most asked for first. `coins` are banknotes and coins, largest first.
    """

    id: str
    name: str
    country: str
    locale: str
    currency: str
    timezone: str
    edition: str
    sample_notice: str
    citizen_days: int
    areas: tuple[Area, ...]
    offices: tuple[Office, ...]
    coins: tuple[Money, ...]
    procedures: tuple[Procedure, ...]
    complaint_categories: tuple[ComplaintCategory, ...]
    appointment_services: tuple[AppointmentService, ...]
    articles: tuple[Article, ...]
    agreement: Agreement
    calendar: WorkingCalendar
    receipt: ReceiptTexts
    appointment_word: AppointmentWord = AppointmentWord.CITA

    def procedure(self, code: str) -> Procedure:
        """Raises Refusal `procedure_unknown`."""
        found = self._procedures.get(code)
        if found is None:
            raise Refusal("procedure_unknown", procedure=code, edition=self.edition)
        return found

    def category(self, code: str) -> ComplaintCategory:
        """Raises Refusal `category_unknown`."""
        found = self._categories.get(code)
        if found is None:
            raise Refusal("category_unknown", category=code, edition=self.edition)
        return found

    def appointment_service(self, code: str) -> AppointmentService:
        """Raises Refusal `appointment_service_unknown`."""
        for service in self.appointment_services:
            if service.code == code:
                return service
        raise Refusal("appointment_service_unknown", service=code, edition=self.edition)

    def area(self, code: str) -> Area:
        """Raises Refusal `area_unknown`."""
        for area in self.areas:
            if area.code == code:
                return area
        raise Refusal("area_unknown", area=code, edition=self.edition)

    def office(self, code: str) -> Office:
        """Raises Refusal `office_unknown`."""
        for office in self.offices:
            if office.code == code:
                return office
        raise Refusal("office_unknown", office=code, edition=self.edition)

    @cached_property
    def _procedures(self) -> dict[str, Procedure]:
        return {procedure.code: procedure for procedure in self.procedures}

    @cached_property
    def _categories(self) -> dict[str, ComplaintCategory]:
        return {category.code: category for category in self.complaint_categories}
