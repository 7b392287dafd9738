"""The bar of the overlays with their keys, the legend over the map, and what a hex carries in words."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pygame

from game.state import BATTERY, DRONES, NOBODY
from game.ui import fonts, palette
from game.ui.cards.asking import Asking
from game.ui.cards.garrison_card import Garrison
from game.ui.paint.overlays import claimed, intel, legend
from game.ui.paint.overlays.drawing import NAMES, Drawing
from game.ui.paint.overlays.layer import Placed
from game.ui.screens.claims import Claims
from game.ui.sheet import Sheet, scaled
from game.ui.table import overlay
from game.ui.table.commands import cap_of
from game.ui.why import Term, Why
from game.view_sight import seen_from

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

EDGE, PAD, GAP, BUTTON = 14, 6, 4, 30
"""How far the bar stands from the edges of the map, its margin, between buttons, and their height."""
SIZE = 12.4
ROOMY = 700
"""Height of a window in which a legend is unfolded at first."""


class Shown:
    """What a battle shows beside its own: an overlay and its legend, what the mouse asks, the card of a garrison."""

    def __init__(self, battle: Battle) -> None:
        self.battle = battle
        self.name: str = ""
        """One of NAMES, or empty."""
        self.folded = battle.app.settings.legend_folded or battle.app.size[1] < ROOMY
        self.asking = Asking(battle)
        self.garrison: Garrison = Garrison(battle)
        self.placed: tuple[Placed, ...] = ()
        """The words of the overlay, as they were drawn last."""

    def switch(self, name: str) -> None:
        """Show an overlay instead of what is shown; the same again puts it away. The truth has none: each is a side's."""
        self.name = "" if name == self.name or self.battle.situation.side == NOBODY else name
        self.battle.app.dirty = True
        self.battle.mode.overlay_switched()

    def fold(self) -> None:
        """Fold the legend, or unfold it."""
        self.folded = not self.folded
        self.battle.app.dirty = True

    def claims(self) -> None:
        """Show what both sides claim."""
        self.battle.app.push(Claims(self.battle.app, self.battle))

    @property
    def drawing(self) -> Drawing | None:
        """The overlay that is shown, of what the viewer knows now."""
        return self.battle.painter.overlays.of(self.name, self.battle.situation) if self.name else None


def draw_bar(sheet: Sheet, battle: Battle, area: pygame.Rect, beside: int) -> pygame.Rect:
    """Draw the key and the name of every overlay at the foot of the map; where they stand.

    They stand in the middle, or so far to the right that something `beside` px wide fits to their left; where that is no
    room for one row, in as few rows as the map is wide enough for.
    """
    names = [(name, cap_of(f"overlay_{name}", sheet.language), sheet.say(f"overlay_bar.{name}")) for name in NAMES]
    widths = [_cap_width(cap) + fonts.width(words, fonts.SEMIBOLD, SIZE) + 22 for _, cap, words in names]
    most = area.width - 2 * EDGE - 2 * PAD
    rows = _rows(widths, most)
    if len(rows) == 1 and _length(widths) + beside + GAP > most:
        beside = 0
    wide = max(_length([widths[i] for i in row]) for row in rows) + 2 * PAD
    box = pygame.Rect(0, 0, wide, len(rows) * (BUTTON + GAP) - GAP + 2 * PAD)
    box.midbottom = area.centerx, area.bottom - EDGE
    if len(rows) == 1 and beside:
        box.left = max(box.left, area.x + EDGE + beside + 12)
    box.right = min(box.right, area.right - EDGE)
    sheet.box(box, (*palette.BAR, 250), 8)
    for r, row in enumerate(rows):
        x = box.centerx - _length([widths[i] for i in row]) // 2
        for i in row:
            rect = pygame.Rect(x, box.y + PAD + r * (BUTTON + GAP), widths[i], BUTTON)
            _key(sheet, battle, rect, *names[i])
            x += widths[i] + GAP
    return box


def _key(sheet: Sheet, battle: Battle, rect: pygame.Rect, name: str, cap: str, words: str) -> None:
    """The button of an overlay: the cap of its key, then its name; of the one that is shown both in the accent."""
    chosen = battle.shown.name == name
    if chosen:
        sheet.box(rect, palette.blend(palette.BAR, palette.ACCENT, 0.16), 6, palette.ACCENT, 1.4)
    elif sheet.hot(rect):
        sheet.box(rect, palette.LINE, 6)
    ink, ground = (palette.ACCENT_INK, palette.ACCENT) if chosen else (palette.TEXT, palette.LINE)
    right = rect.x + 8 + _cap_width(cap)
    sheet.cap(cap, right, rect.centery, ink, ground)
    sheet.text(words, right + 7, rect.centery, size=SIZE, weight=fonts.SEMIBOLD,
               colour=palette.ACCENT if chosen else palette.TEXT)  # fmt: skip
    tip = f"{cap} · {sheet.say(f'overlay.tip_{name}')}"
    sheet.place(rect, functools.partial(battle.shown.switch, name), tip)


def _cap_width(cap: str) -> int:
    return fonts.width(cap, fonts.BOLD, 10) + 10


def _length(widths: Sequence[int]) -> int:
    """Px that buttons in a row take."""
    return sum(widths) + GAP * (len(widths) - 1)


def _rows(widths: list[int], most: int) -> list[list[int]]:
    """Buttons in as few rows as fit, and those about equally long."""
    rows = _filled(widths, most)
    while most > max(widths):
        shorter = _filled(widths, most - 8)
        if len(shorter) > len(rows):
            break
        rows, most = shorter, most - 8
    return rows


def _filled(widths: list[int], most: int) -> list[list[int]]:
    """Buttons in rows, each filled before the next is begun."""
    rows: list[list[int]] = [[]]
    for i in range(len(widths)):
        if rows[-1] and _length([widths[n] for n in (*rows[-1], i)]) > most:
            rows.append([])
        rows[-1].append(i)
    return rows


def draw_legend(sheet: Sheet, battle: Battle, area: pygame.Rect, others: Sequence[pygame.Rect]) -> pygame.Rect | None:
    """Draw the legend of the overlay that is shown at the lower right of the map, over other boxes; where it stands."""
    drawing, folded = battle.shown.drawing, battle.shown.folded
    if drawing is None:
        return None
    box = pygame.Rect((0, 0), legend.size(drawing, folded))
    box.bottomright = area.right - EDGE, area.bottom - EDGE
    while (hit := box.inflate(16, 16).collidelist(others)) >= 0:
        box.bottom = others[hit].top - 10
    legend.draw(sheet, drawing, box, folded)
    sheet.text("+" if folded else "–", box.right - 14, box.y + 16, weight=fonts.BOLD, colour=palette.TEXT_THIRD,
               anchor="right")  # fmt: skip
    sheet.place(pygame.Rect(box.x, box.y, box.width, 34), battle.shown.fold, sheet.say("overlay.fold"))
    return box


def plates(sheet: Sheet, battle: Battle, area: pygame.Rect) -> None:
    """Let the words of an overlay tell where their figures come from."""
    k, placed = battle.app.factor, battle.shown.placed
    boxes = battle.painter.overlays.boxes(pygame.Rect((0, 0), battle.camera.size), battle.camera, placed)
    for mark, box in zip(placed, boxes, strict=True):
        if mark.why:
            why = functools.partial(_why, mark, battle.say(f"overlay.{battle.shown.name}"))
            sheet.place(scaled(box, 1 / k).move(area.topleft), None, why=why)


def _why(mark: Placed, title: str) -> Why:
    """What words of an overlay are made of: every line of the reason is a term."""
    lines = mark.why.split("\n")
    if not mark.is_plate and len(lines) > 1 and "\t" not in lines[0]:
        title = lines.pop(0)
    terms = tuple(Term(words, value) for value, _, words in (line.rpartition("\t") for line in lines))
    return Why(mark.words[0], "", terms) if mark.is_plate else Why(title, mark.words[0], terms)


def hex_words(battle: Battle, h: int) -> list[str]:
    """What the overlay that is shown tells of a hex: roads, exposure, sight, range; and where guns were heard."""
    facts, name = battle.painter.overlays.facts(battle.situation), battle.shown.name
    heard = intel.about(facts, "intel", h)
    if name in ("", "intel"):
        return heard
    if name == "claims":
        return claimed.about(facts, h)
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
