"""Parsed documents kept in the cache folder between starts, by a hash of their text."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from game.diagnostics import Node
from game.folders import cache_folder


@functools.cache
def _reader() -> str:
    """A hash of the reader's files: documents kept by another reader may hold what this one refuses."""
    files = (*sorted(Path(__file__).parent.glob("*.py")), Path(__file__).parent.with_name("diagnostics.py"))
    return hashlib.blake2b(b"".join(file.read_bytes() for file in files), digest_size=8).hexdigest()


class Kept:
    """A parsed document in the cache folder, by a hash of its text: parsing 120 kB takes a third of a second."""

    LEAST = 20_000
    """Characters below which parsing is fast enough."""
    FILES = 40
    """Documents kept; the oldest go."""

    def __init__(self, text: str) -> None:
        self.large = len(text) >= self.LEAST
        self.name = hashlib.blake2b(f"{_reader()} {text}".encode(), digest_size=12).hexdigest()

    def load(self) -> Node | None:
        """The tree that was kept, or None."""
        if not self.large:
            return None
        try:
            data = (cache_folder() / "parsed" / f"{self.name}.json").read_text(encoding="utf-8")
            return _node(json.loads(data))
        except (OSError, ValueError, TypeError, IndexError, KeyError, RecursionError):
            return None

    def save(self, root: Node | None) -> None:
        """Keep a tree; nothing happens if it cannot be written."""
        if not self.large or root is None:
            return
        try:
            folder = cache_folder() / "parsed"
            folder.mkdir(exist_ok=True)
            with tempfile.NamedTemporaryFile("w", dir=folder, delete=False, encoding="utf-8") as draft:
                json.dump(_plain_node(root), draft, ensure_ascii=False, separators=(",", ":"))
            os.replace(draft.name, folder / f"{self.name}.json")
            for old in sorted(folder.iterdir(), key=lambda f: f.stat().st_mtime)[: -self.FILES]:
                old.unlink(missing_ok=True)
        except OSError:
            return


def _plain_node(node: Node) -> list[Any]:
    """A node as lists: its places, then its value; a mapping's key nodes stand beside their values."""
    place = [node.line, node.column, node.width, node.end_line, node.end_column, node.flow]
    if isinstance(node.value, list):
        return [*place, [_plain_node(item) for item in node.value]]
    if isinstance(node.value, dict):
        pairs = {name: [_plain_node(node.keys[name]), _plain_node(item)] for name, item in node.value.items()}
        return [*place, pairs]
    return [*place, node.value]


def _node(plain: list[Any]) -> Node:
    """The node of such lists."""
    line, column, width, end_line, end_column, flow, value = plain
    keys: dict[str, Node] = {}
    if isinstance(value, list):
        value = [_node(item) for item in value]
    elif isinstance(value, dict):
        keys = {name: _node(pair[0]) for name, pair in value.items()}
        value = {name: _node(pair[1]) for name, pair in value.items()}
    return Node(line, column, width, value, keys, end_line, end_column, flow)
