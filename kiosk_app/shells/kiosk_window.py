"""The kiosk's only window: it fills the glass, keeps the time of a visit, and cannot be left without the operator."""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QClipboard, QCloseEvent, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QLayout, QStackedLayout, QVBoxLayout, QWidget

from kiosk_app.screens.kiosk.code_entry import WrongTries
from kiosk_app.screens.kiosk.frame import Footer, Header, NoticeBand, SampleStrip
from kiosk_app.screens.kiosk.home.state import FrameState
from kiosk_app.screens.kiosk.navigation import Navigation
from kiosk_app.screens.kiosk.overlays import HelpCalled, OperatorGate, Overlay, StillHere
from kiosk_app.screens.kiosk.page import PageTurn, bring_forward
from kiosk_app.screens.kiosk.session import Closing, Effect, Resume, Session, TapGuard, Warn, Wipe
from kiosk_app.screens.kiosk.visit import Stage, Visit
from kiosk_app.screens.kiosk.watch import SessionWatch
from kiosk_app.theme.apply import apply_theme
from kiosk_app.theme.tokens import KIOSK, KIOSK_LARGE, Scale
from wording.catalogue import _

_OPERATOR_KEYS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class KioskWindow(QWidget):
    """Lives on the application thread. Call `start()` to fill the screen and `stop()` before it is thrown away.

    Signals: `language_chosen(str)`; `large_letters_chosen(bool)`; `help_called()`; `visit_ended()` after everything of
    the person is gone, so that the frame goes back to its language and size; `left()` when the operator closed it;
    `ticked()` several times a second, for the clock.

    `make_visit` is called for every person; `check_pin` answers whether a PIN opens the kiosk.
    """

    language_chosen = Signal(object)
    large_letters_chosen = Signal(object)
    help_called = Signal()
    visit_ended = Signal()
    left = Signal()
    ticked = Signal()

    def __init__(
        self,
        make_visit: Callable[[Navigation], Visit],
        *,
        session: Session,
        taps: TapGuard,
        pin_tries: WrongTries,
        check_pin: Callable[[str], bool],
        scales: tuple[Scale, Scale] = (KIOSK, KIOSK_LARGE),
    ) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        self._make_visit = make_visit
        self._session = session
        self._taps = taps
        self._pin_tries = pin_tries
        self._check_pin = check_pin
        self._scales = scales
        self._may_close = False
        self._page = ""
        self._notice = ""
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.header, self.footer, self.notice = Header(), Footer(), NoticeBand()
        self.sample = SampleStrip()
        self._stack = QStackedLayout()
        self.still_here, self.help_sign, self.gate = StillHere(self), HelpCalled(self), OperatorGate(self)
        self.watch = SessionWatch(session, taps, self)
        self._lay()
        self._connect()
        self._visit = self._welcome()

    def start(self) -> None:
        """Fill the screen and begin to keep time."""
        self.watch.start()
        self.setGeometry(self.screen().geometry())  # without a window manager nobody else makes it fill the glass
        self.showFullScreen()

    def stop(self) -> None:
        self.watch.stop()

    def show_frame(self, state: FrameState) -> None:
        """Header, footer, notice and the size of letters. Pages follow the size by themselves."""
        self.setWindowTitle(state.municipality)
        app = QApplication.instance()
        assert isinstance(app, QApplication), "a window needs an application"
        apply_theme(app, self._scales[1 if state.large_letters else 0])
        self.header.show_frame(state)
        self.footer.show_frame(state)
        self.sample.show_words(state.sample)
        self._notice = state.notice
        self._show_notice()

    def show_again(self) -> None:
        """The language changed: the same page in the new words, with every answer kept."""
        self._current_stage().presenter.show_again()

    @property
    def visit(self) -> Visit:
        return self._visit

    @property
    def _overlays(self) -> tuple[Overlay, ...]:
        return self.still_here, self.help_sign, self.gate

    # Navigation, for presenters.

    def open_task(self, task: str) -> None:
        self._bring_forward(self._visit.tasks[task])

    def go_home(self) -> None:
        self._bring_forward(self._visit.home)

    def end_visit(self) -> None:
        """The person said so: no question is asked."""
        self._apply(self._session.end())

    def more_time(self) -> None:
        """The touch that asked for it has already given it; said aloud for those who ask by keyboard."""
        self._apply(self._session.touched())

    def call_help(self) -> None:
        self.help_sign.call()
        self.help_called.emit()

    # How the window cannot be left.

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close:
            event.ignore()
            return
        self.stop()
        self._forget(self._visit)
        event.accept()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Alt+F12 asks for the operator, as holding the emblem does. No other key does anything here."""
        if event.key() == Qt.Key.Key_F12 and event.modifiers() == _OPERATOR_KEYS:
            self._ask_pin()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for overlay in self._overlays:
            overlay.setGeometry(self.rect())

    def _lay(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        # The glass decides the size. Qt would ask for the height of wrapped words at their narrowest.
        outer.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        middle = QWidget()
        middle.setProperty("page", True)
        inside = QVBoxLayout(middle)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(self._stack, 1)
        inside.addWidget(self.notice)
        outer.addWidget(self.header)
        outer.addWidget(self.sample)
        outer.addWidget(middle, 1)
        outer.addWidget(self.footer)
        for overlay in self._overlays:
            overlay.hide()

    def _connect(self) -> None:
        self.watch.effect.connect(self._apply)
        self.watch.ticked.connect(self._on_tick)
        self.header.back_asked.connect(self._on_back)
        self.header.language_chosen.connect(self.language_chosen)
        self.header.large_letters_chosen.connect(self.large_letters_chosen)
        self.header.operator_asked.connect(self._ask_pin)
        self.footer.help_asked.connect(self.call_help)
        self.footer.end_asked.connect(self.end_visit)
        self.still_here.answered.connect(self._on_still_here)
        self.help_sign.went_on.connect(self.help_sign.hide)
        self.gate.pin_given.connect(self._on_pin)
        self.gate.given_up.connect(self.gate.hide)

    def _welcome(self) -> Visit:
        visit = self._make_visit(self)
        for stage in visit.stages:
            self._stack.addWidget(stage.screen)
            stage.screen.turned.connect(self._on_turned)
        bring_forward(self._stack, visit.home.screen)
        visit.home.presenter.open()
        return visit

    def _current_stage(self) -> Stage:
        shown = self._stack.currentWidget()
        return next(stage for stage in self._visit.stages if stage.screen is shown)

    def _bring_forward(self, stage: Stage) -> None:
        bring_forward(self._stack, stage.screen)
        stage.presenter.open()

    def _on_turned(self, turn: PageTurn) -> None:
        if self.sender() is not self._stack.currentWidget():
            return
        self.header.show_turn(turn)
        if turn.page == self._page:
            return
        self._page = turn.page
        self._session.page_shown(turn.pace)
        self._taps.page_turned()
        self._show_notice()

    def _show_notice(self) -> None:
        """The band stands on the first page; the pages where it matters say it in their own words."""
        is_home = bool(self._stack.count()) and self._stack.currentIndex() == 0
        self.notice.show_notice(self._notice if is_home else "")

    def _on_tick(self) -> None:
        self._current_stage().presenter.tick()
        self.ticked.emit()

    def _on_back(self) -> None:
        self._current_stage().screen.go_back()

    def _on_still_here(self) -> None:
        """Reached by assistive technology; a finger is answered by the watch."""
        self._apply(self._session.touched())

    def _apply(self, effect: Effect) -> None:
        match effect:
            case Warn(seconds_left):
                self.still_here.count(seconds_left)
            case Resume():
                self.still_here.hide()
            case Closing(seconds_left):
                self._current_stage().screen.closing_in(seconds_left)
            case Wipe():
                self._wipe()

    def _wipe(self) -> None:
        """After this no widget, undo stack, clipboard or draft holds anything of the person who left."""
        for overlay in self._overlays:
            overlay.hide()
        QGuiApplication.inputMethod().reset()
        clipboard = QGuiApplication.clipboard()
        clipboard.clear()
        if clipboard.supportsSelection():
            clipboard.clear(QClipboard.Mode.Selection)
        gone, self._page = self._visit, ""
        self._forget(gone)
        self._visit = self._welcome()
        self.visit_ended.emit()
        del gone
        gc.collect()  # a view and its presenter hold each other; the next person does not wait for Python's own time

    def _forget(self, visit: Visit) -> None:
        for stage in visit.stages:
            self._stack.removeWidget(stage.screen)
            stage.screen.hide()
            stage.screen.deleteLater()

    def _ask_pin(self) -> None:
        self.gate.ask(self._pause_words())

    def _on_pin(self, pin: str) -> None:
        if self._pin_tries.seconds_left:
            self.gate.ask(self._pause_words())
        elif self._check_pin(pin):
            self._pin_tries.found()
            self._may_close = True
            self.close()
        else:
            self._pin_tries.failed()
            self.gate.ask(self._pause_words() or _("That PIN does not open this kiosk."))

    def _pause_words(self) -> str:
        seconds = self._pin_tries.seconds_left
        return _("Too many wrong PINs. Wait {n} seconds.").format(n=seconds) if seconds else ""
