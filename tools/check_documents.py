"""What the documents say must be what the code does: kinds, errors, words, links, lengths, one version number.

    .venv/bin/python tools/check_documents.py        prints every problem and ends with 1, or says that there is none

Reads files only and imports nothing of the product, so that it also works on a broken tree.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Final

MODULE_LINES_MAX: Final = 400
FUNCTION_LINES_MAX: Final = 70
FUNCTION_LINES_USUAL: Final = 40
#: Of docs/CRITERIA.md.
CRITERIA: Final = 46

#: Where our own code is, apart from its tests.
ROOMS: Final = (
    *("domain", "wording", "sync", "printing", "kiosk_app", "central"),
    *("simulation", "tools", "installers", "benchmarks"),
)
_TEXTS: Final = (".py", ".md", ".toml", ".sh", ".po", ".in", ".qss", ".txt", "Makefile")
#: Functions whose first, or second, argument is the code of a refusal.
_CODE_ARGUMENT: Final = {"Refusal": 0, "decline": 1, "_refuse": 1}
#: Enumerations whose values are codes that people meet, and tables whose keys are.
_CODE_ENUMS: Final = frozenset({"AlertCode", "Reason"})
_CODE_TABLE: Final = "_SENTENCES"
_MACHINE_PATH: Final = re.compile(r"(?<![\w.$}~/:-])/(?:work|tmp|root)(?![\w-])")
_KIND_LISTS: Final = ("domain/journal/station_kinds.py", "domain/journal/centre_kinds.py")
_KIND: Final = re.compile(r"""Kind\(\s*"([a-z_]+/[0-9]+)\"""")
_LINK: Final = re.compile(r"\]\(([^)\s]+)\)")
_MENTION: Final = re.compile(r"\bdocs/(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\.md\b|\bdocs/adr/[0-9]{4}\b")
_NAMED_TEST: Final = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
_FENCE: Final = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)

Problems = Iterator[str]


@dataclass(frozen=True)
class Tree:
    """The files to be checked, as paths relative to `root`, with forward slashes."""

    root: Path
    files: Sequence[str]

    def text(self, file: str) -> str:
        """Empty for a file that does not exist: its absence is a problem of its own."""
        path = self.root / file
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    @cached_property
    def modules(self) -> dict[str, ast.Module]:
        """Our own modules by path; one that does not parse is left to the linter."""
        found = {}
        for file in self.files:
            if file.endswith(".py") and file.split("/", 1)[0] in ROOMS:
                try:
                    found[file] = ast.parse(self.text(file))
                except SyntaxError:
                    continue
        return found


def kinds_are_documented(tree: Tree) -> Problems:
    kinds = [kind for path in _KIND_LISTS for kind in _KIND.findall(tree.text(path))]
    if not kinds:
        yield "domain/journal: no kind of entry was found"
    journal, ledger = tree.text("docs/JOURNAL_FORMAT.md"), tree.text("docs/LEDGER.md")
    glossary = tree.text("docs/GLOSSARY.md")
    for kind in kinds:
        if f"### `{kind}`" not in journal:
            yield f"docs/JOURNAL_FORMAT.md: {kind} has no section"
        if f"`{kind}`" not in ledger:
            yield f"docs/LEDGER.md: {kind} is neither worked through nor said to move no money"
        if f"`{kind.partition('/')[0]}`" not in glossary:
            yield f"docs/GLOSSARY.md: {kind} is missing"


def errors_are_documented(tree: Tree) -> Problems:
    raised = codes_of(tree)
    listed = re.findall(r"^\| `([a-z0-9_]+)` \|", tree.text("docs/ERRORS.md"), re.MULTILINE)
    for code, where in sorted(raised.items()):
        if code not in listed:
            yield f"docs/ERRORS.md: {code} is missing ({where})"
    texts = {text.value for module in tree.modules.values() for node in ast.walk(module) for text in _texts([node])}
    for code in listed:
        if listed.count(code) > 1:
            yield f"docs/ERRORS.md: {code} is listed twice"
        if code not in texts:
            yield f"docs/ERRORS.md: {code} is in no module any more"


def codes_of(tree: Tree) -> dict[str, str]:
    """Every code of a refusal in the source, with the first place that names it."""
    found: dict[str, str] = {}
    for file, module in tree.modules.items():
        for node in ast.walk(module):
            for code in _codes_in(node):
                found.setdefault(code.value, f"{file}:{code.lineno}")
    return found


def _codes_in(node: ast.AST) -> Iterator[_Text]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CODE_ARGUMENT:
        place = _CODE_ARGUMENT[node.func.id]
        yield from _texts(node.args[place : place + 1])
    elif isinstance(node, ast.ClassDef) and node.name in _CODE_ENUMS:
        yield from _texts([line.value for line in node.body if isinstance(line, ast.Assign)])
    elif isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Dict) and _is_named(node.target, _CODE_TABLE):
        yield from _texts([key for key in node.value.keys if key is not None])


@dataclass(frozen=True, slots=True)
class _Text:
    value: str
    lineno: int


def _texts(nodes: Sequence[ast.AST]) -> Iterator[_Text]:
    for node in nodes:
        for inner in (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,):
            if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                yield _Text(inner.value, inner.lineno)


def _is_named(target: ast.expr, name: str) -> bool:
    return isinstance(target, ast.Name) and target.id == name


def words_are_explained(tree: Tree) -> Problems:
    """Every public class of the domain is a word that somebody has to understand."""
    glossary = tree.text("docs/GLOSSARY.md")
    for file, module in tree.modules.items():
        if not file.startswith("domain/") or file.startswith(("domain/catalog/reading/", "domain/geography/reading/")):
            continue
        for node in module.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and f"`{node.name}`" not in glossary:
                yield f"docs/GLOSSARY.md: {node.name} of {file} is missing"


def links_resolve(tree: Tree) -> Problems:
    known = set(tree.files)
    folders = {str(parent) for file in tree.files for parent in PurePosixPath(file).parents}
    for file in tree.files:
        if file.endswith(".md"):
            for link in _LINK.findall(_FENCE.sub("", tree.text(file))):
                path = link.partition("#")[0]
                if re.match(r"[a-z]+:", link) or not path:
                    continue
                target = _resolved(PurePosixPath(file).parent / path)
                if target not in known and target not in folders:
                    yield f"{file}: {link} leads nowhere"
        if file.endswith((".md", ".py", ".toml")) and not file.startswith("tests/"):
            for mention in _MENTION.findall(tree.text(file)):
                if not any(other == mention or other.startswith(f"{mention}-") for other in known):
                    yield f"{file}: {mention} does not exist"


def _resolved(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts) or "."


def criteria_name_their_tests(tree: Tree) -> Problems:
    """Each of the numbered criteria stands once; every test that a document names exists."""
    criteria = "docs/CRITERIA.md"
    if tree.text(criteria):
        found = [int(number) for number in re.findall(r"^\*\*([0-9]+)\. ", tree.text(criteria), re.MULTILINE)]
        if found != list(range(1, CRITERIA + 1)):
            yield f"{criteria}: the criteria are not 1 to {CRITERIA}, each once"
    for file in tree.files:
        if file.endswith(".md"):
            for where, name in _NAMED_TEST.findall(tree.text(file)):
                if f"def {name}(" not in tree.text(where):
                    yield f"{file}: {where}::{name} does not exist"


def no_machine_is_named(tree: Tree) -> Problems:
    for file in tree.files:
        if file.startswith("tests/") or not file.endswith(_TEXTS):
            continue
        for number, line in enumerate(tree.text(file).splitlines(), 1):
            if _MACHINE_PATH.search(line):
                yield f"{file}:{number}: a path of one machine"


def modules_and_functions_are_short(tree: Tree) -> Problems:
    for file, module in tree.modules.items():
        length = len(tree.text(file).splitlines())
        if length > MODULE_LINES_MAX:
            yield f"{file}: {length} lines; a module has at most {MODULE_LINES_MAX}"
        for function in _functions(module):
            if (lines := _length(function)) > FUNCTION_LINES_MAX:
                yield f"{file}:{function.lineno}: {function.name} has {lines} lines; at most {FUNCTION_LINES_MAX}"


def _functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def decisions_are_listed(tree: Tree) -> Problems:
    index = tree.text("docs/adr/README.md")
    for file in tree.files:
        name = PurePosixPath(file).name
        if file.startswith("docs/adr/") and name != "README.md" and f"]({name})" not in index:
            yield f"docs/adr/README.md: {name} is not listed"


def version_stands_once(tree: Tree) -> Problems:
    found = re.search(r'^version = "([^"]+)"$', tree.text("pyproject.toml"), re.MULTILINE)
    if found is None:
        yield "pyproject.toml: no version"
        return
    version = re.compile(rf"(?<![0-9.]){re.escape(found[1])}(?![0-9.])")
    for file, module in tree.modules.items():
        for node in ast.walk(module):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and version.search(node.value):
                yield f"{file}:{node.lineno}: the version stands in pyproject.toml; read it from there"


CHECKS: Final[tuple[Callable[[Tree], Problems], ...]] = (
    kinds_are_documented,
    errors_are_documented,
    words_are_explained,
    links_resolve,
    criteria_name_their_tests,
    no_machine_is_named,
    modules_and_functions_are_short,
    decisions_are_listed,
    version_stands_once,
)


def problems(tree: Tree) -> list[str]:
    return [problem for check in CHECKS for problem in check(tree)]


def tree_of(root: Path) -> Tree:
    """What git tracks, and what it would: a new file is checked before it is committed."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root,
        check=True,
        capture_output=True,
    )
    names = sorted(set(listed.stdout.decode("utf-8").split("\0")))
    return Tree(root, [name for name in names if name and (root / name).is_file()])


def main() -> int:
    tree = tree_of(Path(__file__).resolve().parent.parent)
    found = problems(tree)
    for problem in found:
        print(problem)
    lengths = [_length(function) for module in tree.modules.values() for function in _functions(module)]
    usual = sum(length <= FUNCTION_LINES_USUAL for length in lengths)
    print(f"{usual / max(1, len(lengths)):.1%} of {len(lengths)} functions have at most {FUNCTION_LINES_USUAL} lines")
    print(f"documents: {len(found)} problems" if found else "documents: what they say is what the code does")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
