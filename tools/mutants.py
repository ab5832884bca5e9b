"""Mutants of a module: its source with one small mistake, as a tired person would make it. Reads text, imports nothing.

What is mutated: comparisons, arithmetic, conditions, numbers and texts; statements, lines of a table and arguments that
are left out, or stand in each other's place; one account for another. What is not: annotations, decorators, imports,
docstrings, the words of an assertion, and the keys of `body["key"]`, where a mistake stops the program at once.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Mutant:
    """`source` is the whole module with the mistake in it. `name` outlives moved lines: it is made of the text."""

    module: str
    place: str
    line: int
    before: str
    after: str
    source: str
    turn: int = 1

    @property
    def name(self) -> str:
        again = f" ({self.turn})" if self.turn > 1 else ""
        return f"{self.module} {self.place}: {self.before} → {self.after}{again}"


@dataclass(frozen=True, slots=True)
class _Edit:
    """`node` becomes `text`. `said` names the change where the text around the node would say too much."""

    node: ast.stmt | ast.expr
    text: str
    said: tuple[str, str] | None = None


_LEFT_OUT: Final = "(left out)"
#: A change is told with this many characters around it, so that a reason is not taken for another's.
_TOLD: Final = 24
_COMPARISONS: Final[dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq, ast.LtE, ast.GtE),
    ast.NotEq: (ast.Eq, ast.Lt, ast.Gt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_OPERATORS: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.RShift: ast.LShift,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
#: Functions in whose place another one, or one of their arguments, may stand.
_TWINS: Final = {"min": "max", "max": "min", "any": "all", "all": "any"}
_SHELLS: Final = frozenset({"min", "max", "abs", "dict", "tuple", "sorted", "set", "list"})


def mutants_of(module: str, text: str, accounts: Sequence[str] = ()) -> list[Mutant]:
    """Every mutant of `text`, in the order of its lines. `accounts` are the names that stand for one another."""
    source = _Source(text)
    found: dict[str, Mutant] = {}
    turns: Counter[str] = Counter()
    for place, edit, parents in _edits(source, ast.parse(text), tuple(accounts)):
        before, after = edit.said or source.told(edit, parents)
        mutant = Mutant(module, place, edit.node.lineno, before, after, source.spliced(edit.node, edit.text))
        if mutant.source not in found:
            turns[mutant.name] += 1
            found[mutant.source] = replace(mutant, turn=turns[mutant.name])
    return sorted(found.values(), key=lambda mutant: mutant.line)


class _Source:
    """A text and the places of its nodes; the columns of `ast` are bytes."""

    def __init__(self, text: str) -> None:
        self._bytes = text.encode("utf-8")
        self._lines = [0]
        for line in self._bytes.splitlines(keepends=True):
            self._lines.append(self._lines[-1] + len(line))

    def span(self, node: Any) -> tuple[int, int]:
        return self._lines[node.lineno - 1] + node.col_offset, self._lines[node.end_lineno - 1] + node.end_col_offset

    def of(self, node: Any) -> str:
        start, end = self.span(node)
        return self._bytes[start:end].decode("utf-8")

    def spliced(self, node: Any, text: str, within: tuple[int, int] | None = None) -> str:
        (start, end), (first, last) = self.span(node), within or (0, len(self._bytes))
        return (self._bytes[first:start] + text.encode("utf-8") + self._bytes[end:last]).decode("utf-8")

    def told(self, edit: _Edit, parents: Sequence[ast.AST]) -> tuple[str, str]:
        around: ast.AST = edit.node
        start, end = self.span(around)
        for parent in reversed(parents):
            if isinstance(parent, ast.Dict):
                keys = [key for key, value in zip(parent.keys, parent.values, strict=True) if key and value is around]
                start = self.span(keys[0])[0] if keys else start
            too_much = isinstance(parent, ast.Dict | ast.GeneratorExp)
            if end - start >= _TOLD or too_much or not isinstance(parent, ast.expr | ast.keyword):
                break
            around, (start, end) = parent, self.span(parent)
        before = self._bytes[start:end].decode("utf-8")
        return one_line(before), one_line(self.spliced(edit.node, edit.text, (start, end)))


def one_line(text: str) -> str:
    return re.sub(r"([(\[{]) | (?=[)\]}])", r"\1", re.sub(r"\s+", " ", text)).replace(",)", ")")


def _edits(
    source: _Source, tree: ast.Module, accounts: tuple[str, ...]
) -> Iterator[tuple[str, _Edit, tuple[ast.AST, ...]]]:
    optional = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.args.defaults}

    def visit(
        node: ast.AST, place: str, parents: tuple[ast.AST, ...]
    ) -> Iterator[tuple[str, _Edit, tuple[ast.AST, ...]]]:
        if isinstance(node, ast.stmt):
            edits = _of_statement(source, node, parents[-1])
        elif isinstance(node, ast.expr):
            edits = [*_of_expression(node), *_of_elements(source, node, parents[-1])]
            edits += _of_call(source, node, optional) if isinstance(node, ast.Call) else ()
            edits += _of_account(node, accounts)
        else:
            edits = _of_filters(node)
        yield from ((place, edit, parents) for edit in edits)
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            place = f"{place}.{node.name}" if place else node.name
        for child in _mutable(node):
            yield from visit(child, place, (*parents, node))

    for statement in tree.body:
        yield from visit(statement, "", (tree,))


def _mutable(node: ast.AST) -> Iterator[ast.AST]:
    """The children in which a mistake says something about the tests."""
    if isinstance(node, ast.Import | ast.ImportFrom | ast.JoinedStr) or _is_docstring(node) or _is_alias(node):
        return
    skipped = {"annotation", "returns", "decorator_list", "ctx", "bases", "msg"}
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
        skipped.add("slice")
    for name, value in ast.iter_fields(node):
        if name not in skipped:
            yield from (
                child for child in (value if isinstance(value, list) else [value]) if isinstance(child, ast.AST)
            )


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _is_alias(node: ast.AST) -> bool:
    """`Rule = Callable[...]`, an annotation with a name; and `__all__`."""
    if not isinstance(node, ast.Assign):
        return False
    names = [target.id for target in node.targets if isinstance(target, ast.Name)]
    return any(name == "__all__" or (name[0].isupper() and not name.isupper()) for name in names)


def _of_statement(source: _Source, node: ast.stmt, parent: ast.AST) -> list[_Edit]:
    edits = []
    whole = isinstance(node, ast.Raise | ast.AugAssign | ast.Assert | ast.Continue | ast.Break | ast.Delete)
    whole |= isinstance(node, ast.Expr) and not _is_docstring(node)
    whole |= isinstance(node, ast.Assign) and not isinstance(node.targets[0], ast.Name | ast.Tuple)
    whole |= isinstance(node, ast.Return) and not isinstance(parent, ast.FunctionDef)
    if whole:
        edits.append(_Edit(node, "pass", (one_line(source.of(node)), _LEFT_OUT)))
    if isinstance(node, ast.If | ast.While) and not isinstance(node.test, ast.Compare):
        edits.append(_changed(node.test, ast.UnaryOp(ast.Not(), node.test)))
    return edits


def _of_filters(node: ast.AST) -> list[_Edit]:
    tests = node.ifs if isinstance(node, ast.comprehension) else []
    return [_changed(test, ast.Constant(value)) for test in tests for value in (True, False)]


def _of_expression(node: ast.expr) -> list[_Edit]:
    match node:
        case ast.Compare():
            return [
                _changed(node, ast.Compare(node.left, [*node.ops[:at], other(), *node.ops[at + 1 :]], node.comparators))
                for at, operator in enumerate(node.ops)
                for other in _COMPARISONS[type(operator)]
            ]
        case ast.BoolOp():
            other = ast.BoolOp(ast.And() if isinstance(node.op, ast.Or) else ast.Or(), node.values)
            return [_changed(node, other)] + [
                _changed(node, ast.BoolOp(node.op, rest) if len(rest) > 1 else rest[0])
                for rest in _each_left_out(node.values)
            ]
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            return [_changed(node, node.operand)]
        case ast.BinOp() if type(node.op) in _OPERATORS:
            return [_changed(node, ast.BinOp(node.left, _OPERATORS[type(node.op)](), node.right))]
        case ast.IfExp() if not isinstance(node.test, ast.Compare):
            return [_changed(node.test, ast.UnaryOp(ast.Not(), node.test))]
        case ast.JoinedStr():
            return [
                _changed(
                    node, ast.JoinedStr([*node.values[:at], ast.Constant(part.value + "x"), *node.values[at + 1 :]])
                )
                for at, part in enumerate(node.values)
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
        case ast.Constant():
            return [_changed(node, ast.Constant(value)) for value in _others(node.value)]
        case _:
            return []


def _others(value: object) -> list[Any]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1]
    return [value + "x"] if isinstance(value, str) else []


def _of_elements(source: _Source, node: ast.expr, parent: ast.AST) -> list[_Edit]:
    """A line of a table, or a posting, left out; two lines of a table whose values stand in each other's place."""
    if isinstance(node, ast.Dict):
        edits = []
        for at, (key, value) in enumerate(zip(node.keys, node.values, strict=True)):
            said = f"{source.of(key)}: {source.of(value)}" if key else f"**{source.of(value)}"
            rest = ast.Dict(node.keys[:at] + node.keys[at + 1 :], node.values[:at] + node.values[at + 1 :])
            edits.append(_Edit(node, _text(rest), (one_line(said), _LEFT_OUT)))
        for at, (one, two) in enumerate(zip(node.values, node.values[1:], strict=False)):
            if node.keys[at] and node.keys[at + 1] and ast.dump(one) != ast.dump(two):
                values = [*node.values[:at], two, one, *node.values[at + 2 :]]
                edits.append(_Edit(node, _text(ast.Dict(node.keys, values)), _exchanged(source, one, two)))
        return edits
    if not isinstance(node, ast.Tuple | ast.List | ast.Set) or len(node.elts) < 2:
        return []
    unpacked = isinstance(parent, ast.Assign | ast.For | ast.comprehension | ast.Subscript)
    if unpacked or isinstance(getattr(node, "ctx", None), ast.Store):
        return []
    return [
        _Edit(node, _text(type(node)(elts=rest)), (one_line(source.of(gone)), _LEFT_OUT))
        for gone, rest in zip(node.elts, _each_left_out(node.elts), strict=True)
    ]


def _of_call(source: _Source, node: ast.Call, optional: set[str]) -> list[_Edit]:
    edits = []
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    for at, (one, two) in enumerate(zip(node.args, node.args[1:], strict=False)):
        if name not in _TWINS and type(one) is type(two) and ast.dump(one) != ast.dump(two):
            arguments = [*node.args[:at], two, one, *node.args[at + 2 :]]
            edits.append(
                _Edit(node, _text(ast.Call(node.func, arguments, node.keywords)), _exchanged(source, one, two))
            )
    for gone, rest in zip(node.keywords, _each_left_out(node.keywords), strict=True):
        told = f"{_text(node.func)}({_text(node.args[0]) + ', ' if node.args else ''}{one_line(source.of(gone))})"
        edits.append(_Edit(node, _text(ast.Call(node.func, node.args, rest)), (told, _LEFT_OUT)))
    if name in _TWINS:
        edits.append(_changed(node, ast.Call(ast.Name(_TWINS[name]), node.args, node.keywords)))
    if name in _SHELLS:
        edits += [_changed(node, argument) for argument in node.args if not isinstance(argument, ast.GeneratorExp)]
    if name in optional and len(node.args) > 1:
        edits.append(_changed(node, ast.Call(node.func, node.args[:-1], node.keywords)))
    return edits


def _of_account(node: ast.expr, accounts: tuple[str, ...]) -> list[_Edit]:
    match node:
        case ast.Attribute(value=ast.Name("accounts"), attr=name) if name in accounts:
            other = accounts[(accounts.index(name) + 1) % len(accounts)]
        case ast.Name(name, ast.Load()) if name in accounts:
            other = accounts[(accounts.index(name) + 1) % len(accounts)]
            return [_changed(node, ast.Name(other))]
        case _:
            return []
    return [_changed(node, ast.Attribute(node.value, other))]


def _exchanged(source: _Source, one: ast.expr, two: ast.expr) -> tuple[str, str]:
    first, second = one_line(source.of(one)), one_line(source.of(two))
    return f"{first}, {second}", f"{second}, {first}"


def _each_left_out(items: list[Any]) -> list[list[Any]]:
    return [items[:at] + items[at + 1 :] for at in range(len(items))]


def _changed(node: ast.expr, other: ast.expr) -> _Edit:
    """Brackets wherever the other expression could bind less tightly than the one it replaces."""
    loose = isinstance(other, ast.BoolOp | ast.BinOp | ast.IfExp | ast.UnaryOp)
    loose |= isinstance(other, ast.Compare) and not isinstance(node, ast.Compare)
    return _Edit(node, f"({_text(other)})" if loose else _text(other))


def _text(node: ast.expr) -> str:
    text = ast.unparse(ast.fix_missing_locations(node))
    return text if '"' in text or "\\" in text else text.replace("'", '"')
