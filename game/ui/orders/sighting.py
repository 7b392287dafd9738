"""The line of sight between two hexes: green as far as it is free, red beyond what blocks it, and its profile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pygame

from game import texts
from game.ground import TERRAIN
from game.rulebook import TERRAINS
from game.sight import SightLine, line_of_sight
from game.state import SKY
from game.ui import fonts, palette
from game.ui.sheet import Sheet, wrapped
from game.ui.table import doing, overlay
from game.ui.table.camera import Point
from game.ui.table.commands import of_mode
from game.ui.table.modes import Mode

if TYPE_CHECKING:
    from game.ui.table.battle import Battle

FREE, HIDDEN = palette.rgb("5CD68A"), palette.rgb("F0507A")
GROUND, COVER = palette.rgb("9C8A5E"), palette.rgb("6F8F5A")
WIDTH, CURVE, PAD, EDGE = 372, 92, 14, 14
LEAST_METRES = 24
"""Metres that a profile shows at least from foot to head, so that flat ground looks flat."""


class Sighting(Mode):
    """Looks from one hex to the one under the mouse."""

    hint = "hint.sighting"
    asks = False
    cards = False
    commands = (of_mode("leave", ("Esc", "E"), "leave"),)

    def __init__(self, battle: Battle, start: int) -> None:
        super().__init__(battle)
        self.start = self.end = start
        self._line: tuple[int, int, SightLine] | None = None
        self.point(battle.hover)

    @property
    def line(self) -> SightLine:
        """The line from the one hex to the other."""
        if self._line is None or self._line[:2] != (self.start, self.end):
            found = line_of_sight(self.battle.view.fixed.board, self.start, self.end)
            self._line = self.start, self.end, found
        return self._line[2]

    def point(self, h: int | None) -> None:
        """Look at the hex under the mouse."""
        if h is not None:
            self.end = h

    def click(self, h: int, right: bool = False) -> None:
        """Look from there."""
        self.start = self.end = h

    def leave(self) -> None:
        """Back to what was done before."""
        if self.battle.selected is not None:
            self.battle.select(self.battle.selected)
        else:
            self.battle.deselect()

    # drawing ---------------------------------------------------------------------------------------------------------

    def over(self, surface: pygame.Surface) -> None:
        """The line, what blocks it, and its profile."""
        camera, line = self.battle.camera, self.line
        overlay.ring(surface, camera, self.start, palette.ACCENT)
        if self.end != self.start:
            self._draw_line(surface)
            colour = FREE if line.free else HIDDEN
            overlay.ring(surface, camera, self.end, colour, dashed=not line.free)
        if line.block is not None:
            overlay.ring(surface, camera, line.block.hex, HIDDEN, width=3.4)
            doing.cross(surface, camera.centre_px(line.block.hex), max(5.0, camera.scale * 0.12))
        self._profile(surface)

    def _draw_line(self, surface: pygame.Surface) -> None:
        """From eyes to eyes: green, and red from the hex that blocks on; red is dashed, for those who see no colours."""
        camera, line = self.battle.camera, self.line
        (ax, ay), (bx, by) = camera.centre_px(self.start), camera.centre_px(self.end)
        share = 1.0 if line.free else 0.5
        if line.block is not None:
            share = line.steps.index(line.block) / (len(line.steps) - 1)
        middle = ax + (bx - ax) * share, ay + (by - ay) * share
        pieces = [([(ax, ay), middle], FREE)]
        if not line.free:
            pieces += [(piece, HIDDEN) for piece in overlay.dashes([middle, (bx, by)], 9, 5)]

        def paint(large: pygame.Surface, at: Callable[[Point], Point], k: float) -> None:
            for grow in (4.0, 0.0):
                for piece, colour in pieces:
                    ink = overlay.REACH_DARK if grow else colour
                    overlay.stroke(large, [at(point) for point in piece], ink, (3.4 + grow) * k)

        overlay.smooth(surface, [(ax, ay), (bx, by)], 8, paint)

    def words(self) -> list[str]:
        """What the line comes to, in sentences."""
        battle, line = self.battle, self.line
        number, board = battle.view.scenario.grid.number, battle.view.fixed.board
        a, b = number(self.start), number(self.end)
        hexes = battle.view.scenario.grid.distance(self.start, self.end)
        if hexes < 2:
            return [battle.say("los.next" if hexes else "los.here", a=a, b=b)]
        if line.block is not None:
            over = f"{line.block.over:.0f}" if line.block.over >= 1 else f"{line.block.over:.1f}"
            terrain = texts.say(battle.app.language, f"terrain.{TERRAINS[int(board.hexes[line.block.hex, TERRAIN])]}")
            key = "los.cover" if line.block.cover else "los.ground"
            told = [battle.say(key, a=a, b=b, hex=number(line.block.hex), over=over, terrain=terrain)]
        else:
            told = [battle.say("los.leaves")] if line.leaves else [battle.say("los.free", a=a, b=b)]
        far = battle.view.scenario.rules.file.recon.sight_hexes[int(battle.view.believed.clock[SKY])]
        return [*told, battle.say("los.far", hexes=hexes, far=far)] if hexes > far else told

    def _profile(self, surface: pygame.Surface) -> None:
        """A card with the heights under the line, what stands on them, the eyes and the line."""
        sheet = Sheet(surface, None, self.battle.app.language, self.battle.app.factor)
        lines = [line for words in self.words() for line in wrapped(words, fonts.REGULAR, 12.4, WIDTH - 2 * PAD)]
        curve = CURVE if len(self.line.steps) > 1 else 0
        height = 42 + (curve + 22 if curve else 0) + 18 * len(lines)
        box = pygame.Rect(sheet.rect.right - WIDTH - EDGE, EDGE, WIDTH, height)
        x, y = (v / sheet.factor for v in self.battle.camera.centre_px(self.end))
        if box.inflate(2 * self.battle.hex_px, 2 * self.battle.hex_px).collidepoint(x, y):
            box.x = EDGE
        sheet.box(box, (*palette.BAR, 244), 8, palette.LINE, 1.2)
        sheet.text(sheet.say("los.title"), box.x + PAD, box.y + 19, size=13.5, weight=fonts.SEMIBOLD)
        top = box.y + 34
        if curve:
            self._curve(sheet, pygame.Rect(box.x + PAD + 34, top, WIDTH - 2 * PAD - 44, curve))
            top += curve + 22
        for i, line in enumerate(lines):
            sheet.text(line, box.x + PAD, top + 9 + 18 * i, size=12.4, colour=palette.TEXT)

    def _curve(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Ground as a curve, cover as blocks on it, the line in its two colours, numbers of hexes below."""
        steps, number = self.line.steps, self.battle.view.scenario.grid.number
        most = max(max(step.ground + step.cover, step.line) for step in steps)
        least = min(step.ground for step in steps)
        room = max(3.0, (LEAST_METRES - most + least) / 2)
        head, foot = most + room, least - room
        xs = [area.x + area.width * i / (len(steps) - 1) for i in range(len(steps))]

        def at(metres: float) -> float:
            return area.bottom - area.height * (metres - foot) / (head - foot)

        block = steps.index(self.line.block) if self.line.block is not None else len(steps)
        half = area.width / (len(steps) - 1) * 0.32
        pieces: list[tuple[list[Point], palette.Colour]] = []
        for i, step in enumerate(steps):
            if step.cover:
                colour = HIDDEN if i == block else COVER
                pieces.append((_grown([at(each.ground) for each in steps], xs, i, half, at(0) - at(step.cover)), colour))
        ground = [(x, at(step.ground)) for x, step in zip(xs, steps, strict=True)]
        pieces.append(([(area.x, area.bottom), *ground, (area.right, area.bottom)], GROUND))
        free = min(block, len(steps) - 1) if self.line.free or block < len(steps) else 0
        line = [(x, at(step.line)) for x, step in zip(xs, steps, strict=True)]

        def paint(large: pygame.Surface, place: Callable[[Point], Point], k: float) -> None:
            for points, colour in pieces:
                pygame.draw.polygon(large, colour, [place(point) for point in points])
            for part, colour in ((line[: free + 1], FREE), (line[free:], HIDDEN)):
                if len(part) > 1:
                    overlay.stroke(large, [place(point) for point in part], colour, 2.2 * k)
            for point in (line[0], line[-1]):
                pygame.draw.circle(large, palette.TEXT, place(point), 3.2 * k)

        there, k = sheet.px(area), sheet.factor
        overlay.smooth(sheet.surface, [there.topleft, there.bottomright], 6 * k,
                       lambda large, at, times: paint(large, lambda p: at((p[0] * k, p[1] * k)), times * k))  # fmt: skip
        for metres in (least, max(step.ground for step in steps)):
            sheet.text(sheet.say("hex.metres", metres=metres), area.x - 8, at(metres), size=10, anchor="right",
                       colour=palette.TEXT_THIRD)  # fmt: skip
        every = max(1, -(-len(steps) * 34 // area.width))
        for i in range(0, len(steps), every):
            shown = i + every < len(steps) + every - 1 or i == len(steps) - 1
            ink = HIDDEN if i == block else palette.TEXT_THIRD
            if shown:
                sheet.text(number(steps[i].hex), xs[i], area.bottom + 11, size=10, anchor="centre", colour=ink)


def _grown(ground: list[float], xs: list[float], i: int, half: float, rise: float) -> list[Point]:
    """What stands on the ground of a hex: as high everywhere above the ground that slopes under it."""
    foot: list[Point] = []
    for other, x in ((i - 1, xs[i] - half), (i, xs[i]), (i + 1, xs[i] + half)):
        share = abs(x - xs[i]) / (xs[1] - xs[0])
        foot.append((x, ground[i] + (ground[other] - ground[i]) * share))
    return [*foot, *((x, y - rise) for x, y in reversed(foot))]
