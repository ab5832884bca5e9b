"""What runs behind every face that serves people: sync, printing and forgetting, started and stopped together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject

from kiosk_app.background.exchange_thread import Carrier
from kiosk_app.background.forgetting import Forgetting
from kiosk_app.background.jobs import Jobs
from kiosk_app.background.print_link import PrintLink
from kiosk_app.background.sync_link import SyncLink
from kiosk_app.bootstrap.station import OpenStation
from kiosk_app.services.key_rotation import KeyRotation
from kiosk_app.services.paper import Paper, PrinterChoice
from kiosk_app.services.reporting import Reporting
from kiosk_app.services.retention import Retention
from kiosk_app.storage.printer_settings import sheet_printer, slip_printer
from printing.documents import Document
from printing.printers.printer import Printer
from printing.render import render
from printing.spool import INTERRUPTED, Outcome, SpoolState
from sync.transport import Transport


@dataclass(slots=True)
class SlipPrinter:
    """Where slips go now: another printer once one was set up anew."""

    printer: Printer


@dataclass(frozen=True, slots=True)
class Running:
    """Stop it before the station is closed."""

    station: OpenStation
    slips: SlipPrinter
    jobs: Jobs
    sync: SyncLink
    prints: PrintLink
    paper: Paper
    forgetting: Forgetting
    rotation: KeyRotation

    def committed(self) -> None:
        """Paper first, then network: both read what was just written."""
        self.prints.look()
        self.sync.look()
        self.station.anchoring.note()

    def heard(self) -> None:
        """Sync has spoken: what the centre gave is on the disk, and may be anchored; and does it wish a new key?

        On this thread no act is half done.
        """
        self.station.anchoring.note()
        if self.rotation.rotate_if_asked():
            self.sync.look()

    def print_unrecorded(self, document: Document, failed: Callable[[object], None]) -> None:
        """Paper that is no act and no record, such as an X reading."""
        printer = self.slips.printer
        content = render(document, printer.profile)
        job = self.jobs.run(partial(printer.send, content, document.title))
        job.failed.connect(failed)

    def try_out(self, printer: Printer, sheet: bytes, told: Callable[[Outcome], None]) -> bool:
        """Print a test sheet on any printer and tell what came of it. False while a paper is on its way."""
        if self.prints.is_busy:
            return False
        broken = Outcome(state=SpoolState.UNKNOWN, reason=INTERRUPTED, bytes_sent=0)
        job = self.jobs.run(partial(printer.send, sheet, "SelfTestSheet"))
        job.succeeded.connect(told)
        job.failed.connect(lambda _error: told(broken))
        return True

    def use(self, printer: Printer) -> None:
        """Slips go here from now on, those that wait as well."""
        self.slips.printer = printer
        self.paper.use(_choice(printer))
        self.prints.use(printer)

    def stop(self) -> None:
        self.forgetting.stop()
        self.sync.stop()
        self.prints.stop()
        self.jobs.stop()
        QCoreApplication.processEvents()  # what the printer answered last is still written down
        self.station.anchoring.note()
        self.station.close()


def _choice(printer: Printer) -> PrinterChoice:
    return PrinterChoice(printer.name, printer.profile)


def start(station: OpenStation, parent: QObject, carrier: Carrier | None = None) -> Running:
    identity, printer = station.counter.identity, slip_printer(station.folder)
    jobs = Jobs(parent)
    reporting = Reporting(station.counter, station.folder)
    line = carrier or Transport(identity.address, identity.authority)
    sync = SyncLink(station.engine, station.outbox, line, parent=parent, report=reporting.report)
    sheets = sheet_printer(station.folder, printer)
    beside = None if sheets is printer else sheets
    prints = PrintLink(station.counter.store, {printer.name: printer}, jobs, parent, beside=beside)
    paper = Paper(station.counter, _choice(printer), None if beside is None else _choice(beside))
    forgetting = Forgetting(Retention(station.counter), parent)
    rotation = KeyRotation(station.counter, lambda: sync.status)
    running = Running(station, SlipPrinter(printer), jobs, sync, prints, paper, forgetting, rotation)
    sync.status_changed.connect(lambda _status: running.heard())
    station.anchoring.note()
    prints.start()
    sync.start()
    forgetting.start()
    return running
