"""The printer of this counter: what it is at the left, how its paper will look at the right."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from kiosk_app.screens.desk.choices import ChoiceList
from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.parts import ChoiceBox, Content, DeskView, Sentences, TextBox, page_header, say, scrolled
from kiosk_app.screens.desk.printer.state import PrinterState, Setting
from kiosk_app.widgets import STRETCH, Button, Card, Field, Notice, column, label, row, set_text
from wording.catalogue import _, mark

_CAPTIONS: Final = {
    "host": mark("Address"),
    "port": mark("Port"),
    "device": mark("Where it is"),
    "baud": mark("Speed of a serial cable"),
    "queue": mark("Its name on this computer"),
    "folder": mark("Folder"),
    "width_mm": mark("Paper"),
    "dots_per_inch": mark("Dots an inch"),
    "code_page": mark("Letters"),
    "code_page_number": mark("Number of these letters"),
    "cutter": mark("Cuts the paper"),
    "drawer": mark("Opens the drawer"),
}
_TYPED: Final = ("host", "port", "device", "queue", "folder", "code_page_number")
#: Two of them stand beside each other on a line.
_PAIRS: Final = (
    ("host", "port"),
    ("device", "baud"),
    ("queue", "folder"),
    ("width_mm", "dots_per_inch"),
    ("code_page", "code_page_number"),
    ("cutter", "drawer"),
)
_PREVIEW_WIDTH: Final = 312


class PrinterView(DeskView):
    """Signals: `kind_chosen(object)` key, `tested()`, `answered(object)` whether the sheet came out right,
    `given_up()`, `left()`; `field_edited` for every setting.
    """

    KEYS: ClassVar = (
        ScreenKey("F9", "F9", mark("Print the test sheet")),
        ScreenKey("Esc", "Esc", mark("Back")),
    )
    kind_chosen = Signal(object)
    tested = Signal()
    answered = Signal(object)
    given_up = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._kinds = ChoiceList(_("How the printer is connected"))
        self._about = label("", "sub", wrap=True)
        self._notice = Notice()
        self._advice = Sentences()
        self._test = Button(_("Print the test sheet"), "primary", key="F9", icon="printer")
        self._leave = Button(_("Back"), key="Esc")
        self._give_up = Button("", icon="trash-2")
        self._right = Button(_("Yes, use this printer"), "primary", icon="check")
        self._wrong = Button(_("No"), icon="x")
        self._asked = QWidget()
        self._asked.setLayout(
            row(label(_("Did it come out right?"), "strong"), 12, self._right, 8, self._wrong, STRETCH)
        )
        self._boxes: dict[str, TextBox | ChoiceBox] = {
            name: TextBox(name) if name in _TYPED else ChoiceBox(name) for name in _CAPTIONS
        }
        for name, box in self._boxes.items():
            self.add_field(name, Field(_(_CAPTIONS[name]), box))
            box.edited.connect(self.field_edited)
        #: By the name of their first field; one where nothing is asked takes no room.
        self._rows: dict[str, QWidget] = {}
        self._picture = QLabel()
        self._picture.setAccessibleName(_("The test sheet as it will come out"))
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._shown = b""
        self._connect()
        self._lay_out()

    def _connect(self) -> None:
        self._kinds.chosen.connect(self.kind_chosen)
        self._test.clicked.connect(self.tested)
        self._leave.clicked.connect(self.left)
        self._give_up.clicked.connect(self.given_up)
        self._right.clicked.connect(self._came_out)
        self._wrong.clicked.connect(self._came_out_wrong)
        self.key("F9", self.tested)
        self.key("Esc", self.left)

    def _lay_out(self) -> None:
        told = _("Choose how it is connected, print the test sheet, and say whether it came out right.")
        for one, two in _PAIRS:
            pair = row((column(self.fields[one], STRETCH), 3), 12, (column(self.fields[two], STRETCH), 2))
            self._rows[one] = QWidget()
            self._rows[one].setLayout(column(8, pair))
        form = Content()
        form.setLayout(
            column(
                page_header(label(_("Printer of this counter"), "h1"), label(told, "sub", wrap=True)),
                self.summary,
                self._notice,
                self._asked,
                self._advice,
                row(self._give_up, STRETCH),
                Card(_("How the printer is connected"), self._kinds, 6, self._about, *self._rows.values()),
                row(self._test, self._leave, STRETCH, spacing=12),
                STRETCH,
                margins=(24, 18, 16, 16),
                spacing=12,
            )
        )
        sheet = Content()
        sheet.setLayout(column(self._picture, STRETCH, margins=(2, 4, 2, 4)))
        preview = QWidget()
        preview.setFixedWidth(_PREVIEW_WIDTH + 56)
        preview.setLayout(
            column(
                label(_("The test sheet as it will come out"), "strong"),
                (scrolled(sheet, _("The test sheet as it will come out")), 1),
                margins=(12, 18, 16, 16),
                spacing=8,
            )
        )
        self.setLayout(row((scrolled(form, _("Printer of this counter")), 1), preview))

    def show_state(self, state: PrinterState) -> None:
        self._kinds.show_choices(state.kinds, state.kind)
        self._kinds.setEnabled(state.can_change)
        set_text(self._about, state.about)
        say(self._notice, state.notice)
        self._asked.setVisible(state.ask)
        self._advice.show_sentences(state.advice)
        self._advice.setVisible(bool(state.advice))
        self._give_up.setText(state.give_up)
        self._give_up.setAccessibleName(state.give_up)
        self._give_up.setVisible(bool(state.give_up))
        self._test.setEnabled(state.can_test)
        self._show_settings({setting.name: setting for setting in state.settings}, can_change=state.can_change)
        self._show_picture(state.picture)
        self.show_problems(state.problems)

    def first_focus(self) -> QWidget | None:
        return self._kinds.first() if self._kinds.isEnabled() else self._test

    def _show_settings(self, settings: dict[str, Setting], *, can_change: bool) -> None:
        for one, two in _PAIRS:
            self._rows[one].setVisible(one in settings or two in settings)
        for name, box in self._boxes.items():
            setting = settings.get(name)
            self.fields[name].setVisible(setting is not None)
            if setting is None:
                continue
            box.setEnabled(can_change)
            self.fields[name].show_hint(setting.hint)
            self.fields[name].hint.setVisible(bool(setting.hint))
            if isinstance(box, ChoiceBox):
                box.show_choices(setting.choices, setting.text)
            else:
                box.show_text(setting.text)

    def _show_picture(self, picture: bytes) -> None:
        if picture == self._shown:
            return
        self._shown = picture
        pixmap = QPixmap()
        pixmap.loadFromData(picture)
        if not pixmap.isNull():
            pixmap = pixmap.scaledToWidth(_PREVIEW_WIDTH, Qt.TransformationMode.SmoothTransformation)
        self._picture.setPixmap(pixmap)

    def _came_out(self) -> None:
        self.answered.emit(True)

    def _came_out_wrong(self) -> None:
        self.answered.emit(False)
