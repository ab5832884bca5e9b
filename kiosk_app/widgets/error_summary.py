"""What is wrong with a form, at its top, with the same words as beside the fields."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from kiosk_app.shown import Problem
from kiosk_app.theme.tokens import COLOURS
from kiosk_app.widgets.buttons import Button
from kiosk_app.widgets.layouts import STRETCH, column, row
from kiosk_app.widgets.text import IconLabel, label


class ErrorSummary(QFrame):
    """Appears on top, takes the focus, and each line leads to its field.

    Signals: `jump(object)` with the field's name.
    """

    jump = Signal(object)

    def __init__(self, heading: str) -> None:
        super().__init__()
        self.setProperty("box", "summary")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._shown: tuple[Problem, ...] = ()
        self._heading = label(heading, "h3", "err")
        self._lines: QVBoxLayout = column(spacing=2)
        self.setAccessibleName(heading)
        head = row(IconLabel("circle-alert", COLOURS.err, 20), 8, self._heading, STRETCH)
        self.setLayout(column(head, 4, self._lines, margins=(16, 12, 16, 12)))
        self.hide()

    def show_problems(self, problems: tuple[Problem, ...], *, take_focus: bool = True) -> None:
        """Nothing changes while the problems are the same, so that a repeated render does not steal the focus."""
        if problems == self._shown:
            return
        self._shown = problems
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for problem in problems:
            self._lines.addWidget(self._line(problem), 0, Qt.AlignmentFlag.AlignLeft)
        self.setAccessibleDescription("\n".join(problem.words for problem in problems))
        self.setVisible(bool(problems))
        if problems and take_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, problem: Problem) -> QPushButton:
        line = Button(problem.words, "quiet", size="small", icon="chevron-right")
        line.setProperty("field", problem.field)
        line.clicked.connect(self._jumped)
        return line

    def _jumped(self) -> None:
        line = self.sender()
        if line is not None:
            self.jump.emit(line.property("field"))
