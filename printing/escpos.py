"""Blocks to the bytes of a thermal printer, through python-escpos' Dummy printer.

Ways of this room, each for a reason met at some counter:

* one code page a printer, chosen once at the top: the library's own guessing hops between pages inside a line;
* a QR is always a raster image: printers that lack the native command print its bytes as rubbish;
* a raster never holds a real-time command (`DLE EOT`, `DLE ENQ`, `DLE DC4`): printers obey those even inside images;
* the paper is fed past the cutter before the cut, and the code is never the last thing on it.
"""

from __future__ import annotations

import os
import re
import shutil
import textwrap
from collections.abc import Iterable
from functools import singledispatchmethod
from typing import Any, Final

from escpos import capabilities
from escpos.magicencode import Encoder
from escpos.printer import Dummy
from PIL import Image

from domain.errors import InvariantBroken
from printing.blocks import (
    Align,
    BigCode,
    Block,
    Columns,
    Feed,
    Field,
    Items,
    QrCode,
    Rule,
    Ruler,
    SignatureLine,
    Stamp,
    Text,
    Watermark,
    Weight,
)
from printing.documents.document import NO_BREAK_SPACE, Document
from printing.lookalikes import closest
from printing.profiles import ThermalProfile
from printing.qr import Modules, dots_per_module, modules_of

if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
    # The library makes a new temporary folder at every start and never removes it.
    shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)

#: Commands that a printer obeys at once, wherever they stand in the data (ESC/POS reference: DLE EOT, ENQ, DC4).
REAL_TIME_COMMANDS: Final = (b"\x10\x04", b"\x10\x05", b"\x10\x14")
_BETWEEN_FIGURES: Final = re.compile(r"(?<=\d) (?=\d)")
DRAWER_PIN: Final = 2
SIGNATURE_LINES: Final = 3
DARK: Final = 0
LIGHT: Final = 1


def slip_escpos(document: Document, profile: ThermalProfile) -> bytes:
    """The whole job. Raises Refusal `code_too_large_for_paper` when a QR does not fit at three dots a module."""
    slip = _Slip(profile)
    if document.opens_drawer and profile.drawer:
        slip.open_drawer()
    slip.write(document.layout())
    job = slip.finish()
    if has_real_time_command(job):
        raise InvariantBroken("real_time_command_in_job", title=document.title)
    return job


def _dummy(dots: int, *, cutter: bool = False, code_pages: dict[str, int] | None = None) -> Any:
    """The library's printer that only collects bytes, told what ours is: it has no profile for most clones."""
    profile: Any = capabilities.Profile(features={"paperFullCut": cutter, "paperPartCut": False})
    profile.profile_data = {**profile.profile_data, "media": {"width": {"pixels": dots}}}
    return Dummy(profile=profile, magic_encode_args={"encoder": Encoder(code_pages or {})})


def has_real_time_command(data: bytes) -> bool:
    return any(command in data for command in REAL_TIME_COMMANDS)


class _Slip:
    """A job being written, line by line."""

    def __init__(self, profile: ThermalProfile) -> None:
        self.profile = profile
        page = profile.code_page.upper()
        self.printer = _dummy(profile.dots, cutter=profile.cutter, code_pages={page: profile.code_page_number})
        self.printer.hw("INIT")
        self.printer.charcode(page)

    def open_drawer(self) -> None:
        self.printer.cashdraw(DRAWER_PIN)

    def write(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self.put(block)

    def finish(self) -> bytes:
        self.printer.cut()
        return bytes(self.printer.output)

    @singledispatchmethod
    def put(self, block: Block) -> None:
        raise TypeError(f"no such block: {type(block).__name__}")

    @put.register
    def _text(self, block: Text) -> None:
        if block.align is Align.LEFT:
            for line in self._wrapped(block.text):
                self._line(line, block.weight)
            return
        for line in self._balanced(block.text):
            self._line(line.center(self.profile.columns).rstrip(), block.weight)

    @put.register
    def _columns(self, block: Columns) -> None:
        right = self._legible(block.right)
        room = self.profile.columns - len(right) - 1
        left = self._wrapped(block.left, room) if room >= self.profile.columns // 4 else []
        if not left:  # the value is too wide to stand beside its label
            left = [*self._wrapped(block.left), ""]
            if len(right) > self.profile.columns:
                raise InvariantBroken("value_wider_than_paper", value=right, columns=self.profile.columns)
        for line in left[:-1]:
            self._line(line, block.weight)
        gap = self.profile.columns - len(left[-1]) - len(right)
        self._line(left[-1] + " " * gap + right, block.weight)

    @put.register
    def _field(self, block: Field) -> None:
        for line in self._wrapped(f"{block.label}: {block.value}", indent="  "):
            self._line(line)

    @put.register
    def _items(self, block: Items) -> None:
        for item in block.items:
            for line in self._wrapped(f"- {item}", indent="  "):
                self._line(line)

    @put.register
    def _stamp(self, block: Stamp) -> None:
        self.printer.set(invert=True)
        for line in self._wrapped(block.text, self.profile.columns - 2):
            self._line(line.center(self.profile.columns), Weight.LOUD)
        self.printer.set(invert=False)

    @put.register
    def _watermark(self, _block: Watermark) -> None:
        """Thermal paper has no grey; the document stamps the same words as a band."""

    @put.register
    def _big_code(self, block: BigCode) -> None:
        self._text(Text(block.label, Align.CENTRE))
        code = self._legible(block.code)
        wide = 2 if 2 * len(code) <= self.profile.columns else 1
        self.printer.set(bold=True, custom_size=True, width=wide, height=2)
        self._print(code.center(self.profile.columns // wide).rstrip())
        self.printer.set(bold=False, custom_size=True, width=1, height=1)

    @put.register
    def _qr(self, block: QrCode) -> None:
        modules = modules_of(block.text)
        raster = safe_raster(modules, dots_per_module(modules, self.profile.dots), self.profile.dots)
        self.printer.image(raster, impl="bitImageRaster")

    @put.register
    def _signature(self, block: SignatureLine) -> None:
        self.printer.print_and_feed(SIGNATURE_LINES)
        self._text(Text("_" * (self.profile.columns * 2 // 3), Align.CENTRE))
        self._text(Text(block.name, Align.CENTRE))

    @put.register
    def _rule(self, _block: Rule) -> None:
        self._print("-" * self.profile.columns)

    @put.register
    def _ruler(self, _block: Ruler) -> None:
        self._print("".join(str(column % 10) for column in range(1, self.profile.columns + 1)))

    @put.register
    def _feed(self, _block: Feed) -> None:
        self._print("")

    def _line(self, text: str, weight: Weight = Weight.NORMAL) -> None:
        if weight in {Weight.NORMAL, Weight.FINE}:
            self._print(text)
            return
        self.printer.set(bold=True, custom_size=True, width=1, height=2 if weight is Weight.LOUD else 1)
        self._print(text)
        self.printer.set(bold=False, custom_size=True, width=1, height=1)

    def _print(self, text: str) -> None:
        self.printer.textln(text.replace(NO_BREAK_SPACE, " "))

    def _wrapped(self, text: str, columns: int | None = None, indent: str = "") -> list[str]:
        """A telephone number, like an amount, is not torn between its groups of figures."""
        width = self.profile.columns if columns is None else columns
        bound = _BETWEEN_FIGURES.sub(NO_BREAK_SPACE, self._legible(text))
        return textwrap.wrap(bound, width, subsequent_indent=indent, break_on_hyphens=False)

    def _balanced(self, text: str) -> list[str]:
        """As many lines as needed, as even as they can be: a centred name has no widow under it."""
        columns = self.profile.columns
        lines = self._wrapped(text, columns)
        while len(lines) > 1 and len(narrower := self._wrapped(text, columns - 1)) == len(lines):
            columns -= 1
            lines = narrower
        return lines

    def _legible(self, text: str) -> str:
        """Letters of the printer's code page only; the no-break space stays until the line is printed."""
        return closest(text, lambda letter: letter == NO_BREAK_SPACE or _encodes(letter, self.profile.code_page))


def _encodes(letter: str, code_page: str) -> bool:
    try:
        letter.encode(code_page)
    except UnicodeEncodeError:
        return False
    return True


def safe_raster(modules: Modules, size: int, dots: int) -> Image.Image:
    """The QR, centred on paper `dots` wide, moved a dot where its bytes would hold a real-time command."""
    margin = (dots - len(modules) * size) // 2
    for start in sorted(range(dots - len(modules) * size + 1), key=lambda start: abs(start - margin)):
        picture = _picture(modules, size, start)
        if not has_real_time_command(raster_bytes(picture)):
            return picture
    raise InvariantBroken("raster_has_real_time_command", modules=len(modules), size=size)


def _picture(modules: Modules, size: int, start: int) -> Image.Image:
    side = len(modules)
    symbol = Image.frombytes("L", (side, side), b"".join(modules)).point([255, 0] + [0] * 254)
    picture = Image.new("1", (start + side * size, side * size), LIGHT)
    picture.paste(symbol.resize((side * size, side * size), Image.Resampling.NEAREST).convert("1"), (start, 0))
    return picture


def raster_bytes(picture: Image.Image) -> bytes:
    """The command and data that print a picture."""
    printer = _dummy(picture.width)
    printer.image(picture, impl="bitImageRaster")
    return bytes(printer.output)
