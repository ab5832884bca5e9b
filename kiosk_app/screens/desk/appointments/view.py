"""Appointments on one page: found at the left, given, moved or ended in the middle, by keys or by touch."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QWidget

from kiosk_app.screens.desk.appointments.state import AppointmentDetail, AppointmentsState, BookingState, Person
from kiosk_app.screens.desk.cases.view import Acts
from kiosk_app.screens.desk.delivery.view import DeliveryPanel
from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.parts import Content, DeskView, LineBox, Pages, Sentences, TextBox, say, scrolled
from kiosk_app.screens.desk.person_fields import PersonFields
from kiosk_app.shown import Choice, FieldEdited
from kiosk_app.widgets import (
    STRETCH,
    Button,
    Card,
    Chip,
    Field,
    Notice,
    RowList,
    column,
    grid,
    label,
    row,
    set_text,
)
from wording.catalogue import _, mark

_NOTHING, _BOOKING, _DETAIL, _DELIVERY = range(4)
_ACROSS: Final = 5
#: Three days are seen at once; the others scroll.
_DAYS_HEIGHT: Final = 172


class HourGrid(QWidget):
    """The free hours of a day, large enough for a finger; one is always taken, and an arrow takes the one beside it.

    Signals: `chosen(object)` with the key of an hour.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Free hours"))
        self._shown: tuple[Choice, ...] = ()
        self._group = QButtonGroup(self)
        self._cells = QGridLayout()
        self._cells.setContentsMargins(0, 0, 0, 0)
        self._cells.setSpacing(8)
        self.setLayout(self._cells)

    def show_hours(self, hours: tuple[Choice, ...], chosen: str) -> None:
        if hours != self._shown:
            self._build(hours)
        for button in self._group.buttons():
            button.setChecked(button.property("hour") == chosen)

    def focus_chosen(self) -> None:
        button = self._group.checkedButton()
        if button is not None:
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _build(self, hours: tuple[Choice, ...]) -> None:
        self._shown = hours
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._cells.removeWidget(button)
            button.hide()
            button.deleteLater()
        for place, hour in enumerate(hours):
            made = Button(hour.words, "choice")
            made.setProperty("hour", hour.key)
            made.clicked.connect(self._picked)
            self._group.addButton(made)
            self._cells.addWidget(made, place // _ACROSS, place % _ACROSS)

    def _picked(self) -> None:
        button = self.sender()
        if button is not None:
            self.chosen.emit(button.property("hour"))


class PersonCard(Card):
    """Who comes: a name is needed. Signals: `edited(object)` with a FieldEdited."""

    edited = Signal(object)

    def __init__(self) -> None:
        holder = QWidget()
        super().__init__(_("Who comes"), holder, spacing=8)
        captions = {
            "given_names": _("Given names"),
            "family_names": _("Family names"),
            "document": _("ID number"),
            "phone": _("Telephone"),
        }
        self._person = PersonFields(captions, self.edited)
        self.fields = self._person.fields
        given, family, document, phone = self.fields.values()
        holder.setLayout(grid(((given, family), (document, phone)), across=14, down=8))

    @property
    def first(self) -> QWidget:
        return self._person.boxes["given_names"]

    def show_person(self, person: Person) -> None:
        self._person.show_texts(
            {
                "given_names": person.names,
                "family_names": person.surnames,
                "document": person.document,
                "phone": person.phone,
            }
        )


class AppointmentsView(DeskView):
    """Signals: `searched(object)` text, `chosen(object)` code, `day_chosen(object)`, `hour_chosen(object)` keys,
    `act_chosen(object)`, `confirmed()`, `left()`, `print_again_requested()`, `paper_seen(object)`, `finished()`;
    `field_edited` for the person.
    """

    KEYS: ClassVar = (
        ScreenKey("F12", "F12", mark("Give the hour, or what comes next")),
        ScreenKey("F4", "F4", mark("Search")),
        ScreenKey("F9", "F9", mark("Choose the hour")),
        ScreenKey("F2", "F2", mark("New procedure")),
        ScreenKey("Esc", "Esc", mark("Leave")),
    )
    searched = Signal(object)
    chosen = Signal(object)
    day_chosen = Signal(object)
    hour_chosen = Signal(object)
    act_chosen = Signal(object)
    confirmed = Signal()
    left = Signal()
    print_again_requested = Signal()
    paper_seen = Signal(object)
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.search = TextBox("search", placeholder=_("Code, name or ID number"))
        self.list = RowList(_("Found"))
        self._list_title = label("", "h3")
        self._empty = label("", "sub", wrap=True)
        self._title = label("", "h1", wrap=True)
        self._subtitle = label("", "sub", wrap=True)
        self._notice = Notice()
        self._advice = label("", "sub", wrap=True)
        self.days = RowList(_("Days with free hours"))
        self.days.setFixedHeight(_DAYS_HEIGHT)
        self.hours = HourGrid()
        self._told = Notice("", "info", icon="calendar-clock")
        self.person = PersonCard()
        self.confirm = Button(_("Give the hour and print"), "primary", key="F12", size="large")
        self._code = label("", "figure", "primary")
        self._heading = label("", "h2", wrap=True)
        self._chip = Chip()
        self._facts = LineBox()
        self._bring = Sentences()
        self.acts = Acts()
        self.done = DeliveryPanel()
        self.add_field("search", Field(_("Find by code or name"), self.search))
        self.fields |= self.person.fields
        self._page = _NOTHING
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._side = QFrame()
        self._side.setProperty("box", "side")
        self._side.setLayout(
            column(
                row(self._list_title, margins=(20, 0, 16, 0)),
                8,
                row((self.fields["search"], 1), margins=(16, 0, 16, 0)),
                8,
                (self.list, 1),
                row((self._empty, 1), margins=(20, 8, 20, 0)),
                margins=(0, 16, 0, 12),
            )
        )
        self._side.setFixedWidth(330)
        nothing = QWidget()
        nothing.setLayout(column(self._advice, STRETCH))
        booking = QWidget()
        when = row((self.days, 4), 16, (column(self.hours, STRETCH), 5))
        holder = QWidget()
        holder.setLayout(when)
        self._when = Card(_("Day and hour"), holder, spacing=8)
        booking.setLayout(
            column(self.summary, self._when, self.person, row((self._told, 1), 12, self.confirm), STRETCH, spacing=12)
        )
        detail = QWidget()
        self._bring_card = Card(_("What to bring"), self._bring, spacing=10)
        detail.setLayout(
            column(
                row((column(self._code, 2, self._heading), 1), 12, column(self._chip, STRETCH)),
                self.acts,
                Card(_("Details"), self._facts, spacing=10),
                self._bring_card,
                STRETCH,
                spacing=14,
            )
        )
        self._pages = Pages(nothing, booking, detail, self.done)
        content = Content()
        content.setMaximumWidth(980)
        content.setLayout(
            column(self._title, 2, self._subtitle, 10, self._notice, 8, (self._pages, 1), margins=(24, 16, 24, 14))
        )
        self.setLayout(row(self._side, (scrolled(content, _("Day, hour and person")), 1)))

    def _connect(self) -> None:
        for source, meaning in (
            (self.search.edited, self._searched),
            (self.list.row_chosen, self.chosen),
            (self.days.row_chosen, self.day_chosen),
            (self.hours.chosen, self.hour_chosen),
            (self.person.edited, self.field_edited),
            (self.confirm.clicked, self.confirmed),
            (self.acts.chosen, self.act_chosen),
            (self.done.print_again, self.print_again_requested),
            (self.done.finished, self.finished),
            (self.done.paper_seen, self.paper_seen),
        ):
            source.connect(meaning)
        self.key("F12", self._go_on)
        self.key("F4", self._find)
        self.key("F9", self.hours.focus_chosen)
        self.key("Esc", self.left)

    def show_state(self, state: AppointmentsState) -> None:
        set_text(self._title, state.title)
        set_text(self._subtitle, state.subtitle)
        self._list_title.setText(state.list_title)
        self.search.show_text(state.search)
        self.list.show_rows(state.rows, state.chosen)
        self.list.setVisible(bool(state.rows))
        set_text(self._empty, state.empty)
        self._advice.setText(state.advice)
        say(self._notice, state.notice)
        self._page = _NOTHING
        if state.booking is not None:
            self._show_booking(state.booking)
        if state.detail is not None:
            self._show_detail(state.detail)
        if state.delivery is not None:
            self.done.show_delivery(state.delivery)
            self._page = _DELIVERY
        self.show_problems(state.problems)
        self._pages.show_page(self._page)

    def _show_booking(self, booking: BookingState) -> None:
        self._page = _BOOKING
        self.days.show_rows(booking.days, booking.day)
        self.hours.show_hours(booking.hours, booking.hour)
        self._when.setVisible(bool(booking.days))
        say(self._told, booking.told)
        self.person.setVisible(booking.person is not None and bool(booking.days))
        if booking.person is not None:
            self.person.show_person(booking.person)
        self.confirm.setText(booking.confirm)
        self.confirm.setEnabled(booking.can_confirm)

    def _show_detail(self, detail: AppointmentDetail) -> None:
        self._page = _DETAIL
        self._code.setText(detail.code)
        self._heading.setText(detail.heading)
        self._chip.say(detail.chip, detail.tone)
        self._facts.show_lines(detail.facts)
        self._bring.show_sentences(detail.bring)
        self._bring_card.setVisible(bool(detail.bring))
        self.acts.show_acts(detail.acts)
        self.acts.setVisible(bool(detail.acts))

    def first_focus(self) -> QWidget | None:
        """A new one begins with the name: the next free hour is chosen already."""
        return self.person.first if self._page == _BOOKING and not self.person.isHidden() else self.search

    def _go_on(self) -> None:
        """F12: what the page is for."""
        if self._page == _BOOKING:
            self.confirmed.emit()
        elif self._page == _DETAIL:
            self.acts.first()
        elif self._page == _DELIVERY:
            self.finished.emit()

    def _searched(self, edit: FieldEdited) -> None:
        self.searched.emit(edit.text)

    def _find(self) -> None:
        self.go_to("search")
        self.search.selectAll()
