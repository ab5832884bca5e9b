"""The life of one case as a pure function of journal entries: `begin` with what opened it, then `advance`.

Only the centre's entries move a state, a date or an area: they are one sequence, so every reader that holds them
agrees, in whatever order it heard the stations. What a counter writes of a case (what was brought, what was asked,
what the citizen was told) is an intake beside it: the centre answers. docs/CASES.md has the table.

No promised date moves but by `promise_moved` (with its reason, and how the citizen is told) or by `case_resumed` (the
date that the citizen's new paper says). The law's date moves only by `case_resumed`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from enum import Enum
from typing import Any, Final

from domain.cases.states import FINISHED, CaseState, move
from domain.errors import Refusal
from domain.journal.entry import Entry
from domain.journal.kind import Author

#: Who signs for the centre's acts that nobody decides. They are no answer to the citizen.
AUTOMATIC: Final = "central"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """What is known of a case. Days are ISO days of the municipality, moments UTC.

    `promise` is in force; `committed` the first one since the citizen's last new paper, by which the municipality is
    measured; `told` the latest that the citizen knows. `restarted` is the day from which both clocks run again after
    a completion or a reopening. `missing` are requirement codes that wait for the citizen until `complete_by`,
    `brought` those of them that a counter took in and the centre has not answered. `asked` says that a counter wrote
    down the wish to reopen. `worked_at` is the first act of a person of the municipality.
    """

    code: str
    type: str
    service: str
    edition: str
    state: CaseState
    area: str
    area_since: datetime
    opened_at: datetime
    committed: date
    promise: date
    told: date
    legal: date | None = None
    restarted: date | None = None
    received_at: datetime | None = None
    worked_at: datetime | None = None
    answered_at: datetime | None = None
    answer: str | None = None
    missing: tuple[str, ...] = ()
    brought: tuple[str, ...] = ()
    complete_by: date | None = None
    steps: tuple[str, ...] = ()
    reopened: int = 0
    asked: bool = False
    reason: str = ""

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED

    @property
    def still_missing(self) -> tuple[str, ...]:
        return tuple(code for code in self.missing if code not in self.brought)

    @property
    def is_date_untold(self) -> bool:
        """The office gave another date, and no paper or call has told the citizen."""
        return self.promise > self.told and not self.is_finished

    def document(self) -> dict[str, Any]:
        """As JSON; `read_case_file` reads it back."""
        return {name: _plain(value) for name, value in asdict(self).items()}


def read_case_file(document: Mapping[str, Any]) -> CaseFile:
    values = {name: _READ[kind](document[name]) for name, kind in _TYPES.items()}
    return CaseFile(**values)


def begin(entry: Entry) -> CaseFile:
    """`entry` is a `case_opened/1`. The citizen was told the date by the paper of that moment."""
    body = entry.body
    missing, promise = tuple(body.get("observed", ())), date.fromisoformat(body["promise"])
    return CaseFile(
        code=body["case"],
        type=body["type"],
        service=body["service"],
        edition=body["edition"],
        state=CaseState.OBSERVED if missing else CaseState.SAVED,
        area=body["area"],
        area_since=entry.at,
        opened_at=entry.at,
        committed=promise,
        promise=promise,
        told=promise,
        legal=_day(body.get("legal")),
        missing=missing,
    )


def advance(file: CaseFile, author: Author, entry: Entry) -> CaseFile:
    """The file after `entry`, itself where the entry says nothing of it.

    Raises Refusal `case_move_unknown`, `closing_answer_missing`, `reopened_without_date`, `promise_not_later`,
    `case_finished`, `step_taken_before`, `case_not_observed`, `requirement_not_missing`, `case_not_finished`.
    """
    rule = _RULES[author].get(entry.kind)
    if rule is None or entry.body["case"] != file.code:
        return file
    after = rule(file, entry)
    if author is Author.STATION:
        return after
    # A word of the centre: it has the case, and a person's first word is the first answer.
    after = replace(after, received_at=file.received_at or entry.at)
    if entry.operator != AUTOMATIC and file.worked_at is None:
        after = replace(after, worked_at=entry.at)
    return after


def life(entries: Iterable[tuple[Author, Entry]]) -> CaseFile:
    """`begin` and `advance` over entries of both authors, the first of which opened the case.

    What breaks a rule is passed over, as in the books.
    """
    told = iter(entries)
    file = begin(next(told)[1])
    for author, entry in told:
        try:
            file = advance(file, author, entry)
        except Refusal:
            continue
    return file


def _current(file: CaseFile) -> CaseState:
    """Until the centre's first word what counts is that the counter saved it, whatever it observed."""
    return file.state if file.received_at is not None else CaseState.SAVED


def _to(file: CaseFile, state: CaseState, entry: Entry) -> CaseFile:
    """In `state` at the area that the entry names; whoever leaves `observed` waits for nothing any more."""
    area = entry.body.get("area", file.area)
    since = file.area_since if area == file.area else entry.at
    moved = replace(file, state=state, area=area, area_since=since)
    if state is CaseState.OBSERVED:
        return moved
    return replace(moved, missing=(), brought=(), complete_by=None)


def _moved(file: CaseFile, entry: Entry) -> CaseFile:
    state = move(_current(file), CaseState(entry.body["state"]))
    if file.is_finished and state not in FINISHED:
        raise Refusal("reopened_without_date", case=file.code)
    answer = entry.body.get("answer")
    if state in _ANSWERED and not answer:
        raise Refusal("closing_answer_missing", case=file.code)
    moved = replace(_to(file, state, entry), answer=answer or file.answer)
    if state in FINISHED and file.answered_at is None:
        moved = replace(moved, answered_at=entry.at)
    return moved


def _observed(file: CaseFile, entry: Entry) -> CaseFile:
    moved = _to(file, move(_current(file), CaseState.OBSERVED), entry)
    return replace(
        moved, missing=tuple(entry.body["missing"]), brought=(), complete_by=date.fromisoformat(entry.body["until"])
    )


def _resumed(file: CaseFile, entry: Entry) -> CaseFile:
    """Completed or reopened: both clocks run from `since`, to the dates that the citizen's new paper says."""
    body = entry.body
    is_completed = body["ground"] == "completed"
    if is_completed and file.state is not CaseState.OBSERVED:
        raise Refusal("case_not_observed", case=file.code, state=file.state.value)
    if not is_completed and not file.is_finished:
        raise Refusal("case_not_finished", case=file.code, state=file.state.value)
    state = move(_current(file), CaseState.RECEIVED if is_completed else CaseState.IN_PROGRESS)
    promise, legal = date.fromisoformat(body["promise"]), _day(body.get("legal"))
    if promise < file.promise or (file.legal is not None and (legal is None or legal < file.legal)):
        raise Refusal("promise_not_later", case=file.code, promise=promise.isoformat(), before=file.promise.isoformat())
    return replace(
        _to(file, state, entry),
        promise=promise,
        committed=promise,
        told=promise,
        legal=legal or file.legal,
        restarted=date.fromisoformat(body["since"]),
        answered_at=None,
        answer=None,
        steps=file.steps if is_completed else (),
        reopened=file.reopened + (not is_completed),
        asked=False,
        reason="",
    )


def _stepped(file: CaseFile, entry: Entry) -> CaseFile:
    step = entry.body["step"]
    if file.is_finished:
        raise Refusal("case_finished", case=file.code, state=file.state.value)
    if step in file.steps:
        raise Refusal("step_taken_before", case=file.code, step=step)
    moved = _to(file, move(_current(file), CaseState.IN_PROGRESS), entry)
    return replace(moved, steps=(*file.steps, step))


def _promised_anew(file: CaseFile, entry: Entry) -> CaseFile:
    if file.is_finished:
        raise Refusal("case_finished", case=file.code, state=file.state.value)
    promise = date.fromisoformat(entry.body["promise"])
    if promise <= file.promise:
        raise Refusal("promise_not_later", case=file.code, promise=promise.isoformat(), before=file.promise.isoformat())
    told = file.told if entry.body["told"] == "counter" else max(file.told, promise)
    return replace(file, promise=promise, told=told, reason=entry.body["reason"])


def _completed(file: CaseFile, entry: Entry) -> CaseFile:
    brought = tuple(entry.body["brought"])
    if file.state is not CaseState.OBSERVED:
        raise Refusal("case_not_observed", case=file.code, state=file.state.value)
    unasked = [code for code in brought if code not in file.missing]
    if unasked:
        raise Refusal("requirement_not_missing", case=file.code, requirement=unasked[0])
    return replace(file, brought=tuple(code for code in file.missing if code in {*file.brought, *brought}))


def _asked_again(file: CaseFile, _entry: Entry) -> CaseFile:
    if not file.is_finished:
        raise Refusal("case_not_finished", case=file.code, state=file.state.value)
    if file.state is CaseState.NOT_PRESENTED:
        raise Refusal("case_move_unknown", current=file.state.value, target=CaseState.IN_PROGRESS.value)
    return replace(file, asked=True)


def _told(file: CaseFile, entry: Entry) -> CaseFile:
    """Told dates only grow, so it does not matter when a station's word is heard."""
    told = _day(entry.body.get("promise"))
    return file if told is None else replace(file, told=max(file.told, told))


_Rule = Callable[[CaseFile, Entry], CaseFile]
_RULES: Final[Mapping[Author, Mapping[str, _Rule]]] = {
    Author.CENTRE: {
        "case_moved/1": _moved,
        "case_observed/1": _observed,
        "case_resumed/1": _resumed,
        "case_step_taken/1": _stepped,
        "promise_moved/1": _promised_anew,
    },
    Author.STATION: {
        "case_completed/1": _completed,
        "reopening_asked/1": _asked_again,
        "citizen_told/1": _told,
    },
}
#: The kinds that speak of a case after it was opened.
CENTRE_WORDS: Final = frozenset(_RULES[Author.CENTRE])
STATION_WORDS: Final = frozenset(_RULES[Author.STATION])
_ANSWERED: Final = frozenset({CaseState.RESOLVED, CaseState.REJECTED})


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case date():  # a moment is one too
            return value.isoformat()
        case tuple():
            return list(value)
        case _:
            return value


def _same(value: Any) -> Any:
    return value


_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "CaseState": CaseState,
    "datetime": _moment,
    "datetime | None": _moment,
    "date": _day,
    "date | None": _day,
    "tuple[str, ...]": tuple,
    "str": _same,
    "str | None": _same,
    "int": _same,
    "bool": _same,
}
_TYPES: Final = {item.name: str(item.type) for item in fields(CaseFile)}
