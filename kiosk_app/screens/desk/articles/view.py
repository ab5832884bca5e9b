"""A list at the left, the article at the right; Esc leads back to the act, which stays as it was left."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk_app.screens.desk.articles.state import ArticlesState, Block, OpenArticle
from kiosk_app.screens.desk.attend.form import Finder
from kiosk_app.screens.desk.keys import ScreenKey
from kiosk_app.screens.desk.parts import Content, DeskView, empty, say, scrolled
from kiosk_app.widgets import STRETCH, Button, Card, Notice, column, label, row, set_text
from wording.catalogue import _, mark

_LIST_WIDTH = 440
_LABEL_WIDTH = 170


class ArticlesView(DeskView):
    """Signals: `searched(object)` text, `chosen(object)` key of a row, `told()` without paper, `print_requested()`,
    `next_person()`, `left()`.
    """

    KEYS: ClassVar = (
        ScreenKey("F9", "F9", mark("Print the sheet and count the enquiry")),
        ScreenKey("F8", "F8", mark("Count the enquiry without paper")),
        ScreenKey("Esc", "Esc", mark("Back to what I was doing")),
    )
    searched = Signal(object)
    chosen = Signal(object)
    told = Signal()
    print_requested = Signal()
    next_person = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._heading = label("", "h1")
        self._words = label("", "sub", wrap=True)
        back = Button(_("Back"), key="Esc")
        self._finder = Finder(_("What does the person ask?"), "article", _("Articles found"))
        self.add_field("article", self._finder.field)
        self._sample = Notice()
        self._title = label("", "h2", wrap=True)
        self._summary = label("", "strong", wrap=True)
        self._blocks: QVBoxLayout = column(spacing=8)
        self._shown: tuple[Block, ...] = ()
        self._facts = label("", "small", wrap=True)
        parts = (self._sample, 10, self._title, 8, self._summary, 12, self._blocks, 16, self._facts)
        self._card = Card("", *parts)
        content = Content()
        content.setLayout(column(self._card, STRETCH))
        self._text = scrolled(content, "")
        self._text.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrows and Page Down read on
        self._told = Notice()
        self._print = Button(_("Print the sheet"), "primary", key="F9", icon="printer")
        self._tell = Button(_("Only told, no paper"), key="F8")
        self._foot = QWidget()
        self._foot.setLayout(column(self._told, row(STRETCH, self._tell, 8, self._print), spacing=10))
        side = QWidget()
        side.setFixedWidth(_LIST_WIDTH)
        side.setLayout(column(self._finder, STRETCH))
        both = row(side, 20, (column((self._text, 1), 10, self._foot), 1))
        head = row((column(self._heading, 4, self._words), 1), STRETCH, back)
        self.setLayout(column(head, 14, (both, 1), margins=(24, 18, 24, 16)))
        back.clicked.connect(self.left)
        self._finder.searched.connect(self.searched)
        self._finder.chosen.connect(self.chosen)
        self._finder.left.connect(self.left)
        self._print.clicked.connect(self.print_requested)
        self._tell.clicked.connect(self.told)
        self._told.acted.connect(self.next_person)
        self.key("F9", self.print_requested)
        self.key("F8", self.told)
        self.key("Esc", self.left)

    def show_state(self, state: ArticlesState) -> None:
        self._heading.setText(state.heading)
        set_text(self._words, state.words)
        self._finder.show_found(state.text, state.rows, state.none_found, state.chosen)
        self._show_article(state.article)
        self._show_foot(state.article)

    def _show_foot(self, article: OpenArticle) -> None:
        """What nobody is told of, such as an announcement, has none. A button that was used stays where it is: a
        hurried hand would press what came in its place.
        """
        self._told.say(article.told.words, article.told.tone, action=article.again)
        self._tell.setEnabled(article.can_tell)
        self._print.setEnabled(article.can_print)
        self._foot.setVisible(article.can_tell or article.can_print or bool(article.told.words))

    def _show_article(self, article: OpenArticle) -> None:
        self._card.setVisible(bool(article.title))
        say(self._sample, article.sample)
        self._title.setText(article.title)
        set_text(self._summary, article.summary)
        self._facts.setText(article.facts)
        self._text.setAccessibleName(
            ". ".join((article.title, article.summary, *(_spoken(each) for each in article.blocks)))
        )
        if article.blocks == self._shown:
            return
        self._shown = article.blocks
        empty(self._blocks)
        for block in article.blocks:
            self._blocks.addWidget(_drawn(block))
        self._text.verticalScrollBar().setValue(0)


def _spoken(block: Block) -> str:
    return f"{block.label}: {block.words}" if block.label else block.words


def _drawn(block: Block) -> QWidget:
    if block.kind == "heading":
        return label(block.words, "h3", wrap=True)
    words = label(block.words, wrap=True)
    if block.kind == "paragraph":
        return words
    if block.kind == "fact":
        return _fact(block)
    dot = label("•", "sub")
    dot.setAlignment(Qt.AlignmentFlag.AlignTop)
    line = QWidget()
    line.setLayout(row(8, dot, 8, (words, 1)))
    return line


def _fact(block: Block) -> QWidget:
    name = label(block.label, "sub", wrap=True)
    name.setFixedWidth(_LABEL_WIDTH)
    name.setAlignment(Qt.AlignmentFlag.AlignTop)
    line = QWidget()
    line.setLayout(row(name, 12, (label(block.words, "strong", wrap=True), 1)))
    return line
