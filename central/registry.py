"""The centre below HTTP: one request in, one signed answer out.

`Registry.handle` is the only way in, for the web application, for tests and for whoever carries requests by hand. It
raises nothing: a fault of ours is a 500 without a signature, which a station takes for "no network".
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from central import (
    blob_exchange,
    carrying,
    copies,
    directory,
    enrolment,
    fleet,
    operators,
    receipt_page,
    receiving,
    small_blobs,
)
from central.answers import (
    NOTHING,
    Declined,
    Reply,
    Response,
    Watermark,
    decline,
    document,
    problem,
    signed,
    unsigned,
    watermark,
)
from central.centre import Centre
from central.logs import fields
from central.metrics import Metrics
from central.requests import Call, is_signed_by, read_call, read_statement, require_signature, require_statement
from central.store import Contended, Transaction, Unavailable, journals, stations
from central.store.journals import JournalName
from central.store.stations import Station
from domain.envelope import Signed
from domain.errors import Refusal
from domain.journal.kinds import Author
from sync.messages import Enrolment, Request, body_bytes_max
from sync.packing import unpack_arrived, unpack_entries

log = logging.getLogger("ventanilla.central.registry")

_ENROLMENTS: Final = "/v1/enrolments"
HEALTH: Final = "/v1/health"
#: How often a request that lost to another one is begun again, and what is said when the database cannot be used:
#: unsigned, so that a station takes it for "no network".
_ATTEMPTS: Final = 4
_RETRY_AFTER_S: Final = 10
#: Whatever follows: a person reads the answer, also when the code was copied wrong.
_RECEIPTS: Final = re.compile(r"/[rR]/(.*?)(/proof)?")


@dataclass(frozen=True, slots=True)
class Context:
    """Everything an approved station's request may use: the groups of the path are `parts`, `clock` is what it says."""

    centre: Centre
    tx: Transaction
    station: Station
    call: Call
    parts: tuple[str, ...]
    clock: int


#: What needs transactions of its own is done when the request's has ended: no station is locked while others are.
Later = Callable[[], Reply]
Handler = Callable[[Context], Reply | Later]


@dataclass(frozen=True, slots=True)
class Route:
    """`name` is what logs say instead of the path: a path may hold a case code.

    `in_part`: what arrived of a body that was cut is worth having, because it proves itself. `ratcheted`: only a
    station's engine asks it, one exchange at a time; what is asked beside it says nothing of the ratchet.
    """

    method: str
    pattern: re.Pattern[str]
    name: str
    handler: Handler
    unapproved: bool = False
    auditor: bool = False
    in_part: bool = False
    ratcheted: bool = False


def _state(_context: Context) -> Reply:
    """The heartbeat of a station: the watermarks that go with every answer are all it asks for."""
    return Reply()


def _report(context: Context) -> Reply:
    """The heartbeat with words."""
    fleet.receive(context.centre, context.tx, context.station, context.call.body, context.clock)
    return Reply()


def _push(context: Context) -> Reply:
    """A revoked station's entries are kept as evidence: the answer says that they are held, and that it is over."""
    first = context.call.number("from", least=1)
    try:
        batch = (unpack_entries if context.call.whole else unpack_arrived)(context.call.body)
    except Refusal as refusal:
        raise Declined(413 if refusal.code == "body_too_large" else 400, refusal) from refusal
    taken = receiving.receive(context.centre, context.tx, context.station, first, batch)
    if taken.refused is not None:
        return problem(taken.status, taken.refused)
    if context.station.status == stations.REVOKED:
        return problem(403, Refusal("station_revoked"))
    return Reply()


def _outbound(context: Context) -> Reply:
    receiving.announce(context.centre, context.tx, context.station)
    return directory.outbound(context.tx, context.station, context.call)


def _case(context: Context) -> Reply:
    return directory.case_status(context.centre, context.tx, context.parts[0])


def _blobs_post(context: Context) -> Reply:
    return small_blobs.receive(context.centre, context.tx, context.station, context.call)


def _blob_state(context: Context) -> Reply:
    return blob_exchange.state(context.centre, context.tx, context.station, context.parts[0])


def _blob_patch(context: Context) -> Reply:
    return blob_exchange.receive(context.centre, context.tx, context.station, context.parts[0], context.call)


def _blob_get(context: Context) -> Reply:
    return blob_exchange.send(context.centre, context.tx, context.station, context.parts[0], context.call)


def _carried(work: Callable[[Centre, str, str, Call], Reply | Later]) -> Handler:
    return lambda asked: work(asked.centre, asked.station.station, asked.parts[0], asked.call)


def _stations(context: Context) -> Reply:
    return directory.listing(context.tx)


def _journal(context: Context) -> Reply:
    name, which = context.parts
    return directory.journal(context.tx, name, which, context.call)


def _route(method: str, pattern: str, name: str, handler: Handler, **rights: bool) -> Route:
    return Route(method, re.compile(pattern), name, handler, **rights)


_SHA: Final = r"([0-9a-f]{64})"
#: With these a station looks how far it got, before it brings more.
_LOOKS: Final = frozenset({"state", "report", "carried_state"})
_STATION: Final = r"([A-Z][A-Z0-9-]{1,15})"
ROUTES: Final = (
    _route("GET", r"/v1/state", "state", _state, ratcheted=True),
    _route("POST", r"/v1/report", "report", _report, ratcheted=True),
    _route("POST", r"/v1/entries", "push", _push, unapproved=True, in_part=True, ratcheted=True),
    _route("GET", r"/v1/outbound", "outbound", _outbound, ratcheted=True),
    _route("POST", r"/v1/blobs", "blobs_post", _blobs_post, in_part=True),
    _route("GET", rf"/v1/blobs/{_SHA}/state", "blob_state", _blob_state),
    _route("PATCH", rf"/v1/blobs/{_SHA}", "blob_patch", _blob_patch, in_part=True),
    _route("GET", rf"/v1/blobs/{_SHA}", "blob_get", _blob_get),
    _route("GET", rf"/v1/carried/{_SHA}/state", "carried_state", _carried(carrying.state)),
    _route("PATCH", rf"/v1/carried/{_SHA}", "carried_patch", _carried(carrying.receive), in_part=True),
    _route("POST", rf"/v1/carried/{_SHA}", "carried_post", _carried(carrying.take)),
    _route("GET", rf"/v1/carried/{_SHA}", "carried_get", _carried(carrying.send)),
    _route("GET", r"/v1/cases/([0-9]{10})", "case", _case),
    _route("GET", r"/v1/stations", "stations", _stations, auditor=True),
    _route("GET", rf"/v1/stations/{_STATION}/(entries|outbound)", "journal", _journal, auditor=True),
)


class Registry:
    def __init__(self, centre: Centre, metrics: Metrics | None = None) -> None:
        self._centre = centre
        self._metrics = metrics or Metrics()

    def handle(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, *, whole: bool = True
    ) -> Response:
        """`path` is with its query, exactly as sent. Answers `(status, headers, body)` and never raises.

        Nobody hears the answer to a request that is not `whole`: what arrived of it is taken in, if it is of use.
        """
        started = time.monotonic()
        call = read_call(method, path, headers, body, whole=whole)
        name, station = "unknown", ""
        try:
            name, station, response = self._attempt(call)
        except (Contended, Unavailable) as busy:
            log.warning("the database cannot be used: %s", busy)
            status, headers, content = unsigned(Reply(b'{"status":"busy"}', status=503))
            response = status, headers | {"Retry-After": str(_RETRY_AFTER_S)}, content
        except Exception:
            log.exception("a request failed through our own fault")
            response = unsigned(Reply(b'{"status":"failed"}', status=500))
        took, status = time.monotonic() - started, response[0]
        self._metrics.answered(name, status, took, len(body))
        cut = {} if whole else {"cut": True}
        told = fields(
            route=name, method=method, status=status, station=station, ms=round(took * 1000), bytes=len(body), **cut
        )
        log.info("request", extra=told)
        return response

    def _attempt(self, call: Call) -> tuple[str, str, Response]:
        """What lost to another transaction has written nothing: it is made again from its beginning."""
        for _ in range(_ATTEMPTS - 1):
            try:
                return self._dispatch(call)
            except Contended as lost:
                log.info("begun again: %s", lost)
        return self._dispatch(call)

    def sender(self, method: str, path: str, headers: Mapping[str, str]) -> str | None:
        """In which line of its station a request claims to stand, if it is of those that are made one at a time."""
        call = read_call(method, path, headers, b"")
        route, _ = _find(call)
        if route is None or not (route.in_part or route.name in _LOOKS):
            return None
        try:
            station = read_statement(call)[0].station
        except Declined:
            return None
        return f"{station} carrying" if route.name.startswith("carried") else station

    def is_sender_proven(self, method: str, path: str, headers: Mapping[str, str]) -> bool:
        """Whether that station has signed this request; its body is not known yet."""
        try:
            statement, envelope = read_statement(read_call(method, path, headers, b""))
            with self._centre.store.reading() as tx:
                found = stations.find(tx, statement.station)
        except Declined:
            return False
        about = (statement.method, statement.path) == (method, path)
        return about and found is not None and found.key is not None and is_signed_by(found.key, envelope)

    def too_large(self, most: int) -> Response:
        """The answer to a body that was not read: it speaks of nobody, because nothing could be verified."""
        return signed(self._centre, problem(413, Refusal("body_too_large", most=most)), "", NOTHING)

    def _dispatch(self, call: Call) -> tuple[str, str, Response]:
        if not call.whole and not _is_of_use(call):
            return "unknown", "", unsigned(Reply(status=408))
        if (call.method, call.path) == ("GET", HEALTH):
            return "health", "", unsigned(self._health())
        receipt = _RECEIPTS.fullmatch(call.path)
        if call.method == "GET" and receipt is not None:
            if receipt[2]:
                return "receipt_proof", "", unsigned(receipt_page.proof(self._centre, receipt[1]))
            return "receipt", "", unsigned(receipt_page.page(self._centre, receipt[1]))
        most = body_bytes_max(call.method)
        if len(call.body) > most:
            return "unknown", "", self.too_large(most)
        if (call.method, call.path) == ("POST", _ENROLMENTS):
            return self._enrol(call)
        return self._answer(call)

    def _health(self) -> Reply:
        """200 when a request could be answered now: the database is there and holds this municipality."""
        with self._centre.store.reading() as tx:
            found = stations.municipality_name(tx)
        return document({"status": "ok"}) if found else replace(document({"status": "failed"}), status=503)

    def _enrol(self, call: Call) -> tuple[str, str, Response]:
        centre = self._centre
        nonce, station, mark = "", "", NOTHING
        try:
            compact = call.body.decode("ascii")
            words, _ = Enrolment.read(compact)
            nonce, station = words.nonce, words.station
            with centre.store.writing() as tx:
                outcome = enrolment.enrol(centre, tx, compact)
                held = stations.find(tx, station)
                if outcome.enrolled is not None and held is not None:
                    mark = watermark(tx, held)
            if outcome.enrolled is not None:
                reply = document(outcome.enrolled.document())
            else:
                assert outcome.refused is not None, "an enrolment ends one way or the other"
                reply = problem(outcome.status, outcome.refused)
        except UnicodeDecodeError:
            reply = problem(400, Refusal("message_malformed", message="Enrolment", field="$"))
        except Refusal as refusal:
            reply = problem(400, refusal)
        return "enrol", station, signed(centre, reply, nonce, mark)

    def _answer(self, call: Call) -> tuple[str, str, Response]:
        route, parts = _find(call)
        name = route.name if route else "unknown"
        try:
            statement, envelope = read_statement(call)
        except Declined as declined:
            return name, "", signed(self._centre, problem(declined.status, declined.refusal), "", NOTHING)
        reply, mark = self._reply(call, statement, envelope, route, parts)
        return name, mark.station, signed(self._centre, reply, statement.nonce, mark)

    def _reply(
        self, call: Call, statement: Request, envelope: Signed, route: Route | None, parts: tuple[str, ...]
    ) -> tuple[Reply, Watermark]:
        centre = self._centre
        proven: Station | None = None
        try:
            with centre.store.writing() as tx:
                station, by_present_key = require_signature(tx, statement, envelope)
                require_statement(centre, tx, station, statement, call)
                proven = station
                if not by_present_key:
                    raise decline(401, "key_replaced")
                if route is None:
                    raise decline(404, "no_such_resource")
                _require_right(station, route)
                if _is_behind(tx, station, statement):
                    station = receiving.put_in_doubt(tx, station)
                operators.renew_daily(centre, tx, station)
                asked = Context(centre, tx, station, call, parts, statement.clock)
                reply, ratchet = _handled(asked, route, statement)
                mark = replace(watermark(tx, station), ratchet=ratchet)
            if not isinstance(reply, Reply):
                reply = reply()
        except Declined as declined:
            return problem(declined.status, declined.refusal), self._mark(proven)
        return reply, mark

    def _mark(self, proven: Station | None) -> Watermark:
        if proven is None:
            return NOTHING
        with self._centre.store.reading() as tx:
            return watermark(tx, proven)


def _find(call: Call) -> tuple[Route | None, tuple[str, ...]]:
    for route in ROUTES:
        match = route.pattern.fullmatch(call.path)
        if match is not None and route.method == call.method:
            return route, match.groups()
    return None, ()


def _is_of_use(cut: Call) -> bool:
    route, _ = _find(cut)
    return route is not None and route.in_part and bool(cut.body)


def _handled(asked: Context, route: Route, statement: Request) -> tuple[Reply | Later, str]:
    """The reply, and the ratchet that goes with it: empty where none is given."""
    if not route.ratcheted:
        return route.handler(asked), ""
    if statement.copied:
        return problem(409, copies.confessed(asked.centre, asked.tx, asked.station, statement)), ""
    try:
        fresh = copies.fresh_for(asked.centre, asked.tx, asked.station, statement)
    except Refusal as refusal:
        raise Declined(400, refusal) from refusal
    if fresh is not None:
        return route.handler(_past_doubt(asked, statement)), fresh
    if route.name == "push":  # an honest one that came late, or all that is left of a day: evidence either way
        route.handler(asked)
    return problem(409, Refusal("ratchet_stale")), ""


def _require_right(station: Station, route: Route) -> None:
    if station.status == stations.PENDING and not route.unapproved:
        raise decline(403, "station_pending")
    if station.status == stations.REVOKED and not route.unapproved:
        raise decline(403, "station_revoked")
    if route.auditor and station.face != "audit":
        raise decline(403, "not_an_auditor")


def _is_behind(tx: Transaction, station: Station, statement: Request) -> bool:
    """The station knows of entries, its own or the centre's, that the centre held and lacks: it was restored."""
    own, sent = (JournalName(station.station, station.epoch, author) for author in (Author.STATION, Author.CENTRE))
    return statement.acknowledged > journals.head(tx, own).length or statement.heard > journals.head(tx, sent).length


def _past_doubt(asked: Context, statement: Request) -> Context:
    """What the engine says now, and no copy or late request can, ends a doubt: nothing that it has heard is missing."""
    lacking = _is_behind(asked.tx, asked.station, statement)
    return replace(asked, station=receiving.speak(asked.centre, asked.tx, asked.station, lacking=lacking))
