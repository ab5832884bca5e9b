"""One door from a document to the bytes that a given printer understands."""

from __future__ import annotations

from domain.errors import Refusal
from printing.documents.a4 import reconciliation_pdf
from printing.documents.document import Document
from printing.documents.pdf import slip_pdf
from printing.documents.reconciliation_report import ReconciliationReport
from printing.escpos import slip_escpos
from printing.profiles import PdfProfile, PrinterProfile

#: A slip printed by a sheet printer stands on a narrow page; the print system centres it on the sheet.
SLIP_ON_A4_MM = 80


def render(document: Document | ReconciliationReport, profile: PrinterProfile) -> bytes:
    """Pure: the same document and profile give the same bytes.

    Raises Refusal `needs_sheet_printer` for the reconciliation on a receipt printer.
    """
    match document, profile:
        case ReconciliationReport(), PdfProfile(roll_mm=None):
            return reconciliation_pdf(document)
        case ReconciliationReport(), _:
            raise Refusal("needs_sheet_printer", document=document.title)
        case _, PdfProfile(roll_mm=width):
            return slip_pdf(document, width or SLIP_ON_A4_MM)
        case _:
            return slip_escpos(document, profile)
