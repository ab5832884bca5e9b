from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvariantBroken, Refusal
from printing import spool
from printing.spool import Outcome, PrintJob, SpoolState

S = SpoolState
PRINTED = Outcome(state=S.PRINTED, reason=None, bytes_sent=9)
LOST = Outcome(state=S.UNKNOWN, reason="connection_lost", bytes_sent=4)
NO_PAPER = Outcome(state=S.FAILED_BEFORE_SEND, reason="paper_out", bytes_sent=0)


def job(state: SpoolState = S.QUEUED, document: str = "FeeReceipt") -> PrintJob:
    new = spool.queue(id="j1", document=document, entry="e1", content=b"a receipt", printer="ventanilla")
    return replace(new, state=state)


def bearer(state: SpoolState = S.QUEUED) -> PrintJob:
    """A paper that is worth money, as the life up to that state leaves it."""
    found = job(state, "PrepaidSlip")
    return replace(found, content=b"") if state in {S.CONFIRMED, S.CANCELLED} else found


def forgotten(state: SpoolState) -> PrintJob:
    """The same once its session is closed."""
    return spool.forget(bearer(state))


ACTIONS: dict[str, Callable[[PrintJob], PrintJob]] = {
    "begin": spool.begin_sending,
    "finish_printed": lambda each: spool.finish_sending(each, PRINTED),
    "finish_lost": lambda each: spool.finish_sending(each, LOST),
    "finish_no_paper": lambda each: spool.finish_sending(each, NO_PAPER),
    "recover": spool.recover,
    "retry_by_itself": spool.retry_by_itself,
    "retry_by_person": spool.retry_by_person,
    "confirm": spool.confirm_in_hand,
    "deny": spool.deny_in_hand,
    "cancel": spool.cancel,
}
#: Every act in every state; what is absent is refused.
ALLOWED = {
    (S.QUEUED, "begin"): S.SENDING,
    (S.QUEUED, "cancel"): S.CANCELLED,
    (S.SENDING, "finish_printed"): S.PRINTED,
    (S.SENDING, "finish_lost"): S.UNKNOWN,
    (S.SENDING, "finish_no_paper"): S.FAILED_BEFORE_SEND,
    (S.SENDING, "recover"): S.UNKNOWN,
    (S.FAILED_BEFORE_SEND, "retry_by_itself"): S.QUEUED,
    (S.FAILED_BEFORE_SEND, "retry_by_person"): S.QUEUED,
    (S.FAILED_BEFORE_SEND, "cancel"): S.CANCELLED,
    (S.PRINTED, "confirm"): S.CONFIRMED,
    (S.PRINTED, "deny"): S.UNKNOWN,
    (S.UNKNOWN, "confirm"): S.CONFIRMED,
    (S.UNKNOWN, "deny"): S.CANCELLED,
}


#: Of a bearer document whose bytes are still there a denial puts the same paper in the queue again.
ALLOWED_OF_BEARERS = ALLOWED | {(S.PRINTED, "deny"): S.QUEUED, (S.UNKNOWN, "deny"): S.QUEUED}
LIVES = [(job, ALLOWED), (bearer, ALLOWED_OF_BEARERS), (forgotten, ALLOWED)]


@pytest.mark.parametrize(("made", "allowed"), LIVES, ids=["receipt", "bearer", "forgotten bearer"])
@pytest.mark.parametrize("state", list(SpoolState))
@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_every_act_in_every_state_is_allowed_or_refused(
    made: Callable[[SpoolState], PrintJob],
    allowed: Mapping[tuple[SpoolState, str], SpoolState],
    state: SpoolState,
    action: str,
) -> None:
    before = made(state)
    if action == "recover" and state is not S.SENDING:
        assert spool.recover(before) == before
    elif (state, action) in allowed:
        assert ACTIONS[action](before).state is allowed[state, action]
    else:
        with pytest.raises((InvariantBroken, Refusal)):
            ACTIONS[action](before)


@given(st.lists(st.sampled_from(sorted(ACTIONS)), max_size=40))
def test_once_a_byte_may_have_left_the_same_paper_is_never_sent_again(actions: list[str]) -> None:
    now = job()
    left = False
    for action in actions:
        try:
            after = ACTIONS[action](now)
        except (InvariantBroken, Refusal):
            continue
        assert not (left and after.state in {S.QUEUED, S.SENDING})
        left = left or after.state in {S.PRINTED, S.UNKNOWN}
        now = after
    assert now.content == b"a receipt"


@given(st.lists(st.sampled_from(sorted(ACTIONS)), max_size=40))
def test_a_paper_worth_money_keeps_its_bytes_until_a_person_has_answered_or_given_it_up(actions: list[str]) -> None:
    now = bearer()
    for action in actions:
        before = now
        try:
            now = ACTIONS[action](before)
        except (InvariantBroken, Refusal):
            continue
        if before.state in {S.PRINTED, S.UNKNOWN} and now.state is S.QUEUED:
            assert action == "deny", "never by the program"
        assert (now.content, now.copy_number) == (b"" if now.state in {S.CONFIRMED, S.CANCELLED} else b"a receipt", 0)


@pytest.mark.parametrize("state", [S.PRINTED, S.UNKNOWN])
def test_a_denied_paper_worth_money_is_the_same_paper_again_and_asked_for_as_often_as_it_takes(
    state: SpoolState,
) -> None:
    worn = replace(bearer(state), attempts=spool.ATTEMPTS_BY_ITSELF_MAX)
    assert spool.needs_person(worn)
    again = spool.deny_in_hand(worn)
    assert again == replace(worn, state=S.QUEUED, reason=spool.NOT_IN_TRAY, attempts=0)
    assert not spool.needs_person(again)
    assert spool.deny_in_hand(spool.finish_sending(spool.begin_sending(again), PRINTED)).state is S.QUEUED


@pytest.mark.parametrize("state", list(SpoolState))
def test_a_close_forgets_what_may_be_on_paper_and_is_worth_money(state: SpoolState) -> None:
    after = forgotten(state)
    assert (after.state, after.sha256) == (state, bearer().sha256)
    assert after.is_forgotten == (state in {S.PRINTED, S.UNKNOWN, S.CONFIRMED, S.CANCELLED})
    assert spool.needs_person(after) == (state is S.UNKNOWN)
    assert spool.forget(job(state)) == job(state)


def test_a_crash_while_sending_leaves_an_unknown() -> None:
    after = spool.recover(spool.begin_sending(job()))

    assert (after.state, after.reason) == (S.UNKNOWN, spool.INTERRUPTED)
    assert spool.needs_person(after)
    with pytest.raises(Refusal, match="print_retry_needs_person"):
        spool.retry_by_itself(after)
    with pytest.raises(Refusal, match="print_retry_is_a_copy"):
        spool.retry_by_person(after)


def test_only_a_print_of_which_no_byte_left_is_tried_again_and_not_for_ever() -> None:
    now = job()
    for attempt in range(1, spool.ATTEMPTS_BY_ITSELF_MAX + 1):
        now = spool.finish_sending(spool.begin_sending(now), NO_PAPER)
        assert (now.attempts, now.reason) == (attempt, "paper_out")
        if attempt < spool.ATTEMPTS_BY_ITSELF_MAX:
            assert not spool.needs_person(now)
            now = spool.retry_by_itself(now)

    assert spool.needs_person(now)
    with pytest.raises(Refusal, match="print_retry_needs_person"):
        spool.retry_by_itself(now)
    assert spool.retry_by_person(now).attempts == 0


@pytest.mark.parametrize("state", [S.UNKNOWN, S.PRINTED, S.CONFIRMED, S.CANCELLED])
def test_a_reprint_is_another_job_with_a_copy_mark(state: SpoolState) -> None:
    first = job(state)
    copy = spool.reprint(first, id="j2", content=b"a receipt, COPIA 1", copy_number=1)

    assert (copy.state, copy.copy_number, copy.entry) == (S.QUEUED, 1, "e1")
    assert copy.id != first.id
    with pytest.raises(InvariantBroken, match="copy_without_mark"):
        spool.reprint(first, id="j2", content=b"a receipt, COPIA 1", copy_number=0)
    with pytest.raises(InvariantBroken, match="copy_without_mark"):
        spool.reprint(first, id="j2", content=first.content, copy_number=1)


@pytest.mark.parametrize("state", [S.QUEUED, S.SENDING, S.FAILED_BEFORE_SEND])
def test_no_copy_while_the_first_may_still_come_out(state: SpoolState) -> None:
    with pytest.raises(Refusal, match="reprint_while_printing"):
        spool.reprint(job(state), id="j2", content=b"a receipt, COPIA 1", copy_number=1)


def test_changed_bytes_are_noticed() -> None:
    with pytest.raises(InvariantBroken, match="print_job_bytes_changed"):
        replace(job(), content=b"another receipt")
    with pytest.raises(InvariantBroken, match="print_job_bytes_changed"):
        spool.queue(id="j1", document="FeeReceipt", entry="e1", content=b"", printer="ventanilla")


def test_an_outcome_cannot_say_that_nothing_left_when_something_did() -> None:
    with pytest.raises(InvariantBroken, match="failed_after_send"):
        Outcome(state=S.FAILED_BEFORE_SEND, reason="connection_lost", bytes_sent=1)
    with pytest.raises(InvariantBroken, match="outcome_without_reason"):
        Outcome(state=S.UNKNOWN, reason=None, bytes_sent=1)
    with pytest.raises(InvariantBroken, match="not_an_outcome"):
        Outcome(state=S.CONFIRMED, reason=None, bytes_sent=1)
