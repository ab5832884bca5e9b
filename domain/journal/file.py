"""The exported journal: a text file that holds a station's two journals as they were signed.

    {"centre_key":…,"entries":n,"format":"ventanilla-journal/1","municipality":…,"outbound":m,"station":…,"station_key":…}
    n lines: the station's entries, each a compact JWS, in order
    m lines: the centre's entries for that station, likewise

UTF-8, a line feed after every line. Reading it proves its shape only: `domain.journal.verify` proves what it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from domain import canonical
from domain.envelope import EnvelopeType, Signed, from_base64url, parse_compact, to_base64url
from domain.errors import Refusal
from domain.journal.kinds import Author

FORMAT: Final = "ventanilla-journal/1"
_TEXTS: Final = ("municipality", "station", "station_key", "centre_key")
_COUNTS: Final = ("entries", "outbound")


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalFile:
    """`station_key` and `centre_key` are raw Ed25519 keys as the file names them: compare them with keys you trust."""

    municipality: str
    station: str
    station_key: bytes
    centre_key: bytes
    own: Sequence[Signed]
    outbound: Sequence[Signed]


def write_journal(file: JournalFile) -> Iterator[str]:
    """The file's lines, each with its line end."""
    head = {
        "format": FORMAT,
        "municipality": file.municipality,
        "station": file.station,
        "station_key": to_base64url(file.station_key),
        "centre_key": to_base64url(file.centre_key),
        "entries": len(file.own),
        "outbound": len(file.outbound),
    }
    yield canonical.encode(head).decode("utf-8") + "\n"
    for signed in (*file.own, *file.outbound):
        yield signed.compact() + "\n"


def read_journal(lines: Iterable[str]) -> JournalFile:
    """Read a whole file, line ends included or not.

    Raises Refusal `journal_file_unreadable` with the line, counted from 1: another format, a line that is no compact
    entry, fewer lines than announced, or more. Where an entry should be, `journal` and `sequence` say which.
    """
    numbered = enumerate(lines, 1)
    head = _head(next(numbered, (1, ""))[1])
    own = _entries(numbered, head["entries"], Author.STATION, after=1)
    outbound = _entries(numbered, head["outbound"], Author.CENTRE, after=1 + head["entries"])
    beyond = next(numbered, None)
    if beyond is not None:
        raise _unreadable(beyond[0], "more lines than announced")
    return JournalFile(
        municipality=head["municipality"],
        station=head["station"],
        station_key=head["station_key"],
        centre_key=head["centre_key"],
        own=own,
        outbound=outbound,
    )


def _head(line: str) -> dict[str, Any]:
    try:
        head = canonical.decode(_plain(line).encode("utf-8"))
    except Refusal as error:
        raise _unreadable(1, "no heading") from error
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise _unreadable(1, "another format")
    if head.keys() != {"format", *_TEXTS, *_COUNTS}:
        raise _unreadable(1, "heading")
    texts = all(isinstance(head[name], str) and head[name] for name in _TEXTS)
    counts = all(isinstance(head[name], int) and not isinstance(head[name], bool) for name in _COUNTS)
    if not texts or not counts or min(head[name] for name in _COUNTS) < 0:
        raise _unreadable(1, "heading")
    try:
        keys = {name: from_base64url(head[name]) for name in ("station_key", "centre_key")}
    except Refusal as error:
        raise _unreadable(1, "key") from error
    return head | keys


def _entries(numbered: Iterator[tuple[int, str]], count: int, author: Author, after: int) -> list[Signed]:
    found: list[Signed] = []
    for sequence in range(1, count + 1):
        number, line = next(numbered, (after + sequence, None))
        place = {"journal": author.value, "sequence": sequence}
        if line is None:
            raise _unreadable(number, "fewer lines than announced", **place)
        try:
            found.append(parse_compact(EnvelopeType.ENTRY, _plain(line)))
        except Refusal as error:
            raise _unreadable(number, error.code, **place) from error
    return found


def _plain(line: str) -> str:
    """Without its line end. Windows' own is accepted: an editor or a mail program may have put it there."""
    return line.removesuffix("\n").removesuffix("\r")


def _unreadable(line: int, why: str, **place: str | int) -> Refusal:
    return Refusal("journal_file_unreadable", line=line, why=why, **place)
