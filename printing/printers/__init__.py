"""Printers: what they are, how they are asked, how bytes reach them, and what honestly came of it."""

from printing.printers.cups import CupsPrinter
from printing.printers.device import DevicePrinter
from printing.printers.file import FolderPrinter
from printing.printers.network import NetworkPrinter
from printing.printers.pdf_file import PdfFolderPrinter
from printing.printers.printer import Condition, Printer, PrinterStatus, Told, words_for
from printing.printers.windows import WindowsPrinter
from printing.printers.windows_sheet import WindowsSheetPrinter

__all__ = [
    "Condition",
    "CupsPrinter",
    "DevicePrinter",
    "FolderPrinter",
    "NetworkPrinter",
    "PdfFolderPrinter",
    "Printer",
    "PrinterStatus",
    "Told",
    "WindowsPrinter",
    "WindowsSheetPrinter",
    "words_for",
]
