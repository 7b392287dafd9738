"""The commands that change or write files people edit: fmt, upgrade, schema."""

from __future__ import annotations

import argparse
import difflib
import sys
from pathlib import Path

from game.diagnostics import BadInput, Diagnostic, Document, harmless
from game.folders import write_whole
from game.usage import BAD_INPUT, GOOD, LIMIT_NOT_MET


def fmt(asked: argparse.Namespace) -> int:
    """Bring files to their canonical form, or only name those that are not in it; files with errors stay as they are."""
    from game.documents import read
    from game.scenario.canonical import canonical, tidied

    problems: list[Diagnostic] = []
    others: list[Path] = []
    for path in asked.files:
        document = read(path)
        if document.errors or document.root is None:
            problems += document.problems
            continue
        text = canonical(document) if _is_scenario(document) else tidied(document)
        if text.encode() != path.read_bytes():
            others.append(path)
            if not asked.check:
                write_whole(path, text.encode())
    for problem in problems:
        print(problem.render(), file=sys.stderr)
    for path in others:
        print(f"{harmless(str(path))}: {'not in canonical form' if asked.check else 'brought to its canonical form'}.")
    if problems:
        return BAD_INPUT
    return LIMIT_NOT_MET if others and asked.check else GOOD


def _is_scenario(document: Document) -> bool:
    """Whether a document is a scenario, not rules or weights."""
    assert document.root is not None
    keys = document.root.value if isinstance(document.root.value, dict) else {}
    return "terrain" in keys and "rows" in (keys["terrain"].value if isinstance(keys["terrain"].value, dict) else {})


def upgrade(asked: argparse.Namespace) -> int:
    """Show what an older scenario would become, and write it if that is wanted; the old file is kept beside it."""
    from game.documents import read
    from game.scenario.schema import FORMAT
    from game.scenario.upgrade import is_current, is_old, upgraded

    path: Path = asked.file
    document = read(path)
    document.raise_errors()
    if is_current(document):
        print(f"{harmless(str(path))} is of format {FORMAT} already.")
        return GOOD
    if not is_old(document):
        document.report("D151", "This is no scenario of an older format.", (1, 1, 1))
        raise BadInput(document.problems)
    old = path.read_bytes()
    new = upgraded(document, old.decode()).encode()
    before, after = (data.decode().splitlines() for data in (old, new))
    kept = _beside(path, old)
    for line in difflib.unified_diff(before, after, str(kept), str(path), n=0, lineterm=""):
        print(harmless(line))
    if not asked.write and not _agreed(f"Write this to {path}? The old file is kept as {kept.name}. [y/N] "):
        print("Nothing was written.")
        return GOOD
    write_whole(kept, old)
    write_whole(path, new)
    print(harmless(f"{path} is of format {FORMAT} now; the old file is {kept}."))
    return GOOD


def _agreed(question: str) -> bool:
    """Whether somebody at a terminal says yes; without one nobody does."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print("To write it: upgrade --write.")
        return False
    try:
        return input(question).strip().lower() in ("y", "yes")
    except EOFError:
        return False


def _beside(path: Path, data: bytes) -> Path:
    """Where the old file is kept: a name that is free, or holds the same."""
    kept, other = path.with_name(f"{path.name}.format-1"), 2
    while kept.exists() and kept.read_bytes() != data:
        kept, other = path.with_name(f"{path.name}.format-1-{other}"), other + 1
    return kept


def schema(_: argparse.Namespace) -> int:
    """Write the JSON Schemas and the reference of the format where they belong."""
    from game.schemas import written

    for path, text in written().items():
        is_new = not path.exists() or path.read_text(encoding="utf-8") != text
        if is_new:
            write_whole(path, text.encode())
        print(f"{path}: {'written' if is_new else 'as it was'}.")
    return GOOD
