"""What the desk's screens ask for, built for the operator who signed in."""

from __future__ import annotations

from kiosk_app.bootstrap.running import Running
from kiosk_app.screens.desk.screens import DeskServices
from kiosk_app.services.cases import CaseBook
from kiosk_app.services.citizen import People
from kiosk_app.services.complaints import FileComplaint
from kiosk_app.services.counter import Operator
from kiosk_app.services.drawer import Drawer
from kiosk_app.services.procedures import OpenProcedure
from kiosk_app.services.queue import Queue
from kiosk_app.services.receipts import CheckReceipt
from kiosk_app.services.remittances import Remittances


def desk_services(running: Running, operator: Operator) -> DeskServices:
    """Everything the desk's screens ask for, for the operator who signed in."""
    counter, paper = running.station.counter, running.paper
    return DeskServices(
        operator=operator,
        counter=counter,
        people=People(counter),
        procedures=OpenProcedure(counter, paper),
        complaints=FileComplaint(counter, paper),
        cases=CaseBook(counter),
        drawer=Drawer(counter),
        remittances=Remittances(counter),
        queue=Queue(counter),
        receipts=CheckReceipt(counter),
        paper=paper,
        tray=running.prints,
    )
