"""A sheet printer behind the Windows spooler: the pages of a PDF as pictures, drawn on the printer by GDI.

Windows has no command that prints a PDF, and a raw PDF is rubbish on most printers. So each page is drawn at the
printer's own dots (at most `DOTS_PER_INCH_MAX`) and put where it stands on the paper, at its true size. What comes of
it is told as for a receipt printer there (`printing.printers.windows`): handed over is `unknown`, and what waits in
trouble is taken back.

Written from Microsoft's reference of `gdi32` and tried against a stand-in for the library only: it has not run on
Windows.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Iterator
from ctypes import byref, c_int, c_int32, c_uint16, c_uint32, c_void_p, c_wchar_p, sizeof
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import pypdfium2
from PIL import Image

from printing.printers.printer import PATIENCE_SECONDS, Condition, PrinterStatus
from printing.printers.windows import (
    POLL_SECONDS,
    SpoolerQueue,
    follow,
    nothing_left,
    status_of,
    system_library,
)
from printing.profiles import PROFILE_A4, PdfProfile
from printing.spool import Outcome, SpoolState

DOTS_PER_INCH_MAX: Final = 300
_POINTS_PER_INCH: Final = 72
# GetDeviceCaps: dots an inch across and down, and how far the printable corner is from the paper's.
_LOGPIXELSX, _LOGPIXELSY, _PHYSICALOFFSETX, _PHYSICALOFFSETY = 88, 90, 112, 113
_SRCCOPY: Final = 0x00CC_0020
#: A row of a Windows bitmap ends at a multiple of four bytes; at three bytes a dot, so do four dots.
_DOTS_ALIGNED: Final = 4


class _DocInfo(ctypes.Structure):
    """DOCINFOW."""

    _fields_: ClassVar = [
        ("size", c_int),
        ("name", c_wchar_p),
        ("output", c_wchar_p),
        ("datatype", c_wchar_p),
        ("kind", c_uint32),
    ]


class _BitmapHeader(ctypes.Structure):
    """BITMAPINFOHEADER; a negative height says that the first row is the topmost."""

    _fields_: ClassVar = [
        ("size", c_uint32),
        ("width", c_int32),
        ("height", c_int32),
        ("planes", c_uint16),
        ("bits", c_uint16),
        ("compression", c_uint32),
        ("image_size", c_uint32),
        ("across", c_int32),
        ("down", c_int32),
        ("colours", c_uint32),
        ("important", c_uint32),
    ]


@dataclass(frozen=True, slots=True)
class _Page:
    """`rows` are blue, green, red, from the top; it covers `width_inches` by `height_inches` of paper."""

    dots: tuple[int, int]
    rows: bytes
    width_inches: float
    height_inches: float


class WindowsSheetPrinter:
    """See `Printer`. `gdi` and `spooler` have the functions of `gdi32` and of `winspool.drv`."""

    def __init__(
        self,
        name: str,
        queue: str,
        *,
        profile: PdfProfile = PROFILE_A4,
        gdi: Any = None,
        spooler: Any = None,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        self._name = name
        self._queue = SpoolerQueue(queue, spooler)
        self._profile = profile
        self._gdi = gdi
        self._poll_seconds = poll_seconds

    @property
    def name(self) -> str:
        return self._name

    @property
    def profile(self) -> PdfProfile:
        return self._profile

    def status(self) -> PrinterStatus:
        return self._queue.status()

    def send(self, data: bytes, title: str, seconds: float = PATIENCE_SECONDS) -> Outcome:
        deadline = time.monotonic() + seconds
        try:
            gdi = self._gdi or _drawing_library()
            with self._queue.opened() as (spooler, printer):
                status = status_of(spooler, printer)
                if status.condition is Condition.PROBLEM:
                    return nothing_left(str(status.reason))
                drawn = self._draw(gdi, data, title)
                if isinstance(drawn, Outcome):
                    return drawn
                return follow(spooler, printer, drawn, len(data), deadline=deadline, poll_seconds=self._poll_seconds)
        except FileNotFoundError:
            return nothing_left("queue_missing")

    def _draw(self, gdi: Any, data: bytes, title: str) -> int | Outcome:
        """All pages; the spooler's number of the job, or what came of it instead."""
        context = c_void_p(gdi.CreateDCW("WINSPOOL", self._queue.name, None, None))
        if not context.value:
            return nothing_left("queue_missing")
        try:
            inch = gdi.GetDeviceCaps(context, _LOGPIXELSX), gdi.GetDeviceCaps(context, _LOGPIXELSY)
            document = _DocInfo(sizeof(_DocInfo), title, None, None, 0)
            try:
                pages = list(_pages(data, min(DOTS_PER_INCH_MAX, inch[0])))
            except pypdfium2.PdfiumError:
                return nothing_left("not_a_pdf")
            job = gdi.StartDocW(context, byref(document))
            if job <= 0:
                return nothing_left("not_accepted")
            for done, page in enumerate(pages):
                if not _put(gdi, context, page, inch):
                    gdi.AbortDoc(context)
                    return _cut_short(done, len(data), job)
            gdi.EndDoc(context)
            return int(job)
        finally:
            gdi.DeleteDC(context)


def _drawing_library() -> Any:
    """Raises FileNotFoundError anywhere but on Windows. A handle is as wide as a pointer, which ctypes must be told."""
    library = system_library("gdi32")
    library.CreateDCW.restype = c_void_p
    return library


def _put(gdi: Any, context: Any, page: _Page, inch: tuple[int, int]) -> bool:
    """One page where it stands on the paper: the printable corner is not the paper's."""
    if gdi.StartPage(context) <= 0:
        return False
    left, top = -gdi.GetDeviceCaps(context, _PHYSICALOFFSETX), -gdi.GetDeviceCaps(context, _PHYSICALOFFSETY)
    across, down = page.dots
    header = _BitmapHeader(size=sizeof(_BitmapHeader), width=across, height=-down, planes=1, bits=24)
    size = round(page.width_inches * inch[0]), round(page.height_inches * inch[1])
    drawn = gdi.StretchDIBits(
        context, left, top, *size, 0, 0, across, down, page.rows, byref(header), 0, c_uint32(_SRCCOPY)
    )
    return bool(drawn > 0 and gdi.EndPage(context) > 0)


def _pages(pdf: bytes, dots_per_inch: int) -> Iterator[_Page]:
    """Raises pypdfium2.PdfiumError."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            drawn = page.render(scale=dots_per_inch / _POINTS_PER_INCH).to_pil().convert("RGB")
            across = -(-drawn.width // _DOTS_ALIGNED) * _DOTS_ALIGNED
            whole = Image.new("RGB", (across, drawn.height), "white")
            whole.paste(drawn, (0, 0))
            rows = whole.tobytes("raw", "BGR")
            yield _Page(whole.size, rows, whole.width / dots_per_inch, whole.height / dots_per_inch)
    finally:
        document.close()


def _cut_short(pages: int, sent: int, job: int) -> Outcome:
    if pages == 0:
        return nothing_left("not_accepted")
    return Outcome(state=SpoolState.UNKNOWN, reason="taken_back", bytes_sent=sent, reference=str(job))
