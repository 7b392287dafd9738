"""Where the game keeps files of its own: what can be made again, and what a player would miss."""

from __future__ import annotations

import contextlib
import errno
import importlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

NAME = "battle-of-bakhmut"

ASSETS = Path(__file__).parent.parent / "assets"
"""What comes with the game beside its code."""


def cache_folder() -> Path:
    """A folder that can be written for what can be made again: the user's cache, else the machine's temporary folder."""
    return _writable(_base("XDG_CACHE_HOME", ".cache", "Caches") / NAME)


def config_folder() -> Path:
    """Where the user's settings are looked for; it need not exist, and perhaps cannot be written."""
    return _base("XDG_CONFIG_HOME", ".config", "Application Support") / NAME


def data_folder() -> Path:
    """A folder that can be written for records: the user's data, else the machine's temporary folder."""
    return _writable(_base("XDG_DATA_HOME", ".local/share", "Application Support") / NAME)


def is_spare(folder: Path) -> bool:
    """Whether a folder stands in for one that cannot be written; it may be gone when the machine starts again."""
    return folder == _spare()


def _spare() -> Path:
    """The folder of the game among the machine's temporary files."""
    user = os.getuid() if hasattr(os, "getuid") else "user"
    return Path(tempfile.gettempdir()) / f"{NAME}-{user}"


def _base(variable: str, unix: str, mac: str) -> Path:
    """The folder of the platform's convention."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or os.path.expanduser("~"))
    if sys.platform == "darwin":
        return Path(os.path.expanduser("~/Library")) / mac
    return Path(os.environ.get(variable) or os.path.expanduser(f"~/{unix}"))


def _writable(folder: Path) -> Path:
    """The folder if it can be made and written, else one of the same name among the temporary files."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        spare = _spare()
        spare.mkdir(parents=True, exist_ok=True)
        return spare


def hold(stream: IO[str], *, wait: bool = False) -> None:
    """Hold a file against other processes until it is closed, or the process ends, however it does.

    Raises BlockingIOError or PermissionError if another holds it, unless that is waited for.
    """
    try:
        import fcntl
    except ImportError:
        _hold_on_windows(stream, wait)
    else:
        fcntl.flock(stream, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)


def _hold_on_windows(stream: IO[str], wait: bool) -> None:
    """The same with the first byte of the file, which need not be there."""
    msvcrt = importlib.import_module("msvcrt")
    while True:
        stream.seek(0)
        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
            return
        except PermissionError:
            if not wait:
                raise
            time.sleep(0.2)


@contextlib.contextmanager
def dropped_if_torn(draft: Path) -> Iterator[None]:
    """A file that is being written is taken away if it cannot be, such as on a full disk."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise


def check_place(path: Path) -> None:
    """Raise OSError if a file could not be written at a place: better before the games than after."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    places = [path.parent.resolve(strict=True), path]  # it is written beside its place and put there
    if not all(os.access(place, os.W_OK) for place in places if place.exists()):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a crash, or a power cut, leaves either the old one or all of the new. Raises OSError."""
    draft = path.with_name(path.name + ".new")
    with dropped_if_torn(draft), draft.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
        if path.exists():
            shutil.copymode(path, draft)
        draft.replace(path)
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        os.fsync(folder)
        os.close(folder)
