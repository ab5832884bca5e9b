"""What can go wrong, by name. Each can be switched off alone, is counted when it really happens, and has a negative
control (docs/SIMULATION.md).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Fault(StrEnum):
    # what the network does to an exchange
    LOST_REQUEST = "lost-request"
    LOST_ANSWER = "lost-answer"
    DUPLICATE = "duplicate"
    LATE = "late"  # an answer after its deadline, or a request that arrives after the ones that were sent later
    CUT_REQUEST = "cut-request"  # the first part of a body, handed on as if it were all
    CUT_ANSWER = "cut-answer"
    SLOW_DRIP = "slow-drip"  # the deadline passes while bytes still come
    PORTAL = "portal"  # 200, text/html: "Welcome to our Wi-Fi"
    PROXY_REWRITES = "proxy-rewrites"
    PROXY_REPLAYS = "proxy-replays"  # an old answer of the centre, signed and all
    RESET = "reset"  # the connection breaks while the body goes up
    MUTE_DRIVER = "mute-driver"  # whoever carries exchanges drops one and never says so
    # what happens to machines
    PARTITION = "partition"  # thirty days without a network
    STATION_CRASH = "station-crash"
    CENTRE_CRASH = "centre-crash"
    STATION_FULL = "station-full"
    CENTRE_FULL = "centre-full"
    WALL_CLOCK = "wall-clock"  # years, either way
    MONOTONIC_CLOCK = "monotonic-clock"
    CENTRE_RESTORED = "centre-restored"  # from an older backup of the database, with files of another day
    # what happens to a station's disk; there are two histories after that, and it must be said
    CLONE = "clone"
    IMAGE = "image"


#: Chances are per exchange.
OF_THE_NETWORK: Final = (
    Fault.LOST_REQUEST,
    Fault.LOST_ANSWER,
    Fault.DUPLICATE,
    Fault.LATE,
    Fault.CUT_REQUEST,
    Fault.CUT_ANSWER,
    Fault.SLOW_DRIP,
    Fault.PORTAL,
    Fault.PROXY_REWRITES,
    Fault.PROXY_REPLAYS,
    Fault.RESET,
    Fault.MUTE_DRIVER,
)
#: Happenings, each at a moment of the day.
OF_THE_MACHINES: Final = (
    Fault.STATION_CRASH,
    Fault.CENTRE_CRASH,
    Fault.STATION_FULL,
    Fault.CENTRE_FULL,
    Fault.WALL_CLOCK,
    Fault.MONOTONIC_CLOCK,
    Fault.CENTRE_RESTORED,
    Fault.PARTITION,
)
EVERY: Final = frozenset(Fault)
