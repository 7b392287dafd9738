"""Helpers of the tests of the command line: running a command here, or in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from game.cli import main

ROOT = Path(__file__).parent.parent

Run = Callable[..., tuple[int, str, str]]
"""Runs a command: exit code, stdout, stderr."""


def runner(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """What runs commands in this process without a display."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")

    def give(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return int(str(ended.value.code)), said.out, said.err

    return give


def process(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs main.py in a process of its own, far from its folder and without a display."""
    settings = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "PYTHONPATH")}
    command = [sys.executable, str(ROOT / "main.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=settings | environment, cwd="/", timeout=300)


def shape(value: Any) -> Any:
    """The types in a JSON value."""
    return {key: shape(inner) for key, inner in value.items()} if isinstance(value, dict) else type(value)
