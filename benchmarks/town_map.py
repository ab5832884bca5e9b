"""The map of a made-up town with 70,000 lamps: painting, panning and finding, beside what one would reach for first.

    .venv/bin/python -m benchmarks.town_map        prints the table of benchmarks/TOWN_MAP.md

Painting is beside QGraphicsView with the same streets and lamps as items, antialiased, with its own index and without
names; both paint into a picture of 900 by 560 by the raster engine, no window system between. Finding is beside LIKE
over the same tables. Turns alternate, so that a busy moment of the computer falls on both; between two steps of panning
the event loop turns once, which paints ahead.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView, QWidget

from benchmarks.table import Figure, markdown, median_ms, p99_ms, ratio
from kiosk_app.sample_town import ATTRIBUTION, LAMPS, sample_town
from kiosk_app.services.places import Places
from kiosk_app.storage import cipher
from kiosk_app.storage.map_tables import MapTitle, write_map
from kiosk_app.storage.town_map import TownMap, open_map
from kiosk_app.theme import DESK, apply_theme
from kiosk_app.widgets.town_map import TownMapView
from wording.catalogue import use_language

SIZE: Final = (900, 560)
FRAMES: Final = 240
STEP_PX: Final = 24
SEARCHES: Final = 60
#: One metre a pixel: the scale with most lamps on it, some 300 in sight.
SCALE: Final = 1.0
ZOOM_TURNS: Final = 8
LAMPS_IN_SIGHT: Final = 200
_STREETS: Final = "SELECT name FROM street ORDER BY id"
_CORNERS: Final = "SELECT a.name, b.name FROM corner JOIN street a ON a.id = one JOIN street b ON b.id = other"
_PLATE: Final = "SELECT * FROM asset WHERE code LIKE ? LIMIT 6"
_DOOR: Final = "SELECT * FROM door JOIN street ON id = street WHERE name LIKE ? ORDER BY abs(number - ?) LIMIT 2"
_MEETING: Final = (
    "SELECT corner.x, corner.y FROM corner JOIN street a ON a.id = one JOIN street b ON b.id = other"
    " WHERE a.name || ' y ' || b.name LIKE ?"
)


def measure(folder: Path) -> list[Figure]:
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication), "it paints widgets"
    apply_theme(application, DESK)
    use_language("es")
    path = folder / "town.map"
    made = _timed(lambda: write_map(path, MapTitle("mar-del-plata", "Ciudad ficticia", ATTRIBUTION, 1), sample_town(1)))
    ground, plain = open_map(path), cipher.connect(str(path))
    try:
        figures = [*painting(ground), *finding(ground, plain)]
    finally:
        plain.close()
        ground.close()
    size = f"a file of {path.stat().st_size / 1e6:.1f} MB"
    return [Figure(f"making a town of {LAMPS} lamps", f"{made:.1f} s, {size}", "", ""), *figures]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        print(markdown(measure(Path(folder))))


def painting(ground: TownMap) -> list[Figure]:
    theirs, ours = _scene(ground), _map(ground)
    assert _is_painted(theirs), "what it is measured against shows the town too"
    first, scene_first = [_timed(lambda: _shot(ours))], [_timed(lambda: _shot(theirs))]
    ours.show()
    pans, scene_pans = list[float](), list[float]()
    for frame in range(FRAMES):
        step = STEP_PX if frame < FRAMES / 2 else -STEP_PX
        QApplication.processEvents()  # as between two moves of a hand: what is ahead is painted meanwhile
        pans.append(_timed(lambda step=step: _pan(ours, step * SCALE)))  # type: ignore[misc]
        scene_pans.append(_timed(lambda step=step: _scroll(theirs, step)))  # type: ignore[misc]
    # On the way back everything was painted before.
    (new, seen), (scene_new, scene_seen) = (_halves(pans), _halves(scene_pans))
    zooms, scene_zooms = list[float](), list[float]()
    for turn in range(ZOOM_TURNS):
        zooms.append(_timed(lambda turn=turn: _zoom(ours, turn)))  # type: ignore[misc]
        scene_zooms.append(_timed(lambda turn=turn: _scale(theirs, turn)))  # type: ignore[misc]
    return [
        _figure("first picture, 1 m a pixel", first, scene_first, "QGraphicsView"),
        _figure("a step of panning, new ground", new, scene_new, "QGraphicsView", "16 ms"),
        Figure("the same, p99", p99_ms(new), p99_ms(scene_new), "", "50 ms"),
        _figure("a step of panning, ground seen before", seen, scene_seen, "QGraphicsView", "16 ms"),
        Figure("the same, p99", p99_ms(seen), p99_ms(scene_seen), "", "16 ms"),
        _figure("a step of zoom, there and back", zooms, scene_zooms, "QGraphicsView", "100 ms"),
    ]


def finding(ground: TownMap, plain: cipher.Connection) -> list[Figure]:
    """`plain` is the same file, for those who ask it without its indexes."""
    places = Places(ground)
    plates = [f"L-{number:05d}" for number in range(1, LAMPS, LAMPS // SEARCHES)]
    streets = [(row[0], number * 37 % 9000 + 100) for number, row in enumerate(plain.execute(_STREETS))]
    corners = [(row[0], row[1]) for row in plain.execute(_CORNERS)][:: LAMPS // SEARCHES // 10]
    asked: tuple[tuple[str, list[tuple[str, str, tuple[object, ...]]]], ...] = (
        ("a plate, by its last four digits", [(code[-4:], _PLATE, (f"%{code[-4:]}%",)) for code in plates]),
        (
            "a street and a number",
            [(f"{name} {number}", _DOOR, (f"%{name}%", number)) for name, number in streets[:SEARCHES]],
        ),
        ("a corner", [(f"{one} y {other}", _MEETING, (f"%{one} y {other}%",)) for one, other in corners[:SEARCHES]]),
    )
    figures = []
    for what, questions in asked:
        ours, theirs = list[float](), list[float]()
        for text, sql, values in questions:
            ours.append(_timed(lambda text=text: _found(places, text)))  # type: ignore[misc]
            theirs.append(_timed(lambda sql=sql, values=values: plain.execute(sql, values).fetchall()))  # type: ignore[misc]
        figures.append(_figure(f"finding {what}, and saying where it is", ours, theirs, "LIKE", "50 ms"))
        figures.append(Figure("the same, p99", p99_ms(ours), p99_ms(theirs), "", "50 ms"))
    return figures


def _figure(what: str, ours: list[float], theirs: list[float], name: str, goal: str = "") -> Figure:
    return Figure(what, median_ms(ours), f"{median_ms(theirs)} {name}", ratio(ours, theirs), goal)


def _halves(seconds: list[float]) -> tuple[list[float], list[float]]:
    return seconds[: len(seconds) // 2], seconds[len(seconds) // 2 :]


def _map(ground: TownMap) -> TownMapView:
    view = TownMapView(ground)
    view.resize(*SIZE)
    view.show_at((0.0, 0.0), SCALE)
    return view


def _scene(ground: TownMap) -> QGraphicsView:
    """The same streets and lamps as items; no names, which would cost it more."""
    view = QGraphicsView()
    scene = QGraphicsScene(view)
    view.setScene(scene)
    everything = (-1e6, -1e6, 1e6, 1e6)
    for rank, width, colour in (("street", 11.0, "#FFFFFF"), ("avenue", 17.0, "#FCE9B4")):
        for piece in ground.pieces(everything, (rank,)):
            path = QPainterPath(QPointF(piece.line[0][0], -piece.line[0][1]))
            for east, north in piece.line[1:]:
                path.lineTo(east, -north)
            scene.addPath(path, QPen(QColor(colour), width))
    pen, fill = QPen(QColor("#7A5200"), 1.2), QColor("#F2B632")
    for asset in ground.assets(everything):
        scene.addEllipse(QRectF(asset.east - 3, -asset.north - 3, 6, 6), pen, fill)
    view.setRenderHint(QPainter.RenderHint.Antialiasing)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.resize(*SIZE)
    view.show()  # before that its viewport has no size
    QApplication.processEvents()
    view.centerOn(0, 0)
    scene.items(QRectF(0, 0, 1, 1))  # its index is made before anything is timed
    return view


def _is_painted(view: QGraphicsView) -> bool:
    return len(view.items(view.viewport().rect())) > LAMPS_IN_SIGHT


def _shot(widget: QWidget) -> None:
    picture = QPixmap(*SIZE)
    picture.fill(QColor("#ECE7DC"))
    if isinstance(widget, QGraphicsView):
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        widget.render(painter)
        painter.end()
    else:
        widget.render(picture)


def _pan(view: TownMapView, metres: float) -> None:
    east, north = view.middle
    view.show_at((east + metres, north), SCALE)
    _shot(view)


def _scroll(view: QGraphicsView, pixels: int) -> None:
    bar = view.horizontalScrollBar()
    bar.setValue(bar.value() + pixels)
    _shot(view)


def _zoom(view: TownMapView, turn: int) -> None:
    view.zoom_out() if turn % 2 == 0 else view.zoom_in()
    _shot(view)


def _scale(view: QGraphicsView, turn: int) -> None:
    factor = 0.5 if turn % 2 == 0 else 2.0
    view.scale(factor, factor)
    _shot(view)


def _found(places: Places, text: str) -> None:
    assert places.search(text), text


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
