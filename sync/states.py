"""The engine's states as a table: what may happen where, and what comes of it.

                         ┌──────── HEARD ────────┐
                         ▼                       │
        ┌─► RESTING ── ASK, PUSH, PULL, ──► ASKING, PUSHING, PULLING, ── FORKED ─► HALTED
        │   nothing    DELIVER, QUERY,      DELIVERING, QUERYING,                    │
        │   is due     SEND, FETCH          SENDING, FETCHING: one is under way      │
        │                                        │  ▲  ▲                             │
        │                                     FAILED │  └──────────── ASK ───────────┘
        │                                        ▼   │
        └─────────── (by ASK only) ◄────── BACKING_OFF

House rules, both checked by tests over the table:

1.  Every state has a deadline, so nothing is ever stuck silently. RESTING and HALTED end with the next question after
    the centre's state (a centre restored from a backup is noticed by an idle station); BACKING_OFF with its delay; the
    seven that wait with the exchange's own deadline.
2.  After a failure, and while halted, the first thing said is ASK. What the centre held before is hearsay by then (it
    keeps what arrived of a request that was cut), and nothing large goes into a link that has not just answered.
    Otherwise what has to go out goes first: any signed answer tells what a question would.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final


class State(Enum):
    RESTING = "resting"
    ASKING = "asking"  # GET /v1/state
    PUSHING = "pushing"  # POST /v1/entries
    PULLING = "pulling"  # GET /v1/outbound
    DELIVERING = "delivering"  # POST /v1/blobs: many small ones
    QUERYING = "querying"  # GET /v1/blobs/{sha256}/state
    SENDING = "sending"  # PATCH /v1/blobs/{sha256}
    FETCHING = "fetching"  # GET /v1/blobs/{sha256}
    BACKING_OFF = "backing_off"
    HALTED = "halted"


class Event(Enum):
    ASK = "ask"
    PUSH = "push"
    PULL = "pull"
    DELIVER = "deliver"
    QUERY = "query"
    SEND = "send"
    FETCH = "fetch"
    HEARD = "heard"
    FAILED = "failed"
    FORKED = "forked"


#: What starts an exchange, in the order in which work is done: small things first.
STARTS: Final[Mapping[Event, State]] = {
    Event.ASK: State.ASKING,
    Event.PUSH: State.PUSHING,
    Event.PULL: State.PULLING,
    Event.DELIVER: State.DELIVERING,
    Event.QUERY: State.QUERYING,
    Event.SEND: State.SENDING,
    Event.FETCH: State.FETCHING,
}
_ENDS: Final[Mapping[Event, State]] = {
    Event.HEARD: State.RESTING,
    Event.FAILED: State.BACKING_OFF,
    Event.FORKED: State.HALTED,
}
_ASK_FIRST: Final[Mapping[Event, State]] = {Event.ASK: State.ASKING}

WAITING: Final = frozenset(STARTS.values())
TRANSITIONS: Final[Mapping[State, Mapping[Event, State]]] = {
    State.RESTING: STARTS,
    State.BACKING_OFF: _ASK_FIRST,
    State.HALTED: _ASK_FIRST,
    **dict.fromkeys(STARTS.values(), _ENDS),
}
