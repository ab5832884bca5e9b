"""The life of a case, as a table. Procedures and complaints share it; what differs is the words people read.

    draft      on this screen only            saved     committed at the station, not yet at the centre
    received   the centre has it              observed  something is missing; the citizen has two working days
    in_progress an area works on it           resolved  decided in the citizen's favour, or repaired
    rejected   decided against, with reason   closed    delivered or told; nothing more will happen
    not_presented  what was missing never came: the fee is given back (TUO of Law 27444, art. 136); the citizen may only
                   open a new case

A case never regresses because a message arrived late: what the centre says is applied in the centre's own order.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from domain.errors import Refusal


class CaseState(Enum):
    SAVED = "saved"
    RECEIVED = "received"
    OBSERVED = "observed"
    NOT_PRESENTED = "not_presented"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    REJECTED = "rejected"
    CLOSED = "closed"


_S = CaseState
TRANSITIONS: Final[dict[CaseState, frozenset[CaseState]]] = {
    _S.SAVED: frozenset({_S.RECEIVED, _S.OBSERVED, _S.IN_PROGRESS, _S.RESOLVED, _S.REJECTED}),
    _S.RECEIVED: frozenset({_S.OBSERVED, _S.IN_PROGRESS, _S.RESOLVED, _S.REJECTED}),
    _S.OBSERVED: frozenset({_S.RECEIVED, _S.NOT_PRESENTED, _S.IN_PROGRESS, _S.REJECTED}),
    _S.NOT_PRESENTED: frozenset(),
    _S.IN_PROGRESS: frozenset({_S.IN_PROGRESS, _S.OBSERVED, _S.RESOLVED, _S.REJECTED}),
    _S.RESOLVED: frozenset({_S.CLOSED, _S.IN_PROGRESS}),
    _S.REJECTED: frozenset({_S.CLOSED, _S.IN_PROGRESS}),
    _S.CLOSED: frozenset({_S.IN_PROGRESS}),  # reopened by the citizen
}


#: Nothing is due any more: both clocks stand.
FINISHED: Final = frozenset({_S.NOT_PRESENTED, _S.RESOLVED, _S.REJECTED, _S.CLOSED})


def move(current: CaseState, target: CaseState) -> CaseState:
    """Raises Refusal `case_move_unknown` for a step that the table does not have."""
    if target not in TRANSITIONS[current]:
        raise Refusal("case_move_unknown", current=current.value, target=target.value)
    return target
