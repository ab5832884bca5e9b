"""What waits to be sent, and why."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.parts import Content, DeskView, LineBox, page_header, say, scrolled
from kiosk_app.screens.desk.queue.state import CarryState, QueueState
from kiosk_app.widgets import STRETCH, Button, Card, Column, Notice, Table, column, label, row, set_text
from wording.catalogue import _, mark


class QueueView(DeskView):
    """Signals: `retry_requested()`, `hand_over_requested()` (to a courier's file) and `answer_requested()` (from one),
    `carry_requested()` (another counter's file) and `stop_requested()` (to carry it), `export_requested()` (the
    journal), `item_chosen(object)` key, `paper_seen(object)` whether the chosen paper came out whole, `left()`.
    """

    KEYS: ClassVar = (
        ScreenKey("F4", "F4", mark("Carry another counter's file")),
        ScreenKey("F5", "F5", mark("Try now")),
        ScreenKey("F8", "F8", mark("Save on a USB stick")),
        ScreenKey("F9", "F9", mark("Read the answer")),
        ScreenKey("F10", "F10", mark("Save the journal")),
        ScreenKey("Esc", "Esc", mark("Back")),
    )
    retry_requested = Signal()
    export_requested = Signal()
    hand_over_requested = Signal()
    answer_requested = Signal()
    carry_requested = Signal()
    stop_requested = Signal()
    item_chosen = Signal(object)
    paper_seen = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._headline = Notice()
        self._facts = LineBox()
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(_("Progress of sending"))
        self._progress_words = label("", "small")
        self._notice = Notice()
        self._items = Table(_columns(), _("What waits to be sent"))
        self._empty = label("", "sub", wrap=True)
        self._retry = Button(_("Try now"), "primary", key="F5", icon="refresh-cw")
        self._hand_over = Button(_("Save on a USB stick"), key="F8", icon="usb")
        self._answer = Button(_("Read the answer"), key="F9", icon="file-text")
        self._carry = Button(_("Carry another counter's file"), key="F4", icon="usb")
        self._stop = Button(_("Stop carrying"), size="small")
        self._carried = QProgressBar()
        self._carried.setTextVisible(False)
        self._carried.setAccessibleName(_("Progress of carrying another counter's file"))
        self._carried_words = label("", "small", wrap=True)
        self._carry_notice = Notice()
        self._under_way = QWidget()
        self._export = Button(_("Save the journal"), key="F10")
        self._came_out = Button(_("It came out well"), icon="check")
        self._did_not = Button(_("It did not come out"), icon="x")
        self._came_out.clicked.connect(self._seen)
        self._did_not.clicked.connect(self._not_seen)
        self._paper = label("", wrap=True)
        self._asked = QWidget()
        self._asked.setLayout(row(self._came_out, self._did_not, STRETCH, spacing=12))
        self._retry.clicked.connect(self.retry_requested)
        self._export.clicked.connect(self.export_requested)
        self._hand_over.clicked.connect(self.hand_over_requested)
        self._answer.clicked.connect(self.answer_requested)
        self._carry.clicked.connect(self.carry_requested)
        self._stop.clicked.connect(self.stop_requested)
        self._items.row_chosen.connect(self.item_chosen)
        self.key("F4", self.carry_requested)
        self.key("F5", self.retry_requested)
        self.key("F8", self.hand_over_requested)
        self.key("F9", self.answer_requested)
        self.key("F10", self.export_requested)
        self.key("Esc", self.left)
        self._lay_out()

    def _lay_out(self) -> None:
        told = _("Everything here is already safe on this computer. It is sent by itself when there is a connection.")
        title = page_header(label(_("To be sent"), "h1"), label(told, "sub", wrap=True))
        head = row((title, 1), 12, self._export, 8, self._retry)
        how = _(
            "Save what waits on a USB stick and carry it to the municipality. It gives you back an answer on the same "
            "stick: read it here. Nobody else can read what is on it, and sending it twice does no harm."
        )
        other = _("Put in the stick of a counter without a connection. You cannot read what is on it.")
        self._under_way.setLayout(row((column(self._carried_words, 4, self._carried), 1), 12, self._stop))
        by_hand = Card(
            _("Without a connection: by hand"),
            column(
                label(how, "sub", wrap=True),
                row(self._hand_over, 8, self._answer, STRETCH),
                row(self._carry, 12, (label(other, "sub", wrap=True), 1)),
                self._under_way,
                self._carry_notice,
                spacing=8,
            ),
        )
        facts = Card("", self._facts, 8, self._progress, 4, self._progress_words)
        items = Card(_("What waits"), self._items, self._empty, self._paper, self._asked, spacing=8)
        content = Content()
        content.setLayout(
            column(
                head,
                self._headline,
                self._notice,
                row((facts, 2), 12, (by_hand, 3)),
                (items, 1),
                margins=(24, 18, 24, 16),
                spacing=12,
            )
        )
        self._items.setMinimumHeight(36 * 5)
        self.setLayout(column(scrolled(content, _("To be sent"))))

    def show_state(self, state: QueueState) -> None:
        say(self._headline, state.headline)
        say(self._notice, state.notice)
        self._facts.show_lines(state.facts)
        self._progress.setVisible(state.progress is not None)
        self._progress.setValue(state.progress or 0)
        set_text(self._progress_words, state.progress_words)
        self._items.show_rows(state.items, state.chosen)
        self._items.setVisible(bool(state.items))
        set_text(self._empty, state.empty)
        self._retry.setEnabled(state.can_retry)
        self._hand_over.setEnabled(state.can_export)
        set_text(self._paper, state.paper)
        self._paper.setVisible(bool(state.paper))
        self._asked.setVisible(state.ask_paper)
        self._show_carrying(state.carry)

    def _show_carrying(self, carry: CarryState) -> None:
        self._carry.setEnabled(not carry.under_way)
        self._under_way.setVisible(carry.under_way)
        self._carried.setValue(carry.percent)
        set_text(self._carried_words, carry.words)
        say(self._carry_notice, carry.notice)

    def first_focus(self) -> QWidget | None:
        return self._retry

    def _seen(self) -> None:
        self.paper_seen.emit(True)

    def _not_seen(self) -> None:
        self.paper_seen.emit(False)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("What"), 300),
        Column(_("Waiting for"), 130),
        Column(_("State"), 140),
        Column(_("Why")),
    )
