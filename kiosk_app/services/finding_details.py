"""What a finding wanted and what it found, each figure with its name: the details of a refused entry, in words."""

from __future__ import annotations

from typing import Final

from domain.journal.verify import Finding
from domain.money import EXPONENTS, Money
from wording.catalogue import _, mark
from wording.formats import Locale, money

LABELS: Final = {
    "after": mark("After entry"),
    "amount": mark("Amount"),
    "approver": mark("Second person"),
    "asked": mark("Asked for"),
    "case": mark("Case"),
    "counted": mark("Counted"),
    "declared": mark("Declared"),
    "difference": mark("Difference"),
    "due": mark("To be charged"),
    "expected": mark("Expected"),
    "exposure": mark("In the agent's hands"),
    "field": mark("Field"),
    "found": mark("Found"),
    "grant": mark("Grant"),
    "granted": mark("Granted"),
    "headroom": mark("Allowed by the guarantee"),
    "held": mark("Held"),
    "kind": mark("Kind of entry"),
    "known": mark("Known"),
    "left": mark("Still left"),
    "line": mark("Line"),
    "most": mark("At most"),
    "number": mark("Number"),
    "other": mark("The other grant"),
    "owed": mark("Owed"),
    "pending": mark("Not confirmed"),
    "pieces": mark("Notes and coins"),
    "prepaid": mark("Prepaid code"),
    "receipt": mark("Receipt"),
    "refund": mark("Refund"),
    "remittance": mark("Deposit"),
    "rules": mark("Rules"),
    "seen": mark("Entries seen"),
    "sequence": mark("Entry number"),
    "session": mark("Drawer session"),
    "statement": mark("Statement"),
    "station": mark("Station"),
    "taken": mark("Taken out alone before"),
    "tendered": mark("Handed over"),
    "version": mark("Version"),
    "wanted": mark("Expected"),
    "way": mark("Movement"),
    "where": mark("Where"),
    "why": mark("Reason"),
}
#: Minor units wherever they are whole numbers; `held` is one only where a currency stands beside it.
_AMOUNTS: Final = frozenset(
    {
        "amount", "asked", "counted", "declared", "difference", "due", "expected", "exposure", "granted", "headroom",
        "left", "most", "owed", "pending", "pieces", "taken", "tendered",
    }
)  # fmt: skip
VALUES: Final = {
    "amount": mark("the amount is above what one person may void"),
    "float_in": mark("into the agent's float"),
    "float_out": mark("out of the agent's float"),
    "from_safe": mark("from the safe"),
    "late": mark("it was too late for one person alone"),
    "paper": mark("the citizen's paper was missing"),
    "to_safe": mark("to the safe"),
    "void": mark("handed back for a void"),
}


def details_in_words(finding: Finding, currency: str, locale: Locale) -> list[tuple[str, str]]:
    """Label and value of every detail, amounts in the entry's currency or in the cabin's.

    A name without words is told as it is.
    """
    details = finding.details
    if finding.code == "currencies_mixed":
        return [(_("Currencies"), f"{details['left']}, {details['right']}")]
    named = details.get("currency")
    own = str(named) if named in EXPONENTS else currency
    found = []
    for name, value in details.items():
        if name == "currency":
            continue
        is_amount = name in _AMOUNTS or (name == "held" and named is not None)
        if is_amount and isinstance(value, int):
            words = money(Money(value, own), locale)
        else:
            words = _(VALUES[value]) if name in {"way", "why"} and value in VALUES else str(value)
        found.append((_(LABELS[name]) if name in LABELS else name, words))
    return found
