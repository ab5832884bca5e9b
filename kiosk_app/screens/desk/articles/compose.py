"""What is open to be read, as the page shows it: an announcement, an article, or what a procedure needs."""

from __future__ import annotations

from typing import Final

from domain.catalog import Article, Procedure
from kiosk_app.screens.desk.articles.state import Block, OpenArticle
from kiosk_app.services.announcements import Announcement
from kiosk_app.services.enquiries import Information, Subject
from kiosk_app.shown import UNSAID, ListRow, Said
from wording import formats
from wording.catalogue import _

#: Before the code of an article or a procedure, and before the name of an announcement, in the keys of rows.
ARTICLE: Final = "article:"
PROCEDURE: Final = "procedure:"
ANNOUNCEMENT: Final = "announcement:"


def subject_of(key: str) -> Subject | None:
    """None for a row that nobody is told of as an enquiry."""
    if key.startswith(ARTICLE):
        return Subject("article", key.removeprefix(ARTICLE))
    if key.startswith(PROCEDURE):
        return Subject("procedure", key.removeprefix(PROCEDURE))
    return None


def article_row(article: Article) -> ListRow:
    """As it stands in a list, here and among the procedures that were found."""
    return ListRow(f"{ARTICLE}{article.code}", article.name, "", article.summary, _("Information"), "info")


def procedure_row(procedure: Procedure) -> ListRow:
    return ListRow(f"{PROCEDURE}{procedure.code}", procedure.name, "", procedure.summary, _("Procedure"), "primary")


def announcement_key(one: Announcement) -> str:
    return f"{ANNOUNCEMENT}{one.code}"


def announcement_row(one: Announcement) -> ListRow:
    until = _("until {day}").format(day=formats.day(one.last))
    return ListRow(announcement_key(one), one.title, "", until, _("Announcement"), "plum")


def announcement_page(one: Announcement) -> OpenArticle:
    days = _("Valid from {first} to {last}").format(first=formats.day(one.first), last=formats.day(one.last))
    blocks = tuple(Block("paragraph", paragraph) for paragraph in one.paragraphs)
    return OpenArticle(title=one.title, summary="", blocks=blocks, facts=days)


def information_page(told: Information) -> OpenArticle:
    sample = Said(_("Example: the municipality has not confirmed this text yet"), "warn")
    facts = tuple(Block("fact", fact.value, fact.label) for fact in told.facts)
    return OpenArticle(
        title=told.name,
        summary=told.summary,
        blocks=(*facts, *(_block(paragraph) for paragraph in told.text)),
        facts=_facts(told),
        sample=sample if told.is_sample else UNSAID,
    )


def _facts(told: Information) -> str:
    source = _("Source: {source}").format(source="; ".join(told.basis)) if told.basis else ""
    if told.reviewed is None or told.until is None:
        return source
    reviewed = _("Read over on {day} · valid until {until}").format(
        day=formats.day(told.reviewed), until=formats.day(told.until)
    )
    return f"{source} · {reviewed}" if source else reviewed


def _block(paragraph: str) -> Block:
    if paragraph.startswith("- "):
        return Block("item", paragraph[2:])
    return Block("heading", paragraph[2:]) if paragraph.startswith("# ") else Block("paragraph", paragraph)
