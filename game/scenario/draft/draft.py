"""A scenario being edited: text, history, what it means now."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from game.diagnostics import BadInput, Document
from game.documents import MAX_BYTES, first_bytes, parse
from game.scenario.draft.meaning import says
from game.scenario.draft.writing import Edit, Put, write
from game.splices import Splice, Splices, apply, inverse, together


class Label(NamedTuple):
    """What an edit did, as a key of the texts with its values."""

    key: str
    values: Mapping[str, Any] = MappingProxyType({})


@dataclass
class Entry:
    """A line of the history: one gesture, however many changes it made one after another."""

    label: Label
    merge: str
    steps: list[Splices] = field(default_factory=list)


Listener = Callable[[str], None]
"""Told of every change of the text, when it has happened: "do", "undo", "redo" or "saved"."""
MERGE_NEVER = ""


class Draft:
    """The text of a scenario with the history of its edits.

    `history[:position]` are the edits made; those behind it were taken back and can be made again.
    """

    def __init__(self, text: str, name: str, path: Path | None = None, *, mark: bool = False) -> None:
        self.text, self.name, self.path = text, name, path
        self.history: list[Entry] = []
        self.position = 0
        self.listeners: list[Listener] = []
        self.mark = mark
        """Whether the file begins with the mark of UTF-8."""
        self.first_text, self.saved_text = text, text
        """What the history began from, and what was read or saved last."""
        self._saved_at: int | None = 0
        self._document: tuple[str, Document] | None = None

    @classmethod
    def read(cls, path: Path) -> Draft:
        """The draft of a file. Raises BadInput if it cannot be read or is no UTF-8; else whatever it holds is taken."""
        try:
            data = first_bytes(path, MAX_BYTES + 1)
        except OSError as error:
            document = Document(str(path), "")
            document.report(
                "D101", f"The file cannot be read: {(error.strerror or 'unknown reason').lower()}.", (1, 1, 1)
            )
            raise BadInput(document.problems) from error
        document = parse(str(path), data)
        if any(problem.code in ("D102", "D103") for problem in document.problems) and not document.text:
            raise BadInput(document.problems)
        try:
            text = data.removeprefix(codecs.BOM_UTF8).decode()
        except UnicodeDecodeError as error:
            raise BadInput(document.problems) from error
        return cls(text, path.stem, path, mark=data.startswith(codecs.BOM_UTF8))

    @property
    def data(self) -> bytes:
        """The text as the bytes of a file."""
        return self._bytes(self.text)

    @property
    def saved_data(self) -> bytes:
        """What was read or saved last, as the bytes of a file."""
        return self._bytes(self.saved_text)

    def _bytes(self, text: str) -> bytes:
        return (codecs.BOM_UTF8 if self.mark else b"") + text.encode()

    @property
    def file(self) -> str:
        """The file's name as diagnostics tell it."""
        return str(self.path) if self.path is not None else f"{self.name}.yaml"

    @property
    def document(self) -> Document:
        """The text as nodes, with the problems of reading alone."""
        if self._document is None or self._document[0] != self.text:
            self._document = self.text, parse(self.file, self.text)
        return self._document[1]

    def value(self, path: tuple[str | int, ...]) -> Any:
        """The plain value at a path, or None if there is none."""
        node = self.document.root
        for step in path:
            value = node.value if node is not None else None
            if isinstance(value, dict) and isinstance(step, str):
                node = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
                node = value[step]
            else:
                return None
        return node.plain() if node is not None else None

    # edits -----------------------------------------------------------------------------------------------------------

    def do(self, label: Label, edits: Iterable[Edit], merge: str = MERGE_NEVER) -> bool:
        """Make edits together, as a new line of the history; False if they change nothing.

        What goes on with the gesture of the last line (the same `merge`) is put into that. Raises ValueError if an edit
        has no place in the text, or the text would not say what was asked.
        """
        edits, before = list(edits), self.document.root
        splices = write(self.text, self.document, edits)
        if not splices:
            return False
        text = apply(self.text, splices)
        document = parse(self.file, text)
        if not any(isinstance(edit, Put) for edit in edits) and (
            before is None or document.root is None or not says(document.root.plain(), before.plain(), edits)
        ):
            raise ValueError("it is written in a way that only fits the text by hand")
        self._document = text, document
        self.take(label, splices, merge)
        return True

    def take(self, label: Label, splices: Splices, merge: str = MERGE_NEVER) -> None:
        """Make changes of the text itself. Raises ValueError if it does not hold what they cut out."""
        text = apply(self.text, splices)
        goes_on = self.position == len(self.history) and self.history and merge and self.history[-1].merge == merge
        if self._saved_at is not None and self._saved_at > self.position:
            self._saved_at = None
        del self.history[self.position :]
        if goes_on:
            self.history[-1].steps.append(splices)
        else:
            self.history.append(Entry(label, merge, [splices]))
            self.position += 1
        self._become(text, "do")

    def rest(self) -> None:
        """End a gesture: what comes next is a line of its own."""
        if self.history:
            self.history[-1].merge = MERGE_NEVER

    def replace(self, label: Label, text: str) -> None:
        """Another text as one edit: what is alike at its ends stays."""
        self.take(label, difference(self.text, text))

    def undo(self) -> bool:
        """Take the last edit back; False if there is none."""
        if not self.position:
            return False
        text = self.text
        self.position -= 1
        for splices in reversed(self.history[self.position].steps):
            text = apply(text, inverse(splices))
        self._become(text, "undo")
        return True

    def redo(self) -> bool:
        """Make the edit taken back last again; False if there is none."""
        if self.position == len(self.history):
            return False
        text = self.text
        for splices in self.history[self.position].steps:
            text = apply(text, splices)
        self.position += 1
        self._become(text, "redo")
        return True

    def go_to(self, position: int) -> None:
        """Undo or redo until so many edits are made."""
        while self.position > max(position, 0):
            self.undo()
        while self.position < min(position, len(self.history)):
            self.redo()

    def _become(self, text: str, what: str) -> None:
        self.text = text
        for listener in self.listeners:
            listener(what)

    # saved -----------------------------------------------------------------------------------------------------------

    @property
    def is_saved(self) -> bool:
        """Whether the file holds this very text."""
        return self.path is not None and self.text == self.saved_text

    @property
    def unsaved(self) -> int:
        """Edits made, or taken back, since the text was saved."""
        if self.text == self.saved_text:
            return 0
        return abs(self.position - self._saved_at) if self._saved_at is not None else max(1, self.position)

    @property
    def saved_at(self) -> int | None:
        """The position in the history at which the text was saved; None if there is no way back to it."""
        return self._saved_at

    def mark_saved(self, text: str | None = None, path: Path | None = None) -> None:
        """Note that the file holds a text, this one if none is given, and which file that is if it is another."""
        self._saved_at = self.position if text is None else None
        self.saved_text = self.text if text is None else text
        if path is not None:
            self.path, self.name = path, path.stem
        self._become(self.text, "saved")


def difference(old: str, new: str) -> Splices:
    """The changes that make one text another, line by line."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    starts = [0]
    for line in before:
        starts.append(starts[-1] + len(line))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return together(
        Splice(starts[i], old[starts[i] : starts[j]], "".join(after[a:b]))
        for kind, i, j, a, b in matcher.get_opcodes()
        if kind != "equal"
    )
