"""`ventanilla journal verify|export`: a journal's truth, with no display, no database and no network."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.envelope import from_base64url
from domain.errors import Refusal
from domain.journal.file import JournalFile, read_journal
from domain.journal.verify import Verification, verify_journals
from domain.ledger.exports import hledger_journal
from domain.ledger.reconciliation import reconcile
from domain.money import Money, decimal_text
from sync.seal import verify
from wording.catalogue import _
from wording.key_words import words_of_key

Say = Callable[[str], None]


def read_file(path: Path) -> JournalFile:
    """Raises Refusal `journal_file_unreadable`, `file_unreadable`."""
    try:
        with path.open(encoding="utf-8", newline="\n") as lines:
            return read_journal(lines)
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal("file_unreadable", file=path.name, why=str(error)[:80]) from error


def verify_file(file: JournalFile) -> Verification:
    return verify_journals(
        file.station,
        file.own,
        file.outbound,
        station_key=file.station_key,
        centre_key=file.centre_key,
        verify=verify,
    )


def verify_command(paths: list[Path], centre_key: str | None, say: Say) -> int:
    """0 when every journal is whole and lawful, 1 otherwise; names the first entry that is wrong."""
    wrong = 0
    for path in paths:
        file = read_file(path)
        if centre_key is not None and file.centre_key != from_base64url(centre_key):
            raise Refusal("centre_key_differs", file=path.name)
        found = verify_file(file)
        name = {"file": path.name, "station": found.station, "own": found.station_length, "heard": found.centre_length}
        if found.is_clean:
            say(_("{file}: {station}, {own} entries of the station and {heard} of the centre: whole.").format(**name))
        else:
            wrong += 1
            say(_("{file}: {station} has something wrong. First: {finding}").format(**name, finding=found.findings[0]))
        say(_("  words of the station's key: {words}").format(words=" ".join(words_of_key(file.station_key))))
        say(_("  words of the centre's key: {words}").format(words=" ".join(words_of_key(file.centre_key))))
    return 1 if wrong else 0


def export_command(path: Path, kind: str, zone: str, currency: str) -> str:
    """The journal as text of another kind. Raises Refusal `journal_has_findings`: what is wrong is not exported."""
    found = verify_file(read_file(path))
    if not found.is_clean:
        raise Refusal("journal_has_findings", first=str(found.findings[0]))
    if kind == "hledger":
        return hledger_journal(found.station, found.booked, ZoneInfo(zone))
    return _csv(found, currency, ZoneInfo(zone))


def _csv(found: Verification, currency: str, zone: ZoneInfo) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(("station", "receipt", "at", "case", "service", "fee_minor", "fee", "z", "sequence", "entry_hash"))
    for line in reconcile(found, currency, zone).receipts:
        fee = decimal_text(Money(line.fee, currency))
        at = line.at.astimezone(zone).isoformat()
        z = "" if line.z is None else line.z
        writer.writerow(
            (found.station, line.number, at, line.case, line.service, line.fee, fee, z, line.sequence, line.hash)
        )
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + stream.getvalue()
