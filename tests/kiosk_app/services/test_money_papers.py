"""Papers of money are made of their entries, stored with them, and never say what only one paper may say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from domain.envelope import from_base64url
from domain.errors import Refusal
from domain.journal.entry import SignedEntry, read_entry
from domain.journal.fields import REFUND_GROUNDS
from domain.journal.kinds import Author
from domain.ledger.bearer import proof_of
from domain.ledger.rules.collecting import void_code
from domain.ledger.statements import statement_of
from kiosk_app.services.counter import Operator
from kiosk_app.services.paper import Paper, PrinterChoice
from kiosk_app.services.procedures import CaseDone
from kiosk_app.storage import entries, settings, spool_table
from kiosk_app.storage.connection import Store
from kiosk_app.storage.journal import Draft
from printing.documents import CloseReport, FeeReceipt, StatementAnswer, StatementDispute
from printing.printers.printer import REASONS
from printing.profiles import PROFILE_58, PROFILE_A4
from printing.receipt_reader import read as decode
from printing.spool import (
    Outcome,
    PrintJob,
    SpoolState,
    begin_sending,
    cancel,
    confirm_in_hand,
    deny_in_hand,
    finish_sending,
    recover,
)
from tests.fakes.station import DATABASE_KEY
from tests.kiosk_app.services.desk import ROSA, Desk, pieces
from tests.kiosk_app.storage.nothing_written import assert_nothing_changes

CODE: Final = "K7QM2P9DXT4A"
#: As the printer has it.
ON_PAPER: Final = b"K7QM 2P9D XT4A"
LUZ: Final = Operator("luz", "Luz Vásquez", "supervisor")
PRINTED: Final = Outcome(state=SpoolState.PRINTED, reason=None, bytes_sent=9)
#: SQLCipher 4: AES-256-CBC, then 16 bytes of IV and 64 of HMAC at each page's end; the first page begins with a salt.
PAGE, SALT, IV, TAIL = 4096, 16, 16, 80


@pytest.fixture
def desk(desks: Callable[..., Desk]) -> Desk:
    found = desks()
    found.hear("limits_set/1", void_minutes=30, void_alone=5000, currency="PEN")
    found.hear("operator_admitted/1", operator="luz", role="supervisor", until="2030-01-01")
    found.open_drawer()
    return found


Queue = Callable[[Store, SignedEntry], PrintJob]


def record(desk: Desk, kind: str, queued: Queue, **body: Any) -> tuple[SignedEntry, PrintJob]:
    """An act and its paper, in one transaction."""
    jobs: list[PrintJob] = []

    def alongside(store: Store, written: Sequence[SignedEntry]) -> None:
        jobs.append(queued(store, written[-1]))

    (found,) = desk.station.journal.record(ROSA.id, Draft(kind, body), alongside=alongside)
    assert spool_table.read(desk.station.store, jobs[0].id) == jobs[0]
    return found, jobs[0]


def sell(
    desk: Desk, amount: int = 2000, name: str = "PRE-0007-000001-1", code: str = CODE
) -> tuple[SignedEntry, PrintJob]:
    return record(
        desk,
        "prepaid_sold/1",
        lambda store, found: desk.paper.queue_prepaid(store, found, code, ROSA),
        prepaid=name,
        amount=amount,
        currency="PEN",
        proof=proof_of("C07", name, code),
    )


def second_fee(desk: Desk, kind: str, **changes: object) -> SignedEntry:
    """Another receipt for the case of a fee, with other fields than the desk writes today."""
    body = dict(desk.charge().entries[1].entry.body)
    number, _grant = desk.station.journal.books.next_receipt()
    (found,) = desk.station.journal.record(ROSA.id, Draft(kind, body | {"receipt": number} | changes))
    return found


def pay_with_code(desk: Desk, paid: int, due: int, name: str = "PRE-0007-000001-1") -> SignedEntry:
    return second_fee(desk, "fee_collected/2", prepaid=name, paid=paid, due=due, tendered=due)


def void(desk: Desk, receipt: str, reason: str = "Cobrado dos veces.") -> tuple[SignedEntry, PrintJob]:
    return record(
        desk,
        "fee_voided/2",
        lambda store, found: desk.paper.queue_void(store, found, ROSA, LUZ),
        receipt=receipt,
        reason=reason,
        approver=LUZ.id,
    )


def move(desk: Desk, way: str, amount: int, reason: str) -> tuple[SignedEntry, PrintJob]:
    return record(
        desk,
        "cash_moved/2",
        lambda store, found: desk.paper.queue_cash(store, found, ROSA),
        session=1,
        way=way,
        amount=amount,
        reason=reason,
    )


def text_of(job: PrintJob) -> str:
    return decode(job.content, 576).text


def taken(desk: Desk, job: PrintJob) -> PrintJob:
    """Sent, printed and stored, as `background.print_link` does it."""
    sending = spool_table.update(desk.station.store, begin_sending(job))
    return spool_table.update(desk.station.store, finish_sending(sending, PRINTED))


# -- the receipt ------------------------------------------------------------------------------------------------------


def test_the_original_carries_the_code_to_void_and_its_copy_does_not(desk: Desk) -> None:
    done = desk.charge()
    code = void_code(done.entries[1].entry)
    assert f"{code[:3]} {code[3:]}" in text_of(done.job)
    spool_table.update(desk.station.store, cancel(done.job))
    copy = desk.paper.copy(done.job.entry, ROSA, "se rompió")
    assert f"{code[:3]} {code[3:]}" not in text_of(copy)
    assert code not in text_of(copy)
    assert "Código para anular" not in text_of(copy)


def test_a_receipt_says_what_a_code_paid_and_what_is_left_on_it(desk: Desk) -> None:
    sell(desk)
    found = pay_with_code(desk, 1000, 230)
    receipt = desk.paper.cases.receipt(found, ROSA)
    assert isinstance(receipt, FeeReceipt)
    assert receipt.prepaid is not None
    assert (receipt.total, receipt.cash) == (desk.counter.money(1230), desk.counter.money(230))
    assert receipt.prepaid.left == desk.counter.money(1000)
    assert receipt.cash_rounding == desk.counter.money(-6)


# -- the void ---------------------------------------------------------------------------------------------------------


def test_a_void_is_stored_with_its_paper_and_names_both_people_on_every_copy(desk: Desk) -> None:
    sell(desk)
    fee = pay_with_code(desk, 1000, 230)
    found, job = void(desk, fee.entry.body["receipt"], "El vecino se desistió.")
    told = [" ".join(line.split()) for line in text_of(job).splitlines()]
    assert "DEVUELTO EN EFECTIVO S/ 2.30" in told
    assert "Devuelto al código prepago" in text_of(job)
    assert "Aprobó Luz Vásquez" in told
    assert "Anuló Rosa Medina" in told
    assert f"Registro C07/{found.entry.sequence}" in told
    spool_table.update(desk.station.store, cancel(job))
    copy = desk.paper.copy(job.entry, LUZ, "lo pide auditoría")
    assert {"ANULADO", "COPIA 1"} <= set(decode(copy.content, 576).inverse)
    assert "Luz Vásquez, segunda persona" in text_of(copy)
    assert "VoidSlip" in [paper.document for paper in desk.paper.papers_of(fee.entry.body["case"])]


def test_a_voided_receipt_printed_again_is_void_and_a_copy(desk: Desk) -> None:
    done = desk.charge()
    spool_table.update(desk.station.store, cancel(done.job))
    void(desk, done.receipt or "")
    copy = desk.paper.copy(done.job.entry, ROSA, "lo pide auditoría")
    assert decode(copy.content, 576).inverse == ["ANULADO", "COPIA 1", "ANULADO"]


# -- the prepaid code -------------------------------------------------------------------------------------------------


def test_a_prepaid_codes_paper_carries_it_and_the_journal_does_not(desk: Desk) -> None:
    found, job = sell(desk)
    assert ON_PAPER.decode() in text_of(job)
    assert CODE.encode() not in found.signed.payload
    assert job.document == "PrepaidSlip"


@pytest.mark.parametrize("state", ["queued", "printed", "confirmed"])
def test_a_prepaid_codes_paper_is_never_copied(desk: Desk, state: str) -> None:
    _found, job = sell(desk)
    if state != "queued":
        job = taken(desk, job)
    if state == "confirmed":
        spool_table.update(desk.station.store, confirm_in_hand(job))
    refused = assert_nothing_changes(desk, lambda: desk.paper.copy(job.entry, ROSA, "lo perdió"))
    assert refused.code == "prepaid_never_copied"


def pages(path: Path) -> Iterator[bytes]:
    """Every page of a database file and of its write-ahead log, decrypted: also those that SQLite no longer uses."""
    data = path.read_bytes()
    for at in range(0, len(data), PAGE):
        yield decrypted(data[at : at + PAGE], first=at == 0)
    log = path.with_name(f"{path.name}-wal").read_bytes()
    for at in range(32 + 24, len(log), PAGE + 24):
        number = int.from_bytes(log[at - 24 : at - 20], "big")
        yield decrypted(log[at : at + PAGE], first=number == 1)


def decrypted(page: bytes, *, first: bool) -> bytes:
    body, vector = page[SALT if first else 0 : -TAIL], page[-TAIL : -TAIL + IV]
    opened = Cipher(algorithms.AES(DATABASE_KEY), modes.CBC(vector)).decryptor()
    return opened.update(body) + opened.finalize()


def holds_the_code(desk: Desk) -> bool:
    """Anywhere: in a row, in a page that is free again, or in the log."""
    shapes = (ON_PAPER, CODE.encode())
    return any(shape in page for page in pages(desk.station.path) for shape in shapes)


def test_the_pages_are_read_as_sqlcipher_writes_them(desk: Desk) -> None:
    """The search below finds what is there: a probe that found nothing would prove nothing."""
    assert any(b"CREATE TABLE print_job" in page for page in pages(desk.station.path))
    assert not holds_the_code(desk)
    sell(desk)
    assert holds_the_code(desk)


def test_a_prepaid_code_is_nowhere_in_the_database_once_its_paper_is_in_hand(desk: Desk) -> None:
    _found, job = sell(desk)
    desk.charge()
    printed = taken(desk, job)
    assert (printed.content, holds_the_code(desk)) == (job.content, True), "a printer's word is not paper"
    confirmed = spool_table.update(desk.station.store, confirm_in_hand(printed))
    assert not holds_the_code(desk)
    assert (confirmed.state, confirmed.content, confirmed.sha256) == (SpoolState.CONFIRMED, b"", job.sha256)
    assert spool_table.read(desk.station.store, job.id) == confirmed
    desk.restart()
    assert not holds_the_code(desk)


def test_a_prepaid_codes_paper_that_is_given_up_is_forgotten(desk: Desk) -> None:
    _found, job = sell(desk)
    spool_table.update(desk.station.store, cancel(job))
    assert not holds_the_code(desk)


def nobody_knows(desk: Desk, job: PrintJob) -> PrintJob:
    """Cut short while it was sent."""
    return spool_table.update(desk.station.store, recover(spool_table.update(desk.station.store, begin_sending(job))))


@pytest.mark.parametrize("sent", [taken, nobody_knows])
def test_a_prepaid_codes_paper_that_did_not_come_out_is_printed_again_as_it_was(
    desk: Desk, sent: Callable[[Desk, PrintJob], PrintJob]
) -> None:
    store = desk.station.store
    _found, job = sell(desk)
    before = desk.length
    denied = spool_table.update(store, deny_in_hand(sent(desk, job)))
    assert (denied.state, denied.content, denied.copy_number) == (SpoolState.QUEUED, job.content, 0)
    assert denied.reason in REASONS
    desk.restart()
    assert spool_table.open_jobs(desk.station.store) == [denied]
    spool_table.update(desk.station.store, confirm_in_hand(taken(desk, denied)))
    assert not holds_the_code(desk)
    assert desk.length == before, "it is the same paper of the same act"


@pytest.mark.parametrize("sent", [taken, nobody_knows])
def test_a_close_forgets_a_prepaid_code_and_a_denial_after_it_sends_nothing(
    desk: Desk, sent: Callable[[Desk, PrintJob], PrintJob]
) -> None:
    _found, job = sell(desk)
    found = sent(desk, job)
    held = desk.station.journal.books.expected_cash()
    desk.drawer.sign_count(ROSA, pieces(desk.counter.municipality, held))
    assert holds_the_code(desk), "a count closes nothing"
    desk.drawer.close(ROSA)
    assert not holds_the_code(desk)
    left = spool_table.read(desk.station.store, job.id)
    assert left is not None
    assert (left.state, left.content, left.sha256) == (found.state, b"", job.sha256)
    for _ in range(2 if left.state is SpoolState.PRINTED else 1):
        left = spool_table.update(desk.station.store, deny_in_hand(left))
    assert left.state is SpoolState.CANCELLED
    assert spool_table.open_jobs(desk.station.store) == []


def test_a_close_that_fails_forgets_nothing(desk: Desk) -> None:
    _found, job = sell(desk)
    printed = taken(desk, job)

    def full(_store: Store, _written: Sequence[SignedEntry]) -> None:
        raise Refusal("disk_full")

    desk.drawer.sign_count(ROSA, pieces(desk.counter.municipality, desk.station.journal.books.expected_cash()))
    with pytest.raises(Refusal, match="disk_full"):
        desk.drawer.close(ROSA, alongside=full)
    assert spool_table.read(desk.station.store, job.id) == printed


def test_a_prepaid_codes_paper_that_still_waits_outlives_the_close(desk: Desk) -> None:
    """Not one byte of it has left: somebody paid for it, and nobody can have it."""
    _found, job = sell(desk)
    desk.close_drawer()
    assert spool_table.open_jobs(desk.station.store) == [job]
    desk.open_drawer()
    taken(desk, job)
    desk.close_drawer()
    assert not holds_the_code(desk)


def test_a_printed_prepaid_code_waits_for_a_persons_word_and_no_other_paper_does(desk: Desk) -> None:
    _found, job = sell(desk)
    printed = taken(desk, job)
    taken(desk, desk.charge().job)
    assert desk.queue.waiting().papers == (printed,)
    spool_table.update(desk.station.store, confirm_in_hand(printed))
    assert desk.queue.waiting().papers == ()


def test_the_bytes_of_every_other_paper_stay(desk: Desk) -> None:
    done = desk.charge()
    assert taken(desk, done.job).content == done.job.content


# -- cash, vouchers, deposits -----------------------------------------------------------------------------------------


def test_cash_in_and_out_have_their_paper_and_its_copies(desk: Desk) -> None:
    found, job = move(desk, "float_in", 1000, "Monedas para dar vuelto.")
    assert "INGRESO DE CAJA" in decode(job.content, 576).inverse
    assert decode(job.content, 576).kicks == 1
    spool_table.update(desk.station.store, cancel(job))
    copy = desk.paper.copy(f"C07/{found.entry.sequence}", ROSA, "se manchó")
    assert (copy.document, decode(copy.content, 576).kicks) == ("CashSlip", 0)


def test_a_voucher_has_its_paper(desk: Desk) -> None:
    desk.hear("vouchers_granted/1", grant="V1", amount=10000, currency="PEN", proofs=[proof_of("C07", "V1", CODE)])
    _found, job = record(
        desk,
        "voucher_redeemed/1",
        lambda store, found: desk.paper.queue_voucher(store, found, ROSA),
        grant="V1",
        code=CODE,
    )
    assert "S/ 100.00" in text_of(job)
    spool_table.update(desk.station.store, cancel(job))
    assert desk.paper.copy(job.entry, ROSA, "x").document == "VoucherSlip"


def test_a_deposit_and_what_was_kept_back_of_it_are_one_paper(desk: Desk) -> None:
    second_fee(desk, "fee_collected/1", mode="retained")
    desk.close_drawer()
    jobs: list[PrintJob] = []
    written = desk.station.journal.record(
        ROSA.id,
        Draft("remittance_declared/1", {"remittance": "REM-1", "amount": 2060, "voucher": "BN 1", "currency": "PEN"}),
        Draft("commission_retained/1", {"remittance": "REM-1", "amount": 400, "currency": "PEN"}),
        alongside=lambda store, written: jobs.append(desk.paper.queue_remittance(store, written[-1], ROSA)),
    )
    assert jobs[0].entry == f"C07/{written[0].entry.sequence}"
    told = [" ".join(line.split()) for line in text_of(jobs[0]).splitlines()]
    assert [line for line in told if "S/ " in line] == [
        "Recaudado (bruto) S/ 24.60",
        "Comisión retenida -S/ 4.00",
        "IMPORTE S/ 20.60",
    ]
    spool_table.update(desk.station.store, cancel(jobs[0]))
    assert "Comisión retenida" in text_of(desk.paper.copy(jobs[0].entry, ROSA, "x"))


# -- what the centre decided ----------------------------------------------------------------------------------------


def approve_refund(desk: Desk, ground: str = "not_presented") -> CaseDone:
    """RF-1, two days after its fee."""
    done = desk.charge()
    desk.close_drawer()
    desk.clock.advance(2 * 86400)
    desk.hear(
        "refund_approved/1", refund="RF-1", receipt=done.receipt, ground=ground, amount=1230, owed=0,
        resolution="RG-118-2026",
    )  # fmt: skip
    return done


def heard(desk: Desk) -> SignedEntry:
    """The last entry of the centre."""
    store = desk.station.store
    length, _head = entries.end_of(store, Author.CENTRE)
    return read_entry(next(entries.read(store, Author.CENTRE, length)))


def test_a_notice_of_a_refund_says_what_the_centre_decided_and_the_folder_asks(desk: Desk) -> None:
    done = approve_refund(desk)
    length = desk.length
    job = desk.paper.queue_refund_notice("RF-1", LUZ)
    assert (job.document, job.entry) == ("RefundNotice", f"central/{heard(desk).entry.sequence}")
    assert spool_table.of_entry(desk.station.store, job.entry) == [job]
    assert desk.length == length, "the centre wrote it down; the paper is no other act"
    paper = decode(job.content, 576)
    told = [" ".join(line.split()) for line in paper.text.splitlines()]
    texts = desk.counter.municipality.receipt
    for line in (
        *texts.refund_place,
        "LE CORRESPONDE S/ 12.30",
        f"Por el recibo {done.receipt}",
        "Pagado el 20/11/2026",
        "Aprobada el 22/11/2026",
        "Resolución: RG-118-2026",
        f"Registro {job.entry}",
        "Operador Luz Vásquez",
    ):
        assert line in told
    assert all(any(line.endswith(words) for line in told) for words in texts.refund_bring)
    assert paper.kicks == 0


@pytest.mark.parametrize("ground", REFUND_GROUNDS)
def test_every_ground_of_a_refund_has_its_notice(desk: Desk, ground: str) -> None:
    approve_refund(desk, ground)
    assert desk.paper.queue_refund_notice("RF-1", ROSA).document == "RefundNotice"


def test_every_further_notice_of_a_refund_is_a_copy_and_an_act_of_whoever_printed_it(desk: Desk) -> None:
    approve_refund(desk)
    first = desk.paper.queue_refund_notice("RF-1", LUZ)
    still_printing = partial(desk.paper.queue_refund_notice, "RF-1", ROSA)
    assert assert_nothing_changes(desk, still_printing).code == "reprint_while_printing"
    taken(desk, first)
    second = desk.paper.queue_refund_notice("RF-1", ROSA)
    assert (second.entry, second.copy_number) == (first.entry, 1)
    assert desk.last.body | {"reason": ""} == {"of": "RF-1", "copy": 1, "reason": ""}
    assert desk.last.operator == ROSA.id
    assert decode(second.content, 576).inverse == ["DEVOLUCIÓN APROBADA", "COPIA 1"]
    assert ROSA.name in text_of(second)
    assert LUZ.name not in text_of(second)
    shown = desk.queue.waiting()
    assert shown.papers[-1] == second
    assert (shown.shown[-1].kind, shown.shown[-1].about) == ("copy_printed/1", "RF-1")
    taken(desk, second)
    assert desk.paper.copy(first.entry, ROSA, "se manchó").copy_number == 2
    assert desk.verified().is_clean


def test_a_station_s_entry_and_the_centre_s_of_the_same_number_have_each_their_papers(desk: Desk) -> None:
    approve_refund(desk)
    notice = taken(desk, desk.paper.queue_refund_notice("RF-1", ROSA))
    same = f"C07/{notice.entry.rpartition('/')[2]}"
    assert spool_table.of_entry(desk.station.store, same) == []
    refused = assert_nothing_changes(desk, lambda: desk.paper.copy(same, ROSA, "x"))
    assert refused.code == "print_job_unknown"


def test_no_notice_promises_money_that_was_paid_or_never_approved(desk: Desk) -> None:
    unknown = partial(desk.paper.queue_refund_notice, "RF-1", ROSA)
    assert assert_nothing_changes(desk, unknown).code == "refund_unknown"
    approve_refund(desk)
    first = taken(desk, desk.paper.queue_refund_notice("RF-1", ROSA))
    desk.hear("refund_paid/1", refund="RF-1", amount=1230, currency="PEN", reference="CP-9", source="treasury")
    for act in (unknown, partial(desk.paper.copy, first.entry, ROSA, "x")):
        assert assert_nothing_changes(desk, act).code == "refund_already_paid"


def test_the_first_notice_of_a_refund_that_was_paid_is_refused_too(desk: Desk) -> None:
    approve_refund(desk)
    desk.hear("refund_paid/1", refund="RF-1", amount=1230, currency="PEN", reference="CP-9", source="treasury")
    notice = partial(desk.paper.queue_refund_notice, "RF-1", ROSA)
    assert assert_nothing_changes(desk, notice).code == "refund_already_paid"


def issue_statement(desk: Desk, **wrong: Any) -> SignedEntry:
    """November's, as the centre computes it from the journals that it holds."""
    found = statement_of(desk.verified().booked, 0, desk.length)
    body = {
        "statement": "2026-11", "through": found.through, "lines": len(found.lines), "hash": found.hash,
        "fees": found.fees, "commission": found.commission, "currency": "PEN",
    }  # fmt: skip
    desk.hear("statement_issued/1", **(body | wrong))
    return heard(desk)


def month_of(desk: Desk) -> SignedEntry:
    """Two fees, the second voided, a shortage, a deposit, a refund; and the statement of them."""
    with desk.station.store.transaction():
        settings.put(desk.station.store, "operator_names", '{"rosa": "Rosa Medina", "luz": "Luz Vásquez"}')
    desk.charge()
    void(desk, desk.charge().receipt or "")
    desk.close_drawer(-10, "Un vuelto mal dado.")
    desk.remittances.declare(ROSA, desk.remittances.to_deposit, "BN 1")
    desk.hear(
        "refund_approved/1", refund="RF-1", receipt="C07-000001", ground="not_presented", amount=1230, owed=0,
        resolution="RG-118-2026",
    )  # fmt: skip
    desk.open_drawer()
    return issue_statement(desk)


def test_a_statement_has_the_lines_that_both_sides_sign_and_says_who_signed(desk: Desk) -> None:
    issued = month_of(desk)
    unsigned = desk.paper.centre.statement("2026-11")
    assert unsigned.agent_signature is None
    desk.statements.sign(LUZ, "2026-11")
    signed = desk.paper.centre.statement("2026-11")
    computed = desk.statements.check("2026-11")
    assert replace(signed, agent_signature=None) == unsigned
    assert (signed.fees.minor, signed.commission.minor) == (computed.fees, computed.commission)
    assert signed.notice == desk.counter.municipality.sample_notice
    assert (signed.month, signed.through) == (date(2026, 11, 1), computed.through)
    assert signed.digest == from_base64url(computed.hash).hex()
    told = [(row.number, row.kind, row.fee.minor, row.commission.minor, row.cash.minor) for row in signed.rows]
    assert told == [
        (line.number, line.kind.partition("/")[0], line.fee, line.commission, line.cash) for line in computed.lines
    ]
    assert {row.entry.partition("/")[0] for row in signed.rows} == {"C07", "central"}
    for row, line in zip(signed.rows, computed.lines, strict=True):
        writer = "central" if line.author == "centre" else "C07"
        assert row.entry == f"{writer}/{line.sequence}"
    assert signed.centre is not None
    assert signed.agent_signature is not None
    assert (signed.centre.name, signed.centre.at) == (issued.entry.operator, issued.entry.at)
    assert signed.centre.hash_tail == from_base64url(issued.hash).hex()[-8:]
    head = entries.end_of(desk.station.store, Author.STATION)[1]
    assert signed.agent_signature.hash_tail == from_base64url(head).hex()[-8:]
    assert (signed.agent_signature.name, signed.agent_signature.role) == (LUZ.name, desk.counter.identity.label)


def test_an_operator_s_name_is_never_lent_to_whoever_signed_for_the_municipality(desk: Desk) -> None:
    by = month_of(desk).entry.operator
    with desk.station.store.transaction():
        settings.put(desk.station.store, "operator_names", f'{{"{by}": "Rosa Medina"}}')
    centre = desk.paper.centre.statement("2026-11").centre
    assert centre is not None
    assert (centre.name, centre.role) == (by, desk.counter.municipality.name)


def test_a_statement_tells_what_was_disputed_and_how_it_was_answered(desk: Desk) -> None:
    month_of(desk)
    for line, reason in ((1, "No es mío."), (2, "Sí se presentó."), (3, "Se contó bien.")):
        desk.statements.dispute(ROSA, "2026-11", line, reason)
    for line, outcome, adjustment, words in ((1, "rejected", 0, "Lleva su firma."), (2, "upheld", 400, "Conforme.")):
        desk.hear(
            "dispute_resolved/1", statement="2026-11", line=line, outcome=outcome, adjustment=adjustment,
            currency="PEN", words=words,
        )  # fmt: skip
    found = desk.paper.centre.statement("2026-11")
    told = {row.number: row.dispute for row in found.rows if row.dispute is not None}
    money = desk.counter.money
    assert told == {
        1: StatementDispute(
            reason="No es mío.", answer=StatementAnswer(upheld=False, adjustment=money(0), words="Lleva su firma.")
        ),
        2: StatementDispute(
            reason="Sí se presentó.", answer=StatementAnswer(upheld=True, adjustment=money(400), words="Conforme.")
        ),
        3: StatementDispute(reason="Se contó bien."),
    }


def test_a_statement_is_a_sheet_whatever_the_slip_printer_and_the_same_one_each_time(desk: Desk) -> None:
    month_of(desk)
    pdf = desk.paper.statement_pdf("2026-11")
    assert pdf.startswith(b"%PDF-")
    assert pdf == desk.paper.statement_pdf("2026-11")
    assert spool_table.of_entry(desk.station.store, f"central/{heard(desk).entry.sequence}") == []


def test_a_statement_that_this_station_cannot_vouch_for_is_not_printed(desk: Desk) -> None:
    with pytest.raises(Refusal, match="statement_unknown"):
        desk.paper.statement_pdf("2026-11")
    desk.charge()
    issue_statement(desk, fees=1235)
    with pytest.raises(Refusal, match="statement_disagrees"):
        desk.paper.statement_pdf("2026-11")


def test_a_statement_goes_to_the_printer_for_sheets_and_no_second_one_while_it_may_come(desk: Desk) -> None:
    month_of(desk)
    paper = Paper(desk.counter, PrinterChoice("tickets", PROFILE_58), PrinterChoice("sheets", PROFILE_A4))
    job = paper.queue_statement("2026-11")
    assert (job.printer, job.document, job.copy_number) == ("sheets", "Statement", 0)
    assert job.entry == f"central/{heard(desk).entry.sequence}"
    assert job.content == desk.paper.statement_pdf("2026-11")
    with pytest.raises(Refusal, match="reprint_while_printing"):
        paper.queue_statement("2026-11")
    for state in (SpoolState.UNKNOWN, SpoolState.CANCELLED):
        job = spool_table.update(desk.station.store, replace(job, state=state))
    assert paper.queue_statement("2026-11").content == job.content


def test_where_slips_are_printed_on_sheets_a_statement_is_too_and_on_a_roll_never(desk: Desk) -> None:
    month_of(desk)
    with pytest.raises(Refusal, match="needs_sheet_printer"):
        desk.paper.queue_statement("2026-11")
    desk.paper.use(PrinterChoice("laser", PROFILE_A4))
    assert desk.paper.queue_statement("2026-11").printer == "laser"


def test_a_statement_of_practice_says_so(desk: Desk) -> None:
    month_of(desk)
    with desk.station.store.transaction():
        settings.mark_practice(desk.station.store)
    job = Paper(desk.counter, PrinterChoice("laser", PROFILE_A4)).queue_statement("2026-11")
    assert job.content != desk.paper.statement_pdf("2026-11")


# -- X and Z ----------------------------------------------------------------------------------------------------------


def busy_day(desk: Desk) -> None:
    sell(desk)
    sell(desk, amount=1000, name="PRE-0007-000002-2", code="0123456789AB")
    pay_with_code(desk, 1000, 230)
    void(desk, desk.charge().receipt or "")
    move(desk, "float_in", 1000, "Monedas.")
    move(desk, "to_safe", 1500, "Mucho efectivo.")
    move(desk, "float_out", 500, "Sobran monedas.")


def test_an_x_tells_what_was_done_and_no_sum_of_it(desk: Desk) -> None:
    busy_day(desk)
    report = desk.paper.x_report(ROSA)
    assert isinstance(report, CloseReport)
    assert [void.approver for void in report.voids] == ["Luz Vásquez"]
    assert (report.prepaid.sold_count, report.prepaid.used_count, len(report.movements)) == (2, 1, 3)
    assert list(report._sums()) == [None] * 7


def test_a_z_adds_up_to_what_the_books_expect(desk: Desk) -> None:
    busy_day(desk)
    expected = desk.station.journal.books.expected_cash()
    desk.drawer.sign_count(ROSA, pieces(desk.counter.municipality, expected - 10))
    jobs: list[PrintJob] = []
    desk.drawer.close(
        ROSA,
        "Un vuelto mal dado.",
        alongside=lambda _store, written: jobs.append(desk.paper.queue_close(written[-1], ROSA)),
    )
    told = [" ".join(line.split()) for line in text_of(jobs[0]).splitlines()]
    assert expected == 8460
    start, end = told.index("Qué debe haber en la caja"), told.index("Arqueo")
    assert [line for line in told[start + 1 : end] if "S/" in line] == [
        "Fondo inicial S/ 50.00",
        "Total de derechos S/ 24.72",
        "Redondeo a su favor -S/ 0.12",
        "Pagado con códigos prepago -S/ 10.00",
        "Códigos prepago vendidos S/ 30.00",
        "Ingreso de cambio S/ 10.00",
        "Retiro de cambio -S/ 5.00",
        "Retiro, por depositar -S/ 15.00",
        "Efectivo esperado S/ 84.60",
    ]
    assert "Explicación del operador: Un vuelto mal dado." in told
    spool_table.update(desk.station.store, cancel(jobs[0]))
    desk.open_drawer()
    desk.charge()
    again = desk.paper.copy(jobs[0].entry, ROSA, "para el contador")
    kept = [line for line in text_of(jobs[0]).splitlines() if "ORIGINAL" not in line and ROSA.name not in line]
    assert [line for line in kept if line not in text_of(again).splitlines()] == []


def test_every_paper_of_money_fits_narrow_paper(desk: Desk) -> None:
    desk.profile = PROFILE_58
    desk._build()
    busy_day(desk)
    for job in spool_table.open_jobs(desk.station.store):
        assert decode(job.content, 384).lines
