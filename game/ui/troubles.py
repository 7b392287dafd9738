"""What is wrong with a machine at the start, in sentences that say what happens now; the game goes on."""

from __future__ import annotations

import shlex
import sys
from importlib import metadata

from game.folders import data_folder, is_spare
from game.texts import say
from game.ui.folder import tilde


def at_start(language: str) -> list[str]:
    """A sentence for everything that is wrong."""
    found = []
    if _installed("pygame") and _installed("pygame-ce"):
        repair = f"{shlex.quote(sys.executable)} -m pip install --force-reinstall --no-deps pygame-ce"
        remove = f"{shlex.quote(sys.executable)} -m pip uninstall -y pygame"
        found.append(say(language, "ui.troubles.two_pygames", repair=f"{remove} && {repair}"))
    folder = data_folder()
    if is_spare(folder):
        found.append(say(language, "ui.troubles.no_home", folder=tilde(folder)))
    return found


def _installed(name: str) -> bool:
    """Whether a package is installed."""
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True
