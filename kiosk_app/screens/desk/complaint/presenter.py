"""Taking a complaint: nothing is asked that is not needed, and the date is told before it is registered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count

from domain.errors import Refusal
from kiosk_app.screens.desk.complaint.draft import KEY, ComplaintDraft, given_back, kept
from kiosk_app.screens.desk.complaint.state import ComplaintState, Contact, PlaceKind
from kiosk_app.screens.desk.delivery.state import Delivery
from kiosk_app.screens.desk.photos import photo_words, read_photo
from kiosk_app.screens.desk.ports import Committed, Go, Renders, Tray
from kiosk_app.screens.desk.refusals import problem_of, words_of
from kiosk_app.screens.desk.words import Words, paper_words, spoken_code
from kiosk_app.services.citizen import Citizen
from kiosk_app.services.complaints import DESCRIPTION_MAX, PHOTOS_MAX, ComplaintRequest, FileComplaint
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.paper import Paper
from kiosk_app.services.procedures import CaseDone
from kiosk_app.shown import UNSAID, Choice, FieldEdited, Line, Problem, Said
from kiosk_app.storage.drafts import KeptDraft
from wording import formats
from wording.catalogue import _, ngettext

CATEGORIES_SHOWN = 12
_FEW_LETTERS = 300


@dataclass(frozen=True, slots=True)
class ComplaintServices:
    counter: Counter
    complaints: FileComplaint
    paper: Paper
    tray: Tray


class ComplaintPresenter:
    """What is typed stays until it is registered or left on purpose."""

    def __init__(
        self,
        view: Renders[ComplaintState],
        operator: Operator,
        services: ComplaintServices,
        *,
        committed: Committed,
        go: Go,
        say: Callable[[str, str], None],
    ) -> None:
        self._view = view
        self._operator = operator
        self._services = services
        self._committed, self._go, self._say = committed, go, say
        self._words = Words(services.counter.municipality)
        self._keys = count(1)
        self._draft = ComplaintDraft()
        self._problems: tuple[Problem, ...] = ()
        self._done: CaseDone | None = None
        self._began = services.counter.now().isoformat()

    def refresh(self) -> None:
        self._render()

    def to_keep(self) -> list[KeptDraft]:
        return [] if not self.has_work() else [kept(self._draft, self._operator.id, self._began)]

    def give_back(self, found: Sequence[KeptDraft]) -> None:
        for draft in found:
            if draft.key == KEY:
                self._draft, self._began = given_back(draft), draft.began

    def drop(self) -> None:
        self._draft = ComplaintDraft()

    def has_work(self) -> bool:
        return self._done is None and self._draft != ComplaintDraft()

    def new(self) -> None:
        """Begin, or go on with what was typed."""
        if self._done is not None:
            self._draft, self._done, self._problems = ComplaintDraft(), None, ()
        self._render()

    def search(self, text: object) -> None:
        self._change(search=str(text))

    def choose_category(self, code: object) -> None:
        self._change("category", category=str(code))

    def choose_place_kind(self, kind: object) -> None:
        kinds: dict[str, PlaceKind] = {"address": "address", "corner": "corner", "landmark": "landmark"}
        self._change("place", place_kind=kinds[str(kind)])

    def be_anonymous(self, anonymous: object) -> None:
        self._change("name", anonymous=bool(anonymous))

    def edit(self, edit: object) -> None:
        assert isinstance(edit, FieldEdited), "the view's signal carries one"
        match edit.field:
            case "place":
                self._change("place", place=edit.text)
            case "place_more":
                self._change("place_more", place_more=edit.text)
            case "description":
                self._change("description", description=edit.text)
            case "name":
                self._change("name", name=edit.text)
            case "document":
                self._change("document", document=edit.text)
            case "phone":
                self._change("phone", phone=edit.text)

    def take_person(self, citizen: Citizen) -> None:
        """An ID card was read while the form was open."""
        self._change("name", document=citizen.document, name=citizen.full_name or self._draft.name, anonymous=False)

    def add_photo(self, path: object) -> None:
        if len(self._draft.photos) >= PHOTOS_MAX:
            self._refused(Refusal("too_many_photos", most=PHOTOS_MAX))
            return
        try:
            photo = read_photo(str(path))
        except Refusal as refusal:
            self._refused(refusal)
            return
        added = (str(next(self._keys)), photo_words(str(path), photo), photo)
        self._change("photo", photos=(*self._draft.photos, added))

    def remove_photo(self, key: object) -> None:
        self._change("photo", photos=tuple(photo for photo in self._draft.photos if photo[0] != key))

    def send(self) -> None:
        """F12. A second press finds it done."""
        if self._done is not None:
            return
        problems = self._missing()
        if problems:
            self._problems = problems
            self._render()
            return
        try:
            done = self._services.complaints.submit(self._operator, self._request())
        except Refusal as refusal:
            self._refused(refusal)
            return
        self._done, self._problems = done, ()
        self._committed()
        self._render()

    def save(self) -> None:
        """F8: what is typed is kept already; go and attend to somebody else."""
        self._say(_("The complaint stays as it is; F5 comes back to it"), "")
        self._go("attend", "")

    def leave(self) -> None:
        """Esc never loses anything: the form is there when one comes back."""
        self._go("attend", "")

    def print_again(self) -> None:
        if self._done is None:
            return
        job = self._services.paper.papers_of(self._done.code)[-1]
        try:
            self._services.paper.copy(job.entry, self._operator, _("Asked for at the counter"))
        except Refusal as refusal:
            self._say(words_of(refusal, self._words), "")
        else:
            self._committed()
        self._render()

    def answer_for_paper(self, whole: object) -> None:
        if self._done is None:
            return
        job = self._services.paper.papers_of(self._done.code)[-1]
        answer = self._services.tray.in_hand if whole else self._services.tray.not_in_hand
        answer(job)
        self._render()

    def finish(self) -> None:
        self._draft, self._done, self._problems = ComplaintDraft(), None, ()
        self._go("attend", "new")

    def _change(self, field: str = "", **changes: object) -> None:
        if not self.has_work():
            self._began = self._services.counter.now().isoformat()
        self._draft = replace(self._draft, **changes)  # type: ignore[arg-type]  # each caller names fields of a draft
        self._problems = tuple(problem for problem in self._problems if problem.field != field)
        self._render()

    def _refused(self, refusal: Refusal) -> None:
        problem = problem_of(refusal, self._words)
        self._problems = (problem,)
        self._render()

    def _missing(self) -> tuple[Problem, ...]:
        """What a complaint cannot do without: what it is about, where, and a sentence."""
        problems: list[Problem] = []
        draft = self._draft
        if not draft.category:
            return (Problem("category", _("Choose what the complaint is about")),)
        category = self._services.counter.municipality.category(draft.category)
        if category.needs_place and not draft.place.strip():
            problems.append(problem_of(Refusal("place_missing"), self._words))
        if draft.place_kind == "corner" and draft.place.strip() and not draft.place_more.strip():
            problems.append(Problem("place_more", _("Write the other street of the corner")))
        if not draft.description.strip():
            problems.append(Problem("description", _("Tell what is happening; one sentence is enough")))
        if draft.citizen() is None and not category.anonymous_allowed:
            problems.append(problem_of(Refusal("name_needed"), self._words))
        return tuple(problems)

    def _request(self) -> ComplaintRequest:
        draft = self._draft
        return ComplaintRequest(
            category=draft.category,
            place_kind=draft.place_kind,
            place=draft.place_words(),
            description=draft.description,
            photos=tuple(photo for _key, _words, photo in draft.photos),
            citizen=draft.citizen(),
            draft=KEY,
        )

    def _promise(self) -> Said:
        if not self._draft.category:
            return Said(_("Choose what it is about, and the date of the answer is told here."), "info")
        try:
            promise = self._services.complaints.promise(self._draft.category)
        except Refusal as refusal:
            return Said(words_of(refusal, self._words), "warn")
        area = self._services.counter.municipality.category(self._draft.category).area
        return Said(
            _("{area} answers before {day}.").format(
                area=self._services.counter.municipality.area(area).name, day=formats.day_in_words(promise)
            ),
            "info",
        )

    def _render(self) -> None:
        draft = self._draft
        found = self._services.complaints.search(draft.search, CATEGORIES_SHOWN)
        left = DESCRIPTION_MAX - len(draft.description)
        letters = ngettext("{count} letter left", "{count} letters left", left).format(count=left)
        self._view.render(
            ComplaintState(
                search=draft.search,
                categories=tuple(Choice(item.code, item.name, item.summary, item.icon) for item in found),
                category=draft.category,
                none_found="" if found else _("Nothing says that. Leave the box empty to see everything."),
                place_kind=draft.place_kind,
                place=draft.place,
                place_more=draft.place_more,
                description=draft.description,
                description_left=letters if left < _FEW_LETTERS else "",
                photos=tuple(Choice(key, words) for key, words, _photo in draft.photos),
                contact=Contact(draft.anonymous, draft.name, draft.document, draft.phone),
                promise=self._promise(),
                problems=self._problems,
                can_send=True,
                delivery=self._delivery(),
            )
        )

    def _delivery(self) -> Delivery | None:
        done = self._done
        if done is None:
            return None
        job = self._services.paper.papers_of(done.code)[-1]
        printing, ask = paper_words(job)
        category = self._services.counter.municipality.category(self._draft.category)
        return Delivery(
            heading=_("Complaint registered"),
            code=formats.case_code(done.code),
            code_spoken=spoken_code(done.code),
            facts=(
                Line(_("About"), category.name),
                Line(_("Answer before"), formats.day(done.promise)),
                Line(_("State"), _("Saved on this computer, to be sent")),
            ),
            next_steps=(
                _("Give the person the paper with the code."),
                _("They can ask here, by telephone or at the kiosk, with that code."),
            ),
            printing=printing if printing.words else UNSAID,
            print_caption=_("Print copy {number}").format(number=job.copy_number + 1),
            can_print=not ask,
            ask_paper=ask,
        )
