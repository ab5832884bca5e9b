"""Answers of a thermal printer: `DLE EOT n` status bytes and the `GS r` end-of-job barrier, parsed and nothing else.

Bits are from Epson's ESC/POS command reference. Every answer has fixed bits by which it is told from line noise and
from the other kinds of answer; a byte that fits no kind is no answer.
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

# Fixed bits 0, 1, 4 and 7: `DLE EOT` answers have 0b0xx1xx10, automatic status begins with 0b0xx1xx00.
_FIXED: Final = 0b1001_0011
_REAL_TIME: Final = 0b0001_0010
_AUTOMATIC: Final = 0b0001_0000
_AUTOMATIC_BYTES: Final = 4
# `GS r` answers have bits 4 and 7 clear.
_BARRIER_FIXED: Final = 0b1001_0000

_OFFLINE: Final = 0x08
_COVER_OPEN: Final = 0x04
_STOPPED_BY_PAPER_END: Final = 0x20
_ERROR: Final = 0x40
_CUTTER_ERROR: Final = 0x08
_PAPER_NEAR_END: Final = 0x0C
_PAPER_OUT: Final = 0x60
_BARRIER_PAPER_OUT: Final = 0x0C


def is_status_answer(byte: int) -> bool:
    return byte & _FIXED == _REAL_TIME


def read_status(answers: Iterable[int]) -> PrinterStatus:
    """The four answers, in order, to `STATUS_REQUEST`. Silence, noise or an answer too few is unknown, never ok."""
    received = list(answers)
    if len(received) != STATUS_ANSWERS or not all(map(is_status_answer, received)):
        return PrinterStatus(Condition.UNKNOWN, "no_answer")
    printer, offline, error, paper = received
    if offline & _COVER_OPEN:
        return PrinterStatus(Condition.PROBLEM, "cover_open")
    if paper & _PAPER_OUT or offline & _STOPPED_BY_PAPER_END:
        return PrinterStatus(Condition.PROBLEM, "paper_out")
    if error & _CUTTER_ERROR:
        return PrinterStatus(Condition.PROBLEM, "cutter")
    if offline & _ERROR:
        return PrinterStatus(Condition.PROBLEM, "printer_error")
    if printer & _OFFLINE:
        return PrinterStatus(Condition.PROBLEM, "offline")
    if paper & _PAPER_NEAR_END:
        return PrinterStatus(Condition.OK, "paper_near_end")
    return PrinterStatus(Condition.OK)


def barrier_answer(received: bytes) -> int | None:
    """The barrier's answer among what a printer sent, or None while it has not come.

    Late status answers and automatic status (four bytes at a time, where it was switched on) are stepped over.
    """
    at = 0
    while at < len(received):
        byte = received[at]
        if byte & _FIXED == _AUTOMATIC:
            at += _AUTOMATIC_BYTES
        elif byte & _BARRIER_FIXED == 0:
            return byte
        else:
            at += 1
    return None


def paper_ran_out(answer: int) -> bool:
    """Whether the barrier's answer says that the roll was empty when the job's end was reached."""
    return bool(answer & _BARRIER_PAPER_OUT == _BARRIER_PAPER_OUT)
