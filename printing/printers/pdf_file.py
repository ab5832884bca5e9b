"""A folder that receives PDF, and beside each PDF a picture of its first page."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from printing.printers.file import file_name, folder_status, write_whole
from printing.printers.printer import PATIENCE_SECONDS, PrinterStatus
from printing.profiles import PROFILE_PDF_80, PdfProfile
from printing.spool import Outcome, SpoolState

PICTURE_SCALE: Final = 3.0


class PdfFolderPrinter:
    """See `Printer`. Writes `<title>.png` and then `<title>.pdf`: whoever sees the PDF finds its picture too."""

    def __init__(self, name: str, folder: Path, *, profile: PdfProfile = PROFILE_PDF_80) -> None:
        self._name = name
        self._folder = folder
        self._profile = profile

    @property
    def name(self) -> str:
        return self._name

    @property
    def profile(self) -> PdfProfile:
        return self._profile

    def status(self) -> PrinterStatus:
        return folder_status(self._folder)

    def send(self, data: bytes, title: str, seconds: float = PATIENCE_SECONDS) -> Outcome:  # noqa: ARG002 - a disk has no patience to run out of
        from printing.documents.preview import preview_png  # noqa: PLC0415 - a start need not wait for it

        try:
            picture = preview_png(data, PICTURE_SCALE)
        except ValueError:
            return Outcome(state=SpoolState.FAILED_BEFORE_SEND, reason="not_a_pdf", bytes_sent=0)
        name = file_name(title)
        try:
            write_whole(self._folder / f"{name}.png", picture)
            write_whole(self._folder / f"{name}.pdf", data)
        except OSError:
            return Outcome(state=SpoolState.FAILED_BEFORE_SEND, reason="folder_unwritable", bytes_sent=0)
        return Outcome(state=SpoolState.PRINTED, reason=None, bytes_sent=len(data))
