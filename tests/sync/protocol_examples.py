"""Section 8 of docs/PROTOCOL.md: one exchange of each kind, by the production client and the production centre.

`python -m tests.sync.protocol_examples` writes it anew; `test_protocol.py` fails when it is not what the code says.
"""

from __future__ import annotations

import dataclasses
import hashlib
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from central import keys, office
from central.store import stations
from domain.envelope import from_base64url, to_base64url
from sync import calls
from sync.audit_pull import JOURNALS
from sync.case_question import case_exchange
from sync.enrolment import enrolment_exchange
from sync.exchange import Call, Exchange, Identity, Moment
from sync.messages import ANSWER_HEADER, BLOB_TYPE, ENTRIES_TYPE, REQUEST_HEADER, Answer, Report
from sync.outbox import PendingBlob
from sync.packing import pack_entries
from sync.ratchet import Copied, Hold
from sync.seal import SigningKey, seal, verify
from sync.small_blobs import Item, item_of, pack_items
from tests.fakes.centre_world import WITHOUT_VOUCHERS, CentreWorld, FakeClock
from tests.fakes.centre_world import Desk as RealStation

DOCUMENT: Final = Path(__file__).parents[2] / "docs" / "PROTOCOL.md"
HEADING: Final = "## 8. Examples\n"
CENTRE_SEED: Final = b"\x02" * 32
STATION_SEEDS: Final = {"C07": b"\x01" * 32, "A01": b"\x03" * 32}
CODE: Final = "0123456789ABCDEF"
CLOCK: Final = 1_795_273_200
PHOTOGRAPH: Final = b"a photograph, for the sake of the example"
LETTER: Final = b"%PDF-1.7 a letter from the municipality"
NO_FILE: Final = b"a photograph that somebody took for a courier's file"
REPORT: Final = Report(
    program="0.1.0",
    queue=3,
    oldest_s=7_200,
    blobs=1,
    printer="ok",
    disk_mb=48_000,
    database_kb=2_048,
    uptime_s=18_000,
    papers=[],
)
SMALL: Final = (b"one sealed letter", b"another sealed letter")
TYPES: Final = {ENTRIES_TYPE: "entries", BLOB_TYPE: "bytes"}

INTRODUCTION: Final = f"""{HEADING}
Made by the product and compared byte for byte in every test run. Base64url throughout. Each seed is 32 equal bytes: the
centre's is 02, station C07's 01, the auditor's A01 03; the invitation's code is `{CODE}`. `>` is sent, `<` comes back;
a `#` is the payload of the JWS below it, or what the body holds. Other headers are left out; they decide nothing.
"""


@dataclass(frozen=True)
class Example:
    title: str
    exchange: Exchange
    status: int
    content_type: str
    answer: str
    body: bytes

    def render(self) -> str:
        asked = self.exchange
        lines = [f"### {self.title}", "```"]
        headers = dict(asked.headers)
        statement = headers.get(REQUEST_HEADER)
        lines += [f"> {asked.method} {asked.path}"]
        if statement is not None:
            lines += [f"# {payload_of(statement)}", f"> {REQUEST_HEADER}: {statement}"]
        if asked.body:
            if asked.path == "/v1/enrolments":
                lines.append(f"# {payload_of(asked.body.decode('ascii'))}")
            lines += [f"> Content-Type: {headers['Content-Type']}", f"> {to_base64url(asked.body)}"]
        lines += [f"< {self.status}", f"# {payload_of(self.answer)}", f"< {ANSWER_HEADER}: {self.answer}"]
        if self.body:
            if self.content_type not in TYPES:
                lines.append(f"# {self.body.decode('utf-8')}")
            lines += [f"< Content-Type: {self.content_type}", f"< {to_base64url(self.body)}"]
        return "\n".join([*lines, "```", ""])


def payload_of(compact: str) -> str:
    return from_base64url(compact.split(".")[1]).decode("utf-8")


class Play:
    """A centre with known keys, two stations, and everything they say to each other."""

    def __init__(self, folder: Path) -> None:
        clock = FakeClock()
        keys.create(folder / "keys", (), clock.now())
        (folder / "keys" / keys.SIGNING_KEY).write_text(to_base64url(CENTRE_SEED), "ascii")
        self.world = CentreWorld(folder, clock, WITHOUT_VOUCHERS)
        self.examples: list[Example] = []
        self._numbers = 0
        self._ratchets: dict[str, str] = {}

    def _moment(self) -> Moment:
        self._numbers += 1
        return Moment(0, CLOCK, hashlib.sha256(f"example {self._numbers}".encode()).digest()[:20])

    def _invite(self, name: str, number: int, face: str) -> RealStation:
        world = self.world
        station = world.invite(name, number, face)
        with world.centre.store.writing() as tx:
            held = stations.lock(tx, name)
            assert held is not None
            code = seal(CODE.encode(), world.sealing_key, bound_to=f"ventanilla.invitation.v1|{name}")
            stations.update(tx, dataclasses.replace(held, code=code))
        station.invitation = dataclasses.replace(station.invitation, code=CODE)
        station.key = SigningKey(STATION_SEEDS[name])
        return station

    def _carry(self, title: str, exchange: Exchange) -> str:
        """Gives the ratchet of the answer."""
        status, headers, body = self.world.registry.handle(
            exchange.method, exchange.path, dict(exchange.headers), exchange.body
        )
        answer = headers[ANSWER_HEADER]
        self.examples.append(Example(title, exchange, status, headers["Content-Type"], answer, body))
        return Answer.read(answer)[0].ratchet

    def _say(self, title: str, station: RealStation, call: Call) -> Exchange:
        hold = Hold(self._ratchets.get(station.name, ""), "", 0)
        exchange = Exchange.signed(1, identity_of(station), call, acknowledged=0, moment=self._moment(), hold=hold)
        self._ratchets[station.name] = self._carry(title, exchange) or hold.ratchet
        return exchange

    def _enrol(self, title: str, station: RealStation) -> None:
        words = enrolment_exchange(
            station.invitation, station.key, program="0.1.0", edition="e" * 64, moment=self._moment()
        )
        self._carry(title, words)

    def run(self) -> list[Example]:
        desk = self._invite("C07", 7, "desk")
        self._enrol("A station enrols", desk)
        self._say("It asks before it is approved", desk, calls.state())
        self.world.approve(desk)
        asked = self._say("It asks again, approved", desk, calls.state())
        self._carry("The same request again, by somebody in the middle", asked)
        desk.start()
        case = desk.open_case(1).entry.body["case"]
        signed = [entry.signed for entry in desk.journal]
        self._say("Its first two entries", desk, Call("POST", "/v1/entries?from=1", pack_entries(signed), ENTRIES_TYPE))
        self._say("The centre's entries for it", desk, Call("GET", "/v1/outbound?from=1&most=2"))
        self._say("It says how it is", desk, calls.state(REPORT))
        self._copied("A copy of it asks, from before those entries", desk, "")
        self._copied("The copy says that it is one", desk, Copied.RATCHET)
        self._blobs(desk)
        self._carry(
            "Where a case stands", case_exchange(identity_of(desk), case, acknowledged=2, moment=self._moment())
        )
        auditor = self._invite("A01", 90, "audit")
        auditor.enrol()
        self.world.approve(auditor)
        self._say("An auditor reads the directory", auditor, calls.directory())
        self._say("An auditor reads a journal", auditor, calls.journal_of("C07", JOURNALS[0], 2, 40_000))
        self._say("A desk is not an auditor", desk, calls.directory())
        return self.examples

    def _copied(self, title: str, station: RealStation, copied: str) -> None:
        """Its first ratchet was the empty one."""
        words = identity_of(station), calls.state()
        hold = Hold("", copied, 0)
        self._carry(title, Exchange.signed(1, *words, acknowledged=0, moment=self._moment(), hold=hold))

    def _blobs(self, desk: RealStation) -> None:
        up = PendingBlob(hashlib.sha256(PHOTOGRAPH).hexdigest(), len(PHOTOGRAPH))
        path = f"/v1/blobs/{up.sha256}?offset=%d&size={up.size}"
        small = [item_of(data) for data in SMALL]
        body = pack_items([*small, Item(up.sha256)])
        self._say("Two small blobs at once, and a question after a third", desk, calls.small_blobs(body))
        self._say("A blob: how much is there", desk, calls.blob_state(up))
        self._say("A blob: its first bytes", desk, Call("PATCH", path % 0, PHOTOGRAPH[:20], BLOB_TYPE))
        self._say(
            "A blob: from where the centre does not stand", desk, Call("PATCH", path % 30, PHOTOGRAPH[30:], BLOB_TYPE)
        )
        self._say("A blob: the rest", desk, Call("PATCH", path % 20, PHOTOGRAPH[20:], BLOB_TYPE))
        with self.world.centre.store.writing() as tx:
            held = stations.lock(tx, desk.name)
            assert held is not None
            office.attach(self.world.centre, tx, held, LETTER)
        down = PendingBlob(hashlib.sha256(LETTER).hexdigest(), len(LETTER))
        self._say("A blob for the station", desk, calls.fetch_blob(down, 64_000))
        self._carried(desk)

    def _carried(self, desk: RealStation) -> None:
        """What is sealed is never twice the same: what is carried here is nothing that the centre can open."""
        name = hashlib.sha256(NO_FILE).hexdigest()
        up = PendingBlob(name, len(NO_FILE))
        path = f"/v1/carried/{name}?offset=0&size={up.size}"
        self._say("Another station's file: how much is there", desk, calls.blob_state(up, calls.CARRIED))
        self._say("Another station's file: all of it", desk, Call("PATCH", path, NO_FILE, BLOB_TYPE))
        self._say("It is to be taken in, and is no courier's file", desk, calls.take_carried(name))
        self._say("There is no answer to it", desk, calls.fetch_blob(up, 64_000, calls.CARRIED))


def identity_of(station: RealStation) -> Identity:
    return Identity(station.name, 1, station.key, from_base64url(station.invitation.centre_key), verify)


def examples() -> list[Example]:
    with tempfile.TemporaryDirectory() as folder:
        play = Play(Path(folder))
        try:
            return play.run()
        finally:
            play.world.close()


def section(found: list[Example]) -> str:
    return "\n".join([INTRODUCTION, *(example.render() for example in found)])


def main() -> None:
    before, _, _ = DOCUMENT.read_text("utf-8").partition(HEADING)
    DOCUMENT.write_text(before.rstrip() + "\n\n" + section(examples()), "utf-8")
    sys.stdout.write(f"wrote {DOCUMENT.name}\n")


if __name__ == "__main__":
    main()
