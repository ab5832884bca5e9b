"""Which printer a station prints its slips on, as station.toml says. The desk's set-up screen writes it.

[printer]
kind = "network"          # network (host, port), device (device, baud), windows (queue), cups (queue), folder or pdf
name = "receipts"
host = "192.0.2.7"
width_mm = 80             # 80 or 58; 210 for A4 sheets, through windows or cups, or as pdf
dots_per_inch = 203       # 180 for the TM-T88 family
code_page = "cp858"
code_page_number = 19     # what ESC t calls that page on this printer
cutter = true
drawer = true

[sheets]                  # optional: another printer for A4 papers, such as a statement; written by hand
kind = "cups"             # windows (queue), cups (queue) or pdf (folder)
queue = "OFICINA"
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

from domain.errors import InvariantBroken, Refusal
from kiosk_app.storage.station_folder import StationFolder
from printing.printers.cups import CupsPrinter
from printing.printers.device import BAUDS, DevicePrinter
from printing.printers.file import FolderPrinter, write_whole
from printing.printers.network import PORT, NetworkPrinter
from printing.printers.pdf_file import PdfFolderPrinter
from printing.printers.printer import Printer
from printing.printers.windows import WindowsPrinter
from printing.printers.windows_sheet import WindowsSheetPrinter
from printing.profiles import (
    PROFILE_58,
    PROFILE_80,
    PROFILE_80_180DPI,
    PROFILE_A4,
    PdfProfile,
    PrinterProfile,
    ThermalProfile,
)

KINDS: Final = ("network", "device", "windows", "cups", "folder", "pdf")
A4_MM: Final = 210
SHEET_KINDS: Final = frozenset({"cups", "windows", "pdf"})
NARROW_MM: Final = 58
WIDTHS: Final = (80, NARROW_MM, A4_MM)
DOTS_PER_INCH: Final = (203, 180)
#: Pages with every letter of the counter's languages, and the number that most printers give them.
CODE_PAGES: Final = {"cp858": 19, "cp850": 2, "cp1252": 16, "iso8859-15": 40}
_PAPER_FOLDER: Final = "paper"
_SHEETS: Final = "sheets"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterSettings:
    """Fields that a kind does not use keep what they had. `folder` is inside the station's, or absolute.

    Raises Refusal `printer_settings_wrong` with the field and why.
    """

    kind: str = "pdf"
    name: str = "printer"
    host: str = ""
    port: int = PORT
    device: str = ""
    baud: int = BAUDS[0]
    queue: str = ""
    folder: str = _PAPER_FOLDER
    width_mm: int = 80
    dots_per_inch: int = 203
    code_page: str = "cp858"
    code_page_number: int = 19
    cutter: bool = True
    drawer: bool = True

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if type(value) is not type(field.default):
                raise _wrong(field.name, type(field.default).__name__)
            if isinstance(value, str) and not value.isprintable():
                raise _wrong(field.name, "letters that can be seen")
        for name, allowed in (
            ("kind", KINDS),
            ("width_mm", WIDTHS),
            ("dots_per_inch", DOTS_PER_INCH),
            ("code_page", tuple(CODE_PAGES)),
            ("baud", BAUDS),
            ("port", range(1, 65536)),
            ("code_page_number", range(256)),
        ):
            if getattr(self, name) not in allowed:
                raise _wrong(name, ", ".join(map(str, allowed)) if isinstance(allowed, tuple) else str(allowed))
        needed = {"network": "host", "device": "device", "windows": "queue", "cups": "queue"}.get(self.kind)
        if needed is not None and not getattr(self, needed).strip():
            raise _wrong(needed, f"needed for {self.kind}")
        if self.width_mm == A4_MM and self.kind not in SHEET_KINDS:
            raise _wrong("width_mm", "sheets go through " + ", ".join(sorted(SHEET_KINDS)))

    @property
    def profile(self) -> PrinterProfile:
        """What is sent to it: PDF, or the bytes of a receipt printer."""
        if self.width_mm == A4_MM:
            return PROFILE_A4
        if self.kind == "pdf":
            return PdfProfile(roll_mm=self.width_mm)
        paper = PROFILE_58
        if self.width_mm == WIDTHS[0]:
            paper = PROFILE_80 if self.dots_per_inch == DOTS_PER_INCH[0] else PROFILE_80_180DPI
        return ThermalProfile(
            columns=paper.columns,
            dots=paper.dots,
            code_page=self.code_page,
            code_page_number=self.code_page_number,
            cutter=self.cutter,
            drawer=self.drawer,
        )


def read_settings(station: StationFolder) -> PrinterSettings:
    """Without settings: PDFs into `paper/`. Raises Refusal `printer_settings_wrong` with the field."""
    if not station.settings.exists():
        return PrinterSettings(name="pdf")
    return _settings(_tables(station).get("printer", {}))


def read_sheet_settings(station: StationFolder) -> PrinterSettings | None:
    """Of the printer for A4 papers alone; None where there is none. Raises Refusal `printer_settings_wrong`."""
    table = _tables(station).get(_SHEETS) if station.settings.exists() else None
    if table is None:
        return None
    settings = _settings({"name": _SHEETS, "width_mm": A4_MM} | table)
    if settings.width_mm != A4_MM:
        raise _wrong("width_mm", f"{_SHEETS}: {A4_MM}")
    return settings


def _tables(station: StationFolder) -> dict[str, Any]:
    try:
        return tomllib.loads(station.settings.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _wrong("station.toml", str(error)[:80]) from error


def _settings(table: dict[str, Any]) -> PrinterSettings:
    known = {field.name for field in fields(PrinterSettings)}
    for name in table:
        if name not in known:
            raise _wrong(name, "no such setting")
    if "kind" not in table:
        raise _wrong("kind", ", ".join(KINDS))
    told = dict(table)
    # What the paper usually goes with, where nobody said otherwise.
    told.setdefault("cutter", told.get("width_mm", WIDTHS[0]) != NARROW_MM)
    told.setdefault("width_mm", A4_MM if told["kind"] == "cups" else WIDTHS[0])
    return PrinterSettings(**told)


def write_settings(station: StationFolder, settings: PrinterSettings) -> None:
    """Whole or not at all; what was written by hand for sheets stays. Raises Refusal `disk_failing`."""
    lines = [
        "# Written by the desk when its printer was set up (docs/PRINTING.md).",
        *_lines("printer", asdict(settings)),
    ]
    try:
        sheets = _tables(station).get(_SHEETS) if station.settings.exists() else None
    except Refusal:  # what nobody can read is not kept
        sheets = None
    if sheets is not None:
        lines += ["", *_lines(_SHEETS, sheets)]
    text = "\n".join([*lines, ""])
    try:
        write_whole(station.settings, text.encode())
    except OSError as error:
        raise Refusal("disk_failing", why=str(error)) from error


def _lines(name: str, table: Mapping[str, Any]) -> list[str]:
    return [f"[{name}]", *(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in table.items())]


def slip_printer(station: StationFolder) -> Printer:
    """The printer that station.toml names. Raises Refusal `printer_settings_wrong`, `disk_failing`."""
    return printer_of(station, read_settings(station))


def sheet_printer(station: StationFolder, slips: Printer) -> Printer | None:
    """The printer for A4 papers: its own, or the one for slips where that prints sheets; None where neither does.

    Raises Refusal `printer_settings_wrong`, `disk_failing`.
    """
    settings = read_sheet_settings(station)
    if settings is None:
        return slips if slips.profile == PROFILE_A4 else None
    if settings.name == slips.name:
        raise _wrong("name", f"{_SHEETS}: not {slips.name}")
    return printer_of(station, settings)


def printer_of(station: StationFolder, settings: PrinterSettings) -> Printer:
    """Raises Refusal `printer_settings_wrong`, and `disk_failing` where its folder cannot be made."""
    profile, name = settings.profile, settings.name
    try:
        match settings.kind, profile:
            case "network", ThermalProfile():
                return NetworkPrinter(name, settings.host, settings.port, profile=profile)
            case "device", ThermalProfile():
                return DevicePrinter(name, Path(settings.device), baud=settings.baud, profile=profile)
            case "windows", ThermalProfile():
                return WindowsPrinter(name, settings.queue, profile=profile)
            case "windows", PdfProfile():
                return WindowsSheetPrinter(name, settings.queue, profile=profile)
            case "cups", _:
                return CupsPrinter(name, settings.queue, profile=profile)
            case "folder", ThermalProfile():
                return FolderPrinter(name, _folder(station, settings.folder), profile=profile)
            case "pdf", PdfProfile():
                return PdfFolderPrinter(name, _folder(station, settings.folder), profile=profile)
            case kind, _:
                raise InvariantBroken("printer_kind_without_paper", kind=kind)
    except ValueError as error:
        raise _wrong("queue", str(error)[:80]) from error


def _folder(station: StationFolder, name: str) -> Path:
    folder = station.path / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal("disk_failing", why=str(error)) from error
    return folder


def _wrong(field: str, why: str) -> Refusal:
    return Refusal("printer_settings_wrong", field=field, why=why)
