"""Taking a complaint: nothing is asked that is not needed, and the date is told before it is registered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count

from domain.catalog import ComplaintCategory, Priority
from domain.errors import Refusal
from domain.geography import Nearby, Place
from domain.journal.fields import ASSETS_MAX
from kiosk_app.screens.desk.complaint import where
from kiosk_app.screens.desk.complaint.delivered import delivered
from kiosk_app.screens.desk.complaint.draft import KEY, ComplaintDraft, given_back, kept
from kiosk_app.screens.desk.complaint.state import ComplaintState, Contact, PlaceKind, WhereState
from kiosk_app.screens.desk.delivery.state import Delivery
from kiosk_app.screens.desk.photos import photo_words, read_photo
from kiosk_app.screens.desk.ports import Committed, Go, Renders, Tray
from kiosk_app.screens.desk.refusals import problem_of, words_of
from kiosk_app.screens.desk.words import Words
from kiosk_app.services.citizen import Citizen
from kiosk_app.services.complaints import DESCRIPTION_MAX, PHOTOS_MAX, ComplaintRequest, FileComplaint
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.services.paper import Paper
from kiosk_app.services.places import Places
from kiosk_app.services.procedures import CaseDone
from kiosk_app.shown import Choice, FieldEdited, Problem, Said
from kiosk_app.storage.drafts import KeptDraft
from wording import formats
from wording.catalogue import _, ngettext

CATEGORIES_SHOWN = 12
_FEW_LETTERS = 300


@dataclass(frozen=True, slots=True)
class ComplaintServices:
    """`places` is None at a station without a map of its town."""

    counter: Counter
    complaints: FileComplaint
    paper: Paper
    tray: Tray
    places: Places | None = None


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
        self._found: tuple[Place, ...] = ()

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
            self._draft, self._done, self._problems, self._found = ComplaintDraft(), None, (), ()
        self._render()

    def search(self, text: object) -> None:
        self._change(search=str(text))

    def choose_category(self, code: object) -> None:
        """The one chosen stays alone on the page; nothing at all shows the others again."""
        self._change("category", category=str(code), search="", joins="")

    def choose_place_kind(self, kind: object) -> None:
        kinds: dict[str, PlaceKind] = {"address": "address", "corner": "corner", "landmark": "landmark"}
        self._change("place", place_kind=kinds[str(kind)])

    def search_place(self, text: object) -> None:
        places = self._services.places
        self._found = () if places is None else tuple(places.search(str(text), self._kinds()))
        self._change("place", place=str(text))

    def choose_place(self, key: object) -> None:
        """What was found, by its place in the list."""
        number = int(str(key))
        if number < len(self._found):
            self._take(self._found[number])

    def touch_map(self, touched: object) -> None:
        """A point in metres and how many metres a finger covers there."""
        places = self._services.places
        assert places is not None, "only a map is touched"
        assert isinstance(touched, tuple), "the view's signal carries one"
        point, within = touched
        self._take(places.at(point, within, self._kinds()))

    def remove_place(self, key: object) -> None:
        kept = tuple(place for number, place in enumerate(self._draft.chosen) if str(number) != key)
        self._change("place", chosen=kept, joins="")

    def join(self, code: object) -> None:
        """This person is one more neighbour in that complaint; nothing makes it a complaint of its own again."""
        self._change(joins=str(code))

    def _take(self, place: Place) -> None:
        """Plates add up, once each; any other place takes the place of what was there."""
        chosen = self._draft.chosen
        if place.asset:
            plates = tuple(one for one in chosen if one.asset)
            known = place.asset in where.assets_of(plates)
            if not known and len(plates) >= ASSETS_MAX:
                self._refused(Refusal("too_many_assets", most=ASSETS_MAX))
                return
            chosen = plates if known else (*plates, place)
        else:
            chosen = (place,)
        self._found = ()
        self._change("place", chosen=chosen, place="", joins="")

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
        self._draft, self._done, self._problems, self._found = ComplaintDraft(), None, (), ()
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
        if category.needs_place and not draft.place_words():
            problems.append(problem_of(Refusal("place_missing"), self._words))
        if (
            self._services.places is None
            and draft.place_kind == "corner"
            and draft.place.strip()
            and not draft.place_more.strip()
        ):
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
            place_kind=draft.chosen[0].kind if draft.chosen else draft.place_kind,
            place=draft.place_words(),
            description=draft.description,
            assets=where.assets_of(draft.chosen),
            spot=where.spot_of(draft.chosen),
            joins=draft.joins,
            photos=tuple(photo for _key, _words, photo in draft.photos),
            citizen=draft.citizen(),
            draft=KEY,
        )

    def _kinds(self) -> tuple[str, ...]:
        return self._category().assets if self._draft.category else ()

    def _category(self) -> ComplaintCategory:
        return self._services.counter.municipality.category(self._draft.category)

    def _near(self) -> tuple[Nearby, ...]:
        draft = self._draft
        if not draft.category or not draft.chosen:
            return ()
        assets, spot = where.assets_of(draft.chosen), where.spot_of(draft.chosen)
        return self._services.complaints.similar.of(draft.category, assets, spot)

    def _where(self, near: tuple[Nearby, ...]) -> WhereState | None:
        places = self._services.places
        if places is None:
            return None
        draft, kinds = self._draft, self._kinds()
        return where.where_state(
            places, text=draft.place, found=self._found, chosen=draft.chosen, near=near, kinds=kinds
        )

    def _promise(self, near: tuple[Nearby, ...]) -> Said:
        if not self._draft.category:
            return Said(_("Choose what it is about, and the date of the answer is told here."), "info")
        try:
            promise = self._services.complaints.promise(self._draft.category)
        except Refusal as refusal:
            return Said(words_of(refusal, self._words), "warn")
        category = self._category()
        joined = next((one.complaint for one in near if one.complaint.code == self._draft.joins), None)
        if joined is not None:
            promise = self._services.complaints.similar.promise(joined, promise)
        told = _("{area} answers before {day}.").format(
            area=self._services.counter.municipality.area(category.area).name, day=formats.day_in_words(promise)
        )
        if category.priority is Priority.URGENT:
            return Said(_("Urgent. {told} If anybody is in danger, call now as well.").format(told=told), "warn")
        if joined is not None:
            return Said(
                _("One more neighbour in complaint {code}. {told}").format(
                    code=formats.case_code(joined.code), told=told
                ),
                "info",
            )
        return Said(told, "info")

    def _render(self) -> None:
        draft = self._draft
        found = self._categories()
        near = self._near()
        left = DESCRIPTION_MAX - len(draft.description)
        letters = ngettext("{count} letter left", "{count} letters left", left).format(count=left)
        self._view.render(
            ComplaintState(
                search=draft.search,
                categories=tuple(_offered(item) for item in found),
                category=draft.category,
                none_found="" if found else _("Nothing says that. Leave the box empty to see everything."),
                place_kind=draft.place_kind,
                place=draft.place,
                place_more=draft.place_more,
                where=self._where(near),
                similar=where.similar_rows(near, draft.joins, self._names()),
                description=draft.description,
                description_left=letters if left < _FEW_LETTERS else "",
                photos=tuple(Choice(key, words) for key, words, _photo in draft.photos),
                contact=Contact(draft.anonymous, draft.name, draft.document, draft.phone),
                promise=self._promise(near),
                problems=self._problems,
                can_send=True,
                delivery=self._delivery(),
            )
        )

    def _categories(self) -> list[ComplaintCategory]:
        """What the search finds; the one chosen alone, so that the place is in sight."""
        if self._draft.category and not self._draft.search:
            return [self._category()]
        return self._services.complaints.search(self._draft.search, CATEGORIES_SHOWN)

    def _names(self) -> dict[str, ComplaintCategory]:
        return {one.code: one for one in self._services.counter.municipality.complaint_categories}

    def _delivery(self) -> Delivery | None:
        done = self._done
        if done is None:
            return None
        job = self._services.paper.papers_of(done.code)[-1]
        return delivered(done, self._category(), job, self._draft.joins)


def _offered(category: ComplaintCategory) -> Choice:
    name = category.name
    if category.priority is Priority.URGENT:
        name = _("{category} · urgent").format(category=name)
    return Choice(category.code, name, category.summary, category.icon)
