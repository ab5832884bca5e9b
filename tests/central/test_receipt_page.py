from __future__ import annotations

from dataclasses import replace

import pytest

from central import enrolment
from central.store import journals, papers
from domain.envelope import from_base64url
from domain.journal.entry import SignedEntry
from domain.journal.kinds import Author
from printing import receipt_code
from printing.receipt_code import EntryName
from sync.seal import SigningKey
from tests.fakes.centre_world import CentreWorld, Desk


@pytest.fixture
def desk(world: CentreWorld) -> Desk:
    desk = world.desk()
    desk.open_drawer()
    return desk


def scan(world: CentreWorld, paper: SignedEntry, *, lower: bool = False) -> tuple[int, str]:
    address = receipt_code.encode("CENTRAL.EXAMPLE", paper.signed.payload, paper.signed.signature)
    path = address.removeprefix("HTTPS://CENTRAL.EXAMPLE")
    status, headers, body = world.registry.handle("GET", path.lower() if lower else path, {}, b"")
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    return status, body.decode()


@pytest.mark.parametrize("lower", [True, False])
def test_a_receipt_is_authentic_before_and_after_the_cabin_is_heard_from(
    world: CentreWorld, desk: Desk, lower: bool
) -> None:
    paper = desk.collect(1)
    status, page = scan(world, paper, lower=lower)
    assert status == 200
    assert "Recibo auténtico" in page
    assert "todavía no lo envió" in page
    for fact in ("C07 · Cabina 7 · Mercado", "C07-000001", "S/ 15.00", "Partida de nacimiento", "21/11/2026 09:00"):
        assert fact in page
    desk.push()
    assert "ya lo tiene en su registro" in scan(world, paper, lower=lower)[1]


def test_what_a_prepaid_code_paid_is_part_of_what_was_paid(world: CentreWorld, desk: Desk) -> None:
    cash = desk.collect(1).entry.body
    both = cash | {"receipt": "C07-000002", "due": 230, "tendered": 230, "fee": 1236, "prepaid": "P1", "paid": 1000}
    page = scan(world, desk.write("fee_collected/2", both))[1]
    assert "Recibo auténtico" in page
    assert "S/ 12.30" in page
    assert "C07-000002" in page


@pytest.mark.parametrize("kind", ["fee_voided/1", "fee_voided/2"])
def test_a_voided_receipt_says_so(world: CentreWorld, desk: Desk, kind: str, expected_log_lines: list[str]) -> None:
    paper = desk.collect(1)
    if kind == "fee_voided/1":  # without the citizen's code it is a finding, and still what happened
        expected_log_lines.append("ventanilla.central.receiving: station C07")
        desk.write(kind, {"receipt": "C07-000001", "reason": "monto equivocado"})
    else:
        desk.void(paper)
    desk.push()
    page = scan(world, paper)[1]
    assert "ANULADO" in page
    assert "monto equivocado" not in page


def test_a_forged_receipt_is_not_authentic(world: CentreWorld, desk: Desk) -> None:
    paper = desk.collect(1)
    desk.key = SigningKey.generate()
    forged = desk.sign(paper.entry)
    assert "NO es auténtico" in scan(world, forged)[1]


def test_a_receipt_of_a_cabin_that_does_not_exist_is_not_authentic(world: CentreWorld, desk: Desk) -> None:
    paper = desk.sign(replace(desk.collect(1).entry, station="C99"))
    assert "NO es auténtico" in scan(world, paper)[1]


def test_paper_that_contradicts_the_journal_is_proof_and_becomes_a_finding(
    world: CentreWorld, desk: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central.gossip: station C07")
    paper = desk.collect(1)
    desk.journal.pop()
    desk.collect(1, fee=100)
    desk.push()
    page = scan(world, paper)[1]
    assert "no coincide" in page
    scan(world, paper)
    with world.centre.store.reading() as tx:
        assert [found.code for found in journals.findings(tx)] == ["paper_contradicts_journal"]


def test_a_receipt_that_broke_a_rule_is_under_review(
    world: CentreWorld, desk: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central.receiving: station C07")
    paper = desk.collect(5)
    desk.push()
    assert "en revisión" in scan(world, paper)[1]


def test_only_receipts_and_slips_are_shown(world: CentreWorld, desk: Desk) -> None:
    assert scan(world, desk.journal[-1])[0] == 404


@pytest.mark.parametrize("code", ["A", "AAAA2222", "Z" * 5000])
def test_a_damaged_code_is_said_so(world: CentreWorld, code: str) -> None:
    status, _headers, body = world.registry.handle("GET", f"/r/{code}", {}, b"")
    assert status == 404
    assert "no se puede leer" in body.decode()


def test_no_name_can_write_on_the_page(world: CentreWorld) -> None:
    desk = world.invite(label="<b>Cabina</b> & Co")
    desk.enrol()
    page = scan(world, desk.collect(1))[1]
    assert "&lt;b&gt;Cabina&lt;/b&gt; &amp; Co" in page
    assert "<b>" not in page


def test_the_page_runs_no_scripts_and_is_not_kept(world: CentreWorld, desk: Desk) -> None:
    paper = desk.collect(1)
    address = receipt_code.encode("X", paper.signed.payload, paper.signed.signature)
    _status, headers, body = world.registry.handle("GET", address.removeprefix("HTTPS://X"), {}, b"")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert b"<script" not in body


def name_of(paper: SignedEntry) -> EntryName:
    entry = paper.entry
    return EntryName(entry.station, entry.epoch, entry.sequence, from_base64url(paper.hash))


def look_up(world: CentreWorld, name: EntryName, *, lower: bool = False) -> tuple[int, str]:
    path = receipt_code.encode_name("X", name).removeprefix("HTTPS://X")
    status, _headers, body = world.registry.handle("GET", path.lower() if lower else path, {}, b"")
    return status, body.decode()


@pytest.mark.parametrize("lower", [True, False])
def test_a_receipt_that_only_names_its_entry_is_confirmed_once_the_cabin_has_sent_it(
    world: CentreWorld, desk: Desk, lower: bool
) -> None:
    paper = desk.collect(1)
    status, page = look_up(world, name_of(paper), lower=lower)
    assert status == 200
    assert "todavía no se puede confirmar" in page
    assert "auténtico" not in page
    assert "S/ 15.00" not in page
    desk.push()
    page = look_up(world, name_of(paper), lower=lower)[1]
    for fact in ("Recibo auténtico", "ya lo tiene en su registro", "C07-000001", "S/ 15.00", "Partida de nacimiento"):
        assert fact in page
    desk.void(paper)
    desk.push()
    assert "ANULADO" in look_up(world, name_of(paper), lower=lower)[1]


def test_a_name_that_was_made_up_is_not_confirmed(world: CentreWorld, desk: Desk) -> None:
    name = name_of(desk.collect(1))
    desk.push()
    for wrong in (replace(name, hash=bytes(32)), replace(name, sequence=name.sequence - 1)):
        page = look_up(world, wrong)[1]
        assert "NO está en el registro" in page
        assert "S/ 15.00" not in page
    for nobody in (replace(name, station="C99"), replace(name, epoch=2)):
        assert "NO es auténtico" in look_up(world, nobody)[1]


def test_a_name_shows_receipts_and_slips_and_no_other_entry(world: CentreWorld, desk: Desk) -> None:
    desk.push()
    assert look_up(world, name_of(desk.journal[-1]))[0] == 404


@pytest.mark.parametrize("code", ["H-", "H-AAAA", "h-" + "a" * 70, "H-1", "H-A-B"])
def test_a_damaged_name_is_refused(world: CentreWorld, code: str) -> None:
    status, _headers, body = world.registry.handle("GET", f"/r/{code}", {}, b"")
    assert status in (401, 404)
    assert b"S/ " not in body


def test_a_receipt_of_a_replaced_computer_is_authentic_up_to_what_was_held_when_it_was_revoked(
    world: CentreWorld, desk: Desk
) -> None:
    held = desk.collect(1)
    desk.push()
    later = desk.collect(2)
    with world.centre.store.writing() as tx:
        enrolment.revoke(world.centre, tx, "C07")
    again = world.invite("C07", 7, operators=(("ana", "operator"),))
    again.enrol()
    again.epoch = 2
    world.approve(again)
    assert "Recibo auténtico" in scan(world, held)[1]
    assert "sin permiso" in scan(world, later)[1]
    with_old_key = replace(again, key=desk.key, journal=[]).collect(3)
    assert "NO es auténtico" in scan(world, with_old_key)[1], "the old key signs nothing of the new epoch"
    assert "Recibo auténtico" in scan(world, again.collect(4))[1]


def test_a_revoked_cabins_evidence_says_so_in_full_and_by_name(
    world: CentreWorld, desk: Desk, expected_log_lines: list[str]
) -> None:
    expected_log_lines.append("ventanilla.central.receiving: station C07")
    desk.push()
    with world.centre.store.writing() as tx:
        enrolment.revoke(world.centre, tx, "C07")
    paper = desk.collect(1)
    assert "sin permiso" in scan(world, paper)[1]
    desk.push()
    assert "sin permiso" in look_up(world, name_of(paper))[1]


def test_who_looks_at_a_paper_that_is_known_waits_for_nobody_who_writes(world: CentreWorld, desk: Desk) -> None:
    """SQLite has one writer; on PostgreSQL the views below write no row either."""
    waiting, arrived = desk.collect(1), desk.collect(2)
    scan(world, waiting)
    desk.push(batch=[found.signed for found in desk.journal[desk.acknowledged : -2]])
    with world.centre.store.reading() as tx:
        before = papers.waiting(tx, journals.JournalName(desk.name, 1, Author.STATION))
    with world.centre.store.writing():
        assert "Recibo auténtico" in scan(world, waiting)[1]
    desk.push(first=desk.acknowledged + 1)
    with world.centre.store.writing():
        assert "ya lo tiene en su registro" in scan(world, arrived)[1]
        forged = replace(arrived, signed=replace(arrived.signed, signature=bytes(64)))
        assert "NO es auténtico" in scan(world, forged)[1]
    assert [one.hash for one in before] == [waiting.hash]
