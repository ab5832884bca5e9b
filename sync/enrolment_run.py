"""Enrolment until the centre has said yes or no: values in, values out, like the engine.

The answer to an enrolment may be lost after the centre has used up the code. The same key again gets the same answer,
so every attempt is made with the key of the first one; giving it up would waste the invitation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from domain.envelope import Signer, Verify
from domain.errors import Refusal
from sync.enrolment import enrolled, enrolment_exchange
from sync.errors import Reason, Untrusted
from sync.exchange import Exchange, Moment, Reply
from sync.limits import BACK_OFF_MAX_MS, BACK_OFF_MS
from sync.messages import Enrolled, Invitation
from sync.outputs import Send, WakeAt

#: In a row, before a person is told and may begin again: a minute in all, and the deadlines of the attempts.
ATTEMPTS_MAX: Final = 7
#: The centre will say the same again: nothing is gained by asking once more.
_FINAL: Final = frozenset(
    {
        "invitation_used",
        "invitation_void",
        "invitation_expired",
        "proof_wrong",
        "station_unknown",
        "key_weak",
        "signature_wrong",
    }
)


@dataclass(frozen=True, slots=True)
class EnrolmentEnded:
    """`enrolled` is the centre's yes; else `refused` its no, or `reason` why nobody answered."""

    enrolled: Enrolled | None = None
    refused: Refusal | None = None
    reason: Reason | None = None


EnrolmentOutput = Send | WakeAt | EnrolmentEnded


class EnrolmentRun:
    """Call `tick` at once and whenever `WakeAt` says, until `EnrolmentEnded`."""

    def __init__(self, invitation: Invitation, signer: Signer, verify: Verify, *, program: str, edition: str) -> None:
        self._invitation, self._signer, self._verify = invitation, signer, verify
        self._program, self._edition = program, edition
        self._under_way: Exchange | None = None
        self._attempts = 0
        self._not_before = 0
        self._ended = False

    def tick(self, moment: Moment) -> list[EnrolmentOutput]:
        """Raises Refusal `invitation_key_weak`."""
        if self._ended or self._under_way is not None:
            return []
        if moment.now_ms < self._not_before:
            return [WakeAt(self._not_before)]
        self._under_way = enrolment_exchange(
            self._invitation, self._signer, program=self._program, edition=self._edition, moment=moment
        )
        return [Send(self._under_way)]

    def received(self, reply: Reply, moment: Moment) -> list[EnrolmentOutput]:
        if self._under_way is None:
            return []
        try:
            said = enrolled(self._invitation, self._signer, self._under_way, reply, self._verify)
        except Untrusted as error:
            return self.failed(error.reason, moment)
        except Refusal as refusal:
            if refusal.code in _FINAL:
                return self._end(EnrolmentEnded(refused=refusal))
            return self._again(EnrolmentEnded(refused=refusal), moment)
        return self._end(EnrolmentEnded(enrolled=said))

    def failed(self, reason: Reason, moment: Moment) -> list[EnrolmentOutput]:
        if self._under_way is None:
            return []
        return self._again(EnrolmentEnded(reason=reason), moment)

    def _again(self, otherwise: EnrolmentEnded, moment: Moment) -> list[EnrolmentOutput]:
        self._under_way = None
        delay = min(BACK_OFF_MAX_MS, BACK_OFF_MS << self._attempts)
        self._attempts += 1
        if self._attempts >= ATTEMPTS_MAX:
            return self._end(otherwise)
        self._not_before = moment.now_ms + delay // 2 + moment.jitter(delay // 2)
        return [WakeAt(self._not_before)]

    def _end(self, how: EnrolmentEnded) -> list[EnrolmentOutput]:
        self._under_way = None
        self._ended = True
        return [how]
