"""Which printer a station prints its slips on, as station.toml says.

[printer]
kind = "network"        # network (host, port), folder, pdf or cups (queue)
name = "receipts"
host = "192.0.2.7"
width_mm = 80           # or 58
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

from domain.errors import Refusal
from kiosk_app.storage.station_folder import StationFolder
from printing.printers.cups import CupsPrinter
from printing.printers.file import FolderPrinter
from printing.printers.network import NetworkPrinter
from printing.printers.pdf_file import PdfFolderPrinter
from printing.printers.printer import Printer
from printing.profiles import PROFILE_58, PROFILE_80, PROFILE_PDF_58, PROFILE_PDF_80

_WIDTHS: Final = (80, 58)
_PORTS: Final = range(1, 65536)


def slip_printer(station: StationFolder) -> Printer:
    """Without settings: PDFs into `paper/`. Raises Refusal `printer_settings_wrong` with the field."""
    if not station.settings.exists():
        return PdfFolderPrinter("pdf", _folder(station, "paper"))
    try:
        table = tomllib.loads(station.settings.read_text("utf-8")).get("printer", {})
    except (OSError, ValueError) as error:
        raise Refusal("printer_settings_wrong", field="station.toml", why=str(error)[:80]) from error
    return _printer(station, table)


def _printer(station: StationFolder, table: dict[str, Any]) -> Printer:
    name, width, port = str(table.get("name", "printer")), table.get("width_mm", 80), table.get("port", 9100)
    if width not in _WIDTHS:
        raise Refusal("printer_settings_wrong", field="width_mm", why="80 or 58")
    if port not in _PORTS:
        raise Refusal("printer_settings_wrong", field="port", why="1 to 65535")
    thermal = PROFILE_80 if width == _WIDTHS[0] else PROFILE_58
    match table.get("kind"):
        case "network" if isinstance(table.get("host"), str):
            return NetworkPrinter(name, table["host"], port, profile=thermal)
        case "folder":
            return FolderPrinter(name, _folder(station, str(table.get("folder", "paper"))), profile=thermal)
        case "pdf":
            roll = PROFILE_PDF_80 if width == _WIDTHS[0] else PROFILE_PDF_58
            return PdfFolderPrinter(name, _folder(station, str(table.get("folder", "paper"))), profile=roll)
        case "cups" if isinstance(table.get("queue"), str):
            return CupsPrinter(name, table["queue"])
        case _:
            raise Refusal("printer_settings_wrong", field="kind", why="network (host), folder, pdf or cups (queue)")


def _folder(station: StationFolder, name: str) -> Path:
    folder = station.path / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder
