"""Documents: frozen values that hold facts, their layout in words, and pure functions that turn them into bytes."""

from printing.documents.close_report import CashCount, CloseKind, CloseReport, DenominationCount, ProcedureCount
from printing.documents.complaint_slip import ComplaintSlip
from printing.documents.document import Copy, Document, Letterhead
from printing.documents.fee_receipt import FeeReceipt
from printing.documents.reconciliation_report import CabinReconciliation, FindingLine, ReconciliationReport
from printing.documents.remittance_slip import RemittanceSlip
from printing.documents.self_test import SelfTestSheet

__all__ = [
    "CabinReconciliation",
    "CashCount",
    "CloseKind",
    "CloseReport",
    "ComplaintSlip",
    "Copy",
    "DenominationCount",
    "Document",
    "FeeReceipt",
    "FindingLine",
    "Letterhead",
    "ProcedureCount",
    "ReconciliationReport",
    "RemittanceSlip",
    "SelfTestSheet",
]
