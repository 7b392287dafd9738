"""The battle: map and panel, what is selected and shown, every order through the one door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pygame

from game.chronicle import Refusal
from game.orders import END_TURN, Order
from game.state import HEX, PRESENT, STATUS, TURN
from game.texts import say
from game.ui.cards.lists import goals_of
from game.ui.history.scenes import SPEEDS
from game.ui.history.timeline import Timeline
from game.ui.history.watching import Watching
from game.ui.orders import plans_panel
from game.ui.orders.ending import Ending
from game.ui.orders.gauge import Gauge
from game.ui.orders.order_list import OrderList
from game.ui.orders.planner import Planning
from game.ui.orders.plans import Plans
from game.ui.orders.sighting import Sighting
from game.ui.paint.map import faded_under
from game.ui.screen import Screen
from game.ui.screens.help import Help
from game.ui.screens.menu import Menu
from game.ui.screens.outcome import Result
from game.ui.scroll import Scroll
from game.ui.sheet import Sheet
from game.ui.shots import Saver
from game.ui.table import doing, floats, topbar
from game.ui.table.commands import answer
from game.ui.table.computer import Computer
from game.ui.table.fan import Fan
from game.ui.table.minimap import Minimap
from game.ui.table.modes import Idle, Mode, Over, mode_of
from game.ui.table.next_units import NextUnits
from game.ui.table.opening import map_area
from game.ui.table.overlay_bar import Shown, draw_own
from game.ui.table.pointing import Pointing
from game.ui.table.situation import Situation
from game.ui.table.told import BAD, PLAIN, Fight, Line, Log, Teller, Witness, fight_of, sound_of
from game.ui.table.turns import Turns
from game.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.events import Event
    from game.luck import Fight as Thrown
    from game.match import Step
    from game.ui.app import App
    from game.ui.start import Game

PAINT_MS = 10
NOTE_MS, FIGHT_MS = 7000, 20_000
FOOT_PX = 130
"""How far the bar of overlays and the hint reach up from the foot of the map."""


class Battle(Screen):
    """A match being played by one person, by two in turn, or by the computer alone."""

    def __init__(self, app: App, game: Game) -> None:
        super().__init__(app)
        self.game: Game = game
        self.match, self.painter, self.camera = game.match, game.painter, game.camera
        self.minimap = Minimap(game.painter)
        watchers = game.people or [0]
        self.side = self.match.side if self.match.side in watchers else watchers[0]
        self.witnesses = {side: Witness(self.match, side) for side in watchers}
        self.logs = {side: Log(Teller(self.match, side, app.language)) for side in watchers}
        self.computer: Computer | None = None
        self.selected: int | None = None
        self.hover: int | None = None
        self.speed = SPEEDS.index(app.settings.playback_speed)
        self.shown: Shown = Shown(self)
        self.goals = goals_of(self.match.scenario, app.language)
        self.details, self.goal_list, self.event_list = Scroll(), Scroll(), Scroll()
        self.note: floats.Note | None = None
        self.fight: Fight | None = None
        self.pointing: Pointing = Pointing(self)
        self.order_list: OrderList = OrderList(self)
        self.next_units: NextUnits = NextUnits(self)
        self.fan: Fan = Fan(self)
        self.saver: Saver = Saver(self)
        self.done: set[int] = set()
        self._fight_left = 0.0
        self._asked = False
        self.turns: Turns = Turns(self)
        self.gauge: Gauge = Gauge(self)
        self.plans: Plans = Plans(self)
        self._remember()
        self.view: View = self.match.view(self.side)
        self.look(self.view)
        self.mode: Mode = Idle(self)

    # what others ask -------------------------------------------------------------------------------------------------

    @property
    def day(self) -> int:
        """The day, as the picture has it."""
        return int(self.situation.view.believed.clock[TURN])

    @property
    def teller(self) -> Teller:
        """Who tells the viewer's side."""
        return self.logs[self.side].teller

    @property
    def points(self) -> tuple[int, int] | None:
        """Points as the viewer believed them at the last dusk, handicap included, in tenths; None on the first day."""
        if isinstance(self.mode, Timeline):
            return self.mode.points
        return self.logs[self.side].points

    @property
    def scrolls(self) -> list[Scroll]:
        """The lists that the wheel can scroll now."""
        return [self.order_list.scroll, *(self.mode.scrolls or [self.details, self.goal_list, self.event_list])]

    def latest_lines(self) -> list[Line]:
        """What the viewer's side was told, the latest first."""
        return self.logs[self.side].latest()

    def may_order(self) -> bool:
        """Whether the viewer's side gives orders now."""
        busy = self.is_watching() or self.mode.past
        return self.computer is None and not busy and self.match.side == self.side

    def is_watching(self) -> bool:
        """Whether something is being played back."""
        return isinstance(self.mode, Watching)

    def computer_is_over(self) -> bool:
        """Whether no computer is thinking."""
        return self.computer is None or self.computer.over

    def say(self, key: str, **values: Any) -> str:
        """The text of a key of the window."""
        return say(self.app.language, f"ui.{key}", **values)

    def areas(self) -> tuple[pygame.Rect, pygame.Rect]:
        """Where the map and the panel are drawn."""
        size = self.app.size
        head = topbar.STRIP if self.game.test is not None else 0
        area = map_area(size, self.mode.panel_width(size[0]), self.mode.foot, head)
        return area, pygame.Rect(area.right, area.y, size[0] - area.right, size[1] - area.y)

    # what is looked at -----------------------------------------------------------------------------------------------

    def look(self, view: View) -> None:
        """Show a view."""
        self.view = view
        top = -1 if self.selected is None else self.selected
        before = getattr(self, "situation", None)
        self.painter.language = self.app.language
        self.situation = Situation(view, self.done, top, self.app.language, before)
        self.app.dirty = True

    def speak(self) -> None:
        """Tell everything in the language that is set now."""
        for side, log in self.logs.items():
            log.speak(Teller(self.match, side, self.app.language))
        self.goals = goals_of(self.match.scenario, self.app.language)
        self.note = None
        self.look(self.view)
        self.mode.refreshed()

    def refresh(self) -> None:
        """Show what the viewer's side knows now."""
        self.look(self.match.view(self.side))
        if self.selected is not None and self.view.believed.units[self.selected, STATUS] != PRESENT:
            self.deselect()
        self.mode.refreshed()

    def enter(self, mode: Mode) -> None:
        """Change what clicks and keys mean, and how wide the panel is."""
        self.mode.left()
        self.mode = mode
        if mode.rests:
            self.pointing.cursor.give_back()
        self.details.at = 0
        self.fit()
        mode.entered()
        self.app.dirty = True

    def fit(self) -> None:
        """Give the camera the size of the map's area."""
        area, _ = self.areas()
        size = self.app.px(area).size
        if self.camera.size != size:
            self.camera.resize(size)
            self.app.dirty = True

    def at(self, h: int) -> tuple[float, float]:
        """Where the middle of a hex is in the window, in logical px."""
        area, _ = self.areas()
        x, y = self.camera.centre_px(h)
        return area.x + x / self.app.factor, area.y + y / self.app.factor

    @property
    def hex_px(self) -> float:
        """Logical px a kilometre, which is the width of a hex."""
        return self.camera.scale / self.app.factor

    def select(self, unit: int) -> None:
        """Select an own unit for orders, or look at any other."""
        if self.is_watching() or self.mode.past:
            return
        self.selected = unit
        self.look(self.view)
        self.enter(mode_of(self, unit))

    def deselect(self) -> None:
        """Select nothing."""
        self.selected = None
        self.look(self.view)
        self.enter(self.rest())

    def rest(self) -> Mode:
        """The mode in which nothing is being done."""
        return Over(self) if self.match.outcome is not None else Idle(self)

    def plan(self, target: int, unit: int) -> None:
        """Plan an attack; if no unit may take part, say why."""
        mode = Planning(self, target, unit)
        if not mode.candidates:
            refusal = mode.refusal
            if refusal is not None:
                self.tell_note(self.situation.chronicle.refusal(refusal), BAD)
            return
        self.enter(mode)

    def go_to(self, h: int) -> None:
        """Bring a hex to the middle of the map's area."""
        self.camera.look_at(h)
        self.pointing.found = h
        self.app.dirty = True

    def bring_into_view(self, h: int) -> None:
        """Move the map if a hex is not well within its area."""
        margin = round(min(max(2 * self.camera.scale, FOOT_PX * self.app.factor), min(self.camera.size) / 4))
        area = pygame.Rect((0, 0), self.camera.size).inflate(-2 * margin, -2 * margin)
        if not area.collidepoint(self.camera.centre_px(h)):
            self.camera.look_at(h)
            self.app.dirty = True

    def look_along(self) -> None:
        """Look from the selected unit's hex, or the one under the mouse, to others."""
        h = self.hover if self.selected is None else int(self.view.believed.units[self.selected, HEX])
        if h is not None and h >= 0:
            self.enter(Sighting(self, h))

    def mark_done(self, unit: int) -> None:
        """Leave a unit as it is for today, and go on with the next; a unit marked before is taken up again."""
        self.done ^= {unit}
        self.look(self.view)
        if unit in self.done:
            self.next_units.go()

    # what is said ----------------------------------------------------------------------------------------------------

    def tell_note(self, words: str, tone: str = PLAIN) -> None:
        """Say something over the map for a while."""
        self.note = floats.Note(words, tone, NOTE_MS)
        self.app.dirty = True

    def quiet(self) -> None:
        """Put the note away."""
        self.note = None

    def tell(self, events: Sequence[Event], fights: Sequence[Thrown] = ()) -> None:
        """Write into the viewer's list what it saw of an order, and how the dice fell in its own assaults."""
        self.logs[self.side].add(events, fights)
        self.app.sounds.play(sound_of(events, self.side, self.teller.sides))
        self.app.dirty = True

    def _remember(self) -> None:
        """Fill the lists with what was seen before."""
        for log in self.logs.values():
            log.add(self.match.opening)
            for step in self.match.steps:
                log.add(step.events, step.fights)

    def draw_fight(self, surface: pygame.Surface, fight: Fight) -> None:
        """Words about an assault at its hex."""
        floats.fight_chip(surface, self, fight)

    # orders ----------------------------------------------------------------------------------------------------------

    def order(self, order: Order) -> None:
        """Give an order through the one door; a refusal is said with its rule."""
        if not self.may_order():
            return
        self.gauge.stop()
        result = self.match.apply(order)
        if isinstance(result, Refusal):
            self.tell_note(self.situation.chronicle.refusal(result), BAD)
            self.app.sounds.play("refused")
            return
        self.app.sounds.play("turn" if order == END_TURN else "order")
        self.note, self._asked = None, False
        self.tell(result.events, result.fights)
        if order == END_TURN:
            self.plans.clear()
            self.done.clear()
            self.turns.hand_on()
        else:
            self._carried_out(result)
            fight = result.fight
            if fight is not None and fight.column != fight.expected:
                words = {"planned": f"{fight.expected:+d}", "column": f"{fight.column:+d}"}
                self.tell_note(self.say("fight.unplanned", **words), BAD)

    def _carried_out(self, step: Step) -> None:
        """Show what came of an own order."""
        seen = [event for event in step.events if event.seen[self.side]]
        self.fight = fight_of(seen, self.teller.sides)
        self._fight_left = FIGHT_MS
        self.look(self.match.view(self.side))
        self.mode.ordered()
        self.refresh()
        for event in seen:
            if event.kind == "stopped":
                self.tell_note(self.situation.chronicle.sentence(event), BAD)

    def undo(self) -> None:
        """Take back the last order, or say why that cannot be."""
        if not self.may_order():
            return
        if self.match.undo() is None:
            self.tell_note(say(self.app.language, self.match.why_not_undo()))
            return
        self.app.sounds.play("undone")
        self.logs[self.side].take_back()
        self.fight = None
        self.refresh()

    def redo(self) -> None:
        """Carry out again what was taken back."""
        if not self.may_order():
            return
        step = self.match.redo()
        if step is None:
            self.tell_note(say(self.app.language, "undo.redo"))
            return
        self.tell(step.events)
        self.refresh()

    def main_button(self) -> None:
        """End the half-turn, skip what is played back, or show the result."""
        if isinstance(self.mode, Watching):
            self.mode.skip()
        elif self.mode.past:
            self.turns.come_back()
        elif self.match.outcome is not None:
            self.show_outcome()
        elif self.may_order():
            self._end_turn()

    def _end_turn(self) -> None:
        """End the half-turn; if something is left to do, or a plan was not given, show that first."""
        if self.plans.orders and not self._asked:
            self._asked = True
            self.tell_note(self.say("plans.not_given", orders=len(self.plans.orders)))
            return
        ending = Ending(self.app, self) if self.app.settings.confirm_idle else None
        if ending is not None and ending.groups:
            self.app.push(ending)
        else:
            self.order(END_TURN)

    def show_outcome(self) -> None:
        """Show the result over the map."""
        self.app.push(Result(self.app, self))

    # keys, mouse, time -----------------------------------------------------------------------------------------------

    def help(self) -> None:
        """Show the keys and the way to play."""
        self.app.push(Help(self.app))

    def menu(self) -> None:
        """Show the menu."""
        self.app.push(Menu(self.app, self))

    def handle(self, event: pygame.event.Event) -> None:
        """Answer a key or the mouse."""
        self.turns.begin()
        if event.type == pygame.KEYDOWN:
            answer(self, event)
            self.pointing.cursor.follow()
        else:
            self.pointing.handle(event)

    def wants(self, event: pygame.event.Event) -> bool:
        """Tab is the mode's if it goes through choices."""
        return any(command.hears(event) for command in self.mode.commands)

    def scroll(self, steps: int) -> None:
        """Scroll the first list of the panel that can be scrolled."""
        first = next((scroll for scroll in self.scrolls if scroll.area is not None and scroll.most), None)
        if first is not None:
            first.wheel(steps)

    def back_out(self) -> None:
        """Leave what is being done, one step at a time; the menu comes last."""
        if self.note is not None:
            self.note = None
        elif self.shown.garrison.is_open:
            self.shown.garrison.close()
        elif self.pointing.cursor.is_on:
            self.pointing.cursor.off()
        elif self.selected is not None:
            self.deselect()
        else:
            self.menu()

    def tick(self, milliseconds: int) -> bool:
        """Let time pass: painting, moving the map, messages that fade, the mode."""
        self.turns.begin()
        moving = self.pointing.tick(milliseconds) | self.fan.tick(milliseconds) | self.saver.tick()
        if not self.painter.advance(self.camera, PAINT_MS):
            self.app.dirty = moving = True
        if self.note is not None:
            self.note.left -= milliseconds
            moving = True
            if self.note.left <= 0:
                self.note, self.app.dirty = None, True
        if self.fight is not None:
            self._fight_left -= milliseconds
            moving = True
            if self._fight_left <= 0:
                self.fight, self.app.dirty = None, True
        moving = self.shown.asking.tick(milliseconds) or moving
        moving = self.gauge.tick() or moving
        moving = self.plans.tick() or moving
        return self.mode.tick(milliseconds) or moving

    def close(self) -> None:
        """Leave the battle; its record is whole."""
        if self.computer is not None:
            self.computer.stop()
        self.gauge.close()
        self.plans.close()
        self.game.keeper.close()

    # drawing ---------------------------------------------------------------------------------------------------------

    def draw(self, sheet: Sheet) -> None:
        """Draw the map, what lies on it, the bar and the panel."""
        if self.situation.language != self.app.language:
            self.speak()
        self.fit()
        area, panel = self.areas()
        self._draw_map(sheet.part(area))
        if self.hover is not None and self.mode.why is not None:
            x, y = self.at(self.hover)
            size = int(self.hex_px * 0.9)
            with sheet.within(area):
                there = pygame.Rect(int(x) - size // 2, int(y) - size // 2, size, size)
                sheet.place(there, None, why=self.mode.why, rests=False)
        plans_panel.draw(sheet, self, area)
        self.gauge.draw(sheet, area)
        floats.draw(sheet, self, area)
        self.order_list.draw(sheet, area)
        for scroll in self.scrolls:
            if scroll is not self.order_list.scroll:
                scroll.area = None
        self.mode.panel(sheet, panel)
        topbar.draw(sheet, self)

    def _draw_map(self, surface: pygame.Surface) -> None:
        """Draw ground, names, counters and what the mode shows."""
        camera, stacks, painter = self.camera, self.situation.stacks, self.painter
        painter.draw_ground(surface, camera, self.situation.state, False, self.situation.unveiled)
        drawing = self.shown.drawing
        words = self.shown.placed = painter.draw_overlay(surface, camera, stacks, drawing)
        self.mode.under(surface)
        doing.under(surface, self)
        painter.draw_labels(surface, camera, stacks, words)
        h = None if self.selected is None else int(self.view.believed.units[self.selected, HEX])
        painter.draw_counters(surface, camera, stacks, h, faded_under(drawing, self.situation.side))
        painter.overlays.draw_words(surface, camera, drawing, words)
        doing.over(surface, self)
        draw_own(surface, self)
        self.shown.asking.draw(surface)
        plans_panel.over(surface, self)
        self.fan.draw(surface, self.pointing.fanned(self.app.mouse))
        self.mode.over(surface)
        if self.fight is not None:
            self.draw_fight(surface, self.fight)
        self.order_list.over(surface)
        self.pointing.cursor.draw(surface)
