"""The file of a run: how it is begun, held by one writer and opened by readers, and what is told when it cannot be."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from game.diagnostics import BadInput
from game.folders import hold

FILE = "run.sqlite"


def reading(file: Path) -> str:
    """How to open a base to be read: only one who may write takes up the log beside it, and takes it away at the end."""
    if os.access(file, os.W_OK) and os.access(file.parent, os.W_OK):
        return "rw"
    return "ro" if file.with_name(file.name + "-wal").exists() else "ro&immutable=1"


def is_begun(file: Path) -> bool:
    """Whether there is anything in a run's file: one that was broken off while it was made is empty."""
    if not file.exists():
        return False
    with contextlib.closing(sqlite3.connect(file)) as base:
        return bool(base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def new_base(file: Path) -> sqlite3.Connection:
    """A new base, in WAL mode: readers see whole batches while the writer goes on."""
    base = sqlite3.connect(file, isolation_level=None)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = NORMAL")
    return base


def hold_run(lock: TextIO, folder: Path) -> None:
    """Hold the sign that this process writes a run. Raises BadInput if another holds it."""
    try:
        hold(lock)
    except (BlockingIOError, PermissionError):
        message, hint = "Another command is writing this run.", "Wait until it has ended."
        raise BadInput.of(str(folder), "L607", message, hint) from None


@contextlib.contextmanager
def telling(file: str, what: str = "read") -> Iterator[None]:
    """Whatever SQLite or the disk refuses is told as a problem of the file, which cannot be read, or "written"."""
    try:
        yield
    except sqlite3.Error as error:
        reason = str(error).lower()
        if "full" in reason or "disk i/o" in reason or "readonly" in reason or "locked" in reason or "unable" in reason:
            room = "When there is room the" if "full" in reason else "The"
            hint = f"What is in it stays. {room} same command goes on from there." if what == "written" else ""
            raise BadInput.of(file, "L604", f"The run cannot be {what}: {reason}.", hint) from None
        hint = "Take it from a copy, with the run.sqlite-wal that may lie beside it, or play it anew in another folder."
        raise BadInput.of(file, "L603", f"The run is damaged, or is none: {reason}.", hint) from None
    except OSError as error:
        raise BadInput.of(file, "L604", f"The run cannot be {what}: {(error.strerror or str(error)).lower()}.") from None
    except (zlib.error, ValueError, TypeError, KeyError, IndexError) as error:
        raise BadInput.of(file, "L603", f"The run is damaged: {error}.", "Play it anew in another folder.") from None
