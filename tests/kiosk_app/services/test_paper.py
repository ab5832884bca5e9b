"""Paper: made of what was committed, stored with it, printed again only as a copy; and checked with no network."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from domain.envelope import EnvelopeType, from_base64url, sign, to_base64url
from domain.errors import Refusal
from domain.journal.entry import Entry, SignedEntry, read_entry
from domain.journal.kinds import Author
from kiosk_app.services.counter import Operator
from kiosk_app.services.procedures import CaseDone
from kiosk_app.services.receipts import Checked, Genuineness
from kiosk_app.storage import entries, settings, spool_table
from kiosk_app.storage.connection import Store
from kiosk_app.storage.settings import Watermark
from printing import receipt_code
from printing.profiles import PROFILE_58, PROFILE_PDF_58, PROFILE_PDF_80
from printing.render import render
from printing.spool import PrintJob, SpoolState, begin_sending, cancel, deny_in_hand, recover
from sync.seal import SigningKey
from tests.fakes import long_names
from tests.kiosk_app.services.desk import ROSA, Desk, meet, pieces
from tests.kiosk_app.storage.nothing_written import assert_nothing_changes


def given_up(desk: Desk, job: PrintJob) -> PrintJob:
    return spool_table.update(desk.station.store, cancel(job))


def close_with_paper(desk: Desk) -> tuple[SignedEntry, PrintJob]:
    """The Z shares the transaction of the close."""
    desk.drawer.sign_count(ROSA, pieces(desk.counter.municipality, desk.expected_cash()))
    kept: list[tuple[SignedEntry, PrintJob]] = []

    def alongside(_store: Store, written: Sequence[SignedEntry]) -> None:
        kept.append((written[-1], desk.paper.queue_close(written[-1], ROSA)))

    desk.drawer.close(ROSA, alongside=alongside)
    return kept[0]


def test_the_receipt_says_what_the_entries_say(desk: Desk) -> None:
    done = desk.charge(met=("R2",), tendered=desk.counter.money(2000))
    receipt = desk.paper.cases.receipt(done.entries[1], ROSA)
    assert (receipt.receipt_number, receipt.case_code) == (done.receipt, done.code)
    assert (receipt.total, receipt.tendered, receipt.change) == (done.due, desk.counter.money(2000), done.change)
    assert receipt.payer == "J. M. H. Ñ.", "no name on paper that lies about"
    assert (receipt.cash_rounding, receipt.service_fee) == (desk.counter.money(-6), None)
    assert len(receipt.requirements_observed) == 2
    assert (receipt.received_by_centre, receipt.copy_number, receipt.voided) == (False, 0, False)
    assert render(receipt, desk.profile) == done.job.content, "the same act gives the same bytes"


def test_a_paper_says_when_the_centre_already_has_the_act(desk: Desk) -> None:
    done = desk.charge()
    with desk.station.store.transaction():
        settings.put_watermark(desk.station.store, Watermark(desk.length, "h", "2026-11-20T14:00:00+00:00"))
    assert desk.paper.cases.receipt(done.entries[1], ROSA).received_by_centre
    assert not desk.paper.cases.receipt(desk.charge().entries[1], ROSA).received_by_centre


def test_a_copy_is_an_act_of_its_own_and_says_that_it_is_one(desk: Desk) -> None:
    done = desk.charge()
    given_up(desk, done.job)
    before = desk.length
    first = desk.paper.copy(done.job.entry, ROSA, "se rompió")
    assert (first.copy_number, first.state, desk.length) == (1, SpoolState.QUEUED, before + 1)
    assert first.content != done.job.content
    given_up(desk, first)
    assert desk.paper.copy(done.job.entry, ROSA, "se rompió").copy_number == 2
    assert [job.copy_number for job in desk.paper.papers_of(done.code)] == [0, 1, 2]
    whats = [event.what for event in desk.cases.detail(done.code).history]
    assert whats == ["opened", "fee_collected", "copy_printed", "copy_printed"]
    assert desk.verified().is_clean


def test_what_may_still_come_out_is_not_copied(desk: Desk) -> None:
    done = desk.charge()
    copy: Callable[[], object] = lambda: desk.paper.copy(done.job.entry, ROSA, "no salió")  # noqa: E731
    assert assert_nothing_changes(desk, copy).code == "reprint_while_printing"
    sending = spool_table.update(desk.station.store, begin_sending(done.job))
    assert assert_nothing_changes(desk, copy).code == "reprint_while_printing"
    unknown = spool_table.update(desk.station.store, recover(sending))
    spool_table.update(desk.station.store, deny_in_hand(unknown))
    copy()


def test_there_is_no_copy_of_what_never_had_a_paper(desk: Desk) -> None:
    for entry in ("C07/1", "C07/999"):
        copy: Callable[[], object] = lambda entry=entry: desk.paper.copy(entry, ROSA, "x")  # type: ignore[misc]  # noqa: E731
        assert assert_nothing_changes(desk, copy).code == "print_job_unknown"


def test_a_copy_of_a_voided_receipt_says_voided(desk: Desk) -> None:
    done = desk.charge()
    given_up(desk, done.job)
    desk.drawer.void(ROSA, done.receipt or "", "se equivocó")
    copy = desk.paper.copy(done.job.entry, ROSA, "lo pide auditoría")
    assert b"ANULADO" in copy.content
    assert b"ANULADO" not in done.job.content


def test_a_complaints_slip_is_copied_too(desk: Desk) -> None:
    done = desk.complain()
    slip = desk.paper.cases.complaint_slip(done.entries[1], ROSA)
    assert (slip.case_code, slip.place) == (done.code, "Jr. Amalia Puga con Jr. Tarapacá")
    given_up(desk, done.job)
    assert desk.paper.copy(done.job.entry, ROSA, "x").document == "ComplaintSlip"


def test_the_z_is_stored_with_the_close_or_neither_is(desk: Desk) -> None:
    desk.charge()
    desk.drawer.sign_count(ROSA, pieces(desk.counter.municipality, desk.expected_cash()))

    def cut(_store: Store, written: Sequence[SignedEntry]) -> None:
        desk.paper.queue_close(written[-1], ROSA)
        raise Refusal("disk_full")

    with pytest.raises(Refusal, match="disk_full"):
        desk.drawer.close(ROSA, alongside=cut)
    desk.restart()
    assert desk.drawer.current() is not None
    assert [job.document for job in desk.queue.waiting().papers] == ["FeeReceipt"]


def test_a_copy_of_a_z_is_the_same_report_however_long_after(desk: Desk) -> None:
    desk.charge()
    found, job = close_with_paper(desk)
    original = desk.paper.money.z_report(desk.paper.money.closed_by(found), ROSA)
    given_up(desk, job)
    desk.open_drawer()
    desk.charge()
    again = desk.paper.money.z_report(desk.paper.money.closed_by(found), ROSA)
    assert again == original, "the chain's end is the close itself, not what came after it"
    assert render(again, desk.profile) == job.content
    copy = desk.paper.copy(job.entry, ROSA, "para el contador")
    assert (copy.document, copy.copy_number) == ("CloseReport", 1)


def test_a_z_queued_after_the_close_has_a_transaction_of_its_own(desk: Desk) -> None:
    kept: list[SignedEntry] = []
    desk.drawer.sign_count(ROSA, pieces(desk.counter.municipality, desk.expected_cash()))
    desk.drawer.close(ROSA, alongside=lambda _store, written: kept.extend(written))
    job = desk.paper.queue_close(kept[-1], ROSA)
    desk.restart()
    assert spool_table.read(desk.station.store, job.id) == job


def test_an_x_reading_is_told_and_not_stored(desk: Desk) -> None:
    desk.charge()
    before = desk.length
    assert render(desk.paper.x_report(ROSA), desk.profile)
    assert desk.length == before
    assert len(desk.queue.waiting().papers) == 1


def test_a_deposits_slip_is_stored_with_it(desk: Desk) -> None:
    desk.charge()
    desk.close_drawer()
    jobs: list[PrintJob] = []
    desk.remittances.declare(
        ROSA,
        desk.remittances.to_deposit,
        "BN 1",
        alongside=lambda store, written: jobs.append(desk.paper.queue_remittance(store, written[-1], ROSA)),
    )
    assert spool_table.read(desk.station.store, jobs[0].id) == jobs[0]
    given_up(desk, jobs[0])
    assert desk.paper.copy(jobs[0].entry, ROSA, "x").document == "RemittanceSlip"


# -- a receipt under the scanner --------------------------------------------------------------------------------------


@pytest.fixture
def neighbour(desk: Desk, desks: Callable[..., Desk]) -> Desk:
    """Another cabin, which has heard of the first one from the centre."""
    other = desks(name="C08", number=8)
    meet(other, desk)
    return other


def scanned(paper: bytes) -> str:
    """What a camera reads from the printed page."""
    pdf = pypdfium2.PdfDocument(io.BytesIO(paper))
    (code,) = zxingcpp.read_barcodes(pdf[0].render(scale=3).to_pil())
    pdf.close()
    return str(code.text)


def code_of(desk: Desk, found: SignedEntry) -> str:
    host = desk.counter.municipality.receipt.verify_host
    return receipt_code.encode(host, found.signed.payload, found.signed.signature)


def forged(desk: Desk, found: SignedEntry, key: SigningKey | None = None, **changes: object) -> str:
    entry: Entry = replace(found.entry, **changes)  # type: ignore[arg-type]
    return code_of(desk, read_entry(sign(EnvelopeType.ENTRY, entry.payload(), key or desk.station.signer)))


def test_a_printed_receipt_is_genuine_at_another_counter_with_no_network(desk: Desk, neighbour: Desk) -> None:
    desk.profile = PROFILE_PDF_80
    desk._build()
    done = desk.charge()
    text = scanned(done.job.content)
    assert text == code_of(desk, done.entries[1])
    checked = neighbour.receipts.check(text)
    assert checked == Checked(
        Genuineness.VALID,
        station="C07",
        station_label="Cabina 07",
        code=done.code,
        receipt=done.receipt,
        service="RC-01",
        service_name="Copia certificada de acta de nacimiento",
        due=done.due,
        issued_at=desk.counter.now(),
        is_procedure=True,
    )
    own = desk.receipts.check(text)
    assert (own.genuineness, own.known_here, own.voided) == (Genuineness.VALID, True, False)


def test_a_voided_receipt_is_told_by_the_counter_that_voided_it(desk: Desk) -> None:
    done = desk.charge()
    desk.drawer.void(ROSA, done.receipt or "", "se equivocó")
    assert desk.receipts.check(code_of(desk, done.entries[1])).voided


def test_a_slip_of_a_complaint_is_checked_alike(desk: Desk, neighbour: Desk) -> None:
    done = desk.complain()
    checked = neighbour.receipts.check(code_of(desk, done.entries[1]).lower())
    assert (checked.genuineness, checked.code, checked.receipt, checked.due) == (
        Genuineness.VALID,
        done.code,
        None,
        None,
    )
    assert (checked.promise, checked.service_name) == (done.promise, "Poste de luz apagado")


def test_every_altered_code_is_told_apart(desk: Desk, neighbour: Desk) -> None:
    done = desk.charge()
    fee = done.entries[1]
    text = code_of(desk, fee)
    payload = fee.signed.payload.replace(b'"due":1230', b'"due":1030')
    host = desk.counter.municipality.receipt.verify_host
    cheaper = receipt_code.encode(host, payload, fee.signed.signature)
    other_key = SigningKey(bytes([99]) * 32)
    body = dict(fee.entry.body)
    del body["case"]
    answers = {
        text: Genuineness.VALID,
        cheaper: Genuineness.ALTERED,
        text[:-20] + "A" * 20: Genuineness.ALTERED,
        text[:-7]: Genuineness.ALTERED,
        text.replace("/R/", "/R/1"): Genuineness.ALTERED,
        forged(desk, fee, other_key): Genuineness.ALTERED,
        forged(desk, fee, other_key, station="C09"): Genuineness.UNKNOWN_KEY,
        "https://yape.pe/1234": Genuineness.NOT_OURS,
        "": Genuineness.NOT_OURS,
        "A" * 5000: Genuineness.NOT_OURS,
        "\0": Genuineness.NOT_OURS,
    }
    assert {scan: neighbour.receipts.check(scan).genuineness for scan in answers} == answers


def test_a_stolen_key_can_make_no_paper_out_of_any_entry(desk: Desk, neighbour: Desk) -> None:
    """Signed with the station's own key, and still not a receipt: another kind, or without the fields of its kind."""
    fee = desk.charge().entries[1]
    body = dict(fee.entry.body)
    bodies: list[dict[str, object]] = [
        {name: value for name, value in body.items() if name != missing} for missing in body
    ]
    bodies += [body | {"due": -5}, body | {"currency": "XXX"}, body | {"case": "1234567890"}, body | {"extra": 1}]
    for wrong in bodies:
        checked = neighbour.receipts.check(forged(desk, fee, body=wrong))
        assert checked.genuineness is Genuineness.ALTERED, wrong
    other_kind = forged(desk, fee, kind="operator_signed_in/1", body={"refused": 0})
    assert neighbour.receipts.check(other_kind).genuineness is Genuineness.ALTERED
    for year in (1000, 9999):
        far = forged(desk, fee, at=fee.entry.at.replace(year=year))
        assert neighbour.receipts.check(far).genuineness is Genuineness.ALTERED


def test_a_forged_number_of_ours_from_elsewhere_says_nothing_about_our_void(desk: Desk, neighbour: Desk) -> None:
    meet(desk, neighbour)
    done = desk.charge()
    desk.drawer.void(ROSA, done.receipt or "", "x")
    neighbour.open_drawer()
    theirs = neighbour.charge().entries[1]
    text = forged(neighbour, theirs, body=theirs.entry.body | {"receipt": done.receipt})
    assert not desk.receipts.check(text).voided


def test_a_counter_whose_key_was_withdrawn_is_named(desk: Desk, neighbour: Desk) -> None:
    text = code_of(desk, desk.charge().entries[1])
    assert not neighbour.receipts.check(text).revoked
    meet(neighbour, desk, status="revoked")
    checked = neighbour.receipts.check(text)
    assert (checked.genuineness, checked.revoked) == (Genuineness.VALID, True)


def test_a_counter_nobody_has_told_of_is_unknown(desk: Desk, desks: Callable[..., Desk]) -> None:
    stranger = desks(name="C08", number=8)
    checked = stranger.receipts.check(code_of(desk, desk.charge().entries[1]))
    assert (checked.genuineness, checked.station, checked.code) == (Genuineness.UNKNOWN_KEY, "C07", "")


MARIA = Operator(long_names.OPERATOR, "María Fernández", "operator")


@pytest.fixture
def long_named(desks: Callable[..., Desk], tmp_path: Path) -> Desk:
    """A station whose names leave no room for the entry in the QR of narrow paper."""
    folder = long_names.folder(tmp_path / "municipality")
    desk = desks(name=long_names.STATION, number=14, municipality_folder=str(folder))
    desk.profile = PROFILE_PDF_58
    desk._build()
    long_names.run_for_months(desk.clock)
    desk.open_drawer()
    return desk


def charge_long(desk: Desk) -> CaseDone:
    done = desk.procedures.submit(MARIA, desk.request(long_names.PROCEDURE, tendered=desk.counter.money(20_000)))
    size = len(done.entries[1].signed.payload)
    assert size > receipt_code.PAYLOAD_BYTES_MAX, "otherwise nothing is proved here"
    return done


def test_a_station_with_a_long_name_charges_and_its_paper_names_the_entry(long_named: Desk) -> None:
    done = charge_long(long_named)
    fee = done.entries[1]
    text = scanned(done.job.content)
    name = receipt_code.decode_name(text)
    assert (name.station, name.epoch, name.sequence) == (long_names.STATION, 1, fee.entry.sequence)
    assert to_base64url(name.hash) == fee.hash
    page = pypdfium2.PdfDocument(io.BytesIO(done.job.content))[0].get_textpage().get_text_range()
    assert "hace falta conexión" in " ".join(page.split())
    long_named.drawer.void(ROSA, done.receipt or "", "x")
    given_up(long_named, done.job)
    copy = long_named.paper.copy(done.job.entry, ROSA, "se perdió")
    assert scanned(copy.content) == text
    assert render(long_named.paper.cases.receipt(fee, ROSA), PROFILE_58)
    assert long_named.verified().is_clean


def test_a_paper_whose_entry_fits_says_nothing_of_a_connection(desk: Desk) -> None:
    desk.profile = PROFILE_PDF_58
    desk._build()
    done = desk.charge()
    assert len(done.entries[1].signed.payload) <= receipt_code.PAYLOAD_BYTES_MAX
    page = pypdfium2.PdfDocument(io.BytesIO(done.job.content))[0].get_textpage().get_text_range()
    assert "conexión" not in page
    assert not receipt_code.is_name(scanned(done.job.content))


def test_a_name_is_read_where_the_entry_is_and_sent_to_the_centre_everywhere_else(
    long_named: Desk, neighbour: Desk
) -> None:
    done = charge_long(long_named)
    host = long_named.counter.municipality.receipt.verify_host
    text = receipt_code.of_entry(host, done.entries[1])
    own = long_named.receipts.check(text)
    assert (own.genuineness, own.code, own.due, own.known_here) == (Genuineness.VALID, done.code, done.due, True)
    other = neighbour.receipts.check(text)
    assert other == Checked(Genuineness.CHECKED_ONLINE, station=long_names.STATION), (
        "nobody has told it of that counter"
    )
    meet(neighbour, long_named)
    assert neighbour.receipts.check(text).station_label == "Cabina 14"


def test_a_name_that_was_made_up_is_told_apart_where_the_journal_is(long_named: Desk) -> None:
    fee = charge_long(long_named).entries[1]
    name = receipt_code.EntryName(long_names.STATION, 1, fee.entry.sequence, from_base64url(fee.hash))
    answers = {
        name: Genuineness.VALID,
        replace(name, hash=bytes(32)): Genuineness.ALTERED,
        replace(name, sequence=fee.entry.sequence - 1): Genuineness.ALTERED,
        replace(name, sequence=long_named.length + 1): Genuineness.CHECKED_ONLINE,
        replace(name, epoch=2): Genuineness.CHECKED_ONLINE,
    }
    codes = {name: receipt_code.encode_name("X", name) for name in answers}
    assert {name: long_named.receipts.check(code).genuineness for name, code in codes.items()} == answers
    opened = read_entry(next(entries.read(long_named.station.store, Author.STATION, 2, 2)))
    no_paper = receipt_code.EntryName(long_names.STATION, 1, 2, from_base64url(opened.hash))
    assert long_named.receipts.check(receipt_code.encode_name("X", no_paper)).genuineness is Genuineness.ALTERED
