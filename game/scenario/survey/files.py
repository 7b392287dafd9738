"""Files of geographic data as text and tables: CSV -> rows, whatever they are about.

Size and rows are limited before anything is computed. What is wrong is reported in the file's Document, each
problem with its place; nothing here raises for bad input.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from game.diagnostics import UNPRINTABLE, Document, nearest

FILE_BYTES = 4_000_000
"""Largest file, in bytes."""
TABLE_ROWS = 50_000
"""Most rows of a table."""
TABLE_COLUMNS = 100
"""Most columns of a table."""
NAME_LETTERS = 200
"""Longest name."""

Place = tuple[int, int, int]
"""Where something stands in a file: line, column, width."""

_FIELD = re.compile(r'(?:"([^"]*+(?:""[^"]*+)*+)"|([^",\n]*+))(,|\n|\Z)')
_NUMBER = re.compile(r"[-+]?[0-9]{1,9}(\.[0-9]{1,15})?\Z")


def read_text(path: Path) -> Document:
    """A file as text, its problems reported if it cannot be had."""
    try:
        if not path.is_file():
            document = Document(str(path), "")
            document.report("G302", "This is not a file that can be read.", (1, 1, 1))
            return document
        with path.open("rb") as stream:
            raw = stream.read(FILE_BYTES + 1)
    except OSError as error:
        document = Document(str(path), "")
        document.report("G302", f"The file cannot be read: {(error.strerror or 'unknown reason').lower()}.", (1, 1, 1))
        return document
    if len(raw) > FILE_BYTES:
        document = Document(str(path), "")
        document.report("G303", f"The file is larger than {FILE_BYTES // 1_000_000} MB.", (1, 1, 1))
        return document
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        document = Document(str(path), raw.decode("utf-8", "replace"))
        document.report("G304", "The file is not UTF-8 text.", place_of(before, len(before)))
        return document
    return Document(str(path), text.replace("\r\n", "\n").replace("\r", "\n"))


def place_of(text: str, offset: int, width: int = 1) -> Place:
    """The place of an offset into a text."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset), width


def tidy(text: str) -> str:
    """A text on one line, without characters that cannot be seen.

    >>> tidy("  New\\u200b   York ")
    'New York'
    """
    return " ".join(UNPRINTABLE.sub("", " ".join(text.split())).split())


class Row:
    """A row of a table; asking for a value that is not as wanted reports it."""

    def __init__(self, document: Document, names: dict[str, int], values: list[tuple[str, int, int]]) -> None:
        self.document = document
        self.names = names
        self.values = values

    def has(self, column: str) -> bool:
        """Whether the table has this column and the row a value in it."""
        return column in self.names and self.values[self.names[column]][0].strip() != ""

    def at(self, column: str) -> Place:
        """Where the value of a column stands."""
        text, line, col = self.values[self.names[column]]
        return line, col, max(1, len(text.split("\n")[0]))

    def text(self, column: str, most: int = NAME_LETTERS) -> str:
        """The text of a column, empty if the table does not have it."""
        if column not in self.names:
            return ""
        text = tidy(self.values[self.names[column]][0])
        if len(text) > most:
            self.document.report("G309", f"This is longer than {most} letters.", self.at(column))
            return ""
        return text

    def number(self, column: str, low: float, high: float) -> float:
        """The number of a column between two bounds, 0 after reporting what is wrong with it."""
        text = self.values[self.names[column]][0].strip()
        if not _NUMBER.match(text):
            self.document.report("G307", f"'{text[:20]}' is no number ({column}).", self.at(column))
            return 0.0
        if not low <= float(text) <= high:
            message = f"{column} must lie between {low:g} and {high:g}, not {text[:20]}."
            self.document.report("G307", message, self.at(column))
            return 0.0
        return float(text)

    def place(self) -> tuple[float, float]:
        """Latitude and longitude."""
        return self.number("lat", -90, 90), self.number("lon", -180, 180)

    def one_of(self, column: str, words: Iterable[str]) -> str:
        """The word of a column, reported if it is not one of these."""
        word, words = self.text(column), list(words)
        if word in words:
            return word
        hint = nearest(word, words) or f"It may be {', '.join(words)}."
        self.document.report("G308", f"'{word[:40]}' is not known here ({column}).", self.at(column), hint)
        return words[0]


def _fields(document: Document) -> Iterator[list[tuple[str, int, int]]]:
    """Rows of comma-separated values, each value with its line and column; stops at the first that is not CSV."""
    text, at, line, start = document.text, 0, 1, 0
    row: list[tuple[str, int, int]] = []
    while at < len(text):
        match = _FIELD.match(text, at)
        if match is None or len(row) > TABLE_COLUMNS:
            message = "This is not CSV: a quotation mark is never closed, or stands inside a value."
            if match is not None:
                message = f"A row has more than {TABLE_COLUMNS} values."
            document.report("G305", message, (line, at - start + 1, 1))
            return
        quoted, plain, end = match.groups()
        value = quoted.replace('""', '"') if quoted is not None else plain
        row.append((value, line, at - start + 1))
        if quoted is not None and "\n" in quoted:
            line += quoted.count("\n")
            start = at + match.group(0).rfind("\n", 0, len(match.group(0)) - len(end)) + 1
        at = match.end()
        if end != ",":
            if len(row) > 1 or value.strip():
                yield row
            row, line, start = [], line + 1, at
    if row:
        yield [*row, ("", line, at - start + 1)]


def table(document: Document, columns: Sequence[str]) -> list[Row]:
    """The rows of a table that must have these columns."""
    rows: list[Row] = []
    names: dict[str, int] = {}
    for values in _fields(document):
        if not names:
            names = {tidy(name): i for i, (name, _, _) in enumerate(values)}
            if len(names) < len(values):
                document.report("G306", "Two columns have the same name.", (1, 1, 1))
            for column in columns:
                if column not in names:
                    document.report("G306", f"The column '{column}' is missing.", (1, 1, 1), nearest(column, names))
            if document.errors:
                return []
        elif len(values) != len(names):
            message = f"This row has {len(values)} values, the header has {len(names)}."
            document.report("G305", message, (values[0][1], 1, 1))
        elif len(rows) == TABLE_ROWS:
            document.report("G303", f"The table has more than {TABLE_ROWS} rows.", (values[0][1], 1, 1))
            return []
        else:
            rows.append(Row(document, names, values))
    if not names and not document.errors:
        document.report("G306", "The table has no header.", (1, 1, 1), f"It needs {', '.join(columns)}.")
    return rows
