"""A cashier who looks at every screen of the desk cannot read off what the drawer should hold, until it is counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from domain.errors import Refusal
from domain.money import Money
from kiosk_app.devices.key_store import Hardness, KeyStore
from kiosk_app.screens.desk.refusals import words_of
from kiosk_app.screens.desk.words import Words
from kiosk_app.services.sign_in import SignIn
from kiosk_app.shells.desk_shell import DeskIdentity, DeskShell
from printing.blocks import Columns, Text
from tests.kiosk_app.desk_views.kit import ROSA, Desk

PLACES = (
    "attend",
    "complaint",
    "cases",
    "drawer",
    "cash",
    "prepaid",
    "voucher",
    "void",
    "remittance",
    "queue",
    "reports",
    "close_drawer",
)

SAID = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


@dataclass(frozen=True)
class Secret:
    """Figures from which the expected cash is read off, as the desk would write them."""

    expected: str
    collected: str
    fees: str
    exposure: str
    left: str

    def found_in(self, texts: list[str]) -> set[str]:
        return {
            name
            for name in ("expected", "collected", "fees", "exposure", "left")
            if any(getattr(self, name) in text for text in texts)
        }


def secret_of(desk: Desk) -> Secret:
    counter = desk.services.counter
    row = desk.station.store.row(
        "SELECT sum(due) AS due, sum(fee) AS fee FROM receipt WHERE voided IS NULL AND session ="
        " (SELECT max(number) FROM session)"
    )
    assert row is not None
    exposure = counter.journal.books.exposure(counter.currency)
    figures = (row["due"] + 5000, row["due"], row["fee"], exposure, counter.journal.books.headroom - exposure)
    assert len(set(figures)) == len(figures), "otherwise one would be searched for another"
    words = Words(counter.municipality)
    return Secret(*(words.number(Money(figure, "PEN")) for figure in figures))


@pytest.fixture
def shell(qtbot: QtBot, dressed: QApplication, desk: Desk, tmp_path: Path) -> Iterator[DeskShell]:
    """The whole window with money of yesterday in the safe and seven receipts of today, one of them voided."""
    services = desk.services
    desk.collect(procedure="LF-01")
    drawer, counter = services.drawer, services.counter
    drawer.sign_count(ROSA, {counter.money(1000): 1})
    drawer.close(ROSA, "se contó solo un billete")
    drawer.open(ROSA, counter.money(5000))
    for _ in range(6):
        done = desk.collect()
    desk.collect(procedure="LF-01")
    assert done.receipt is not None
    drawer.void(ROSA, done.receipt, "pagó dos veces")
    keys = KeyStore(tmp_path / "keys", Hardness(memory_kib=64, passes=1))
    identity = DeskIdentity("Cabina 07", "C07", (), "0.1.0")
    made = DeskShell(dressed, SignIn(keys, desk.station.clock), identity, now=counter.now, unlocked=lambda _found: None)
    made.begin(services, desk.hooks())
    yield made
    made.stop()


def texts_of(window: QWidget) -> list[str]:
    """Everything the window says or would read aloud, shown or not."""
    found = []
    for widget in [window, *window.findChildren(QWidget)]:
        found += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            found.append(widget.text())
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            model, top = widget.model(), QModelIndex()
            columns = model.columnCount(top) if isinstance(model, QAbstractTableModel) else 1
            for row, column in product(range(model.rowCount(top)), range(columns)):
                found += [str(model.data(model.index(row, column, top), role)) for role in SAID]
    return found


def everything(shell: DeskShell, desk: Desk) -> list[str]:
    """Every place of the desk in turn, the paper X, and the words of a fee that the guarantee refuses."""
    found = []
    chosen = desk.services.drawer.movements()[0].number
    for place in PLACES:
        shell.go(place, chosen if place == "void" else "")
        shell.refresh()
        found += texts_of(shell.window)
    for block in desk.services.paper.x_report(ROSA).layout():
        if isinstance(block, Columns):
            found += [block.left, block.right]
        elif isinstance(block, Text):
            found.append(block.text)
    return found


def test_no_screen_tells_what_the_drawer_should_hold_before_it_is_counted(shell: DeskShell, desk: Desk) -> None:
    secret = secret_of(desk)
    told = everything(shell, desk)
    assert secret.found_in(told) == set()
    drawer = " ".join(told)
    assert "Le quedan más de S/ 30.00 para seguir cobrando" in drawer, "the gauge is told in tenths of S/ 300.00"
    assert "12.30" in drawer, "each receipt is listed: one may have to be voided"
    shell.go("close_drawer", "")
    desk.services.drawer.sign_count(ROSA, {desk.services.counter.money(1000): 15})
    shell.go("close_drawer", "")
    assert secret.found_in(texts_of(shell.window)) == {"expected", "fees"}, "the control: after the count it is told"


def test_a_fee_refused_for_the_guarantee_does_not_tell_what_is_left(desk: Desk) -> None:
    for _ in range(3):
        desk.collect(procedure="LF-01")
    with pytest.raises(Refusal) as refused:
        desk.collect(procedure="LF-01")
    assert refused.value.code == "headroom_exhausted"
    words = Words(desk.services.counter.municipality)
    left = words.number(Money(int(refused.value.details["left"]), "PEN"))
    told = words_of(refused.value, words)
    assert "deposite" in told.lower()
    assert left not in told
    assert not any(letter.isdigit() for letter in told)


@pytest.mark.parametrize("counted", [False, True])
def test_the_strip_on_top_tells_the_guarantee_in_tens_while_the_count_is_blind(
    shell: DeskShell, desk: Desk, counted: bool
) -> None:
    desk.collect()
    exposure, headroom = desk.services.counter.journal.books.exposure("PEN"), 30_000
    percent = exposure * 100 // headroom
    assert percent % 10, "a percentage that is not round to begin with"
    if counted:
        desk.services.drawer.sign_count(ROSA, {desk.services.counter.money(1000): 20})
    shell.refresh()
    told = " ".join(texts_of(shell.window))
    assert (f"garantía al {percent - percent % 10} % o más" in told) is not counted
    assert (f"garantía al {percent} %" in told) is counted
