"""Bringing a journal, or a photo, to the centre over a bad link; beside PouchDB, git, rsync and the physical limit.

Real TCP (reno) between two network namespaces, carried by a process that has the link's rate, its delay (a round trip
of 300 ms), a queue that overflows, and seeded loss both ways (`benchmarks/link`); no netem is needed. Ours is the
production station (engine, transport, encrypted database) and the production centre, over TLS with the pinned
authority, every request and answer signed. The others speak plain HTTP or their own protocol, unencrypted and
unsigned, as they come: PouchDB 9 in batches of 100, `git push` of one commit, `rsync --append`. All carry the same
signed entries.

*   The limit is what no tool could beat: `zstd -3` of all the entries' lines at once (a photo as it is) ÷ rate + one
    round trip. The limit of our own packing is told beside it.
*   Time begins when a loaded program is told to go, and ends when it knows that everything arrived; the other end is
    then looked at. It includes connecting, handshakes, waiting and trying again.
*   Bytes are IP packets offered to the wire, headers, handshakes and retransmissions included, lost ones too. *Sent
    again*, where a link is cut, is bytes up beyond those of the same tool with the same load on the same link uncut.
*   Requests: those the station began (ours), those the server counted (PouchDB). git and rsync hold one conversation.
*   Medians of three seeds. A tool but ours has one run where nothing is random. "not finished" is not repeated.
*   A reset: at each 60,000th byte up the connection whose packet crosses it is reset at both ends. Dark: everything on
    the link is lost for half a minute, once, from the middle on.
*   Sealed personal data (a letter of some 400 bytes a case) travels where the load says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from benchmarks.sync_runs.cargo import limit_s
from benchmarks.sync_runs.field import Measured, measure
from benchmarks.sync_runs.matrix import Case, Load
from benchmarks.sync_runs.tally import Tally, by_tool
from benchmarks.table import Figure, markdown

_OURS: Final = "ours"
_POUCH: Final = "PouchDB"
_COLUMNS: Final = ("link", "tool", "time", "÷ limit", "bytes up", "bytes down", "requests", "sent again")


def section(folder: Path, chosen: Sequence[Case]) -> str:
    return told(measure(chosen, folder))


def told(measured: Measured) -> str:
    """Goals first, then what could not be measured, then every figure."""
    figures = [figure for load in (Load.THOUSAND, Load.TEN_THOUSAND) for figure in goals(measured, load)]
    parts = [markdown(figures)] if figures else []
    parts += [f"Not measured here: {'; '.join(measured.absent)}."] if measured.absent else []
    parts += [_of_load(measured, load) for load in measured.cargoes]
    return "\n\n".join(parts)


def _of_load(measured: Measured, load: Load) -> str:
    cargo = measured.cargoes[load]
    size = f"{len(cargo.content):,} bytes as lines, {cargo.least_bytes:,} the least, {cargo.packed:,} as we pack them"
    rows = [row for case in measured.cases if case.load is load for row in _rows(measured, case)]
    return "\n".join([f"### {load}", "", f"{size}.", "", _line(_COLUMNS), "|---" * len(_COLUMNS) + "|", *rows])


def _rows(measured: Measured, case: Case) -> Iterator[str]:
    least = _limit(measured, case)
    if least is not None:
        own = _limit(measured, case, packed=True) or 0.0
        yield f"| {case.link} | the limit | {least:.1f} s (ours {own:.1f} s) | 1.00x |  |  |  |  |"
    undisturbed = by_tool(measured.tallies.get(f"{case.undisturbed}: {case.load}", ()))
    for tally in measured.tallies[case.title]:
        cells = (
            case.link, tally.tool, _time(tally), _times_limit(tally, least), _number(tally.up), _number(tally.down),
            _number(tally.requests), _number(tally.sent_again(undisturbed.get(tally.tool))),
        )  # fmt: skip
        yield _line(cells)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def goals(measured: Measured, load: Load = Load.THOUSAND) -> list[Figure]:
    """The figures that decide. A goal that could not be measured has no row."""
    plain = _Row.of(measured, "256 kbit/s", load)
    lossy = _Row.of(measured, "256 kbit/s, 3 % lost", load)
    reset = _Row.of(measured, "256 kbit/s, reset every 60 kB", load)
    dark = _Row.of(measured, "256 kbit/s, dark for 30 s", load)
    slowest = _Row.of(measured, "64 kbit/s, 3 % lost", load)
    in_time = "≤ 25 s" if load is Load.THOUSAND else "finishes"
    rows: list[Figure | None] = []
    for row, goal in ((plain, "≤ 1.10x"), (lossy, "≤ 1.30x")):
        rows += [] if row is None else [row.beside_limit(goal), row.beside_own_limit()]
    rows += [] if lossy is None else [lossy.beside_pouch(), lossy.bytes_beside_pouch()]
    if dark is not None and plain is not None:
        rows.append(dark.sent_again(plain))
    rows += [row.finished(goal) for row, goal in ((reset, in_time), (slowest, "finishes")) if row is not None]
    return [row for row in rows if row is not None]


class _Row:
    """One case of entries alone, for a goal."""

    def __init__(self, measured: Measured, case: Case) -> None:
        self._what = case.title
        self._limit = _limit(measured, case) or 0.0
        self._own_limit = _limit(measured, case, packed=True) or 0.0
        tallies = by_tool(measured.tallies[case.title])
        self.ours = tallies[_OURS]
        self._pouch = tallies.get(_POUCH)

    @classmethod
    def of(cls, measured: Measured, link: str, load: Load) -> _Row | None:
        found = [case for case in measured.cases if case.link == link and case.load is load]
        return cls(measured, found[0]) if found else None

    def beside_limit(self, goal: str) -> Figure:
        against = f"the limit {self._limit:.1f} s"
        return Figure(self._what, _time(self.ours), against, _times_limit(self.ours, self._limit), goal)

    def beside_own_limit(self) -> Figure:
        against = f"our packing's limit {self._own_limit:.1f} s"
        return Figure("  the same", _time(self.ours), against, _times_limit(self.ours, self._own_limit))

    def beside_pouch(self) -> Figure | None:
        if self._pouch is None or self.ours.seconds is None or self._pouch.least_seconds is None:
            return None
        mark = "" if self._pouch.is_finished else "less than "
        ratio = f"{mark}{self.ours.seconds / self._pouch.least_seconds:.2f}x"
        return Figure("  the same", _time(self.ours), f"PouchDB {_time(self._pouch)}", ratio, "≤ 0.20x")

    def bytes_beside_pouch(self) -> Figure | None:
        if self._pouch is None or not self.ours.up or not self._pouch.up:
            return None
        ratio = f"{self.ours.up / self._pouch.up:.2f}x"
        what = "  the same, bytes up"
        return Figure(what, f"{self.ours.up:,} bytes", f"PouchDB {self._pouch.up:,} bytes", ratio, "≤ 0.25x")

    def sent_again(self, plain: _Row) -> Figure:
        again = self.ours.sent_again(plain.ours)
        told = "not finished" if again is None else f"{again:,} bytes sent again"
        return Figure(self._what, told, f"uncut {plain.ours.up or 0:,} bytes", "", "≤ 64,000 bytes")

    def finished(self, goal: str) -> Figure:
        return Figure(self._what, _time(self.ours), f"the limit {self._limit:.1f} s", "", goal)


def _limit(measured: Measured, case: Case, *, packed: bool = False) -> float | None:
    if case.shape is None:
        return None
    cargo = measured.cargoes[case.load]
    size = cargo.packed if packed else cargo.least_bytes
    return limit_s(size, case.shape.bits_a_second, case.shape.rtt_ms)


def _time(tally: Tally) -> str:
    if tally.fault:
        return f"failed: {tally.fault[:80]}"
    if tally.seconds is None:
        return f"not finished in {tally.gave_up_s:.0f} s"
    cut = f", {tally.resets} resets" if tally.resets else ""
    return f"{tally.seconds:.1f} s{cut}" if tally.seconds >= 1 else f"{tally.seconds:.2f} s"


def _times_limit(tally: Tally, least: float | None) -> str:
    if least is None or tally.least_seconds is None or tally.fault:
        return ""
    return f"{'' if tally.is_finished else '> '}{tally.least_seconds / least:.2f}x"


def _number(found: int | None) -> str:
    return "" if found is None else f"{found:,}"
