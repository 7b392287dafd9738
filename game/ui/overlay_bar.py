"""The buttons of the overlays, their legend over the map, and what a hex carries in words."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

import pygame

from game.state import BATTERY, DRONES
from game.ui import fonts, overlay, palette
from game.ui.asking import Asking
from game.ui.claims import Claims
from game.ui.garrison_card import Garrison
from game.ui.paint.overlays import intel, legend
from game.ui.paint.overlays.drawing import NAMES, Drawing
from game.ui.sheet import Sheet
from game.view_sight import seen_from

if TYPE_CHECKING:
    from game.ui.battle import Battle

BUTTON = 34
"""Height of a button."""
GAP = 3
KEYS = (*range(pygame.K_1, pygame.K_9 + 1), pygame.K_0)
"""The keys of the overlays, in their order."""
ROOMY = 700
"""Height of a window in which a legend is unfolded at first."""
_LARGE = 4
_ICON = 18


class Shown:
    """What a battle shows beside its own: an overlay and its legend, what the mouse asks, the card of a garrison."""

    def __init__(self, battle: Battle) -> None:
        self.battle = battle
        self.name = ""
        """One of NAMES, or empty."""
        self.folded = battle.app.size[1] < ROOMY
        self.asking = Asking(battle)
        self.garrison = Garrison(battle)

    def switch(self, name: str) -> None:
        """Show an overlay instead of what is shown; the same again puts it away."""
        self.name = "" if self.name == name else name
        self.battle.app.dirty = True

    def fold(self) -> None:
        """Fold the legend, or unfold it."""
        self.folded = not self.folded
        self.battle.app.dirty = True

    def key(self, event: pygame.event.Event) -> bool:
        """Answer a key, or leave it (False)."""
        if event.key in KEYS:
            self.switch(NAMES[KEYS.index(event.key)])
        elif event.key == pygame.K_g:
            self.garrison.toggle()
        elif event.key == pygame.K_z:
            self.claims()
        else:
            return False
        return True

    def claims(self) -> None:
        """Show what both sides claim."""
        self.battle.app.push(Claims(self.battle.app, self.battle))

    @property
    def drawing(self) -> Drawing | None:
        """The overlay that is shown, of what the viewer knows now."""
        return self.battle.painter.overlays.of(self.name, self.battle.situation) if self.name else None


def overlay_bar(sheet: Sheet, battle: Battle, area: pygame.Rect) -> pygame.Rect:
    """Draw a button for every overlay, with its key and a sign; where they stand."""
    width = (area.width - GAP * (len(NAMES) - 1)) // len(NAMES)
    for i, name in enumerate(NAMES):
        rect = pygame.Rect(area.x + i * (width + GAP), area.y, width, area.height)
        chosen = battle.shown.name == name
        ground = palette.LINE if sheet.hot(rect) else palette.RAISED
        sheet.box(rect, ground, 6, palette.ACCENT if chosen else None, 1.5)
        colour = palette.ACCENT if chosen else palette.TEXT_SECOND
        cap = pygame.key.name(KEYS[i])
        sheet.text(cap, rect.x + 4, rect.y + 8, size=9, weight=fonts.BOLD, colour=palette.TEXT_THIRD)
        sheet.picture(icon(name, colour), rect.centerx + 2, rect.centery + 3)
        sheet.place(rect, functools.partial(battle.shown.switch, name), f"{cap} · {sheet.say(f'overlay.tip_{name}')}")
    return area


@functools.lru_cache(maxsize=16)
def icon(name: str, colour: palette.Colour) -> pygame.Surface:
    """The sign of an overlay."""
    side = _ICON * _LARGE
    large = pygame.Surface((side, side), pygame.SRCALPHA, 32)
    large.fill((*colour, 0))
    for points in _OUTLINES[name]:
        pygame.draw.polygon(large, colour, [(x * _LARGE, y * _LARGE) for x, y in points])
    return pygame.transform.smoothscale(large, (_ICON, _ICON))


def _star() -> list[tuple[float, float]]:
    """A burst of eight points."""
    angles = [(math.pi * i / 8, 9.0 if i % 2 == 0 else 4.0) for i in range(16)]
    return [(9 + r * math.cos(a), 9 + r * math.sin(a)) for a, r in angles]


def _hexagon(radius: float) -> list[tuple[float, float]]:
    """A hexagon standing on a corner."""
    angles = [math.radians(60 * i + 30) for i in range(6)]
    return [(9 + radius * math.cos(a), 9 + radius * math.sin(a)) for a in angles]


def _arc(radius: float) -> list[tuple[float, float]]:
    """Half a circle, open below."""
    angles = [math.pi * i / 12 for i in range(13)]
    return [(9 + radius * math.cos(a), 12 - radius * math.sin(a)) for a in angles]


_OUTLINES: dict[str, list[list[tuple[float, float]]]] = {
    "supply": [[(0, 7), (9, 7), (9, 2), (18, 9), (9, 16), (9, 11), (0, 11)]],
    "capacity": [[(0, 2), (18, 7), (18, 0), (0, 0)], [(0, 16), (18, 11), (18, 18), (0, 18)]],
    "fire": [_star()],
    "fatigue": [
        [(0, 4), (16, 4), (16, 6), (2, 6), (2, 12), (16, 12), (16, 14), (0, 14)],
        [(14, 4), (16, 4), (16, 14), (14, 14)], [(16, 7), (18, 7), (18, 11), (16, 11)],
        [(3.6, 7.6), (7, 7.6), (7, 10.4), (3.6, 10.4)],
    ],
    "evacuation": [
        [(6.5, 1), (11.5, 1), (11.5, 6.5), (17, 6.5), (17, 11.5), (11.5, 11.5),
         (11.5, 17), (6.5, 17), (6.5, 11.5), (1, 11.5), (1, 6.5), (6.5, 6.5)],
    ],
    "threat": [
        [(0, 1), (4, 1), (4, 17), (0, 17)], [(6.5, 9), (12, 3.5), (12, 7), (18, 7), (18, 11), (12, 11), (12, 14.5)],
    ],
    "intel": [
        [(0, 9), (4, 5), (9, 3), (14, 5), (18, 9), (14, 13), (9, 15), (4, 13), (0, 9), (3, 9), (5, 11.4), (9, 13),
         (13, 11.4), (15, 9), (13, 6.6), (9, 5), (5, 6.6), (3, 9)],
        [(6.4, 9), (7.2, 7), (9, 6.4), (10.8, 7), (11.6, 9), (10.8, 11), (9, 11.6), (7.2, 11)],
    ],
    "sight": [
        [(1, 4.5), (3, 2.5), (6.5, 2.5), (8, 5), (10, 5), (11.5, 2.5), (15, 2.5), (17, 4.5), (18, 14), (16.5, 16),
         (12, 16), (10.6, 14), (10.2, 8), (7.8, 8), (7.4, 14), (6, 16), (1.5, 16), (0, 14)],
    ],
    "range": [
        [*_arc(9.0), *reversed(_arc(7.0))], [*_arc(5.2), *reversed(_arc(3.4))],
        [(7.6, 10.4), (9, 9), (10.4, 10.4), (9, 17)],
    ],
    "criticality": [[*_hexagon(9), _hexagon(9)[0], _hexagon(6)[0], *reversed(_hexagon(6))], _hexagon(2.8)],
}  # fmt: skip


def draw_legend(sheet: Sheet, battle: Battle, area: pygame.Rect, foot: int) -> pygame.Rect | None:
    """Draw the legend of the overlay that is shown at the lower right of the map; where it stands."""
    drawing, folded = battle.shown.drawing, battle.shown.folded
    if drawing is None:
        return None
    box = pygame.Rect((0, 0), legend.size(drawing, folded))
    box.bottomright = area.right - 14, foot - 10
    legend.draw(sheet, drawing, box, folded)
    sheet.text("+" if folded else "–", box.right - 14, box.y + 16, weight=fonts.BOLD, colour=palette.TEXT_THIRD,
               anchor="right")  # fmt: skip
    sheet.place(box, battle.shown.fold, sheet.say("overlay.fold"))
    return box


def hex_words(battle: Battle, h: int) -> list[str]:
    """What the overlay that is shown tells of a hex: roads, exposure, sight, range; and where guns were heard."""
    facts, name = battle.painter.overlays.facts(battle.situation), battle.shown.name
    heard = intel.about(facts, "intel", h)
    if name in ("", "intel"):
        return heard
    if name in ("sight", "range"):
        return [*heard, *intel.about(facts, name, h)]
    return [*heard, *(facts.about_line(h) if name == "threat" else facts.about(h))]


def draw_own(surface: pygame.Surface, battle: Battle) -> None:
    """Outline what the own unit under the mouse sees, or what a battery reaches that is there or selected."""
    name, situation, h = battle.shown.name, battle.situation, battle.hover
    if name not in ("sight", "range"):
        return
    facts = battle.painter.overlays.facts(situation)
    mine = situation.mine(h) if h is not None else []
    if name == "sight" and h is not None and mine:
        overlay.outline(surface, battle.camera, frozenset(seen_from(battle.situation.view, h)), palette.ACCENT, 3.0)
        return
    found = [u for u in (*mine, *([battle.selected] if battle.selected is not None else [])) if u in facts.units]
    guns = [u for u in found if situation.role(u) in (BATTERY, DRONES)]
    if name == "range" and guns:
        overlay.outline(surface, battle.camera, intel.ring_of(facts, guns[0]), palette.ACCENT, 3.0)
