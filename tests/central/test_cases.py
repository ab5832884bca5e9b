from __future__ import annotations

import pytest

from central import case_intake, office
from central.office import Decision
from central.store import Transaction, cases, journals
from central.store.cases import Case
from domain.cases.states import CaseState
from domain.errors import Refusal
from domain.journal.kinds import KINDS, SEALED
from sync.messages import CaseStatus
from sync.seal import SealingKey
from sync.small_blobs import item_of, pack_items
from tests.fakes.centre_world import CentreWorld, Desk, case_code, sealed_personal, sha256_of

PERSON = {"name": "María Quispe Huamán", "document": "40118726"}
CODE = case_code(7, 1)


@pytest.fixture
def desk(world: CentreWorld) -> Desk:
    return world.desk()


def moves(desk: Desk) -> list[dict[str, object]]:
    return [found.entry.body for found in desk.pull() if found.entry.kind == "case_moved/1"]


def case_of(tx: Transaction, code: str = CODE) -> Case:
    found = cases.find(tx, code)
    assert found is not None
    return found


def test_a_case_without_files_is_announced_with_the_push_that_brings_it(world: CentreWorld, desk: Desk) -> None:
    desk.open_case(1)
    heard = desk.push()
    assert heard.answer.outbound == desk.seen + 1
    assert moves(desk) == [{"case": CODE, "state": "received", "area": "registro-civil"}]


def test_a_case_is_received_only_when_the_citizens_data_is_here_and_opens(world: CentreWorld, desk: Desk) -> None:
    sealed, commitment = sealed_personal("C07", PERSON, world.sealing_key)
    desk.open_case(1, sealed, commitment)
    desk.push()
    assert moves(desk) == []
    desk.upload(sealed, most=100)
    assert moves(desk) == []
    heard = desk.upload(sealed, offset=100)
    assert heard.answer.outbound == desk.seen + 1
    assert [move["state"] for move in moves(desk)] == ["received"]
    with world.centre.store.reading() as tx:
        assert case_intake.read_personal(world.centre, tx, case_of(tx)) == PERSON


def test_of_many_letters_together_a_few_are_announced_with_the_answer_and_the_rest_as_these_are_fetched(
    world: CentreWorld, desk: Desk
) -> None:
    """Whether the letters are safe is what the answer says first. Nobody has to push for the rest to be told."""
    count = case_intake.ANNOUNCED_WITH_LETTERS + case_intake.ANNOUNCED_MAX + 5
    letters = []
    for number in range(1, count + 1):
        sealed, commitment = sealed_personal("C07", PERSON, world.sealing_key)
        desk.open_case(number, sealed, commitment)
        letters.append(item_of(sealed))
    desk.push()
    desk.pull()
    heard = desk.ask("POST", "/v1/blobs", pack_items(letters))
    assert heard.answer.outbound == desk.seen + case_intake.ANNOUNCED_WITH_LETTERS
    told: list[object] = []
    while more := moves(desk):
        told += [move["case"] for move in more]
    assert told == [case_code(7, number) for number in range(1, count + 1)]


def test_letters_that_do_not_open_keep_none_of_those_behind_them_waiting(
    world: CentreWorld, desk: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central.cases: station C07, entry")
    bad = case_intake.ANNOUNCED_WITH_LETTERS
    letters = []
    for number in range(1, bad + 2):
        key = SealingKey.generate().public_key if number <= bad else world.sealing_key
        sealed, commitment = sealed_personal("C07", PERSON, key)
        desk.open_case(number, sealed, commitment)
        letters.append(item_of(sealed))
    desk.push()
    desk.pull()
    heard = desk.ask("POST", "/v1/blobs", pack_items(letters))
    assert heard.answer.outbound == desk.seen + 1, "or the station would not come to fetch it"
    assert [move["case"] for move in moves(desk)] == [case_code(7, bad + 1)]


def test_files_that_arrive_before_their_case_are_found(world: CentreWorld, desk: Desk) -> None:
    sealed, commitment = sealed_personal("C07", PERSON, world.sealing_key)
    desk.upload(sealed)
    desk.open_case(1, sealed, commitment)
    desk.push()
    assert len(moves(desk)) == 1


def test_a_citizens_data_is_sealed_at_rest(world: CentreWorld, desk: Desk) -> None:
    sealed, commitment = sealed_personal("C07", PERSON, world.sealing_key)
    desk.open_case(1, sealed, commitment)
    desk.push()
    desk.upload(sealed)
    world.close()
    kept = b"".join(file.read_bytes() for file in world.folder.rglob("*") if file.is_file())
    assert sealed in kept
    assert b"Quispe" not in kept
    assert b"40118726" not in kept


def test_retrying_everything_announces_a_case_once(world: CentreWorld, desk: Desk) -> None:
    sealed, commitment = sealed_personal("C07", PERSON, world.sealing_key)
    desk.open_case(1, sealed, commitment)
    for _ in range(3):
        desk.push(first=1)
        desk.upload(sealed)
    assert len(moves(desk)) == 1


@pytest.mark.parametrize("fault", ["another key", "another station", "another document"])
def test_data_that_does_not_open_as_signed_is_a_finding_and_is_not_announced(
    world: CentreWorld, desk: Desk, expected_log_lines: list[str], fault: str
) -> None:
    expected_log_lines.append("ventanilla.central.cases: station C07, entry 2")
    key = SealingKey.generate().public_key if fault == "another key" else world.sealing_key
    instead = {"name": "Otra Persona"} if fault == "another document" else None
    station = "C08" if fault == "another station" else "C07"
    sealed, commitment = sealed_personal(station, PERSON, key, instead=instead)
    desk.open_case(1, sealed, commitment)
    desk.push()
    desk.upload(sealed)
    desk.open_case(2)
    desk.push()
    assert [move["case"] for move in moves(desk)] == [case_code(7, 2)]
    with world.centre.store.reading() as tx:
        expected = "commitment_broken" if fault == "another document" else "seal_broken"
        assert [found.code for found in journals.findings(tx)] == [expected]


def test_a_commitment_without_data_is_a_finding(world: CentreWorld, desk: Desk, expected_log_lines: list[str]) -> None:
    expected_log_lines.append("ventanilla.central.cases: station C07, entry 2: personal_missing")
    desk.open_case(1, None, "c" * 43)
    desk.push()
    assert moves(desk) == []


def test_one_code_names_one_case(world: CentreWorld, desk: Desk, expected_log_lines: list[str]) -> None:
    expected_log_lines.append("ventanilla.central.cases: station C07, entry 3: case_code_taken")
    desk.open_case(1)
    desk.open_case(1)
    assert desk.push().status == 200
    assert len(moves(desk)) == 1


def test_cases_of_a_pending_station_wait_for_its_approval(world: CentreWorld) -> None:
    desk = world.invite()
    desk.enrol()
    desk.start()
    desk.open_case(1)
    desk.push()
    world.approve(desk)
    desk.open_case(2)
    desk.push()
    assert [move["case"] for move in moves(desk)] == [CODE, case_code(7, 2)]


def test_any_station_may_ask_where_a_case_stands_and_learns_nothing_personal(world: CentreWorld, desk: Desk) -> None:
    sealed, commitment = sealed_personal("C07", PERSON, world.sealing_key)
    desk.open_case(1, sealed, commitment)
    desk.push()
    kiosk = world.desk("K01", 101, "kiosk")
    heard = kiosk.ask("GET", f"/v1/cases/{CODE}")
    status = CaseStatus.from_document(heard.document)
    assert (status.state, status.area, status.promise) == ("received", "registro-civil", "2026-11-24")
    assert status.as_of == int(world.clock.now().timestamp())
    opened = int(desk.journal[-1].entry.at.timestamp())
    assert (status.area_since, status.committed, status.legal) == (opened, "2026-11-24", "")
    assert (status.complete_by, status.missing, status.steps) == ("", [], [])
    assert heard.document.keys() == {
        *("v", "case", "type", "service", "state", "area", "area_since", "promise", "committed", "legal"),
        *("complete_by", "missing", "steps", "since", "as_of"),
    }


@pytest.mark.parametrize("code", [case_code(7, 9), "0070000010"])
def test_a_case_nobody_opened_is_unknown(world: CentreWorld, desk: Desk, code: str) -> None:
    heard = desk.ask("GET", f"/v1/cases/{code}")
    assert (heard.status, heard.problem) == (404, "case_unknown")


def test_an_answer_with_a_document_reaches_the_station(world: CentreWorld, desk: Desk) -> None:
    pdf = b"%PDF-1.7 partida"
    desk.open_case(1)
    desk.push()
    decision = Decision(state=CaseState.RESOLVED, answer="Recoja su partida.", attachment=pdf)
    with world.centre.store.writing() as tx:
        office.move_case(world.centre, tx, case_of(tx), decision, "rosa")
    last = desk.pull()[-1].entry
    assert (last.operator, last.body["state"], last.body["answer"]) == ("rosa", "resolved", "Recoja su partida.")
    assert last.body["blobs"] == [{"sha": sha256_of(pdf), "size": len(pdf), "type": "application/pdf"}]
    assert desk.ask("GET", f"/v1/blobs/{sha256_of(pdf)}").body == pdf
    assert desk.ask("GET", f"/v1/blobs/{sha256_of(pdf)}?offset=5&most=3").body == pdf[5:8]
    other = world.desk("C08", 8)
    assert other.ask("GET", f"/v1/blobs/{sha256_of(pdf)}").status == 404


def test_a_case_goes_only_where_the_table_allows(world: CentreWorld, desk: Desk) -> None:
    desk.open_case(1)
    desk.push()
    with world.centre.store.writing() as tx, pytest.raises(Refusal, match="case_move_unknown"):
        office.move_case(world.centre, tx, case_of(tx), Decision(state=CaseState.CLOSED))
    with world.centre.store.reading() as tx:
        assert case_of(tx).state == "received"


def test_an_unknown_area_and_a_file_that_is_no_pdf_are_refused(world: CentreWorld, desk: Desk) -> None:
    desk.open_case(1)
    desk.push()
    with world.centre.store.writing() as tx:
        with pytest.raises(Refusal, match="area_unknown"):
            office.move_case(world.centre, tx, case_of(tx), Decision(state=CaseState.IN_PROGRESS, area="luna"))
        decision = Decision(state=CaseState.IN_PROGRESS, attachment=b"GIF89a")
        with pytest.raises(Refusal, match="attachment_not_pdf"):
            office.move_case(world.centre, tx, case_of(tx), decision)
        office.move_case(world.centre, tx, case_of(tx), Decision(state=CaseState.IN_PROGRESS, area="limpieza"))
        assert case_of(tx).area == "limpieza"


def test_a_sealed_blob_is_a_kind_of_blob_that_entries_may_name() -> None:
    sealed, _ = sealed_personal("C07", PERSON, SealingKey.generate().public_key)
    named = [{"sha": sha256_of(sealed), "size": len(sealed), "type": SEALED}]
    assert KINDS["case_opened/1"].fields["blobs"](named)
