"""Who takes receipts back, and how: what an auditor looks at before anything else. Pure; no words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from domain.ledger.lines import ReceiptLine

_PERCENT = 100


@dataclass(frozen=True, slots=True)
class OperatorVoids:
    """`issued` are the receipts that the operator issued; `voided` those that they took back, of whoever's."""

    operator: str
    issued: int
    voided: tuple[ReceiptLine, ...]

    @property
    def approved(self) -> int:
        """With a second person."""
        return sum(line.approver is not None for line in self.voided)

    @property
    def without_paper(self) -> int:
        """Nobody gave the code that only the citizen's paper carries."""
        return sum(not line.by_paper for line in self.voided)

    @property
    def minor(self) -> int:
        """What was handed back, in cash and as codes."""
        return sum(line.due + line.paid for line in self.voided)

    @property
    def per_cent(self) -> float:
        """Of what they issued. Who issued nothing and voided all the same stands above everybody."""
        if not self.issued:
            return float("inf") if self.voided else 0.0
        return _PERCENT * len(self.voided) / self.issued


def voids_by_operator(receipts: Iterable[ReceiptLine]) -> list[OperatorVoids]:
    """Everybody who issued or voided a receipt, by name."""
    issued: dict[str, int] = {}
    voided: dict[str, list[ReceiptLine]] = {}
    for line in receipts:
        issued[line.operator] = issued.get(line.operator, 0) + 1
        if line.voided_by is not None:
            voided.setdefault(line.voided_by, []).append(line)
    return [
        OperatorVoids(operator, issued.get(operator, 0), tuple(voided.get(operator, ())))
        for operator in sorted({*issued, *voided})
    ]
