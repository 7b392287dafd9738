"""YAML into nodes that know their places, by ruamel; what our subset leaves out is refused at its first letter."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import DocumentStartEvent, Event, MappingStartEvent, ScalarEvent, SequenceStartEvent
from ruamel.yaml.scanner import Scanner

from game.diagnostics import UNPRINTABLE, Document, Node
from game.documents.limits import MAX_DEPTH, MAX_YAML_VALUES

_INTEGER = re.compile(r"[-+]?[0-9]{1,15}\Z")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}\Z")

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


def not_allowed(character: str) -> str:
    """The sentence about a character that cannot be seen."""
    return f"The control character U+{ord(character):04X} is not allowed."


class Refused(Exception):
    """Unwinds the builder after a limit or a forbidden feature was reported."""


class _Scanner(Scanner):
    """ruamel's scanner, but what the subset leaves out is refused at its first letter, however long it may be."""

    def __init__(self, document: Document, loader: Any) -> None:
        super().__init__(loader)
        self.document = document

    def refuse(self, code: str, message: str, hint: str = "") -> NoReturn:
        mark = self.reader.get_mark()
        self.document.report(code, message, (mark.line + 1, mark.column + 1, 1), hint)
        raise Refused

    def scan_flow_scalar(self, style: Any) -> Any:
        try:
            return super().scan_flow_scalar(style)
        except (ValueError, OverflowError):
            self.refuse("D105", "This is not YAML: the escape here stands for no character.")

    def fetch_flow_collection_start(self, *token: Any, **bracket: Any) -> None:
        if len(self.flow_context) >= MAX_DEPTH:
            self.refuse("D108", f"The file is nested more than {MAX_DEPTH} deep.")
        super().fetch_flow_collection_start(*token, **bracket)

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
        self.count, self.depth = 0, 0
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

    def refuse(self, event: Event, code: str, message: str) -> NoReturn:
        mark = event.start_mark
        self.document.report(code, message, (mark.line + 1, mark.column + 1, 1))
        raise Refused

    def node(self, event: Event, depth: int) -> Node:
        self.count += 1
        self.depth = max(self.depth, depth)
        if self.count > MAX_YAML_VALUES:
            self.refuse(event, "D108", f"The file has more than {MAX_YAML_VALUES} values.")
        if depth > MAX_DEPTH:
            self.refuse(event, "D108", f"The file is nested more than {MAX_DEPTH} deep.")
        if isinstance(event, SequenceStartEvent):
            return self.sequence(event, depth)
        if isinstance(event, MappingStartEvent):
            return self.mapping(event, depth)
        assert isinstance(event, ScalarEvent)
        return self.scalar(event)

    def sequence(self, start: SequenceStartEvent, depth: int) -> Node:
        items: list[Node] = []
        while not _ends(event := next(self.events)):
            items.append(self.node(event, depth + 1))
        return self.closed(start, event, items, {}, items[-1] if items else None)

    def mapping(self, start: MappingStartEvent, depth: int) -> Node:
        items: dict[str, Node] = {}
        keys: dict[str, Node] = {}
        value: Node | None = None
        while not _ends(event := next(self.events)):
            key = self.node(event, depth + 1)
            if isinstance(key.value, (list, dict)):
                self.refuse(event, "D105", "This is not YAML we read: a key must be a word.")
            name = event.value if isinstance(event, ScalarEvent) else str(key.value)
            event = next(self.events)
            value = self.node(event, depth + 1)
            if value.value is None and value.column == value.end_column:
                place = key.end_line, key.end_column + 1
                value = Node(*place, 1, None, {}, *place)
            if name in items:
                first = keys[name].line
                message = f"The key '{name[:60]}' is given twice; the first is on line {first}."
                self.document.report("D111", message, key)
                if _amount(value) > _amount(items[name]):
                    items[name] = value
            else:
                items[name], keys[name] = value, key
        return self.closed(start, event, items, keys, value)

    def closed(
        self, start: Any, end: Event, value: list[Node] | dict[str, Node], keys: dict[str, Node], last: Node | None
    ) -> Node:
        """A list or mapping with its end: that of the bracket, or of the last value in a block."""
        mark, flow = start.start_mark, bool(start.flow_style)
        place = (end.end_mark.line + 1, end.end_mark.column + 1)
        if not flow and last is not None:
            place = last.end_line, last.end_column
        return Node(mark.line + 1, mark.column + 1, 1, value, keys, *place, flow)

    def scalar(self, event: ScalarEvent) -> Node:
        start, end = event.start_mark, event.end_mark
        if event.style in ("|", ">"):
            return self.folded(event)
        width = max(1, end.column - start.column) if end.line == start.line else 1
        value: str | int | float | bool | None = event.value
        bad = UNPRINTABLE.search(event.value)
        if bad:
            self.refuse(event, "D104", not_allowed(bad.group()))
        if event.style is None:
            value = plain_value(event.value)
        return Node(start.line + 1, start.column + 1, width, value, {}, end.line + 1, end.column + 1)

    def folded(self, event: ScalarEvent) -> Node:
        """A text in a block of lines of its own: it ends with the last of them that is not blank."""
        start, end, lines = event.start_mark, event.end_mark, self.document.lines
        last = end.line
        if last < len(lines) and end.column < len(lines[last]):
            last -= 1  # there the next thing begins; else the text ends without a newline
        while last > start.line and (last >= len(lines) or not lines[last].strip()):
            last -= 1
        return Node(start.line + 1, start.column + 1, 1, event.value, {}, last + 1, len(lines[last]) + 1)


def build(document: Document) -> Node | None:
    """The whole text as nodes. Raises Refused after reporting, and whatever ruamel raises."""
    return _Builder(document).build()


def build_part(text: str) -> tuple[Node, int, int] | None:
    """A part of a text as nodes, how many they are and how deep; None if anything at all is wrong with it."""
    document = Document("", text)
    try:
        builder = _Builder(document)
        root = builder.build()
    except (Refused, YAMLError, *_SLIPS):
        return None
    return None if root is None or document.problems else (root, builder.count, builder.depth)


_SLIPS = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
"""What ruamel raises for some texts that are no YAML."""


def complain(document: Document, error: Exception) -> None:
    """Report what ruamel raised, with what helps. Raises the error again if it is none of a bad text."""
    if isinstance(error, MarkedYAMLError):
        problem = str(error.problem or error.context or "unreadable")
        mark = error.problem_mark or error.context_mark
        if "end of stream" in problem or "stream end" in problem:
            mark = error.context_mark or mark  # not where the file ends, but where what is never closed begins
        elif "expected ',' or" in problem and error.context_mark and mark and error.context_mark.line < mark.line:
            mark = error.context_mark  # nor a line after it
        place = (mark.line + 1, mark.column + 1, 1) if mark else (1, 1, 1)
        hint = next((hint for part, hint in _YAML_HINTS.items() if part in problem), "")
        document.report("D105", f"This is not YAML: {problem}.", place, hint)
    elif isinstance(error, (YAMLError, *_SLIPS)):
        document.report("D105", "This is not YAML that can be read.", (1, 1, 1))
    else:
        raise error


def _amount(node: Node) -> int:
    """How many entries a node has: of two under one key the fuller is what is probably meant."""
    return len(node.value) if isinstance(node.value, (list, dict)) else 0


def _ends(event: Event) -> bool:
    """Whether an event closes the current list or mapping."""
    return type(event).__name__ in ("SequenceEndEvent", "MappingEndEvent")


def plain_value(text: str) -> str | int | float | bool | None:
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
