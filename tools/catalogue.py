"""Message catalogues: `compile` makes the .mo the program reads; `check` proves that Spanish is whole.

A language's messages live in several .po files, one for each room that writes for people, so that two people can work
on two rooms. `check` fails when a message of the source is missing, unused, given twice, or when a translation loses or
invents a {placeholder}; `list ROOM` prints the messages of a folder as an empty .po.
"""

from __future__ import annotations

import ast
import string
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "wording" / "locale"
ROOMS = ("domain", "wording", "sync", "printing", "kiosk_app", "central")
FUNCTIONS = {"_": 1, "mark": 1, "ngettext": 2}


def messages_of(path: Path) -> dict[str, str | None]:
    """Message ids in a source file, each with its plural or None; a non-literal argument is the caller's variable."""
    found: dict[str, str | None] = {}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS):
            continue
        texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if any(isinstance(arg, ast.JoinedStr) for arg in node.args):
            raise SystemExit(f"{path}:{node.lineno}: an f-string cannot be translated; use .format()")
        if texts:
            found[texts[0]] = texts[1] if FUNCTIONS[node.func.id] == 2 and len(texts) > 1 else None
    return found


def source_messages(*rooms: str) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for room in rooms or ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            found.update(messages_of(path))
    return found


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def catalogues(language: str) -> list[tuple[Path, Catalog]]:
    return [
        (path, read_po(BytesIO(path.read_bytes()), locale=language))
        for path in sorted((LOCALE / language).glob("*.po"))
    ]


def as_tuple(text: object) -> tuple[str, ...]:
    """A message's singular and plural; babel gives a bare string where there is no plural."""
    return tuple(str(part) for part in text) if isinstance(text, (tuple, list)) else (str(text),)


def faults_of(language: str) -> list[str]:
    wanted = source_messages()
    seen: dict[str, str] = {}
    faults: list[str] = []
    for path, catalogue in catalogues(language):
        for message in catalogue:
            if not message.id:
                continue
            ids, texts = as_tuple(message.id), as_tuple(message.string)
            where = f"{path.name}: {ids[0]!r}"
            if ids[0] in seen:
                faults.append(f"{where} is also in {seen[ids[0]]}")
            seen[ids[0]] = path.name
            if ids[0] not in wanted:
                faults.append(f"{where} is in no source file")
            if not all(texts):
                faults.append(f"{where} is not translated")
            allowed = set().union(*(fields(text) for text in ids))
            faults.extend(f"{where} has other placeholders" for text in texts if text and not fields(text) <= allowed)
            if len(ids) == 1 and texts[0] and fields(texts[0]) != allowed:
                faults.append(f"{where} loses a placeholder")
    faults += [f"{language}: {text!r} has no translation" for text in wanted if text not in seen]
    return faults


def compile_all() -> None:
    for folder in sorted(path for path in LOCALE.iterdir() if path.is_dir()):
        whole = Catalog(locale=folder.name)
        for _, catalogue in catalogues(folder.name):
            for message in catalogue:
                if message.id:
                    whole.add(message.id, message.string)
        target = folder / "LC_MESSAGES" / "ventanilla.mo"
        target.parent.mkdir(exist_ok=True)
        with target.open("wb") as stream:
            write_mo(stream, whole)


def main(arguments: list[str]) -> int:
    match arguments:
        case ["compile"]:
            compile_all()
            return 0
        case ["check"]:
            faults = faults_of("es")
            print("\n".join(faults) or "catalogues: Spanish is whole")
            return 1 if faults else 0
        case ["list", *rooms]:
            known = {i[0] if isinstance(i := m.id, tuple) else i for _, c in catalogues("es") for m in c}
            for text, plural in source_messages(*rooms).items():
                if text not in known:
                    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
                    more = f'msgid_plural "{plural}"\nmsgstr[0] ""\nmsgstr[1] ""' if plural else 'msgstr ""'
                    print(f'msgid "{quoted}"\n{more}\n')
            return 0
        case _:
            print(__doc__)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
