"""The case just registered: its code, what happens now, and the honest state of the paper."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk_app.screens.desk.delivery.state import Delivery
from kiosk_app.screens.desk.parts import LineBox, Sentences, say
from kiosk_app.theme.tokens import COLOURS
from kiosk_app.widgets import STRETCH, Button, Card, IconTile, Notice, column, label, row, rule
from wording.catalogue import _


class DeliveryPanel(QWidget):
    """Signals: `print_again()`, `paper_seen(object)` whether it came out whole, `finished()`: the next one may come."""

    print_again = Signal()
    finished = Signal()
    paper_seen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._heading = label("", "h2", wrap=True)
        self._code = label("", "amount", "primary")
        self._facts = LineBox()
        self._next = Sentences()
        self._printing = Notice()
        self._print = Button(_("Print again"), icon="printer")
        self._finish = Button(_("Attend to the next person"), "primary", key="F2", size="large")
        self._came_out = Button(_("It came out well"), icon="check")
        self._did_not = Button(_("It did not come out"), icon="x")
        self._came_out.clicked.connect(self._seen)
        self._did_not.clicked.connect(self._not_seen)
        self._asked = QWidget()
        self._asked.setLayout(row(self._came_out, self._did_not, STRETCH, spacing=12))
        self._print.clicked.connect(self.print_again)
        self._finish.clicked.connect(self.finished)
        tick = IconTile("circle-check", COLOURS.ok, COLOURS.ok_soft, 56, 14, icon_size=32)
        card = Card(
            "",
            row(tick, 16, (column(self._heading, 2, label(_("Code"), "small"), self._code), 1)),
            16,
            rule(),
            14,
            self._facts,
            14,
            label(_("What happens now"), "h3"),
            8,
            self._next,
        )
        self.setLayout(
            column(card, self._printing, self._asked, row(self._finish, 12, self._print, STRETCH), STRETCH, spacing=12)
        )

    def show_delivery(self, state: Delivery) -> None:
        self._heading.setText(state.heading)
        self._code.setText(state.code)
        self._code.setAccessibleName(state.code_spoken)
        self._facts.show_lines(state.facts)
        self._next.show_sentences(state.next_steps)
        say(self._printing, state.printing)
        self._print.setText(state.print_caption or _("Print again"))
        self._print.setEnabled(state.can_print)
        self._asked.setVisible(state.ask_paper)

    def focus_first(self) -> None:
        self._finish.setFocus()

    def _seen(self) -> None:
        self.paper_seen.emit(True)

    def _not_seen(self) -> None:
        self.paper_seen.emit(False)
