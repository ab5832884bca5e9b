"""What a scanned receipt says about itself."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.parts import Content, DeskView, LineBox, scrolled
from kiosk_app.screens.desk.scan_result.state import ScanResultState, Verdict
from kiosk_app.shown import Tone
from kiosk_app.theme.apply import repolish
from kiosk_app.widgets import STRETCH, Button, Card, column, label, row, set_text
from kiosk_app.widgets.text import IconLabel
from kiosk_app.widgets.tones import INK
from wording.catalogue import _, mark

_LOOK: Final[dict[Verdict, tuple[Tone, str]]] = {
    Verdict.VALID: ("ok", "shield-check"),
    Verdict.ALTERED: ("err", "shield-alert"),
    Verdict.UNKNOWN_KEY: ("warn", "circle-question-mark"),
    Verdict.NOT_OURS: ("plain", "qr-code"),
    Verdict.CHECKED_ONLINE: ("warn", "cloud"),
}


class ScanResultView(DeskView):
    """Signals: `case_requested(object)` with the case's code, `left()`."""

    KEYS: ClassVar = (ScreenKey("Esc", "Esc", mark("Back")),)
    case_requested = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._case = ""
        self._icon = IconLabel("shield-check", INK["ok"], 56, 1.6)
        self._heading = label("", "h1", wrap=True)
        self._meaning = label("", wrap=True)
        self._facts = LineBox()
        self._advice = label("", "strong", wrap=True)
        self._open = Button(_("Open the case"), "primary", size="large")
        self._back = Button(_("Back"), key="Esc", size="large")
        self._card = Card(
            "",
            row(self._icon, 20, (column(self._heading, 6, self._meaning), 1)),
            16,
            self._advice,
        )
        self._facts_card = Card(_("What the code on the receipt says"), self._facts, spacing=10)
        content = Content()
        content.setMaximumWidth(860)
        content.setLayout(
            column(
                self._card,
                self._facts_card,
                row(self._open, self._back, STRETCH, spacing=12),
                STRETCH,
                margins=(24, 22, 24, 16),
                spacing=14,
            )
        )
        self.setLayout(column(scrolled(content, _("Receipt read"))))
        self._open.clicked.connect(self._opened)
        self._back.clicked.connect(self.left)
        self.key("Esc", self.left)

    def show_state(self, state: ScanResultState) -> None:
        tone, picture = _LOOK[state.verdict]
        self._case = state.case
        self._icon.show_icon(picture, INK[tone])
        if self._card.property("tone") != tone:
            self._card.setProperty("tone", tone)
            repolish(self._card)
        set_text(self._heading, state.heading, "" if tone == "plain" else tone)
        self._meaning.setText(state.meaning)
        self._advice.setText(state.advice)
        self._facts.show_lines(state.facts)
        self._facts_card.setVisible(bool(state.facts))
        self._open.setVisible(bool(state.case))
        self._open.setText(state.case_caption or _("Open the case"))

    def first_focus(self) -> QWidget | None:
        return self._back

    def _opened(self) -> None:
        self.case_requested.emit(self._case)
