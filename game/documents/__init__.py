"""Documents people write: limited YAML in which every value knows its line and column.

Scenarios and rules are read here and nowhere else. The subset is YAML 1.2 without anchors, aliases, tags, directives or
several documents; size, depth and number of values are limited before anything is built, so that no file, however
hostile, costs more than a moment. Everything wrong is a `Diagnostic` with its place; nothing here raises for bad input.
"""

from __future__ import annotations

import codecs
import errno
import time
from pathlib import Path

from game.diagnostics import UNPRINTABLE, Document, Node
from game.documents.builder import Refused, build, complain, not_allowed
from game.documents.fitting import Fitted, fit, validate
from game.documents.kept import Kept
from game.documents.limits import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_LINES,
    MAX_ODD_LETTERS,
    MAX_VALUES,
    MAX_YAML_LETTERS,
    MAX_YAML_VALUES,
)
from game.documents.parts import Unread, build_in_parts

__all__ = [
    "MAX_BYTES", "MAX_DEPTH", "MAX_LINES", "MAX_VALUES", "MAX_YAML_LETTERS", "MAX_YAML_VALUES",
    "Fitted", "first_bytes", "fit", "parse", "read", "validate",
]  # fmt: skip


SLOW_S = 0.1
"""Seconds of parsing from which on a document is worth keeping: what fmt wrote is read faster than a copy."""


def read(path: Path | str) -> Document:
    """Read and parse a file; what is wrong is in the document's problems, never an exception."""
    file = str(path)
    try:
        data = first_bytes(path, MAX_BYTES + 1)
    except OSError as error:
        document = Document(file, "")
        document.report("D101", f"The file cannot be read: {(error.strerror or 'unknown reason').lower()}.", (1, 1, 1))
        return document
    return parse(file, data)


def first_bytes(path: Path | str, most: int) -> bytes:
    """The beginning of a file. Raises OSError, also for a pipe, which might never end."""
    if Path(path).is_fifo():
        raise OSError(errno.EINVAL, "it is a pipe")
    with Path(path).open("rb") as stream:
        return stream.read(most)


def parse(file: str, data: bytes | str) -> Document:
    """Parse the content of a document, given the name that diagnostics should use.

    What came from a file, as bytes, is kept parsed on disk; a text is one of many that an editor makes and is not.
    """
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    if len(raw) > MAX_BYTES:
        document = Document(file, "")
        document.report("D102", f"The file is larger than {MAX_BYTES // 1000} kB.", (1, 1, 1))
        return document
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        before = _lines_by_newline(raw[: error.start].decode(errors="replace"))
        document = Document(file, _lines_by_newline(raw.decode(errors="replace")))
        place = (before.count("\n") + 1, len(before) - before.rfind("\n"), 1)
        document.report("D103", "The file is not UTF-8 text.", place)
        return document
    document = Document(file, _lines_by_newline(text))
    _build(document, isinstance(data, bytes))
    return document


def _lines_by_newline(text: str) -> str:
    """A text whose lines end in newlines, wherever it was written."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _build(document: Document, keeps: bool) -> None:
    """Parse the text into nodes, stopping at the first thing that YAML or our limits refuse."""
    if len(document.lines) > MAX_LINES:
        document.report("D102", f"The file has more than {MAX_LINES} lines.", (MAX_LINES + 1, 1, 1))
        return
    bad = UNPRINTABLE.search(document.text)
    if bad:
        line = document.text.count("\n", 0, bad.start()) + 1
        column = bad.start() - document.text.rfind("\n", 0, bad.start())
        document.report("D104", not_allowed(bad.group()), (line, column, 1))
        return
    kept = Kept(document.text) if keeps else None
    found: Node | Unread | None = kept.load() if kept is not None else None
    begun = time.perf_counter()
    found = found or build_in_parts(document.lines)
    if isinstance(found, Node):
        document.root = found
    elif found.too_many:
        document.report("D108", f"The file has more than {MAX_VALUES} values.", (1, 1, 1))
    elif len(document.text) > MAX_YAML_LETTERS:
        _tell_unread(document, found)
    else:
        document.root = _as_yaml(document)
    slow = time.perf_counter() - begun > SLOW_S
    if kept is not None and slow and document.root is not None and not document.problems:
        kept.save(document.root)


def _as_yaml(document: Document) -> Node | None:
    """The nodes of the whole text at once, or None after reporting what is wrong."""
    try:
        return build(document)
    except Refused:
        return None
    except Exception as error:
        complain(document, error)
    return None


def _tell_unread(document: Document, unread: Unread) -> None:
    """Report why a large text cannot be read: the mistake in a part of it, or that it is written otherwise."""
    first, last, _ = unread
    part = Document(document.file, "\n".join(document.lines[first:last]) + "\n")
    if last and len(part.text) <= MAX_ODD_LETTERS:
        _as_yaml(part)
    for found in part.problems[:1]:
        document.report(found.code, found.message, (found.line + first, found.column, found.width), found.hint)
    if not part.problems:
        message = f"A file of more than {MAX_YAML_LETTERS // 1000} kB is read only as main.py fmt writes it."
        document.report("D113", message, (first + 1, 1, 1), "Write one entity a line, text in double quotes.")
