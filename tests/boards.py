"""The kit of the rules' tests: a battle from a board drawn in text, and a few words to play it with.

A board is drawn row by row, odd rows one blank in. A cell is the letter of its terrain (``.`` open, ``t`` tree lines,
``w`` wood, ``v`` village, ``o`` town, ``d`` dense urban, ``x`` works, ``~`` water) and behind it the letters of the units
that stand there: lower case for Ukraine, upper case for Russia (a letter is used once, in either case). Ground left of a
bar is Ukraine's, right of it Russia's, and so on turn and turn about; a board without bars is Ukraine's.

    battle = board('''
        .   .a | .X  .
          .   . |  .   .
    ''', units="a 300 q4; X tank 150 days 50")
    battle.roll(7)
    assert "retreated X 0200 0300" in battle.do("assault 0200 with a")

A unit is infantry, 300 strong, of quality 3, fresh and with three days of supply if nothing else is said of it.
"""

from __future__ import annotations

import functools
from fractions import Fraction
from typing import Any

import numpy as np
from drawn import (
    GEO,
    entries_of,
    read_drawing,
    the_events,
    the_formations,
    the_heights,
    the_layer,
    the_parts,
    the_places,
    the_roads,
    the_sources,
    the_victory,
    the_weather,
    the_works,
)

from game import state as columns
from game.chronicle import Refusal
from game.dice import loaded
from game.documents import parse
from game.events import CAUSES, Event
from game.hexes import Grid
from game.match import Match
from game.odds import odds
from game.orders import Assault, Move, Order
from game.orders_text import from_text
from game.rulebook import Rules, load_rules
from game.rules import field, recon, supply
from game.scenario.load import Scenario, build
from game.state import SIDES, State, copy
from game.view import Odds, View


@functools.cache
def rules() -> Rules:
    """The standard rules, read once."""
    return load_rules()


class Battle:
    """A match on a drawn board, spoken to in words."""

    def __init__(self, scenario: Scenario, seed: int = 0) -> None:
        self.scenario = scenario
        self.match = Match(scenario, seed)
        self.grid = scenario.grid
        self.last: tuple[Event, ...] = self.match.opening

    # names -----------------------------------------------------------------------------------------------------------

    def h(self, number: str) -> int:
        """The hex with a printed number."""
        h = self.grid.parse(number)
        assert h is not None, number
        return h

    def u(self, name: str) -> int:
        """The unit with a name."""
        return self.match.names.units.index(name.lower())

    def name(self, u: int) -> str:
        """A unit's name: upper case for Russia's."""
        if u < 0:
            return "-"
        name = self.match.names.units[u]
        return name.upper() if self.match.fixed.roster.units[u, columns.OF_SIDE] else name

    def number(self, h: int) -> str:
        """The printed number of a hex; "-" for none."""
        return self.grid.number(h) if h >= 0 else "-"

    def told(self, event: Event) -> str:
        """An event as words: its kind, then its values, units and hexes and sides by name."""
        return " ".join([event.kind, *(self._word(event.kind, *item) for item in event.values.items())])

    def _word(self, kind: str, name: str, value: int) -> str:
        if name in ("unit", "relieved") or (name == "other" and kind == "stopped"):
            return self.name(value)
        if name in ("hex", "start", "next"):
            return self.number(value)
        if name == "event":
            return self.scenario.file.events[value].id
        if name == "mission":
            return columns.MISSIONS[value]
        if name == "task":
            return columns.TASKS[value]
        if name in ("side", "first") or (kind == "hex_taken" and name in ("before", "after")):
            return SIDES[value] if value >= 0 else "nobody"
        if kind == "supply" and name in ("before", "after"):
            return columns.SUPPLY_STATES[value]
        if name == "cause":
            return CAUSES[value] if kind == "eliminated" else columns.LOSS_CAUSES[value - columns.LOST_ATTACKING]
        return str(value)

    # orders ----------------------------------------------------------------------------------------------------------

    def order(self, text: str) -> Order:
        """The order that words say."""
        return from_text(text.lower(), self.match.names)

    def do(self, text: str) -> list[str] | int:
        """Give an order: what happened, in words, or the rule that refuses it."""
        result = self.match.apply(self.order(text))
        if isinstance(result, Refusal):
            return result.code
        self.last = result.events
        return [self.told(event) for event in result.events]

    def must(self, text: str) -> list[str]:
        """Give an order that the rules allow: what happened, in words."""
        told = self.do(text)
        assert not isinstance(told, int), f"'{text}' is refused: rule {told}"
        return told

    def why(self, text: str) -> int:
        """The rule that refuses an order, 0 if none; nothing is done."""
        refusal = self.match.check(self.order(text))
        return refusal.code if refusal else 0

    def end(self, times: int = 1) -> list[str]:
        """End so many half-turns: what happened, in words."""
        told = []
        for _ in range(times):
            told += self.must("end")
        return told

    def until(self, day: int, side: str = "") -> list[str]:
        """End half-turns until a day has come, or until a side's half-turn of it has: what happened, in words."""
        told: list[str] = []
        while self.match.turn < day or (side and self.match.side != SIDES.index(side)):
            told += self.end()
        return told

    def roll(self, *sums: int) -> None:
        """Load the dice: the next throws of two dice show these sums."""
        values: list[int] = []
        for total in sums:
            first = min(6, total - 1)
            values += [first - 1, total - first - 1]
        self.load(*values)

    def load(self, *values: int) -> None:
        """Load the dice: the next rolls of one die, of any number of faces, show these values, counted from 0."""
        self.match._dice = loaded(values)

    # what is -----------------------------------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """The true state; never edited."""
        return self.match.state

    def get(self, name: str, column: str) -> int:
        """A column of a unit's row, such as "fatigue"."""
        return int(self.state.units[self.u(name), getattr(columns, column.upper())])

    def at(self, name: str) -> str:
        """Where a unit stands; "-" off the map."""
        return self.number(self.get(name, "hex"))

    def people(self, *names: str) -> list[int]:
        """How many people some units have."""
        return [self.get(name, "people") for name in names]

    def hex(self, number: str, column: str) -> int:
        """A column of a hex's row, such as "trench"."""
        return int(self.state.hexes[self.h(number), getattr(columns, column.upper())])

    def owner(self, number: str) -> str:
        """Who holds a hex."""
        return {0: "ua", 1: "ru", -1: "nobody"}[self.hex(number, "owner")]

    def stock(self, name: str) -> str:
        """A unit's state of supply: full, strained, low, out, or out 2, out 3 ... from the second turn on."""
        state, turns = columns.SUPPLY_STATES[self.get(name, "supply")], self.get(name, "out_turns")
        return f"{state} {turns}" if turns > 1 else state

    def view(self, side: str = "") -> View:
        """What a side knows; the side to move if none is named."""
        return self.match.view(SIDES.index(side) if side else self.match.side)

    def knows(self, side: str, name: str) -> str:
        """Where a side believes a unit to be; "-" nowhere."""
        return self.number(int(self.view(side).believed.units[self.u(name), columns.HEX]))

    def reach(self, name: str) -> dict[str, Fraction]:
        """Where a unit can get to and stop -> points spent."""
        return {self.number(h): Fraction(cost, 12) for h, cost in sorted(self.view().reach(self.u(name)).items())}

    def cost(self, name: str, *path: str) -> Fraction:
        """Points that a move along a path costs a unit; it is tried and taken back. -1 if it is refused."""
        before, left = self.state, self.get(name, "points")
        step = self.match.apply(Move(self.u(name), tuple(self.h(number) for number in path)))
        if isinstance(step, Refusal):
            return Fraction(-1)
        spent, there = left - self.get(name, "points"), self.at(name)
        self.publish(before)
        assert there == path[-1], f"{name} was stopped at {there}"
        return Fraction(spent, 12)

    def minutes(self, side: str) -> dict[str, tuple[int, int]]:
        """Hexes that a side's supply reaches -> minutes by road from its sources, hexes on foot beyond the wheels."""
        scratch = field.new_scratch(self.match.fixed)
        field.lay_out(self.match.fixed, self.state, scratch)
        supply.trace(self.match.fixed, self.state, scratch, SIDES.index(side))
        served = [h for h in range(self.grid.count) if scratch.hexes[field.CARRY, h] >= 0]
        return {self.number(h): (int(scratch.hexes[field.COST, h]), int(scratch.hexes[field.CARRY, h])) for h in served}

    def odds(self, text: str) -> Odds:
        """The odds of an assault, as the side to move believes."""
        order = self.order(text)
        assert isinstance(order, Assault)
        refusal = self.match.check(order)
        assert refusal is None, f"'{text}' is refused: rule {refusal.code}"
        return self.view().odds(order)

    def truth(self, text: str) -> Odds:
        """The odds of an assault as they are, whatever anybody believes."""
        order, fixed = self.order(text), self.match.fixed
        assert isinstance(order, Assault)
        return odds(fixed, field.new_scratch(fixed), self.state, order)

    def terms(self, text: str) -> dict[str, int]:
        """The shifts of an assault by name, the odds among them."""
        return {name: value for name, value, _ in self.odds(text).terms}

    # what shall be -----------------------------------------------------------------------------------------------------

    def edit(self, **arrays: Any) -> None:
        """Publish an edited state: battle.edit(units={("a", "people"): 50}, hexes={("0101", "rubble"): 2})."""
        after = copy(self.state)
        for (name, column), value in arrays.get("units", {}).items():
            after.units[self.u(name), getattr(columns, column.upper())] = value
        for (number, column), value in arrays.get("hexes", {}).items():
            at = getattr(columns, column.upper())
            for block in range(3 if at < columns.HEX_BLOCK else 1):
                after.hexes[self.h(number), block * columns.HEX_BLOCK + at] = value
        self.publish(after)

    def publish(self, state: State) -> None:
        """Make a state the present one, by no order."""
        self.match.state = state
        self.match._forget_views()

    def put(self, name: str, **values: int) -> None:
        """Set columns of a unit's row: battle.put("a", people=50, supply=2); days with the stocks that make them."""
        if "days" in values:
            steps, needs = -(-values.get("people", self.get(name, "people")) // 50), rules().file.supply.needs
            for good, use in (("ammo", needs.ammunition_quiet), ("sust", needs.sustenance)):
                values.setdefault(good, -(-values["days"] * use * steps // 100))
        self.edit(units={(name, column): value for column, value in values.items()})

    def spot(self, *names: str, level: int = recon.ALL) -> None:
        """Let the enemy know units where they stand, as they are, at a level; all units if none is named."""
        after, fixed = copy(self.state), self.match.fixed
        scratch = field.new_scratch(fixed)
        field.lay_out(fixed, after, scratch)
        for u in [self.u(name) for name in names] or range(len(after.units)):
            if after.units[u, columns.STATUS] == columns.PRESENT and fixed.roster.units[u, columns.ROLE] < columns.SOURCE:
                recon.forget(after, scratch, u, 0)
                after.units[u, columns.SEEN_STEPS] = 0
                recon.note_seen(fixed, after, scratch, u, after.units[u, columns.HEX], level, columns.BY_CONTACT)
        self.publish(after)

    def lose_ground_unseen(self, number: str) -> None:
        """Give a hex to Russia in truth alone: nobody knows of it."""
        after = copy(self.state)
        after.hexes[self.h(number), columns.OWNER] = 1
        self.publish(after)

    def put_edge(self, start: str, end: str, *, known: bool = True, **values: int) -> None:
        """Set columns of a hexside: battle.put_edge("0000", "0100", condition=30); in truth alone if it is not known."""
        sides = [frozenset(side) for side in self.scenario.ground.sides()]
        e, after = sides.index(frozenset((self.h(start), self.h(end)))), copy(self.state)
        for name, value in values.items():
            at = getattr(columns, name.upper())
            for block in range(3 if known and at < columns.EDGE_BLOCK else 1):
                after.edges[e, block * columns.EDGE_BLOCK + at] = value
        self.publish(after)

    def edge(self, start: str, end: str, column: str) -> int:
        """A column of a hexside's row, such as "condition"."""
        sides = [frozenset(side) for side in self.scenario.ground.sides()]
        e = sides.index(frozenset((self.h(start), self.h(end))))
        return int(self.state.edges[e, getattr(columns, column.upper())])

    def account(self, side: str, column: str) -> int:
        """A column of a side's account, as it is."""
        return int(self.state.sides[SIDES.index(side), getattr(columns, column)])

    def put_side(self, side: str, column: str, value: int) -> None:
        """Set a column of a side's account, in truth and for all to know."""
        after = copy(self.state)
        for block in range(3):
            after.sides[SIDES.index(side), block * columns.SIDE_BLOCK + getattr(columns, column)] = value
        self.publish(after)

    def starve(self, name: str, turns: int = 1) -> None:
        """Leave a unit Out for so many turns, with the zone that this gives it."""
        zone = {1: columns.HARD_ZONE, 2: columns.SOFT_ZONE}.get(turns, columns.NO_ZONE)
        self.put(name, days=0, supply=columns.OUT, out_turns=turns, zone=zone)


def board(
    drawing: str, *, units: str = "", roads: str = "", sources: str = "", rivers: str = "", canals: str = "",
    bridges: str = "", heights: str = "", trenches: str = "", rubble: str = "", ua: str = "", ru: str = "",
    nobody: str = "", weather: str = "dry", turns: int = 30, first: str = "ua", places: str = "", weights: str = "",
    band: int = 0, collapse: int = 0, handicap: int = 0, seed: int = 0, events: str = "",
) -> Battle:  # fmt: skip
    """A battle on a drawn board; whatever it has besides is written in words, parted by semicolons.

    units     "a tank 300 q4 fatigue 20 days 50; G artillery 100 rounds 200 at 0301; X arrives 3 at 0402; b of guards":
              formations "ua-brigade", "ua-guards"
    roads     "hard 0000 0100 0200; dirt 0200 0300"; rivers, canals "0100-0200 0100-0101"; bridges "0100-0200 blown"
    sources   "ua 0000; ua 0300 depot vehicles 12 payload 1000 seats 2 caution 0 stock 10/10/0/0 daily 5/5/0/20; ru 0500":
              tonnes of ammunition, sustenance and shells, and people; ids "ua-source-0", "ua-depot-1"; "reserve" of a
              depot that is not open
    events    lines as in a scenario file: "- {id: night, when: {day: 2}, do: [{takes: a}]}"
    heights "0203 150" where it is not 100; trenches, rubble "2 0304 0305"; weather "dry; 3 wet rain" by day
    ua, ru, nobody   hexes held otherwise than drawn
    places    "mill 0203 held 100 80 stay -5 0": tenths for Ukraine and Russia; weights "ground 10 lost 20": tenths and
              thousandths; days in hundredths
    """
    terrain, control, stacks = read_drawing(drawing)
    for letter, numbers in (("u", ua), ("r", ru), (".", nobody)):
        for number in numbers.split():
            control[int(number[2:])][int(number[:2])] = letter
    lines = [
        "format: 2",
        'title: {en: "Board", uk: "Дошка"}',
        'about: {en: "A board of a test.", uk: "Дошка випробування."}',
        f'calendar: {{first_day: "2023-05-01", turns: {turns}, first_side: {first}}}',
        f"geo: {{lat: {GEO.lat}, lon: {GEO.lon}}}",
        f"size: {{columns: {len(terrain[0])}, rows: {len(terrain)}}}",
        *the_layer("terrain", terrain),
        *the_layer("elevation", the_heights(terrain, heights)),
        *the_layer("control", control),
        *the_roads(roads),
        *entries_of("waters", [
            {"id": kind, "kind": kind, "sides": sides} for kind, sides in (("river", rivers), ("canal", canals)) if sides
        ]),
        *entries_of("bridges", [dict(zip(("at", "state"), part.split(), strict=True)) for part in the_parts(bridges)]),
        *the_works("trenches", trenches),
        *the_works("rubble", rubble),
        *the_places(places, Grid(len(terrain[0]), len(terrain))),
        'sides: {ua: {name: {en: "Ukraine", uk: "Україна"}}, ru: {name: {en: "Russia", uk: "Росія"}}}',
        *the_formations(units, stacks),
        *the_sources(sources),
        *the_weather(weather),
        *the_events(events),
        *the_victory(places, weights, band, collapse, handicap),
    ]  # fmt: skip
    document = parse("board.yaml", "\n".join(lines) + "\n")
    scenario = build(document, "board", rules())
    assert scenario is not None, "\n".join(problem.render() for problem in document.errors)
    return Battle(scenario, seed)


def duel(a: int = 300, x: int = 300, terrain: str = ".", units: str = "", **given: str) -> Battle:
    """Unit a at 0101, next to X at 0201; X may go back to Russia's ground east of it."""
    return board(
        f"""
        .  . |.  .
          .  .a |{terrain}X  .
        .  . |.  .
        """,
        units=f"a {a}; X {x}; {units}",
        **given,
    )


def same(a: State, b: State) -> bool:
    """Whether two states agree in every number."""
    return all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))
