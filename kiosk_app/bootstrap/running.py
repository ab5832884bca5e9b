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
from kiosk_app.storage.printer_settings import slip_printer
from printing.documents import Document
from printing.printers.printer import Printer
from printing.render import render
from sync.transport import Transport


@dataclass(frozen=True, slots=True)
class Running:
    """Stop it before the station is closed."""

    station: OpenStation
    printer: Printer
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
        content = render(document, self.printer.profile)
        job = self.jobs.run(partial(self.printer.send, content, document.title))
        job.failed.connect(failed)

    def stop(self) -> None:
        self.forgetting.stop()
        self.sync.stop()
        self.prints.stop()
        self.jobs.stop()
        QCoreApplication.processEvents()  # what the printer answered last is still written down
        self.station.anchoring.note()
        self.station.close()


def start(station: OpenStation, parent: QObject, carrier: Carrier | None = None) -> Running:
    identity, printer = station.counter.identity, slip_printer(station.folder)
    jobs = Jobs(parent)
    reporting = Reporting(station.counter, station.folder)
    line = carrier or Transport(identity.address, identity.authority)
    sync = SyncLink(station.engine, station.outbox, line, parent=parent, report=reporting.report)
    prints = PrintLink(station.counter.store, {printer.name: printer}, jobs, parent)
    paper = Paper(station.counter, PrinterChoice(printer.name, printer.profile))
    forgetting = Forgetting(Retention(station.counter), parent)
    rotation = KeyRotation(station.counter, lambda: sync.status)
    running = Running(station, printer, jobs, sync, prints, paper, forgetting, rotation)
    sync.status_changed.connect(lambda _status: running.heard())
    station.anchoring.note()
    prints.start()
    sync.start()
    forgetting.start()
    return running
