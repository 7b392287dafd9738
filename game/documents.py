"""Documents people write: limited YAML in which every value knows its line and column.

Scenarios and rules are read here and nowhere else. The subset is YAML 1.2 without anchors, aliases, tags, directives or
several documents; size, depth and number of values are limited before anything is built, so that no file, however
hostile, costs more than a moment. Everything wrong is a `Diagnostic` with its place; nothing here raises for bad input.
"""

from __future__ import annotations

import codecs
import errno
import functools
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import DocumentStartEvent, Event, MappingStartEvent, ScalarEvent, SequenceStartEvent
from ruamel.yaml.scanner import Scanner

from game.diagnostics import UNPRINTABLE, Document, Node, nearest
from game.folders import cache_folder

MAX_BYTES = 400_000
"""Largest document, in bytes: room for a map of 200 x 200 hexes and a thousand units."""
MAX_LINES = 20_000
"""Most lines of a document."""
MAX_VALUES = 16_000
"""Most keys and values in a document."""
MAX_DEPTH = 12
"""Deepest nesting of a document."""

_INTEGER = re.compile(r"[-+]?[0-9]{1,15}\Z")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}\Z")

Model = TypeVar("Model", bound=BaseModel)


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
    """Parse the content of a document, given the name that diagnostics should use."""
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
    _build(document)
    return document


def _lines_by_newline(text: str) -> str:
    """A text whose lines end in newlines, wherever it was written."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _build(document: Document) -> None:
    """Parse the text into nodes, stopping at the first thing that YAML or our limits refuse."""
    if len(document.lines) > MAX_LINES:
        document.report("D102", f"The file has more than {MAX_LINES} lines.", (MAX_LINES + 1, 1, 1))
        return
    bad = UNPRINTABLE.search(document.text)
    if bad:
        line = document.text.count("\n", 0, bad.start()) + 1
        column = bad.start() - document.text.rfind("\n", 0, bad.start())
        document.report("D104", _not_allowed(bad.group()), (line, column, 1))
        return
    kept = _Kept(document.text)
    document.root = kept.load()
    if document.root is not None:
        return
    try:
        document.root = _Builder(document).build()
        if not document.problems:
            kept.save(document.root)
    except _Refused:
        document.root = None
    except MarkedYAMLError as error:
        problem = str(error.problem or error.context or "unreadable")
        mark = error.problem_mark or error.context_mark
        if "end of stream" in problem or "stream end" in problem:
            mark = error.context_mark or mark  # not where the file ends, but where what is never closed begins
        place = (mark.line + 1, mark.column + 1, 1) if mark else (1, 1, 1)
        hint = next((hint for part, hint in _YAML_HINTS.items() if part in problem), "")
        document.report("D105", f"This is not YAML: {problem}.", place, hint)
    except (YAMLError, ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError):
        document.report("D105", "This is not YAML that can be read.", (1, 1, 1))


_YAML_HINTS = {
    "mapping values are not allowed": "Text with a colon needs quotes; keys of one mapping stand in one column.",
    "expected <block end>": "This line is indented otherwise than those it belongs to.",
    "end of stream": "The quotation mark here is never closed.",
    "<stream end>": "The bracket here is never closed.",
    "expected ',' or": "A comma is missing, or the bracket is never closed.",
    "character '\\t' that cannot start": "Indent with spaces, not tabs.",
    "that cannot start": "Put the text in quotes.",
    "unknown escape": "Write a backslash in double quotes as two, or use single quotes.",
}
"""What helps against ruamel's complaints, by a part of them."""


@functools.cache
def _reader() -> str:
    """A hash of the reader's files: documents kept by another reader may hold what this one refuses."""
    files = (Path(__file__), Path(__file__).with_name("diagnostics.py"))
    return hashlib.blake2b(b"".join(file.read_bytes() for file in files), digest_size=8).hexdigest()


class _Kept:
    """A parsed document in the cache folder, by a hash of its text: parsing 120 kB takes a third of a second."""

    LEAST = 20_000
    """Characters below which parsing is fast enough."""
    FILES = 40
    """Documents kept; the oldest go."""

    def __init__(self, text: str) -> None:
        self.large = len(text) >= self.LEAST
        self.name = hashlib.blake2b(f"{_reader()} {text}".encode(), digest_size=12).hexdigest()

    def load(self) -> Node | None:
        """The tree that was kept, or None."""
        if not self.large:
            return None
        try:
            data = (cache_folder() / "parsed" / f"{self.name}.json").read_text(encoding="utf-8")
            return _node(json.loads(data))
        except (OSError, ValueError, TypeError, IndexError, KeyError, RecursionError):
            return None

    def save(self, root: Node | None) -> None:
        """Keep a tree; nothing happens if it cannot be written."""
        if not self.large or root is None:
            return
        try:
            folder = cache_folder() / "parsed"
            folder.mkdir(exist_ok=True)
            with tempfile.NamedTemporaryFile("w", dir=folder, delete=False, encoding="utf-8") as draft:
                json.dump(_plain_node(root), draft, ensure_ascii=False, separators=(",", ":"))
            os.replace(draft.name, folder / f"{self.name}.json")
            for old in sorted(folder.iterdir(), key=lambda f: f.stat().st_mtime)[: -self.FILES]:
                old.unlink(missing_ok=True)
        except OSError:
            return


def _plain_node(node: Node) -> list[Any]:
    """A node as lists: line, column, width, then its value; a mapping's key nodes stand beside their values."""
    place = [node.line, node.column, node.width]
    if isinstance(node.value, list):
        return [*place, [_plain_node(item) for item in node.value]]
    if isinstance(node.value, dict):
        pairs = {name: [_plain_node(node.keys[name]), _plain_node(item)] for name, item in node.value.items()}
        return [*place, pairs]
    return [*place, node.value]


def _node(plain: list[Any]) -> Node:
    """The node of such lists."""
    line, column, width, value = plain
    if isinstance(value, list):
        return Node(line, column, width, [_node(item) for item in value])
    if isinstance(value, dict):
        keys = {name: _node(pair[0]) for name, pair in value.items()}
        return Node(line, column, width, {name: _node(pair[1]) for name, pair in value.items()}, keys)
    return Node(line, column, width, value)


def _not_allowed(character: str) -> str:
    return f"The control character U+{ord(character):04X} is not allowed."


class _Refused(Exception):
    """Unwinds the builder after a limit or a forbidden feature was reported."""


class _Scanner(Scanner):
    """ruamel's scanner, but what the subset leaves out is refused at its first letter, however long it may be."""

    def __init__(self, document: Document, loader: Any) -> None:
        super().__init__(loader)
        self.document = document

    def refuse(self, code: str, message: str, hint: str = "") -> NoReturn:
        mark = self.reader.get_mark()
        self.document.report(code, message, (mark.line + 1, mark.column + 1, 1), hint)
        raise _Refused

    def scan_flow_scalar(self, style: Any) -> Any:
        try:
            return super().scan_flow_scalar(style)
        except (ValueError, OverflowError):
            self.refuse("D105", "This is not YAML: the escape here stands for no character.")

    def fetch_directive(self) -> None:
        self.refuse("D106", "Directives are not allowed.")

    def fetch_anchor(self) -> None:
        self.refuse("D109", "Anchors and aliases are not allowed.", "Write the value out.")

    def fetch_alias(self) -> None:
        self.fetch_anchor()

    def fetch_tag(self) -> None:
        self.refuse("D109", "Tags are not allowed.", "Write the value without it.")


class _Builder:
    """Turns the stream of parser events into nodes, refusing what the subset leaves out as soon as it appears."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.count = 0
        yaml = YAML(typ="safe", pure=True)
        yaml.Scanner = functools.partial(_Scanner, document)
        self.events: Iterator[Event] = iter(yaml.parse(document.text))

    def build(self) -> Node | None:
        root: Node | None = None
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    self.refuse(event, "D106", "A second document begins here; one file holds one document.")
            elif isinstance(event, (ScalarEvent, SequenceStartEvent, MappingStartEvent)):
                root = self.node(event, 1)
        if root is None:
            self.document.report("D107", "The file is empty.", (1, 1, 1))
        return root

    def refuse(self, event: Event, code: str, message: str) -> None:
        mark = event.start_mark
        self.document.report(code, message, (mark.line + 1, mark.column + 1, 1))
        raise _Refused

    def node(self, event: Event, depth: int) -> Node:
        self.count += 1
        if self.count > MAX_VALUES:
            self.refuse(event, "D108", f"The file has more than {MAX_VALUES} values.")
        if depth > MAX_DEPTH:
            self.refuse(event, "D108", f"The file is nested more than {MAX_DEPTH} deep.")
        if isinstance(event, SequenceStartEvent):
            return self.sequence(event, depth)
        if isinstance(event, MappingStartEvent):
            return self.mapping(event, depth)
        assert isinstance(event, ScalarEvent)
        return self.scalar(event)

    def sequence(self, event: Event, depth: int) -> Node:
        mark, items = event.start_mark, []
        while not _ends(event := next(self.events)):
            items.append(self.node(event, depth + 1))
        return Node(mark.line + 1, mark.column + 1, 1, items)

    def mapping(self, event: Event, depth: int) -> Node:
        mark = event.start_mark
        items: dict[str, Node] = {}
        keys: dict[str, Node] = {}
        while not _ends(event := next(self.events)):
            key = self.node(event, depth + 1)
            if isinstance(key.value, (list, dict)):
                self.refuse(event, "D105", "This is not YAML we read: a key must be a word.")
            name = event.value if isinstance(event, ScalarEvent) else str(key.value)
            value = self.node(next(self.events), depth + 1)
            if name in items:
                first = keys[name].line
                message = f"The key '{name[:60]}' is given twice; the first is on line {first}."
                self.document.report("D111", message, key)
            else:
                items[name], keys[name] = value, key
        return Node(mark.line + 1, mark.column + 1, 1, items, keys)

    def scalar(self, event: ScalarEvent) -> Node:
        start, end = event.start_mark, event.end_mark
        width = max(1, end.column - start.column) if end.line == start.line else 1
        value: str | int | float | bool | None = event.value
        bad = UNPRINTABLE.search(event.value)
        if bad:
            self.refuse(event, "D104", _not_allowed(bad.group()))
        if event.style is None:
            value = _plain(event.value)
        return Node(start.line + 1, start.column + 1, width, value)


def _ends(event: Event) -> bool:
    """Whether an event closes the current list or mapping."""
    return type(event).__name__ in ("SequenceEndEvent", "MappingEndEvent")


def _plain(text: str) -> str | int | float | bool | None:
    """What an unquoted scalar means: null, true, false, a decimal integer or number, else text (YAML 1.2, no octal)."""
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.match(text):
        return int(text)
    if _DECIMAL.match(text):
        return float(text)
    return text


def validate(document: Document, model: type[Model]) -> Model | None:
    """The document as a model, or None after reporting everything that does not fit it, each at its place."""
    if document.root is None:
        return None
    if not isinstance(document.root.value, dict):
        document.report("D120", "The file must be a mapping of keys to values.", document.root)
        return None
    try:
        return model.model_validate(document.root.plain())
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_context=True):
            if document.full:
                break
            _report_schema(document, model, problem)
    return None


_SENTENCES = {
    "missing": "The key '{key}' is missing.",
    "extra_forbidden": "The key '{key}' is not known here.",
    "string_type": "Text is wanted here.",
    "int_type": "A whole number is wanted here.",
    "int_from_float": "A whole number is wanted here.",
    "float_type": "A number is wanted here.",
    "bool_type": "true or false is wanted here.",
    "list_type": "A list is wanted here.",
    "tuple_type": "A list is wanted here.",
    "dict_type": "A mapping is wanted here.",
    "model_type": "A mapping is wanted here.",
    "greater_than_equal": "This must be at least {ge}.",
    "less_than_equal": "This must be at most {le}.",
    "string_too_long": "This is longer than {max_length} characters.",
    "too_long": "This has more than {max_length} entries.",
    "too_short": "This has fewer than {min_length} entries.",
    "string_pattern_mismatch": "This does not have the form wanted ({pattern}).",
    "literal_error": "This must be one of {expected}.",
}


def _report_schema(document: Document, model: type[BaseModel], problem: Any) -> None:
    """Turn one of pydantic's findings into a sentence at the place it is about."""
    assert document.root is not None
    kind, path, context = problem["type"], list(problem["loc"]), problem.get("ctx", {})
    key = str(path[-1]) if path else ""
    node, hint = document.root.find(path), ""
    if kind == "int_type" and path[-1] == "int":
        return  # the second of two complaints about a value that may be a whole number or not
    if kind == "extra_forbidden":
        parent = document.root.find(path[:-1])
        node = parent.keys.get(key, node)
        hint = nearest(key, _fields(model, path[:-1]))
    elif path[-1:] == ["[key]"]:
        key = str(path[-2])
        node = document.root.find(path[:-2]).keys.get(key, node)
    if kind == "literal_error":
        word = key if path[-1] == "[key]" else str(node.plain())
        hint = nearest(word, re.findall(r"'([^']*)'", context.get("expected", "")))
    sentence, key = _SENTENCES.get(kind), key[:60]
    message = sentence.format(key=key, **context) if sentence else f"{problem['msg'].removeprefix('Value error, ')}."
    document.report("D121" if kind == "missing" else "D122", message.replace("..", "."), node, hint)


def _fields(model: type[BaseModel], path: list[Any]) -> list[str]:
    """The keys that the model at a path would take."""
    current: Any = model
    for step in path:
        if isinstance(step, str) and isinstance(current, type) and issubclass(current, BaseModel):
            info = current.model_fields.get(step)
            current = info.annotation if info else None
        for _ in range(4):
            if isinstance(current, type) and issubclass(current, BaseModel):
                break
            inner = [a for a in getattr(current, "__args__", ()) if a is not type(None)]
            current = inner[-1] if inner else current
    return list(current.model_fields) if isinstance(current, type) and issubclass(current, BaseModel) else []


def whole_numbers(document: Document, key: str, names: Iterable[str]) -> list[int]:
    """The whole numbers that a document gives under a key, in the order of their names; 0 after reporting a bad one."""
    names, numbers = list(names), []
    root = document.root
    if root is None:
        return [0] * len(names)
    table = root.value.get(key) if isinstance(root.value, dict) else None
    if table is None or not isinstance(table.value, dict):
        document.report("D121", f"The key '{key}' is missing.", root)
        return [0] * len(names)
    for name, node in table.keys.items():
        if name not in names:
            document.report("D122", f"The key '{name}' is not known here.", node, nearest(name, names))
    for name in names:
        entry = table.value.get(name)
        if entry is None:
            document.report("D121", f"The key '{name}' is missing.", table)
        elif not isinstance(entry.value, int) or isinstance(entry.value, bool):
            document.report("D122", "A whole number is wanted here.", entry)
        elif abs(entry.value) > 1_000_000:
            document.report("D122", "This must be between -1000000 and 1000000.", entry)
        good = entry is not None and isinstance(entry.value, int)
        numbers.append(int(entry.value) if entry is not None and good else 0)  # type: ignore[arg-type]
    return numbers
