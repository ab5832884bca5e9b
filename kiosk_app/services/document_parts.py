"""What every paper of this counter shares: its letterhead, its locale, names of people and of entries."""

from __future__ import annotations

import json
from typing import Final

from domain.errors import Refusal
from domain.journal.entry import SignedEntry, read_entry
from domain.journal.kinds import Author, kind_of
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.storage import entries, settings
from kiosk_app.storage.connection import Store
from printing import receipt_code
from printing.documents import Letterhead
from wording.formats import LOCALES, Locale

#: Before the number of an entry of the centre, where a station's own say `C07`: no station is written in small letters.
_CENTRE: Final = "central"


class DocumentParts:
    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    @property
    def letterhead(self) -> Letterhead:
        """The municipality's own lines, and its warning while its figures are samples."""
        municipality = self._counter.municipality
        own = [line for line in municipality.receipt.header if line.casefold() != municipality.name.casefold()]
        notice = [municipality.sample_notice] if municipality.sample_notice else []
        return Letterhead(municipality=municipality.name, lines=(*own, *notice), cabin=self._counter.identity.label)

    @property
    def locale(self) -> Locale:
        return LOCALES[self._counter.municipality.locale]

    def code(self, found: SignedEntry) -> str:
        return receipt_code.of_entry(self._counter.municipality.receipt.verify_host, found)

    def procedure_name(self, service: str) -> str:
        try:
            return self._counter.municipality.procedure(service).name
        except Refusal:  # of an older edition
            return service

    def is_received(self, sequence: int) -> bool:
        mark = settings.watermark(self._counter.store)
        return mark is not None and sequence <= mark.sequence

    def person(self, operator: str) -> str:
        return operator_names(self._counter.store).get(operator, operator)

    def cashier_of(self, found: SignedEntry) -> Operator:
        return Operator(found.entry.operator, self.person(found.entry.operator), "operator")

    def entry(self, sequence: int, author: Author = Author.STATION) -> SignedEntry:
        return read_entry(next(entries.read(self._counter.store, author, sequence, sequence)))

    def named(self, name: str) -> SignedEntry:
        """The entry that `name` made its name."""
        writer, _, sequence = name.rpartition("/")
        return self.entry(int(sequence), Author.CENTRE if writer == _CENTRE else Author.STATION)

    def name(self, found: SignedEntry) -> str:
        """`C07/118`, or `central/17`: where an auditor finds it."""
        return self.name_of(found.entry.sequence, kind_of(found.entry.kind).author)

    def name_of(self, sequence: int, author: Author = Author.STATION) -> str:
        writer = _CENTRE if author is Author.CENTRE else self._counter.identity.station
        return f"{writer}/{sequence}"

    def session_name(self, session: int) -> str:
        return f"{self._counter.identity.station}-{session:06d}"


def operator_names(store: Store) -> dict[str, str]:
    """The names of those who have signed in or approved here, for papers printed again long after."""
    text = settings.get(store, "operator_names")
    return {} if text is None else dict(json.loads(text))


def remember_operator(store: Store, person: Operator) -> None:
    """In the transaction of what the person did."""
    settings.put(store, "operator_names", json.dumps(operator_names(store) | {person.id: person.name}))
