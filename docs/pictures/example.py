"""Makes the pictures of the worked example in docs/editing.md: somebody sits at the desk and takes in docs/soledar.

`PYTHONPATH=. python docs/pictures/example.py` needs Pillow and compiled rules; look at what it made.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable

os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
os.environ["XDG_DATA_HOME"] = os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp()

import pygame
from PIL import Image

from game.scenario.draft import Draft
from game.scenario.load import find_scenario
from game.ui import sheet, start
from game.ui.app import App
from game.ui.editor.balance import Balance
from game.ui.editor.balance_runs import OVER
from game.ui.editor.desk import Desk
from game.ui.editor.exchange import Import
from game.ui.editor.opening import New, desk_of
from game.ui.settings import Settings

SIZE, COLOURS = (1280, 800), 256
FRAME_MS, LONGEST = 50, 300.0
BOX = "48.61, 37.845, 48.80, 38.25"
_seen: list[tuple[str, pygame.Rect]] = []
_text = sheet.Sheet.text


def _noted(self: sheet.Sheet, words: str, *args: object, **named: object) -> pygame.Rect:
    """Draws words and notes where they stand."""
    rect = _text(self, words, *args, **named)  # type: ignore[arg-type]
    _seen.append((words, rect))
    return rect


class Author:
    """Who sits there."""

    def __init__(self, gauge: bool = False) -> None:
        self.app = App(SIZE, "en", Settings(editor_balance=gauge))
        self.surface = pygame.Surface(SIZE, 0, 32)

    def wait(self, until: Callable[[], bool] | None = None) -> None:
        """Let time pass until nothing moves, or until something is so; then draw."""
        end = time.monotonic() + LONGEST
        while (self.app.tick(FRAME_MS) if until is None else not until()) and time.monotonic() < end:
            if until is not None:
                self.app.tick(FRAME_MS)
            time.sleep(0.005)
        _seen.clear()
        self.app.draw(self.surface)

    def key(self, key: int, mod: int = 0) -> None:
        """Press a key."""
        for kind in (pygame.KEYDOWN, pygame.KEYUP):
            self.app.handle(pygame.event.Event(kind, key=key, mod=mod, unicode="", scancode=0))
        self.wait()

    def write(self, words: str) -> None:
        """Write over what stands in a line."""
        self.key(pygame.K_a, pygame.KMOD_CTRL)
        self.app.handle(pygame.event.Event(pygame.TEXTINPUT, text=words))
        self.wait()

    def press(self, words: str) -> None:
        """Click on words."""
        at = next(rect for seen, rect in _seen if seen == words).center
        at = (round(at[0] * self.app.factor), round(at[1] * self.app.factor))
        self.app.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=(1, 1), buttons=(0, 0, 0)))
        for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            self.app.handle(pygame.event.Event(kind, pos=at, button=1))
        self.wait()

    def keep(self, name: str) -> None:
        """Write what is seen as a picture of few colours."""
        self.wait()
        picture = Image.frombytes("RGB", SIZE, pygame.image.tobytes(self.surface, "RGB"))
        few = picture.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
        few.save(f"docs/pictures/example_{name}.png", optimize=True)

    def sit_down(self, draft: Draft) -> Desk:
        """Open the desk."""
        self.app.push(desk_of(self.app, draft))
        self.wait(lambda: isinstance(self.app.screen, Desk))
        assert isinstance(self.app.screen, Desk)
        self.wait()
        return self.app.screen


def from_nothing() -> None:
    """An empty map, the ground, the units."""
    author = Author()
    made: list[Draft] = []
    author.app.push(start.title(author.app))
    new = New(author.app, made.append)
    author.app.push(new)
    author.wait()
    author.write("Soledar")
    author.key(pygame.K_TAB)
    author.write("2023-01-03")
    author.key(pygame.K_TAB)
    author.write(BOX)
    new.go()
    author.sit_down(made[0])
    author.key(pygame.K_i, pygame.KMOD_CTRL)
    author.write("docs/soledar")
    author.key(pygame.K_RETURN)
    screen = author.app.screen
    assert isinstance(screen, Import)
    author.wait(lambda: screen.plan is not None)
    author.press(author.app.screen.desk.say("editor_exchange.replace"))  # type: ignore[attr-defined]
    author.keep("import")
    author.key(pygame.K_RETURN)
    author.keep("map")
    author.key(pygame.K_3, pygame.KMOD_CTRL)
    author.press("From a table…")
    author.write("docs/soledar/units.csv")
    author.key(pygame.K_RETURN)
    author.key(pygame.K_RETURN)
    author.keep("units")


def at_the_gauge() -> None:
    """The finished battle, and what one number more or less does to it."""
    author = Author(gauge=True)
    desk = author.sit_down(Draft.read(find_scenario("soledar")))
    author.key(pygame.K_7, pygame.KMOD_CTRL)
    gauge = next(panel for panel, _ in desk.panels_in_view() if isinstance(panel, Balance))
    author.wait(lambda: gauge.runs.state == OVER)
    author.press("Victory")
    author.press("25")
    author.write("0")
    author.key(pygame.K_RETURN)
    author.wait(lambda: gauge.runs.state == OVER and len(gauge.runs.versions) > 1)
    author.keep("gauge")


if __name__ == "__main__":
    pygame.init()
    sheet.Sheet.text = _noted  # type: ignore[method-assign]
    from_nothing()
    at_the_gauge()
    shutil.rmtree(os.environ["XDG_DATA_HOME"])
