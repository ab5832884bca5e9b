"""An entry: one act, written once, signed, chained to the one before it.

A station writes its own journal and the centre one outbound journal per station; both have this shape. `seen` makes the
pair a pure sequence: it is how many entries of the other journal the writer had applied, so anybody holding both
journals replays them in the one order in which the station lived them (`domain.journal.merge`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from domain import canonical
from domain.envelope import EnvelopeType, Signed
from domain.errors import Refusal

FORMAT_VERSION: Final = 1
#: The version of the posting rules that an entry is booked with, for ever (docs/LEDGER.md).
RULES_VERSION: Final = 1
#: What the first entry of a journal names as the one before it.
NO_PREVIOUS: Final = "0" * 43

#: Short, because an operator's name is on every entry and a fee's entry must fit a QR on 58 mm paper.
OPERATOR_CHARACTERS_MAX: Final = 12

_FIELDS: Final = {"at", "b", "bo", "ep", "k", "mo", "op", "pd", "ph", "ru", "se", "sq", "st", "v"}
_STATION: Final = re.compile(r"[A-Z][A-Z0-9-]{1,15}")
_KIND: Final = re.compile(r"[a-z_]{3,40}/[1-9][0-9]?")
#: A SHA-256 in base64url. Exactly that: the place of a commitment must not carry anything that can be read.
_HASH: Final = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Entry:
    """`at` is UTC wall time to the second (data, never order); `uptime_s` counts seconds since boot `boot`.

    `personal` is the salted commitment to personal data kept elsewhere, or None. `body` holds the kind's own fields.
    """

    kind: str
    station: str
    epoch: int
    sequence: int
    previous: str
    seen: int
    at: datetime
    uptime_s: int
    boot: str
    operator: str
    body: dict[str, Any]
    personal: str | None = None
    rules: int = RULES_VERSION

    def payload(self) -> bytes:
        """The canonical bytes that are signed. Field names are two letters: these bytes go into a receipt's QR."""
        document: dict[str, Any] = {
            "at": _wall_text(self.at),
            "b": self.body,
            "bo": self.boot,
            "ep": self.epoch,
            "k": self.kind,
            "mo": self.uptime_s,
            "op": self.operator,
            "ph": self.previous,
            "ru": self.rules,
            "se": self.seen,
            "sq": self.sequence,
            "st": self.station,
            "v": FORMAT_VERSION,
        }
        if self.personal is not None:
            document["pd"] = self.personal
        return canonical.encode(document)


@dataclass(frozen=True, slots=True)
class SignedEntry:
    """An entry with the exact bytes it was read from or signed as."""

    entry: Entry
    signed: Signed
    hash: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "hash", self.signed.hash)


def read_entry(signed: Signed) -> SignedEntry:
    """The entry in an envelope; its signature and its kind's fields are checked elsewhere.

    Raises Refusal `not_canonical`, `entry_malformed` (with the field) or `entry_format_newer` (another version).
    """
    if signed.type is not EnvelopeType.ENTRY:
        raise Refusal("envelope_of_another_type", wanted=EnvelopeType.ENTRY.value)
    document = canonical.decode(signed.payload)
    if not isinstance(document, dict):
        raise Refusal("entry_malformed", field="$")
    if document.get("v") != FORMAT_VERSION or document["v"] is True:  # to Python, true is 1
        raise Refusal("entry_format_newer", version=document.get("v"), known=FORMAT_VERSION)
    missing = _FIELDS - {"pd"} - document.keys()
    unknown = document.keys() - _FIELDS
    if missing or unknown:
        raise Refusal("entry_malformed", field=min(missing | unknown))
    return SignedEntry(_entry(document), signed)


def _entry(document: dict[str, Any]) -> Entry:
    def whole(name: str, least: int) -> int:
        value = document[name]
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise Refusal("entry_malformed", field=name)
        return value

    def text(name: str, longest: int) -> str:
        value = document[name]
        if not isinstance(value, str) or not 0 < len(value) <= longest:
            raise Refusal("entry_malformed", field=name)
        return value

    def hashed(name: str) -> str:
        if not _HASH.fullmatch(text(name, 43)):
            raise Refusal("entry_malformed", field=name)
        return str(document[name])

    if not isinstance(document["b"], dict):
        raise Refusal("entry_malformed", field="b")
    if not _KIND.fullmatch(text("k", 43)):
        raise Refusal("entry_malformed", field="k")
    if not _STATION.fullmatch(text("st", 16)):
        raise Refusal("entry_malformed", field="st")
    return Entry(
        kind=document["k"],
        station=document["st"],
        epoch=whole("ep", 1),
        sequence=whole("sq", 1),
        previous=hashed("ph"),
        seen=whole("se", 0),
        at=_wall_time(text("at", 20)),
        uptime_s=whole("mo", 0),
        boot=text("bo", 8),
        operator=text("op", OPERATOR_CHARACTERS_MAX),
        body=document["b"],
        personal=hashed("pd") if "pd" in document else None,
        rules=whole("ru", 1),
    )


def _wall_time(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refusal("entry_malformed", field="at") from error
    if at.tzinfo is None or _wall_text(at) != text:  # other spellings of a moment are taken, too
        raise Refusal("entry_malformed", field="at")
    return at.replace(tzinfo=UTC)


def _wall_text(at: datetime) -> str:
    """`2026-11-21T14:00:00Z`, as strftime would write it, in a tenth of its time."""
    return at.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
