"""Taking a complaint at the counter."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from kiosk_app.screens.desk.complaint.parts import CategoryGrid, ContactCard, PlaceCard
from kiosk_app.screens.desk.complaint.place import MapCard, SimilarCard
from kiosk_app.screens.desk.complaint.state import ComplaintState
from kiosk_app.screens.desk.delivery.view import DeliveryPanel
from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.parts import (
    FORM_WIDTH_MAX,
    Content,
    DeskView,
    LongTextBox,
    Pages,
    TextBox,
    page_header,
    say,
    scrolled,
    side_panel,
)
from kiosk_app.shown import Choice, FieldEdited
from kiosk_app.widgets import STRETCH, Button, Card, Field, Notice, column, label, row, set_text
from kiosk_app.widgets.town_map import Ground
from wording.catalogue import _, mark


class ComplaintView(DeskView):
    """Signals: `category_searched(object)` text, `category_chosen(object)` key, `place_kind_chosen(object)`,
    `place_searched(object)` text, `place_chosen(object)` key, `place_removed(object)` key, `map_touched(object)`,
    `joined(object)` code or nothing, `anonymous_chosen(object)` bool, `photo_chosen(object)` path,
    `photo_removed(object)` key, `sent()`, `saved()`, `left()`, `print_again_requested()`, `paper_seen(object)` bool,
    `finished()`; `field_edited` for the texts.
    """

    KEYS: ClassVar = (
        ScreenKey("F12", "F12", mark("Register and print")),
        ScreenKey("F11", "F11", mark("Add to the open one")),
        ScreenKey("F8", "F8", mark("Save")),
        ScreenKey("F9", "F9", mark("Photo")),
        ScreenKey("F2", "F2", mark("New procedure")),
    )
    category_searched = Signal(object)
    category_chosen = Signal(object)
    place_kind_chosen = Signal(object)
    place_searched = Signal(object)
    place_chosen = Signal(object)
    place_removed = Signal(object)
    map_touched = Signal(object)
    joined = Signal(object)
    anonymous_chosen = Signal(object)
    photo_chosen = Signal(object)
    photo_removed = Signal(object)
    sent = Signal()
    saved = Signal()
    left = Signal()
    print_again_requested = Signal()
    finished = Signal()
    paper_seen = Signal(object)

    def __init__(self, ground: Ground | None = None) -> None:
        super().__init__()
        self.search = TextBox("category", placeholder=_("Any words: light, rubbish, noise, potholes"))
        self.search.edited.connect(self._searched)
        self.search.setProperty("enterActs", True)
        self.search.returnPressed.connect(self._take_category)
        self._categories_shown: tuple[Choice, ...] = ()
        self._category = ""
        self.categories = CategoryGrid()
        self._none = label("", "sub", wrap=True)
        self.place = PlaceCard()
        self.map = None if ground is None else MapCard(ground)
        self.similar = SimilarCard()
        self._others = Button(_("Another reason"), "quiet", icon="undo-2", size="small")
        self.description = LongTextBox("description", lines=3)
        self._description_field = Field(_("What is happening, and since when?"), self.description)
        self.contact = ContactCard()
        self._photo = Button(_("Attach a photo"), key="F9", icon="camera")
        self._photo_list = row(spacing=8)
        self._photos_shown: tuple[Choice, ...] = ()
        self._promise = Notice("", "info", icon="calendar-clock")
        self._send = Button(_("Register and print"), "primary", key="F12", size="large")
        self._save = Button(_("Save for later"), key="F8")
        self._leave = Button(_("Leave the form"), key="Esc")
        self.done = DeliveryPanel()
        self.add_field("category", Field(_("What is the complaint about?"), self.search))
        where = self.place if self.map is None else self.map
        self.fields |= where.fields | {"description": self._description_field} | self.contact.fields
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        picked = row((self.categories, 1), 12, self._others)
        what = Card(_("What"), self.fields["category"], 10, self._none, picked, spacing=10)
        photos = row(self._photo, 8, self._photo_list, STRETCH)
        told = Card(_("Description"), self._description_field, 10, photos, spacing=10)
        form = QWidget()
        form.setLayout(column(self.summary, what, self.similar, self.map or self.place, told, STRETCH, spacing=14))
        self._middle = Pages(form, self.done)
        content = Content()
        content.setMaximumWidth(FORM_WIDTH_MAX)
        title = page_header(
            label(_("New complaint"), "h1"),
            label(
                _("It costs nothing and needs no documents. A place and a description are enough."), "sub", wrap=True
            ),
        )
        content.setLayout(column(title, 14, (self._middle, 1), margins=(24, 18, 24, 16)))
        self._aside = side_panel(label(_("Who complains"), "h3"), self.contact, self._promise, width=320)
        layout = self._aside.layout()
        assert layout is not None
        for button in (self._send, self._save, self._leave):
            layout.addWidget(button)
        self.setLayout(row((scrolled(content, _("Complaint form")), 1), self._aside))

    def _connect(self) -> None:
        for source, meaning in (
            (self.categories.chosen, self.category_chosen),
            (self.place.kind_chosen, self.place_kind_chosen),
            (self.place.edited, self.field_edited),
            (self.similar.joined, self.joined),
            (self._others.clicked, self._choose_again),
            (self.description.edited, self.field_edited),
            (self.contact.edited, self.field_edited),
            (self.contact.anonymous_chosen, self.anonymous_chosen),
            (self._photo.clicked, self._pick_photo),
            (self._send.clicked, self.sent),
            (self._save.clicked, self.saved),
            (self._leave.clicked, self.left),
            (self.done.print_again, self.print_again_requested),
            (self.done.finished, self.finished),
            (self.done.paper_seen, self.paper_seen),
        ):
            source.connect(meaning)
        if self.map is not None:
            for source, meaning in (
                (self.map.searched, self.place_searched),
                (self.map.place_chosen, self.place_chosen),
                (self.map.place_removed, self.place_removed),
                (self.map.touched, self.map_touched),
                (self.map.edited, self.field_edited),
                (self.map.gone_on, self._go_on_to_description),
            ):
                source.connect(meaning)
        self.key("F11", self.similar.join_first)
        self.key("F12", self.sent)
        self.key("F8", self.saved)
        self.key("F9", self._pick_photo)
        self.key("Esc", self.left)

    def show_state(self, state: ComplaintState) -> None:
        self.search.show_text(state.search)
        self.categories.show_categories(state.categories, state.category)
        self._categories_shown, self._category = state.categories, state.category
        alone = bool(state.category) and not state.search
        self._others.setVisible(alone)
        self.fields["category"].setVisible(not alone)
        set_text(self._none, state.none_found)
        if self.map is not None and state.where is not None:
            self.map.show_where(state.where, state.place_more)
        else:
            self.place.show_place(state)
        self.similar.show_similar(state.similar)
        self.description.show_text(state.description)
        self._description_field.show_hint(state.description_left)
        self.contact.show_contact(state.contact)
        say(self._promise, state.promise)
        if state.photos != self._photos_shown:
            self._show_photos(state.photos)
        self._send.setEnabled(state.can_send)
        self.show_problems(state.problems)
        if state.delivery is not None:
            self.done.show_delivery(state.delivery)
        self._middle.show_page(0 if state.delivery is None else 1)
        self._aside.setVisible(state.delivery is None)

    def _show_photos(self, photos: tuple[Choice, ...]) -> None:
        self._photos_shown = photos
        while (item := self._photo_list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for photo in photos:
            button = Button(photo.words, "quiet", icon="x", size="small")
            button.setAccessibleName(_("Remove the photo {name}").format(name=photo.words))
            button.setProperty("photo", photo.key)
            button.clicked.connect(self._photo_unwanted)
            self._photo_list.addWidget(button)

    def _photo_unwanted(self) -> None:
        button = self.sender()
        if button is not None:
            self.photo_removed.emit(button.property("photo"))

    def _searched(self, edit: FieldEdited) -> None:
        self.category_searched.emit(edit.text)

    def _take_category(self) -> None:
        """Enter: the first of what was found, or the one that was chosen before; then where it is."""
        if not self._category or self.search.text().strip():
            if not self._categories_shown:
                return
            self.category_chosen.emit(self._categories_shown[0].key)
        self.go_to("place")

    def _choose_again(self) -> None:
        self.category_chosen.emit("")
        self.go_to("category")

    def _go_on_to_description(self) -> None:
        self.go_to("description")

    def _pick_photo(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Attach a photo"), "", _("Photos (*.jpg *.jpeg *.png)"))
        if path:
            self.photo_chosen.emit(path)
