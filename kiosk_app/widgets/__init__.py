"""The parts screens are made of. A widget knows the theme and nothing else: no service, no store, no business word."""

from __future__ import annotations

from kiosk_app.shown import Cell, ListRow, Problem, TableRow
from kiosk_app.widgets.buttons import Button, RailButton, Segments
from kiosk_app.widgets.card import Card, rule
from kiosk_app.widgets.error_summary import ErrorSummary
from kiosk_app.widgets.field import Field
from kiosk_app.widgets.finger import FingerScroll
from kiosk_app.widgets.focus_ring import FocusRing
from kiosk_app.widgets.gauge import Gauge
from kiosk_app.widgets.layouts import STRETCH, column, fill, grid, row
from kiosk_app.widgets.lists import RowList
from kiosk_app.widgets.money_field import MoneyField
from kiosk_app.widgets.notice import Notice
from kiosk_app.widgets.pills import Chip, Pill
from kiosk_app.widgets.steps import StepBar
from kiosk_app.widgets.table import Column, Table
from kiosk_app.widgets.text import IconLabel, IconTile, key_cap, label, set_text
from kiosk_app.widgets.tile import Tile
from kiosk_app.widgets.toast import Toast

__all__ = [
    "STRETCH",
    "Button",
    "Card",
    "Cell",
    "Chip",
    "Column",
    "ErrorSummary",
    "Field",
    "FingerScroll",
    "FocusRing",
    "Gauge",
    "IconLabel",
    "IconTile",
    "ListRow",
    "MoneyField",
    "Notice",
    "Pill",
    "Problem",
    "RailButton",
    "RowList",
    "Segments",
    "StepBar",
    "Table",
    "TableRow",
    "Tile",
    "Toast",
    "column",
    "fill",
    "grid",
    "key_cap",
    "label",
    "row",
    "rule",
    "set_text",
]
