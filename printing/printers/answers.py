"""What a thermal printer says of itself, read and nothing else: `DLE EOT n`, automatic status (ASB) and `GS r`.

Bits are from Epson's ESC/POS command reference. Every kind of answer has fixed bits by which it is told from line noise
and from the other kinds; a byte that fits none is no answer. What a printer does not say is *unknown*, never well.

    DLE EOT n   one byte    0xx1 xx10
    ASB         four bytes  0xx1 xx00  0xx0 xxxx  0xx0 xxxx  0xx0 xxxx
    GS r n      one byte    0xx0 xxxx
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from printing.printers.printer import Condition, PrinterStatus

#: Ask for: printer status, cause of offline, cause of error, roll paper sensor.
STATUS_REQUEST: Final = b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"
STATUS_ANSWERS: Final = 4
#: `GS r 1`: transmit paper sensor status, in its turn after everything before it in the buffer was processed.
BARRIER: Final = b"\x1dr\x01"

# Bits 0, 1, 4 and 7 are fixed in the first byte of an answer, bits 4 and 7 in every other.
_FIXED: Final = 0b1001_0011
_REAL_TIME: Final = 0b0001_0010
_AUTOMATIC: Final = 0b0001_0000
_FIXED_LATER: Final = 0b1001_0000
_AUTOMATIC_BYTES: Final = 4

_OFFLINE: Final = 0x08
_COVER_OPEN: Final = 0x04
_STOPPED_BY_PAPER_END: Final = 0x20
_ERROR: Final = 0x40
_CUTTER_ERROR: Final = 0x08
_PAPER_NEAR_END: Final = 0x0C
_PAPER_OUT: Final = 0x60
_BARRIER_PAPER_OUT: Final = 0x0C
# Automatic status: the cover in the first byte, errors in the second (recoverable, final, of temperature), the roll in
# the third.
_AUTOMATIC_COVER_OPEN: Final = 0x20
_AUTOMATIC_ERROR: Final = 0x64
_AUTOMATIC_NEAR_END: Final = 0x03
_AUTOMATIC_PAPER_OUT: Final = 0x0C


def is_status_answer(byte: int) -> bool:
    return byte & _FIXED == _REAL_TIME


def read_status(answers: Iterable[int]) -> PrinterStatus:
    """The four answers, in order, to `STATUS_REQUEST`. Silence, noise or an answer too few is unknown, never ok."""
    received = list(answers)
    if len(received) != STATUS_ANSWERS or not all(map(is_status_answer, received)):
        return PrinterStatus(Condition.UNKNOWN, "no_answer")
    printer, offline, error, paper = received
    return _status(
        cover=bool(offline & _COVER_OPEN),
        empty=bool(paper & _PAPER_OUT or offline & _STOPPED_BY_PAPER_END),
        cutter=bool(error & _CUTTER_ERROR),
        broken=bool(offline & _ERROR),
        offline=bool(printer & _OFFLINE),
        near_end=bool(paper & _PAPER_NEAR_END),
    )


def read_automatic(status: bytes) -> PrinterStatus:
    """Four bytes of automatic status; anything else is unknown."""
    if len(status) != _AUTOMATIC_BYTES or status[0] & _FIXED != _AUTOMATIC or any(map(_cannot_follow, status[1:])):
        return PrinterStatus(Condition.UNKNOWN, "no_answer")
    printer, error, paper, _reserved = status
    return _status(
        cover=bool(printer & _AUTOMATIC_COVER_OPEN),
        empty=bool(paper & _AUTOMATIC_PAPER_OUT),
        cutter=bool(error & _CUTTER_ERROR),
        broken=bool(error & _AUTOMATIC_ERROR),
        offline=bool(printer & _OFFLINE),
        near_end=bool(paper & _AUTOMATIC_NEAR_END),
    )


def _status(*, cover: bool, empty: bool, cutter: bool, broken: bool, offline: bool, near_end: bool) -> PrinterStatus:
    """What a person has to do first comes first: an open cover also reads as no paper."""
    problems = (
        (cover, "cover_open"),
        (empty, "paper_out"),
        (cutter, "cutter"),
        (broken, "printer_error"),
        (offline, "offline"),
    )
    for is_so, reason in problems:
        if is_so:
            return PrinterStatus(Condition.PROBLEM, reason)
    return PrinterStatus(Condition.OK, "paper_near_end" if near_end else None)


def paper_ran_out(answer: int) -> bool:
    """Whether the barrier's answer says that the roll was empty when the job's end was reached."""
    return bool(answer & _BARRIER_PAPER_OUT == _BARRIER_PAPER_OUT)


class Hearing:
    """Tells the kinds of answers apart in what a printer sends, in whatever pieces it comes.

    `real_time` are the answers to `DLE EOT`, in order; `automatic` the last whole automatic status; `barriers` the
    answers to `GS r`. The later bytes of an automatic status look like a barrier's answer, so they are counted off.
    """

    def __init__(self) -> None:
        self.real_time: list[int] = []
        self.automatic: PrinterStatus | None = None
        self.barriers: list[int] = []
        self._begun = b""

    def hear(self, received: bytes) -> None:
        for byte in received:
            self._hear(byte)

    def _hear(self, byte: int) -> None:
        if is_status_answer(byte):  # it may come between the bytes of an automatic status
            self.real_time.append(byte)
        elif byte & _FIXED == _AUTOMATIC:
            self._begun = bytes([byte])
        elif _cannot_follow(byte):
            self._begun = b""
        elif self._begun:
            self._begun += bytes([byte])
            if len(self._begun) == _AUTOMATIC_BYTES:
                self.automatic, self._begun = read_automatic(self._begun), b""
        else:
            self.barriers.append(byte)


def _cannot_follow(byte: int) -> bool:
    """Whether it can be neither a barrier's answer nor a later byte of automatic status."""
    return bool(byte & _FIXED_LATER)
