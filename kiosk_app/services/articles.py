"""What operators may tell citizens: the articles of the municipality's folder, read with no network."""

from __future__ import annotations

from domain.catalog import Article, search_articles
from domain.errors import Refusal
from kiosk_app.services.counter import Counter


class ArticleBook:
    """An article whose last day is over is found no more: nobody has read it over for a year."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def search(self, text: str, limit: int) -> list[Article]:
        """At most `limit`, best first; without words the folder's first ones."""
        municipality, today = self._counter.municipality, self._counter.today()
        found = search_articles(municipality, text, len(municipality.articles))
        return [article for article in found if article.until >= today][:limit]

    def article(self, code: str) -> Article:
        """Raises Refusal `article_unknown`, also for one whose last day is over."""
        return valid_article(self._counter, code)


def valid_article(counter: Counter, code: str) -> Article:
    """Raises Refusal `article_unknown`, also for one whose last day is over."""
    today = counter.today()
    for article in counter.municipality.articles:
        if article.code == code and article.until >= today:
            return article
    raise Refusal("article_unknown", article=code)
