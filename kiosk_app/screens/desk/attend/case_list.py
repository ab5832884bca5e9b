"""The left column of the counter: start something new, or go on with a case of today."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from kiosk_app.screens.desk.attend.state import CaseList
from kiosk_app.widgets import Button, RowList, Segments, column, label, row
from wording.catalogue import _


class CaseListPanel(QFrame):
    """`appointments` is what the municipality calls them. Signals: `new_case()`, `new_complaint()`, `appointments()`,
    `case_chosen(object)` with its key, `tab_chosen(object)`.
    """

    new_case = Signal()
    new_complaint = Signal()
    appointments = Signal()
    case_chosen = Signal(object)
    tab_chosen = Signal(object)

    def __init__(self, appointments: str) -> None:
        super().__init__()
        self.setProperty("box", "side")
        self._new_case = Button(_("Procedure"), "primary", key="F2", icon="plus")
        self._new_case.setAccessibleName(_("New procedure"))
        self._new_complaint = Button(_("Complaint"), key="F5", icon="plus")
        self._new_complaint.setAccessibleName(_("New complaint"))
        self._appointments = Button(appointments, "quiet", key="F10", icon="calendar-clock")
        self._tabs = Segments((("today", _("Today")), ("queued", _("To send")), ("overdue", _("Overdue"))))
        self._list = RowList(_("Cases at this counter"))
        self._empty = label("", "sub", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._empty.setContentsMargins(20, 12, 20, 0)
        self._empty.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._new_case.clicked.connect(self.new_case)
        self._new_complaint.clicked.connect(self.new_complaint)
        self._appointments.clicked.connect(self.appointments)
        self._tabs.chosen.connect(self.tab_chosen)
        self._list.row_chosen.connect(self.case_chosen)
        self.setLayout(
            column(
                row((self._new_case, 1), 6, self._new_complaint, margins=(10, 0, 10, 0)),
                4,
                row((self._appointments, 1), margins=(10, 0, 10, 0)),
                8,
                row((self._tabs, 1), margins=(16, 0, 16, 0)),
                8,
                (self._list, 1),
                (self._empty, 1),
                margins=(0, 16, 0, 0),
            )
        )

    def show_cases(self, state: CaseList) -> None:
        self._tabs.show_options(state.tabs, state.tab)
        self._list.show_rows(state.rows, state.chosen)
        self._list.setVisible(bool(state.rows))
        self._empty.setText(state.empty)
        self._empty.setVisible(not state.rows)
