"""What the desk's screens share: a page, text boxes that say which field they are, lists of lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, ClassVar, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QComboBox,
    QFrame,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.shown import Choice, FieldEdited, Line, Problem, Said
from kiosk_app.widgets import STRETCH, ErrorSummary, Field, FingerScroll, Notice, column, label, row, rule, set_text
from wording.catalogue import _

FORM_WIDTH_MAX: Final = 980


class DeskView(QWidget):
    """A screen of the desk: it renders a state, emits what a person means, and names its keys.

    Its keys work from every field of the window while it is on show. Signals: those of each screen,
    `field_edited(object)` with a FieldEdited, and `keys_changed()` when other keys do something now.
    """

    KEYS: ClassVar[tuple[ScreenKey, ...]] = ()
    field_edited = Signal(object)
    keys_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("page", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.fields: dict[str, Field] = {}
        self._order: tuple[QWidget, ...] = ()
        self._keys: tuple[ScreenKey, ...] = self.KEYS
        self.presenter: object = None  # kept alive here: signals hold their receivers weakly
        self.summary = ErrorSummary(_("There is a problem"))
        self.summary.jump.connect(self.go_to)

    def render(self, state: Any) -> None:  # type: ignore[override]  # QWidget.render paints; ours shows a state
        """Show `state` (the one of this screen), and let Tab go on in reading order through what was made anew."""
        self.show_state(state)
        keys = self.keys_now()
        if keys != self._keys:
            self._keys = keys
            self.keys_changed.emit()
        order = tuple(tabbed(self.layout()))
        if order != self._order:
            self._order = order
            for before, after in pairwise(order):
                QWidget.setTabOrder(before, after)

    def show_state(self, state: Any) -> None:
        raise NotImplementedError

    def keys_now(self) -> tuple[ScreenKey, ...]:
        """Those of `KEYS` that do something in the state that is shown."""
        return self.KEYS

    def key(self, sequence: str, meaning: object) -> None:
        """`meaning` is a bound method or a signal of this view."""
        shortcut = QShortcut(QKeySequence(sequence), self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(meaning)

    def add_field(self, name: str, field: Field) -> Field:
        self.fields[name] = field
        return field

    def go_to(self, field: object) -> None:
        """Put the cursor into a field by its name; a field this screen does not have is left alone."""
        found = self.fields.get(str(field))
        if found is not None:
            found.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """The same words on top and beside the fields."""
        words = {problem.field: problem.words for problem in problems}
        for name, field in self.fields.items():
            field.show_error(words.get(name, ""))
        self.summary.show_problems(problems)

    def first_focus(self) -> QWidget | None:
        """Where the cursor goes when the screen appears."""
        return next(iter(self.fields.values())).editor if self.fields else None


def tabbed(layout: QLayout | None) -> Iterator[QWidget]:
    """What Tab may visit, in the order in which layouts hold it. Qt's own order is that of creation."""
    for index in range(layout.count() if layout is not None else 0):
        item = layout.itemAt(index) if layout is not None else None
        if item is None:
            continue
        widget = item.widget()
        if widget is None:
            yield from tabbed(item.layout())
            continue
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
            yield widget
        if isinstance(widget, QScrollArea):
            held = widget.widget()
            yield from tabbed(held.layout() if held is not None else None)
        else:
            yield from tabbed(widget.layout())


class TextBox(QLineEdit):
    """A line of text that knows which field it is.

    Signals: `edited(object)` with a FieldEdited, for what a person types.
    """

    edited = Signal(object)

    def __init__(self, field: str, *, longest: int = 120, placeholder: str = "") -> None:
        super().__init__()
        self.field = field
        self.setMaxLength(longest)
        self.setPlaceholderText(placeholder)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.textEdited.connect(self._typed)

    def event(self, event: QEvent) -> bool:
        """With nothing of its own to undo, Ctrl+Z is the window's: it takes back what was just done."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and not self.isUndoAvailable()
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if self.property("enterActs") and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # it has acted here; the window must not also go to the next field of a screen it led to

    def show_text(self, text: str) -> None:
        """The cursor of someone typing must not jump."""
        if self.text() != text:
            self.setText(text)

    def _typed(self, text: str) -> None:
        self.edited.emit(FieldEdited(self.field, text))


class LongTextBox(QPlainTextEdit):
    """Several lines of text. Tab leaves it.

    Signals: `edited(object)` with a FieldEdited.
    """

    edited = Signal(object)

    def __init__(self, field: str, *, lines: int = 3, placeholder: str = "") -> None:
        super().__init__()
        self.field = field
        self._rendering = False
        self.setTabChangesFocus(True)
        self.setPlaceholderText(placeholder)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 24)
        self.textChanged.connect(self._typed)

    def show_text(self, text: str) -> None:
        if self.toPlainText() == text:
            return
        self._rendering = True
        self.setPlainText(text)
        self._rendering = False

    def _typed(self) -> None:
        if not self._rendering:
            self.edited.emit(FieldEdited(self.field, self.toPlainText()))


class ChoiceBox(QComboBox):
    """One of a list.

    Signals: `edited(object)` with a FieldEdited whose text is the key of the choice.
    """

    edited = Signal(object)

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field
        self._choices: tuple[Choice, ...] = ()
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel must not change an answer in passing
        self.activated.connect(self._picked)

    def show_choices(self, choices: tuple[Choice, ...], chosen: str) -> None:
        if choices != self._choices:
            self._choices = choices
            self.clear()
            self.addItems([choice.words for choice in choices])
        keys = [choice.key for choice in choices]
        self.setCurrentIndex(keys.index(chosen) if chosen in keys else -1)

    def _picked(self, index: int) -> None:
        if index >= 0:
            self.edited.emit(FieldEdited(self.field, self._choices[index].key))


class LineBox(QWidget):
    """Lines of "what ... how much", redrawn only when they change."""

    def __init__(self, *, spacing: int = 6, strong: bool = True) -> None:
        super().__init__()
        self._shown: tuple[Line, ...] = ()
        self._strong = strong
        self._box: QVBoxLayout = column(spacing=spacing)
        self.setLayout(self._box)

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        if lines == self._shown:
            return
        self._shown = lines
        empty(self._box)
        for line in lines:
            words = label(line.words, "sub", wrap=True)
            amount = label(line.amount, "strong" if self._strong else "")
            amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            both = QWidget()
            both.setLayout(row((words, 1), 12, amount))
            self._box.addWidget(both)
        self.setVisible(bool(lines))


class Sentences(QWidget):
    """A few sentences, one under the other, each with a dot."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[str, ...] = ()
        self._box: QVBoxLayout = column(spacing=6)
        self.setLayout(self._box)

    def show_sentences(self, sentences: tuple[str, ...]) -> None:
        if sentences == self._shown:
            return
        self._shown = sentences
        empty(self._box)
        for sentence in sentences:
            line = QWidget()
            dot = label("•", "sub")
            dot.setAlignment(Qt.AlignmentFlag.AlignTop)
            line.setLayout(row(dot, 8, (label(sentence, wrap=True), 1)))
            self._box.addWidget(line)


def empty(box: QBoxLayout) -> None:
    """Take everything out of a layout that holds widgets only."""
    while (item := box.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


class Content(QWidget):
    """What a scroll area holds: as high as its words need at its width, so that nothing is squeezed before it scrolls.

    A scroll area asks for the smallest height only, and a wrapped label's smallest height is less than it needs.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("page", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._claim_height()
        return handled

    def _claim_height(self) -> None:
        layout = self.layout()
        if layout is None:
            return
        needed = (
            layout.totalHeightForWidth(self.width()) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        )
        if needed != self.minimumHeight():
            self.setMinimumHeight(needed)


class Pages(QWidget):
    """One of several pages at a time. Unlike a QStackedWidget it is only as high as the page on show."""

    def __init__(self, *pages: QWidget) -> None:
        super().__init__()
        self._pages = pages
        self.setLayout(column(*((page, 1) for page in pages)))
        self.show_page(0)

    @property
    def current(self) -> int:
        return next(index for index, page in enumerate(self._pages) if not page.isHidden())

    def show_page(self, index: int) -> None:
        for position, page in enumerate(self._pages):
            page.setVisible(position == index)


class FormArea(QScrollArea):
    """Scrolls to whatever gets the focus, however it got it: Tab, Enter, a problem's link, the program."""

    def __init__(self) -> None:
        super().__init__()
        app = QApplication.instance()
        assert isinstance(app, QApplication), "there are no widgets without an application"
        self.finger = FingerScroll(self)
        app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.isAncestorOf(new):
            self.ensureWidgetVisible(new, 0, 40)


def scrolled(content: Content, name: str) -> QScrollArea:
    """`content` in an area that scrolls down and never sideways, and scrolls to what has the focus."""
    area = FormArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(name)
    return area


def say(notice: Notice, said: Said) -> None:
    notice.say(said.words, said.tone)


def show_said(target: QLabel, said: Said) -> None:
    set_text(target, said.words, "" if said.tone == "plain" else said.tone)


def page_header(title: QLabel, subtitle: QLabel) -> QVBoxLayout:
    return column(title, 2, subtitle)


def side_panel(*content: QWidget, width: int = 320) -> QFrame:
    """The column at the right."""
    panel = QFrame()
    panel.setProperty("box", "aside")
    panel.setFixedWidth(width)
    panel.setLayout(column(*content, STRETCH, margins=(20, 20, 20, 16), spacing=10))
    return panel


__all__ = [
    "FORM_WIDTH_MAX",
    "ChoiceBox",
    "DeskView",
    "LineBox",
    "LongTextBox",
    "Sentences",
    "TextBox",
    "empty",
    "page_header",
    "rule",
    "say",
    "scrolled",
    "show_said",
    "side_panel",
]
