"""The program proves itself where it stands: packaging breaks things that tests never see.

Each check does the real thing in a temporary folder. It runs inside the frozen program, without a display.
"""

from __future__ import annotations

import ctypes
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from domain.envelope import EnvelopeType, sign, to_base64url
from domain.journal.entry import NO_PREVIOUS, Entry, read_entry
from kiosk_app.devices.key_store import Hardness, KeyStore, new_database_key
from kiosk_app.resources import municipalities
from kiosk_app.storage.connection import integrity_faults, open_store
from kiosk_app.storage.edition import read_folder
from printing import receipt_code
from printing.documents import Letterhead, SelfTestSheet
from printing.documents.preview import preview_png
from printing.profiles import PROFILE_58, PROFILE_80, PROFILE_PDF_80
from printing.receipt_reader import read
from printing.receipt_reader.drawing import png_of
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
    return ", ".join(f"{city.id} ({len(city.procedures)}, {ZoneInfo(city.timezone)})" for city in found)


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
    printed = read(render(sheet, PROFILE_58), PROFILE_58.dots)
    assert "ñÑáéíóúü¿¡" in printed.text, "letters are lost on the way to the printer"
    assert png_of(printed).startswith(b"\x89PNG")
    return f"ESC/POS {sizes[0]} and {sizes[1]} bytes, PDF {sizes[2]} bytes"


def _screen_files() -> str:
    """The parts of the screens that are files; no display is opened."""
    from kiosk_app.resources import theme_files  # noqa: PLC0415 - beside its use

    fonts, icons, sheets = theme_files()
    assert fonts >= 4, "fonts are missing"  # noqa: PLR2004 - four weights
    assert icons >= 40, "icons are missing"  # noqa: PLR2004 - the set
    return f"{fonts} fonts, {icons} icons, {sheets} style sheets"


def _drawing() -> str:
    """One screen's dress, letters and icons, drawn where nobody looks: what packaging leaves out is missed here."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QFontInfo, QImageReader  # noqa: PLC0415 - the checks above must run even where Qt cannot load
    from PySide6.QtWidgets import QApplication, QPushButton  # noqa: PLC0415

    from kiosk_app.theme.apply import apply_theme  # noqa: PLC0415
    from kiosk_app.theme.icons import icon  # noqa: PLC0415
    from kiosk_app.theme.tokens import COLOURS, DESK  # noqa: PLC0415

    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    apply_theme(app, DESK)
    button = QPushButton(icon("receipt", COLOURS.text), "ñ")
    picture = button.grab().toImage()
    dots = {picture.pixelColor(x, y).rgb() for x in range(picture.width()) for y in range(picture.height())}
    assert len(dots) > 8, "nothing was drawn"  # noqa: PLR2004 - letters and curves have shades, a blank has one or two
    formats = {bytes(each.data()).decode() for each in QImageReader.supportedImageFormats()}
    assert {"svg", "jpg", "png"} <= formats, f"Qt reads {sorted(formats)} only"
    family = QFontInfo(app.font()).family()
    assert family == "Inter", f"letters are drawn in {family}"
    return f"{picture.width()} by {picture.height()} dots in {family}"


def _display() -> str:
    """Whether Qt could open a window here: on a bare computer libraries of the system are missing."""
    if not sys.platform.startswith("linux"):
        return "not asked on this system"
    from PySide6.QtCore import QLibraryInfo  # noqa: PLC0415 - the checks above must run even where Qt cannot load

    platforms = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    ctypes.CDLL(str(platforms / "libqxcb.so"))
    return "X11"


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
    ("drawing", _drawing),
    ("display", _display),
)
