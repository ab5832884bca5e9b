"""An enrolment goes on through a bad network with one key, and the code is used up once."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from central.store import journals
from domain.errors import Refusal
from sync.enrolment_run import ATTEMPTS_MAX, EnrolmentEnded, EnrolmentRun
from sync.errors import Reason
from sync.exchange import Exchange, Moment, Reply
from sync.limits import BACK_OFF_MS
from sync.messages import Invitation
from sync.outputs import Send, WakeAt
from sync.seal import SigningKey, verify
from tests.fakes.centre_world import CentreWorld
from tests.sync.station import carried_to

_DRAWN = itertools.count()
Line = Callable[[Exchange], Reply | Reason]


@pytest.fixture
def real(tmp_path: Path) -> Iterator[CentreWorld]:
    made = CentreWorld(tmp_path)
    yield made
    made.close()


class Newcomer:
    def __init__(self, real: CentreWorld, invitation: Invitation | None = None) -> None:
        self.carry = carried_to(real.registry.handle)
        self.invitation = invitation or real.invite().invitation
        self.sent: list[tuple[int, Exchange]] = []
        self.run_ = EnrolmentRun(self.invitation, SigningKey.generate(), verify, program="0.1.0", edition="e" * 8)

    def until_it_ends(self, line: Line) -> EnrolmentEnded:
        now = 0

        def moment() -> Moment:
            return Moment(now, 1_795_000_000, hashlib.sha256(str(next(_DRAWN)).encode()).digest()[:20])

        (output,) = self.run_.tick(moment())
        while not isinstance(output, EnrolmentEnded):
            if isinstance(output, WakeAt):
                assert output.now_ms > now, "it does not hammer the centre"
                now = output.now_ms
                (output,) = self.run_.tick(moment())
                continue
            assert isinstance(output, Send)
            self.sent.append((now, output.exchange))
            answer = line(output.exchange)
            heard = (
                self.run_.failed(answer, moment())
                if isinstance(answer, Reason)
                else self.run_.received(answer, moment())
            )
            (output,) = heard
        return output


def test_answers_that_are_lost_cost_nothing(real: CentreWorld) -> None:
    """The centre has used up the code at the first request; each later one gets the same answer."""
    newcomer = Newcomer(real)
    lost = iter(range(3))

    def line(exchange: Exchange) -> Reply | Reason:
        reply = newcomer.carry(exchange)
        return Reason.CONNECTION_LOST if next(lost, None) is not None else reply

    ended = newcomer.until_it_ends(line)
    assert ended.enrolled is not None
    assert (ended.enrolled.status, ended.enrolled.epoch, len(newcomer.sent)) == ("pending", 1, 4)
    assert len({exchange.nonce for _, exchange in newcomer.sent}) == 4


def test_a_page_of_the_wifi_is_no_answer(real: CentreWorld) -> None:
    newcomer = Newcomer(real)
    portal = iter([Reply(200, "text/html", "", b"<html>")])
    ended = newcomer.until_it_ends(lambda exchange: next(portal, None) or newcomer.carry(exchange))
    assert ended.enrolled is not None


def test_it_waits_longer_each_time_and_gives_up_aloud(real: CentreWorld) -> None:
    newcomer = Newcomer(real)
    ended = newcomer.until_it_ends(lambda _exchange: Reason.NO_ADDRESS)
    assert (ended.enrolled, ended.refused, ended.reason) == (None, None, Reason.NO_ADDRESS)
    times = [at for at, _ in newcomer.sent]
    waits = [after - before for before, after in itertools.pairwise(times)]
    assert len(times) == ATTEMPTS_MAX
    for number, waited in enumerate(waits):
        assert (BACK_OFF_MS << number) // 2 <= waited <= BACK_OFF_MS << number


def test_a_no_of_the_centre_ends_it_at_once(real: CentreWorld, expected_log_lines: list[str]) -> None:
    expected_log_lines.append("ventanilla.central.enrolment: invitation of station C07 used twice")
    first = Newcomer(real)
    assert first.until_it_ends(first.carry).enrolled is not None
    second = Newcomer(real, first.invitation)
    ended = second.until_it_ends(second.carry)
    assert ended.refused is not None
    assert (ended.refused.code, len(second.sent)) == ("invitation_used", 1)
    with real.centre.store.reading() as tx:
        assert [row.code for row in journals.findings(tx)] == ["invitation_used_twice"]


def test_an_expired_invitation_is_not_asked_again(real: CentreWorld) -> None:
    newcomer = Newcomer(real)
    real.clock.pass_by(days=8)
    ended = newcomer.until_it_ends(newcomer.carry)
    assert isinstance(ended.refused, Refusal)
    assert (ended.refused.code, len(newcomer.sent)) == ("invitation_expired", 1)


def test_after_the_end_nothing_is_sent(real: CentreWorld) -> None:
    newcomer = Newcomer(real)
    newcomer.until_it_ends(newcomer.carry)
    moment = Moment(10**9, 0, bytes(20))
    assert newcomer.run_.tick(moment) == newcomer.run_.failed(Reason.TIMEOUT, moment) == []
    assert newcomer.run_.received(Reply(200, "", "", b""), moment) == []
