"""Where the game keeps files of its own: what can be made again, and what a player would miss."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

NAME = "battle-of-bakhmut"


def cache_folder() -> Path:
    """A folder that can be written for what can be made again: the user's cache, else the machine's temporary folder."""
    return _writable(_base("XDG_CACHE_HOME", ".cache", "Caches") / NAME)


def data_folder() -> Path:
    """A folder that can be written for records and settings: the user's data, else the machine's temporary folder."""
    return _writable(_base("XDG_DATA_HOME", ".local/share", "Application Support") / NAME)


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
        user = os.getuid() if hasattr(os, "getuid") else "user"
        spare = Path(tempfile.gettempdir()) / f"{NAME}-{user}"
        spare.mkdir(parents=True, exist_ok=True)
        return spare
