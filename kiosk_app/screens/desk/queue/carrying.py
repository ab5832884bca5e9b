"""Another counter's file over this one's connection, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from domain.errors import Refusal
from kiosk_app.screens.desk.queue.state import CarryState
from kiosk_app.screens.desk.refusals import words_of
from kiosk_app.screens.desk.sync_words import words_of_reason
from kiosk_app.screens.desk.words import Words
from kiosk_app.services.carrying import Carriage, OtherFile
from kiosk_app.shown import Said
from sync.carrying import Progress, Stage
from wording.catalogue import _, mark

_REFUSED: Final = {
    "courier_altered": mark("The file was changed on its way. That counter saves it again"),
    "courier_for_a_station": mark("That file is an answer for {station}. Carry it to that counter, and read it there"),
    "courier_malformed": mark("The file is not in order inside. That counter saves it again"),
    "courier_of_another_municipality": mark("That file is for another municipality: {found}. Nothing was sent"),
    "courier_too_large": mark("That file is too large to be one of Ventanilla"),
    "station_pending": mark("The municipality has not approved this computer yet"),
    "station_revoked": mark("The municipality has withdrawn this computer"),
    "stick_full": mark(
        "The municipality has the file; the stick has no room for its answer. Make room, and press F4 again"
    ),
    "stick_gone": mark("The stick does not respond. Put it in again, and press F4 again: nothing was lost"),
    "stick_protected": mark(
        "Nothing can be saved on the stick. Look at its lock, and press F4 again: nothing was lost"
    ),
}


class Carries(Protocol):
    """`kiosk_app.background.carry_link.CarryLink`."""

    carriage: Carriage | None

    def carry(self, stick: OtherFile) -> None: ...

    def try_now(self) -> None: ...

    def give_up(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What carries, and where a person says that the other counter's file is (None when they changed their mind)."""

    link: Carries
    file: Callable[[], Path | None]


def carry_state(carriage: Carriage | None, refused: Refusal | None, words: Words) -> CarryState:
    """`refused` is of a file that was never begun."""
    if refused is not None:
        return CarryState(notice=_no(refused, words))
    if carriage is None:
        return CarryState()
    if carriage.progress is not None:
        return _under_way(carriage.station, carriage.progress)
    if carriage.refused is not None:
        return CarryState(notice=_no(carriage.refused, words))
    told = _("The file of {station} is with the municipality. Its answer is on the stick: {name}. Carry it back.")
    return CarryState(notice=Said(told.format(station=carriage.station, name=carriage.answer), "ok"))


def _under_way(station: str, progress: Progress) -> CarryState:
    told = {
        Stage.SENDING: _("Carrying the file of {station}: {done} of {all} kB"),
        Stage.TAKING: _("The municipality reads the file of {station}"),
        Stage.FETCHING: _("Bringing the answer for {station}: {done} of {all} kB"),
    }[progress.stage].format(station=station, done=progress.done // 1000, all=-(-progress.all // 1000))
    if progress.reason is not None:
        told = f"{told}. {words_of_reason(progress.reason)}. {_('It is tried again by itself')}"
    return CarryState(told, progress.done * 100 // progress.all if progress.all else 0, under_way=True)


def _no(refusal: Refusal, words: Words) -> Said:
    if refusal.code in _REFUSED:
        return Said(_(_REFUSED[refusal.code]).format(**refusal.details), "warn")
    return Said(words_of(refusal, words), "warn")
