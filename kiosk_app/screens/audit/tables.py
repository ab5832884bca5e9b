"""The rows of each tab, with what they sort by and what they add to a figure. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from domain.ledger.reconciliation import CloseLine, ReceiptLine, RemittanceLine
from kiosk_app.screens.audit.cabins import Cabin, age_days
from kiosk_app.screens.audit.state import GridColumn, Tab
from kiosk_app.screens.audit.written import Written, days_in_words
from kiosk_app.services.findings import disagreement, entry_name, in_words, nature_of
from kiosk_app.shown import Cell, TableRow, Tone
from wording.catalogue import _

Order = int | str


@dataclass(frozen=True, slots=True)
class Listed:
    """`order` has one value a column; `amounts` is what the row adds to a figure, by the figure's id."""

    row: TableRow
    order: tuple[Order, ...]
    amounts: dict[str, int]
    cabin: Cabin
    line: ReceiptLine | CloseLine | RemittanceLine | None = None


@dataclass(frozen=True, slots=True)
class _Value:
    """A cell and what it sorts by."""

    text: str
    order: Order
    tone: Tone | None = None
    chip: bool = False
    strong: bool = False


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
        GridColumn("state", _("State"), 104),
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
    return [listed for cabin in cabins for listed in _ROWS[tab](cabin, written)]


def key_of(tab: Tab, *parts: object) -> str:
    return "|".join((tab.value, *(str(part) for part in parts)))


def tab_of_key(key: str) -> Tab:
    return Tab(key.partition("|")[0])


def _listed(
    key: str,
    values: Sequence[_Value],
    cabin: Cabin,
    amounts: dict[str, int] | None = None,
    line: ReceiptLine | CloseLine | RemittanceLine | None = None,
) -> Listed:
    cells = tuple(Cell(value.text, value.tone, value.chip, value.strong) for value in values)
    order = tuple(value.order for value in values)
    return Listed(TableRow(key, cells), order, amounts or {}, cabin, line)


def _amount(minor: int, written: Written) -> _Value:
    return _Value(written.number(minor), minor)


def _chip(text: str, tone: Tone) -> _Value:
    return _Value(text, text, tone, chip=True)


def _name(cabin: Cabin) -> _Value:
    return _Value(cabin.label, cabin.label)


def _cabin_rows(cabin: Cabin, written: Written) -> Iterator[Listed]:
    part, whole = cabin.part, cabin.whole
    values = (
        _name(cabin),
        _Value(written.count(len(part.receipts)), len(part.receipts)),
        _amount(part.fees, written),
        _amount(part.commission, written),
        _amount(part.declared, written),
        _amount(whole.exposure, written),
        _amount(whole.guarantee, written),
        _journal_state(cabin),
    )
    amounts = {"exposure": whole.exposure, "guarantee": whole.guarantee}
    yield _listed(key_of(Tab.CABINS, cabin.station), values, cabin, amounts)


def _journal_state(cabin: Cabin) -> _Value:
    if any(not finding.authentic for finding in cabin.findings):
        return _chip(_("Not authentic"), "err")
    if cabin.findings or cabin.disagreements:
        return _chip(_("With findings"), "err")
    return _chip(_("Incomplete"), "warn") if cabin.missing else _chip(_("Verified"), "ok")


def _receipt_rows(cabin: Cabin, written: Written) -> Iterator[Listed]:
    for line in cabin.part.receipts:
        voided = line.voided is not None
        values = (
            _Value(line.number, line.number),
            _Value(written.moment(line.at), line.at.isoformat()),
            _name(cabin),
            _Value(line.service, line.service),
            _amount(line.fee, written),
            _amount(line.commission, written),
            _Value("" if line.z is None else str(line.z), line.z or 0),
            _chip(_("Voided"), "warn") if voided else _chip(_("Valid"), "ok"),
        )
        amounts = {} if voided else {"fees": line.fee, "commission": line.commission}
        yield _listed(key_of(Tab.RECEIPTS, cabin.station, line.number), values, cabin, amounts, line)


def _close_rows(cabin: Cabin, written: Written) -> Iterator[Listed]:
    for line in cabin.part.closes:
        deposited = cabin.deposited[line.z]
        difference = line.difference
        values = (
            _Value(written.day(line.closed_at), line.closed_at.isoformat()),
            _name(cabin),
            _Value(str(line.z), line.z),
            _amount(line.expected, written),
            _amount(line.counted, written),
            _Value(
                written.number(difference),
                difference,
                "err" if difference < 0 else "warn" if difference else None,
                strong=bool(difference),
            ),
            _amount(deposited.declared, written),
            _close_state(cabin, line, written),
        )
        amounts = {"difference": difference} if difference else {}
        yield _listed(key_of(Tab.CLOSES, cabin.station, line.z), values, cabin, amounts, line)


def _close_state(cabin: Cabin, line: CloseLine, written: Written) -> _Value:
    deposited = cabin.deposited[line.z]
    if line.difference:
        return _chip(_("With difference"), "err")
    if deposited.confirmed >= deposited.due:
        return _chip(_("In order"), "ok")
    if deposited.declared >= deposited.due:
        return _chip(_("To be confirmed"), "info")
    return _chip(_("Late deposit"), "err") if written.is_late(line.closed_at) else _chip(_("To be deposited"), "warn")


def _deposit_rows(cabin: Cabin, written: Written) -> Iterator[Listed]:
    for line in cabin.part.remittances:
        is_confirmed = line.confirmed >= line.amount
        age = age_days(line.declared_at, line.confirmed_at or written.now)
        values = (
            _Value(written.day(line.declared_at), line.declared_at.isoformat()),
            _name(cabin),
            _Value(line.name, line.name),
            _Value(line.voucher, line.voucher),
            _amount(line.amount, written),
            _amount(line.confirmed, written),
            _Value(days_in_words(age), age),
            _deposit_state(line, written),
        )
        amounts = {"remitted": line.amount, "unconfirmed": 0 if is_confirmed else line.amount - line.confirmed}
        yield _listed(key_of(Tab.DEPOSITS, cabin.station, line.name), values, cabin, amounts, line)


def _deposit_state(line: RemittanceLine, written: Written) -> _Value:
    if line.confirmed >= line.amount:
        return _chip(_("Confirmed"), "ok")
    late = written.is_late(line.declared_at)
    return _chip(_("Not confirmed"), "err") if late else _chip(_("To be confirmed"), "warn")


def _finding_rows(cabin: Cabin, written: Written) -> Iterator[Listed]:
    for place, finding in enumerate(cabin.findings):
        name = entry_name(cabin.station, finding)
        values = (
            _name(cabin),
            _Value(name, finding.sequence),
            _Value(in_words(finding), finding.code),
            _chip(nature_of(finding), "warn" if finding.authentic else "err"),
        )
        yield _listed(key_of(Tab.FINDINGS, cabin.station, place), values, cabin)
    for pair in cabin.disagreements:
        words = disagreement(pair, written.currency, written.locale)
        values = (_name(cabin), _Value("", 0), _Value(words, pair.code), _chip(_("Does not agree"), "err"))
        yield _listed(key_of(Tab.FINDINGS, cabin.station, pair.code), values, cabin)


_ROWS: Final[dict[Tab, Callable[[Cabin, Written], Iterator[Listed]]]] = {
    Tab.CABINS: _cabin_rows,
    Tab.RECEIPTS: _receipt_rows,
    Tab.CLOSES: _close_rows,
    Tab.DEPOSITS: _deposit_rows,
    Tab.FINDINGS: _finding_rows,
}
_COLUMNS: Final[dict[Tab, Callable[[], tuple[GridColumn, ...]]]] = {
    Tab.CABINS: _cabins_columns,
    Tab.RECEIPTS: _receipts_columns,
    Tab.CLOSES: _closes_columns,
    Tab.DEPOSITS: _deposits_columns,
    Tab.FINDINGS: _findings_columns,
}
