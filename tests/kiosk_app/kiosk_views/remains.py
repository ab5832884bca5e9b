"""Looks for what a person may have left behind: in widgets, models, undo stacks, the clipboard, and our own objects."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from shiboken6 import isValid


def remains_of(secret: str) -> list[str]:
    """Where `secret` still is, spaces between its digits ignored. An empty list is a clean kiosk."""
    found = [f"{kind}: {text[:60]!r}" for kind, text in _texts() if secret in text.replace(" ", "")]
    return found + [f"object: {name}" for name in _objects_with(secret)]


def _texts() -> Iterator[tuple[str, str]]:
    clipboard = QApplication.clipboard()
    yield "clipboard", clipboard.text()
    if clipboard.supportsSelection():
        yield "selection", clipboard.text(QClipboard.Mode.Selection)
    for widget in QApplication.allWidgets():
        if isValid(widget):
            yield from _texts_of(widget)


def _texts_of(widget: QWidget) -> Iterator[tuple[str, str]]:
    kind = type(widget).__name__
    for said in (widget.windowTitle(), widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()):
        yield kind, said
    match widget:
        case QLineEdit():
            yield kind, widget.text()
            if widget.isUndoAvailable():
                widget.undo()
                yield f"{kind} (undone)", widget.text()
                widget.redo()
            completer = widget.completer()
            if completer is not None and completer.model() is not None:
                yield from ((f"{kind} (completer)", text) for text in _texts_in(completer.model()))
        case QLabel():
            yield kind, widget.text()
        case QPlainTextEdit() | QTextEdit():
            yield kind, widget.toPlainText()
    shown = getattr(widget, "shown", "")
    yield kind, shown if isinstance(shown, str) else ""


def _texts_in(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(model.rowCount()):
        yield str(model.index(row, 0).data(Qt.ItemDataRole.DisplayRole))


def _objects_with(secret: str) -> Iterator[str]:
    """Our own living values: drafts, states, presenters."""
    for thing in gc.get_objects():
        module = getattr(type(thing), "__module__", "")
        if isinstance(module, str) and module.startswith("kiosk_app.") and not isinstance(thing, QWidget):
            for text in _strings_of(thing):
                if secret in text.replace(" ", ""):
                    yield type(thing).__qualname__
                    break


def _strings_of(thing: Any) -> Iterator[str]:
    if is_dataclass(thing) and not isinstance(thing, type):
        values = [getattr(thing, field.name, None) for field in fields(thing)]
    else:
        values = list(vars(thing).values()) if hasattr(thing, "__dict__") else []
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from (part for part in value if isinstance(part, str))
