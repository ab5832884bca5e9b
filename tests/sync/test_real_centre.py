"""The production engine, enrolment, audit and transport against the production centre."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from domain.envelope import Signed, from_base64url, to_base64url
from domain.errors import Refusal
from domain.journal.kinds import Author
from domain.journal.verify import verify_journals
from kiosk_app.background.audit_link import AuditLink
from kiosk_app.background.sync_link import SyncLink
from sync.audit_pull import AuditPull, DirectoryReceived, JournalPart, PullEnded, read_directory
from sync.case_question import case_exchange, case_status
from sync.engine import SyncEngine
from sync.enrolment import enrolled, enrolment_exchange
from sync.errors import Reason, Unreachable, Untrusted
from sync.exchange import Exchange, Identity, Moment, Reply
from sync.messages import Invitation, StationListing
from sync.outputs import Send
from sync.seal import SigningKey, verify
from sync.status import Connection
from sync.transport import Transport
from tests.fakes.centre_world import CentreWorld
from tests.fakes.centre_world import Desk as RealStation
from tests.sync.call_carrier import CallCarrier
from tests.sync.loopback import Loopback, Script, server_context, serving
from tests.sync.memory_outbox import Journal, MemoryOutbox
from tests.sync.station import Carry, carried_to
from wording.key_words import words_of_key


@pytest.fixture
def real(tmp_path: Path) -> Iterator[CentreWorld]:
    made = CentreWorld(tmp_path)
    yield made
    made.close()


_DRAWN = itertools.count()


def moment(number: int = 0) -> Moment:
    return Moment(number * 1_000, 1_795_000_000, hashlib.sha256(str(next(_DRAWN)).encode()).digest()[:20])


# ---------------------------------------------------------------- enrolment


class Newcomer:
    """A program that was handed an invitation and has just made its key."""

    def __init__(self, real: CentreWorld) -> None:
        self.carry = carried_to(real.registry.handle)
        self.invitation = Invitation.decode(real.invite().invitation.encode())
        self.signer = SigningKey(b"n" * 32)

    def words(self, number: int = 0, code: str = "") -> Exchange:
        invitation = dataclasses.replace(self.invitation, code=code or self.invitation.code)
        return enrolment_exchange(invitation, self.signer, program="0.1.0", edition="e" * 64, moment=moment(number))

    def hear(self, exchange: Exchange, reply: Reply) -> tuple[str, list[str], int]:
        said = enrolled(self.invitation, self.signer, exchange, reply, verify)
        return said.status, said.words, said.epoch


def test_a_station_enrols_and_both_sides_read_the_same_six_words(real: CentreWorld) -> None:
    newcomer = Newcomer(real)
    exchange = newcomer.words()
    assert newcomer.invitation.code.encode() not in exchange.body, "the code is never sent"
    heard = newcomer.hear(exchange, newcomer.carry(exchange))
    assert heard == ("pending", list(words_of_key(newcomer.signer.public_key)), 1)


def test_a_lost_enrolment_reply_costs_nothing(real: CentreWorld) -> None:
    newcomer = Newcomer(real)
    newcomer.carry(newcomer.words())
    again = newcomer.words(1)
    assert newcomer.hear(again, newcomer.carry(again))[0] == "pending"


def test_an_invitation_that_somebody_else_used_is_said_by_its_code(
    real: CentreWorld, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central.enrolment: invitation of station")
    newcomer = Newcomer(real)
    newcomer.carry(newcomer.words())
    newcomer.signer = SigningKey(b"o" * 32)
    second = newcomer.words(1)
    with pytest.raises(Refusal) as caught:
        newcomer.hear(second, newcomer.carry(second))
    assert caught.value.code == "invitation_used"


def test_a_mistyped_code_is_said_with_how_many_tries_are_left(real: CentreWorld) -> None:
    newcomer = Newcomer(real)
    exchange = newcomer.words(code="0" * 16)
    with pytest.raises(Refusal) as caught:
        newcomer.hear(exchange, newcomer.carry(exchange))
    assert (caught.value.code, caught.value.details) == ("proof_wrong", {"left": 4})


def test_an_enrolment_answered_by_somebody_else_is_not_believed(real: CentreWorld) -> None:
    newcomer = Newcomer(real)
    exchange = newcomer.words()
    reply = newcomer.carry(exchange)
    newcomer.signer = SigningKey(b"o" * 32)  # the answer is about the other key
    with pytest.raises(Untrusted):
        newcomer.hear(exchange, reply)
    with pytest.raises(Untrusted):
        newcomer.hear(exchange, Reply(200, "text/html", "", b"<html>"))


# ---------------------------------------------------------------- the audit


class Shelf:
    """Other stations' journals on an auditor's disk (`kiosk_app.background.audit_link.AuditStore`)."""

    def __init__(self) -> None:
        self.stations: tuple[StationListing, ...] = ()
        self.journals: dict[tuple[str, int, str], list[Signed]] = {}

    def held(self, station: str, epoch: int, journal: str) -> int:
        return len(self.journals.get((station, epoch, journal), []))

    def store_directory(self, stations: Sequence[StationListing]) -> None:
        self.stations = tuple(stations)

    def store_part(self, station: str, epoch: int, journal: str, first: int, entries: Sequence[Signed]) -> None:
        kept = self.journals.setdefault((station, epoch, journal), [])
        assert first == len(kept) + 1, "parts continue where the shelf ends"
        kept += entries


def identity_of(station: RealStation) -> Identity:
    return Identity(station.name, 1, station.key, from_base64url(station.invitation.centre_key), verify)


def pull(identity: Identity, shelf: Shelf, carry: Carry, *, exchanges_max: int = 100) -> tuple[object, int]:
    """One whole pull. Returns why it ended, and after how many exchanges."""
    work, now, sent = AuditPull(identity, shelf.held), 0, 0
    for number in range(1, exchanges_max):
        now += 60
        for output in work.tick(moment(now + number)):
            if isinstance(output, PullEnded):
                return output.reason, sent
            if not isinstance(output, Send):
                continue
            sent += 1
            try:
                outputs = work.received(output.exchange.id, carry(output.exchange), moment(now + number))
            except Unreachable as error:
                outputs = work.failed(output.exchange.id, error.reason, moment(now + number))
            for result in outputs:
                if isinstance(result, DirectoryReceived):
                    shelf.store_directory(result.stations)
                elif isinstance(result, JournalPart):
                    shelf.store_part(result.station, result.epoch, result.journal, result.first, result.entries)
                elif isinstance(result, PullEnded):
                    return result.reason, sent
    raise AssertionError("the pull never ended")


@pytest.fixture
def auditor(real: CentreWorld) -> RealStation:
    desk = real.desk()
    desk.open_drawer()
    for number in range(1, 6):
        desk.collect(number)
    desk.push()
    return real.desk("A01", 90, "audit")


def test_an_auditor_reads_every_journal_and_verifies_it_from_nothing(real: CentreWorld, auditor: RealStation) -> None:
    shelf = Shelf()
    assert pull(identity_of(auditor), shelf, carried_to(real.registry.handle))[0] is None
    assert {listing.station for listing in shelf.stations} == {"A01", "C07"}
    listing = next(item for item in shelf.stations if item.station == "C07")
    result = verify_journals(
        "C07",
        shelf.journals["C07", 1, "entries"],
        shelf.journals["C07", 1, "outbound"],
        station_key=from_base64url(listing.key),
        centre_key=from_base64url(auditor.invitation.centre_key),
        verify=verify,
    )
    assert (result.is_clean, result.station_length) == (True, listing.entries)


def test_a_cut_pull_goes_on_where_it_ended(real: CentreWorld, auditor: RealStation) -> None:
    shelf, carry = Shelf(), carried_to(real.registry.handle)
    allowed = [3]

    def cut(exchange: Exchange) -> Reply:
        allowed[0] -= 1
        if allowed[0] < 0:
            raise Unreachable(Reason.CONNECTION_LOST)
        return carry(exchange)

    assert pull(identity_of(auditor), shelf, cut)[0] == "connection_lost"
    held = {name: len(entries) for name, entries in shelf.journals.items()}
    assert held
    asked: list[str] = []

    def heard(exchange: Exchange) -> Reply:
        asked.append(exchange.path)
        return carry(exchange)

    assert pull(identity_of(auditor), shelf, heard)[0] is None
    for station, _epoch, journal in held:
        assert not any(path.startswith(f"/v1/stations/{station}/{journal}") for path in asked), "nothing twice"
    _reason, exchanges = pull(identity_of(auditor), shelf, carry)
    assert exchanges == 1, "when nothing is new, the directory is all that is read"


def test_a_desk_is_not_an_auditor(real: CentreWorld) -> None:
    assert pull(identity_of(real.desk()), Shelf(), carried_to(real.registry.handle)) == ("not_an_auditor", 1)


def test_a_directory_that_is_none_is_not_believed() -> None:
    for body in (b"<html>", b"{}", b"[1]", b'[{"v":1}]', b"[" * 100_000):
        with pytest.raises(Untrusted):
            read_directory(body)


def test_the_audit_link_pulls_while_the_window_lives(qtbot: QtBot, real: CentreWorld, auditor: RealStation) -> None:
    shelf, carrier = Shelf(), CallCarrier(carried_to(real.registry.handle))
    link = AuditLink(identity_of(auditor), shelf, carrier)
    link.start()
    with qtbot.waitSignal(link.ended) as caught:
        link.pull()
        link.pull()  # a second press of the button
    assert caught.args == [None]
    assert sum(exchange.path == "/v1/stations" for exchange in carrier.exchanges) == 1
    assert ("C07", 1, "outbound") in shelf.journals
    link.stop()


# ---------------------------------------------------------------- one question


def test_where_a_case_stands_is_one_question(real: CentreWorld) -> None:
    desk = real.desk()
    case = desk.open_case(1).entry.body["case"]
    desk.push()
    carry, identity = carried_to(real.registry.handle), identity_of(desk)
    exchange = case_exchange(identity, case, acknowledged=0, moment=moment(1))
    assert case_status(identity, exchange, carry(exchange)).state == "received"
    unknown = case_exchange(identity, "0000000000", acknowledged=0, moment=moment(2))
    with pytest.raises(Refusal) as caught:
        case_status(identity, unknown, carry(unknown))
    assert caught.value.code == "case_unknown"


# ---------------------------------------------------------------- the whole way, over TLS


def _http(real: CentreWorld) -> Script:
    """The registry behind as much HTTP as it takes; the product's own server is tested with the centre."""

    def script(connection: socket.socket) -> None:
        stream = connection.makefile("rb")
        while line := stream.readline():
            method, path, _ = line.decode("ascii").split()
            headers: dict[str, str] = {}
            while (field := stream.readline().decode("ascii").strip()) != "":
                name, _, value = field.partition(":")
                headers[name] = value.strip()
            body = stream.read(int(headers.get("Content-Length", "0")))
            status, answered, content = real.registry.handle(method, path, headers, body)
            lines = [f"HTTP/1.1 {status} X", *(f"{name}: {value}" for name, value in answered.items())]
            head = "\r\n".join([*lines, f"Content-Length: {len(content)}", "", ""])
            connection.sendall(head.encode("ascii") + content)

    return script


def test_a_days_work_reaches_the_real_centre_over_tls(qtbot: QtBot, real: CentreWorld) -> None:
    desk = real.desk()
    journal = Journal(Author.STATION, desk.name, desk.key)
    journal.entries = desk.journal
    outbox = MemoryOutbox(journal)
    outbox.ratchet = desk.ratchet
    desk.open_drawer()
    for number in range(1, 7):
        desk.collect(number)
    photograph = outbox.queue_blob(bytes(range(256)) * 2_000)
    keys = real.centre.keys
    with serving(Loopback(_http(real), server_context(keys.server, keys.server_key))) as server:
        transport = Transport(f"https://localhost:{server.port}", keys.authority)
        link = SyncLink(SyncEngine(identity_of(desk), outbox), outbox, transport)
        link.start()
        qtbot.waitUntil(lambda: outbox.acknowledged == outbox.length and not outbox.pending, timeout=10_000)
        qtbot.waitUntil(lambda: link.status.connection is Connection.CONNECTED)
        link.stop()
    assert photograph in outbox.kept
    heard = desk.ask("GET", "/v1/state")
    assert heard.answer.next_sequence == len(desk.journal) + 1
    assert outbox.outbound_length == heard.answer.outbound


@pytest.mark.parametrize(
    "changes",
    [
        {"centre_key": to_base64url((1).to_bytes(32, "little"))},
        {"centre_key": to_base64url(bytes(31))},
        {"sealing_key": to_base64url(bytes(32))},
        {"sealing_key": to_base64url((1).to_bytes(32, "little"))},
        {"sealing_key": "short"},
    ],
)
def test_an_invitation_with_a_key_that_proves_nothing_is_not_answered(
    real: CentreWorld, changes: dict[str, str]
) -> None:
    newcomer = Newcomer(real)
    newcomer.words()
    for name, key in changes.items():
        newcomer.invitation = dataclasses.replace(newcomer.invitation, **{name: key})  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="invitation_key_weak"):
        newcomer.words()
