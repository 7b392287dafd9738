"""Makes the pictures of the documentation, each a screen as `main.py shot` draws it, in few colours.

`PYTHONPATH=. python docs/pictures/make.py [NAME...]` needs Pillow; look at what it made.
"""

from __future__ import annotations

import os
import sys

os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"

import pygame
from PIL import Image

from game.scenario.load import load_scenario
from game.ui import shot
from game.ui.paint.overlays.drawing import NAMES
from game.ui.stage import Stage

COLOURS = 256
WHOLE = (1280, 800)
LARGE, SMALL = (1600, 900), (1024, 640)
MAP = (0, 48, 928, 752)
"""The map of a window of 1280x800, without bar and panel."""
PICTURES: dict[str, tuple[str, str, int, tuple[int, int], tuple[int, int, int, int] | None]] = {
    "title": ("title", "flanks_of_may", 1, WHOLE, None),
    "set_up": ("set_up", "flanks_of_may", 1, SMALL, None),
    "map_far": ("map_far", "flanks_of_may", 1, SMALL, None),
    "moving": ("unit", "flanks_of_may", 1, LARGE, None),
    "map_near": ("map_near", "flanks_of_may", 1, SMALL, None),
    "planning": ("planner", "flanks_of_may", 1, LARGE, None),
    "plan": ("plan", "flanks_of_may", 1, SMALL, None),
    "why": ("why", "flanks_of_may", 1, SMALL, None),
    "search": ("search", "flanks_of_may", 1, SMALL, None),
    **{f"overlay_{name}": (f"overlay_{name}", "flanks_of_may", 3, WHOLE, MAP) for name in NAMES},
    "road_supply": ("overlay_supply", "road_of_life", 1, WHOLE, MAP),
    "asking": ("what_if", "flanks_of_may", 1, WHOLE, None),
    "claims": ("claims", "flanks_of_may", 3, SMALL, None),
    "timeline": ("timeline", "flanks_of_may", 4, WHOLE, None),
    "charts": ("charts", "flanks_of_may", 1, WHOLE, None),
    "report": ("told", "flanks_of_may", 1, WHOLE, None),
    "encyclopedia": ("encyclopedia", "flanks_of_may", 1, SMALL, None),
    "settings": ("settings", "flanks_of_may", 1, SMALL, None),
    "editor": ("editor", "flanks_of_may", 1, LARGE, None),
    "editor_problems": ("editor_problems", "soledar", 1, WHOLE, None),
    "editor_events": ("editor_events", "road_of_life", 1, WHOLE, None),
    "editor_test": ("editor_test", "soledar", 1, WHOLE, None),
}
"""Picture -> screen, battle, day, size of the window, and the part that is kept (left, top, width, height)."""


def make(name: str) -> None:
    """Draw a picture anew."""
    screen, battle, day, size, part = PICTURES[name]
    stage = Stage(load_scenario(battle), day, size)
    shot.SCREENS[screen].reach(stage)
    whole = stage.picture()
    shown = whole.subsurface(part) if part else whole
    picture = Image.frombytes("RGB", shown.get_size(), pygame.image.tobytes(shown, "RGB"))
    few = picture.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
    few.save(f"docs/pictures/{name}.png", optimize=True)
    stage.close()


if __name__ == "__main__":
    for wanted in sys.argv[1:] or PICTURES:
        make(wanted)
