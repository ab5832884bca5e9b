"""Setting up the printer of this counter: what is chosen, how it would print, and when it may be changed."""

from __future__ import annotations

import logging
from typing import Final

from domain.errors import Refusal
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.document_parts import DocumentParts
from kiosk_app.storage import spool_table
from kiosk_app.storage.printer_settings import PrinterSettings, printer_of, read_settings, write_settings
from kiosk_app.storage.station_folder import StationFolder
from printing.documents import SelfTestSheet
from printing.printers.printer import Printer
from printing.profiles import ThermalProfile
from printing.receipt_reader import read
from printing.receipt_reader.drawing import png_of
from printing.render import render
from printing.spool import BEARER_DOCUMENTS, PrintJob, SpoolState, cancel
from wording.catalogue import _

log = logging.getLogger("ventanilla.print")

MAY_CHANGE: Final = frozenset({"supervisor"})
_WAITING: Final = frozenset({SpoolState.QUEUED, SpoolState.SENDING, SpoolState.FAILED_BEFORE_SEND})
_MAY_BE_GIVEN_UP: Final = frozenset({SpoolState.QUEUED, SpoolState.FAILED_BEFORE_SEND})


class PrinterSetup:
    """The settings are the station's, outside its journal: they change how acts are printed, and nothing that is so."""

    def __init__(self, counter: Counter, folder: StationFolder) -> None:
        self._counter = counter
        self._folder = folder
        self._parts = DocumentParts(counter)

    def settings(self) -> PrinterSettings:
        """Raises Refusal `printer_settings_wrong`."""
        return read_settings(self._folder)

    def printer(self, settings: PrinterSettings) -> Printer:
        """Raises Refusal `printer_settings_wrong`, `disk_failing`."""
        return printer_of(self._folder, settings)

    def test_sheet(self, settings: PrinterSettings) -> bytes:
        """The very bytes that a printer with these settings gets."""
        told = ((_("Connection"), where(settings)), *_paper_facts(settings))
        sheet = SelfTestSheet(
            letterhead=self._parts.letterhead,
            printer=self._counter.identity.station,
            settings=told,
            printed_at=self._counter.now(),
            code_text=f"HTTPS://{self._counter.municipality.receipt.verify_host.upper()}/",
        )
        return render(sheet, settings.profile)

    def preview(self, settings: PrinterSettings) -> bytes:
        """A picture of the test sheet, PNG: from the bytes themselves, printed on the screen."""
        content = self.test_sheet(settings)
        profile = settings.profile
        if isinstance(profile, ThermalProfile):
            return png_of(read(content, profile.dots, {profile.code_page_number: profile.code_page}))
        from printing.documents.preview import preview_png  # noqa: PLC0415 - a start need not wait for it

        return preview_png(content, 1.5)

    def keep(self, operator: Operator, settings: PrinterSettings) -> Printer:
        """From now on slips go to this printer. Returns it.

        Raises Refusal `supervisor_needed`, `printer_settings_wrong`, `disk_failing`, and `papers_wait_for_printer`
        where papers wait that were made for other paper: their bytes are kept as they are.
        """
        if operator.role not in MAY_CHANGE:
            raise Refusal("supervisor_needed", operator=operator.id)
        printer = self.printer(settings)
        waiting = self.waiting()
        if waiting and settings.profile != self._present_profile():
            raise Refusal("papers_wait_for_printer", count=len(waiting))
        write_settings(self._folder, settings)
        log.info("the printer was set up anew: %s, %s mm", settings.kind, settings.width_mm)
        return printer

    def waiting(self) -> list[PrintJob]:
        """Papers of which no byte has left, or that are on their way."""
        return [job for job in spool_table.open_jobs(self._counter.store) if job.state in _WAITING]

    def give_up_waiting(self, operator: Operator) -> int:
        """Papers of which no byte left are printed no more; each may be had as a copy of its case. How many were.

        What is worth money has no copy and is never given up here. Raises Refusal `supervisor_needed`.
        """
        if operator.role not in MAY_CHANGE:
            raise Refusal("supervisor_needed", operator=operator.id)
        given_up = [
            job for job in self.waiting() if job.state in _MAY_BE_GIVEN_UP and job.document not in BEARER_DOCUMENTS
        ]
        for job in given_up:
            spool_table.update(self._counter.store, cancel(job))
        return len(given_up)

    def _present_profile(self) -> object:
        try:
            return self.settings().profile
        except Refusal:  # what is there cannot be used: nothing was made for it
            return None


def where(settings: PrinterSettings) -> str:
    """How the printer is reached, in few letters."""
    match settings.kind:
        case "network":
            return f"{settings.host}:{settings.port}"
        case "device":
            return settings.device
        case "windows" | "cups":
            return settings.queue
        case _:
            return settings.folder


def _paper_facts(settings: PrinterSettings) -> tuple[tuple[str, str], ...]:
    width = (_("Paper"), f"{settings.width_mm} mm")
    profile = settings.profile
    if not isinstance(profile, ThermalProfile):
        return (width,)
    page = (_("Code page"), f"{settings.code_page.upper()} = {settings.code_page_number}")
    return (width, (_("Columns"), str(profile.columns)), page, (_("Cutter"), _("yes") if profile.cutter else _("no")))
