"""The map that people touch: drag, wheel, two fingers, buttons or the keyboard; a touch without a drag chooses."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QEventPoint,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk_app.shown import MapMarker
from kiosk_app.theme.fonts import text_font
from kiosk_app.theme.tokens import COLOURS, active_scale
from kiosk_app.widgets.buttons import Button
from kiosk_app.widgets.town_map.ground import ASSETS_FROM, ZOOMS, Ground, Point
from kiosk_app.widgets.town_map.pins import paint_pin, paint_plate, paint_similar
from kiosk_app.widgets.town_map.tiles import LAND, TILE_PX, Tiles
from wording.catalogue import _

#: A hand is never quite still: up to here it is a touch and not a drag.
_STILL_PX: Final = 6
#: How near a touch has to be to what stands in the street: half a finger.
REACH_PX: Final = 14.0
_STEP_PX: Final = 96
_NOTCH: Final = 120
_CLOSE_ZOOM: Final = ZOOMS.index(0.5)


class TownMapView(QWidget):
    """Signals: `touched(object)` a (east, north) in metres with how many metres a finger covers there."""

    touched = Signal(object)

    def __init__(self, ground: Ground | None) -> None:
        super().__init__()
        self._ground = ground
        self._tiles = None if ground is None else Tiles(ground)
        self._kinds: tuple[str, ...] = ()
        self._zoom = 0
        self._middle: Point = (0.0, 0.0)
        self._markers: tuple[MapMarker, ...] = ()
        self._pressed: QPointF | None = None
        self._dragged = False
        self._pinch: tuple[Point, float] | None = None
        self._notches = 0
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.timeout.connect(self._paint_ahead)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAccessibleName(_("Map of the town"))
        self._buttons = self._add_buttons()
        self.show_town()

    # -- what it shows -----------------------------------------------------------------------------------------------

    @property
    def scale(self) -> float:
        """Metres to a pixel."""
        return ZOOMS[self._zoom]

    @property
    def middle(self) -> Point:
        return self._middle

    def show_kinds(self, kinds: tuple[str, ...]) -> None:
        """Which assets are drawn; none means all."""
        if kinds != self._kinds:
            self._kinds = kinds
            self.update()

    def show_markers(self, markers: tuple[MapMarker, ...], words: str) -> None:
        """Pins, and what they are in words, for whoever does not see them."""
        if self.accessibleDescription() != words:
            self.setAccessibleDescription(words)
        if markers != self._markers:
            self._markers = markers
            self.update()

    def go_to(self, point: Point) -> None:
        """As near as what stands in the street can be told apart."""
        self._zoom = max(self._zoom, _CLOSE_ZOOM)
        self._move_to(point)

    def show_at(self, point: Point, scale: float) -> None:
        """`scale` is one of ZOOMS."""
        self._zoom = ZOOMS.index(scale)
        self._move_to(point)

    def show_town(self) -> None:
        """As much of the town as is useful to begin with."""
        if self._ground is None:
            return
        west, south, east, north = self._ground.bounds
        room = min(max(self.width(), 200), max(self.height(), 200))
        wanted = max(east - west, north - south) / room
        self._zoom = max(index for index, scale in enumerate(ZOOMS) if scale >= min(wanted / 2, ZOOMS[0]))
        self._move_to(((west + east) / 2, (south + north) / 2))

    def zoom_in(self) -> None:
        self._zoom_by(1, self._centre())

    def zoom_out(self) -> None:
        self._zoom_by(-1, self._centre())

    def sizeHint(self) -> QSize:
        return QSize(480, 320)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 220)

    # -- where things are --------------------------------------------------------------------------------------------

    def point_at(self, place: QPointF) -> Point:
        centre = self._centre()
        return (
            self._middle[0] + (place.x() - centre.x()) * self.scale,
            self._middle[1] - (place.y() - centre.y()) * self.scale,
        )

    def place_of(self, point: Point) -> QPointF:
        centre = self._centre()
        return QPointF(
            centre.x() + (point[0] - self._middle[0]) / self.scale,
            centre.y() - (point[1] - self._middle[1]) / self.scale,
        )

    def _centre(self) -> QPointF:
        return QPointF(self.width() / 2, self.height() / 2)

    def _move_to(self, point: Point) -> None:
        """Never wholly away from the town."""
        if self._ground is None:
            return
        west, south, east, north = self._ground.bounds
        self._middle = (min(max(point[0], west), east), min(max(point[1], south), north))
        self.update()

    def _zoom_by(self, steps: int, around: QPointF) -> None:
        """What is under `around` stays there."""
        zoom = min(max(self._zoom + steps, 0), len(ZOOMS) - 1)
        if zoom == self._zoom:
            return
        held = self.point_at(around)
        self._zoom = zoom
        moved = self.point_at(around)
        self._move_to((self._middle[0] + held[0] - moved[0], self._middle[1] + held[1] - moved[1]))

    # -- hands -------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Fingers are heard here: left to Qt, the first of two would also drag the map as a mouse does."""
        if isinstance(event, QTouchEvent) and (event.type() != QEvent.Type.TouchBegin or self._is_mine(event)):
            self._fingers(event)
            event.accept()
            return True
        return super().event(event)

    def _is_mine(self, event: QTouchEvent) -> bool:
        """A finger on one of the buttons is the button's."""
        return all(self.childAt(point.position().toPoint()) is None for point in event.points())

    def _fingers(self, event: QTouchEvent) -> None:
        down = [point.position() for point in event.points() if point.state() != QEventPoint.State.Released]
        if event.type() == QEvent.Type.TouchCancel:
            self._pressed, self._pinch = None, None
        elif len(down) > 1:
            self._dragged = True  # two fingers that leave have chosen nothing
            self._pressed = None
            self._pinched(down[0], down[1])
        elif not down:
            self._let_go(event.points()[0].position())
        elif self._pressed is None:
            self._pressed, self._pinch = down[0], None
            self._dragged = event.type() != QEvent.Type.TouchBegin
        else:
            self._drag_to(down[0])

    def _pinched(self, one: QPointF, other: QPointF) -> None:
        """What was between the fingers stays there; the scale is the one next to how far apart they are."""
        middle, apart = (one + other) / 2, max(1.0, math.dist(one.toTuple(), other.toTuple()))
        if self._pinch is None:
            self._pinch = (self.point_at(middle), apart)
        held, before = self._pinch
        steps = round(math.log2(apart / before))  # each scale is twice the one before
        if steps:
            self._zoom_by(steps, middle)
            self._pinch = (held, before * 2.0**steps)
        now = self.point_at(middle)
        self._move_to((self._middle[0] + held[0] - now[0], self._middle[1] + held[1] - now[1]))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._drag_to(event.position())

    def _drag_to(self, place: QPointF) -> None:
        if self._pressed is None:
            return
        moved = place - self._pressed
        if not self._dragged and math.hypot(moved.x(), moved.y()) <= _STILL_PX:
            return
        self._dragged = True
        self._pressed = place
        self._move_to((self._middle[0] - moved.x() * self.scale, self._middle[1] + moved.y() * self.scale))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._let_go(event.position())

    def _let_go(self, place: QPointF) -> None:
        was_still = self._pressed is not None and not self._dragged
        self._pressed, self._pinch, self._dragged = None, None, False
        if was_still and self.rect().contains(place.toPoint()):
            self._touch(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._notches += event.angleDelta().y()
        steps = int(self._notches / _NOTCH)
        if steps:
            self._notches -= steps * _NOTCH
            self._zoom_by(steps, event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEP_PX * self.scale
        moves = {
            Qt.Key.Key_Left: (-step, 0.0),
            Qt.Key.Key_Right: (step, 0.0),
            Qt.Key.Key_Up: (0.0, step),
            Qt.Key.Key_Down: (0.0, -step),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is not None:
            self._move_to((self._middle[0] + move[0], self._middle[1] + move[1]))
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom_out()
        elif event.key() == Qt.Key.Key_Home:
            self.show_town()
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._touch(self._centre())
        else:
            super().keyPressEvent(event)

    def _touch(self, place: QPointF) -> None:
        """Far away a finger covers a whole block: go nearer first, and let the person look."""
        if self.scale > ASSETS_FROM:
            self._zoom_by(_CLOSE_ZOOM - self._zoom, place)
            return
        self.touched.emit((self.point_at(place), REACH_PX * self.scale))

    # -- paint -------------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = active_scale().radius
        frame = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        shape = QPainterPath()
        shape.addRoundedRect(frame, radius, radius)
        painter.setClipPath(shape)
        painter.fillRect(self.rect(), LAND)
        if self._tiles is not None:
            self._paint_tiles(painter, self._tiles)
            for marker in self._markers:
                self._paint_marker(painter, marker)
            if self.hasFocus():
                self._paint_cross(painter)
            self._paint_plates(painter)
        painter.setClipping(False)
        focused = self.hasFocus()
        painter.setPen(QPen(QColor(COLOURS.focus_inner if focused else COLOURS.line_strong), 2.0 if focused else 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, radius, radius)
        painter.end()

    def _paint_tiles(self, painter: QPainter, tiles: Tiles) -> None:
        side = TILE_PX * self.scale
        for column, row in self._squares(0):
            corner = self.place_of((column * side, (row + 1) * side))
            at = QPointF(round(corner.x()), round(corner.y()))
            painter.drawPixmap(at, tiles.tile(self._zoom, column, row, self.devicePixelRatioF(), self._kinds))
        self._ahead.start(0)

    def _squares(self, around: int) -> list[tuple[int, int]]:
        """The squares in sight, and as many around them."""
        side = TILE_PX * self.scale
        west, north = self.point_at(QPointF(0, 0))
        east, south = self.point_at(QPointF(self.width(), self.height()))
        columns = range(math.floor(west / side) - around, math.floor(east / side) + 1 + around)
        rows = range(math.floor(south / side) - around, math.floor(north / side) + 1 + around)
        return [(column, row) for column in columns for row in rows]

    def _paint_ahead(self) -> None:
        """Where nobody waits: the squares around what is in sight, one at a time, so that a drag finds them."""
        if self._tiles is None or not self.isVisible():
            return
        density = self.devicePixelRatioF()
        for column, row in self._squares(1):
            if not self._tiles.has(self._zoom, column, row, density, self._kinds):
                self._tiles.tile(self._zoom, column, row, density, self._kinds)
                self._ahead.start(0)
                return

    def _paint_marker(self, painter: QPainter, marker: MapMarker) -> None:
        at = self.place_of((marker.east, marker.north))
        if marker.kind == "similar":
            paint_similar(painter, at, marker.words)
        elif marker.kind == "asset":
            painter.setPen(QPen(QColor(COLOURS.err), 2.4))
            painter.setBrush(QColor(255, 255, 255, 150))
            painter.drawEllipse(at, 8, 8)
        else:
            paint_pin(painter, at)

    def _paint_cross(self, painter: QPainter) -> None:
        """Where Enter would touch."""
        centre = self._centre()
        for width, colour in ((4.0, COLOURS.surface), (1.6, COLOURS.text)):
            painter.setPen(QPen(QColor(colour), width))
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                painter.drawLine(
                    QPointF(centre.x() + dx * 5, centre.y() + dy * 5),
                    QPointF(centre.x() + dx * 13, centre.y() + dy * 13),
                )

    def _paint_plates(self, painter: QPainter) -> None:
        """Who made the map, and a bar that says how far is how far."""
        assert self._ground is not None, "there is a map"
        font = text_font(11, QFont.Weight.Medium)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        words = metrics.elidedText(self._ground.attribution, Qt.TextElideMode.ElideRight, self.width() - 140)
        width = metrics.horizontalAdvance(words) + 14
        plate = QRectF(self.width() - width - 6, self.height() - 26, width, 20)
        paint_plate(painter, plate, words)
        metres = next(step for step in (10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if step / self.scale >= 44)  # noqa: PLR2004 - pixels
        bar = metres / self.scale
        said = _("{metres} m").format(metres=metres) if metres < 1000 else _("{km} km").format(km=metres // 1000)  # noqa: PLR2004 - a kilometre
        paint_plate(painter, QRectF(6, self.height() - 26, bar + metrics.horizontalAdvance(said) + 22, 20), "")
        painter.setPen(QPen(QColor(COLOURS.text), 1.6))
        base = self.height() - 13.0
        painter.drawPolyline(
            [QPointF(12, base - 4), QPointF(12, base), QPointF(12 + bar, base), QPointF(12 + bar, base - 4)]
        )
        painter.drawText(QPointF(12 + bar + 7, self.height() - 12), said)

    # -- buttons -----------------------------------------------------------------------------------------------------

    def _add_buttons(self) -> tuple[Button, ...]:
        made = []
        for icon, name, meaning in (
            ("plus", _("Nearer"), self.zoom_in),
            ("minus", _("Farther"), self.zoom_out),
            ("locate", _("The whole town"), self.show_town),
        ):
            button = Button("", icon=icon)
            button.setParent(self)
            button.setFixedSize(40, 40)
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard has + and - on the map itself
            button.clicked.connect(meaning)
            button.setVisible(self._ground is not None)
            made.append(button)
        return tuple(made)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for place, button in enumerate(self._buttons):
            button.move(self.width() - 40 - 10, 10 + place * 46)
        if event.oldSize().width() <= 0 and not self._markers:
            self.show_town()
