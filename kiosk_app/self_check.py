"""The program proves itself where it stands: packaging breaks things that tests never see.

Each check does the real thing in a temporary folder. It runs inside the frozen program, without a display.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from domain.envelope import EnvelopeType, sign, to_base64url
from domain.journal.entry import NO_PREVIOUS, Entry, read_entry
from kiosk_app.devices.key_store import Hardness, KeyStore, new_database_key
from kiosk_app.resources import municipalities
from kiosk_app.storage.connection import integrity_faults, open_store
from kiosk_app.storage.station_folder import read_folder
from printing import receipt_code
from printing.documents import Letterhead, SelfTestSheet
from printing.documents.preview import preview_png
from printing.profiles import PROFILE_58, PROFILE_80, PROFILE_PDF_80
from printing.render import render
from sync.seal import SealingKey, SigningKey, seal, verify
from wording.catalogue import _, use_language

Say = Callable[[str], None]


def run(say: Say) -> int:
    """0 when everything works here."""
    failures = 0
    for name, check in CHECKS:
        try:
            detail = check()
        except Exception as fault:  # noqa: BLE001 - whatever is broken is what we are here to tell
            failures += 1
            say(f"FAIL  {name}: {type(fault).__name__}: {fault}")
        else:
            say(f"ok    {name}: {detail}")
    say(f"{len(CHECKS) - failures} passed, {failures} failed")
    return 1 if failures else 0


def _signatures() -> str:
    key = SigningKey.generate()
    entry = Entry(
        "clock_stepped/1", "C01", 1, 1, NO_PREVIOUS, 0, datetime.now(UTC), 1, "00000000", "check", {"seconds": -1}
    )
    found = read_entry(sign(EnvelopeType.ENTRY, entry.payload(), key))
    assert found.signed.is_authentic(key.public_key, verify)
    sealing = SealingKey.generate()
    assert sealing.open(seal(b"datum", sealing.public_key, bound_to="x"), bound_to="x") == b"datum"
    return to_base64url(key.public_key)[:8]


def _database() -> str:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "check.db", new_database_key(), create=True)
        try:
            version = store.row("SELECT sqlite_version()")
            assert version is not None
            assert not integrity_faults(store)
            assert (Path(folder) / "check.db").read_bytes()[:6] != b"SQLite", "the file must not be readable"
            return f"SQLite {version[0]}, encrypted"
        finally:
            store.close()


def _keys() -> str:
    with tempfile.TemporaryDirectory() as folder:
        keys = KeyStore(Path(folder), Hardness(memory_kib=1024, passes=1))
        key = new_database_key()
        keys.add(key, operator="check", name="Check", role="operator", pin="271828")
        assert keys.open("check", "271828", datetime.now(UTC))[0] == key
        return "Argon2id"


def _municipalities() -> str:
    found = [read_folder(folder) for folder in sorted(municipalities().iterdir()) if folder.is_dir()]
    assert found, "no municipality folder beside the program"
    return ", ".join(f"{city.id} ({len(city.procedures)})" for city in found)


def _words() -> str:
    use_language("es")
    assert _("Monday") == "lunes", "the Spanish catalogue is missing"
    return "es"


def _paper() -> str:
    code = receipt_code.encode("check.example", b"{}", bytes(64))
    sheet = SelfTestSheet(
        letterhead=Letterhead(municipality="Municipalidad", lines=("ñÑáéíóúü¿¡",), cabin="Cabina 01"),
        printer="check",
        settings=(("CP858", "19"),),
        printed_at=datetime.now(UTC),
        code_text=code,
    )
    sizes = [len(render(sheet, profile)) for profile in (PROFILE_80, PROFILE_58, PROFILE_PDF_80)]
    assert preview_png(render(sheet, PROFILE_PDF_80)).startswith(b"\x89PNG")
    return f"ESC/POS {sizes[0]} and {sizes[1]} bytes, PDF {sizes[2]} bytes"


def _screen_files() -> str:
    """The parts of the screens that are files; no display is opened."""
    from kiosk_app.resources import theme_files  # noqa: PLC0415 - beside its use

    fonts, icons, sheets = theme_files()
    assert fonts >= 4, "fonts are missing"  # noqa: PLR2004 - four weights
    assert icons >= 40, "icons are missing"  # noqa: PLR2004 - the set
    return f"{fonts} fonts, {icons} icons, {sheets} style sheets"


def _binding() -> str:
    """PySide6 6.12.0 on Python <= 3.11 loses a reference of None per call and aborts after some 5,000 of them."""
    from PySide6.QtGui import QPainterPath  # noqa: PLC0415 - the checks above must run even where Qt cannot load

    path, before = QPainterPath(), sys.getrefcount(None)
    for _turn in range(500):
        path.lineTo(1.0, 2.0)
    assert sys.getrefcount(None) > before - 50, "this Qt binding eats None"
    return "PySide6"


CHECKS: Final[tuple[tuple[str, Callable[[], str]], ...]] = (
    ("signatures and seals", _signatures),
    ("encrypted database", _database),
    ("operators' keys", _keys),
    ("municipality folders", _municipalities),
    ("Spanish", _words),
    ("paper", _paper),
    ("screens' files", _screen_files),
    ("Qt binding", _binding),
)
