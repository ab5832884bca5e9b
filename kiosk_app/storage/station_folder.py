"""A station on disk: one folder, so that it can be found, backed up and looked at.

keys.json  device.secret   the database's key, wrapped (kiosk_app.devices.key_store)
station.db                 the encrypted database
edition/                   the municipality's folder, as it was at enrolment or was brought since
station.toml               printers, and nothing secret
paper/                     what a printer of kind "folder" or "pdf" puts out
"""

from __future__ import annotations

import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from domain.catalog import FILES, Municipality, read_municipality
from domain.errors import Refusal
from printing.printers.cups import CupsPrinter
from printing.printers.file import FolderPrinter
from printing.printers.network import NetworkPrinter
from printing.printers.pdf_file import PdfFolderPrinter
from printing.printers.printer import Printer
from printing.profiles import PROFILE_58, PROFILE_80, PROFILE_PDF_58, PROFILE_PDF_80

_WIDTHS: Final = (80, 58)


@dataclass(frozen=True, slots=True)
class StationFolder:
    path: Path

    @property
    def database(self) -> Path:
        return self.path / "station.db"

    @property
    def edition(self) -> Path:
        return self.path / "edition"

    @property
    def paper(self) -> Path:
        return self.path / "paper"

    @property
    def settings(self) -> Path:
        return self.path / "station.toml"

    @property
    def label(self) -> str:
        """What people call this place; the folder's own name where nobody said."""
        try:
            return (self.path / "label.txt").read_text("utf-8").strip() or self.path.name
        except OSError:
            return self.path.name

    def write_label(self, label: str) -> None:
        (self.path / "label.txt").write_text(label + "\n", "utf-8")

    def create(self) -> None:
        """Raises Refusal `folder_not_empty`, `disk_failing`."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self.path.chmod(0o700)
            if any(self.path.iterdir()):
                raise Refusal("folder_not_empty", folder=self.path.name)
        except OSError as error:
            raise Refusal("disk_failing", why=str(error)) from error

    def take_edition(self, folder: Path) -> Municipality:
        """Copy a municipality's folder in, after reading it strictly. Raises EditionRefused, nothing copied."""
        municipality = read_folder(folder)
        fresh = self.edition.with_name("edition.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        for name in FILES:
            shutil.copyfile(folder / name, fresh / name)
        shutil.rmtree(self.edition, ignore_errors=True)
        fresh.replace(self.edition)
        return municipality

    def municipality(self) -> Municipality:
        return read_folder(self.edition)

    def printer(self) -> Printer:
        """The printer for slips that station.toml names; without one, PDFs into `paper/`.

        Raises Refusal `printer_settings_wrong` with the field.
        """
        if not self.settings.exists():
            return PdfFolderPrinter("pdf", self._paper_folder("paper"))
        try:
            table = tomllib.loads(self.settings.read_text("utf-8")).get("printer", {})
        except (OSError, ValueError) as error:
            raise Refusal("printer_settings_wrong", field="station.toml", why=str(error)[:80]) from error
        return self._printer(table)

    def _printer(self, table: dict[str, Any]) -> Printer:
        kind, name, width = table.get("kind"), str(table.get("name", "printer")), table.get("width_mm", 80)
        if width not in _WIDTHS:
            raise Refusal("printer_settings_wrong", field="width_mm", why="80 or 58")
        thermal = PROFILE_80 if width == _WIDTHS[0] else PROFILE_58
        match kind:
            case "network" if isinstance(table.get("host"), str):
                return NetworkPrinter(name, table["host"], int(table.get("port", 9100)), profile=thermal)
            case "folder":
                return FolderPrinter(name, self._paper_folder(str(table.get("folder", "paper"))), profile=thermal)
            case "pdf":
                roll = PROFILE_PDF_80 if width == _WIDTHS[0] else PROFILE_PDF_58
                return PdfFolderPrinter(name, self._paper_folder(str(table.get("folder", "paper"))), profile=roll)
            case "cups" if isinstance(table.get("queue"), str):
                return CupsPrinter(name, table["queue"])
            case _:
                raise Refusal("printer_settings_wrong", field="kind", why="network (host), folder, pdf or cups (queue)")

    def _paper_folder(self, name: str) -> Path:
        folder = self.path / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def read_folder(folder: Path) -> Municipality:
    """Raises EditionRefused with every fault, or Refusal `municipality_folder_missing`."""
    if not folder.is_dir():
        raise Refusal("municipality_folder_missing", folder=folder.name)
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    return read_municipality(files)
