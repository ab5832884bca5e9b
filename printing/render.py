"""One door from a document to the bytes that a given printer understands."""

from __future__ import annotations

from domain.errors import Refusal
from printing.documents.document import Document
from printing.documents.reconciliation_report import ReconciliationReport
from printing.documents.statement import Statement
from printing.profiles import PdfProfile, PrinterProfile

#: A slip printed by a sheet printer stands on a narrow page; the print system centres it on the sheet.
SLIP_ON_A4_MM = 80


def render(document: Document | ReconciliationReport | Statement, profile: PrinterProfile) -> bytes:
    """Pure: the same document and profile give the same bytes.

    Raises Refusal `needs_sheet_printer` for the reconciliation and the statement on a receipt printer.
    """
    # Each way to paper is read when it is first taken: together they are most of what a start would wait for.
    match document, profile:
        case ReconciliationReport(), PdfProfile(roll_mm=None):
            from printing.documents.a4 import reconciliation_pdf  # noqa: PLC0415 - see above

            return reconciliation_pdf(document)
        case Statement(), PdfProfile(roll_mm=None):
            from printing.documents.statement_a4 import statement_pdf  # noqa: PLC0415 - see above

            return statement_pdf(document)
        case ((ReconciliationReport() | Statement()), _):
            raise Refusal("needs_sheet_printer", document=document.title)
        case _, PdfProfile(roll_mm=width):
            from printing.documents.pdf import slip_pdf  # noqa: PLC0415 - see above

            return slip_pdf(document, width or SLIP_ON_A4_MM)
        case _:
            from printing.escpos import slip_escpos  # noqa: PLC0415 - see above

            return slip_escpos(document, profile)
