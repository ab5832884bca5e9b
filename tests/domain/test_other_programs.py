"""hledger and beancount, written by other people, add up the same books; altered text is noticed, or the chain sees it.

The table of alterations is docs/LEDGER.md, section 7: eight that both programs see, at five places each, and two that
no arithmetic can see.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.envelope import Signed
from domain.ledger.beancount import account_name, currency_name
from domain.ledger.days import LedgerDay, StationEntries, Transaction, ledger_days, qualified
from domain.ledger.facts import Posting
from tests.domain.kit import STATION, STATION_KEY, signed_by
from tests.domain.ledger_programs import HLEDGER, PROGRAMS, Program, page_entries
from tests.domain.lives import Life
from tests.domain.random_life import lived

LIMA = ZoneInfo("America/Lima")
LIFE = lived(20261121, 10)
SITES = 5

_FIGURE = re.compile(r"-?[0-9]+\.[0-9]{2}(?=$| PEN$)")
Alter = Callable[[str], str]


@pytest.fixture(params=PROGRAMS, ids=str)
def program(request: pytest.FixtureRequest) -> Program:
    asked = request.param
    assert isinstance(asked, Program)
    if asked.name == "hledger" and HLEDGER is None:
        pytest.skip("hledger is not installed here, and tools/setup.sh may not install it")
    return asked


def test_they_agree_on_the_worked_example(program: Program) -> None:
    assert program.complaint(program.write(ledger_days([page_entries()], LIMA))) == ""


@pytest.mark.parametrize("currency", ["PEN", "CLP", "KWD"])
def test_they_agree_on_hundreds_of_random_entries(program: Program, currency: str) -> None:
    desk = lived(7, 30, currency=currency)
    assert len(desk.in_order()) > 300
    assert program.complaint(program.write(ledger_days([desk.entries()], LIMA))) == ""


def test_they_agree_on_a_random_life_with_every_kind_of_money(program: Program) -> None:
    life = Life(4, keep_entries=True)
    life.live(4000)
    assert life.booked > 1000
    assert len(life.kinds) > 25
    journal = StationEntries(STATION, [signed_by(STATION_KEY, entry) for entry in life.entries])
    days = list(ledger_days([journal], LIMA))
    assert len(days) > 5
    assert program.complaint(program.write(days)) == ""
    one_more = {key: amount + (key == next(iter(days[-1].balances))) for key, amount in days[-1].balances.items()}
    assert program.complaint(program.write([*days[:-1], replace(days[-1], balances=one_more)]))


def test_they_agree_on_several_stations_in_one_journal(program: Program) -> None:
    stations = [lived(number, 8, station=f"C{number:02}").entries() for number in (1, 2, 3)]
    text = program.write(ledger_days(stations, LIMA))
    assert program.complaint(text) == ""
    assert all(f":{found.station}:" in text for found in stations)


def test_they_agree_on_nothing(program: Program) -> None:
    assert program.complaint(program.write(ledger_days([], LIMA))) == ""


def test_they_take_accounts_and_commodities_that_nobody_here_has_heard_of(program: Program) -> None:
    """Kinds of entries still to come bring their own."""
    moved = (
        ("Liabilities:RefundsDue", "Income:Fees:rc.01", "PEN", 4200),
        ("Assets:Escrow:Folios", "Equity:Pool:Folios", "FOLIO", 20),
        ("Assets:Escrow:Slots", "Equity:Pool:Slots", "SLOT-2026", 3),
        ("Assets:Escrow:Slots", "Equity:Pool:Slots", "SLOT:2026", 4),
        ("Equity:Treasury", "Liabilities:Prepaid", "KWD", 1),
    )
    postings = [
        Posting(qualified(account, "C07"), commodity, sign * amount)
        for debit, credit, commodity, amount in moved
        for account, sign in ((debit, 1), (credit, -1))
    ]
    balances = {(posting.account, posting.commodity): posting.amount for posting in postings}
    days = [LedgerDay(date(2026, 11, 20), (Transaction(LIFE.own[0], tuple(postings)),), balances)]
    assert program.complaint(program.write(days)) == ""
    wrong = [LedgerDay(days[0].day, days[0].transactions, balances | {next(iter(balances)): 1})]
    assert program.complaint(program.write(wrong))


# The alterations. Each takes one transaction's text and gives back what stands there instead.


def postings(block: str) -> list[int]:
    """The lines that move money."""
    lines = block.splitlines()
    return [n for n, line in enumerate(lines) if _FIGURE.search(line) and not line.endswith(("0.00", " 0.00 PEN"))]


def shifted(line: str, by: int) -> str:
    def moved(found: re.Match[str]) -> str:
        minor = int(found[0].replace(".", "")) + by
        return f"{'-' if minor < 0 else ''}{abs(minor) // 100}.{abs(minor) % 100:02}"

    return _FIGURE.sub(moved, line)


def with_lines(block: str, changed: dict[int, str]) -> str:
    return "\n".join(changed.get(n, line) for n, line in enumerate(block.splitlines()))


def one_leg_changed(block: str) -> str:
    leg = postings(block)[0]
    return with_lines(block, {leg: shifted(block.splitlines()[leg], 1)})


def both_legs_changed(block: str) -> str:
    """Still balanced: only the assertions can tell."""
    lines, (one, other, *_rest) = block.splitlines(), postings(block)
    return with_lines(block, {one: shifted(lines[one], 1), other: shifted(lines[other], -1)})


def deleted(_block: str) -> str:
    return ""


def duplicated(block: str) -> str:
    return f"{block}\n\n{block}"


def unknown_account(block: str) -> str:
    leg = postings(block)[0]
    line = re.sub(r"[A-Z][A-Za-z]+:\S+", "Assets:Custody:C07:Pocket", block.splitlines()[leg])
    return with_lines(block, {leg: line})


def unknown_commodity(block: str) -> str:
    return re.sub(r"\bPEN\b", "XTS", block)


def backdated(block: str) -> str:
    return (date.fromisoformat(block[:10]) - timedelta(days=3)).isoformat() + block[10:]


def income_swapped(block: str) -> str:
    names = sorted(set(re.findall(r"Income:Fees:C07:\S+", block)))
    others = [account_name(f"Income:Fees:C07:{name}") for name in ("UR-04", "7-LF")]
    return block.replace(names[0], next(other for other in others if other != names[0]))


SEEN = (
    one_leg_changed, both_legs_changed, deleted, duplicated, unknown_account, unknown_commodity, backdated,
    income_swapped,
)  # fmt: skip


def altered_texts(text: str, alter: Alter) -> list[str]:
    """The text with one transaction altered, at several places after the first days."""
    blocks = text.split("\n\n")
    late = [n for n, block in enumerate(blocks) if "fee_collected/1" in block and block[:4] == "2026"]
    late = [n for n in late if blocks[n][:10] >= "2026-11-24" and len(postings(blocks[n])) > 1]
    if alter is income_swapped:
        late = [n for n in late if "Income:Fees" in blocks[n]]
    chosen = random.Random(5).sample(late, SITES)  # noqa: S311 - the same places every time
    return ["\n\n".join([*blocks[:n], alter(blocks[n]), *blocks[n + 1 :]]) for n in chosen]


@pytest.mark.parametrize("alter", SEEN)
def test_an_altered_text_is_noticed_wherever_it_was_altered(program: Program, alter: Alter) -> None:
    text = program.write(ledger_days([LIFE.entries()], LIMA))
    for changed in altered_texts(text, alter):
        assert changed != text
        assert program.complaint(changed)


def test_a_commodity_that_is_not_declared_is_noticed(program: Program) -> None:
    text = program.write(ledger_days([LIFE.entries()], LIMA))
    undeclared = re.sub(r"(?m)^(\S{10} )?commodity RECEIPT.*\n", "", text)
    assert undeclared != text
    assert program.complaint(undeclared)


def test_beancount_notices_a_transaction_repeated_even_without_assertions() -> None:
    """Payee and words name the entry: two lawful transactions are never the same."""
    program = PROGRAMS[1]
    text = without_assertions(program.write(ledger_days([LIFE.entries()], LIMA)))
    assert program.complaint(text) == ""
    assert all(program.complaint(changed) for changed in altered_texts(text, duplicated))


# What no arithmetic can see, the chain does.


def two_fees_of_a_day(text: str) -> tuple[list[str], int, int]:
    blocks = text.split("\n\n")
    fees = [n for n, block in enumerate(blocks) if "fee_collected/1" in block and re.match(r"2026-", block)]
    one, other = next((one, other) for one, other in itertools.pairwise(fees) if blocks[one][:10] == blocks[other][:10])
    return blocks, one, other


def without_assertions(text: str) -> str:
    kept = (block for block in text.split("\n\n") if "* balances at the end of the day" not in block)
    return "\n".join(line for line in "\n\n".join(kept).splitlines() if not re.match(r"\S{10} balance ", line))


def test_two_fees_in_another_order_are_all_the_same_to_them(program: Program) -> None:
    blocks, one, other = two_fees_of_a_day(program.write(ledger_days([LIFE.entries()], LIMA)))
    blocks[one], blocks[other] = blocks[other], blocks[one]
    assert program.complaint("\n\n".join(blocks)) == ""


def test_a_fee_deleted_with_every_assertion_is_all_the_same_to_them(program: Program) -> None:
    blocks, one, _other = two_fees_of_a_day(program.write(ledger_days([LIFE.entries()], LIMA)))
    text = "\n\n".join(blocks[:one] + blocks[one + 1 :])
    assert program.complaint(text), "with the assertions it is noticed"
    assert program.complaint(without_assertions(text)) == ""


def own_journal() -> tuple[list[Signed], int]:
    """The station's journal, and where a fee stands that another one follows."""
    kinds = [found.entry.kind for found in LIFE.own]
    place = next(n for n, pair in enumerate(itertools.pairwise(kinds)) if set(pair) == {"fee_collected/1"})
    return [found.signed for found in LIFE.own], place


def test_the_chain_sees_two_fees_in_another_order() -> None:
    own, place = own_journal()
    own[place], own[place + 1] = own[place + 1], own[place]
    found = LIFE.verified(own)
    assert (found.findings[0].sequence, found.findings[0].code) == (place + 1, "sequence_broken")


def test_the_chain_sees_a_fee_deleted() -> None:
    own, place = own_journal()
    found = LIFE.verified(own[:place] + own[place + 1 :])
    assert (found.findings[0].sequence, found.findings[0].code) == (place + 1, "sequence_broken")
    assert LIFE.verified().is_clean


def test_names_that_beancount_cannot_read_are_rewritten_apart() -> None:
    assert account_name("Assets:Custody:C07:Drawer") == "Assets:Custody:C07:Drawer"
    rewritten = {account_name(f"Income:Fees:C07:{code}") for code in ("rc.01", "rc-01", "Rc.01", "X-rc-01")}
    assert len(rewritten) == 4
    assert (currency_name("RECEIPT"), currency_name("SLOT:2026") != currency_name("SLOT-2026")) == ("RECEIPT", True)
