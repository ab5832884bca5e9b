"""A small ESC/POS printer that prints on the screen: bytes in, the printed text and a picture out.

Written from the command reference (Epson, *ESC/POS Application Programming Guide*) and not from the encoder, of which
it knows nothing (an import contract holds it to that), so that the two can disagree. A preview made by it is of the
very bytes that go to the printer. A command that it does not know is an error: a real printer would print it as
rubbish.
"""

from printing.receipt_reader.commands import Unreadable, read
from printing.receipt_reader.paper import CODE_PAGES, Cut, Feed, Kick, Letter, NativeCode, Paper, PrintedLine, Raster

__all__ = [
    "CODE_PAGES",
    "Cut",
    "Feed",
    "Kick",
    "Letter",
    "NativeCode",
    "Paper",
    "PrintedLine",
    "Raster",
    "Unreadable",
    "read",
]
