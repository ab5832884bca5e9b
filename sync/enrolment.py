"""A station's first words, and what to believe of the answer. Pure: who carries them decides when to try again.

Trying again with the same key is safe for ever: the centre gives the same answer (a lost reply costs nothing).
"""

from __future__ import annotations

from typing import Final

from domain import canonical
from domain.envelope import Signer, Verify, from_base64url, to_base64url
from domain.errors import Refusal
from sync.errors import Reason, Untrusted
from sync.exchange import NOBODY, Call, Exchange, Identity, Moment, Reply, problem_of, trusted_answer
from sync.messages import Enrolled, Enrolment, Invitation
from sync.seal import is_weak_key, proof_of_code, seal
from wording.key_words import words_of_key

_OK: Final = 200
#: An enrolment is the first exchange of a station, and the only one of its conversation.
_FIRST: Final = 1


def refuse_weak_keys(invitation: Invitation) -> None:
    """Raises Refusal `invitation_key_weak`: under such keys anybody is the centre, or reads what is sealed to it."""
    try:
        centre_key, sealing_key = from_base64url(invitation.centre_key), from_base64url(invitation.sealing_key)
        seal(b"", sealing_key, bound_to="")
    except Refusal as error:
        raise Refusal("invitation_key_weak", why=error.code) from error
    if is_weak_key(centre_key):
        raise Refusal("invitation_key_weak", why="centre_key")


def first_words(invitation: Invitation, signer: Signer, *, program: str, edition: str, nonce: str) -> Enrolment:
    """The code itself is not in it: an interceptor cannot use what proves that we hold it."""
    key = to_base64url(signer.public_key)
    transcript = Enrolment.transcript(
        station=invitation.station, key=key, centre_key=invitation.centre_key, nonce=nonce
    )
    return Enrolment(
        station=invitation.station,
        key=key,
        program=program,
        edition=edition,
        nonce=nonce,
        proof=proof_of_code(invitation.code, transcript),
    )


def enrolment_exchange(
    invitation: Invitation, signer: Signer, *, program: str, edition: str, moment: Moment
) -> Exchange:
    """The one request that is not wrapped in a `Request`: its body is signed with the key that it introduces.

    Raises Refusal `invitation_key_weak`.
    """
    refuse_weak_keys(invitation)
    words = first_words(invitation, signer, program=program, edition=edition, nonce=moment.nonce)
    call = Call("POST", "/v1/enrolments", words.signed(signer).encode("ascii"), "application/jose")
    headers = (("Content-Type", call.content_type),)
    return Exchange(_FIRST, call.method, call.path, call.body, headers, call.deadline_ms(), moment.nonce)


def enrolled(invitation: Invitation, signer: Signer, exchange: Exchange, reply: Reply, verify: Verify) -> Enrolled:
    """What the centre made of it.

    Raises Untrusted when the answer is not the centre's, or is about another station or key; Refusal with the centre's
    own code when it says no (`invitation_used`, `invitation_void`, `invitation_expired`, `proof_wrong`, …).
    """
    identity = Identity(invitation.station, 0, signer, from_base64url(invitation.centre_key), verify)
    answer = trusted_answer(identity, exchange, reply)
    if answer.status != _OK:
        problem = problem_of(reply)
        raise Refusal(problem.code, **problem.details)
    try:
        said = Enrolled.from_document(canonical.decode(reply.body))
    except Refusal as error:
        raise Untrusted(Reason.ANSWER_NOT_SIGNED, why=str(error)) from error
    ours = (invitation.station, list(words_of_key(signer.public_key)))
    if answer.station == NOBODY or (said.station, said.words) != ours:
        raise Untrusted(Reason.ANSWER_NOT_SIGNED, why="the centre speaks of another station or key")
    return said
