"""One act on a case that is open already, on one page: tick or choose, photograph, confirm, paper."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QVBoxLayout, QWidget

from kiosk_app.screens.desk.case_act.state import BroughtLine, CaseActState
from kiosk_app.screens.desk.choices import ChoiceList
from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.parts import Content, DeskView, LineBox, empty, say, scrolled
from kiosk_app.widgets import STRETCH, Button, Card, Notice, column, label, row, set_text
from wording.catalogue import _, mark


class BroughtList(QWidget):
    """Requirements to tick, with Space or a touch. Signals: `toggled(object)` with a requirement's code."""

    toggled = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._codes: tuple[str, ...] = ()
        self._boxes: dict[str, QCheckBox] = {}
        self._lines: QVBoxLayout = column(spacing=4)
        self.setLayout(self._lines)

    def show_lines(self, lines: tuple[BroughtLine, ...]) -> None:
        codes = tuple(line.key for line in lines)
        if codes != self._codes:
            self._codes = codes
            self._boxes = {}
            empty(self._lines)
            for line in lines:
                box = QCheckBox(line.words)
                box.setProperty("requirement", line.key)
                box.setMinimumHeight(36)
                box.clicked.connect(self._clicked)
                self._boxes[line.key] = box
                self._lines.addWidget(box)
        for line in lines:
            self._boxes[line.key].setChecked(line.chosen)

    def first(self) -> QWidget | None:
        return next(iter(self._boxes.values()), None)

    def _clicked(self) -> None:
        box = self.sender()
        if box is not None:
            self.toggled.emit(box.property("requirement"))


class CaseActView(DeskView):
    """Signals: `requirement_toggled(object)` code, `ground_chosen(object)`, `photo_chosen(object)` path,
    `photo_removed()` the last one, `confirmed()`, `left()`.
    """

    KEYS: ClassVar = (
        ScreenKey("Ctrl+Return", "Ctrl+Enter", mark("Write it down and print")),
        ScreenKey("F9", "F9", mark("Photo")),
        ScreenKey("Esc", "Esc", mark("Back")),
    )
    requirement_toggled = Signal(object)
    ground_chosen = Signal(object)
    photo_chosen = Signal(object)
    photo_removed = Signal()
    confirmed = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._heading = label("", "h1", wrap=True)
        self._explanation = label("", "sub", wrap=True)
        self._done = Notice()
        self._facts = LineBox()
        self._brought = BroughtList()
        self._grounds = ChoiceList(_("What the person says"))
        self._photo = Button(_("Photograph a document"), key="F9", icon="camera")
        self._photo_names = label("", "small", wrap=True)
        self._forget = Button(_("Take the last photo out"), "quiet", size="small")
        self._confirm = Button(_("Write it down and print"), "primary", key="Ctrl+Enter", size="large")
        self._leave = Button(_("Back"), key="Esc", size="large")
        self._lay_out()
        self._brought.toggled.connect(self.requirement_toggled)
        self._grounds.chosen.connect(self.ground_chosen)
        self._photo.clicked.connect(self._pick_photo)
        self._forget.clicked.connect(self.photo_removed)
        self._confirm.clicked.connect(self.confirmed)
        self._leave.clicked.connect(self.left)
        self.key("Ctrl+Return", self._give)
        self.key("Ctrl+Enter", self._give)
        self.key("F9", self._pick_photo)
        self.key("Esc", self.left)

    def _lay_out(self) -> None:
        told = label(_("Tick only what the person has in hand."), "small", wrap=True)
        self._paper = Card(
            _("What the person brings"),
            told,
            10,
            self._brought,
            14,
            row(self._photo, 10, self._forget, STRETCH),
            6,
            self._photo_names,
            spacing=10,
        )
        self._why = Card(_("What the person says"), self._grounds, spacing=10)
        self._about = Card(_("Case"), self._facts, spacing=10)
        content = Content()
        content.setMaximumWidth(980)
        content.setLayout(
            column(
                column(self._heading, 4, self._explanation),
                self.summary,
                self._done,
                self._about,
                self._paper,
                self._why,
                row(self._confirm, self._leave, STRETCH, spacing=12),
                STRETCH,
                margins=(24, 18, 24, 16),
                spacing=14,
            )
        )
        self.setLayout(column(scrolled(content, _("Case"))))

    def show_state(self, state: CaseActState) -> None:
        may = not state.done.words
        set_text(self._heading, state.heading)
        set_text(self._explanation, state.explanation)
        say(self._done, state.done)
        self._facts.show_lines(state.facts)
        self._brought.show_lines(state.requirements)
        self._grounds.show_choices(state.grounds, state.ground)
        set_text(self._photo_names, ", ".join(state.photos), "ok")
        self._forget.setVisible(bool(state.photos) and may)
        self._paper.setVisible(bool(state.requirements))
        self._paper.setEnabled(may)
        self._why.setVisible(bool(state.grounds))
        self._why.setEnabled(may)
        self._confirm.setText(state.confirm)
        self._confirm.setVisible(may)
        self.show_problems(state.problems)

    def keys_now(self) -> tuple[ScreenKey, ...]:
        """What is done is not done again, and a photo belongs to what is brought."""
        confirm, photo, back = self.KEYS
        may = self._confirm.isVisibleTo(self)
        return (*((confirm,) if may else ()), *((photo,) if may and self._paper.isVisibleTo(self) else ()), back)

    def first_focus(self) -> QWidget | None:
        if not self._confirm.isVisibleTo(self):
            return self._leave
        return self._brought.first() or self._grounds.first() or self._leave

    def go_to(self, field: object) -> None:
        found = {"brought": self._brought.first(), "ground": self._grounds.first(), "photo": self._photo}.get(
            str(field)
        )
        if found is not None:
            found.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _give(self) -> None:
        if self._confirm.isVisibleTo(self):
            self.confirmed.emit()

    def _pick_photo(self) -> None:
        if not (self._paper.isVisibleTo(self) and self._paper.isEnabled()):
            return
        path, _kind = QFileDialog.getOpenFileName(
            self, _("Photograph a document"), "", _("Photos (*.jpg *.jpeg *.png)")
        )
        if path:
            self.photo_chosen.emit(path)
