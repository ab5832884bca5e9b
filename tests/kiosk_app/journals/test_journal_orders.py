"""`ventanilla journal verify|export` as a program of its own: no display, no Qt, no database, no network."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from domain.envelope import EnvelopeType, Signed, sign, to_base64url
from domain.journal.entry import read_entry
from domain.journal.file import write_journal
from domain.ledger.tables import TABLES
from kiosk_app.journal_commands import verify_command
from kiosk_app.services.findings import _WORDS
from kiosk_app.spreadsheets import sidecar
from sync.seal import SigningKey
from tests.domain.kit import CENTRE_KEY, STATION_KEY
from tests.domain.random_life import LongDesk, lived

ROOT = Path(__file__).resolve().parents[3]
LIFE = lived(5, 8)
#: Nothing of these can be loaded by the program that is started below.
BLOCKED = ("PySide6", "shiboken6", "sqlite3", "sqlcipher3", "sqlite_utils", "requests", "urllib3", "socket")
ALONE = f"""
import sys
for name in {BLOCKED}:
    sys.modules[name] = None
from kiosk_app.__main__ import main
sys.exit(main())
"""


@dataclass(frozen=True)
class Answer:
    code: int
    out: bytes
    told: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")


def order(*arguments: object, place: Path = ROOT) -> Answer:
    around = {name: value for name, value in os.environ.items() if not re.search("DISPLAY|QT_", name)}
    command = [sys.executable, "-c", ALONE, "journal", *map(str, arguments)]
    around |= {"PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=place, env=around, capture_output=True, check=False)
    return Answer(done.returncode, done.stdout, done.stderr.decode("utf-8"))


def kept(folder: Path, desk: LongDesk = LIFE, name: str = "C07.diario", own: list[Signed] | None = None) -> Path:
    """A journal as a file; `own` stands there instead of the station's entries."""
    file = desk.file() if own is None else replace(desk.file(), own=own)
    path = folder / name
    path.write_text("".join(write_journal(file)), encoding="utf-8", newline="\n")
    return path


def signed_entries() -> list[Signed]:
    return [found.signed for found in LIFE.own]


def amount_changed(own: list[Signed]) -> int:
    """A fee that says one céntimo more than what was signed. Returns where it stands."""
    place = next(n for n, one in enumerate(own) if b'"fee":1530' in one.payload)
    own[place] = replace(own[place], payload=own[place].payload.replace(b'"fee":1530', b'"fee":1531'))
    return place + 1


def signed_by_another(own: list[Signed]) -> int:
    own[6] = sign(EnvelopeType.ENTRY, own[6].payload, SigningKey(b"\x01" * 32))
    return 7


def deleted(own: list[Signed]) -> int:
    del own[9]
    return 10


def swapped(own: list[Signed]) -> int:
    own[4], own[5] = own[5], own[4]
    return 5


def chained_to_another(own: list[Signed]) -> int:
    """Signed with the station's own key, by whoever stole it."""
    found = read_entry(own[8]).entry
    own[8] = sign(EnvelopeType.ENTRY, replace(found, previous="A" * 43).payload(), STATION_KEY)
    return 9


CODES = {
    amount_changed: ("signature_wrong", "La firma no es de la cabina"),
    signed_by_another: ("signature_wrong", "La firma no es de la cabina"),
    deleted: ("sequence_broken", "Falta una entrada, se repite o está fuera de lugar"),
    swapped: ("sequence_broken", "Falta una entrada, se repite o está fuera de lugar"),
    chained_to_another: ("chain_broken", "No sigue a la entrada anterior"),
}


def test_a_whole_journal_is_said_to_be_whole(tmp_path: Path) -> None:
    told = order("verify", kept(tmp_path))
    assert (told.code, told.told) == (0, "")
    assert told.text.startswith(f"C07.diario: C07, {len(LIFE.own)} registros del puesto y {len(LIFE.outbound)} de la")


@pytest.mark.parametrize("alter", CODES)
def test_an_altered_journal_is_named_by_its_first_wrong_entry(tmp_path: Path, alter: Callable[..., int]) -> None:
    own = signed_entries()
    sequence = alter(own)
    standing = read_entry(own[sequence - 1])
    told = order("verify", kept(tmp_path, own=own))
    code, words = CODES[alter]
    place = f"C07, diario del puesto, número {sequence}, tipo {standing.entry.kind}\n"
    assert told.code == 1
    assert f"Primer registro que está mal: {place}" in told.text
    assert f"  Huella de lo que hay en ese lugar: {standing.hash}\n" in told.text
    assert f"  No auténtica. {words}.\n" in told.text
    assert f"Código: {code}\n" in told.text


def test_a_rule_that_was_broken_before_the_altered_entry_is_named_first(tmp_path: Path) -> None:
    desk = lived(5, 2)
    broken = desk.force("fee_voided/1", receipt="A07-000900").entry.sequence
    desk.force("clock_stepped/1")
    own = [found.signed for found in desk.own]
    own[-1] = sign(EnvelopeType.ENTRY, own[-1].payload, SigningKey(b"\x01" * 32))
    told = order("verify", kept(tmp_path, desk, own=own))
    assert f"número {broken}, tipo fee_voided/1" in told.text
    assert "Rompe una regla. Hubo un movimiento con la caja cerrada." in told.text
    assert "Después hay 1 hallazgo más." in told.text


def test_an_altered_entry_of_the_centre_is_named_as_the_centre_s(tmp_path: Path) -> None:
    outbound = [found.signed for found in LIFE.outbound]
    outbound[2] = replace(outbound[2], payload=outbound[2].payload.replace(b"60000", b"90000"))
    path = tmp_path / "C07.diario"
    path.write_text("".join(write_journal(replace(LIFE.file(), outbound=outbound))), encoding="utf-8", newline="\n")
    told = order("verify", path)
    assert "Primer registro que está mal: C07, diario de la central, número 3, tipo headroom_granted/1" in told.text
    assert "La firma no es de la central." in told.text


def test_a_file_that_is_no_journal_is_told_and_the_others_are_still_verified(tmp_path: Path) -> None:
    whole = kept(tmp_path)
    short = tmp_path / "corto.diario"
    short.write_text("".join(whole.read_text("utf-8").splitlines(keepends=True)[:-2]), encoding="utf-8", newline="\n")
    told = order("verify", short, tmp_path / "nada.diario", whole)
    assert told.code == 1
    place = f"registro {len(LIFE.outbound) - 1} de la central (línea {len(LIFE.in_order())}): faltan líneas."
    assert f"corto.diario no se puede leer en el {place}" in told.text
    assert "No se puede leer el archivo nada.diario" in told.text
    assert "C07.diario: C07, " in told.text


def test_any_letter_changed_in_any_entry_is_named_by_that_entry(tmp_path: Path) -> None:
    """A hundred letters, anywhere below the heading; here in one process, for the time it takes."""
    rng = random.Random(17)  # noqa: S311 - the same letters every time
    desk = lived(5, 3)
    lines = [*write_journal(desk.file())]
    path = tmp_path / "C07.diario"
    for _ in range(100):
        place = rng.randrange(1, len(lines))
        letter = rng.randrange(len(lines[place]) - 1)
        other = "A" if lines[place][letter] != "A" else "B"
        changed = [*lines]
        changed[place] = lines[place][:letter] + other + lines[place][letter + 1 :]
        path.write_text("".join(changed), encoding="utf-8", newline="\n")
        told: list[str] = []
        assert verify_command([path], None, told.append) == 1
        own = place <= len(desk.own)
        number, where = (place, "del puesto") if own else (place - len(desk.own), "de la central")
        words = "\n".join(told)
        assert f"diario {where}, número {number}, " in words or f"registro {number} {where} " in words


def test_a_centre_s_key_that_is_not_the_trusted_one_is_told(tmp_path: Path) -> None:
    path = kept(tmp_path)
    assert order("verify", "--centre-key", to_base64url(CENTRE_KEY.public_key), path).code == 0
    assert "centre_key_differs" in order("verify", "--centre-key", to_base64url(STATION_KEY.public_key), path).text
    nonsense = order("verify", "--centre-key", "?", path)
    assert (nonsense.code, "not_base64url" in nonsense.told) == (1, True)


@pytest.mark.parametrize("kind", ["hledger", "beancount", "csv", "xlsx"])
def test_every_format_is_written_with_its_hash_beside_it(tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"libros.{kind}"
    other = kept(tmp_path, lived(6, 4, station="C11"), "C11.diario")
    told = order("export", "--format", kind, "--out", out, kept(tmp_path), other)
    assert (told.code, told.out, told.told) == (0, b"", "")
    content = out.read_bytes()
    assert (tmp_path / f"libros.{kind}.sha256").read_bytes() == sidecar(content, out.name)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["C07.diario", "C11.diario", out.name, f"{out.name}.sha256"]
    )
    if kind != "xlsx":
        assert order("export", "--format", kind, kept(tmp_path), other).out == content
        assert b"C07" in content
        assert b"C11" in content


@pytest.mark.parametrize("table", TABLES)
def test_each_table_is_a_csv(tmp_path: Path, table: str) -> None:
    told = order("export", "--format", "csv", "--table", table, kept(tmp_path))
    assert told.out.startswith(b"\xef\xbb\xbfstation,")
    assert (told.out.count(b"\r\n") > 1) == (table in {"receipts", "closes", "deposits", "treasury", "entries"})


def test_a_journal_with_something_wrong_is_not_exported_and_says_what(tmp_path: Path) -> None:
    own = signed_entries()
    sequence = amount_changed(own)
    told = order("export", "--format", "csv", kept(tmp_path, own=own))
    assert (told.code, told.out) == (1, b"")
    assert f"C07, diario del puesto, número {sequence}, tipo fee_collected/1" in told.told


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--format", "xlsx", "C07.diario"], "output_needed"),
        (["--zone", "Luna/Mar", "C07.diario"], "zone_unknown"),
        (["--zone", "../../etc/passwd", "C07.diario"], "zone_unknown"),
        (["C07.diario", "C07.diario"], "journal_repeated"),
        (["C07.diario", "viejo.diario"], "journal_repeated"),
        (["nada.diario"], "file_unreadable"),
        (["."], "file_unreadable"),
        (["--out", "C07.diario", "C07.diario"], "output_is_a_journal"),
        (["--out", "no-hay/x.csv", "C07.diario"], "file_unwritable"),
        (["--out", ".", "C07.diario"], "file_unwritable"),
        (["--out", "/", "C07.diario"], "file_unwritable"),
        (["--out", "viejo", "C07.diario", "viejo.sha256"], "output_is_a_journal"),
    ],
)
def test_what_cannot_be_done_is_said_in_words_and_nothing_is_written(
    tmp_path: Path, arguments: list[str], code: str
) -> None:
    kept(tmp_path, lived(5, 3), "viejo.diario")
    kept(tmp_path, lived(6, 3, station="C11"), "viejo.sha256")
    (tmp_path / "viejo").write_bytes(b"anything")
    kept(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    told = order("export", *arguments, place=tmp_path)
    assert (told.code, told.out) == (1, b"")
    assert told.told.endswith(f"Código: {code}\n")
    assert "Traceback" not in told.told
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_every_finding_that_a_document_names_has_words() -> None:
    """The rules of docs/LEDGER.md, section 5, and what docs/ERRORS.md says of a journal."""
    rules = (ROOT / "docs" / "LEDGER.md").read_text("utf-8").split("## 5.", 1)[1].split("## 6.", 1)[0]
    findings = (ROOT / "docs" / "ERRORS.md").read_text("utf-8").split("## Findings in a journal", 1)[1]
    codes = set(re.findall(r"(?m)^\| `([a-z0-9_]+)` \|", rules + findings))
    assert len(codes) > 30
    assert codes - _WORDS.keys() == set()
