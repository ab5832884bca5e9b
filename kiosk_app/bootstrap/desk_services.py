"""What the desk's screens ask for, built for the operator who signed in."""

from __future__ import annotations

from kiosk_app.background.moments import system_moment
from kiosk_app.bootstrap.running import Running
from kiosk_app.screens.desk.screens import DeskServices
from kiosk_app.services.announcements import Announcements
from kiosk_app.services.appointments import Appointments
from kiosk_app.services.approval import Approval
from kiosk_app.services.articles import ArticleBook
from kiosk_app.services.case_acts import CaseActs
from kiosk_app.services.cases import CaseBook
from kiosk_app.services.citizen import People
from kiosk_app.services.complaints import FileComplaint
from kiosk_app.services.counter import Operator
from kiosk_app.services.courier import Courier
from kiosk_app.services.drafts import DraftBook
from kiosk_app.services.drawer import Drawer
from kiosk_app.services.elsewhere import CasesElsewhere
from kiosk_app.services.enquiries import Enquiries
from kiosk_app.services.grants import Grants
from kiosk_app.services.places import Places
from kiosk_app.services.prepaid import PrepaidCodes
from kiosk_app.services.printer_setup import PrinterSetup
from kiosk_app.services.procedures import OpenProcedure
from kiosk_app.services.queue import Queue
from kiosk_app.services.receipts import CheckReceipt
from kiosk_app.services.refunds import Refunds
from kiosk_app.services.remittances import Remittances
from kiosk_app.services.sign_in import SignIn
from kiosk_app.services.statements import Statements
from kiosk_app.services.vouchers import Vouchers


def desk_services(running: Running, operator: Operator, sign_in: SignIn) -> DeskServices:
    """Everything the desk's screens ask for, for the operator who signed in; `sign_in` knows second persons' PINs."""
    counter, paper = running.station.counter, running.paper
    return DeskServices(
        operator=operator,
        counter=counter,
        people=People(counter),
        procedures=OpenProcedure(counter, paper),
        complaints=FileComplaint(counter, paper),
        announcements=Announcements(counter),
        articles=ArticleBook(counter),
        enquiries=Enquiries(counter, paper),
        cases=CaseBook(counter),
        acts=CaseActs(counter, paper),
        appointments=Appointments(counter, paper),
        elsewhere=CasesElsewhere(),
        drawer=Drawer(counter),
        drafts=DraftBook(counter),
        approval=Approval(counter, sign_in),
        prepaid=PrepaidCodes(counter, paper),
        vouchers=Vouchers(counter),
        grants=Grants(counter),
        remittances=Remittances(counter),
        statements=Statements(counter),
        refunds=Refunds(counter),
        queue=Queue(counter),
        courier=Courier(counter, running.station.outbox, running.station.speaker, system_moment),
        receipts=CheckReceipt(counter),
        paper=paper,
        tray=running.prints,
        printer_setup=PrinterSetup(counter, running.station.folder),
        places=None if running.station.ground is None else Places(running.station.ground),
    )
