"""Documents: frozen values that hold facts, their layout in words, and pure functions that turn them into bytes."""

from printing.documents.appointment_slip import AppointmentSlip
from printing.documents.case_notice import CaseNews, CaseNotice
from printing.documents.cash_slip import CashSlip, CashWay
from printing.documents.close_figures import (
    CashCount,
    CashMovement,
    DenominationCount,
    PrepaidFigures,
    ProcedureCount,
    VoidLine,
)
from printing.documents.close_report import CloseKind, CloseReport
from printing.documents.complaint_slip import ComplaintSlip
from printing.documents.document import Copy, Document, Letterhead
from printing.documents.fee_receipt import FeeReceipt, PrepaidUse
from printing.documents.information_sheet import InformationSheet, SheetFact
from printing.documents.prepaid_slip import PrepaidSlip
from printing.documents.reconciliation_money import AccountRow, PrepaidRow, RefundRow, StatementSummary, TreasuryFacts
from printing.documents.reconciliation_report import CabinReconciliation, FindingLine, ReconciliationReport
from printing.documents.refund_notice import RefundGround, RefundNotice
from printing.documents.remittance_slip import RemittanceSlip
from printing.documents.self_test import SelfTestSheet
from printing.documents.statement import (
    Statement,
    StatementAnswer,
    StatementDispute,
    StatementRow,
    StatementSignature,
)
from printing.documents.void_slip import VoidSlip
from printing.documents.voucher_slip import VoucherSlip

__all__ = [
    "AccountRow",
    "AppointmentSlip",
    "CabinReconciliation",
    "CaseNews",
    "CaseNotice",
    "CashCount",
    "CashMovement",
    "CashSlip",
    "CashWay",
    "CloseKind",
    "CloseReport",
    "ComplaintSlip",
    "Copy",
    "DenominationCount",
    "Document",
    "FeeReceipt",
    "FindingLine",
    "InformationSheet",
    "Letterhead",
    "PrepaidFigures",
    "PrepaidRow",
    "PrepaidSlip",
    "PrepaidUse",
    "ProcedureCount",
    "ReconciliationReport",
    "RefundGround",
    "RefundNotice",
    "RefundRow",
    "RemittanceSlip",
    "SelfTestSheet",
    "SheetFact",
    "Statement",
    "StatementAnswer",
    "StatementDispute",
    "StatementRow",
    "StatementSignature",
    "StatementSummary",
    "TreasuryFacts",
    "VoidLine",
    "VoidSlip",
    "VoucherSlip",
]
