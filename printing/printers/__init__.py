"""Printers: what they are, how they are asked, how bytes reach them, and what honestly came of it."""

from printing.printers.cups import CupsPrinter
from printing.printers.file import FolderPrinter
from printing.printers.network import NetworkPrinter
from printing.printers.pdf_file import PdfFolderPrinter
from printing.printers.printer import Condition, Printer, PrinterStatus, words_for

__all__ = [
    "Condition",
    "CupsPrinter",
    "FolderPrinter",
    "NetworkPrinter",
    "PdfFolderPrinter",
    "Printer",
    "PrinterStatus",
    "words_for",
]
