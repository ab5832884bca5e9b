"""The parts of screens: amounts, focus, scans, choices, tables, and what a screen reader is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk_app.shown import Cell, ListRow, Problem, TableRow
from kiosk_app.theme import DESK, KIOSK, apply_theme
from kiosk_app.widgets import (
    Button,
    Chip,
    Column,
    ErrorSummary,
    Field,
    FocusRing,
    Gauge,
    MoneyField,
    Notice,
    Pill,
    RailButton,
    RowList,
    Segments,
    StepBar,
    Table,
    Tile,
    Toast,
    column,
    fill,
    label,
)
from kiosk_app.widgets.scan_filter import ScanFilter
from tests.conftest import type_text

#: Windows of the running test: qtbot closes them but does not keep them alive.
_STAGE: list[QWidget] = []


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> Iterator[None]:
    apply_theme(qapp, DESK)
    yield
    _STAGE.clear()


def shown(qtbot: QtBot, *widgets: QWidget) -> QWidget:
    window = fill(QWidget(), column(*widgets, margins=(20, 20, 20, 20), spacing=12))
    _STAGE.append(window)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def spoken(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name)


# -- amounts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "shows", "says"),
    [
        ("15.30", "15.30", "15.30"),
        ("15,30", "15,30", "15.30"),
        (",5", ",5", ".5"),
        ("1.234", "1.23", "1.23"),
        ("1,2,3", "1,23", "1.23"),
        ("12a3", "123", "123"),
        ("-5", "5", "5"),
        ("1234567890", "123456789", "123456789"),
    ],
)
def test_an_amount_takes_both_decimal_marks_and_nothing_else(qtbot: QtBot, typed: str, shows: str, says: str) -> None:
    field = MoneyField()
    shown(qtbot, field)
    heard: list[str] = []
    field.typed.connect(heard.append)
    type_text(field, typed)
    assert (field.text(), heard[-1]) == (shows, says)


def test_a_currency_without_decimals_takes_no_mark(qtbot: QtBot) -> None:
    field = MoneyField(decimals=0)
    shown(qtbot, field)
    type_text(field, "1500.50")
    assert field.text() == "150050"


def test_showing_an_amount_tells_nobody_and_keeps_the_cursor(qtbot: QtBot) -> None:
    field = MoneyField()
    shown(qtbot, field)
    heard: list[str] = []
    type_text(field, "15,3")
    field.typed.connect(heard.append)
    field.setCursorPosition(1)
    field.show_text("15.3")
    assert (field.text(), field.cursorPosition(), heard) == ("15,3", 1, [])
    field.show_text("20.00")
    assert (field.text(), heard) == ("20.00", [])


# -- focus -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def ring(qapp: QApplication) -> Iterator[FocusRing]:
    made = FocusRing(qapp)
    yield made
    made.uninstall()


def colours(picture: QImage) -> dict[str, int]:
    counted: dict[str, int] = {}
    for x in range(picture.width()):
        for y in range(picture.height()):
            name = picture.pixelColor(x, y).name().upper()
            counted[name] = counted.get(name, 0) + 1
    return counted


def test_the_keyboard_shows_where_it_is_and_the_mouse_does_not(qtbot: QtBot, ring: FocusRing) -> None:
    first, second = Button("Uno"), Button("Dos")
    window = shown(qtbot, first, second)
    before = colours(window.grab().toImage())
    first.setFocus(Qt.FocusReason.MouseFocusReason)
    worn = [ring.target]
    QTest.keyClick(first, Qt.Key.Key_Tab)
    worn.append(ring.target)
    assert worn == [None, second]
    after = colours(window.grab().toImage())
    for colour, least in (("#FFB000", 60), ("#14212B", 60)):
        assert after.get(colour, 0) - before.get(colour, 0) > least, f"{colour} is not seen"
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert colours(window.grab().toImage()).get("#FFB000", 0) == before.get("#FFB000", 0)


def test_the_ring_follows_what_it_surrounds(qtbot: QtBot, ring: FocusRing) -> None:
    first, second = Button("Uno"), Button("Dos")
    window = shown(qtbot, first, second)
    QTest.keyClick(first, Qt.Key.Key_Tab)
    target = QApplication.focusWidget()
    assert target is not None
    shape = next(child for child in window.children() if type(child).__name__ == "_Ring")
    assert isinstance(shape, QWidget)
    assert shape.geometry().contains(target.geometry())
    window.resize(window.width() + 200, window.height() + 100)
    QApplication.processEvents()
    assert shape.geometry().contains(target.geometry())
    target.hide()
    assert ring.target is QApplication.focusWidget() is not target, "the focus went on, and the ring with it"


def test_a_widget_with_its_own_focus_gets_no_ring(qtbot: QtBot, ring: FocusRing) -> None:
    first, second = Button("Uno"), Button("Dos")
    second.setProperty("ownFocus", True)
    shown(qtbot, first, second)
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is second
    assert ring.target is None


# -- scans -------------------------------------------------------------------------------------------------------------


class Counter(QWidget):
    """A window with a field and a button, a clock, and what came of the keys."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.moment = 0.0
        self.field, self.text, self.button = QLineEdit(), QPlainTextEdit(), QPushButton("Cobrar")
        self.button.setDefault(True)
        self.setLayout(column(self.field, self.text, self.button))
        self.scans: list[str] = []
        self.presses: list[str] = []
        self.returns: list[str] = []
        self.scanner = ScanFilter(app, now=lambda: self.moment)
        self.scanner.scanned.connect(self.scans.append)
        self.button.clicked.connect(lambda: self.presses.append("pressed"))
        self.field.returnPressed.connect(lambda: self.returns.append("return"))

    def strike(self, target: QWidget, text: str, gap: float, end: Qt.Key | None = Qt.Key.Key_Return) -> None:
        keys = [(0, letter) for letter in text] + ([(int(end), "\r")] if end is not None else [])
        for key, letter in keys:
            self.moment += gap
            code = Qt.Key.Key_Space.value if letter == " " else key
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(target, event)


@pytest.fixture
def counter(qtbot: QtBot, qapp: QApplication) -> Iterator[Counter]:
    made = Counter(qapp)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.scanner.uninstall()


def test_a_burst_becomes_a_scan_and_never_presses_the_button(counter: Counter) -> None:
    counter.button.setFocus()
    counter.strike(counter.button, "45067318", gap=0.002)
    assert (counter.scans, counter.presses) == (["45067318"], [])


def test_spaces_inside_a_burst_do_not_press_the_button_in_focus(counter: Counter) -> None:
    counter.button.setFocus()
    counter.strike(counter.button, "YUPANQUI TORRES INES", gap=0.002)
    assert (counter.scans, counter.presses) == (["YUPANQUI TORRES INES"], [])


def test_a_scan_leaves_no_text_behind(counter: Counter) -> None:
    heard: list[str] = []
    counter.field.setText("20.00")
    counter.field.setCursorPosition(2)
    counter.field.textEdited.connect(heard.append)
    counter.field.setFocus()
    counter.strike(counter.field, "4506731812345", gap=0.005)
    assert counter.scans == ["4506731812345"]
    assert (counter.field.text(), counter.field.cursorPosition()) == ("20.00", 2)
    assert heard[-1] == "20.00", "who heard the burst as typing hears that it is gone"
    assert counter.returns == []


def test_a_scan_over_a_selection_gives_the_selection_back(counter: Counter) -> None:
    counter.field.setText("20.00")
    counter.field.setFocus()
    counter.field.selectAll()
    counter.strike(counter.field, "4506731812345", gap=0.005)
    assert counter.field.text() == "20.00"


def test_a_scan_leaves_a_long_text_as_it_was(counter: Counter) -> None:
    counter.text.setPlainText("El poste\nno enciende")
    counter.text.setFocus()
    counter.strike(counter.text, "4506731812345", gap=0.005)
    assert counter.scans == ["4506731812345"]
    assert counter.text.toPlainText() == "El poste\nno enciende"


def test_human_typing_is_untouched(counter: Counter) -> None:
    counter.field.setFocus()
    counter.strike(counter.field, "45067318", gap=0.060)
    assert (counter.scans, counter.field.text(), counter.returns) == ([], "45067318", ["return"])


def test_a_fast_typist_with_a_slow_enter_is_no_scanner(counter: Counter) -> None:
    counter.field.setFocus()
    counter.strike(counter.field, "45067318", gap=0.010, end=None)
    counter.moment += 0.2
    counter.strike(counter.field, "", gap=0.0)
    assert counter.scans == []
    assert counter.field.text() == "45067318"


def test_a_short_burst_is_typing(counter: Counter) -> None:
    counter.field.setFocus()
    counter.strike(counter.field, "1234567", gap=0.002)
    assert (counter.scans, counter.field.text()) == ([], "1234567")


def test_two_scans_in_a_row_are_two(counter: Counter) -> None:
    counter.button.setFocus()
    counter.strike(counter.button, "45067318", gap=0.002)
    counter.moment += 1
    counter.strike(counter.button, "45067317", gap=0.002, end=Qt.Key.Key_Tab)
    assert counter.scans == ["45067318", "45067317"]


def test_without_the_filter_the_same_burst_does_harm(counter: Counter) -> None:
    """The control: what the filter prevents does happen without it."""
    counter.scanner.uninstall()
    counter.field.setText("20.00")
    counter.field.setFocus()
    counter.strike(counter.field, "45067318", gap=0.002)
    assert counter.field.text() != "20.00"
    assert counter.returns == ["return"]


# -- what people press and read ----------------------------------------------------------------------------------------


def test_a_button_is_as_wide_as_its_words_and_its_key(qtbot: QtBot) -> None:
    plain, keyed = Button("Cobrar e imprimir"), Button("Cobrar e imprimir", key="F12", icon="printer")
    shown(qtbot, plain, keyed)
    assert keyed.sizeHint().width() > plain.sizeHint().width()
    assert keyed.accessibleDescription() == "F12"
    keyed.show_key(False)
    assert keyed.sizeHint().width() < plain.sizeHint().width() + 60


def test_the_caption_and_its_key_are_centred_together(qtbot: QtBot) -> None:
    button = Button("Cobrar", "primary", key="F12", size="large")
    button.setFixedWidth(300)
    shown(qtbot, button)
    picture = button.grab().toImage()
    ground = picture.pixelColor(20, picture.height() // 2).name()
    inked = [
        x
        for x in range(20, picture.width() - 20)
        if any(picture.pixelColor(x, y).name() != ground for y in range(8, picture.height() - 8))
    ]
    left, right = inked[0], picture.width() - inked[-1]
    assert abs(left - right) <= 4, (left, right)


def test_enter_presses_a_button_that_was_tabbed_to(qtbot: QtBot) -> None:
    button, presses = Button("Guardar"), list[str]()
    shown(qtbot, button)
    button.clicked.connect(lambda: presses.append("pressed"))
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert presses == ["pressed", "pressed"]


@pytest.mark.parametrize(
    "make", [lambda: Button("Enviar"), lambda: Tile("Enviar", "Todo", "send")], ids=["Button", "Tile"]
)
def test_sliding_off_cancels(qtbot: QtBot, make: type[Button]) -> None:
    button, presses = make(), list[str]()  # type: ignore[call-arg]  # one of two makers
    shown(qtbot, button)
    button.clicked.connect(lambda: presses.append("pressed"))
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    QTest.mouseMove(button, QPoint(-50, -50))
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton, pos=QPoint(-50, -50))
    assert presses == []
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert presses == ["pressed"]


def test_a_field_is_named_by_its_label_and_never_by_its_placeholder(qtbot: QtBot) -> None:
    editor = QLineEdit()
    editor.setPlaceholderText("9 dígitos")
    field = Field("Teléfono", editor)
    shown(qtbot, field)
    assert spoken(editor) == "Teléfono"
    field.name("Celular")
    assert spoken(editor) == "Celular"
    field.show_error("Escriba los 9 números")
    assert editor.accessibleDescription() == "Escriba los 9 números"
    assert field.error.isVisible()
    field.show_error("")
    assert not field.error.isVisible()


def test_the_summary_takes_the_focus_once_and_leads_to_the_field(qtbot: QtBot) -> None:
    summary, editor = ErrorSummary("Hay un problema"), QLineEdit()
    shown(qtbot, summary, editor)
    problems = (Problem("dni", "Escriba los 8 números"), Problem("name", "Escriba el nombre"))
    summary.show_problems(problems)
    assert QApplication.focusWidget() is summary
    editor.setFocus()
    summary.show_problems(problems)
    assert QApplication.focusWidget() is editor, "a repeated render does not steal the focus"
    led: list[str] = []
    summary.jump.connect(led.append)
    lines = [child for child in summary.findChildren(Button) if child.isVisible()]
    assert [line.text() for line in lines] == ["Escriba los 8 números", "Escriba el nombre"]
    lines[1].click()
    assert led == ["name"]
    summary.show_problems(())
    assert not summary.isVisible()


def test_a_pill_is_shorter_where_there_is_little_room_and_always_whole_for_the_ear(qtbot: QtBot) -> None:
    pill = Pill("send", "7 por enviar")
    shown(qtbot, pill)
    pill.say("send", "7 por enviar", "· último envío 08:15", "warn", short="7 por enviar")
    wide = pill.sizeHint().width()
    pill.set_compact(True)
    assert pill.sizeHint().width() < wide
    assert spoken(pill) == "7 por enviar · último envío 08:15"


def test_segments_are_heard_as_one_choice_of_several(qtbot: QtBot) -> None:
    segments, chosen = Segments((("a", "Hoy"), ("b", "Vencidos"))), list[str]()
    shown(qtbot, segments)
    segments.chosen.connect(chosen.append)
    segments.show_options(("Hoy 3", "Vencidos 2"), "a")
    interface = QAccessible.queryAccessibleInterface(segments.buttons[0])
    assert interface.role() == QAccessible.Role.RadioButton
    assert spoken(segments.buttons[1]) == "Vencidos 2"
    assert chosen == [], "showing tells nobody"
    segments.buttons[1].click()
    assert chosen == ["b"]


def test_steps_say_where_one_is(qtbot: QtBot) -> None:
    bar, chosen = StepBar(), list[int]()
    shown(qtbot, bar)
    bar.step_chosen.connect(chosen.append)
    bar.show_steps(("Persona", "Pago"), 1, "Paso 2 de 2: Pago")
    assert spoken(bar) == "Paso 2 de 2: Pago"
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(10, bar.height() // 2))
    assert chosen == [0]


def test_a_list_tells_each_row_whole_and_what_was_picked(qtbot: QtBot) -> None:
    rows = RowList("Casos")
    picked: list[str] = []
    rows.row_chosen.connect(picked.append)
    shown(qtbot, rows)
    rows.show_rows((ListRow("1", "Yupanqui, Inés", "10:42", "Acta", "Borrador"), ListRow("2", "Rojas, Pedro")), "2")
    assert rows.currentIndex().row() == 1
    heard = rows.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "Yupanqui, Inés, Acta, Borrador, 10:42"
    assert picked == []
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(rows.model().index(0, 0)).center())
    assert picked == ["1"]


def test_a_table_lines_numbers_up_and_tells_only_what_a_person_picks(qtbot: QtBot) -> None:
    table = Table((Column("Qué"), Column("Monto", 120, numeric=True)), "Movimientos")
    picked: list[str] = []
    table.row_chosen.connect(picked.append)
    shown(qtbot, table)
    table.show_rows((TableRow("a", ("Acta", "12.00")), TableRow("b", ("Otra", Cell("3.00", "err")))), "b")
    assert table.currentIndex().row() == 1
    assert picked == []
    assert table.model().index(1, 1).data() == "3.00"
    side = table.model().headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
    assert side & Qt.AlignmentFlag.AlignRight.value
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Up)
    assert picked == ["a"]


def test_a_fault_in_painting_a_row_is_logged_and_does_not_spread(qtbot: QtBot, expected_log_lines: list[str]) -> None:
    expected_log_lines.append("ventanilla.screens: a cell could not be painted")
    table = Table((Column("Uno"), Column("Dos")), "Rota")
    shown(qtbot, table)
    table.show_rows((TableRow("a", (Cell("x", tone="no such tone"), "y")),))  # type: ignore[arg-type]  # on purpose
    table.grab()


def test_a_row_that_does_not_fit_its_table_is_refused(qtbot: QtBot) -> None:
    table = Table((Column("Uno"), Column("Dos")), "Rota")
    shown(qtbot, table)
    with pytest.raises(ValueError, match="1 cells, the table 2"):
        table.show_rows((TableRow("a", ("falta la segunda",)),))


def test_a_notice_is_spoken_and_hides_when_it_has_nothing_to_say(qtbot: QtBot) -> None:
    notice, acted = Notice("Sin conexión", "warn", action="Ver"), list[str]()
    shown(qtbot, notice)
    notice.acted.connect(lambda: acted.append("acted"))
    assert spoken(notice) == "Sin conexión"
    notice.button.click()
    notice.say("")
    assert (acted, notice.isVisible()) == (["acted"], False)


def test_a_toast_can_be_taken_back_once(qtbot: QtBot) -> None:
    window = shown(qtbot, label("Mesa"))
    window.resize(600, 300)
    toast, undone = Toast(window), list[str]()
    toast.undone.connect(lambda: undone.append("undone"))
    toast.say("Borrador descartado", "Deshacer")
    assert toast.geometry().bottom() < window.height()
    toast.button.click()
    assert (undone, toast.isVisible()) == (["undone"], False)


def test_a_gauge_marks_where_the_warning_begins(qtbot: QtBot) -> None:
    gauge = Gauge()
    gauge.setFixedWidth(200)
    shown(qtbot, gauge)
    gauge.show_level(50, 70, "primary", "Quedan S/ 150.00")
    half = colours(gauge.grab().toImage()).get("#0B5A63", 0)
    gauge.show_level(100, 70, "err", "Agotada")
    full = colours(gauge.grab().toImage()).get("#A6201B", 0)
    assert full > half * 1.8
    assert spoken(gauge) == "Agotada"


def test_a_rail_button_names_its_place_also_where_only_the_picture_shows(qtbot: QtBot) -> None:
    place = RailButton("Casos", "inbox", "F3")
    shown(qtbot, place)
    place.set_narrow(True)
    assert (spoken(place), place.sizeHint().width()) == ("Casos", 40)


def test_a_tile_grows_with_its_words(qtbot: QtBot, qapp: QApplication) -> None:
    apply_theme(qapp, KIOSK)
    tile = Tile("Ver un trámite", "Requisitos, costo y cuánto demora.", "file-text")
    shown(qtbot, tile)
    assert tile.heightForWidth(500) > tile.heightForWidth(1600)
    assert (spoken(tile), tile.accessibleDescription()) == ("Ver un trámite", "Requisitos, costo y cuánto demora.")
    assert tile.sizeHint().height() >= KIOSK.control


def test_a_chip_is_never_a_colour_alone(qtbot: QtBot) -> None:
    chip = Chip("Vencido", "err")
    shown(qtbot, chip)
    assert chip.text() == "Vencido"
    chip.say("", "err")
    assert not chip.isVisible()


def test_what_a_citizen_writes_is_never_markup(qtbot: QtBot) -> None:
    words = label("<b>Julia</b> & <img src=x>")
    shown(qtbot, words)
    assert words.textFormat() is Qt.TextFormat.PlainText
