"""Taking in what an observed case lacks, here or for another counter, and asking to open a finished one again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from domain.catalog import Requirement
from domain.errors import Refusal
from kiosk_app.screens.desk.case_act.state import BroughtLine, CaseActState
from kiosk_app.screens.desk.photos import photo_words, read_photo
from kiosk_app.screens.desk.ports import Committed, Go, Renders
from kiosk_app.screens.desk.refusals import words_of
from kiosk_app.screens.desk.words import Words
from kiosk_app.services.case_acts import ActDone, Brought, CaseActs
from kiosk_app.services.cases import CaseBook
from kiosk_app.services.counter import Counter, Operator
from kiosk_app.shown import UNSAID, Choice, Line, Problem, Said
from kiosk_app.storage.blobs import Blob
from wording import formats
from wording.catalogue import _, mark

#: What the person says, as the operator picks it; the paper says it to the person.
_GROUNDS: Final = {
    "not_solved": mark("It was not solved"),
    "answer_unclear": mark("The answer is not clear"),
    "new_facts": mark("They bring something new"),
}
#: Where a refusal is shown: beside what has to be put right.
_FIELDS: Final = {"nothing_brought": "brought", "ground_missing": "ground", "too_many_photos": "photo"}


@dataclass(frozen=True, slots=True)
class _Draft:
    """`act` is `complete` or `reopen`; `service` of a case of another counter."""

    act: str
    code: str
    service: str = ""
    wanted: tuple[Requirement, ...] = ()
    brought: frozenset[str] = frozenset()
    photos: tuple[tuple[str, Blob], ...] = ()
    ground: str = ""
    problems: tuple[Problem, ...] = field(default=())
    done: Said = UNSAID


class CaseActPresenter:
    def __init__(
        self,
        view: Renders[CaseActState],
        operator: Operator,
        counter: Counter,
        cases: CaseBook,
        acts: CaseActs,
        *,
        committed: Committed,
        go: Go,
    ) -> None:
        self._view = view
        self._operator = operator
        self._cases, self._acts = cases, acts
        self._committed, self._go = committed, go
        self._words = Words(counter.municipality)
        self._draft = _Draft("complete", "")

    def show(self, about: str) -> None:
        """`complete:<code>`, `complete:<code>:<service>` from the paper of another counter, or `reopen:<code>`."""
        act, code, service = (*about.split(":"), "")[:3]
        draft = self._draft
        if (act, code, service) == (draft.act, draft.code, draft.service) and not draft.done.words:
            self._render()  # what was ticked stays
            return
        self._draft = _Draft(act, code, service)
        if act == "complete":
            try:
                self._draft = replace(self._draft, wanted=self._acts.wanted(code, service))
            except Refusal as refusal:
                self._draft = replace(self._draft, done=Said(words_of(refusal, self._words), "warn"))
        self._render()

    def toggle(self, code: object) -> None:
        self._change(brought=self._draft.brought ^ {str(code)})

    def choose_ground(self, ground: object) -> None:
        self._change(ground=str(ground))

    def add_photo(self, path: object) -> None:
        try:
            photo = read_photo(str(path))
        except Refusal as refusal:
            self._refused(refusal)
            return
        self._change(photos=(*self._draft.photos, (photo_words(str(path), photo), photo)))

    def remove_photo(self) -> None:
        self._change(photos=self._draft.photos[:-1])

    def confirm(self) -> None:
        draft = self._draft
        if draft.done.words:
            return
        try:
            done = self._do(draft)
        except Refusal as refusal:
            self._refused(refusal)
            return
        self._draft = replace(draft, done=Said(self._said(done), "ok"), problems=())
        self._render()
        self._committed()

    def leave(self) -> None:
        self._go("cases", "" if self._draft.service else self._draft.code)

    def _do(self, draft: _Draft) -> ActDone:
        if draft.act == "complete":
            chosen = tuple(item.code for item in draft.wanted if item.code in draft.brought)
            photos = tuple(photo for _name, photo in draft.photos)
            return self._acts.complete(self._operator, Brought(draft.code, chosen, photos, draft.service))
        if not draft.ground:
            raise Refusal("ground_missing")
        return self._acts.ask_reopening(self._operator, draft.code, draft.ground)

    def _said(self, done: ActDone) -> str:
        told = _("Written down. The paper with the code is being printed.")
        if done.promise is None:
            return told
        return f"{told} " + _("The new date is {day}.").format(day=formats.day(done.promise))

    def _change(self, **changes: object) -> None:
        if not self._draft.done.words:
            self._draft = replace(self._draft, problems=(), **changes)  # type: ignore[arg-type]  # by their own names
        self._render()

    def _refused(self, refusal: Refusal) -> None:
        where = _FIELDS.get(refusal.code, "brought" if self._draft.act == "complete" else "ground")
        self._draft = replace(self._draft, problems=(Problem(where, words_of(refusal, self._words)),))
        self._render()

    def _render(self) -> None:
        draft = self._draft
        completing = draft.act == "complete"
        self._view.render(
            CaseActState(
                heading=_("Take in what was missing") if completing else _("Open the case again"),
                explanation=self._explanation(),
                facts=self._facts(),
                requirements=tuple(
                    BroughtLine(item.code, item.text, item.code in draft.brought) for item in draft.wanted
                ),
                photos=tuple(name for name, _photo in draft.photos),
                grounds=() if completing else tuple(Choice(key, _(words)) for key, words in _GROUNDS.items()),
                ground=draft.ground,
                confirm=_("Write it down and print"),
                problems=draft.problems,
                done=draft.done,
            )
        )

    def _explanation(self) -> str:
        if self._draft.act != "complete":
            return _("The municipality decides when it receives it. The paper says by when it answers.")
        if self._draft.service:
            return _("The case is of another cabin. The municipality puts what you take in here together with it.")
        return _("It is never refused. The paper says what was brought, and what is still missing.")

    def _facts(self) -> tuple[Line, ...]:
        draft = self._draft
        code = Line(_("Case"), formats.case_code(draft.code)) if draft.code else None
        if draft.service:
            service = self._cases.service_name("procedure", draft.service)
            return tuple(line for line in (code, Line(_("For"), service)) if line is not None)
        try:
            found = self._cases.row(draft.code)
        except Refusal:
            return ()
        lines = (code, Line(_("For"), found.service_name), Line(_("Person"), found.citizen.full_name))
        return tuple(line for line in lines if line is not None and line.amount)
