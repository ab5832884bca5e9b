"""A counter's work as lawful acts: what the books would refuse is refused here too, and nothing is written."""

from __future__ import annotations

import random
from typing import Any, Final

from domain.ids import case_code
from domain.journal.entry import SignedEntry
from kiosk_app.storage.blobs import Blob
from kiosk_app.storage.journal import Draft, Journal
from simulation.schedule import Act

OPERATOR: Final = "ana"
EDITION: Final = "e" * 64
_CASE_KEY: Final = b"case codes of one cabin........."
_FEE: Final = 100
_COIN: Final = 100
_PHOTOGRAPH_BYTES_MAX: Final = 24_000


def do(journal: Journal, act: Act, rng: random.Random) -> list[SignedEntry]:
    """Raises Refusal when the rules or the disk say no."""
    return journal.record(OPERATOR, *_DRAFTS[act](journal, rng))


def _sign_in(_journal: Journal, _rng: random.Random) -> list[Draft]:
    return [Draft("operator_signed_in/1", {"refused": 0})]


def _drawer(journal: Journal) -> list[Draft]:
    """What has to come before money is taken."""
    facts = journal.books.facts
    if facts.session is not None:
        return []
    return [Draft("session_opened/1", {"session": facts.last_session + 1, "float": 5000, "currency": "PEN"})]


def _fee(journal: Journal, _rng: random.Random) -> list[Draft]:
    body: dict[str, Any] = {
        "case": _case(journal, 1),
        "service": "RC-01",
        "receipt": journal.books.next_receipt()[0],
        "fee": _FEE,
        "due": _FEE,
        "tendered": _FEE,
        "commission": 40,
        "mode": "settled",
        "currency": "PEN",
    }
    return [*_drawer(journal), Draft("fee_collected/1", body)]


def _new_case(journal: Journal, rng: random.Random) -> list[Draft]:
    """With a photograph: a case with personal data would be sealed with randomness that no seed repeats."""
    body = {
        "case": _case(journal, 1),
        "type": "procedure",
        "service": "RC-01",
        "edition": EDITION,
        "area": "registro-civil",
        "promise": "2026-11-24",
        "channel": "desk",
    }
    photograph = Blob("image/jpeg", rng.randbytes(rng.randrange(1, _PHOTOGRAPH_BYTES_MAX)))
    return [Draft("case_opened/1", body, blobs=(photograph,))]


def _close_drawer(journal: Journal, _rng: random.Random) -> list[Draft]:
    facts = journal.books.facts
    if facts.session is None:
        return _drawer(journal)
    expected = journal.books.expected_cash()
    number, coins = facts.session.number, expected // _COIN
    assert coins * _COIN == expected, "fees and floats are whole coins"
    counted = {"session": number, "counted": expected, "pieces": {str(_COIN): coins}}
    closed = {"session": number, "z": facts.last_z + 1, "expected": expected, "counted": expected}
    return [Draft("drawer_counted/1", counted), Draft("session_closed/1", closed)]


def _case(journal: Journal, ahead: int) -> str:
    """Codes follow the length of the journal: unique, and the same again only where history is."""
    return case_code(journal.identity.number, journal.length + ahead, _CASE_KEY)


_DRAFTS: Final = {
    Act.SIGN_IN: _sign_in,
    Act.FEE: _fee,
    Act.CASE: _new_case,
    Act.CLOSE_DRAWER: _close_drawer,
}
WORK: Final = frozenset(_DRAFTS)
