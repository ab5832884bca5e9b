"""The agreement of the simulated municipality: samples, and nothing in it that the centre would sign at random."""

from __future__ import annotations

from datetime import date
from typing import Final

from central.terms import Terms
from domain import catalog
from domain.catalog import Agreement, CommissionMode, Commissions, Source, SourceKind, WorkingCalendar
from domain.money import Money

_AGREED: Final = catalog.Terms(
    since=date(2026, 1, 1),
    commission_mode=CommissionMode.SETTLED,
    guarantee=Money(300_000, "PEN"),
    headroom_percent=100,
    warn_percent=70,
    banking_term_hours=24,
    smallest_coin=Money(10, "PEN"),
    receipt_block=8,
    void_minutes=30,
    void_alone=Money(5000, "PEN"),
    voucher_amount=Money(10_000, "PEN"),
    voucher_count=0,  # their codes are random
    prepaid_amounts=(Money(1000, "PEN"),),
    source=Source(SourceKind.SAMPLE),
)
TERMS: Final = Terms(
    municipality="cajamarca",
    name="Municipalidad Provincial de Cajamarca",
    currency="PEN",
    locale="es-PE",
    timezone="America/Lima",
    agreement=Agreement((_AGREED,), Commissions()),
    calendar=WorkingCalendar(frozenset(range(5)), {}, 2026, 2027, ()),
    areas={"registro-civil": "Registro Civil"},
    services={"RC-01": "Partida de nacimiento"},
)
