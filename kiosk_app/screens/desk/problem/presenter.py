"""What should not have happened, for the person who has to go on working."""

from __future__ import annotations

from typing import Final

from domain.errors import InvariantBroken, Refusal
from kiosk_app.screens.desk.problem.state import ProblemState
from wording.catalogue import _, mark

_DISK = frozenset({"disk_full", "disk_failing", "database_busy", "database_not_durable"})
_UNREADABLE = frozenset({"database_damaged", "database_key_wrong", "database_missing"})
#: Why somebody with a good PIN does not begin: what the municipality has said, or has not said for a month.
_NOT_ADMITTED: Final = {
    "operator_expired": mark("Your permission has ended: it is renewed when this computer has contact."),
    "operator_withdrawn": mark("The municipality has withdrawn your permission to work here."),
    "operator_not_admitted": mark("The municipality has not admitted you at this counter."),
}


def problem_state(error: BaseException, *, code: str, contact: str = "") -> ProblemState:
    """`code` is what the log has it under. The data is safe unless the disk itself is the trouble."""
    disk = isinstance(error, Refusal) and error.code in _DISK
    if disk:
        return ProblemState(
            heading=_("It cannot be saved"),
            happened=_("The disk of this computer is full, or it does not respond."),
            data=_("What was registered before is saved. The last thing you did is not: do it again afterwards."),
            data_safe=False,
            next_step=_("Stop collecting. Make room on the disk, or call for help before you go on."),
            code=code,
            contact=contact,
            action=_("Try again"),
        )
    if isinstance(error, Refusal) and error.code in _UNREADABLE:
        return ProblemState(
            heading=_("This counter's data does not open"),
            happened=_("The file with the counter's work is missing or damaged, or it is of another computer."),
            data=_("What was sent is safe at the municipality. What was not sent yet may only be on this computer."),
            data_safe=False,
            next_step=_("Do not collect, and delete nothing. Call for help and give the code."),
            code=code,
            contact=contact,
            action=_("Open again"),
            closes=True,
        )
    if isinstance(error, Refusal) and error.code == "database_newer":
        return ProblemState(
            heading=_("This program is older than its data"),
            happened=_("A newer version of the program worked on this computer before."),
            data=_("Yes. Everything collected and registered before is saved on this computer."),
            data_safe=True,
            next_step=_("Do not collect with this version. Ask for the update and install it: nothing is lost."),
            code=code,
            contact=contact,
            action=_("Open again"),
            closes=True,
        )
    if isinstance(error, Refusal) and error.code in _NOT_ADMITTED:
        return _not_admitted(error, code, contact)
    if isinstance(error, InvariantBroken):
        return ProblemState(
            heading=_("The program stopped to protect the money"),
            happened=_("A sum did not agree with itself, so nothing was written."),
            data=_("Yes. Everything collected and registered before is saved on this computer."),
            data_safe=True,
            next_step=_("Do not collect any more. Call for help and give the code."),
            code=code,
            contact=contact,
            action=_("Open again"),
            closes=True,
        )
    return ProblemState(
        heading=_("The program had to stop"),
        happened=_("A part of the program failed."),
        data=_("Yes. Everything collected and registered before is saved on this computer."),
        data_safe=True,
        next_step=_("Press Open again. If it happens once more, call for help and give the code."),
        code=code,
        contact=contact,
        action=_("Open again"),
        closes=True,
    )


def _not_admitted(error: Refusal, code: str, contact: str) -> ProblemState:
    return ProblemState(
        heading=_("You may not work at this counter now"),
        happened=_(_NOT_ADMITTED[error.code]),
        data=_("Yes. Everything collected and registered before is saved on this computer."),
        data_safe=True,
        next_step=_("Leave this computer on and connected: as soon as the municipality renews it, you can begin."),
        code=code,
        contact=contact,
        action=_("Close"),
        closes=True,
    )
