"""The base layer in squares of pixels: each is painted once and kept, so that panning only copies pictures."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Collection
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPen,
    QPixmap,
    QPolygonF,
)

from kiosk_app.theme.fonts import text_font
from kiosk_app.theme.tokens import COLOURS
from kiosk_app.widgets.town_map.ground import (
    ASSETS_FROM,
    AVENUE_NAMES_FROM,
    LANDMARKS_FROM,
    LEAST_PX,
    STREET_NAMES_FROM,
    STREETS_FROM,
    WIDTHS_M,
    ZOOMS,
    Box,
    DrawnLine,
    Ground,
    Point,
)

TILE_PX: Final = 512
#: Some sixty screens of them at one pixel a point: 1 MB each.
KEPT_MAX: Final = 96
#: Where along a piece of street its name may have its middle, and how nearly straight it is there.
_SHARES: Final = (0.5, 0.3, 0.7, 0.15, 0.85)
_STRAIGHT: Final = 0.985
#: What stands at the edge of a square belongs to its neighbour too.
_EDGE_PX: Final = 14

LAND: Final = QColor("#F4F1EA")
BLOCK: Final = QColor("#ECE7DC")
_GROUND: Final = {
    "park": QColor("#D3E6C8"),
    "square": QColor("#DDE9CF"),
    "water": QColor("#BFDCEA"),
    "sand": QColor("#F3E7C3"),
}
_ROAD: Final = {"avenue": QColor("#FCE9B4"), "street": QColor("#FFFFFF"), "path": QColor("#FBFAF6")}
_CASING: Final = {"avenue": QColor("#D9BD6A"), "street": QColor("#D3CCBD"), "path": QColor("#DDD7CA")}
_NAME_INK: Final = QColor("#4A4740")
_HALO: Final = QColor("#FFFFFF")
_PLACE_INK: Final = QColor(COLOURS.plum)
_ASSETS: Final = {
    "lamp": (QColor("#F2B632"), QColor("#7A5200")),
    "traffic_light": (QColor("#4FA36A"), QColor("#14532B")),
}
_OTHER_ASSET: Final = (QColor("#8FA3B0"), QColor("#34444F"))

_Lettering = tuple[QPainterPath, QPainterPath]
_Letters = dict[tuple[str, int, int], _Lettering]
_Key = tuple[int, int, int, float, tuple[str, ...]]


class Tiles:
    """`kinds` are the assets that are drawn; none means all of them."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._kept: OrderedDict[_Key, QPixmap] = OrderedDict()
        self._letters: _Letters = {}
        self.painted = 0

    def has(self, zoom: int, column: int, row: int, density: float, kinds: tuple[str, ...]) -> bool:
        return (zoom, column, row, density, kinds) in self._kept

    def tile(self, zoom: int, column: int, row: int, density: float, kinds: tuple[str, ...]) -> QPixmap:
        """The square `column`, `row` (counted east and north from the town's middle), painted now or before."""
        key = (zoom, column, row, density, kinds)
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        made = QPixmap(round(TILE_PX * density), round(TILE_PX * density))
        made.setDevicePixelRatio(density)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _Tile(self._ground, painter, self._letters, (zoom, column, row)).paint(kinds)
        painter.end()
        self.painted += 1
        self._kept[key] = made
        if len(self._kept) > KEPT_MAX:
            self._kept.popitem(last=False)
        return made


class _Tile:
    def __init__(self, ground: Ground, painter: QPainter, letters: _Letters, place: tuple[int, int, int]) -> None:
        zoom, column, row = place
        self._ground, self._painter, self._letters, self._scale = ground, painter, letters, ZOOMS[zoom]
        side = TILE_PX * self._scale
        self._west, self._north = column * side, (row + 1) * side
        edge = _EDGE_PX * self._scale + max(WIDTHS_M.values())
        self._box: Box = (self._west - edge, row * side - edge, self._west + side + edge, self._north + edge)
        self._taken: list[QRectF] = []

    def paint(self, kinds: Collection[str]) -> None:
        self._painter.fillRect(0, 0, TILE_PX, TILE_PX, BLOCK if self._scale <= STREETS_FROM else LAND)
        self._areas()
        ranks = ("path", "street", "avenue") if self._scale <= STREETS_FROM else ("avenue",)
        pieces = [piece for piece in self._ground.pieces(self._box, ranks) if len(piece.line) > 1]
        for colours, extra in ((_CASING, 2.0), (_ROAD, 0.0)):
            for rank in ranks:
                self._roads([piece for piece in pieces if piece.kind == rank], rank, colours[rank], extra)
        if self._scale <= ASSETS_FROM:
            self._assets(kinds)
        self._names(pieces)
        if self._scale <= LANDMARKS_FROM:
            self._landmarks()

    def _at(self, point: Point) -> QPointF:
        return QPointF((point[0] - self._west) / self._scale, (self._north - point[1]) / self._scale)

    def _areas(self) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        for area in self._ground.areas(self._box):
            self._painter.setBrush(_GROUND.get(area.kind, LAND))
            self._painter.drawPolygon(QPolygonF([self._at(point) for point in area.line]))

    def _width(self, rank: str) -> float:
        return max(LEAST_PX[rank], WIDTHS_M[rank] / self._scale)

    def _roads(self, pieces: list[DrawnLine], rank: str, colour: QColor, extra: float) -> None:
        width = self._width(rank)
        if extra and width <= LEAST_PX["avenue"]:
            return
        pen = QPen(colour, width + extra)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        for piece in pieces:
            self._painter.drawPolyline(QPolygonF([self._at(point) for point in piece.line]))

    def _assets(self, kinds: Collection[str]) -> None:
        radius = 3.0 if self._scale >= ASSETS_FROM else 5.0
        for asset in self._ground.assets(self._box, kinds):
            fill, line = _ASSETS.get(asset.kind, _OTHER_ASSET)
            self._painter.setPen(QPen(line, 1.2))
            self._painter.setBrush(fill)
            at = self._at((asset.east, asset.north))
            if asset.kind == "traffic_light":
                self._painter.drawRoundedRect(QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius), 2, 2)
            else:
                self._painter.drawEllipse(at, radius, radius)

    def _names(self, pieces: list[DrawnLine]) -> None:
        """Each street once a square, wholly inside it: names never meet one of the next square."""
        named = [("avenue", AVENUE_NAMES_FROM), ("street", STREET_NAMES_FROM), ("path", STREET_NAMES_FROM)]
        for rank, least in named:
            if self._scale > least:
                continue
            font = text_font(13 if rank == "avenue" else 12, QFont.Weight.DemiBold)
            done: set[str] = set()
            for piece in (piece for piece in pieces if piece.kind == rank):
                if piece.name not in done and self._name_along(piece, font):
                    done.add(piece.name)

    def _name_along(self, piece: DrawnLine, font: QFont) -> bool:
        """Where the street is straight for as long as its name is."""
        metrics = QFontMetricsF(font)
        length, height = metrics.horizontalAdvance(piece.name) + 10, metrics.height()
        line = [self._at(point) for point in piece.line]
        walked = _walked(line)
        for share in _SHARES:
            middle = walked[-1] * share
            if middle < length / 2 or middle + length / 2 > walked[-1]:
                continue
            start, end = _along(line, walked, middle - length / 2), _along(line, walked, middle + length / 2)
            dx, dy = end.x() - start.x(), end.y() - start.y()
            centre = QPointF((start.x() + end.x()) / 2, (start.y() + end.y()) / 2)
            angle = math.degrees(math.atan2(dy, dx))
            angle = angle - 180 if angle > 90 else angle + 180 if angle <= -90 else angle  # noqa: PLR2004 - upright
            box = _turned(centre, length, height, angle)
            if math.hypot(dx, dy) >= length * _STRAIGHT and self._is_free(box):
                self._taken.append(box)
                self._write(piece.name, font, centre, angle)
                return True
        return False

    def _is_free(self, box: QRectF) -> bool:
        inside = QRectF(2, 2, TILE_PX - 4, TILE_PX - 4).contains(box)
        return inside and not any(box.intersects(taken) for taken in self._taken)

    def _write(self, words: str, font: QFont, middle: QPointF, angle: float, ink: QColor = _NAME_INK) -> None:
        outline, halo = self._lettering(words, font)
        self._painter.save()
        self._painter.translate(middle)
        self._painter.rotate(angle)
        self._painter.fillPath(halo, _HALO)
        self._painter.fillPath(outline, ink)
        self._painter.restore()

    def _lettering(self, words: str, font: QFont) -> _Lettering:
        """Letters around the middle of the words, and the ground around them: dear, so made once."""
        key = (words, font.pixelSize(), font.weight())
        found = self._letters.get(key)
        if found is None:
            metrics = QFontMetricsF(font)
            outline = QPainterPath()
            outline.addText(-metrics.horizontalAdvance(words) / 2, metrics.capHeight() / 2, font, words)
            stroker = QPainterPathStroker()
            stroker.setWidth(3.4)
            stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            halo = stroker.createStroke(outline)
            halo.setFillRule(Qt.FillRule.WindingFill)
            found = self._letters[key] = (outline, halo)
        return found

    def _landmarks(self) -> None:
        font = text_font(12, QFont.Weight.Medium)
        metrics = QFontMetricsF(font)
        for one in self._ground.landmarks(self._box):
            at = self._at((one.east, one.north))
            box = QRectF(at.x() - 4, at.y() - 9, metrics.horizontalAdvance(one.name) + 22, 18)
            if not self._is_free(box):
                continue
            self._taken.append(box)
            self._painter.setPen(QPen(_HALO, 1.5))
            self._painter.setBrush(_PLACE_INK)
            self._painter.drawEllipse(at, 4.5, 4.5)
            words = QPointF(at.x() + 9 + metrics.horizontalAdvance(one.name) / 2, at.y())
            self._write(one.name, font, words, 0, _PLACE_INK)


def _walked(line: list[QPointF]) -> list[float]:
    """How far each point is along the line."""
    found = [0.0]
    for start, end in pairwise(line):
        found.append(found[-1] + math.hypot(end.x() - start.x(), end.y() - start.y()))
    return found


def _along(line: list[QPointF], walked: list[float], far: float) -> QPointF:
    """The point that far along the line."""
    after = next((index for index, gone in enumerate(walked) if gone >= far and index), len(line) - 1)
    start, end = line[after - 1], line[after]
    share = (far - walked[after - 1]) / ((walked[after] - walked[after - 1]) or 1.0)
    return QPointF(start.x() + (end.x() - start.x()) * share, start.y() + (end.y() - start.y()) * share)


def _turned(middle: QPointF, length: float, height: float, angle: float) -> QRectF:
    """The upright rectangle around turned words."""
    cos, sin = abs(math.cos(math.radians(angle))), abs(math.sin(math.radians(angle)))
    width, tall = length * cos + height * sin, length * sin + height * cos
    return QRectF(middle.x() - width / 2, middle.y() - tall / 2, width, tall)
