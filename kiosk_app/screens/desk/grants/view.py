"""What was assigned to this counter."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk_app.screens.desk.grants.state import GrantsState
from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.parts import Content, DeskView, page_header, say, scrolled
from kiosk_app.widgets import STRETCH, Button, Card, Column, Notice, Table, column, label, row, set_text
from wording.catalogue import _, mark


class GrantsView(DeskView):
    """Signals: `held_chosen(object)` with the key of a row, `release_requested()`, which first asks, `left()`."""

    KEYS: ClassVar = (
        ScreenKey("Ctrl+Return", "Ctrl+Enter", mark("Give back to the municipality")),
        ScreenKey("Esc", "Esc", mark("Back")),
    )
    held_chosen = Signal(object)
    release_requested = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._held = Table(_columns(), _("What was assigned to this counter"))
        self._empty = label("", "sub", wrap=True)
        self._notice, self._means = Notice(), Notice()
        self._release = Button("", "primary", key="Ctrl+Enter", size="large")
        self._sure = Button(_("Yes, give them back"), "danger", key="Ctrl+Enter", size="large")
        self._leave = Button(_("Back"), key="Esc", size="large")
        self._held.row_chosen.connect(self.held_chosen)
        for button, meaning in ((self._release, self.release_requested), (self._sure, self.release_requested)):
            button.clicked.connect(meaning)
        self._leave.clicked.connect(self.left)
        self.key("Ctrl+Return", self._give)
        self.key("Ctrl+Enter", self._give)
        self.key("Esc", self.left)
        self._held.setMinimumHeight(36 * 6)
        told = _(
            "Numbers and hours that only this counter may use. What it will not need goes back to the municipality."
        )
        content = Content()
        content.setLayout(
            column(
                page_header(label(_("What was assigned to this counter"), "h1"), label(told, "sub", wrap=True)),
                self._notice,
                (Card("", (self._held, 1), self._empty), 1),
                self._means,
                row(self._release, self._sure, self._leave, STRETCH, spacing=12),
                margins=(24, 18, 24, 16),
                spacing=14,
            )
        )
        self.setLayout(column(scrolled(content, _("What was assigned to this counter"))))

    def show_state(self, state: GrantsState) -> None:
        self._held.show_rows(state.held, state.chosen)
        self._held.setVisible(bool(state.held))
        set_text(self._empty, state.empty)
        say(self._notice, state.notice)
        say(self._means, state.means)
        self._release.setText(_("Give back to the municipality"))
        self._release.setVisible(bool(state.held) and not state.is_asking)
        self._release.setEnabled(state.can_release)
        self._sure.setVisible(state.is_asking)
        self._leave.setText(_("Keep them") if state.is_asking else _("Back"))

    def keys_now(self) -> tuple[ScreenKey, ...]:
        may = self._sure.isVisibleTo(self) or (self._release.isVisibleTo(self) and self._release.isEnabled())
        return self.KEYS if may else self.KEYS[-1:]

    def first_focus(self) -> QWidget | None:
        return self._held if self._held.isVisibleTo(self) else self._leave

    def _give(self) -> None:
        if len(self.keys_now()) == len(self.KEYS):
            self.release_requested.emit()


def _columns() -> tuple[Column, ...]:
    return (Column(_("What"), 300), Column(_("Which")), Column(_("How many"), 120, numeric=True))
