"""The desk's window: places at the left, facts on top, keys at the bottom, and one screen in the middle."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QRadioButton,
    QStackedWidget,
    QWidget,
)

from kiosk_app.screens.desk.keys import EVERYWHERE, ScreenKey
from kiosk_app.screens.desk.parts import DeskView
from kiosk_app.screens.desk.status.state import StatusState
from kiosk_app.screens.desk.status.view import TopBar
from kiosk_app.theme.tokens import COLOURS
from kiosk_app.widgets import (
    STRETCH,
    Button,
    IconTile,
    Notice,
    RailButton,
    Toast,
    column,
    key_cap,
    label,
    row,
    set_text,
)
from kiosk_app.widgets.watermark import Watermark
from wording.catalogue import _

#: Below this the rail shows pictures only: 1080p at 150 % is 1280 logical pixels wide.
NARROW_BELOW: Final = 1340
_RAIL_WIDE: Final = 176
_RAIL_NARROW: Final = 64
_PLACE_KEYS: Final = (
    *(("F2", "attend"), ("F3", "cases"), ("F6", "drawer"), ("F7", "reports"), ("F1", "help")),
    ("Ctrl+I", "articles"),
)
_COMMON: Final = tuple(key for key in EVERYWHERE if key.sequence in ("Ctrl+K", "F1"))
_NEXT_ON_ENTER: Final = (QLineEdit, QComboBox, QCheckBox, QRadioButton, QAbstractSpinBox)


class Rail(QFrame):
    """Signals: `place_chosen(object)` with the name of a place (`attend`, `cases`, …); `lock_asked()`."""

    place_chosen = Signal(object)
    lock_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("box", "rail")
        self.places = {
            "attend": RailButton(_("Attend"), "user-round", "F2"),
            "cases": RailButton(_("Cases"), "inbox", "F3"),
            "drawer": RailButton(_("Drawer"), "wallet", "F6"),
            "reports": RailButton(_("Reports"), "chart-column", "F7"),
            "articles": RailButton(_("Guide"), "info", "Ctrl+I"),
            "help": RailButton(_("Help"), "circle-question-mark", "F1"),
        }
        self._place = label("", "strong", wrap=True)
        self._station = label("", "xs", wrap=True)
        self._operator = label("", "strong", wrap=True)
        self._shift = label("", "xs", wrap=True)
        self.lock = LockButton()
        self.lock.clicked.connect(self.lock_asked)
        for name, button in self.places.items():
            button.setProperty("place", name)
            button.clicked.connect(self._chosen)
        self._head = QWidget()
        logo = IconTile("landmark", COLOURS.rail, COLOURS.brand, 36, 9, icon_size=22)
        self._head.setLayout(row(logo, 10, (column(self._place, 0, self._station), 1), margins=(4, 0, 0, 0)))
        self._foot = QWidget()
        self._foot.setLayout(row(self.lock, 10, (column(self._operator, 0, self._shift), 1), margins=(2, 0, 0, 0)))
        self.setLayout(
            column(self._head, 22, *_spaced(list(self.places.values())), STRETCH, self._foot, margins=(12, 14, 12, 14))
        )

    def show_status(self, state: StatusState) -> None:
        self._place.setText(state.place)
        self._station.setText(state.station)
        self._operator.setText(state.operator)
        self._shift.setText(state.shift)
        self.lock.setAccessibleName(_("Lock the screen; {operator} stays signed in").format(operator=state.operator))
        self._foot.setVisible(bool(state.operator))
        for button in self.places.values():
            button.setEnabled(state.signed_in)
            button.setVisible(state.signed_in)

    def show_place(self, name: str) -> None:
        button = self.places.get(name)
        if button is not None:
            button.setChecked(True)

    def set_narrow(self, narrow: bool) -> None:
        self.setFixedWidth(_RAIL_NARROW if narrow else _RAIL_WIDE)
        for button in self.places.values():
            button.set_narrow(narrow)
        for words in (self._place, self._station, self._operator, self._shift):
            words.setVisible(not narrow)

    def _chosen(self) -> None:
        button = self.sender()
        if button is not None:
            self.place_chosen.emit(button.property("place"))


class LockButton(Button):
    """A round button with a padlock at the foot of the rail."""

    def __init__(self) -> None:
        super().__init__("", "rail", icon="lock")
        self.setFixedSize(36, 36)
        self.setToolTip(_("Lock the screen"))


class KeyStrip(QFrame):
    """The keys of the screen on show, and the time."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("box", "bottom")
        self.setFixedHeight(36)
        self._keys: QHBoxLayout = row(spacing=0)
        self._moment = label("", "small")
        self._shown: tuple[ScreenKey, ...] = ()
        self.setLayout(row(self._keys, STRETCH, self._moment, margins=(20, 0, 20, 0)))

    def show_keys(self, keys: tuple[ScreenKey, ...]) -> None:
        if keys == self._shown:
            return
        self._shown = keys
        while (item := self._keys.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for key in keys:
            pair = QWidget()
            pair.setLayout(row(key_cap(_(key.cap)), 5, label(_(key.words), "small"), 16))
            self._keys.addWidget(pair)

    def show_moment(self, words: str) -> None:
        set_text(self._moment, words)

    def minimumSizeHint(self) -> QSize:
        """Keys that do not fit are hidden, so they must not keep the window wide."""
        return QSize(0, 36)

    def hide_what_does_not_fit(self) -> None:
        """The last keys give way first; all of them are on the help page."""
        room = self.width() - self._moment.sizeHint().width() - 56
        for index in range(self._keys.count()):
            pair = self._keys.itemAt(index)
            widget = pair.widget() if pair is not None else None
            if widget is not None:
                room -= widget.sizeHint().width()
                widget.setVisible(room >= 0)


class DeskWindow(QMainWindow):
    """Signals: `place_chosen(object)`, `lock_asked()`, `searched(object)`, `queue_asked()`, `undone()`.

    It lives on the application thread and shows one DeskView at a time; views are added under a name. While nobody is
    signed in there is only the view that was shown, no places and no keys of other screens.
    """

    place_chosen = Signal(object)
    lock_asked = Signal()
    searched = Signal(object)
    queue_asked = Signal()
    undone = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Ventanilla")  # never a name or a code: titles are seen over a shoulder and in task bars
        self.rail = Rail()
        self.top = TopBar()
        self.strip = KeyStrip()
        self.warning = Notice()
        self._views: dict[str, DeskView] = {}
        self._signed_in = False
        self._status: StatusState | None = None
        self._stack = QStackedWidget()
        centre = QWidget()
        centre.setProperty("page", True)
        self.practice = Notice()
        self._watermark: Watermark | None = None
        right = column(self.top, self.practice, self.warning, (self._stack, 1), self.strip)
        centre.setLayout(row(self.rail, (right, 1)))
        self.setCentralWidget(centre)
        self.toast = Toast(self)
        self.toast.undone.connect(self.undone)
        self.rail.place_chosen.connect(self.place_chosen)
        self.rail.lock_asked.connect(self.lock_asked)
        self.top.searched.connect(self.searched)
        self.top.queue_asked.connect(self.queue_asked)
        self.top.drawer_asked.connect(self._go_to_drawer)
        self._shortcuts = [self._shortcut(key, name) for key, name in _PLACE_KEYS]
        self._search_key = QShortcut(QKeySequence("Ctrl+K"), self)
        self._search_key.activated.connect(self._search)
        self._slash_key = QShortcut(QKeySequence("/"), self)  # an editor takes it as a letter before any shortcut does
        self._slash_key.activated.connect(self._search)
        self._lock_key = QShortcut(QKeySequence("Ctrl+L"), self)
        self._lock_key.activated.connect(self.lock_asked)
        self._undo_key = QShortcut(QKeySequence("Ctrl+Z"), self)
        self._undo_key.activated.connect(self.toast.take_back)

    def mark_practice(self, words: str, end: str) -> None:
        """Every screen says from now on that nothing of this counts; the button of the band ends it."""
        self.practice.say(words, "err", action=end)
        self._watermark = Watermark(self, _("PRACTICE"))
        self._watermark.show()

    def add_view(self, name: str, view: DeskView) -> None:
        """In the place of one of that name: whoever takes over gets screens of their own."""
        before = self._views.get(name)
        if before is not None:
            self._stack.removeWidget(before)
            before.hide()
            before.deleteLater()
        self._views[name] = view
        self._stack.addWidget(view)
        view.keys_changed.connect(self._show_keys)

    def show_view(self, name: str) -> None:
        """Bring a view to the front, with its keys at the bottom and the cursor in its first field."""
        view = self._views[name]
        self._stack.setCurrentWidget(view)
        self.rail.show_place(name)
        self._show_keys()
        first = view.first_focus()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_keys(self) -> None:
        view = self._stack.currentWidget()
        if isinstance(view, DeskView):
            self.strip.show_keys((*view.keys_now(), *_COMMON) if self._signed_in else view.keys_now())
            self.strip.hide_what_does_not_fit()

    def shown(self) -> str:
        """The name of the view on show, or nothing."""
        current = self._stack.currentWidget()
        return next((name for name, view in self._views.items() if view is current), "")

    def names(self) -> tuple[str, ...]:
        return tuple(self._views)

    def view(self, name: str) -> DeskView:
        return self._views[name]

    def keys_of(self, name: str) -> tuple[ScreenKey, ...]:
        """The keys a view answers to; none for a name that is not there."""
        view = self._views.get(name)
        return () if view is None else view.keys_now()

    def show_status(self, state: StatusState) -> None:
        """It comes every second and with all news: where nothing has changed, nothing is laid out anew."""
        if state == self._status:
            return
        self._status, self._signed_in = state, state.signed_in
        self.rail.show_status(state)
        self.top.show_status(state)
        self.strip.show_moment(state.moment)
        self.warning.say(" · ".join(state.warnings), "warn")
        for shortcut in self._shortcuts:
            shortcut.setEnabled(state.signed_in)
        for shortcut in (self._search_key, self._slash_key, self._lock_key, self._undo_key):
            shortcut.setEnabled(state.signed_in)
        self._fit()

    def say(self, words: str, undo: str = "") -> None:
        """Something was just done; with `undo` words it can be taken back for ten seconds."""
        self.toast.say(words, undo)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next field: an editor that has no use for it lets it come up to here."""
        editor = QApplication.focusWidget()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and plain and isinstance(editor, _NEXT_ON_ENTER) and not editor.property("enterActs"):
            self.focusNextPrevChild(True)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self.toast.place()
        if self._watermark is not None:
            self._watermark.cover()

    def _fit(self) -> None:
        narrow = self.width() < NARROW_BELOW
        self.rail.set_narrow(narrow)
        self.top.set_compact(narrow)
        self.strip.hide_what_does_not_fit()

    def _shortcut(self, key: str, name: str) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setObjectName(name)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(self._place_key_pressed)
        return shortcut

    def _place_key_pressed(self) -> None:
        pressed = self.sender()
        if pressed is not None:
            self.place_chosen.emit(pressed.objectName())

    def _go_to_drawer(self) -> None:
        self.place_chosen.emit("drawer")

    def _search(self) -> None:
        self.top.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top.search.selectAll()


def _spaced(widgets: list[RailButton]) -> list[QWidget | int | None]:
    spaced: list[QWidget | int | None] = []
    for widget in widgets:
        spaced += [widget, 4]
    return spaced
