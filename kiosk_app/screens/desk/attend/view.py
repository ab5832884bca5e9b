"""The counter's main screen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from kiosk_app.screens.desk.attend.case_list import CaseListPanel
from kiosk_app.screens.desk.attend.form import PersonCard, ProcedureCard, RequirementsCard
from kiosk_app.screens.desk.attend.payment import QUICK_MAX, PaymentPanel
from kiosk_app.screens.desk.attend.questions import QuestionsCard
from kiosk_app.screens.desk.attend.state import AttendState, Step
from kiosk_app.screens.desk.delivery.view import DeliveryPanel
from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.parts import FORM_WIDTH_MAX, Content, DeskView, Pages, page_header, scrolled
from kiosk_app.shown import UNSAID
from kiosk_app.widgets import STRETCH, Notice, StepBar, column, label, row, set_text
from wording.catalogue import _, mark

_FORM, _DELIVERY = range(2)


class AttendView(DeskView):
    """Signals (each an object where something is meant): see the names; `step_requested` carries 0 to 3,
    `requirement_toggled` a pair (key, met),
    `paper_seen` whether the paper came out whole. `appointments` is what the municipality calls them, a message id.
    """

    KEYS: ClassVar = (
        ScreenKey("F2", "F2", mark("New")),
        ScreenKey("F5", "F5", mark("Complaint")),
        ScreenKey("F10", "F10", mark("Appointments")),
        ScreenKey("F4", "F4", mark("Find person")),
        ScreenKey("F8", "F8", mark("Save")),
        ScreenKey("F12", "F12", mark("Collect and print")),
        ScreenKey("F9", "F9", mark("Photo")),
        ScreenKey("Ctrl+Return", "Ctrl+Enter", mark("Continue")),
        ScreenKey("", "Num +", mark("Exact cash")),
        ScreenKey("Ctrl+1", "Ctrl+1…4", mark("Exact cash, or the note that was handed over")),
        ScreenKey("Ctrl+P", "Ctrl+P", mark("Prepaid code")),
        ScreenKey("Alt+1", "Alt+1…4", mark("Step")),
        ScreenKey("Ctrl+PgDown", mark("Ctrl+PgDn"), mark("Next page of the form")),
        ScreenKey("Ctrl+PgUp", mark("Ctrl+PgUp"), mark("Page before")),
    )

    new_case_requested = Signal()
    new_complaint_requested = Signal()
    appointments_requested = Signal()
    case_chosen = Signal(object)
    tab_chosen = Signal(object)
    person_search_requested = Signal()
    person_searched = Signal(object)
    person_chosen = Signal(object)
    procedure_searched = Signal(object)
    procedure_chosen = Signal(object)
    procedure_cleared = Signal()
    requirement_toggled = Signal(object)
    form_turned = Signal(object)
    question_sought = Signal(object)
    received_changed = Signal(object)
    step_requested = Signal(object)
    continue_requested = Signal()
    collect_requested = Signal()
    save_requested = Signal()
    discard_requested = Signal()
    print_again_requested = Signal()
    finished = Signal()
    paper_seen = Signal(object)
    voucher_requested = Signal()

    def __init__(self, appointments: str = "Appointments") -> None:
        super().__init__()
        self._appointments = appointments
        self.cases = CaseListPanel(_(appointments))
        self.person = PersonCard()
        self.procedure = ProcedureCard()
        self.requirements = RequirementsCard()
        self.questions = QuestionsCard()
        self.payment = PaymentPanel()
        self.delivery = DeliveryPanel()
        self._title = label("", "h1", wrap=True)
        self._subtitle = label("", "sub", wrap=True)
        self._steps = StepBar()
        self._notice = Notice()
        self._notice.acted.connect(self.voucher_requested)
        self._told = UNSAID
        self.fields = {**self.person.fields, "procedure": self.procedure.field, "received": self.payment.received_field}
        self.fields["prepaid"] = self.payment.prepaid_field
        self._middle = Pages(self._form(), self.delivery)
        self._step_keys = QActionGroup(self)
        self._lay_out()
        self._connect()

    def keys_now(self) -> tuple[ScreenKey, ...]:
        return tuple(replace(key, words=self._appointments) if key.sequence == "F10" else key for key in self.KEYS)

    def _form(self) -> QWidget:
        form = QWidget()
        cards = (self.person, self.procedure, self.questions, self.requirements)
        form.setLayout(column(self.summary, *cards, STRETCH, spacing=14))
        return form

    def _lay_out(self) -> None:
        self._content = Content()
        self._content.setMaximumWidth(FORM_WIDTH_MAX)
        self._content.setLayout(
            column(
                page_header(self._title, self._subtitle),
                10,
                self._steps,
                12,
                self._notice,
                2,
                (self._middle, 1),
                margins=(24, 18, 24, 16),
            )
        )
        self._area = scrolled(self._content, _("The case at hand"))
        # Limits rather than fixed widths: a window that was wide must be able to become narrow.
        for panel, least, most in ((self.cases, 324, 360), (self.payment, 268, 320)):
            panel.setMinimumWidth(least)
            panel.setMaximumWidth(most)
        self.setLayout(row((self.cases, 2), (self._area, 6), (self.payment, 2)))

    def _connect(self) -> None:
        for source, meaning in (
            (self.cases.new_case, self.new_case_requested),
            (self.cases.new_complaint, self.new_complaint_requested),
            (self.cases.appointments, self.appointments_requested),
            (self.cases.case_chosen, self.case_chosen),
            (self.cases.tab_chosen, self.tab_chosen),
            (self.person.edited, self.field_edited),
            (self.person.searched, self.person_searched),
            (self.person.chosen, self.person_chosen),
            (self.person.search_left, self.person_search_requested),
            (self.questions.edited, self.field_edited),
            (self.procedure.searched, self.procedure_searched),
            (self.procedure.chosen, self.procedure_chosen),
            (self.procedure.cleared, self.procedure_cleared),
            (self.requirements.toggled, self.requirement_toggled),
            (self.questions.turned, self.form_turned),
            (self.payment.received_changed, self.received_changed),
            (self.payment.edited, self.field_edited),
            (self.payment.collect, self.collect_requested),
            (self.payment.save, self.save_requested),
            (self.payment.discard, self.discard_requested),
            (self.delivery.print_again, self.print_again_requested),
            (self.delivery.finished, self.finished),
            (self.delivery.paper_seen, self.paper_seen),
            (self._steps.step_chosen, self.step_requested),
        ):
            source.connect(meaning)
        self.key("F4", self.person_search_requested)
        self.key("F5", self.new_complaint_requested)
        self.key("F10", self.appointments_requested)
        self.key("F8", self.save_requested)
        self.key("F9", self.questions.add_photo)
        self.key("F12", self.collect_requested)
        self.key("Ctrl+PgDown", partial(self.form_turned.emit, 1))
        self.key("Ctrl+PgUp", partial(self.form_turned.emit, -1))
        self.key("Ctrl+P", self.payment.ask_prepaid)
        self.key("Ctrl+Return", self.continue_requested)
        self.key("Ctrl+Enter", self.continue_requested)
        for position in range(QUICK_MAX):
            self.key(f"Ctrl+{position + 1}", partial(self.payment.choose_quick, position))
        for step in Step:
            self._step_keys.addAction(self._step_action(step))
        self._step_keys.triggered.connect(self._step_key_pressed)
        for editor in self.findChildren(QLineEdit):
            editor.installEventFilter(self)

    def show_state(self, state: AttendState) -> None:
        self.cases.show_cases(state.cases)
        self._title.setText(state.title)
        set_text(self._subtitle, state.subtitle)
        told = bool(state.notice.words) and state.notice != self._told
        self._told = state.notice
        offer = _("Treasury voucher") if state.offers_voucher else ""
        self._notice.say(state.notice.words, state.notice.tone, action=offer)
        self.person.show_person(state.person)
        self.procedure.show_choice(state.procedure)
        self.questions.show_page(state.procedure.form)
        self.fields = {
            **self.person.fields,
            "procedure": self.procedure.field,
            **self.questions.fields,
            "received": self.payment.received_field,
            "prepaid": self.payment.prepaid_field,
        }
        for field in self.questions.fields.values():
            field.editor.installEventFilter(self)
        self.requirements.show_requirements(state.procedure)
        self.payment.show_payment(state.payment)
        self.show_problems(state.problems)
        self._show_middle(state)
        self._show_step(state.step)
        if state.cursor:
            self.go_to(state.cursor)
        if told:  # it stands above the form, and whoever has just pressed F12 looks at its end
            self._area.verticalScrollBar().setValue(0)

    def _show_step(self, step: Step) -> None:
        names = (_("Person"), _("Requirements"), _("Payment"), _("Delivery"))
        spoken = _("Step {number} of {count}: {name}").format(number=step + 1, count=len(names), name=names[step])
        self._steps.show_steps(names, step, spoken)

    def go_to(self, field: object) -> None:
        if field == "requirements":
            self.requirements.focus_first()
            return
        if field == "voucher":
            self._notice.button.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        if str(field).startswith("question:") and field not in self.fields:
            self.question_sought.emit(field)
            return
        super().go_to(field)

    def _show_middle(self, state: AttendState) -> None:
        shown = _FORM
        if state.delivery is not None:
            self.delivery.show_delivery(state.delivery)
            shown = _DELIVERY
        changed = shown != self._middle.current
        self._middle.show_page(shown)
        self.payment.setVisible(shown == _FORM)
        if changed and shown == _DELIVERY:
            self.delivery.focus_first()

    def first_focus(self) -> QWidget | None:
        return self.fields["document"].editor

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The plus of the numeric pad hands over the exact sum from any field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            keypad = bool(event.modifiers() & Qt.KeyboardModifier.KeypadModifier)
            if keypad and event.key() == Qt.Key.Key_Plus:
                self.payment.choose_quick(0)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The plus of the numeric pad, where the keyboard is on a tick box or a button."""
        if event.key() == Qt.Key.Key_Plus and event.modifiers() & Qt.KeyboardModifier.KeypadModifier:
            self.payment.choose_quick(0)
            return
        super().keyPressEvent(event)

    def _step_action(self, step: Step) -> QAction:
        """Alt+1 ... Alt+4."""
        action = QAction(self)
        action.setShortcut(f"Alt+{step + 1}")
        action.setData(int(step))
        self.addAction(action)
        return action

    def _step_key_pressed(self, action: QAction) -> None:
        self.step_requested.emit(action.data())
