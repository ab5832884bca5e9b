"""Voids with the citizen's paper, in time and small; or with a second person, who shows it with their own PIN."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from domain.envelope import from_base64url
from domain.errors import Refusal
from kiosk_app.devices.key_store import Hardness, KeyStore
from kiosk_app.services.approval import Approval
from kiosk_app.services.counter import Operator
from kiosk_app.services.procedures import CaseDone
from kiosk_app.services.sign_in import SignIn
from printing import receipt_code
from printing.receipt_code import EntryName
from tests.fakes.station import DATABASE_KEY
from tests.kiosk_app.services.desk import ROSA, Desk
from tests.kiosk_app.storage.nothing_written import assert_nothing_changes

MARTA = Operator("marta", "Marta Ríos", "supervisor")
#: Limits of the centre: RC-01 costs less, LF-01 more.
MINUTES, ALONE = 30, 1230


@pytest.fixture
def limited(desk: Desk) -> Desk:
    """The centre has said what one person voids alone, and admitted Marta as a supervisor until today."""
    desk.hear("limits_set/1", void_minutes=MINUTES, void_alone=ALONE, currency="PEN")
    desk.hear("operator_admitted/1", operator="marta", role="supervisor", until="2026-11-20")
    return desk


def code_of(desk: Desk, done: CaseDone) -> str:
    return desk.station.journal.books.facts.receipts[done.receipt or ""].void_code


def qr_of(done: CaseDone) -> str:
    signed = done.entries[-1].signed
    return receipt_code.encode("CAJAMARCA.EXAMPLE", signed.payload, signed.signature)


def void(desk: Desk, done: CaseDone, code: str = "", approver: Operator | None = None) -> Callable[[], None]:
    return lambda: desk.drawer.void(ROSA, done.receipt or "", "duplicado", code=code, approver=approver)


def test_the_papers_code_voids_alone_however_its_digits_were_spaced(limited: Desk) -> None:
    done = limited.charge()
    code = code_of(limited, done)
    void(limited, done, f" {code[:3]} {code[3:]}\n")()
    assert limited.last.kind == "fee_voided/2"
    assert limited.last.body == {"receipt": done.receipt, "reason": "duplicado", "code": code}
    limited.restart()
    assert limited.drawer.reading().void_count == 1
    assert limited.verified().is_clean


def named_qr_of(done: CaseDone) -> str:
    name = EntryName("C07", 1, done.entries[-1].entry.sequence, from_base64url(done.entries[-1].hash))
    return receipt_code.encode_name("CAJAMARCA.EXAMPLE", name)


def test_a_qr_shows_no_paper_because_every_copy_carries_it(limited: Desk) -> None:
    done, other, complaint = limited.charge(), limited.charge(), limited.complain()
    for scanned in (qr_of(done), f" {qr_of(done).lower()} ", named_qr_of(done), qr_of(other), qr_of(complaint)):
        for approver in (None, MARTA):
            refusal = assert_nothing_changes(limited, void(limited, done, scanned, approver))
            assert (refusal.code, refusal.details) == ("void_code_not_scanned", {"receipt": done.receipt})
    void(limited, done, code_of(limited, done))()
    assert limited.verified().is_clean


@pytest.mark.parametrize("code", ["12345", "1234567", "١٢٣٤٥٦", "https://example.org", "no lo tengo"])
def test_what_is_no_code_is_a_wrong_code(limited: Desk, code: str) -> None:
    done = limited.charge()
    assert assert_nothing_changes(limited, void(limited, done, code)).code == "void_code_wrong"


def test_another_code_is_wrong_even_where_a_second_person_approves(limited: Desk) -> None:
    done = limited.charge()
    wrong = f"{(int(code_of(limited, done)) + 1) % 10**6:06d}"
    for approver in (None, MARTA):
        assert assert_nothing_changes(limited, void(limited, done, wrong, approver)).code == "void_code_wrong"


def test_a_screen_knows_beforehand_what_a_void_needs(limited: Desk) -> None:
    small, large = limited.charge("RC-01"), limited.charge("LF-01")
    needs = limited.drawer.void_needs
    assert needs(large.receipt or "") == needs(large.receipt or "", code_of(limited, large)) == "amount"
    assert needs(small.receipt or "") == "paper"
    assert needs(small.receipt or "", code_of(limited, small)) == ""
    limited.clock.advance(60 * MINUTES)
    assert needs(small.receipt or "") == "paper"
    limited.clock.advance(1)
    assert needs(small.receipt or "", code_of(limited, small)) == "late"
    with pytest.raises(Refusal, match="receipt_not_of_this_session"):
        needs("C07-000099")


def test_before_the_centre_has_said_limits_a_void_needs_nothing(desk: Desk) -> None:
    done = desk.charge("LF-01")
    desk.clock.advance(60 * 60 * 8)
    assert desk.drawer.void_needs(done.receipt or "") == ""
    void(desk, done)()
    assert desk.last.body == {"receipt": done.receipt, "reason": "duplicado"}


@pytest.mark.parametrize("why", ["paper", "late", "amount"])
def test_what_the_screen_foretold_is_what_the_books_say(limited: Desk, why: str) -> None:
    done = limited.charge("LF-01" if why == "amount" else "RC-01")
    code = "" if why == "paper" else code_of(limited, done)
    limited.clock.advance(60 * MINUTES + 1 if why == "late" else 0)
    assert limited.drawer.void_needs(done.receipt or "", code) == why
    refusal = assert_nothing_changes(limited, void(limited, done, code))
    assert (refusal.code, refusal.details["why"]) == ("void_needs_second_person", why)
    void(limited, done, code, MARTA)()
    assert limited.last.body["approver"] == "marta"
    assert limited.last.operator == "rosa", "who acts stays who acts"
    assert limited.verified().is_clean


@pytest.fixture
def approval(limited: Desk, tmp_path: Path) -> Approval:
    keys = KeyStore(tmp_path, Hardness(memory_kib=8, passes=1))
    for person, name, role, pin in (
        ("rosa", "Rosa Medina", "supervisor", "407213"),
        ("marta", "Marta Ríos", "supervisor", "880146"),
        ("luis", "Luis Chávez", "supervisor", "551902"),
        ("ana", "Ana Ruiz", "operator", "730182"),
    ):
        keys.add(DATABASE_KEY, operator=person, name=name, role=role, pin=pin)
    # Ana was a supervisor once; Rosa is one, but acts herself; the centre has not admitted Luis.
    for person in ("ana", "rosa"):
        limited.hear("operator_admitted/1", operator=person, role="supervisor", until="2027-03-31")
    return Approval(limited.counter, SignIn(keys, limited.clock))


def test_a_second_person_approves_with_a_pin_of_their_own(limited: Desk, approval: Approval) -> None:
    assert approval.approvers(ROSA) == [MARTA]
    before = limited.length
    approver = approval.approve(ROSA, "marta", "880146")
    assert (approver, limited.length) == (MARTA, before), "nobody has signed in"
    done = limited.charge("LF-01")
    void(limited, done, "", approver)()
    assert limited.verified().is_clean


@pytest.mark.parametrize(
    ("person", "pin", "code"),
    [
        ("rosa", "407213", "approver_is_operator"),
        ("luis", "551902", "approver_unknown"),
        ("ana", "730182", "approver_unknown"),
        ("jorge", "000001", "operator_unknown"),
        ("marta", "000001", "pin_wrong"),
        ("marta", "", "pin_wrong"),
    ],
)
def test_nobody_else_approves(approval: Approval, person: str, pin: str, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        approval.approve(ROSA, person, pin)


def test_wrong_pins_of_an_approver_lock_as_at_sign_in(approval: Approval) -> None:
    for _ in range(4):
        with pytest.raises(Refusal, match="pin_wrong"):
            approval.approve(ROSA, "marta", "000001")
    for pin in ("000001", "880146"):
        with pytest.raises(Refusal, match="pin_locked"):
            approval.approve(ROSA, "marta", pin)


def test_a_supervisors_last_day_ends_at_the_municipalitys_midnight(limited: Desk, approval: Approval) -> None:
    assert limited.counter.now().isoformat() == "2026-11-20T09:00:00-05:00"
    limited.clock.advance(60 * 60 * 15 - 1)  # in UTC, as entries are dated, it has been the next day since 19:00
    approver = approval.approve(ROSA, "marta", "880146")
    void(limited, limited.charge("LF-01"), "", approver)()
    limited.clock.advance(1)
    with pytest.raises(Refusal, match="approver_unknown"):
        approval.approve(ROSA, "marta", "880146")
    assert limited.verified().is_clean


def test_the_books_refuse_a_supervisor_whose_last_day_is_over_everywhere(limited: Desk) -> None:
    limited.clock.advance(60 * 60 * 22 - 1)  # 06:59:59 of the next day in Cajamarca, 23:59:59 of the last in UTC-12
    void(limited, limited.charge("LF-01"), "", MARTA)()
    limited.clock.advance(1)
    done = limited.charge("LF-01")
    assert assert_nothing_changes(limited, void(limited, done, "", MARTA)).code == "approver_unknown"
