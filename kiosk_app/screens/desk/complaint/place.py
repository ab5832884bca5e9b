"""Where it is, on a map; and the complaints of the same thing that are open already."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from kiosk_app.screens.desk.attend.form import Finder
from kiosk_app.screens.desk.complaint.state import SimilarRow, WhereState
from kiosk_app.screens.desk.parts import TextBox, empty
from kiosk_app.shown import Choice
from kiosk_app.theme.tokens import COLOURS
from kiosk_app.widgets import STRETCH, Button, Card, Field, column, label, row
from kiosk_app.widgets.text import IconLabel
from kiosk_app.widgets.town_map import Ground, TownMapView
from wording.catalogue import _

_MAP_HEIGHT: Final = 316
_FINDER_WIDTH: Final = 312


class MapCard(Card):
    """One field and a map. Enter takes the first place found; with nothing typed it goes on to the next field.

    Signals: `searched(object)` text, `place_chosen(object)` key, `place_removed(object)` key, `touched(object)`,
    `edited(object)` with a FieldEdited (`place_more`), `gone_on()`.
    """

    searched = Signal(object)
    place_chosen = Signal(object)
    place_removed = Signal(object)
    touched = Signal(object)
    edited = Signal(object)
    gone_on = Signal()

    def __init__(self, ground: Ground | None) -> None:
        super().__init__(_("Where"), spacing=10)
        self.finder = Finder(
            _("Plate, street and number, corner or known place"), "place", _("Places found"), _("L-04021, Mitre 120…")
        )
        self.town = TownMapView(ground)
        self.town.setMinimumHeight(_MAP_HEIGHT)
        self._more = TextBox("place_more", longest=80)
        self.fields = {"place": self.finder.field, "place_more": Field(_("Reference"), self._more, hint=_("optional"))}
        self._chosen = ChosenPlaces()
        self._look_at: tuple[float, float] | None = None
        left = QWidget()
        left.setFixedWidth(_FINDER_WIDTH)
        left.setLayout(column(self.finder, 8, self._chosen, STRETCH, self.fields["place_more"]))
        self.body.addLayout(row(left, 16, (self.town, 1)))
        self.finder.search.installEventFilter(self)
        self.finder.searched.connect(self.searched)
        self.finder.chosen.connect(self.place_chosen)
        self._chosen.removed.connect(self.place_removed)
        self._more.edited.connect(self.edited)
        self.town.touched.connect(self.touched)

    def show_where(self, state: WhereState, more: str) -> None:
        self.finder.show_found(state.text, state.found, state.none_found)
        self._chosen.show_chosen(state.chosen)
        self._more.show_text(more)
        self.town.show_kinds(state.kinds)
        self.town.show_markers(state.markers, state.spoken)
        if state.look_at is not None and state.look_at != self._look_at:
            self.town.go_to(state.look_at)
        self._look_at = state.look_at

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.finder.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
            if enter and not self.finder.has_found():
                self.gone_on.emit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                return False  # it leaves the form, which keeps what was typed
        return super().eventFilter(watched, event)


class ChosenPlaces(QWidget):
    """Signals: `removed(object)` key."""

    removed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Choice, ...] = ()
        self._box = column(spacing=6)
        self.setLayout(self._box)

    def show_chosen(self, chosen: tuple[Choice, ...]) -> None:
        if chosen == self._shown:
            return
        self._shown = chosen
        empty(self._box)
        for place in chosen:
            self._box.addWidget(self._line(place))
        self.setVisible(bool(chosen))

    def _line(self, place: Choice) -> QWidget:
        line = QFrame()
        line.setProperty("box", "picked")
        words = column(label(place.words, "strong", wrap=True), label(place.note, "small", wrap=True))
        remove = Button("", "quiet", icon="x", size="small")
        remove.setAccessibleName(_("Take out {place}").format(place=place.words))
        remove.setProperty("place", place.key)
        remove.clicked.connect(self._unwanted)
        pin = IconLabel("map-pin", COLOURS.err, 18)
        line.setLayout(row(pin, 8, (words, 1), remove, margins=(10, 6, 4, 6)))
        return line

    def _unwanted(self) -> None:
        button = self.sender()
        if button is not None:
            self.removed.emit(button.property("place"))


class SimilarCard(Card):
    """Open complaints of the same thing, each with a button to be one more in it.

    Signals: `joined(object)` the code, or nothing to make one's own after all.
    """

    joined = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("This may be on record already"), spacing=6)
        self._shown: tuple[SimilarRow, ...] = ()
        self._rows = column(spacing=8)
        self.buttons: list[Button] = []
        self.body.addWidget(
            label(_("If it is the same, add this person: one complaint, one more neighbour."), "sub", wrap=True)
        )
        self.body.addSpacing(8)
        self.body.addLayout(self._rows)
        self.hide()

    def show_similar(self, similar: tuple[SimilarRow, ...]) -> None:
        if similar == self._shown:
            return
        self._shown = similar
        empty(self._rows)
        self.buttons = []
        for number, one in enumerate(similar):
            self._rows.addWidget(self._line(one, first=number == 0))
        self.setVisible(bool(similar))

    def join_first(self) -> None:
        """The key for it: once puts the person in, once more takes them out."""
        if self.buttons:
            self.buttons[0].click()

    def _line(self, one: SimilarRow, *, first: bool) -> QWidget:
        line = QFrame()
        line.setProperty("box", "picked")
        words = column(label(one.title, "strong", wrap=True), label(one.detail, "small", wrap=True))
        caption = _("Added") if one.joined else _("The same: add")
        button = Button(caption, "choice", key="F11" if first else "", icon="check" if one.joined else "users-round")
        button.setChecked(one.joined)
        button.setAccessibleName(_("Add this person to {title}").format(title=one.title))
        button.setProperty("joins", "" if one.joined else one.code)
        button.clicked.connect(self._chosen)
        self.buttons.append(button)
        line.setLayout(
            row(IconLabel("users-round", COLOURS.plum, 20), 10, (words, 1), 8, button, margins=(12, 8, 8, 8))
        )
        return line

    def _chosen(self) -> None:
        button = self.sender()
        if button is not None:
            self.joined.emit(button.property("joins"))
