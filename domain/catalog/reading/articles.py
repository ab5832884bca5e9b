"""articles.toml: what operators may tell citizens. A folder may lack it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from domain.catalog.article import Article
from domain.catalog.reading.rows import TEXT_LENGTH, Row

PARAGRAPHS_MAX: Final = 40
#: Panama's norm for contact centres: articles are read over each year. A leap year's day on top.
VALID_DAYS_MAX: Final = 366
_MARKS: Final = ("- ", "# ")


def read_articles(row: Row) -> tuple[Article, ...]:
    articles = []
    codes: dict[str, int] = {}
    for number, item in enumerate(row.rows("article", "article", least=0), 1):
        article = _article(item)
        if article.code in codes:
            item.note("code", f'"{article.code}" again', f"a code of its own: article[{codes[article.code]}] has it")
        elif article.code:
            codes[article.code] = number
        articles.append(article)
    row.finish()
    return tuple(articles)


def _article(row: Row) -> Article:
    reviewed = row.day("reviewed")
    until = row.day("until")
    article = Article(
        code=row.code(),
        name=row.text("name"),
        group=row.text("group", longest=60),
        summary=row.text("summary", longest=TEXT_LENGTH),
        keywords=row.texts("keywords", least=0, most=40, longest=60),
        text=row.texts("text", least=1, most=PARAGRAPHS_MAX, longest=TEXT_LENGTH),
        source=row.source(),
        reviewed=reviewed or date.min,
        until=until or date.max,
    )
    for position, paragraph in enumerate(article.text):
        if paragraph.startswith(("-", "#", "*", "`", "<")) and not paragraph.startswith(_MARKS):
            row.note_item(
                "text", position, f'"{paragraph[:20]}"', 'a paragraph, "- " and an item, or "# " and a heading'
            )
    if reviewed is not None and until is not None and not reviewed <= until <= reviewed + timedelta(VALID_DAYS_MAX):
        row.note("until", str(until), f"a day from {reviewed}, when it was reviewed, to {VALID_DAYS_MAX} days later")
    row.finish()
    return article
