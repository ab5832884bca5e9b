"""Asking the centre where one case stands, for whoever holds its ten digits. One exchange, nothing kept."""

from __future__ import annotations

from domain import canonical
from domain.errors import Refusal
from sync.errors import Reason, Untrusted
from sync.exchange import Call, Exchange, Identity, Moment, Reply, problem_of, trusted_answer
from sync.messages import CaseStatus

_OK = 200


def case_exchange(identity: Identity, code: str, *, acknowledged: int, moment: Moment) -> Exchange:
    """`code` has been read by `domain.ids.read_case_code`."""
    return Exchange.signed(1, identity, Call("GET", f"/v1/cases/{code}"), acknowledged=acknowledged, moment=moment)


def case_status(identity: Identity, exchange: Exchange, reply: Reply) -> CaseStatus:
    """Raises Untrusted, or Refusal with the centre's code (`case_unknown`, `station_pending`, …)."""
    answer = trusted_answer(identity, exchange, reply)
    if answer.status != _OK:
        problem = problem_of(reply)
        raise Refusal(problem.code, **problem.details)
    try:
        return CaseStatus.from_document(canonical.decode(reply.body))
    except Refusal as error:
        raise Untrusted(Reason.ANSWER_NOT_SIGNED, why=str(error)) from error
