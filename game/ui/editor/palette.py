"""The palette on the left: layers, tools, values, brush, and what lies under the cursor."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pygame

from game.ui import fonts, palette
from game.ui.editor import icons, layout, panels
from game.ui.editor.choice import RADII
from game.ui.editor.layers import ELEVATION, LAYERS, TERRAIN, Value
from game.ui.editor.panels import Panel
from game.ui.editor.tools.tool import Tool
from game.ui.editor.words import ground_lines
from game.ui.sheet import wrapped

if TYPE_CHECKING:
    from game.ui.sheet import Sheet

PAD, ROW, BUTTON = 14, 34, 50
HEXES = (1, 7, 19)


class Palette(Panel):
    """Tools and values of the tab."""

    def draw(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Draw it, with words or as pictures alone."""
        sheet.fill(pygame.Rect(area.right - 1, area.y, 1, area.height), palette.LINE)
        if not self.desk.has_map:
            return
        if layout.is_narrow(self.desk.app.size):
            self._narrow(sheet, area)
            return
        x, y, width = area.x + PAD, area.y + 16, area.width - 2 * PAD
        y = self._tools(sheet, x, y, width)
        if self.desk.tab == panels.GROUND:
            y = self._layers(sheet, x, y, width)
        y = self._values(sheet, x, y, width, area.bottom)
        if self.desk.tab == panels.GROUND:
            y = self._brush(sheet, x, y, width)
        self._under(sheet, x, y + 6, width, area.bottom - 10)

    # with words ------------------------------------------------------------------------------------------------------

    def _tools(self, sheet: Sheet, x: int, y: int, width: int) -> int:
        sheet.head(sheet.say("desk.head_tools"), x, y)
        y += 16
        step = width // 4
        for i, kind in enumerate(self.desk.choice.tools):
            rect = pygame.Rect(x + i % 4 * step, y + i // 4 * (BUTTON + 6), step - 6, BUTTON)
            self._tool(sheet, kind, rect, True)
        return y + -(-len(self.desk.choice.tools) // 4) * (BUTTON + 6) + 14

    def _tool(self, sheet: Sheet, kind: type[Tool], rect: pygame.Rect, named: bool) -> None:
        """The button of a tool, with its key and its name."""
        chosen = self.desk.choice.tool.name == kind.name
        ground = palette.blend(palette.PANEL, palette.ACCENT, 0.16) if chosen else palette.RAISED
        if not chosen and sheet.hot(rect):
            ground = palette.LINE
        sheet.box(rect, ground, 7, palette.ACCENT if chosen else None, 1.6)
        ink = palette.ACCENT if chosen else palette.TEXT
        label = sheet.say(f"desk.tool_{kind.name}")
        fits = named and fonts.width(label, fonts.MEDIUM, 10.6) <= rect.width - 2
        sheet.sharp(
            lambda k: icons.tool(_icon(kind.name), round(20 * k), ink),
            rect.centerx,
            rect.y + (19 if fits else rect.height // 2),
        )
        if fits:
            sheet.text(label, rect.centerx, rect.bottom - 11, size=10.6, weight=fonts.MEDIUM, colour=ink, anchor="centre")
        elif named:
            sheet.text(
                kind.key,
                rect.right - 8,
                rect.bottom - 9,
                size=9.5,
                weight=fonts.BOLD,
                colour=palette.TEXT_THIRD,
                anchor="centre",
            )
        tip = f"{label} ({kind.key})\n{sheet.say(f'desk.about_{kind.name}')}"
        sheet.place(rect, functools.partial(self.desk.choice.take, kind), tip)

    def _layers(self, sheet: Sheet, x: int, y: int, width: int) -> int:
        """The layers of the ground."""
        sheet.head(sheet.say("desk.head_layer"), x, y)
        y += 16
        left = x
        for i, name in enumerate(LAYERS):
            label = sheet.say(f"desk.layer_{name}")
            wide = fonts.width(label, fonts.MEDIUM, 12) + 18
            if left + wide > x + width:
                left, y = x, y + 30
            rect = pygame.Rect(left, y, wide, 26)
            chosen = name == self.desk.choice.layer
            sheet.box(rect, palette.RAISED, 6, palette.ACCENT if chosen else palette.LINE, 1.4 if chosen else 1)
            ink = palette.TEXT if chosen else palette.TEXT_SECOND
            sheet.text(label, *rect.center, size=12, weight=fonts.MEDIUM, colour=ink, anchor="centre")
            sheet.place(rect, functools.partial(self.desk.choice.set_layer, name), f"⇧{i + 1}")
            left = rect.right + 5
        return y + 40

    def _values(self, sheet: Sheet, x: int, y: int, width: int, bottom: int) -> int:
        """What can be painted, drawn or put, a row each with its digit and its letter."""
        values = self.desk.choice.values
        if not values:
            return y
        tab = self.desk.tab
        head = sheet.say(f"desk.layer_{self.desk.choice.layer}" if tab == panels.GROUND else f"desk.head_{tab}")
        sheet.head(head, x, y)
        y += 14
        row = min(ROW, max(26, (bottom - y - 240) // len(values)))
        for i, value in enumerate(values):
            rect = pygame.Rect(x - 6, y, width + 12, row - 2)
            chosen = value == self.desk.choice.value
            if chosen or sheet.hot(rect):
                sheet.box(rect, palette.blend(palette.PANEL, palette.ACCENT, 0.14) if chosen else palette.RAISED, 6,
                          palette.ACCENT if chosen else None, 1.5)  # fmt: skip
            self._picture(sheet, value, x + 14, rect.centery, min(row - 6, 28))
            ink = palette.TEXT if chosen else palette.TEXT_SECOND
            weight = fonts.SEMIBOLD if chosen else fonts.REGULAR
            sheet.text(sheet.word(value.text), x + 38, rect.centery, size=12.8, weight=weight, colour=ink)
            right = sheet.cap(str(i + 1), rect.right - 6, rect.centery)
            if tab == panels.GROUND and len(value.written) == 1 and not value.written.isdigit():
                sheet.text(value.written, right - 12, rect.centery, size=12.8, weight=fonts.SEMIBOLD,
                           colour=palette.ACCENT if chosen else palette.TEXT_THIRD, anchor="centre")  # fmt: skip
            sheet.place(rect, functools.partial(self.desk.choice.choose, i))
            y += row
        return y + 12

    def _picture(self, sheet: Sheet, value: Value, x: int, y: int, size: int) -> None:
        drawn = {"swatch": icons.swatch, "line": icons.line}.get(value.drawn)
        if drawn is not None:
            sheet.sharp(lambda k: drawn(value.picture, round(size * k)), x, y)
        else:
            sheet.sharp(lambda k: icons.tool(value.picture, round(20 * k), palette.TEXT), x, y)

    def _brush(self, sheet: Sheet, x: int, y: int, width: int) -> int:
        """How large the brush is, over what it paints, by how much it raises."""
        choice = self.desk.choice
        sheet.head(sheet.say("desk.head_brush"), x, y)
        y += 14
        step = (width + 6) // 3
        for radius, hexes in zip(RADII, HEXES, strict=True):
            rect = pygame.Rect(x + radius * step, y, step - 6, 28)
            sheet.button(rect, str(hexes), functools.partial(choice.set_radius, radius), chosen=choice.radius == radius,
                         tip=sheet.say("desk.hexes", hexes=hexes))  # fmt: skip
        y += 38
        if choice.layer == TERRAIN:
            y = self._switch(sheet, x, y, width)
        elif choice.layer == ELEVATION:
            name = choice.value.name
            if name in ("raise", "lower"):
                label, value, acts = (
                    "desk.by_metres",
                    choice.step,
                    [functools.partial(choice.turn_step, by) for by in (-1, 1)],
                )
            else:
                label, value = "desk.to_metres", choice.height
                acts = [functools.partial(choice.set_height, choice.height + by) for by in (-5, 5)]
            if name != "smooth":
                sheet.text(sheet.say(label), x, y + 12, size=12.4, colour=palette.TEXT_SECOND)
                sheet.stepper(x + width, y + 12, str(value), 48, *acts)
                y += 32
        return y

    def _switch(self, sheet: Sheet, x: int, y: int, width: int) -> int:
        """Whether only open ground is painted over."""
        choice = self.desk.choice
        lines = wrapped(sheet.say("desk.only_open"), fonts.REGULAR, 12.6, width - 60)
        rect = pygame.Rect(x, y, width, 18 * len(lines) + 6)
        sheet.tick(x + 10, y + 12, choice.only_open)
        for i, line in enumerate(lines):
            sheet.text(line, x + 28, y + 12 + 18 * i, size=12.6, colour=palette.TEXT_SECOND)
        sheet.cap("O", x + width, y + 12)
        sheet.place(rect, choice.turn_only_open)
        return rect.bottom + 6

    def _under(self, sheet: Sheet, x: int, y: int, width: int, bottom: int) -> None:
        """What the file says of the hex under the mouse; as much as there is room for."""
        h = self.desk.hover
        lines = ground_lines(self.desk, h) if h is not None else []
        if bottom - y < 60:
            return
        sheet.line(x, y, width)
        sheet.head(sheet.say("desk.head_under"), x, y + 18)
        if h is None:
            sheet.paragraph(sheet.say("desk.nothing_under"), x, y + 30, width, size=12, colour=palette.TEXT_THIRD)
            return
        sheet.text(self.desk.grid.number(h), x + width, y + 18, size=12, weight=fonts.SEMIBOLD, anchor="right")
        y += 34
        for key, words in lines:
            label = sheet.say(f"desk.under_{key}")
            left = fonts.width(label, fonts.REGULAR, 12) + 12
            broken = wrapped(words, fonts.REGULAR, 12, width - left)
            if y + 17 * min(len(broken), 3) > bottom:
                return
            sheet.text(label, x, y + 8, size=12, colour=palette.TEXT_THIRD)
            if len(broken) > 3:
                broken = [*broken[:2], broken[2] + "…"]
                sheet.place(pygame.Rect(x, y, width, 51), None, words)
            for line in broken:
                sheet.text(line, x + width, y + 8, size=12, colour=palette.TEXT, anchor="right")
                y += 17
            y += 3

    # pictures alone --------------------------------------------------------------------------------------------------

    def _narrow(self, sheet: Sheet, area: pygame.Rect) -> None:
        """Two columns of pictures: tools, layers, values, brush."""
        choice = self.desk.choice
        x, y, step = area.x + 8, area.y + 10, 38
        for i, kind in enumerate(choice.tools):
            self._tool(sheet, kind, pygame.Rect(x + i % 2 * step, y + i // 2 * step, step - 4, step - 4), False)
        y += -(-len(choice.tools) // 2) * step + 6
        if self.desk.tab == panels.GROUND:
            y = self._narrow_ground(sheet, x, y, step)
        for i, value in enumerate(choice.values):
            rect = pygame.Rect(x + i % 2 * step, y + i // 2 * step, step - 4, step - 4)
            chosen = value == choice.value
            sheet.box(rect, palette.RAISED, 6, palette.ACCENT if chosen else None, 1.6)
            self._picture(sheet, value, *rect.center, 26)
            sheet.place(rect, functools.partial(choice.choose, i), f"{sheet.word(value.text)} ({i + 1})")

    def _narrow_ground(self, sheet: Sheet, x: int, y: int, step: int) -> int:
        """The layer and the size of the brush, each a button that goes on to the next."""
        choice, wide = self.desk.choice, 2 * step - 4
        name = sheet.say(f"desk.layer_{choice.layer}")
        size = 11.5
        while fonts.width(name, fonts.SEMIBOLD, size) > wide - 6:
            size -= 0.5
        rect = pygame.Rect(x, y, wide, 26)
        sheet.box(rect, palette.RAISED, 6, palette.LINE)
        sheet.text(name, *rect.center, size=size, weight=fonts.SEMIBOLD, anchor="centre")
        following = LAYERS[(LAYERS.index(choice.layer) + 1) % len(LAYERS)]
        sheet.place(rect, functools.partial(choice.set_layer, following), f"{name}\n{sheet.say('desk.layer_tip')}")
        third = wide // 3
        for radius, hexes in zip(RADII, HEXES, strict=True):
            there = pygame.Rect(x + radius * third, rect.bottom + 4, third - 2, 24)
            chosen = choice.radius == radius
            sheet.box(there, palette.RAISED, 5, palette.ACCENT if chosen else None, 1.4)
            sheet.text(str(hexes), *there.center, size=11, weight=fonts.SEMIBOLD, anchor="centre")
            tip = sheet.say("desk.hexes", hexes=hexes)
            sheet.place(there, functools.partial(choice.set_radius, radius), tip)
        return rect.bottom + 36


def _icon(name: str) -> str:
    return "erase" if name == "rub" else name
