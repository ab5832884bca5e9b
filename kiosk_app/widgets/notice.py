"""A band of words across a screen: what goes on, and what one can do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from kiosk_app.theme.apply import repolish
from kiosk_app.theme.tokens import Tone, active_scale
from kiosk_app.widgets.buttons import Button
from kiosk_app.widgets.layouts import row
from kiosk_app.widgets.text import IconLabel, label, set_shown
from kiosk_app.widgets.tones import INK, PICTURE


class Notice(QFrame):
    """Signals: `acted()` when its button is pressed."""

    acted = Signal()

    def __init__(self, text: str = "", tone: Tone = "info", *, icon: str = "", action: str = "") -> None:
        super().__init__()
        self.setProperty("box", "notice")
        self.words = label("", wrap=True)
        self._icon = IconLabel(PICTURE[tone], INK[tone], active_scale().icon + 2)
        self.button = Button(action, "quiet", size="small")
        self.button.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.button.clicked.connect(self.acted)
        gap = active_scale().gap
        self.setLayout(row(self._icon, gap + 2, (self.words, 1), gap, self.button, margins=(14, 10, 14, 10)))
        self.say(text, tone, icon=icon, action=action)

    def say(self, text: str, tone: Tone = "info", *, icon: str = "", action: str = "") -> None:
        """Empty words hide the band."""
        self.words.setText(text)
        self._icon.show_icon(icon or PICTURE[tone], INK[tone])
        self.button.setText(action)
        self.button.setVisible(bool(action))
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.words.setProperty("tone", tone)
            repolish(self)
            repolish(self.words)
        self.setAccessibleName(text)
        set_shown(self, bool(text))
