"""Lists and pages that a finger drags, as people know it from their telephones."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QMouseEvent, QPointingDevice
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QScroller, QScrollerProperties

_MOVED: Final = frozenset({QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease})
_STILL: Final = frozenset({QScroller.State.Inactive, QScroller.State.Pressed})


class FingerScroll(QObject):
    """Lets a finger drag what `area` shows, and keeps the drag from also choosing what it began on.

    Qt offers a touch that no widget takes once more as a mouse: a button that moves away under the finger takes it back
    by itself, a row of a list would be chosen where the finger ends. A mouse scrolls nothing by dragging.
    """

    def __init__(self, area: QAbstractScrollArea) -> None:
        super().__init__(area)
        ground = area.viewport()
        QScroller.grabGesture(ground, QScroller.ScrollerGestureType.TouchGesture)
        self._scroller = QScroller.scroller(ground)
        properties = self._scroller.scrollerProperties()
        metric, off = QScrollerProperties.ScrollMetric, QScrollerProperties.OvershootPolicy.OvershootAlwaysOff
        properties.setScrollMetric(metric.HorizontalOvershootPolicy, off)
        properties.setScrollMetric(metric.VerticalOvershootPolicy, off)
        self._scroller.setScrollerProperties(properties)
        if isinstance(area, QAbstractItemView):
            ground.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() not in _MOVED or not isinstance(event, QMouseEvent):
            return False
        is_finger = event.pointingDevice().pointerType() is QPointingDevice.PointerType.Finger
        return is_finger and self._scroller.state() not in _STILL
