"""The parts of the complaint form: what, where, who."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QGridLayout, QWidget

from kiosk_app.screens.desk.complaint.state import ComplaintState, Contact
from kiosk_app.screens.desk.parts import TextBox
from kiosk_app.screens.desk.person_fields import PersonFields
from kiosk_app.shown import Choice
from kiosk_app.widgets import STRETCH, Button, Card, Field, Segments, column, grid, row
from wording.catalogue import _

_COLUMNS: Final = 3


class CategoryGrid(QWidget):
    """Categories as buttons with pictures. Signals: `chosen(object)` key."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._group = QButtonGroup(self)
        self._shown: tuple[Choice, ...] = ()
        self.setLayout(self._grid)

    @property
    def first(self) -> str:
        """The key of the first category on show, or nothing."""
        return self._shown[0].key if self._shown else ""

    def show_categories(self, categories: tuple[Choice, ...], chosen: str) -> None:
        if categories != self._shown:
            self._rebuild(categories)
        for button in self._group.buttons():
            button.setChecked(button.property("category") == chosen)

    def _rebuild(self, categories: tuple[Choice, ...]) -> None:
        self._shown = categories
        for old in self._group.buttons():
            self._group.removeButton(old)
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        for index, category in enumerate(categories):
            button = Button(category.words, "choice", icon=category.icon, align="left")
            button.setAutoExclusive(True)
            button.setProperty("category", category.key)
            button.setToolTip(category.note)
            button.setAccessibleDescription(category.note)
            button.clicked.connect(self._picked)
            self._group.addButton(button)
            self._grid.addWidget(button, index // _COLUMNS, index % _COLUMNS)
        for index in range(_COLUMNS):
            self._grid.setColumnStretch(index, 1)

    def _picked(self) -> None:
        button = self.sender()
        if button is not None:
            self.chosen.emit(button.property("category"))


class PlaceCard(Card):
    """Signals: `kind_chosen(object)`, `edited(object)` with a FieldEdited (`place`, `place_more`)."""

    kind_chosen = Signal(object)
    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Where"), spacing=10)
        self._kinds = Segments(
            (("address", _("Address")), ("corner", _("Corner")), ("landmark", _("Near a known place")))
        )
        self._place = TextBox("place", longest=160)
        self._more = TextBox("place_more", longest=160)
        self.fields = {"place": Field("", self._place), "place_more": Field("", self._more, hint=_("optional"))}
        self._kinds.chosen.connect(self.kind_chosen)
        self._place.edited.connect(self.edited)
        self._more.edited.connect(self.edited)
        self.body.addLayout(row(self._kinds, STRETCH))
        self.body.addSpacing(10)
        self.body.addLayout(grid(((self.fields["place"], self.fields["place_more"]),)))

    def show_place(self, state: ComplaintState) -> None:
        kinds = (_("Address"), _("Corner"), _("Near a known place"))
        self._kinds.show_options(kinds, state.place_kind)
        captions = {
            "address": (_("Street and number"), _("Reference")),
            "corner": (_("Street"), _("And street")),
            "landmark": (_("Name of the place"), _("How to get there")),
        }[state.place_kind]
        for field, caption in zip(self.fields.values(), captions, strict=True):
            field.name(caption)
        self.fields["place_more"].show_hint("" if state.place_kind == "corner" else _("optional"))
        self._place.show_text(state.place)
        self._more.show_text(state.place_more)


class ContactCard(QWidget):
    """Signals: `anonymous_chosen(object)` bool, `edited(object)` with a FieldEdited (`name`, `document`, `phone`)."""

    anonymous_chosen = Signal(object)
    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        captions = {"name": _("Name"), "document": _("ID number"), "phone": _("Telephone for the answer")}
        self._person = PersonFields(captions, self.edited, hint=_("optional"))
        self.fields = self._person.fields
        self._anonymous = QCheckBox(_("Do not give a name"))
        self._anonymous.clicked.connect(self._anonymity_chosen)
        self.setLayout(column(*self.fields.values(), self._anonymous, spacing=10))

    def show_contact(self, contact: Contact) -> None:
        self._anonymous.setChecked(contact.anonymous)
        self._person.show_texts({"name": contact.name, "document": contact.document, "phone": contact.phone})
        for field in self.fields.values():
            field.setVisible(not contact.anonymous)

    def _anonymity_chosen(self) -> None:
        self.anonymous_chosen.emit(self._anonymous.isChecked())
