from __future__ import annotations

import pytest

from central import enrolment
from central.enrolment import Place
from central.store import journals, stations
from domain.envelope import to_base64url
from domain.errors import Refusal
from sync.messages import Enrolled, Invitation
from sync.seal import SigningKey
from tests.fakes.centre_world import CentreWorld
from wording.key_words import words_of_key


def test_enrolling_leads_to_pending_with_six_words_of_the_key(world: CentreWorld) -> None:
    desk = world.invite()
    heard = desk.enrol()
    enrolled = Enrolled.from_document(heard.document)
    assert (enrolled.status, enrolled.epoch) == ("pending", 1)
    assert tuple(enrolled.words) == words_of_key(desk.key.public_key)
    assert heard.answer.next_sequence == 1


def test_the_same_key_again_gets_the_same_answer_before_and_after_approval(world: CentreWorld) -> None:
    desk = world.invite()
    first = desk.enrol().document
    assert desk.enrol().document == first
    world.approve(desk)
    again = desk.enrol()
    assert again.status == 200
    assert Enrolled.from_document(again.document).status == "approved"


def test_another_key_with_the_same_code_is_refused_and_reported(
    world: CentreWorld, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central.enrolment: invitation of station C07 used twice")
    desk = world.invite()
    desk.enrol()
    thief = desk.enrol(key=SigningKey.generate())
    assert (thief.status, thief.problem) == (409, "invitation_used")
    with world.centre.store.reading() as tx:
        assert [found.code for found in journals.findings(tx)] == ["invitation_used_twice"]
        held = stations.find(tx, "C07")
    assert held is not None
    assert held.key == to_base64url(desk.key.public_key)


def test_a_code_dies_after_five_wrong_proofs(world: CentreWorld) -> None:
    desk = world.invite()
    for left in (4, 3, 2, 1, 0):
        heard = desk.enrol(code="0" * 16)
        assert (heard.status, heard.problem, heard.details["left"]) == (401, "proof_wrong", left)
    heard = desk.enrol()
    assert (heard.status, heard.problem) == (403, "invitation_void")


def test_four_wrong_proofs_leave_the_code_alive(world: CentreWorld) -> None:
    desk = world.invite()
    for _ in range(4):
        desk.enrol(code="0" * 16)
    assert desk.enrol().status == 200


def test_a_code_expires_after_seven_days(world: CentreWorld) -> None:
    desk = world.invite()
    world.clock.pass_by(days=7, seconds=1)
    heard = desk.enrol()
    assert (heard.status, heard.problem) == (403, "invitation_expired")


def test_a_code_is_good_until_its_last_second(world: CentreWorld) -> None:
    desk = world.invite()
    world.clock.pass_by(days=7)
    assert desk.enrol().status == 200


def test_a_new_invitation_voids_the_one_before(world: CentreWorld) -> None:
    old = world.invite()
    new = world.invite()
    assert old.enrol().problem == "proof_wrong"
    assert new.enrol().status == 200


@pytest.mark.parametrize("point", [0, 1, 2**255 - 20])
def test_a_key_of_small_order_is_refused(world: CentreWorld, point: int) -> None:
    heard = world.invite().enrol(key_text=to_base64url(point.to_bytes(32, "little")))
    assert (heard.status, heard.problem) == (400, "key_weak")


def test_a_proof_is_bound_to_the_key(world: CentreWorld) -> None:
    """What an eavesdropper could do: take the proof and put another key beside it."""
    desk = world.invite()
    other = SigningKey.generate()
    stolen = desk.proof(desk.key, nonce="n" * 22)
    heard = desk.enrol(key=other, proof=stolen, nonce="n" * 22)
    assert (heard.status, heard.problem) == (401, "proof_wrong")


def test_an_enrolment_must_be_signed_with_its_own_key(world: CentreWorld) -> None:
    desk = world.invite()
    heard = desk.enrol(key_text=to_base64url(SigningKey.generate().public_key))
    assert (heard.status, heard.problem) == (401, "signature_wrong")


def test_nobody_enrols_without_an_invitation(world: CentreWorld) -> None:
    desk = world.invite()
    heard = desk.enrol(station="C99")
    assert (heard.status, heard.problem) == (404, "station_unknown")


@pytest.mark.parametrize("body", [b"", b"hola", b"\xff\xfe", b"a.b.c", b"x" * 200_000])
def test_an_unreadable_enrolment_is_refused_under_a_signature(world: CentreWorld, body: bytes) -> None:
    desk = world.invite()
    heard = desk.check(world.registry.handle("POST", "/v1/enrolments", {}, body), "")
    assert heard.status == 400


def test_the_code_is_nowhere_in_the_database(world: CentreWorld) -> None:
    desk = world.invite()
    content = world.stored()
    assert desk.invitation.code.encode() not in content
    assert desk.invitation.label.encode() in content  # the search itself finds what is there


def test_a_pending_station_may_push_and_nothing_else(world: CentreWorld) -> None:
    desk = world.invite()
    desk.enrol()
    desk.start()
    assert desk.push().status == 200
    for path in ("/v1/state", "/v1/outbound?from=1", "/v1/cases/0070000016"):
        heard = desk.ask("GET", path)
        assert (heard.status, heard.problem) == (403, "station_pending")
        assert heard.answer.next_sequence == 2
    assert desk.upload(b"hello").problem == "station_pending"
    world.approve(desk)
    assert desk.ask("GET", "/v1/state").status == 200


def test_a_revoked_station_is_refused_yet_what_it_sends_is_kept_as_evidence(
    world: CentreWorld, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central.receiving: station C07")
    desk = world.desk()
    with world.centre.store.writing() as tx:
        enrolment.revoke(world.centre, tx, "C07")
    assert desk.ask("GET", "/v1/outbound?from=1").problem == "station_revoked"
    desk.open_drawer()
    heard = desk.push(first=2)
    assert (heard.status, heard.problem) == (403, "station_revoked")
    assert heard.answer.next_sequence == 3
    with world.centre.store.reading() as tx:
        assert [found.code for found in journals.findings(tx)] == ["received_after_revocation"]


def test_a_replaced_computer_begins_a_new_epoch_and_the_old_key_is_closed(world: CentreWorld) -> None:
    old = world.desk()
    with world.centre.store.writing() as tx:
        enrolment.revoke(world.centre, tx, "C07")
    new = world.invite()
    assert old.ask("GET", "/v1/state").problem == "station_unknown"
    assert Enrolled.from_document(new.enrol().document).epoch == 2
    new.epoch = 2
    world.approve(new)
    new.start()
    assert new.push().answer.next_sequence == 2
    assert old.ask("GET", "/v1/state").problem == "signature_wrong"
    blocks = [found.entry.body for found in new.pull() if found.entry.kind == "receipts_granted/1"]
    assert blocks[0]["first"] == 9  # the numbers of the lost computer are never handed out again


def test_an_enrolled_station_is_not_invited_again_by_mistake(world: CentreWorld) -> None:
    world.desk()
    with pytest.raises(Refusal, match="station_already_enrolled"):
        world.invite()


def test_two_stations_never_share_a_number(world: CentreWorld) -> None:
    world.invite("C07", 7)
    with pytest.raises(Refusal, match="station_number_taken"):
        world.invite("C08", 7)


def test_approval_needs_somebody_who_waits_for_it(world: CentreWorld) -> None:
    desk = world.invite()
    with pytest.raises(Refusal, match="station_not_pending"):
        world.approve(desk)
    desk.enrol()
    world.approve(desk)
    with pytest.raises(Refusal, match="station_not_pending"):
        world.approve(desk)


def test_an_invitation_survives_its_file(world: CentreWorld) -> None:
    invitation = world.invite().invitation
    assert Invitation.decode(invitation.encode() + b"\n") == invitation
    assert len(invitation.code) == 16


def test_an_unknown_role_is_refused_before_anything_is_written(world: CentreWorld) -> None:
    place = Place(station="C07", number=7, face="desk", label="x", operators=(("ana", "queen"),))
    with world.centre.store.writing() as tx, pytest.raises(Refusal, match="role_unknown"):
        enrolment.invite(world.centre, tx, place, "https://localhost")
    with world.centre.store.reading() as tx:
        assert stations.find(tx, "C07") is None


def test_a_kiosk_gets_no_money_and_no_numbers(world: CentreWorld) -> None:
    kiosk = world.invite("K01", 101, "kiosk", operators=(("kiosko", "kiosk"),))
    kiosk.enrol()
    world.approve(kiosk)
    assert [found.entry.kind for found in kiosk.pull()] == ["outbound_started/1", "operator_admitted/1"]
