"""docs/JOURNAL_FORMAT.md, executed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from domain import canonical
from domain.envelope import EnvelopeType, to_base64url
from domain.errors import Refusal
from domain.ids import case_code
from domain.journal.entry import read_entry
from domain.journal.file import read_journal, write_journal
from domain.journal.kinds import KINDS, Author, kind_of
from domain.journal.verify import verify_journals
from sync.seal import verify
from tests.domain.kit import CENTRE_KEY, STATION_KEY, entry, refusal_of, signed_by

DOCUMENT: Final = Path(__file__).resolve().parents[2] / "docs" / "JOURNAL_FORMAT.md"
TEXT: Final = DOCUMENT.read_text(encoding="utf-8")
_SECTION: Final = re.compile(r"^### `([a-z_]+/[0-9]+)`\n(.*?)```json\n(.*?)```", re.DOTALL | re.MULTILINE)
SECTIONS: Final = {name: (prose, json.loads(example)) for name, prose, example in _SECTION.findall(TEXT)}
EXAMPLES: Final[dict[str, dict[str, Any]]] = {name: example for name, (_, example) in SECTIONS.items()}
FIELDS: Final = [(kind, name) for kind, example in EXAMPLES.items() for name in example]

#: These may take away; every other number is at least zero.
TRUTHS = {("announcement_made/1", "must_read"), ("announcement_made/1", "citizens")}
BELOW_ZERO: Final = {
    ("clock_stepped/1", "seconds"),
    ("statement_issued/1", "fees"),
    ("statement_issued/1", "commission"),
}
#: No field of any kind takes one of these.
NOWHERE: Final = (None, True, 1.5, -1, "", " ", "x" * 400, [1], {"0": 1}, {"x": "y"})


def refusal(kind: str, body: dict[str, Any], *, personal: bool = False) -> tuple[str, object]:
    try:
        KINDS[kind].refuse_wrong_entry(KINDS[kind].author, body, personal=personal)
    except Refusal as refused:
        return refused.code, refused.details.get("field")
    return "", None


def fenced(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
    return str(found)


def test_every_kind_has_its_section_under_its_author() -> None:
    assert list(EXAMPLES) == list(KINDS)
    by_centre = TEXT.index("### Written by the centre")
    for name, kind in KINDS.items():
        assert (TEXT.index(f"### `{name}`") > by_centre) == (kind.author is Author.CENTRE)


@pytest.mark.parametrize("name", KINDS)
def test_the_table_of_a_kind_names_its_fields(name: str) -> None:
    described = dict(re.findall(r"^\| `([a-z_]+)` \| ([^|]*) \|", SECTIONS[name][0], re.MULTILINE))
    assert described.keys() == KINDS[name].fields.keys()
    assert {field for field, allowed in described.items() if "optional" in allowed} == KINDS[name].optional


@pytest.mark.parametrize("name", KINDS)
def test_the_example_of_a_kind_is_signed_read_back_and_accepted(name: str) -> None:
    key = STATION_KEY if KINDS[name].author is Author.STATION else CENTRE_KEY
    written = signed_by(key, replace(entry("session_opened/1"), kind=name, body=EXAMPLES[name]))
    assert written.entry.body == EXAMPLES[name]
    assert refusal(name, written.entry.body) == ("", None)


@pytest.mark.parametrize(("kind", "field"), FIELDS)
def test_an_example_without_a_field_is_refused_unless_it_is_optional(kind: str, field: str) -> None:
    lacking = {name: value for name, value in EXAMPLES[kind].items() if name != field}
    wanted = ("", None) if field in KINDS[kind].optional else ("entry_body_wrong", field)
    assert refusal(kind, lacking) == wanted


@pytest.mark.parametrize(("kind", "field"), FIELDS)
def test_an_example_with_a_wrong_field_is_refused(kind: str, field: str) -> None:
    for wrong in NOWHERE:
        if (wrong == -1 and (kind, field) in BELOW_ZERO) or (wrong is True and (kind, field) in TRUTHS):
            continue
        assert refusal(kind, EXAMPLES[kind] | {field: wrong}) == ("entry_body_wrong", field), wrong


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_with_a_field_too_many_is_refused(kind: str) -> None:
    assert refusal(kind, EXAMPLES[kind] | {"aaa": 1}) == ("entry_body_wrong", "aaa")


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_of_the_other_author_is_refused(kind: str) -> None:
    other = Author.CENTRE if KINDS[kind].author is Author.STATION else Author.STATION
    assert (
        refusal_of(lambda: KINDS[kind].refuse_wrong_entry(other, EXAMPLES[kind], personal=False))
        == "kind_of_another_author"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_only_a_case_and_an_appointment_carry_a_commitment(kind: str) -> None:
    wanted = ("", None) if kind in ("case_opened/1", "appointment_opened/1") else ("entry_body_wrong", "pd")
    assert refusal(kind, EXAMPLES[kind], personal=True) == wanted


#: Values just outside what a field allows: one for each limit that the tables name.
OUTSIDE: Final = [
    ("session_opened/1", "session", 0),
    ("session_opened/1", "float", 2**53),
    ("session_opened/1", "currency", "pen"),
    ("session_opened/1", "currency", "XXX"),
    ("case_opened/1", "case", case_code(7, 1, b"k" * 32)[:-1]),
    ("case_opened/1", "case", "0000000001"),
    ("case_opened/1", "type", "enquiry"),
    ("case_opened/1", "service", "ABCDEFGHIJKLM"),
    ("case_opened/1", "service", "UR 04"),
    ("case_opened/1", "edition", "5E" * 32),
    ("case_opened/1", "promise", "2026-02-30"),
    ("case_opened/1", "promise", "20261204"),
    ("case_opened/1", "promise", "2026-12-04T00:00:00"),
    ("case_opened/1", "met", ["R1"] * 41),
    ("case_opened/1", "met", ["Ana Quispe"]),
    ("case_opened/1", "blobs", [{"sha": "5e" * 32, "size": 0, "type": "image/png"}]),
    ("case_opened/1", "blobs", [{"sha": "5e" * 32, "size": 1, "type": "image/svg+xml"}]),
    ("case_opened/1", "blobs", [{"sha": "5e" * 32, "size": 1}]),
    ("case_opened/1", "blobs", [{"sha": "5e" * 32, "size": 1, "type": "image/png", "name": "dni.png"}]),
    ("case_opened/1", "blobs", [{"sha": "5e" * 32, "size": 1, "type": "image/png"}] * 13),
    ("fee_collected/1", "receipt", "A07-00000\u0661"),
    ("fee_collected/1", "receipt", "A07-1"),
    ("fee_collected/1", "receipt", "A07-0000001"),
    ("fee_collected/1", "receipt", "A-000001"),
    ("fee_collected/1", "mode", "withheld"),
    ("drawer_counted/1", "pieces", {}),
    ("drawer_counted/1", "pieces", {"010": 1}),
    ("drawer_counted/1", "pieces", {"10": -1}),
    ("drawer_counted/1", "pieces", {"9" * 13: 1}),
    ("drawer_counted/1", "pieces", {str(face): 1 for face in range(1, 26)}),
    ("session_closed/1", "explanation", "x" * 301),
    ("clock_stepped/1", "seconds", 0),
    ("journal_started/1", "face", "office"),
    ("journal_started/1", "key", "A" * 42),
    ("operator_admitted/1", "operator", "Rosa"),
    ("operator_admitted/1", "operator", "a" * 13),
    ("operator_admitted/1", "role", "cashier"),
    ("station_listed/1", "station", "C" * 17),
    ("guarantee_deposited/1", "amount", 0),
    ("receipts_granted/1", "series", "A"),
    ("case_moved/1", "state", "saved"),
]


@pytest.mark.parametrize(("kind", "field", "value"), OUTSIDE)
def test_a_value_just_outside_its_limit_is_refused(kind: str, field: str, value: object) -> None:
    assert refusal(kind, EXAMPLES[kind] | {field: value}) == ("entry_body_wrong", field)


@pytest.mark.parametrize("name", ["fee_collected", "fee_collected/9", "refunded/1", ""])
def test_a_kind_that_nobody_defined_is_unknown(name: str) -> None:
    assert refusal_of(lambda: kind_of(name)) == "entry_kind_unknown"


def test_the_table_of_the_entry_names_its_fields() -> None:
    table = TEXT.split("## 3. The entry", 1)[1].split("## 4.", 1)[0]
    written = canonical.decode(replace(entry("session_opened/1"), personal="A" * 43).payload())
    assert set(re.findall(r"^\| `([a-z]+)` \|", table, re.MULTILINE)) == written.keys()


def test_the_page_names_every_type_of_envelope() -> None:
    assert all(f"`{kind.value}`" in TEXT or f'"{kind.value}"' in TEXT for kind in EnvelopeType)


def test_the_exported_file_on_the_page_verifies() -> None:
    file = read_journal(fenced("journal").splitlines())
    assert "".join(write_journal(file)) == fenced("journal")
    proven = verify_journals(
        file.station,
        file.own,
        file.outbound,
        station_key=file.station_key,
        centre_key=file.centre_key,
        verify=verify,
    )
    assert proven.is_clean
    assert len(proven.booked) == 3
    assert read_entry(file.own[0]).entry.body["key"] == to_base64url(file.station_key)


def _without_us(folder: Path, journal: str) -> subprocess.CompletedProcess[str]:
    (folder / "C07.journal").write_text(journal, encoding="utf-8")
    return subprocess.run(["bash", "-eu", "-c", fenced("sh")], cwd=folder, check=False, capture_output=True, text=True)


needs_tools = pytest.mark.skipif(
    not all(map(shutil.which, ("bash", "openssl", "jq", "awk", "base64"))), reason="openssl and jq are not installed"
)


@needs_tools
def test_openssl_and_jq_agree(tmp_path: Path) -> None:
    done = _without_us(tmp_path, fenced("journal"))
    last = read_entry(read_journal(fenced("journal").splitlines()).own[-1]).hash
    assert (done.returncode, done.stdout.strip()) == (0, f"2 entries are authentic; the last is {last}")


@needs_tools
def test_openssl_and_jq_notice_what_was_changed(tmp_path: Path) -> None:
    heading, first, second, centre = fenced("journal").splitlines(keepends=True)
    body, _, signature = first.rpartition(".")
    altered = body[:-3] + ("A" if body[-3] != "A" else "B") + body[-2:] + "." + signature
    assert "entry 1: the signature is wrong" in _without_us(tmp_path, heading + altered + second + centre).stdout
    assert "entry 1: the chain is broken" in _without_us(tmp_path, heading + second + first + centre).stdout
