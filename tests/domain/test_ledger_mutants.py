"""The negative control of the ledger's tests: a rule with a mistake in it is noticed. All mistakes: `make mutate`."""

from __future__ import annotations

import importlib
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from domain.errors import InvariantBroken, Refusal
from domain.ledger import rules
from tests.domain.kit import refusal_of
from tests.domain.test_ledger_document import LINES, disagreements
from tests.domain.test_ledger_guards import PROBES
from tools.mutants import mutants_of
from tools.mutate import DOCUMENT, mutants, problems, reasons

FOLDER: Final = Path(rules.__file__).parent.parent
#: What an altered module is used by comes after it, as in an import; the table of the rules is the last.
_ORDER: Final = (
    *("facts", "rules.rule", "rules.second_person", "rules.collecting", "rules.commission", "rules.drawer"),
    *("rules.escrow", "rules.guarantee", "rules.refunds", "rules.remittances", "rules.voiding", "rules"),
)
_COUNTED: Final = r"(?m)^\| ([a-z_/]+\.py) \| ([0-9]+) \|"
#: A mistaken hand: the file, a text that stands in it once, and what stands there instead.
Mistake = tuple[str, str, str]
EXAMPLE_NOTICES: Final[dict[str, Mistake]] = {
    "two rules of the table exchanged": (
        "rules/__init__.py",
        '_declared/1": remittances.remittance_declared,\n    "commission_retained/1": remittances.commission_retained,',
        '_declared/1": remittances.commission_retained,\n    "commission_retained/1": remittances.remittance_declared,',
    ),
    "two like rules of the table exchanged": (
        "rules/__init__.py",
        '"debt_paid/1": guarantee.debt_paid,\n    "debt_written_off/1": guarantee.debt_written_off,',
        '"debt_paid/1": guarantee.debt_written_off,\n    "debt_written_off/1": guarantee.debt_paid,',
    ),
    "a rule missing in the table": (
        "rules/__init__.py",
        '    "guarantee_deposited/1": guarantee.guarantee_deposited,\n',
        "",
    ),
    "another rule missing": ("rules/__init__.py", '    "commission_settled/1": commission.commission_settled,\n', ""),
    "debit and credit exchanged at the bank": (
        "rules/remittances.py",
        "moved(amount, accounts.BANK_FEES, accounts.IN_TRANSIT, currency)",
        "moved(amount, accounts.IN_TRANSIT, accounts.BANK_FEES, currency)",
    ),
    "debit and credit exchanged in every move": (
        "rules/rule.py",
        "Posting(debit, commodity, amount), Posting(credit, commodity, -amount)",
        "Posting(credit, commodity, amount), Posting(debit, commodity, -amount)",
    ),
    "a posting of the fee dropped": ("facts.py", "            (accounts.DRAWER, self.due),\n", ""),
    "the commission's posting dropped": ("facts.py", "            (accounts.COMMISSION_DUE, -self.commission),\n", ""),
    "the prepaid part of a fee taken for cash": (
        "facts.py",
        "(accounts.PREPAID, self.paid)",
        "(accounts.DRAWER, self.paid)",
    ),
    "the receipt's number not used up": (
        "rules/collecting.py",
        "(*receipt.postings, *moved(1, accounts.RECEIPTS_USED, accounts.RECEIPTS_HELD, accounts.RECEIPT))",
        "receipt.postings",
    ),
    "one céntimo more taken": ("facts.py", "(accounts.DRAWER, self.due)", "(accounts.DRAWER, self.due + 1)"),
    "one céntimo moved elsewhere": (
        "rules/drawer.py",
        "moved(collected - owed, accounts.SAFE, accounts.DRAWER, currency)",
        "moved(collected - owed - 1, accounts.SAFE, accounts.DRAWER, currency)",
    ),
    "a void that doubles": ("rules/voiding.py", "amount=-posting.amount", "amount=posting.amount"),
    "a shortage that nobody owes": (
        "rules/drawer.py",
        "        *moved(owed, accounts.AGENT_OWES, accounts.DRAWER, currency),\n",
        "",
    ),
    "an overage netted into commission": (
        "rules/drawer.py",
        "accounts.SAFE, accounts.OVERAGE, currency",
        "accounts.SAFE, accounts.COMMISSION_DUE, currency",
    ),
    "the agent charged with his own float": ("rules/drawer.py", "owed = min(short, collected)", "owed = short"),
    "a refund without the agent's debt": ("rules/refunds.py", "        (accounts.AGENT_OWES, owed),\n", ""),
    "a guarantee drawn, the debt left": (
        "rules/guarantee.py",
        "            *moved(amount, accounts.BANK_FEES, accounts.AGENT_OWES, currency),\n",
        "",
    ),
    "a voucher's headroom given twice": (
        "rules/escrow.py",
        "moved(grant.amount, accounts.HEADROOM_HELD, accounts.VOUCHERS_HELD, accounts.HEADROOM)",
        "moved(grant.amount, accounts.HEADROOM_HELD, accounts.HEADROOM_POOL, accounts.HEADROOM)",
    ),
}
#: By the refusal whose probes have to notice it.
GUARDS_NOTICE: Final[dict[str, Mistake]] = {
    "headroom_exhausted: gone": (
        "rules/rule.py",
        'raise Refusal("headroom_exhausted"',
        '_ = Refusal("headroom_exhausted"',
    ),
    "headroom_exhausted: one beyond": ("rules/rule.py", "> state.headroom:", "> state.headroom + 1:"),
    "receipt_already_voided: gone": ("rules/voiding.py", "if receipt.voided:", "if receipt.voided is None:"),
    "void_needs_second_person: the other way round": ("rules/voiding.py", "if why else None", "if not why else None"),
    "cash_needs_second_person: one beyond": (
        "rules/second_person.py",
        "taken + amount <= limits.cash_alone",
        "taken + amount <= limits.cash_alone + 1",
    ),
    "cash_needs_second_person: each time anew": (
        "rules/second_person.py",
        "0 if session is None else session.taken_alone",
        "0",
    ),
    "approver_is_operator: gone": ("rules/second_person.py", "if approver == entry.operator:", "if approver is None:"),
    "drawer_already_counted: gone": ("rules/rule.py", 'raise Refusal("drawer_already_counted")', "pass"),
    "remittance_more_than_held: one beyond": ("rules/remittances.py", "amount > held:", "amount >= held + 2:"),
    "explanation_needed: the other way round": (
        "rules/drawer.py",
        'if difference and "explanation" not in body',
        'if difference and "explanation" in body',
    ),
    "prepaid_beyond_value: one beyond": ("rules/collecting.py", "value.left + step < 0", "value.left + step < -1"),
    "voucher_already_used: gone": (
        "rules/escrow.py",
        'raise Refusal("voucher_already_used", grant=name)',
        "return Change((), state.facts)",
    ),
    "receipt_already_refunded: gone": ("rules/refunds.py", "if receipt.number in known:", "if receipt.number in ():"),
    "guarantee_still_needed: headroom forgotten": ("rules/guarantee.py", "or state.headroom or", "or"),
    "statement_disagrees: gone": ("rules/commission.py", "!= issued.hash", '== ""'),
}


@contextmanager
def books_by(mistake: Mistake) -> Iterator[None]:
    """The books decide by rules with this mistake meanwhile: it is read into the modules that they call."""
    file, right, wrong = mistake
    modules = [importlib.import_module(f"domain.ledger.{name}") for name in _ORDER]
    before = [dict(vars(module)) for module in modules]
    try:
        for module in modules:
            path = Path(str(module.__file__))
            source = path.read_text(encoding="utf-8")
            if path == FOLDER / file:
                assert source.count(right) == 1, f"stands {source.count(right)} times in {file}: {right}"
                source = source.replace(right, wrong)
            exec(compile(source, path, "exec"), vars(module))  # noqa: S102 - our own source, altered
        yield
    finally:
        for module, names in zip(modules, before, strict=True):
            vars(module).clear()
            vars(module).update(names)


def example_notices(mistake: Mistake) -> bool:
    with books_by(mistake):
        try:
            return bool(disagreements(LINES))
        except (Refusal, InvariantBroken):
            return True


def guards_notice(mistake: Mistake, code: str = "") -> bool:
    """Whether a probe of this refusal notices; without a code, of any."""
    with books_by(mistake):
        try:
            return any(
                refusal_of(lambda probe=probe: probe.allowed(probe.desk())) != ""  # type: ignore[misc]
                or refusal_of(lambda probe=probe: probe.refused(probe.desk())) != probe.code  # type: ignore[misc]
                for probe in PROBES
                if code in {"", probe.code}
            )
        except InvariantBroken:
            return True


def test_the_rules_as_they_are_pass_both() -> None:
    none = ("rules/rule.py", "def moved(", "def moved(")
    assert not example_notices(none)
    assert not guards_notice(none)


def test_the_books_decide_by_the_true_rules_again_afterwards() -> None:
    before = [dict(vars(importlib.import_module(f"domain.ledger.{name}"))) for name in _ORDER]
    assert example_notices(EXAMPLE_NOTICES["debit and credit exchanged in every move"])
    assert [vars(importlib.import_module(f"domain.ledger.{name}")) for name in _ORDER] == before
    assert disagreements(LINES) == []


@pytest.mark.parametrize("mistake", EXAMPLE_NOTICES.values(), ids=EXAMPLE_NOTICES)
def test_the_worked_example_notices_a_wrong_posting(mistake: Mistake) -> None:
    assert example_notices(mistake)


@pytest.mark.parametrize("name", GUARDS_NOTICE)
def test_the_guards_notice_a_wrong_condition(name: str) -> None:
    assert guards_notice(GUARDS_NOTICE[name], name.partition(":")[0])


def test_a_reason_that_no_mutant_has_is_a_problem_and_so_is_a_survivor_without_one() -> None:
    made = mutants_of("rules.py", "def rule(a):\n    if a > 5:\n        raise ValueError\n    return -a\n")
    assert [(one.before, one.after) for one in made] == [
        ("a > 5", "a >= 5"),
        ("a > 5", "a <= 5"),
        ("a > 5", "a > 6"),
        ("a > 5", "a > 4"),
        ("raise ValueError", "(left out)"),
        ("-a", "a"),
    ]
    many = made * 4
    assert problems(many, made[:1], {made[0].name: "equivalent"}) == []
    assert problems(many, made[:1], {}) == ["survives without a reason: rules.py rule: a > 5 → a >= 5"]
    assert problems(many, [], {"gone": "x"}) == ["a reason without a survivor: gone"]
    assert problems(made, made[:1], {made[0].name: "equivalent"}) == ["fewer than 95% are killed"]


def test_a_mutants_name_outlives_moved_lines_and_a_repeated_change_is_counted() -> None:
    text = "def rule(a):\n    b = a + 1\n    c = a + 1\n"
    names, moved = ([one.name for one in mutants_of("rules.py", source)] for source in (text, f"# words\n\n{text}"))
    assert names == moved
    assert "rules.py rule: a + 1 → (a - 1) (2)" in names
    assert len(set(names)) == len(names)


def test_the_page_counts_the_mutants_of_the_ledger_as_it_is() -> None:
    """Otherwise its figures are of an older ledger."""
    counted = {name: int(count) for name, count in re.findall(_COUNTED, DOCUMENT.read_text(encoding="utf-8"))}
    made = mutants()
    counts = Counter(mutant.module for mutant in made)
    gone = {name for name in reasons() if name not in {mutant.name for mutant in made}}
    older = {name for name in counts if counted.get(name) != counts[name]} | {name.split()[0] for name in gone}
    assert not older, (
        "docs/MUTATION.md is of an older ledger. Run `.venv/bin/python tools/mutate.py "
        f"{' '.join(sorted(older))}`, which says what to do with each survivor, and commit the page. "
        f"Reasons in tests/domain/mutants_accepted.toml that no mutant has any more: {sorted(gone)}"
    )
    assert counted.keys() == counts.keys(), "the page lists a module that is gone: run `make mutate`"
