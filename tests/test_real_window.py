"""One real window on a display of its own, with real clicks and keys: what SDL dummy cannot show."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NEEDED = ("Xvfb", "xdotool")
MISSING = [tool for tool in NEEDED if shutil.which(tool) is None]
LONGEST = 300
"""Seconds after which something waited for will not come."""

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")


@pytest.fixture
def display() -> Iterator[str]:
    """A display of 1280x800 that nobody sees."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=(write,), stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


class Hand:
    """A hand on mouse and keyboard of a display."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment

    def do(self, *words: str) -> str:
        """Run xdotool."""
        done = subprocess.run(["xdotool", *words], env=self.environment, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    def press(self, key: str) -> None:
        self.do("key", key)
        time.sleep(0.3)

    def click(self, x: int, y: int) -> None:
        self.do("mousemove", str(x), str(y))
        time.sleep(0.2)
        self.do("click", "1")
        time.sleep(0.3)


def wait(until: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + LONGEST
    while not until():
        assert time.monotonic() < end
        time.sleep(0.2)


def test_a_window_opens_takes_an_order_ends_a_turn_and_closes(display: str, tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SDL_")}
    environment |= {
        "DISPLAY": display, "SDL_AUDIODRIVER": "dummy", "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path),
        "LANG": "C.UTF-8",
    }  # fmt: skip
    command = [sys.executable, str(ROOT / "main.py"), "play", "mirror", "--ai", "passive"]
    game = subprocess.Popen(command, env=environment, cwd=tmp_path)
    hand = Hand(environment)

    def told() -> str:
        return "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.jsonl"))

    try:
        wait(lambda: bool(told()))
        time.sleep(2)

        def rested() -> bool:
            hand.press("n")
            hand.press("r")
            return "rest" in told()

        wait(rested)

        def ended() -> bool:
            hand.click(1280 - 60, 24)
            hand.press("Return")  # what is left to do is asked first
            return '"end"' in told() or "end turn" in told()

        wait(ended)
        assert game.poll() is None

        def left() -> bool:
            hand.press("Escape")
            hand.press("q")
            return game.poll() is not None

        wait(left)
        assert game.returncode == 0
    finally:
        game.kill()
        game.wait()
