"""The journal of a draft: every edit is on disk before the next, so that a killed editor loses none.

A journal is a file of JSON lines in the user's data folder: first whose it is and the text it began from, then a line an
event: `do` (changes with their label), `undo`, `redo`, `saved`. It is deleted when the draft is closed; one that is still
there belongs to an editor that is running, or to one that died.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from game.folders import data_folder, write_whole
from game.scenario.draft.draft import Draft, Entry, Label
from game.splices import Splice, Splices

FORMAT = 1
MOST_BYTES = 64_000_000
"""Largest journal that is read: weeks of work."""
_DAMAGED = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError)
"""What a journal raises that is no journal."""


@dataclass(frozen=True)
class Found:
    """A journal that was left behind."""

    path: Path
    edits: int
    """Edits that were made and not saved."""
    when: datetime
    """When the last line was written."""
    running: bool
    """Whether the editor that writes it still runs."""


def folder() -> Path:
    """Where journals are; it may not exist yet."""
    return data_folder() / "editor" / "journals"


def path_of(file: Path | None, name: str) -> Path:
    """The journal of a file, or of a new scenario of a name that has none yet."""
    what = str(file.resolve()) if file is not None else f"new {name}"
    return folder() / f"{name[:40]}-{hashlib.blake2b(what.encode(), digest_size=6).hexdigest()}.jsonl"


class Journal:
    """Writes down what happens to a draft; if it cannot be written, the editor goes on without, and `error` says why."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.path = path_of(draft.path, draft.name)
        self.error: OSError | None = None
        self._open = False
        draft.listeners.append(self._note)
        self.begin()

    def begin(self) -> None:
        """Begin anew with the draft and its history as they are, in place of any journal of its file.

        The new one is there whole before the old one goes, so that there is never none.
        """
        draft, old = self.draft, self.path if self._open else None
        file = str(draft.path.resolve()) if draft.path is not None else ""
        head = {"format": FORMAT, "process": os.getpid(), "file": file, "name": draft.name, "mark": draft.mark}
        lines: list[dict[str, Any]] = [head | {"text": draft.first_text}]
        lines += [_line(entry, i, splices) for i, entry in enumerate(draft.history) for splices in entry.steps]
        lines += [{"undo": True}] * (len(draft.history) - draft.position)
        if draft.saved_text != draft.first_text:
            lines.append({"saved": draft.saved_text})
        self.error, self.path, self._open = None, path_of(draft.path, draft.name), True
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self.path, "".join(map(_words, lines)).encode())
            if old is not None and old != self.path:
                old.unlink(missing_ok=True)
        except OSError as error:
            self.error, self._open = error, False

    def close(self) -> None:
        """Delete the journal: nothing is to be restored."""
        if self._open:
            self._open = False
            with contextlib.suppress(OSError):
                self.path.unlink()

    def _note(self, what: str) -> None:
        draft = self.draft
        if what == "saved":
            if self.path != path_of(draft.path, draft.name):
                self.begin()
            self._write({"saved": None})
        elif what == "do":
            entry = draft.history[-1]
            self._write(_line(entry, draft.position - 1, entry.steps[-1]))
        else:
            self._write({what: True})

    def _write(self, line: dict[str, Any]) -> None:
        if not self._open:
            return
        try:
            with self.path.open("a", encoding="utf-8") as stream:
                stream.write(_words(line))
        except OSError as error:
            self.error, self._open = error, False


def left_behind(file: Path | None, name: str) -> Found | None:
    """The journal of a file that holds edits which were never saved, or None."""
    path = path_of(file, name)
    try:
        when = datetime.fromtimestamp(path.stat().st_mtime)
        first, draft = _read(path)
        running = first["process"] != os.getpid() and _runs(first["process"])
    except (OSError, *_DAMAGED):
        return None
    edits = draft.unsaved
    return Found(path, edits, when, running) if edits or running else None


def restore(found: Found) -> Draft:
    """The draft that a journal tells of, with its history. Raises ValueError or OSError if it cannot be read."""
    try:
        return _read(found.path)[1]
    except _DAMAGED as error:
        raise ValueError("the journal is damaged") from error


def _read(journal: Path) -> tuple[dict[str, Any], Draft]:
    """The first line of a journal and the draft it comes to; a torn last line is left out."""
    if journal.stat().st_size > MOST_BYTES:
        raise ValueError("the journal is too large")
    lines = journal.read_text(encoding="utf-8").split("\n")[:-1]
    first = json.loads(lines[0])
    if first["format"] != FORMAT:
        raise ValueError("the journal is of another format")
    path, mark = Path(first["file"]) if first["file"] else None, first.get("mark") is True
    draft = Draft(first["text"] + "", first["name"] + "", path, mark=mark)
    for words in lines[1:]:
        try:
            line = json.loads(words)
        except ValueError:
            break
        if "do" in line:
            splices = tuple(Splice(*splice) for splice in line["splices"])
            draft.take(Label(line["do"] + "", dict(line["values"])), splices, merge=f"entry {line['entry']}")
        elif "saved" in line:
            draft.mark_saved(line["saved"])
        elif "undo" in line:
            draft.undo()
        elif "redo" in line:
            draft.redo()
    draft.rest()
    return first, draft


def _words(line: dict[str, Any]) -> str:
    return json.dumps(line, ensure_ascii=False, default=str) + "\n"


def _line(entry: Entry, i: int, splices: Splices) -> dict[str, Any]:
    return {"do": entry.label.key, "values": dict(entry.label.values), "entry": i, "splices": splices}


def _runs(process: int) -> bool:
    """Whether a process of this machine is there."""
    if sys.platform == "win32":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
