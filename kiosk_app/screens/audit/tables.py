"""The rows of each tab, with what they sort by and what they add to a figure. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from domain.ledger.reconciliation import CloseLine, ReceiptLine, RemittanceLine
from kiosk_app.screens.audit import money_tables
from kiosk_app.screens.audit.cabins import Cabin, age_days
from kiosk_app.screens.audit.rows import Listed, Value, amount, chip, key_of, listed, name, plain
from kiosk_app.screens.audit.state import GridColumn, Tab
from kiosk_app.screens.audit.written import Written, days_in_words
from kiosk_app.services.findings import disagreement, entry_name, in_words, nature_of
from wording.catalogue import _

#: The tab that holds a figure's rows.
TAB_OF: Final = {
    "fees": Tab.RECEIPTS,
    "commission": Tab.RECEIPTS,
    "remitted": Tab.DEPOSITS,
    "exposure": Tab.CABINS,
    "guarantee": Tab.CABINS,
    "difference": Tab.CLOSES,
}


def columns_of(tab: Tab) -> tuple[GridColumn, ...]:
    return _COLUMNS[tab]()


def _cabins_columns() -> tuple[GridColumn, ...]:
    return (
        GridColumn("cabin", _("Cabin")),
        GridColumn("receipts", _("Receipts"), 78, numeric=True),
        GridColumn("fees", _("Collected"), 104, numeric=True),
        GridColumn("commission", _("Commission"), 98, numeric=True),
        GridColumn("remitted", _("Remitted"), 104, numeric=True),
        GridColumn("exposure", _("Holds or owes"), 112, numeric=True),
        GridColumn("guarantee", _("Guarantee"), 98, numeric=True),
        GridColumn("state", _("Journal"), 128),
    )


def _receipts_columns() -> tuple[GridColumn, ...]:
    return (
        GridColumn("number", _("Receipt"), 110),
        GridColumn("at", _("Date"), 142),
        GridColumn("cabin", _("Cabin")),
        GridColumn("service", _("Procedure"), 92),
        GridColumn("fee", _("Fee"), 96, numeric=True),
        GridColumn("commission", _("Commission"), 98, numeric=True),
        GridColumn("z", _("Close"), 74, numeric=True),
        GridColumn("state", _("State"), 148),
    )


def _closes_columns() -> tuple[GridColumn, ...]:
    return (
        GridColumn("at", _("Date"), 104),
        GridColumn("cabin", _("Cabin")),
        GridColumn("z", _("Z"), 62, numeric=True),
        GridColumn("expected", _("Expected"), 96, numeric=True),
        GridColumn("counted", _("Counted"), 96, numeric=True),
        GridColumn("difference", _("Difference"), 96, numeric=True),
        GridColumn("deposited", _("Deposited"), 98, numeric=True),
        GridColumn("state", _("State"), 128),
    )


def _deposits_columns() -> tuple[GridColumn, ...]:
    return (
        GridColumn("at", _("Date"), 100),
        GridColumn("cabin", _("Cabin")),
        GridColumn("name", _("Deposit"), 172),
        GridColumn("voucher", _("Voucher")),
        GridColumn("amount", _("Amount"), 90, numeric=True),
        GridColumn("confirmed", _("Confirmed"), 98, numeric=True),
        GridColumn("age", _("Age"), 94, numeric=True),
        GridColumn("state", _("State"), 124),
    )


def _findings_columns() -> tuple[GridColumn, ...]:
    return (
        GridColumn("cabin", _("Cabin"), 170),
        GridColumn("entry", _("Entry"), 150),
        GridColumn("what", _("What is wrong")),
        GridColumn("state", _("Nature"), 128),
    )


def rows_of(tab: Tab, cabins: Sequence[Cabin], written: Written) -> list[Listed]:
    return [found for cabin in cabins for found in _ROWS[tab](cabin, written)]


def _cabin_rows(cabin: Cabin, written: Written) -> Iterator[Listed]:
    part, whole = cabin.part, cabin.whole
    values = (
        name(cabin),
        Value(written.count(len(part.receipts)), len(part.receipts)),
        amount(part.fees, written),
        amount(part.commission, written),
        amount(part.declared, written),
        amount(whole.exposure, written),
        amount(whole.guarantee, written),
        _journal_state(cabin),
    )
    amounts = {"exposure": whole.exposure, "guarantee": whole.guarantee}
    yield listed(key_of(Tab.CABINS, cabin.station), values, cabin, amounts)


def _journal_state(cabin: Cabin) -> Value:
    if any(not finding.authentic for finding in cabin.findings):
        return chip(_("Not authentic"), "err")
    if cabin.findings or cabin.disagreements:
        return chip(_("With findings"), "err")
    return chip(_("Incomplete"), "warn") if cabin.missing else chip(_("Verified"), "ok")


def _receipt_rows(cabin: Cabin, written: Written) -> Iterator[Listed]:
    for line in cabin.part.receipts:
        values = (
            plain(line.number),
            Value(written.moment(line.at), line.at.isoformat()),
            name(cabin),
            plain(line.service),
            amount(line.fee, written),
            amount(line.commission, written),
            Value("" if line.z is None else str(line.z), line.z or 0),
            _receipt_state(line),
        )
        amounts = {"fees": line.fee, "commission": line.commission} if line.is_live else {}
        yield listed(key_of(Tab.RECEIPTS, cabin.station, line.number), values, cabin, amounts, line)


def _receipt_state(line: ReceiptLine) -> Value:
    if line.voided is not None:
        return chip(_("Voided"), "warn")
    if line.refund is not None:
        return chip(_("Refunded"), "info")
    return chip(_("Paid with a code"), "plum") if line.paid else chip(_("Valid"), "ok")


def _close_rows(cabin: Cabin, written: Written) -> Iterator[Listed]:
    for line in cabin.part.closes:
        deposited = cabin.deposited[line.z]
        difference = line.difference
        values = (
            Value(written.day(line.closed_at), line.closed_at.isoformat()),
            name(cabin),
            Value(str(line.z), line.z),
            amount(line.expected, written),
            amount(line.counted, written),
            Value(
                written.number(difference),
                difference,
                "err" if difference < 0 else "warn" if difference else None,
                strong=bool(difference),
            ),
            amount(deposited.declared, written),
            _close_state(cabin, line, written),
        )
        amounts = {"difference": difference} if difference else {}
        yield listed(key_of(Tab.CLOSES, cabin.station, line.z), values, cabin, amounts, line)


def _close_state(cabin: Cabin, line: CloseLine, written: Written) -> Value:
    deposited = cabin.deposited[line.z]
    if line.is_unapproved:
        return chip(_("Not approved"), "err")
    if line.difference:
        return chip(_("With difference"), "err")
    if deposited.confirmed >= deposited.due:
        return chip(_("In order"), "ok")
    if deposited.confirmed + deposited.short >= deposited.due:
        return chip(_("Fell short"), "err")
    if deposited.declared >= deposited.due:
        return chip(_("To be confirmed"), "info")
    return chip(_("Late deposit"), "err") if written.is_late(line.closed_at) else chip(_("To be deposited"), "warn")


def _deposit_rows(cabin: Cabin, written: Written) -> Iterator[Listed]:
    for line in cabin.part.remittances:
        age = age_days(line.declared_at, line.confirmed_at or written.now)
        values = (
            Value(written.day(line.declared_at), line.declared_at.isoformat()),
            name(cabin),
            plain(line.name),
            plain(line.voucher),
            amount(line.amount, written),
            amount(line.confirmed, written),
            Value(days_in_words(age), age),
            _deposit_state(line, written),
        )
        amounts = {"remitted": line.amount}
        yield listed(key_of(Tab.DEPOSITS, cabin.station, line.name), values, cabin, amounts, line)


def _deposit_state(line: RemittanceLine, written: Written) -> Value:
    if line.short:
        return chip(_("Fell short"), "err")
    if not line.pending:
        return chip(_("Confirmed"), "ok")
    late = written.is_late(line.declared_at)
    return chip(_("Not confirmed"), "err") if late else chip(_("To be confirmed"), "warn")


def _finding_rows(cabin: Cabin, written: Written) -> Iterator[Listed]:
    for place, finding in enumerate(cabin.findings):
        entry = entry_name(cabin.station, finding)
        values = (
            name(cabin),
            Value(entry, finding.sequence),
            Value(in_words(finding), finding.code),
            chip(nature_of(finding), "warn" if finding.authentic else "err"),
        )
        yield listed(key_of(Tab.FINDINGS, cabin.station, place), values, cabin)
    for pair in cabin.disagreements:
        words = disagreement(pair, written.currency, written.locale)
        values = (name(cabin), Value("", 0), Value(words, pair.code), chip(_("Does not agree"), "err"))
        yield listed(key_of(Tab.FINDINGS, cabin.station, pair.code), values, cabin)


_ROWS: Final[dict[Tab, Callable[[Cabin, Written], Iterator[Listed]]]] = {
    Tab.CABINS: _cabin_rows,
    Tab.RECEIPTS: _receipt_rows,
    Tab.VOIDS: money_tables.voids_rows,
    Tab.CLOSES: _close_rows,
    Tab.DEPOSITS: _deposit_rows,
    Tab.TREASURY: money_tables.treasury_rows,
    Tab.STATEMENTS: money_tables.statements_rows,
    Tab.FINDINGS: _finding_rows,
}
_COLUMNS: Final[dict[Tab, Callable[[], tuple[GridColumn, ...]]]] = {
    Tab.CABINS: _cabins_columns,
    Tab.RECEIPTS: _receipts_columns,
    Tab.VOIDS: money_tables.voids_columns,
    Tab.CLOSES: _closes_columns,
    Tab.DEPOSITS: _deposits_columns,
    Tab.TREASURY: money_tables.treasury_columns,
    Tab.STATEMENTS: money_tables.statements_columns,
    Tab.FINDINGS: _findings_columns,
}
