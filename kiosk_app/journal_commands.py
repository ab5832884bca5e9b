"""`ventanilla journal verify|export`: a journal's truth, with no display, no database and no network."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.envelope import Signed, from_base64url
from domain.errors import Refusal
from domain.journal.entry import read_entry
from domain.journal.file import JournalFile, read_journal
from domain.journal.kinds import Author
from domain.journal.verify import Finding, Verification, verify_journals
from domain.ledger.beancount import beancount_journal
from domain.ledger.control import control_tables
from domain.ledger.days import StationEntries, ledger_days
from domain.ledger.hledger import hledger_journal
from domain.ledger.reconciliation import reconcile
from domain.ledger.tables import StationRecord, record_tables, station_currency
from kiosk_app.command_words import sentence
from kiosk_app.services.findings import in_words, nature_of
from kiosk_app.spreadsheets import csv_bytes, sha256_of, sidecar
from kiosk_app.workbook import xlsx_bytes
from sync.seal import verify
from wording.catalogue import _, ngettext
from wording.key_words import words_of_key

Say = Callable[[str], None]


def read_file(path: Path) -> JournalFile:
    """Raises Refusal `journal_file_unreadable`, `file_unreadable`; both name the file."""
    return _parsed(_content(path), path)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal("file_unreadable", file=path.name, why=str(error)[:80]) from error


def _parsed(content: bytes, path: Path) -> JournalFile:
    try:
        return read_journal(io.StringIO(content.decode("utf-8"), newline="\n"))
    except UnicodeDecodeError as error:
        raise Refusal("file_unreadable", file=path.name, why=str(error)[:80]) from error
    except Refusal as refusal:
        raise Refusal(refusal.code, file=path.name, **refusal.details) from refusal


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
    """0 when every journal is whole and lawful, 1 otherwise; names the first entry that is wrong in each."""
    trusted = None if centre_key is None else from_base64url(centre_key)
    wrong = 0
    for path in paths:
        try:
            file = _trusted(read_file(path), path, trusted)
        except Refusal as refusal:
            wrong += 1
            say(sentence(refusal))
            continue
        found = verify_file(file)
        wrong += not found.is_clean
        for line in _verdict(path.name, file, found):
            say(line)
    return 1 if wrong else 0


def _trusted(file: JournalFile, path: Path, centre_key: bytes | None) -> JournalFile:
    if centre_key is not None and file.centre_key != centre_key:
        raise Refusal("centre_key_differs", file=path.name)
    return file


def _verdict(name: str, file: JournalFile, found: Verification) -> Iterator[str]:
    told = {"file": name, "station": found.station, "own": found.station_length, "heard": found.centre_length}
    if found.is_clean:
        yield _("{file}: {station}, {own} entries of the station and {heard} of the centre: whole.").format(**told)
    else:
        yield _("{file}: {station} has something wrong.").format(**told)
        yield from (f"  {line}" for line in first_wrong(file, found))
    yield _("  words of the station's key: {words}").format(words=" ".join(words_of_key(file.station_key)))
    yield _("  words of the centre's key: {words}").format(words=" ".join(words_of_key(file.centre_key)))


def first_wrong(file: JournalFile, found: Verification) -> list[str]:
    """The first entry that is wrong: where it stands, what stands there, and the rule; then how many follow."""
    finding = found.findings[0]
    journal = _("journal of the station") if finding.journal == Author.STATION.value else _("journal of the centre")
    standing = _standing(file, finding)
    lines = [
        _("First entry that is wrong: {station}, {journal}, number {sequence}, kind {kind}").format(
            station=found.station, journal=journal, sequence=finding.sequence, kind=_kind(standing)
        ),
        _("Hash of what stands there: {hash}").format(hash=standing.hash),
        f"{nature_of(finding)}. {in_words(finding)}.",
        f"{_('Code')}: {finding.code}",
    ]
    more = len(found.findings) - 1
    if more:
        lines.append(ngettext("{n} more finding after it.", "{n} more findings after it.", more).format(n=more))
    return lines


def _standing(file: JournalFile, finding: Finding) -> Signed:
    """What the file has in that place: a walk counts from 1 and stops at the first entry that is not the next one."""
    return (file.own if finding.journal == Author.STATION.value else file.outbound)[finding.sequence - 1]


def _kind(signed: Signed) -> str:
    try:
        return read_entry(signed).entry.kind
    except Refusal:
        return _("unreadable")


def export_command(paths: list[Path], kind: str, zone: str, table: str) -> bytes:
    """The journals together, as a file of another kind.

    Raises Refusal `journal_has_findings`: what is wrong is not exported; `journal_repeated`, `zone_unknown`, and those
    of `read_file` and `xlsx_bytes`.
    """
    where = _zone(zone)
    sources = [_source(path) for path in paths]
    _refuse_repeated(sources)
    if kind in {"hledger", "beancount"}:
        journals = [StationEntries(source.found.station, source.found.booked) for source in sources]
        days = ledger_days(journals, where)
        return (hledger_journal(days) if kind == "hledger" else beancount_journal(days)).encode("utf-8")
    records = [_record(source, where) for source in sources]
    tables = record_tables(records, where)
    if kind == "csv":
        return csv_bytes(next(one for one in tables if one.name == table))
    hashes = {one.name: sha256_of(csv_bytes(one)) for one in tables}
    return xlsx_bytes(tables, control_tables(records, tables, hashes, where))


@dataclass(frozen=True, slots=True)
class _Source:
    """A journal file, read once, and what it proves."""

    name: str
    sha256: str
    file: JournalFile
    found: Verification


def _source(path: Path) -> _Source:
    content = _content(path)
    file = _parsed(content, path)
    found = verify_file(file)
    if not found.is_clean:
        raise Refusal("journal_has_findings", file=path.name, problems=first_wrong(file, found))
    return _Source(path.name, sha256_of(content), file, found)


def _refuse_repeated(sources: Iterable[_Source]) -> None:
    """One journal twice, or an older copy beside it, would count the same money twice."""
    names: dict[tuple[str, bytes], str] = {}
    for source in sources:
        key = (source.file.station, source.file.station_key)
        if key in names:
            raise Refusal("journal_repeated", file=source.name, other=names[key], station=source.file.station)
        names[key] = source.name


def _record(source: _Source, zone: ZoneInfo) -> StationRecord:
    found = source.found
    # A station that never had to do with money has no lines and no figures.
    figures = reconcile(found, station_currency(found.booked) or "", zone)
    return StationRecord(source.name, source.sha256, figures, found.booked, found.centre_head)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError) as error:
        raise Refusal("zone_unknown", zone=name[:40]) from error


def write_out(content: bytes, path: Path, journals: Iterable[Path]) -> None:
    """`path`, whole or not at all, and its SHA-256 beside it. A journal is never written over.

    Raises Refusal `output_is_a_journal`, `file_unwritable`.
    """
    if not path.name:
        raise Refusal("file_unwritable", file=str(path))
    part, digest = (path.with_name(f"{path.name}{end}") for end in (".part", ".sha256"))
    try:
        _refuse_journals((path, part, digest), journals)
        part.write_bytes(content)
        part.replace(path)
        digest.write_bytes(sidecar(content, path.name))
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Refusal("file_unwritable", file=path.name, why=str(error)[:80]) from error


def _refuse_journals(targets: Iterable[Path], journals: Iterable[Path]) -> None:
    read = list(journals)
    for target in targets:
        if target.exists() and any(target.samefile(journal) for journal in read):
            raise Refusal("output_is_a_journal", file=target.name)
