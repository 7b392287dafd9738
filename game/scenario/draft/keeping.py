"""The file of a draft: written whole or not at all, never over what somebody else wrote, with earlier versions kept."""

from __future__ import annotations

import contextlib
import hashlib
from enum import Enum
from pathlib import Path

from game.documents import MAX_BYTES, first_bytes
from game.folders import data_folder, write_whole
from game.scenario.draft.draft import Draft

GENERATIONS = 20
"""Earlier versions of a file that are kept."""


class Disk(Enum):
    """What has become of a file since it was read or saved."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


class Keeper:
    """Saves a draft, and knows when its file has become another."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._stamp: tuple[int, int] | None = None
        self._digest = b""
        self.note()
        own = _digest_of(draft.saved_data)
        if self._digest not in (b"", own):  # a draft restored from its journal was read from what is there no more
            self._stamp, self._digest = None, own

    def note(self) -> None:
        """Take the file as it is now for the one the draft was read from."""
        self._stamp, self._digest = _stamp(self.draft.path), _digest(self.draft.path)

    def look(self) -> Disk:
        """Whether the file is still what it was; cheap while nobody touches it."""
        path = self.draft.path
        if path is None or not self._digest:
            return Disk.SAME
        stamp = _stamp(path)
        if stamp is None:
            return Disk.GONE
        if stamp != self._stamp:
            if _digest(path) != self._digest:
                return Disk.CHANGED
            self._stamp = stamp
        return Disk.SAME

    def theirs(self) -> str:
        """The text the file holds now. Raises BadInput if it cannot be read."""
        assert self.draft.path is not None
        return Draft.read(self.draft.path).text

    def save(self, path: Path | None = None, *, over: bool = False) -> bool:
        """Write the draft to its file or another; False, and nothing written, if that holds what nobody here has seen.

        With `over` it is written all the same. Raises OSError if it cannot be written.
        """
        target = path or self.draft.path
        assert target is not None
        elsewhere = self.draft.path is None or target.resolve() != self.draft.path.resolve()
        if not over and (target.exists() if elsewhere else self.look() is Disk.CHANGED):
            return False
        if target.exists():
            keep(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, self.draft.data)
        self.draft.mark_saved(path=target)
        self.note()
        return True


def generations(path: Path) -> list[Path]:
    """Earlier versions of a file, the latest first."""
    try:
        return sorted(_kept(path).glob("*.yaml"), reverse=True)
    except OSError:
        return []


def keep(path: Path) -> None:
    """Keep a file's content among its earlier versions; what cannot be kept is not."""
    with contextlib.suppress(OSError):
        data, kept = first_bytes(path, MAX_BYTES), generations(path)
        if kept and kept[0].read_bytes() == data:
            return
        number = int(kept[0].stem) + 1 if kept else 1
        _kept(path).mkdir(parents=True, exist_ok=True)
        write_whole(_kept(path) / f"{number:06d}.yaml", data)
        for old in kept[GENERATIONS - 1 :]:
            old.unlink(missing_ok=True)


def _kept(path: Path) -> Path:
    digest = hashlib.blake2b(str(path.resolve()).encode(), digest_size=6).hexdigest()
    return data_folder() / "editor" / "earlier" / f"{path.stem[:40]}-{digest}"


def _stamp(path: Path | None) -> tuple[int, int] | None:
    try:
        found = path.stat() if path is not None else None
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size) if found is not None else None


def _digest(path: Path | None) -> bytes:
    try:
        return _digest_of(first_bytes(path, MAX_BYTES + 1)) if path is not None else b""
    except OSError:
        return b""


def _digest_of(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()
