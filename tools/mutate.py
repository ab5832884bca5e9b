"""Mutation testing of the ledger: a small mistake in its rules must turn a test red.

    .venv/bin/python tools/mutate.py                     all of it, into docs/MUTATION.md
    .venv/bin/python tools/mutate.py rules/drawer.py     after a change of that module: the page keeps the others

Each mutant lives in a process of its own, forked where the libraries are loaded and the ledger is not: no file of the
product is touched. A mutant that no test kills needs a reason in tests/domain/mutants_accepted.toml. A survivor without
a reason, a reason without a survivor, or fewer than 95 % killed: the run fails.
"""

from __future__ import annotations

import ast
import importlib.abc
import importlib.util
import os
import resource
import sys
import tomllib
import types
from collections.abc import Iterable, Mapping, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Final

import hypothesis
import pytest

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.mutants import Mutant, mutants_of  # noqa: E402 - after the path

FOLDER: Final = "domain/ledger"
#: All of the ledger but what it is exported as.
MODULES: Final = (
    *("accounts.py", "bearer.py", "books.py", "facts.py", "lines.py", "reconciliation.py", "state.py", "statements.py"),
    *sorted(f"rules/{path.name}" for path in (ROOT / FOLDER / "rules").glob("*.py")),
)
#: Asked first, before pytest is started, because most mutants fall to them: a test and the table of its rows.
_FIRST: Final = (
    ("test_ledger_document", "test_the_rules_post_what_the_worked_example_says", ""),
    ("test_ledger_refusals", "test_a_refusal_tells_the_figures_it_was_decided_by", "TOLD"),
    ("test_ledger_guards", "test_a_guard_stands_exactly_where_the_page_says", "PROBES"),
)
TESTS: Final = (
    "tests/domain/test_appointments.py",
    "tests/domain/test_ledger_effects.py",
    "tests/domain/test_ledger_deposits.py",
    "tests/domain/test_ledger_lines.py",
    "tests/domain/test_reconciliation.py",
    "tests/domain/test_statements.py",
    "tests/domain/test_bearer.py",
    "tests/domain/test_ledger_edges.py",
    "tests/domain/test_ledger_refusals.py",
    "tests/domain/test_ledger_guards.py",
    "tests/domain/test_ledger_document.py",
    "tests/domain/test_ledger_days.py",
)
DOCUMENT: Final = ROOT / "docs" / "MUTATION.md"
REASONS: Final = ROOT / "tests" / "domain" / "mutants_accepted.toml"
KILLED_MIN: Final = 0.95
#: Loaded before the forks: what the tests need, apart from the ledger and what imports it.
_LIBRARIES: Final = ("hypothesis.stateful", "zoneinfo", "domain.ids", "domain.journal.merge", "sync.seal")
#: Random days that a mutant has to live through; always the same ones.
_DAYS: Final = 40
#: What a mutant may use, in seconds of computing and in bytes: one that never ends is killed.
_SECONDS_MAX: Final = 60
_BYTES_MAX: Final = 2 * 2**30
_PYTEST: Final = ("-c", os.devnull, "--rootdir", str(ROOT), "--import-mode=importlib", "--noconftest", "-x", "-q")
#: What alters the example instead of the rules: it is slow and says nothing of a mutant.
_WITHOUT: Final = ("--deselect", f"{TESTS[-2]}::test_a_wrong_line_of_the_example_is_noticed")
_KILLED: Final = {pytest.ExitCode.OK: False, pytest.ExitCode.TESTS_FAILED: True, pytest.ExitCode.INTERRUPTED: True}


def mutants() -> list[Mutant]:
    folder = ROOT / FOLDER
    chart = [
        line.target.id
        for line in ast.parse((folder / "accounts.py").read_text("utf-8")).body
        if isinstance(line, ast.AnnAssign)
        and isinstance(line.target, ast.Name)
        and isinstance(line.value, ast.Constant)
    ]
    return [mutant for name in MODULES for mutant in mutants_of(name, (folder / name).read_text("utf-8"), chart)]


def survivors(candidates: Sequence[Mutant]) -> list[Mutant]:
    """Those that every test lets live, two processes a time on two processors."""
    for library in _LIBRARIES:
        importlib.import_module(library)
    assert not any(name.startswith("domain.ledger") for name in sys.modules), "the ledger belongs to the mutants"
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    hypothesis.settings.register_profile(
        "mutants", derandomize=True, database=None, phases=[hypothesis.Phase.generate], report_multiple_bugs=False
    )
    hypothesis.settings.load_profile("mutants")
    killed, running = [False] * len(candidates), dict[int, int]()
    for number, mutant in enumerate(candidates):
        if len(running) == (os.cpu_count() or 1):
            _wait(running, killed)
        running[_forked(mutant)] = number
        if number % 100 == 0:
            print(f"{number} of {len(candidates)}", file=sys.stderr, flush=True)
    while running:
        _wait(running, killed)
    return [mutant for mutant, is_killed in zip(candidates, killed, strict=True) if not is_killed]


def _wait(running: dict[int, int], killed: list[bool]) -> None:
    process, status = os.wait()
    killed[running.pop(process)] = os.WIFSIGNALED(status) or _KILLED[pytest.ExitCode(os.WEXITSTATUS(status))]


def _forked(mutant: Mutant) -> int:
    process = os.fork()
    if process == 0:
        code = int(pytest.ExitCode.INTERNAL_ERROR)
        try:
            code = _lived(mutant)
        finally:
            os._exit(code)
    return process


def _lived(mutant: Mutant) -> int:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS_MAX, _SECONDS_MAX))
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES_MAX, _BYTES_MAX))
    try:
        load(mutant)
        _ask_first()
    except (Exception, pytest.fail.Exception):  # noqa: BLE001 - a module that cannot be imported is noticed too
        return int(pytest.ExitCode.TESTS_FAILED)
    return int(pytest.main([*_PYTEST, "-p", "no:cacheprovider", *_WITHOUT, *TESTS], plugins=[_FewDays()]))


def _ask_first() -> None:
    for name, test, table in _FIRST:
        tests = importlib.import_module(f"tests.domain.{name}")
        for rows in [[row] for row in getattr(tests, table)] if table else [[]]:
            getattr(tests, test)(*rows)


def load(mutant: Mutant) -> None:
    """Everything of the ledger that the mutant's module is part of, imported with the mutant in its place."""
    name = f"{FOLDER}/{mutant.module}".removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    sys.meta_path.insert(0, _Altered(name, mutant))
    importlib.import_module(name)


class _Altered(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers for one module's name with the mutant; all others are found where they are."""

    def __init__(self, name: str, mutant: Mutant) -> None:
        self._name, self._mutant = name, mutant

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None
    ) -> ModuleSpec | None:
        del path, target
        if fullname != self._name:
            return None
        file = ROOT / FOLDER / self._mutant.module
        inside = [str(file.parent)] if file.name == "__init__.py" else None
        return importlib.util.spec_from_file_location(fullname, file, loader=self, submodule_search_locations=inside)

    def exec_module(self, module: types.ModuleType) -> None:
        code = compile(self._mutant.source, self._mutant.module, "exec")
        exec(code, module.__dict__)  # noqa: S102 - our own source, altered


class _FewDays:
    @staticmethod
    def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
        for item in items:
            days = getattr(item, "cls", None)
            if days is not None and hasattr(days, "settings"):
                days.settings = hypothesis.settings(days.settings, max_examples=_DAYS)


def reasons() -> dict[str, str]:
    return dict[str, str](tomllib.loads(REASONS.read_text("utf-8")))


def problems(candidates: Sequence[Mutant], alive: Sequence[Mutant], accepted: Mapping[str, str]) -> list[str]:
    names = {mutant.name for mutant in alive}
    found = [f"survives without a reason: {name}" for name in sorted(names - accepted.keys())]
    found += [f"a reason without a survivor: {name}" for name in sorted(accepted.keys() - names)]
    if len(alive) > (1 - KILLED_MIN) * len(candidates):
        found.append(f"fewer than {KILLED_MIN:.0%} are killed")
    return found


def document(candidates: Sequence[Mutant], alive: Sequence[Mutant], accepted: Mapping[str, str]) -> str:
    lines = [
        "# Mutation testing",
        "",
        "Written by `make mutate`; not by hand. Each mutant is a module of the ledger with one small mistake in it: a",
        "comparison turned, a posting or a guard left out, one account for another, a number one off, two lines of a",
        "table exchanged (`tools/mutants.py` has the list). It is killed when a test of the ledger turns red. Every",
        "survivor is here with the reason why it may live; reasons are kept in `tests/domain/mutants_accepted.toml`.",
        "The exports are not among the modules: hledger and beancount add up what they write (LEDGER.md, section 7).",
        "",
        "`make mutate` runs all of it, a quarter of an hour of two processors. After a change of one module,",
        "`.venv/bin/python tools/mutate.py rules/drawer.py` runs that one and leaves the others' figures as they were.",
        "",
        "| Module | Mutants | Killed | Survivors | Killed of all |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name in (*MODULES, "all"):
        made, left = (sum(name in {mutant.module, "all"} for mutant in some) for some in (candidates, alive))
        lines.append(f"| {name} | {made} | {made - left} | {left} | {1 - left / made:.1%} |")
    for name in MODULES:
        found = [mutant for mutant in alive if mutant.module == name]
        lines += ["", f"## Survivors of {name}" if found else f"No mutant of {name} survives.", ""] if found else []
        lines += [
            f"* `{mutant.module}:{mutant.line}` {mutant.place}: `{mutant.before}` → `{mutant.after}`. "
            f"{accepted.get(mutant.name, 'No reason yet.')}"
            for mutant in found
        ]
    return "\n".join(lines) + "\n"


def main(names: Sequence[str]) -> int:
    """Modules that are not named are taken to be as they were: what has a reason lives, and all else is killed."""
    everything, accepted = mutants(), reasons()
    candidates = [mutant for mutant in everything if not names or mutant.module in names]
    rules = "rules/__init__.py"
    unaltered = Mutant(rules, "", 0, "", "", (ROOT / FOLDER / rules).read_text("utf-8"))
    alive = survivors([unaltered, *candidates])
    assert alive[:1] == [unaltered], "the tests fail without any mutant"
    del alive[0]
    found = problems(candidates, alive, {name: why for name, why in accepted.items() if _is_asked(name, names)})
    print(*found, sep="\n")
    print(
        f"{len(candidates) - len(alive)} of {len(candidates)} mutants killed ({1 - len(alive) / len(candidates):.1%})"
    )
    alive += [mutant for mutant in everything if mutant.name in accepted and not _is_asked(mutant.name, names)]
    DOCUMENT.write_text(document(everything, alive, accepted), encoding="utf-8")
    return 1 if found else 0


def _is_asked(name: str, modules: Sequence[str]) -> bool:
    module = name.split(maxsplit=1)[0]
    return module in modules or not modules or module not in MODULES


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":  # the same mutants, the same days, the same page
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"})  # noqa: S606
    sys.exit(main(sys.argv[1:]))
