"""Header, footer and notice band: the same on every page, the help and the end always in the same place."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedLayout, QWidget

from kiosk_app.screens.kiosk.home.state import FrameState
from kiosk_app.screens.kiosk.page import PageTurn
from kiosk_app.screens.kiosk.touch import Emblem, Segment, Toggle, TouchButton, px
from kiosk_app.theme.tokens import COLOURS
from kiosk_app.widgets.layouts import STRETCH, column, fill, row
from kiosk_app.widgets.text import IconLabel, label
from wording.catalogue import _

#: The operator's way in: long enough that nobody finds it by resting a hand on the glass.
OPERATOR_HOLD_MS = 4000
#: Of the header and of the footer, at 102 ppi.
HEIGHT = 108


class OperatorEmblem(Emblem):
    """The municipality's emblem. Held for four seconds it asks for the operator. Signal: `held()`."""

    held = Signal()

    def __init__(self) -> None:
        super().__init__(px(80), px(22))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(OPERATOR_HOLD_MS)
        self._timer.timeout.connect(self.held)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self._timer.start()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._timer.stop()


class Header(QFrame):
    """Signals: `back_asked()`, `language_chosen(str)`, `large_letters_chosen(bool)`, `operator_asked()`."""

    back_asked = Signal()
    language_chosen = Signal(object)
    large_letters_chosen = Signal(object)
    operator_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("box", "top")
        self.setFixedHeight(px(HEIGHT))
        self.emblem = OperatorEmblem()
        self.emblem.show_icon("landmark", COLOURS.on_primary, COLOURS.primary)
        self.emblem.held.connect(self.operator_asked)
        self._municipality, self._place = label("", "h3"), label("", "small")
        self.back = TouchButton("plain")
        self._step = label("", "strong")
        self._segments = QFrame()
        self._segments.setProperty("box", "segments")
        self._segments.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._segment_row = QHBoxLayout(self._segments)
        self._segment_row.setContentsMargins(px(8), px(8), px(8), px(8))
        self._segment_row.setSpacing(px(8))
        self.languages: dict[str, Segment] = {}
        self.large = Toggle()
        self._lay()
        self.back.clicked.connect(self.back_asked)
        self.large.clicked.connect(self._on_large)

    def _lay(self) -> None:
        names = column(STRETCH, self._municipality, self._place, STRETCH, spacing=px(2))
        brand = fill(QWidget(), row(self.emblem, px(24), (names, 1)))
        steps = fill(QWidget(), row(self.back, px(32), self._step, STRETCH))
        self._left = QStackedLayout()
        self._left.addWidget(brand)
        self._left.addWidget(steps)
        for side in (brand, steps):
            side.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        margins = (px(56), 0, px(56), 0)
        self.setLayout(row((self._left, 1), self._segments, self.large, margins=margins, spacing=px(24)))

    def show_frame(self, state: FrameState) -> None:
        self._municipality.setText(state.municipality)
        self._place.setText(state.place)
        self.back.say(_("Go back"), "arrow-left")
        self.large.say(_("Large letters"), "a-large-small")
        self.large.setChecked(state.large_letters)
        self._segments.setVisible(len(state.languages) > 1)
        for language in state.languages:
            if language.code not in self.languages:
                segment = Segment()
                segment.clicked.connect(self._on_language)
                self.languages[language.code] = segment
                self._segment_row.addWidget(segment)
            self.languages[language.code].say(language.name)
            self.languages[language.code].setChecked(language.code == state.language)

    def show_turn(self, turn: PageTurn) -> None:
        self._left.setCurrentIndex(1 if turn.can_go_back else 0)
        self._step.setText(turn.step)

    def _on_language(self) -> None:
        segment = self.sender()
        for code, known in self.languages.items():
            if known is segment:
                self.language_chosen.emit(code)

    def _on_large(self) -> None:
        self.large_letters_chosen.emit(self.large.isChecked())


class Footer(QFrame):
    """Signals: `help_asked()`, `end_asked()`."""

    help_asked = Signal()
    end_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("box", "bottom")
        self.setFixedHeight(px(HEIGHT))
        self.help, self.end = TouchButton("plain"), TouchButton("plain")
        self._clock, self._day = label("", "h3"), label("", "small")
        for words in (self._clock, self._day):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        clock = column(STRETCH, self._clock, self._day, STRETCH, spacing=0)
        margins = (px(56), 0, px(56), 0)
        self.setLayout(row(self.help, STRETCH, clock, STRETCH, self.end, margins=margins, spacing=px(16)))
        self.help.clicked.connect(self.help_asked)
        self.end.clicked.connect(self.end_asked)

    def show_frame(self, state: FrameState) -> None:
        self._clock.setText(state.clock)
        self._day.setText(state.day)
        self.help.say(_("Call the person in charge"), "headphones")
        self.end.say(_("Finish and erase my data"), "log-out")


class NoticeBand(QWidget):
    """Something is not as usual, and what that means for the person. Takes no room when all is well."""

    def __init__(self) -> None:
        super().__init__()
        self._words = label("", "strong", "warn", wrap=True)
        band = QFrame()
        band.setProperty("box", "notice")
        band.setProperty("tone", "warn")
        sign = IconLabel("cloud-off", COLOURS.warn, px(40))
        band.setLayout(row(sign, (self._words, 1), margins=(px(28), px(14), px(28), px(14)), spacing=px(20)))
        self.setLayout(row((band, 1), margins=(px(56), 0, px(56), px(20))))
        self.hide()

    def show_notice(self, words: str) -> None:
        self._words.setText(words)
        self.setVisible(bool(words))


class SampleStrip(QWidget):
    """Says on every page that the figures are invented, for as long as one of them is."""

    def __init__(self) -> None:
        super().__init__()
        self._words = label("", "small", "warn")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(row((self._words, 1), margins=(px(56), px(4), px(56), px(4))))
        self.hide()

    def show_words(self, words: str) -> None:
        self._words.setText(words)
        self.setVisible(bool(words))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(COLOURS.warn_soft))
        painter.end()
