"""A station to practise at: a whole one, in a folder that is thrown away, with a centre that exists nowhere (adr/0031).

Nothing of it can reach the books: its keys are known to nobody, it has no line to any network, its receipt numbers are
of a series that no centre grants, and every paper and every screen says what it is.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from domain.catalog import Municipality
from domain.envelope import EnvelopeType, sign, to_base64url
from domain.journal.entry import NO_PREVIOUS, Entry, SignedEntry, read_entry
from kiosk_app.devices.clock import Clock
from kiosk_app.devices.key_store import Hardness, KeyStore, new_database_key
from kiosk_app.services.operator import Operator
from kiosk_app.services.sign_in import Unlocked
from kiosk_app.storage import settings
from kiosk_app.storage.connection import open_store
from kiosk_app.storage.edition import take_edition
from kiosk_app.storage.journal import Draft, Journal
from kiosk_app.storage.settings import Identity
from kiosk_app.storage.station_folder import Place, StationFolder
from kiosk_app.version import VERSION
from sync.errors import Reason, Unreachable
from sync.exchange import Exchange, Reply
from sync.seal import SealingKey, SigningKey
from wording.catalogue import _

STATION: Final = "PRACTICA"
SERIES: Final = "PRACT"
NUMBER: Final = 999
#: Nobody's secret: there is nothing behind them.
TRAINEE_PIN: Final = "246802"
SUPERVISOR_PIN: Final = "135791"
GUARANTEE: Final = 100_000
RECEIPTS: Final = 500
ADMITTED_DAYS: Final = 30
#: How long people are received on the day that is practised: one appointment of the longest kind at least.
HOURS_MINUTES: Final = 8 * 60


class NoLine:
    """A carrier without a network: what is practised is sent to nobody."""

    def exchange(self, _asked: Exchange) -> Reply:
        raise Unreachable(Reason.NO_ADDRESS)

    def stop(self) -> None:
        """There is nothing under way."""

    def close(self) -> None:
        """Nor anything open."""


@dataclass
class Practice:
    """`folder` is gone after `throw_away`; `unlocked` is the trainee, without a PIN asked for."""

    folder: StationFolder
    unlocked: Unlocked

    def throw_away(self) -> None:
        shutil.rmtree(self.folder.path, ignore_errors=True)


def make_practice(real: StationFolder, clock: Clock) -> Practice:
    """The edition and the printer are those of the real counter, and nothing else is.

    Raises what reading a municipality's folder raises.
    """
    folder = StationFolder(Path(tempfile.mkdtemp(prefix="ventanilla-practica-")))
    try:
        return _made(folder, real, clock)
    except BaseException:
        shutil.rmtree(folder.path, ignore_errors=True)
        raise


def _made(folder: StationFolder, real: StationFolder, clock: Clock) -> Practice:
    edition = take_edition(folder, real.edition)
    if real.settings.exists():
        shutil.copyfile(real.settings, folder.settings)
    key, keys = new_database_key(), KeyStore(folder.path, Hardness(memory_kib=1024, passes=1))
    trainee = Operator("trainee", _("Trainee"), "operator")
    supervisor = Operator("supervisor", _("Supervisor of the practice"), "supervisor")
    for person, pin in ((trainee, TRAINEE_PIN), (supervisor, SUPERVISOR_PIN)):
        keys.add(key, operator=person.id, name=person.name, role=person.role, pin=pin)
    place = real.place()
    folder.write_place(Place(place.label, place.municipality, place.contacts))
    centre = _Centre(clock)
    signer = SigningKey.generate()
    identity = Identity(
        station=STATION,
        number=NUMBER,
        label=place.label,
        face="desk",
        municipality=edition.id,
        edition=edition.edition,
        epoch=1,
        address="",
        authority="",
        centre_key=to_base64url(centre.key.public_key),
        sealing_key=to_base64url(centre.sealing.public_key),
    )
    store = open_store(folder.database, key, create=True)
    try:
        with store.transaction():
            settings.write_identity(store, identity, signer.seed, secrets.token_bytes(32))
            settings.mark_practice(store)
        journal = Journal(store, identity, signer, clock, centre.sealing.public_key)
        body = {"municipality": edition.id, "edition": edition.edition, "number": NUMBER, "face": "desk"}
        started = body | {"key": to_base64url(signer.public_key), "program": f"ventanilla {VERSION}"}
        journal.record("setup", Draft("journal_started/1", started))
        welcome = centre.welcome(edition.id, edition.currency, (trainee, supervisor))
        refused = journal.hear([*welcome, *centre.hours(edition)])
        assert not refused, refused
    finally:
        store.close()
    return Practice(folder, Unlocked(trainee, key, 0))


class _Centre:
    """The pen of a centre that exists for as long as it takes to write a welcome."""

    def __init__(self, clock: Clock) -> None:
        self.key, self.sealing = SigningKey.generate(), SealingKey.generate()
        self._clock = clock
        self._length, self._head = 0, NO_PREVIOUS

    def welcome(self, municipality: str, currency: str, people: tuple[Operator, ...]) -> list[SignedEntry]:
        until = (self._clock.now().date() + timedelta(days=ADMITTED_DAYS)).isoformat()
        money = {"currency": currency, "amount": GUARANTEE}
        return [
            self._write("outbound_started/1", municipality=municipality, key=to_base64url(self.key.public_key)),
            self._write("guarantee_deposited/1", reference="PRACTICA", **money),
            self._write("receipts_granted/1", grant="R1", series=SERIES, first=1, last=RECEIPTS),
            self._write("headroom_granted/1", grant="H1", **money),
            *(
                self._write("operator_admitted/1", operator=person.id, role=person.role, until=until)
                for person in people
            ),
        ]

    def hours(self, municipality: Municipality) -> list[SignedEntry]:
        """Of everything that is given by appointment, some hours of tomorrow."""
        tomorrow = (
            self._clock.now().astimezone(ZoneInfo(municipality.timezone)).date() + timedelta(days=1)
        ).isoformat()
        return [
            self._write(
                "slots_granted/1",
                grant=f"S{number}",
                pool=f"PRACTICA-{number}",
                service=service.code,
                office=service.places[0],
                day=tomorrow,
                start="08:00",
                minutes=service.minutes,
                first=1,
                last=HOURS_MINUTES // service.minutes,
            )
            for number, service in enumerate(municipality.appointment_services, 1)
        ]

    def _write(self, kind: str, **body: Any) -> SignedEntry:
        place = (STATION, 1, self._length + 1, self._head, 0)
        now = self._clock.now().replace(microsecond=0)
        entry = Entry(kind, *place, now, 1, "0" * 8, "centre", body)
        found = read_entry(sign(EnvelopeType.ENTRY, entry.payload(), self.key))
        self._length, self._head = entry.sequence, found.hash
        return found
