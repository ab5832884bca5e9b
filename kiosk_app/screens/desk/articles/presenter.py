"""Looking up what to tell a citizen: the municipality's articles, and what it announces today."""

from __future__ import annotations

from typing import Final

from domain.catalog import Article
from domain.errors import Refusal
from kiosk_app.screens.desk.articles.state import NOTHING_OPEN, ArticlesState, Block, OpenArticle
from kiosk_app.screens.desk.ports import Renders
from kiosk_app.services.announcements import Announcement, Announcements
from kiosk_app.services.articles import ArticleBook
from kiosk_app.shown import UNSAID, ListRow, Said
from wording import formats
from wording.catalogue import _

#: Before the code of an article, and before the name of an announcement, in the keys of rows.
ARTICLE: Final = "article:"
_ANNOUNCEMENT: Final = "announcement:"
_FOUND_MAX: Final = 30


def article_row(article: Article) -> ListRow:
    """As it stands in a list, here and among the procedures that were found."""
    return ListRow(f"{ARTICLE}{article.code}", article.name, "", article.summary, _("Information"), "info")


class ArticlesPresenter:
    """What was looked for last stays until something else is: the operator comes back to the same page."""

    def __init__(self, view: Renders[ArticlesState], articles: ArticleBook, announcements: Announcements) -> None:
        self._view = view
        self._articles, self._announcements = articles, announcements
        self._text, self._chosen = "", ""

    def open(self, about: str) -> None:
        """`about` is the key of a row, or nothing."""
        if about:
            self._text, self._chosen = "", about
        self._render()

    def search(self, text: object) -> None:
        self._text = str(text)
        self._chosen = ""
        self._render()

    def choose(self, key: object) -> None:
        self._chosen = str(key)
        self._render()

    def _render(self) -> None:
        announced = [] if self._text.strip() else self._announcements.valid()
        articles = self._articles.search(self._text, _FOUND_MAX)
        rows = (*(_announcement_row(one) for one in announced), *(article_row(one) for one in articles))
        chosen = self._chosen or next((row.key for row in rows), "")
        nothing = _("No article says that. Try another word") if self._text.strip() else _("There is nothing to read")
        self._view.render(
            ArticlesState(
                heading=_("Information for the citizen"),
                words=_("What is being typed elsewhere stays as it is."),
                text=self._text,
                rows=rows,
                chosen=chosen,
                none_found="" if rows else nothing,
                article=self._open(chosen, announced),
            )
        )

    def _open(self, key: str, announced: list[Announcement]) -> OpenArticle:
        """Nothing, for what was withdrawn or is over since the row was shown."""
        if key.startswith(_ANNOUNCEMENT):
            return next((_announcement(one) for one in announced if _key(one) == key), NOTHING_OPEN)
        try:
            return _article(self._articles.article(key.removeprefix(ARTICLE)))
        except Refusal:
            return NOTHING_OPEN


def _key(one: Announcement) -> str:
    return f"{_ANNOUNCEMENT}{one.code}"


def _announcement_row(one: Announcement) -> ListRow:
    until = _("until {day}").format(day=formats.day(one.last))
    return ListRow(_key(one), one.title, "", until, _("Announcement"), "plum")


def _announcement(one: Announcement) -> OpenArticle:
    days = _("Valid from {first} to {last}").format(first=formats.day(one.first), last=formats.day(one.last))
    blocks = tuple(Block("paragraph", paragraph) for paragraph in one.paragraphs)
    return OpenArticle(title=one.title, summary="", blocks=blocks, facts=days)


def _article(article: Article) -> OpenArticle:
    reviewed = _("Read over on {day} · valid until {until}").format(
        day=formats.day(article.reviewed), until=formats.day(article.until)
    )
    source = "" if article.source.is_sample else _("Source: {source}").format(source=article.source.text)
    sample = Said(_("Example: the municipality has not confirmed this text yet"), "warn")
    return OpenArticle(
        title=article.name,
        summary=article.summary,
        blocks=tuple(_block(paragraph) for paragraph in article.text),
        facts=f"{source} · {reviewed}" if source else reviewed,
        sample=sample if article.source.is_sample else UNSAID,
    )


def _block(paragraph: str) -> Block:
    if paragraph.startswith("- "):
        return Block("item", paragraph[2:])
    return Block("heading", paragraph[2:]) if paragraph.startswith("# ") else Block("paragraph", paragraph)
