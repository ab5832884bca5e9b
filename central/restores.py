"""A centre put back from a backup has forgotten what it granted since: from then on it grants under a new mark.

The mark is the hour in which a person said so (`ventanilla-centre restored`), so two lives of a centre that begin from
one backup never share it. It is kept in the database and in a file beside it: a database that is older than its file
was put back again, and until somebody says so nothing is written to any station.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from central.clock import unix_seconds
from central.store import Transaction, pools, restore_marks, stations, vouchers
from domain.errors import Refusal
from domain.ledger.bearer import ALPHABET

if TYPE_CHECKING:
    from central.centre import Centre

_BEGINNING: Final = datetime(2026, 1, 1, tzinfo=UTC)
_HOUR_S: Final = 3600
#: Four letters of base 32 count hours for 119 years.
_LETTERS: Final = 4
_DIGITS_MAX: Final = 7


@dataclass(frozen=True, slots=True)
class MarkFile:
    """The last mark, outside the database: a restore of the database alone does not take it back."""

    path: Path

    def hour(self) -> int:
        """0 when there is none. Raises Refusal `data_directory_unreadable`."""
        try:
            text = self.path.read_text("ascii").strip()
        except FileNotFoundError:
            return 0
        except (OSError, UnicodeDecodeError) as error:
            raise Refusal("data_directory_unreadable", folder=str(self.path), why=str(error)) from error
        if not (text.isdigit() and len(text) <= _DIGITS_MAX):
            raise Refusal("data_directory_unreadable", folder=str(self.path), why=text[:20])
        return int(text)

    def write(self, hour: int) -> None:
        fresh = self.path.with_name(self.path.name + ".new")
        with fresh.open("w", encoding="ascii") as stream:
            stream.write(f"{hour}\n")
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def say(centre: Centre, tx: Transaction) -> str:
    """This centre was restored from a backup. Gives the new mark.

    Every station is in doubt until it is recovered, no pool gives out numbers any more and no voucher that was granted
    before is told: a life of this centre that was lost may have done it. The file is written first: whatever happens
    after that, this hour's mark is not taken again. Raises Refusal `restored_this_hour` within the hour of the last
    time, or when the clock says an earlier one.
    """
    now = (unix_seconds(centre.clock) - int(_BEGINNING.timestamp())) // _HOUR_S
    if now <= max(0, restore_marks.hour(tx), centre.mark_file.hour()):
        raise Refusal("restored_this_hour")
    centre.mark_file.write(now)
    restore_marks.put(tx, now, unix_seconds(centre.clock))
    stations.set_doubt(tx, None, doubt=True)
    pools.close_all(tx)
    vouchers.withdraw(tx, None)
    return _letters(now)


def is_unsaid(centre: Centre, tx: Transaction) -> bool:
    """Whether the database is older than the last mark: it was put back and nobody has said so."""
    return centre.mark_file.hour() > restore_marks.hour(tx)


def mark(centre: Centre, tx: Transaction) -> str:
    """What new series and pools carry; "" for a centre that was never restored. Raises Refusal `restore_not_said`."""
    refuse_unsaid(centre, tx)
    return letters(tx)


def letters(tx: Transaction) -> str:
    """The mark that the database knows; "" for a centre that was never restored."""
    hour = restore_marks.hour(tx)
    return _letters(hour) if hour else ""


def refuse_unsaid(centre: Centre, tx: Transaction) -> None:
    if is_unsaid(centre, tx):
        raise Refusal("restore_not_said")


def _letters(hour: int) -> str:
    return "".join(ALPHABET[hour >> 5 * place & 31] for place in reversed(range(_LETTERS)))
