"""A municipality's folder as a whole: its files, its digest, and the one function that takes it into use."""

from __future__ import annotations

import codecs
import hashlib
import re
import tomllib
from collections.abc import Mapping
from typing import Final

from domain.catalog.municipality import Municipality
from domain.catalog.problems import EditionRefused
from domain.catalog.reading.articles import read_articles
from domain.catalog.reading.locator import locate
from domain.catalog.reading.offer import Surroundings, read_appointments, read_complaints, read_procedures
from domain.catalog.reading.rows import Faults, Row, printable, quoted
from domain.catalog.reading.settings import read_calendar, read_identity, read_receipt
from domain.catalog.reading.terms import read_agreement
from domain.catalog.schedule import Source

#: Every file of a folder, and no other; those of MAY_LACK came later, and a folder without them is whole.
FILES: Final = (
    "municipality.toml",
    "agreement.toml",
    "calendar.toml",
    "receipt.toml",
    "procedures.toml",
    "complaints.toml",
    "appointments.toml",
    "articles.toml",
)
MAY_LACK: Final = frozenset({"articles.toml"})
#: A whole TUPA of 900 procedures is about 1.5 MB.
FILE_BYTES_MAX: Final = 8 * 2**20
_TOML_FAULT: Final = re.compile(r"(?P<fault>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)", re.DOTALL)


def edition_digest(files: Mapping[str, bytes]) -> str:
    """SHA-256, in hexadecimal, over the files in order of name: each name and each content with its length before it.

    The lengths keep `a` + `bc` apart from `ab` + `c`. Eight bytes, most significant first.
    """
    digest = hashlib.sha256()
    for name in sorted(files):
        for part in (name.encode("utf-8", "surrogatepass"), files[name]):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def read_municipality(files: Mapping[str, bytes]) -> Municipality:
    """The folder's values. `files` maps the names of FILES to their bytes. Raises EditionRefused with every fault."""
    faults = Faults()
    municipality = read_with(faults, files)
    if faults.problems:
        raise EditionRefused(tuple(sorted(set(faults.problems))))
    return municipality


def read_with(faults: Faults, files: Mapping[str, bytes]) -> Municipality:
    """Read, noting faults; where there are any, the values hold stand-ins and must not be used."""
    for name in sorted(set(files) - set(FILES)):
        faults.note(quoted(name), 1, "", "a file that does not belong", "the files " + ", ".join(FILES))
    opened = {name: _open(faults, name, _content(files, name)) for name in FILES}
    identity = read_identity(opened["municipality.toml"])
    agreement = read_agreement(opened["agreement.toml"], identity.currency or None, identity.coins)
    around = Surroundings(
        currency=identity.currency or None,
        areas=_known(faults, "area", [area.code for area in identity.areas]),
        offices=_known(faults, "office", [office.code for office in identity.offices]),
        commissions=agreement.commissions,
    )
    word, appointment_services = read_appointments(opened["appointments.toml"], around)
    municipality = Municipality(
        id=identity.id,
        name=identity.name,
        country=identity.country,
        locale=identity.locale,
        currency=identity.currency,
        timezone=identity.timezone,
        edition=edition_digest(files),
        sample_notice=identity.sample_notice,
        citizen_days=identity.citizen_days,
        areas=identity.areas,
        offices=identity.offices,
        coins=identity.coins,
        procedures=read_procedures(opened["procedures.toml"], around),
        complaint_categories=read_complaints(opened["complaints.toml"], around),
        appointment_services=appointment_services,
        appointment_word=word,
        articles=read_articles(opened["articles.toml"]),
        agreement=agreement,
        calendar=read_calendar(opened["calendar.toml"]),
        receipt=read_receipt(opened["receipt.toml"]),
    )
    if not faults.problems:
        _check_notice(municipality, opened["municipality.toml"])
    return municipality


def _content(files: Mapping[str, bytes], name: str) -> bytes | None:
    return files.get(name, b"" if name in MAY_LACK else None)


def _known(faults: Faults, key: str, codes: list[str]) -> set[str] | None:
    """The codes that may be referred to; None when a fault in them would be blamed on whoever refers to them."""
    return None if not codes or any(problem.field.startswith(key) for problem in faults.problems) else set(codes)


def _check_notice(municipality: Municipality, row: Row) -> None:
    """Invented figures are never shown without saying so."""
    samples = sum(source.is_sample for source in _sources(municipality))
    if samples and not municipality.sample_notice:
        row.note("sample_notice", "nothing", f'a notice for people, because {samples} figures have the source "sample"')


def _sources(municipality: Municipality) -> list[Source]:
    agreement = municipality.agreement
    schedules = [*agreement.commissions.schedules]
    for procedure in municipality.procedures:
        schedules += [procedure.fees, *procedure.commissions.schedules]
    sources = [terms.source for terms in agreement.terms]
    sources += [procedure.source for procedure in municipality.procedures]
    return sources + [period.source for schedule in schedules for period in schedule.periods]


def _open(faults: Faults, name: str, content: bytes | None) -> Row:
    """The file's outermost table. A file that cannot be opened is one fault: what it then lacks is not noted."""
    try:
        text = _text(content)
        return Row(name, name, (), tomllib.loads(text), locate(text), faults)
    except _Unopened as fault:
        faults.note(name, fault.line, "", fault.found, fault.allowed)
    except RecursionError:
        faults.note(name, 1, "", "lists or tables nested too deep", "at most a few levels")
    except ValueError as wrong:  # TOMLDecodeError, or a number of more digits than Python converts
        said = _TOML_FAULT.fullmatch(str(wrong))
        found = f"a fault of form, {printable(said['fault'])}" if said else "a number of too many digits"
        last_line = text.count("\n") + 1
        faults.note(name, int(said["line"] or last_line) if said else 1, "", found, "TOML 1.0")
    return Row(name, name, (), {}, {}, Faults())


class _Unopened(Exception):  # noqa: N818 - carries a fault to the one place that notes it
    def __init__(self, line: int, found: str, allowed: str) -> None:
        super().__init__(found)
        self.line, self.found, self.allowed = line, found, allowed


def _text(content: bytes | None) -> str:
    if content is None:
        raise _Unopened(1, "no such file", "the files " + ", ".join(FILES))
    if len(content) > FILE_BYTES_MAX:
        raise _Unopened(1, f"{len(content)} bytes", f"at most {FILE_BYTES_MAX} bytes")
    if content.startswith(codecs.BOM_UTF8):
        raise _Unopened(1, "a byte order mark", "UTF-8 without a byte order mark")
    try:
        return content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        found = f"the byte 0x{content[wrong.start]:02x}, which is not UTF-8"
        raise _Unopened(line, found, "text in UTF-8") from wrong
