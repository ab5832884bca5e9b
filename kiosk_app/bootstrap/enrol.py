"""Make a station in an empty folder from the centre's invitation: keys, encrypted database, first entry."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from domain.envelope import from_base64url, to_base64url
from domain.errors import Refusal
from kiosk_app.background.exchange_thread import Carrier
from kiosk_app.background.moments import system_moment
from kiosk_app.devices.clock import Clock
from kiosk_app.devices.key_store import Hardness, KeyStore, new_database_key, refuse_weak_pin
from kiosk_app.storage import settings
from kiosk_app.storage.connection import open_store
from kiosk_app.storage.edition import take_edition
from kiosk_app.storage.journal import Draft, Journal
from kiosk_app.storage.settings import Identity
from kiosk_app.storage.station_folder import Place, StationFolder
from kiosk_app.version import VERSION
from sync.enrolment_run import EnrolmentEnded, EnrolmentRun
from sync.errors import NoAnswer
from sync.messages import Enrolled, Invitation
from sync.outputs import WakeAt
from sync.seal import SigningKey, verify
from sync.transport import Transport

PROGRAM: Final = f"ventanilla {VERSION}"
SETUP: Final = "setup"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may work here; `pin` None for a kiosk, which nobody unlocks."""

    id: str
    name: str
    role: str
    pin: str | None


@dataclass(frozen=True, slots=True)
class Made:
    """`words` are the six that the centre's screen shows too; `status` is pending until a person there approves."""

    station: str
    status: str
    words: tuple[str, ...]


def enrol(
    folder: StationFolder,
    invitation: Invitation,
    people: Sequence[Person],
    municipality: Path,
    clock: Clock,
    *,
    hardness: Hardness | None = None,
    carrier: Carrier | None = None,
    wait: Callable[[float], object] = time.sleep,
) -> Made:
    """Everything that can be refused is refused before the centre is asked; its code works once.

    Raises Refusal `folder_not_empty`, `pin_too_weak`, `nobody_to_sign_in`, `invitation_of_another_municipality`, the
    municipality folder's refusals, or the centre's own; NoAnswer when the centre cannot be reached, after a minute
    of trying with the same key (`wait` takes seconds): the folder is then left as it is, and `enrol` may be tried again
    in an empty one with the same code only if the centre never heard.
    """
    _refuse_unusable(people, invitation)
    folder.create()
    edition = take_edition(folder, municipality)
    if edition.id != invitation.municipality:
        raise Refusal("invitation_of_another_municipality", wanted=invitation.municipality, found=edition.id)
    signer = SigningKey.generate()
    run = EnrolmentRun(invitation, signer, verify, program=PROGRAM, edition=edition.edition)
    line = carrier or Transport(invitation.address, invitation.authority)
    try:
        answer = _asked(run, line, wait)
    finally:
        line.close()
    identity = _identity(invitation, edition.edition, answer.epoch)
    key = new_database_key()
    keys = KeyStore(folder.path, hardness)
    for person in people:
        keys.add(key, operator=person.id, name=person.name, role=person.role, pin=person.pin)
    _first_entry(folder, key, identity, signer, clock)
    contacts = tuple((office.name, office.phone) for office in edition.offices if office.phone)
    folder.write_place(Place(identity.label, edition.name, contacts))
    return Made(identity.station, answer.status, tuple(answer.words))


def _asked(run: EnrolmentRun, line: Carrier, wait: Callable[[float], object]) -> Enrolled:
    outputs = run.tick(system_moment())
    while True:
        (output,) = outputs
        if isinstance(output, EnrolmentEnded):
            if output.enrolled is not None:
                return output.enrolled
            if output.refused is not None:
                raise output.refused
            assert output.reason is not None, "it ends in one of three ways"
            raise NoAnswer(output.reason)
        if isinstance(output, WakeAt):
            wait(max(0, output.now_ms - system_moment().now_ms) / 1000)
            outputs = run.tick(system_moment())
            continue
        try:
            outputs = run.received(line.exchange(output.exchange), system_moment())
        except NoAnswer as error:
            outputs = run.failed(error.reason, system_moment())


def _refuse_unusable(people: Sequence[Person], invitation: Invitation) -> None:
    if not people:
        raise Refusal("nobody_to_sign_in")
    for person in people:
        if person.pin is not None:
            refuse_weak_pin(person.pin)
        elif invitation.face != "kiosk":
            raise Refusal("pin_needed", operator=person.id)


def _identity(invitation: Invitation, edition: str, epoch: int) -> Identity:
    return Identity(
        station=invitation.station,
        number=invitation.number,
        label=invitation.label,
        face=invitation.face,
        municipality=invitation.municipality,
        edition=edition,
        epoch=epoch,
        address=invitation.address,
        authority=invitation.authority,
        centre_key=invitation.centre_key,
        sealing_key=invitation.sealing_key,
    )


def _first_entry(folder: StationFolder, key: bytes, identity: Identity, signer: SigningKey, clock: Clock) -> None:
    store = open_store(folder.database, key, create=True)
    try:
        with store.transaction():
            settings.write_identity(store, identity, signer.seed, secrets.token_bytes(32))
        journal = Journal(store, identity, signer, clock, from_base64url(identity.sealing_key))
        body = {
            "municipality": identity.municipality,
            "edition": identity.edition,
            "number": identity.number,
            "face": identity.face,
            "key": to_base64url(signer.public_key),
            "program": PROGRAM,
        }
        journal.record(SETUP, Draft("journal_started/1", body))
    finally:
        store.close()
