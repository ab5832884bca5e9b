"""The check of the documents: silent about a tree that is right, and not silent about one thing wrong in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tools.check_documents import CHECKS, FUNCTION_LINES_MAX, MODULE_LINES_MAX, Tree, codes_of, problems, tree_of

#: A small repository in which everything agrees.
RIGHT = {
    "README.md": "See [the ledger](docs/LEDGER.md#3), [the web](https://example.org/x) and [here](#below).\n",
    "pyproject.toml": '[project]\nversion = "1.2.3"\n',
    "domain/journal/centre_kinds.py": "",
    "domain/journal/station_kinds.py": 'K = (Kind(\n    "fee_taken/1",\n    1,\n), Kind("desk_opened/1", 2))\n',
    "domain/money.py": "class Money: ...\nclass _Hidden: ...\n",
    "domain/rules.py": '"""See docs/LEDGER.md."""\ndef rule():\n    raise Refusal("too_late", by=1)\n',
    "central/answers.py": 'def late():\n    raise decline(404, "not_here")\n',
    "central/refusals.py": '_SENTENCES: Final = {"disk_full": "x"}\n',
    "sync/errors.py": 'class Reason(StrEnum):\n    TIMEOUT = "timeout"\n',
    "docs/JOURNAL_FORMAT.md": "### `fee_taken/1`\n\n### `desk_opened/1`\n",
    "docs/LEDGER.md": "`fee_taken/1` and `desk_opened/1` ([0001](adr/0001-why.md))\n",
    "docs/GLOSSARY.md": "`fee_taken` `desk_opened` `Money`\n",
    "docs/ERRORS.md": "| `too_late` | a |\n| `not_here` | b |\n| `disk_full` | c |\n| `timeout` | d |\n",
    "docs/adr/README.md": "* [0001](0001-why.md)\n",
    "docs/adr/0001-why.md": "# Why\n",
}


def tree(folder: Path, changed: dict[str, str | None]) -> Tree:
    """The right tree with some files changed, or left out where the text is None."""
    files = {name: text for name, text in (RIGHT | changed).items() if text is not None}
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return Tree(folder, sorted(files))


def found(folder: Path, changed: dict[str, str | None]) -> list[str]:
    return problems(tree(folder, changed))


def test_a_tree_in_which_everything_agrees_has_no_problem(tmp_path: Path) -> None:
    assert found(tmp_path, {}) == []


def without(name: str, text: str) -> dict[str, str | None]:
    assert text in RIGHT[name]
    return {name: RIGHT[name].replace(text, "")}


MISTAKES: list[tuple[str, dict[str, str | None], str]] = [
    ("a kind without a section", without("docs/JOURNAL_FORMAT.md", "### `fee_taken/1`"), "fee_taken/1 has no section"),
    ("a kind without postings", without("docs/LEDGER.md", "`desk_opened/1`"), "desk_opened/1 is neither"),
    ("a kind that is no word", without("docs/GLOSSARY.md", "`fee_taken`"), "fee_taken/1 is missing"),
    ("no kinds at all", {"domain/journal/station_kinds.py": ""}, "no kind of entry was found"),
    ("a refusal nobody explains", without("docs/ERRORS.md", "| `too_late` | a |"), "too_late is missing"),
    ("a centre's refusal likewise", without("docs/ERRORS.md", "| `not_here` | b |"), "not_here is missing"),
    ("a sentence's code likewise", without("docs/ERRORS.md", "| `disk_full` | c |"), "disk_full is missing"),
    ("a reason of sync likewise", without("docs/ERRORS.md", "| `timeout` | d |"), "timeout is missing"),
    ("a refusal of the past", {"domain/rules.py": '"""None."""\n'}, "too_late is in no module any more"),
    ("a code explained twice", {"docs/ERRORS.md": RIGHT["docs/ERRORS.md"] * 2}, "too_late is listed twice"),
    ("a class that is no word", {"domain/ids.py": "class Ticket: ...\n"}, "Ticket of domain/ids.py is missing"),
    ("a broken link", {"README.md": "[x](docs/NOWHERE.md)\n"}, "docs/NOWHERE.md leads nowhere"),
    ("a broken link upwards", {"docs/adr/0001-why.md": "[x](../../NOWHERE.md)\n"}, "../../NOWHERE.md leads nowhere"),
    ("a broken mention", {"domain/more.py": '"""See docs/NOWHERE.md."""\n'}, "docs/NOWHERE.md does not exist"),
    ("a decision that is none", {"domain/more.py": '"""See docs/adr/0002."""\n'}, "docs/adr/0002 does not exist"),
    ("a criterion without its number", {"docs/CRITERIA.md": "**1. Text.**\n"}, "the criteria are not 1 to 46"),
    ("a test that is none", {"README.md": "`tests/a/test_b.py::test_c`\n"}, "tests/a/test_b.py::test_c does not"),
    ("a machine's path", {"tools/x.sh": "cat /" + "tmp/x\n"}, "tools/x.sh:1: a path of one machine"),
    ("a long module", {"sync/a.py": "x = 1\n" * (MODULE_LINES_MAX + 1)}, "sync/a.py: 401 lines"),
    (
        "a long function",
        {"sync/a.py": "def f():\n" + "    x = 1\n" * FUNCTION_LINES_MAX},
        "sync/a.py:1: f has 71 lines",
    ),
    ("a decision off the list", {"docs/adr/README.md": "0001-why.md\n"}, "0001-why.md is not listed"),
    ("a second version number", {"sync/a.py": 'V = "program 1.2.3"\n'}, "sync/a.py:1: the version stands"),
    ("no version", {"pyproject.toml": "[project]\n"}, "pyproject.toml: no version"),
]


@pytest.mark.parametrize(
    ("changed", "said"), [mistake[1:] for mistake in MISTAKES], ids=[name for name, *_ in MISTAKES]
)
def test_one_mistake_is_one_problem(changed: dict[str, str | None], said: str, tmp_path: Path) -> None:
    (problem,) = {line for line in found(tmp_path, changed) if said in line}
    assert problem


def test_each_check_has_a_mistake_above(tmp_path: Path) -> None:
    def caught(check: Callable[[Tree], object], number: int) -> bool:
        folder = tmp_path / f"{check.__name__}-{number}"
        folder.mkdir()
        return bool(list(check(tree(folder, MISTAKES[number][1]))))  # type: ignore[call-overload]

    assert all(any(caught(check, number) for number in range(len(MISTAKES))) for check in CHECKS)


@pytest.mark.parametrize(
    "changed",
    [
        {"sync/a.py": "x = 1\n" * MODULE_LINES_MAX},
        {"sync/a.py": "def f():\n" + "    x = 1\n" * (FUNCTION_LINES_MAX - 1)},
        {"tests/a.py": "x = 1\n" * 2_000 + 'P = "/' + 'tmp/x"\nV = "1.2.3"\n'},
        {"README.md": "```\n[x](not/a/link.md)\n```\n[folder](docs/adr) [up](./docs/../README.md)\n"},
        {"sync/a.py": 'V = "11.2.3 1.2.34"\n'},
        {"README.md": "https://example.org/" + "tmp/x and ~/" + "work/x, a/" + "root/b\n"},
    ],
)
def test_what_is_allowed_is_not_complained_about(changed: dict[str, str | None], tmp_path: Path) -> None:
    assert found(tmp_path, changed) == []


def test_a_code_is_found_on_either_side_of_a_choice(tmp_path: Path) -> None:
    source = 'def f(a):\n    raise Refusal("one" if a == "no" else "two")\n'
    found_now = codes_of(tree(tmp_path, {"sync/a.py": source})).keys()
    assert found_now - codes_of(tree(tmp_path, {"sync/a.py": ""})).keys() == {"one", "two"}


def test_our_own_tree_is_read_and_its_kinds_and_codes_are_found() -> None:
    ours = tree_of(Path(__file__).resolve().parents[2])
    assert {"domain/money.py", "docs/LEDGER.md"} <= set(ours.files)
    assert {"headroom_exhausted", "disk_full", "station_pending", "captive_portal"} <= codes_of(ours).keys()
