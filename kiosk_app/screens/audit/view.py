"""The auditor's screen: what is asked for on top, what it comes to, the rows, and the evidence at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout, QWidget

from kiosk_app.screens.audit.charts import BalancePlot, ChartCard, ColumnPlot
from kiosk_app.screens.audit.figures import FigureRow
from kiosk_app.screens.audit.grid import GridCard
from kiosk_app.screens.audit.inspector import InspectorPanel
from kiosk_app.screens.audit.state import AuditState, Export, Option
from kiosk_app.theme.tokens import COLOURS
from kiosk_app.widgets.buttons import Button
from kiosk_app.widgets.layouts import STRETCH, column, fill, row
from kiosk_app.widgets.notice import Notice
from kiosk_app.widgets.text import IconTile, label
from wording.catalogue import _

_ICONS = {
    Export.PDF: "file-text",
    Export.CSV: "file-spreadsheet",
    Export.XLSX: "file-spreadsheet",
    Export.HLEDGER: "scale",
    Export.BEANCOUNT: "scale",
}


class TopBar(QFrame):
    """Signals: `cabin_chosen(str)`, `period_chosen(str)`, `export_asked(str)`, `verify_asked()`."""

    cabin_chosen = Signal(object)
    period_chosen = Signal(object)
    export_asked = Signal(object)
    verify_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("box", "top")
        self.setFixedHeight(60)
        self._options: dict[QComboBox, tuple[Option, ...]] = {}
        self.cabin, self.period = self._combo(210), self._combo(160)
        self.verify = Button("", icon="refresh-cw")
        self.exports = {kind: Button("", icon=icon) for kind, icon in _ICONS.items()}
        self._title = label("", "h3")
        emblem = IconTile("scale", COLOURS.on_primary, COLOURS.primary, 36, 9)
        left = row(emblem, 12, self._title, STRETCH, self.cabin, 10, self.period, 10, self.verify)
        right = row(*self.exports.values(), spacing=8)
        self.setLayout(row((left, 1), right, margins=(20, 0, 20, 0), spacing=8))
        self.cabin.activated.connect(self._on_cabin)
        self.period.activated.connect(self._on_period)
        self.verify.clicked.connect(self.verify_asked)
        for button in self.exports.values():
            button.clicked.connect(self._on_export)
        self.setTabOrder(self.cabin, self.period)

    def show_state(self, state: AuditState) -> None:
        self._title.setText(_("Audit of cabins"))
        self.cabin.setAccessibleName(_("Cabin"))
        self.period.setAccessibleName(_("Period"))
        self._fill(self.cabin, state.cabins, state.cabin)
        self._fill(self.period, state.periods, state.period)
        self.verify.setText(_("Verify"))
        self.verify.setAccessibleName(_("Verify everything again"))
        words = {
            Export.PDF: _("PDF"),
            Export.CSV: _("CSV"),
            Export.XLSX: _("XLSX"),
            Export.HLEDGER: _("hledger"),
            Export.BEANCOUNT: _("beancount"),
        }
        for kind, button in self.exports.items():
            button.setText(words[kind])
            button.setAccessibleName(_("Export as {format}").format(format=words[kind]))
            button.setEnabled(state.can_export)

    def _combo(self, width: int) -> QComboBox:
        made = QComboBox()
        made.setFixedWidth(width)
        made.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._options[made] = ()
        return made

    def _fill(self, combo: QComboBox, options: tuple[Option, ...], chosen: str) -> None:
        if self._options[combo] != options:
            self._options[combo] = options
            combo.clear()
            combo.addItems([option.words for option in options])
        combo.setCurrentIndex(next((i for i, option in enumerate(options) if option.id == chosen), -1))

    def _on_cabin(self, index: int) -> None:
        self.cabin_chosen.emit(self._options[self.cabin][index].id)

    def _on_period(self, index: int) -> None:
        self.period_chosen.emit(self._options[self.period][index].id)

    def _on_export(self) -> None:
        pressed = self.sender()
        for kind, button in self.exports.items():
            if button is pressed:
                self.export_asked.emit(kind.value)


class AuditView(QWidget):
    """Lives on the application thread.

    Signals: `cabin_chosen(str)`, `period_chosen(str)`, `figure_opened(str)` (empty: show everything again),
    `tab_chosen(str)`, `row_chosen(str)`, `sort_asked(str)`, `evidence_opened(str)` a row's key, `export_asked(str)`,
    `verify_asked()`.
    """

    cabin_chosen = Signal(object)
    period_chosen = Signal(object)
    figure_opened = Signal(object)
    tab_chosen = Signal(object)
    row_chosen = Signal(object)
    sort_asked = Signal(object)
    evidence_opened = Signal(object)
    export_asked = Signal(object)
    verify_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("page", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._first_wrong = ""
        self.top, self.proof, self.notice = TopBar(), Notice(), Notice()
        self.figures, self.grid, self.inspector = FigureRow(), GridCard(), InspectorPanel()
        self.charts = (ChartCard(ColumnPlot()), ChartCard(BalancePlot()))
        self._lay()
        self._connect()

    def render(self, state: AuditState) -> None:  # type: ignore[override]  # the house's word; QWidget's is not used
        self.top.show_state(state)
        self._first_wrong = state.proof.opens
        action = _("See the entry") if state.proof.opens else ""
        words = f"{state.proof.words} {state.proof.detail}".strip()
        self.proof.say(words, state.proof.tone, icon=state.proof.icon, action=action)
        self.notice.say(state.notice, state.notice_tone)
        self.figures.show_figures(state.figures)
        for card, chart in zip(self.charts, state.charts, strict=True):
            card.show_chart(chart)
        for part in (self.figures, *self.charts, self.grid, self.inspector):
            part.setVisible(state.verified)
        self.grid.show_grid(state.tabs, state.grid, state.drill)
        self.inspector.show_inspector(state.inspector)

    def _lay(self) -> None:
        rows = column(row(*((card, 1) for card in self.charts), spacing=12), 12, (self.grid, 1))
        rows.setStretch(0, 0)
        left = fill(QWidget(), column(rows, margins=(20, 0, 16, 16)))
        head = column(self.proof, self.notice, self.figures, spacing=10, margins=(20, 12, 20, 12))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.top)
        outer.addLayout(head)
        outer.addLayout(row((left, 1), self.inspector), 1)

    def _connect(self) -> None:
        self.top.cabin_chosen.connect(self.cabin_chosen)
        self.top.period_chosen.connect(self.period_chosen)
        self.top.export_asked.connect(self.export_asked)
        self.top.verify_asked.connect(self.verify_asked)
        self.proof.acted.connect(self._on_proof)
        self.figures.opened.connect(self.figure_opened)
        self.grid.tab_chosen.connect(self.tab_chosen)
        self.grid.row_chosen.connect(self.row_chosen)
        self.grid.sort_asked.connect(self.sort_asked)
        self.grid.drill_closed.connect(self._on_drill_closed)
        self.inspector.opened.connect(self.evidence_opened)

    def _on_proof(self) -> None:
        self.evidence_opened.emit(self._first_wrong)

    def _on_drill_closed(self) -> None:
        self.figure_opened.emit("")
