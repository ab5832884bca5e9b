"""The middle of the counter: who it is for, which procedure, what the person brings, what the procedure asks."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QWidget

from kiosk_app.screens.desk.attend.state import Person, ProcedureChoice, Requirement
from kiosk_app.screens.desk.parts import ChoiceBox, TextBox, empty
from kiosk_app.shown import FieldEdited, ListRow
from kiosk_app.theme.tokens import COLOURS
from kiosk_app.widgets import Button, Card, Field, RowList, column, grid, label, row, set_text
from kiosk_app.widgets.text import IconLabel
from wording.catalogue import _

ROWS_SHOWN_MAX: Final = 4
TICK_MARGIN: Final = 8


class Finder(QWidget):
    """A search box over a list: Up and Down move in the list while the cursor stays in the box, Enter takes the row.

    Signals: `searched(object)` text, `chosen(object)` key, `left()` on Escape.
    """

    searched = Signal(object)
    chosen = Signal(object)
    left = Signal()

    def __init__(self, caption: str, field: str, list_name: str, placeholder: str = "") -> None:
        super().__init__()
        self.search = TextBox(field, placeholder=placeholder)
        self.search.setProperty("enterActs", True)
        self.field = Field(caption, self.search)
        self._found = RowList(list_name)
        self._none = label("", "sub", wrap=True)
        self.setLayout(column(self.field, 6, self._found, self._none))
        self.search.edited.connect(self._searched)
        self.search.installEventFilter(self)
        self._found.row_chosen.connect(self.chosen)

    def show_found(self, text: str, found: tuple[ListRow, ...], none_found: str, chosen: str = "") -> None:
        self.search.show_text(text)
        self._found.show_rows(found, chosen or (found[0].key if found else ""))
        self._found.setVisible(bool(found))
        shown = range(min(len(found), ROWS_SHOWN_MAX))  # one with a chip is higher than one without
        self._found.setFixedHeight(sum(max(1, self._found.sizeHintForRow(row)) for row in shown) + 8)
        set_text(self._none, none_found)

    def has_found(self) -> bool:
        return self._found.isVisible()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._steered(event)
        return super().eventFilter(watched, event)

    def _steered(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._found.isVisible():
            at = self._found.currentIndex().row() + (1 if event.key() == Qt.Key.Key_Down else -1)
            model = self._found.model()
            self._found.setCurrentIndex(model.index(max(0, min(at, model.rowCount() - 1)), 0))
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self._found.isVisible():
                self._found.activated.emit(self._found.currentIndex())
            return True
        return False

    def _searched(self, edit: FieldEdited) -> None:
        self.searched.emit(edit.text)


class PersonCard(Card):
    """Signals: `edited(object)` with a FieldEdited; `searched(object)` text, `chosen(object)` key of a person found,
    `search_left()`.
    """

    edited = Signal(object)
    searched = Signal(object)
    chosen = Signal(object)
    search_left = Signal()

    def __init__(self) -> None:
        super().__init__(_("Person"))
        self._finder = Finder(_("Name or number of someone served here before"), "person_search", _("People found"))
        self._finder.searched.connect(self.searched)
        self._finder.chosen.connect(self.chosen)
        self._finder.left.connect(self.search_left)
        self.document_type = ChoiceBox("document_type")
        self._boxes = {
            "document": TextBox("document", longest=16),
            "born": TextBox("born", longest=10, placeholder=_("dd/mm/yyyy")),
            "given_names": TextBox("given_names"),
            "family_names": TextBox("family_names"),
            "phone": TextBox("phone", longest=15),
        }
        self.fields = {
            "document_type": Field(_("Document"), self.document_type),
            "document": Field(_("Number"), self._boxes["document"]),
            "born": Field(_("Born on"), self._boxes["born"], hint=_("optional")),
            "given_names": Field(_("Given names"), self._boxes["given_names"]),
            "family_names": Field(_("Family names"), self._boxes["family_names"]),
            "phone": Field(_("Telephone"), self._boxes["phone"], hint=_("optional")),
        }
        self.document_type.edited.connect(self.edited)
        for box in self._boxes.values():
            box.edited.connect(self.edited)
        f = self.fields
        self.body.addWidget(self._finder)
        self._fields_box = QWidget()
        self.body.addWidget(self._fields_box)
        self._fields_box.setLayout(
            grid(
                (
                    (f["document_type"], f["document"], f["born"]),
                    (f["given_names"], f["family_names"], f["phone"]),
                ),
                down=12,
            )
        )

    def show_person(self, person: Person) -> None:
        appeared = person.searching and self._finder.isHidden()
        self._finder.setVisible(person.searching)
        self._fields_box.setVisible(not person.searching)
        self._finder.show_found(person.search, person.found, person.none_found)
        if appeared:
            self._finder.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.document_type.show_choices(person.document_types, person.document_type)
        for name, box in self._boxes.items():
            box.show_text(getattr(person, name))
        set_text(self.aside, person.origin.words, "ok" if person.origin.tone == "ok" else "")


class RequirementBox(QCheckBox):
    """Space marks it and goes on to the next, so that three requirements are three key strokes."""

    def __init__(self, requirement: Requirement) -> None:
        super().__init__()
        self.requirement = requirement.key
        words = f"{requirement.kind} · {requirement.words}" if requirement.kind else requirement.words
        self._words = words.replace("&", "&&")
        self.setAccessibleName(f"{requirement.words} ({requirement.kind})" if requirement.kind else requirement.words)
        self.setChecked(requirement.met)
        # A tick box does not break lines by itself, and a requirement of the law is long: it must not widen the form.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.setText(self._words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        text = self._broken(event.size().width())
        if text != self.text():
            self.setText(text)

    def _broken(self, width: int) -> str:
        """The words in lines that fit beside the tick."""
        style, metrics = self.style(), self.fontMetrics()
        tick = style.pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth, None, self)
        gap = style.pixelMetric(QStyle.PixelMetric.PM_CheckBoxLabelSpacing, None, self)
        room = max(1, width - tick - gap - TICK_MARGIN)
        lines = [""]
        for word in self._words.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and metrics.horizontalAdvance(longer) > room:
                lines.append(word)
            else:
                lines[-1] = longer
        return "\n".join(lines)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.click()
            if self.isChecked():
                self.focusNextChild()
            return
        super().keyPressEvent(event)


class RequirementsCard(Card):
    """Signals: `toggled(object)` with a pair: the requirement's key and whether the person brings it."""

    toggled = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Requirements"), spacing=8)
        self._shown: tuple[tuple[str, str], ...] = ()
        self._boxes: list[RequirementBox] = []

    def show_requirements(self, choice: ProcedureChoice) -> None:
        same = tuple((requirement.key, requirement.words) for requirement in choice.requirements)
        if same != self._shown:
            self._shown = same
            empty(self.body)
            self._boxes = [RequirementBox(requirement) for requirement in choice.requirements]
            for box in self._boxes:
                box.clicked.connect(self._toggled)
                self.body.addWidget(box)
        for box, requirement in zip(self._boxes, choice.requirements, strict=True):
            box.setChecked(requirement.met)
        self.aside.setText(choice.requirements_met)
        self.setVisible(bool(choice.requirements))

    def focus_first(self) -> None:
        if self._boxes:
            self._boxes[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _toggled(self) -> None:
        box = self.sender()
        if isinstance(box, RequirementBox):
            self.toggled.emit((box.requirement, box.isChecked()))


class ProcedureCard(Card):
    """Finding the procedure by any words; once one is chosen its name is the screen's title.

    Signals: `searched(object)` with the text, `chosen(object)` with a key, `cleared()`.
    """

    searched = Signal(object)
    chosen = Signal(object)
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__(_("Procedure"))
        hint = _("Any words: birth, licence, property tax")
        self._finder = Finder(_("What does the person need?"), "procedure", _("Procedures found"), hint)
        self.field = self._finder.field
        self._chosen = label("", "strong", wrap=True)
        self._summary = label("", "small", wrap=True)
        self._change = Button(_("Change"), "quiet", size="small")
        self._picked = QWidget()
        icon = IconLabel("file-check", COLOURS.primary, 22)
        self._picked.setLayout(row(icon, 12, (column(self._chosen, 2, self._summary), 1), self._change))
        self.body.addWidget(self._finder)
        self.body.addWidget(self._picked)
        self._finder.searched.connect(self.searched)
        self._finder.chosen.connect(self.chosen)
        self._change.clicked.connect(self.cleared)

    def show_choice(self, choice: ProcedureChoice) -> None:
        picked = bool(choice.chosen)
        self._finder.setVisible(not picked)
        self._picked.setVisible(picked)
        set_text(self._chosen, choice.chosen)
        set_text(self._summary, choice.summary)
        self._finder.show_found(choice.text, choice.found, choice.none_found)
