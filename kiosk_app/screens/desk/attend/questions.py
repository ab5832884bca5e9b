"""The municipality's form: one page of it, each question with the editor that its kind asks for."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QVBoxLayout, QWidget

from kiosk_app.screens.desk.attend.state import FormPage, FormQuestion
from kiosk_app.screens.desk.parts import ChoiceBox, LongTextBox, TextBox
from kiosk_app.shown import Choice, FieldEdited
from kiosk_app.widgets import STRETCH, Button, Card, Field, label, row
from wording.catalogue import _


class AddBox(QFrame):
    """Adds one more, a photo or a group of questions, and takes one away.

    Signals: `edited(object)` with a FieldEdited: `+<path>` or `-<place>` for a photo, how many for a group.
    """

    edited = Signal(object)

    def __init__(self, field: str, question: FormQuestion) -> None:
        super().__init__()
        self.field = field
        self._photos = question.kind == "photo"
        self._caption = question.caption
        self._held: tuple[Choice, ...] = ()
        self._count = 0
        words, key, icon = (_("Attach a photo"), "F9", "camera") if self._photos else (_("Add one more"), "", "plus")
        self.add = Button(words, key=key, icon=icon, size="small")
        self.add.setAccessibleName(f"{words}: {question.caption}")
        self.add.clicked.connect(self.add_one)
        self._list = row(spacing=8)
        self.setLayout(row(self.add, 8, self._list, STRETCH))
        self.setFocusProxy(self.add)

    def show_held(self, question: FormQuestion) -> None:
        self._count = int(question.answer) if question.answer.isdigit() else 0
        held = question.choices
        if not self._photos:
            spare = self._count > question.least
            held = (Choice("last", _("Take away the last")),) if spare else ()
        self.add.setEnabled(not question.most or self._count < question.most)
        if held == self._held:
            return
        self._held = held
        while (item := self._list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for choice in held:
            button = Button(choice.words, "quiet", icon="x", size="small")
            spoken = _("Remove the photo {name}") if self._photos else "{name}: " + self._caption
            button.setAccessibleName(spoken.format(name=choice.words))
            button.clicked.connect(partial(self._take_away, choice.key))
            self._list.addWidget(button)

    def add_one(self) -> None:
        if not self._photos:
            self.edited.emit(FieldEdited(self.field, str(self._count + 1)))
            return
        path, _kind = QFileDialog.getOpenFileName(self, self._caption, "", _("Photos (*.jpg *.jpeg *.png)"))
        if path:
            self.edited.emit(FieldEdited(self.field, f"+{path}"))

    def _take_away(self, key: str, _checked: object = None) -> None:
        self.edited.emit(FieldEdited(self.field, f"-{key}" if self._photos else str(self._count - 1)))


class QuestionsCard(Card):
    """What the procedure asks, a page at a time. Signals: `edited(object)` with a FieldEdited whose field is
    `question:<key>`; `turned(object)` 1 or -1.
    """

    edited = Signal(object)
    turned = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Details of the procedure"))
        self._shown: dict[str, tuple[object, ...]] = {}
        self.fields: dict[str, Field] = {}
        self._place = QGridLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        self._place.setHorizontalSpacing(16)
        self._place.setVerticalSpacing(12)
        for side in (0, 1):
            self._place.setColumnStretch(side, 1)
        self._back = Button(_("Page before"), key=_("Ctrl+PgUp"), size="small")
        self._on = Button(_("Next page"), key=_("Ctrl+PgDn"), size="small")
        self._pages = QWidget()
        self._pages.setLayout(row(self._back, STRETCH, self._on, margins=(0, 12, 0, 0)))
        self._back.clicked.connect(partial(self._turn, -1))
        self._on.clicked.connect(partial(self._turn, 1))
        self.body.addLayout(self._place)
        self.body.addWidget(self._pages)

    def show_page(self, page: FormPage) -> None:
        made = {f"question:{one.key}": _shape(one) for one in page.questions}
        if made != self._shown or list(made) != list(self._shown):
            self._rearrange(page.questions, made)
        for question in page.questions:
            editor = self.fields[f"question:{question.key}"].editor
            if isinstance(editor, ChoiceBox):
                editor.show_choices(question.choices, question.answer)
            elif isinstance(editor, AddBox):
                editor.show_held(question)
            elif isinstance(editor, (TextBox, LongTextBox)):
                editor.show_text(question.answer)
        self.aside.setText(page.heading)
        self._pages.setVisible(page.can_go_back or page.can_go_on)
        self._back.setEnabled(page.can_go_back)
        self._on.setEnabled(page.can_go_on)
        self.setVisible(bool(page.questions))

    def _rearrange(self, questions: tuple[FormQuestion, ...], made: dict[str, tuple[object, ...]]) -> None:
        """Editors that stay are kept as they are: the cursor is in one of them."""
        fields: dict[str, Field] = {}
        for question in questions:
            name = f"question:{question.key}"
            same = self._shown.get(name) == made[name]
            fields[name] = self.fields[name] if same else self._field(question)
        for name, field in self.fields.items():
            self._place.removeWidget(field)
            if fields.get(name) is not field:
                field.hide()
                field.deleteLater()
        self.fields, self._shown = fields, made
        line = side = 0
        for field in fields.values():
            wide = isinstance(field.editor, (LongTextBox, AddBox))
            if wide and side:
                line, side = line + 1, 0
            self._place.addWidget(field, line, side, 1, 2 if wide else 1, Qt.AlignmentFlag.AlignTop)
            line, side = (line + 1, 0) if wide or side else (line, 1)

    def add_photo(self) -> None:
        """F9: the first photo that this page asks for."""
        for field in self.fields.values():
            if isinstance(field.editor, AddBox) and field.editor.add.isEnabled() and field.editor.add.text():
                field.editor.add_one()
                return

    def _turn(self, by: int, _checked: object = None) -> None:
        self.turned.emit(by)

    def _field(self, question: FormQuestion) -> Field:
        name = f"question:{question.key}"
        editor: TextBox | LongTextBox | ChoiceBox | AddBox
        if question.kind in ("choice", "yes_no"):
            editor = ChoiceBox(name)
        elif question.kind == "long_text":
            editor = LongTextBox(name, lines=2)
        elif question.kind in ("photo", "repeat"):
            editor = AddBox(name, question)
        else:
            editor = TextBox(name, placeholder=_("dd/mm/yyyy") if question.kind == "date" else "")
        editor.edited.connect(self.edited)
        field = Field(question.caption, editor, hint=question.hint)
        if question.help:
            layout = field.layout()
            assert isinstance(layout, QVBoxLayout), "a field is a column"
            layout.insertSpacing(3, 4)
            layout.insertWidget(4, label(question.help, "xs", wrap=True))
        return field


def _shape(question: FormQuestion) -> tuple[object, ...]:
    """What an editor is made for; what changes beyond that is only shown in it."""
    choices = question.choices if question.kind == "choice" else ()
    return (question.caption, question.kind, question.help, question.hint, choices)
