"""Makes the pictures of the documentation, in few colours: screens as `main.py shot` draws them, pages of the lab.

`PYTHONPATH=. python docs/pictures/make.py [NAME...]` needs Pillow, and Chromium for the pages; look at what it made.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

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
PAGES: dict[str, tuple[int, tuple[int, int, int, int]]] = {
    "lab_page": (1400, (0, 0, 1400, 1130)),
    "lab_maps": (1400, (60, 3500, 1270, 760)),
}
"""Picture of the page about RUN -> width of the window, and the part that is kept (left, top, width, height)."""
RUN = ("flanks_of_may", "-n", "400")


def make_page(name: str) -> None:
    """Draw a part of the page about a run anew; the run is played if it is not there yet."""
    wide, (left, top, width, height) = PAGES[name]
    folder = Path(tempfile.gettempdir()) / "bakhmut-lab-pictures"
    for command in (("simulate", *RUN, "--out", folder), ("report", folder)):
        subprocess.run([sys.executable, "main.py", *map(str, command)], check=True)
    picture = folder / "page.png"
    options = (f"--window-size={wide},{top + height}", f"--screenshot={picture}", f"--user-data-dir={folder}/browser")
    alone = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars")
    subprocess.run(["chromium", *alone, *options, (folder / "report.html").as_uri()], check=True)
    with Image.open(picture) as whole:
        save(name, whole.convert("RGB").crop((left, top, left + width, top + height)))


def save(name: str, picture: Image.Image) -> None:
    """Write a picture in few colours."""
    few = picture.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
    few.save(f"docs/pictures/{name}.png", optimize=True)


def make(name: str) -> None:
    """Draw a picture anew."""
    if name in PAGES:
        make_page(name)
        return
    screen, battle, day, size, part = PICTURES[name]
    stage = Stage(load_scenario(battle), day, size)
    shot.SCREENS[screen].reach(stage)
    whole = stage.picture()
    shown = whole.subsurface(part) if part else whole
    save(name, Image.frombytes("RGB", shown.get_size(), pygame.image.tobytes(shown, "RGB")))
    stage.close()


if __name__ == "__main__":
    for wanted in sys.argv[1:] or [*PICTURES, *PAGES]:
        make(wanted)
