"""News that come in handfuls are told once, and those that come later again."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from kiosk_app.background.news import News


def test_what_comes_together_is_told_once_and_what_comes_later_again(qtbot: QtBot) -> None:
    news, told = News(), []
    news.told.connect(lambda: told.append("told"))
    for _ in range(5):
        news.hear()
    assert told == [], "not in the middle of whatever brought them"
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["told"]
    news.hear("a paper")
    qtbot.waitUntil(lambda: len(told) > 1)
    assert told == ["told", "told"]


def test_nothing_is_told_after_the_end(qtbot: QtBot) -> None:
    news, told, later = News(), [], News()
    news.told.connect(lambda: told.append("told"))
    news.hear()
    news.stop()
    with qtbot.waitSignal(later.told):
        later.hear()
    assert told == []
