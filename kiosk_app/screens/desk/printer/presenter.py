"""Choosing the printer of this counter, printing a test sheet, and keeping what came out right."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Final, Protocol

from domain.errors import Refusal
from kiosk_app.screens.desk.ports import Go, Renders
from kiosk_app.screens.desk.printer.state import PrinterState, Setting
from kiosk_app.screens.desk.refusals import words_of
from kiosk_app.screens.desk.words import Words
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.printer_setup import MAY_CHANGE, PrinterSetup
from kiosk_app.shown import UNSAID, Choice, FieldEdited, Problem, Said
from kiosk_app.storage.printer_settings import A4_MM, CODE_PAGES, NARROW_MM, PrinterSettings
from printing.printers.device import BAUDS
from printing.printers.printer import Printer, words_for
from printing.spool import Outcome, SpoolState
from wording.catalogue import _, mark, ngettext

#: How each way of printing is asked for, and what it means at the counter.
_KINDS: Final = {
    "network": (
        mark("On the network, by cable or Wi-Fi"),
        mark("The printer says by itself whether it has paper and whether each paper came out."),
    ),
    "device": (
        mark("On a USB or serial cable"),
        mark("Most say by themselves whether each paper came out. One that only listens has you asked for each."),
    ),
    "windows": (
        mark("A printer of Windows"),
        mark("Windows does not tell whether the paper came out: you are asked for each one."),
    ),
    "cups": (
        mark("A printer installed on this computer"),
        mark("It does not tell whether the paper came out: you are asked for each one."),
    ),
    "folder": (mark("None: keep the printer's bytes in a folder"), mark("Nothing comes out on paper. For support.")),
    "pdf": (mark("None: keep each paper as a PDF"), mark("Nothing comes out on paper. The files are in the folder.")),
}
_FIELDS: Final = {
    "network": ("host", "port"),
    "device": ("device", "baud"),
    "windows": ("queue",),
    "cups": ("queue",),
    "folder": ("folder",),
    "pdf": ("folder",),
}
_PAPER: Final = ("width_mm",)
_THERMAL: Final = ("dots_per_inch", "code_page", "code_page_number", "cutter", "drawer")
_WRONG: Final = {
    "host": mark("Write the printer's address, for example 192.168.1.50"),
    "port": mark("Write a number from 1 to 65535. It is nearly always 9100"),
    "device": mark("Write where the printer is, for example /dev/usb/lp0"),
    "queue": mark("Write the printer's name as this computer calls it"),
    "code_page_number": mark("Write a number from 0 to 255. The printer's manual has it"),
}
_ADVICE: Final = (
    mark("Letters with accents are wrong: choose other letters, or the number that the manual gives them."),
    mark("The row of figures takes two lines or ends early: choose the other width of paper, or the other dots."),
    mark("The code does not open with a telephone: clean the printer's head, or try the other dots."),
    mark("The paper is not cut: answer No to the cutter."),
    mark("Nothing came out: look at the address, the cable and the paper."),
)
_YES, _NO = "yes", "no"
_SEEN: Final = frozenset({SpoolState.PRINTED, SpoolState.UNKNOWN})


class Bench(Protocol):
    """What tries a printer and puts it to use, outside the screens."""

    def try_out(self, printer: Printer, sheet: bytes, told: Callable[[Outcome], None]) -> bool:
        """Print one sheet away from this thread and tell what came of it. False while a paper is on its way."""

    def use(self, printer: Printer) -> None:
        """Slips go here from now on."""


def kinds_here(platform: str = sys.platform) -> tuple[str, ...]:
    return ("network", "windows", "pdf") if platform == "win32" else ("network", "device", "cups", "pdf")


class PrinterPresenter:
    def __init__(
        self,
        view: Renders[PrinterState],
        operator: Operator,
        counter: Counter,
        setup: PrinterSetup,
        *,
        bench: Bench,
        go: Go,
        devices: Callable[[], tuple[str, ...]] | None = None,
    ) -> None:
        self._view, self._operator, self._setup = view, operator, setup
        self._bench, self._go = bench, go
        self._words = Words(counter.municipality)
        self._devices = devices or devices_here
        self._trying = self._ask = False
        self._testing: PrinterSettings | None = None
        self._advice: tuple[str, ...] = ()
        self._problems: tuple[Problem, ...] = ()
        self._notice, self._give_up = UNSAID, ""
        self._pictured: object = None
        self._picture = b""
        self._reset(PrinterSettings())

    def show(self) -> None:
        try:
            self._reset(self._setup.settings())
        except Refusal as refusal:
            self._reset(PrinterSettings())
            self._notice = Said(words_of(refusal, self._words), "warn")
        self._render()

    def choose_kind(self, kind: object) -> None:
        self._typed["kind"] = str(kind)
        if self._typed["width_mm"] not in {choice.key for choice in self._widths()}:
            self._typed["width_mm"] = self._widths()[0].key
        self._forget_sheet()
        self._render()

    def edit(self, edit: object) -> None:
        assert isinstance(edit, FieldEdited), "the view's signal carries one"
        self._typed[edit.field] = edit.text
        if edit.field == "code_page":
            self._typed["code_page_number"] = str(CODE_PAGES[edit.text])
        if edit.field == "width_mm":
            self._typed["cutter"] = _NO if edit.text == str(NARROW_MM) else _YES
        self._forget_sheet()
        self._render()

    def test(self) -> None:
        """Print the sheet on what is chosen now; nothing is kept yet."""
        self._forget_sheet()
        settings = self._settings()
        if settings is not None:
            self._try_out(settings)
        self._render()

    def answer(self, right: object) -> None:
        """The person has the sheet before them."""
        settings, self._ask = self._testing, False
        if settings is None:
            return
        if not right:
            self._advice, self._notice = tuple(_(each) for each in _ADVICE), UNSAID
        elif self._operator.role not in MAY_CHANGE:
            self._notice = Said(_("The printer is right as it is set up."), "ok")
        else:
            self._keep(settings)
        self._render()

    def give_up(self) -> None:
        """The papers that stand in the way are not printed; then what was tested is kept."""
        try:
            self._setup.give_up_waiting(self._operator)
        except Refusal as refusal:
            self._refused(refusal)
        else:
            self._give_up = ""
            if self._setup.waiting():
                words = _("What is left is worth money and has no copy: print it on the printer of before")
                self._notice = Said(words, "warn")
            elif self._testing is not None:
                self._keep(self._testing)
        self._render()

    def leave(self) -> None:
        self._go("reports", "")

    # -- inside --------------------------------------------------------------------------------------------------------

    def _reset(self, settings: PrinterSettings) -> None:
        self._typed = {name: _text(value) for name, value in asdict(settings).items()}
        self._pictured, self._picture = None, b""
        self._forget_sheet()

    def _forget_sheet(self) -> None:
        """Something else is chosen, or tried: what was said of the sheet before is no longer so."""
        self._testing = None
        self._ask, self._advice, self._give_up = False, (), ""
        self._notice, self._problems = UNSAID, ()

    def _try_out(self, settings: PrinterSettings) -> None:
        try:
            printer, sheet = self._setup.printer(settings), self._setup.test_sheet(settings)
        except Refusal as refusal:
            self._refused(refusal)
            return
        self._testing, self._trying = settings, True
        self._notice = Said(_("Printing the test sheet…"), "info")
        if not self._bench.try_out(printer, sheet, self._told):
            self._testing, self._trying = None, False
            self._notice = Said(_("A paper is being printed. Try again after it."), "info")

    def _told(self, outcome: Outcome) -> None:
        self._trying = False
        if self._testing is None:  # something else was chosen meanwhile
            self._render()
            return
        if outcome.reason is None:
            self._notice = Said(_("The printer says that the sheet came out."), "ok")
        else:
            told = words_for(outcome.reason)
            self._notice = Said(f"{told.happened} {told.advice} ({told.code})", "warn")
        self._ask = outcome.state in _SEEN
        self._render()

    def _keep(self, settings: PrinterSettings) -> None:
        try:
            self._bench.use(self._setup.keep(self._operator, settings))
        except Refusal as refusal:
            self._refused(refusal)
            if refusal.code == "papers_wait_for_printer":
                count = len(self._setup.waiting())
                words = ngettext(
                    "Do not print the paper that waits", "Do not print the {count} papers that wait", count
                )
                self._give_up = words.format(count=count)
        else:
            self._notice = Said(_("Kept: papers come out here from now on."), "ok")

    def _refused(self, refusal: Refusal) -> None:
        field = str(refusal.details.get("field", ""))
        if refusal.code == "printer_settings_wrong" and field in _WRONG:
            self._problems = (Problem(field, _(_WRONG[field])),)
        else:
            self._notice = Said(words_of(refusal, self._words), "warn")

    def _settings(self) -> PrinterSettings | None:
        """What is chosen, or None and a problem beside the field."""
        told: dict[str, Any] = {}
        for field in fields(PrinterSettings):
            text = self._typed[field.name].strip()
            if isinstance(field.default, bool):
                told[field.name] = text == _YES
            elif isinstance(field.default, int):
                told[field.name] = int(text) if text.isascii() and text.isdigit() else -1
            else:
                told[field.name] = text
        try:
            return PrinterSettings(**told)
        except Refusal as refusal:
            self._refused(refusal)
            return None

    def _render(self) -> None:
        self._draw()
        kind = self._typed["kind"]
        kinds = kinds_here() if kind in kinds_here() else (*kinds_here(), kind)
        can_change = self._operator.role in MAY_CHANGE
        self._view.render(
            PrinterState(
                kinds=tuple(Choice(each, _(_KINDS[each][0])) for each in kinds),
                kind=kind,
                about=_(_KINDS[kind][1]),
                settings=tuple(self._setting(name) for name in self._shown()),
                picture=self._picture,
                notice=self._notice
                if can_change or self._notice.words
                else Said(_("Only a supervisor changes the printer. You may print the test sheet."), "info"),
                problems=self._problems,
                can_change=can_change,
                can_test=not self._trying,
                ask=self._ask,
                advice=self._advice,
                give_up=self._give_up,
            )
        )

    def _draw(self) -> None:
        """The sheet as it would come out; while a field is half typed the last one stays."""
        before = self._problems, self._notice
        settings = self._settings()
        self._problems, self._notice = before
        if settings is not None and settings.profile != self._pictured:
            self._picture, self._pictured = self._setup.preview(settings), settings.profile

    def _shown(self) -> tuple[str, ...]:
        kind = self._typed["kind"]
        thermal = kind != "pdf" and self._typed["width_mm"] != str(A4_MM)
        letters: tuple[str, ...] = _THERMAL if thermal else ()
        if self._typed["width_mm"] == str(NARROW_MM):
            letters = tuple(name for name in letters if name != "dots_per_inch")
        return (*_FIELDS[kind], *_PAPER, *letters)

    def _setting(self, name: str) -> Setting:
        text = self._typed[name]
        yes_no = (Choice(_YES, _("Yes")), Choice(_NO, _("No")))
        match name:
            case "baud":
                return Setting(name, text, tuple(Choice(str(baud), str(baud)) for baud in BAUDS))
            case "width_mm":
                return Setting(name, text, self._widths())
            case "dots_per_inch":
                return Setting(name, text, (Choice("203", _("203 (most)")), Choice("180", _("180 (Epson TM-T88)"))))
            case "code_page":
                named = {"cp858": _("CP858 (most)"), "cp1252": _("CP1252 (as Windows)")}
                return Setting(name, text, tuple(Choice(page, named.get(page, page.upper())) for page in CODE_PAGES))
            case "cutter" | "drawer":
                return Setting(name, text, yes_no)
            case "device":
                return Setting(name, text, hint=", ".join(self._devices()))
            case _:
                return Setting(name, text)

    def _widths(self) -> tuple[Choice, ...]:
        rolls = (Choice("80", _("Roll of 80 mm")), Choice("58", _("Roll of 58 mm")))
        sheet = Choice(str(A4_MM), _("A4 sheets"))
        match self._typed["kind"]:
            case "cups":
                return (sheet, *rolls)
            case "pdf" | "windows":
                return (*rolls, sheet)
            case _:
                return rolls


def _text(value: object) -> str:
    if isinstance(value, bool):
        return _YES if value else _NO
    return str(value)


def devices_here() -> tuple[str, ...]:
    """Device files that may be printers."""
    patterns = ("usb/lp*", "ttyUSB*", "ttyACM*")
    return tuple(str(path) for pattern in patterns for path in sorted(Path("/dev").glob(pattern)))
