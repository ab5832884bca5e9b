"""Giving an hour, finding who has one, another hour, cancelled, nobody came: from meanings into service calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from domain.catalog import AppointmentService
from domain.errors import Refusal
from kiosk_app.screens.desk.appointments import compose
from kiosk_app.screens.desk.appointments.form import KEY, NOBODY, Form, given_back, kept
from kiosk_app.screens.desk.appointments.state import AppointmentsState, BookingState, Person
from kiosk_app.screens.desk.ports import Committed, Go, Renders, Tray
from kiosk_app.screens.desk.refusals import problem_of, words_of
from kiosk_app.screens.desk.words import Words
from kiosk_app.services.appointments import AppointmentRow, Appointments, FreeSlot
from kiosk_app.services.citizen import Citizen, People
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.shown import UNSAID, FieldEdited, Problem, Said
from kiosk_app.storage.drafts import KeptDraft
from wording import formats
from wording.catalogue import _


@dataclass(frozen=True, slots=True)
class AppointmentServices:
    counter: Counter
    appointments: Appointments
    people: People
    tray: Tray


class AppointmentsPresenter:
    """What is typed stays, on the disk too, until it is given or another service is begun."""

    def __init__(
        self,
        view: Renders[AppointmentsState],
        operator: Operator,
        services: AppointmentServices,
        *,
        committed: Committed,
        go: Go,
        handed: Callable[[], Citizen],
    ) -> None:
        self._view = view
        self._operator = operator
        self._services = services
        self._appointments = services.appointments
        self._committed, self._go, self._handed = committed, go, handed
        self._words = Words(services.counter.municipality)
        self._word = services.counter.municipality.appointment_word
        self._search = ""
        self._chosen = ""
        self._form = Form()
        self._aside = Form()  # what was typed, while another appointment is looked at
        self._done = ""
        self._asked = ""
        self._notice = UNSAID
        self._problems: tuple[Problem, ...] = ()

    # -- what outlives the program -------------------------------------------------------------------------------------

    def to_keep(self) -> list[KeptDraft]:
        typed = self._typed()
        return [kept(typed)] if typed.has_work else []

    def give_back(self, found: Sequence[KeptDraft]) -> None:
        for draft in found:
            if draft.key == KEY:
                self._aside = given_back(draft)

    def drop(self) -> None:
        self._form = self._aside = Form()

    def go_on(self) -> None:
        """With what was given back."""
        self._form, self._aside, self._chosen = self._typed(), Form(), ""
        self._render()

    # -- what the screen is told ---------------------------------------------------------------------------------------

    def show(self, about: str) -> None:
        """`book:<service>`, the code of an appointment, or nothing: those to come."""
        self._problems, self._notice, self._asked, self._done = (), UNSAID, "", ""
        if about.startswith("book:"):
            self._begin(about.removeprefix("book:"))
        elif about:
            self._put_aside()
            self._search, self._chosen = "", about
        self._render()

    def refresh(self) -> None:
        self._render()

    # -- what the operator means ---------------------------------------------------------------------------------------

    def search(self, text: object) -> None:
        self._search = str(text)
        found = self._appointments.find(self._search)
        if len(found) == 1 and self._search.strip():
            self.choose(found[0].appointment.code)
            return
        self._render()

    def choose(self, code: object) -> None:
        self._put_aside()
        self._chosen, self._done, self._asked = str(code), "", ""
        self._notice, self._problems = UNSAID, ()
        self._render()

    def choose_day(self, key: object) -> None:
        self._change(day=str(key), slot="")

    def choose_hour(self, key: object) -> None:
        self._change(slot=str(key))

    def edit(self, edit: object) -> None:
        assert isinstance(edit, FieldEdited), "the view's signal carries one"
        names = {"document": "document", "given_names": "names", "family_names": "surnames", "phone": "phone"}
        citizen = replace(self._form.citizen, **{names[edit.field]: edit.text})
        if edit.field == "document" and not citizen.names and not citizen.surnames:
            known = self._services.people.by_document(edit.text)
            citizen = citizen if known is None else replace(known, document=edit.text)
        self._change(citizen=citizen)

    def take_person(self, citizen: Citizen) -> None:
        """An ID card was read."""
        if self._form.service and not self._form.move:
            known = self._services.people.by_document(citizen.document)
            phone = self._form.citizen.phone or ("" if known is None else known.phone)
            self._change(citizen=replace(citizen, phone=phone))

    def act(self, what: object) -> None:
        """One of the acts of what is shown."""
        self._notice, self._problems = UNSAID, ()
        if not self._chosen:
            return
        if what == "move":
            self._form = Form(self._appointments.row(self._chosen).appointment.service, self._chosen)
        elif what == "cancel" and self._asked != self._chosen:
            self._asked = self._chosen
        elif what == "keep":
            self._asked = ""
        else:
            self._try(lambda: self._done_with(str(what)))
        self._render()

    def confirm(self) -> None:
        """F12: give the hour; a second press finds it given."""
        form, slot = self._form, self._slot()
        if self._done or not form.service:
            return
        if slot is None:
            self._problems = (Problem("hour", words_of(Refusal("slots_exhausted"), self._words)),)
            self._render()
            return
        if self._try(lambda: self._give(form, slot)):
            self._committed()
        self._render()

    def print_again(self) -> None:
        if self._done:
            self._try(lambda: self._reprint(self._done))
            self._render()

    def answer_for_paper(self, whole: object) -> None:
        if self._done:
            job = self._appointments.slip_of(self._done)
            (self._services.tray.in_hand if whole else self._services.tray.not_in_hand)(job)
            self._render()

    def finish(self) -> None:
        self._done = ""
        self._go("attend", "new")

    def leave(self) -> None:
        """Esc: out of another hour, or back to the counter; what is typed stays."""
        if self._form.move:
            self._form = Form()
            self._render()
            return
        self._go("attend", "")

    # -- inside --------------------------------------------------------------------------------------------------------

    def _begin(self, service: str) -> None:
        """Of the same service one goes on with what was typed; who stood at the counter comes along."""
        handed, typed = self._handed(), self._typed()
        going_on = typed.has_work and typed.service == service and handed == NOBODY
        began = self._services.counter.now().isoformat()
        fresh = Form(service, citizen=handed, operator=self._operator.id, began=began)
        self._form, self._aside, self._chosen = typed if going_on else fresh, Form(), ""

    def _typed(self) -> Form:
        return self._form if self._form.has_work else self._aside

    def _put_aside(self) -> None:
        self._aside, self._form = self._typed(), Form()

    def _change(self, **changes: object) -> None:
        self._form = replace(self._form, **changes)  # type: ignore[arg-type]  # each caller names fields of a form
        self._problems, self._notice = (), UNSAID
        self._render()

    def _try(self, act: Callable[[], None]) -> bool:
        try:
            act()
        except Refusal as refusal:
            problem = problem_of(refusal, self._words)
            self._problems = (problem,) if problem.field else ()
            self._notice = UNSAID if problem.field else Said(problem.words, "warn")
            if refusal.code == "slot_taken":
                self._form = replace(self._form, slot="")
            return False
        return True

    def _give(self, form: Form, slot: FreeSlot) -> None:
        if form.move:
            done = self._appointments.move(self._operator, form.move, slot)
        else:
            done = self._appointments.book(self._operator, slot, form.citizen, draft=KEY)
        self._done = self._chosen = done.row.appointment.code
        self._form, self._search = Form(), ""

    def _done_with(self, what: str) -> None:
        """An act that needs no further page."""
        code = self._chosen
        if what == "cancel":
            self._appointments.cancel(self._operator, code)
            self._notice = Said(_(compose.CANCELLED[self._word]), "ok")
        elif what == "reprint":
            self._reprint(code)
            return
        else:
            self._appointments.end(self._operator, code, what)
            self._notice = Said(_("Written down."), "ok")
        self._asked = ""
        self._committed()

    def _reprint(self, code: str) -> None:
        self._appointments.reprint(self._operator, code, _("Asked for at the counter"))
        self._notice = Said(_("A copy was printed"), "ok")
        self._committed()

    def _free(self) -> tuple[FreeSlot, ...]:
        return self._appointments.free(self._form.service) if self._form.service else ()

    def _day(self, free: tuple[FreeSlot, ...]) -> str:
        days = [compose.day_key(slot) for slot in free]
        return self._form.day if self._form.day in days else (days[0] if days else "")

    def _slot(self) -> FreeSlot | None:
        """The chosen hour, or the first of the day: the next free one is offered without being asked for."""
        free = self._free()
        of_day = [slot for slot in free if compose.day_key(slot) == self._day(free)]
        chosen = [slot for slot in of_day if compose.slot_key(slot) == self._form.slot]
        return next(iter([*chosen, *of_day]), None)

    def _service(self, code: str) -> AppointmentService | None:
        try:
            return self._appointments.service(code)
        except Refusal:  # of an older edition
            return None

    def _row(self, code: str) -> AppointmentRow | None:
        try:
            return self._appointments.row(code) if code else None
        except Refusal as refusal:
            self._notice = Said(words_of(refusal, self._words), "warn")
            return None

    def _booking(self) -> BookingState | None:
        form = self._form
        if not form.service:
            return None
        counter, free, slot = self._services.counter, self._free(), self._slot()
        offices = {office.code: office.name for office in counter.municipality.offices}
        told = Said(words_of(Refusal("slots_exhausted"), self._words), "warn")
        if slot is not None:
            when = _("{day} at {hour}").format(
                day=compose.day_words(slot.at.date(), counter.today()), hour=formats.clock(slot.at)
            )
            told = Said(f"{when}. {offices.get(slot.office, slot.office)}", "info")
        person = form.citizen
        day = self._day(free)
        return BookingState(
            days=compose.day_rows(free, offices, counter.today()),
            day=day,
            hours=compose.hours(free, day),
            hour="" if slot is None else compose.slot_key(slot),
            told=told,
            person=None if form.move else Person(person.document, person.names, person.surnames, person.phone),
            confirm=_("Change the hour and print") if form.move else _("Give the hour and print"),
            can_confirm=slot is not None,
        )

    def _render(self) -> None:
        today, form = self._services.counter.today(), self._form
        found = self._appointments.find(self._search)
        booking = self._booking() if not self._done else None
        shown = self._row(self._done or (self._chosen if booking is None else ""))
        service = self._service(form.service or (shown.appointment.service if shown is not None else ""))
        detail = delivery = None
        if shown is not None and self._done:
            job = self._appointments.slip_of(self._done)
            delivery = compose.delivered(shown, () if service is None else service.bring, job, self._word)
        elif shown is not None:
            detail = compose.detail(shown, service)
            if self._asked == self._chosen:
                detail = replace(detail, acts=compose.sure())
        self._view.render(
            AppointmentsState(
                title=_(compose.TITLES[self._word]) if booking is None or service is None else service.name,
                subtitle=service.summary if booking is not None and service is not None else "",
                list_title=_(compose.TITLES[self._word]),
                search=self._search,
                rows=tuple(compose.list_row(row, today) for row in found),
                chosen=self._chosen,
                empty="" if found else _("None here. Those that other counters gave are with them."),
                advice=_("Choose one at the left, or write what the person needs at the counter (F2)."),
                booking=booking,
                detail=detail,
                delivery=delivery,
                notice=self._notice,
                problems=self._problems,
            )
        )
