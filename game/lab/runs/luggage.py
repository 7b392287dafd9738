"""What games are made of: the files of a player with the modules beside it, and those of the program they go through."""

from __future__ import annotations

import ast
import functools
import hashlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from game.ai import duel
from game.jit import ROOT

_GOES_THROUGH = ("game.lab.runs.batch", "game.lab.runs.guest")
"""Where games are played; the program's code is what these import, what that imports, and so on."""


def files_of(player: str) -> dict[str, bytes]:
    """The files that a player is made of, by their names from its folder on, its own the first; none of the computer's.

    Raises OSError.
    """
    if player in duel.PLAYERS:
        return {}
    file = Path(player.rpartition(":")[0])
    found, waiting = dict[str, bytes](), [file]
    while waiting:
        path = waiting.pop()
        name = path.relative_to(file.parent).as_posix()
        if name not in found:
            found[name] = path.read_bytes()
            waiting += _beside(file.parent, found[name])
    return found


def _beside(folder: Path, text: bytes) -> Iterator[Path]:
    """The files in a folder that a text imports: modules, and packages whole."""
    names = {name.partition(".")[0] for name in _imported(text)}
    for name in sorted(names - {ROOT.name, *sys.stdlib_module_names}):
        module, package = folder / f"{name}.py", folder / name
        if package.is_dir():
            yield from (path for path in sorted(package.rglob("*.py")) if path.is_file())
        elif module.is_file():
            yield module


def _imported(text: bytes) -> set[str]:
    """The modules that a text may import, wherever in it; none if it is no Python."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return set()
    names = set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.update([node.module, *(f"{node.module}.{alias.name}" for alias in node.names)])
    return names


def code_digest(players: Iterable[str] = ()) -> str:
    """Hash of the program's files that games go through, also of those that players from files import. Raises OSError."""
    found, waiting = dict[Path, bytes](), [*_GOES_THROUGH]
    for player in players:
        waiting += (name for text in files_of(player).values() for name in _imported(text))
    while waiting:
        path = _of_ours(waiting.pop())
        if path is not None and path not in found:
            found[path] = path.read_bytes()
            waiting += _imported_by_us(found[path])
    total = hashlib.blake2b(digest_size=8)
    for path, text in sorted(found.items()):
        total.update(f"{path.relative_to(ROOT).as_posix()} {len(text)}\0".encode() + text)
    return total.hexdigest()


_imported_by_us = functools.cache(_imported)


def _of_ours(module: str) -> Path | None:
    """The file of a module of the program, None if it is none."""
    first, *names = module.split(".")
    path = ROOT.joinpath(*names)
    found = (file for file in (path.with_suffix(".py"), path / "__init__.py") if first == ROOT.name and file.is_file())
    return next(found, None)
