"""View: one side's honest picture of a match, and every preview made on it.

Whatever a player, a person or a program, is shown comes from here. `View.believed` is a state of the same five arrays in
which what the side does not know is replaced by what it believes, so every kernel previews on it unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from game import odds
from game.chronicle import Refusal
from game.events import Event
from game.ground import END_ARC, FIRST_ARC, SURFACE, TERRAIN, TO
from game.happenings import FROM_DAY, IF_FIRST, TO_DAY
from game.odds import Odds as Odds
from game.odds import PlanOdds as PlanOdds
from game.odds import Throw as Throw
from game.odds import Weighed
from game.odds import lost as lost
from game.orders import (
    END_TURN,
    Assault,
    Blow,
    BreakOut,
    Caution,
    Claim,
    Fly,
    Hoard,
    Interdict,
    Mission,
    Move,
    MoveDepot,
    Order,
    OrderError,
    Posture,
    Relieve,
    Serve,
    Summon,
    Task,
    decode,
    encode,
)
from game.rulebook import NO_ROAD, WATER
from game.rules import breakout, field, movement, recon, supply, turn
from game.rules.field import Fixed, Scratch
from game.scenario.load import Scenario
from game.scenario.schema import Goods, Unit
from game.state import (
    ARRIVES,
    ATTACKS,
    BATTERY,
    CAUTION,
    CLASS,
    CLEAR,
    COMBAT,
    COUNTER,
    DAILY,
    DAILY_AMMO,
    DEMOLISH,
    DEPOT_ROLE,
    DIG,
    DRONES,
    ELIMINATED,
    ENGINEERS,
    ENTRY,
    FORMATION,
    HARASS,
    HEX,
    IDLE,
    JAM,
    JAMMER,
    KEEP,
    LEAVING,
    OF_SIDE,
    OUTCOME,
    OWNER,
    PLACE_HEX,
    POOL_FULL,
    POSTURE,
    POSTURES,
    PRESENT,
    RANGE,
    REPAIR,
    ROLE,
    RUNNING,
    SEATS,
    SIDES,
    SMOKE,
    SORTIES_DAILY,
    SOURCE,
    STATUS,
    TASK,
    Roster,
    State,
    copy,
)  # fmt: skip


@dataclass(frozen=True)
class View:
    """What one side knows of a match at one moment."""

    scenario: Scenario
    fixed: Fixed
    side: int
    """0 UA, 1 RU."""
    believed: State
    """The state as the side believes it to be; never edited."""
    events: tuple[Event, ...] = ()
    """What the side saw happen since the view before."""

    @cached_property
    def _scratch(self) -> Scratch:
        scratch = field.new_scratch(self.fixed)
        field.lay_out(self.fixed, self.believed, scratch)
        return scratch

    def own_units(self) -> list[int]:
        """Own units on the map, sources left out."""
        units, facts = self.believed.units, self.fixed.roster.units
        own = (units[:, STATUS] == PRESENT) & (facts[:, OF_SIDE] == self.side) & (facts[:, ROLE] < SOURCE)
        return [int(u) for u in np.flatnonzero(own)]

    def stack(self, h: int) -> list[int]:
        """The units believed to stand in a hex, by index."""
        units, u = [], int(self._scratch.hexes[field.STACK, h])
        while u >= 0:
            units.append(u)
            u = int(self._scratch.lists[field.NEXT, u])
        return units

    def reach(self, unit: int) -> dict[int, int]:
        """Every hex a unit can get to and stop in -> points spent, in twelfths; its own hex left out."""
        count = int(movement.reach(self.fixed, self.believed, self._scratch, unit))
        hexes = [int(h) for h in self._scratch.hexes[field.PATH, 1:count]]
        room = (h for h in hexes if field.has_room(self.fixed, self.believed, self._scratch, unit, h))
        return {h: int(self._scratch.hexes[field.COST, h]) for h in room}

    def path(self, unit: int, h: int) -> Move | None:
        """The cheapest move of a unit to a hex, or None if it cannot get there."""
        movement.reach(self.fixed, self.believed, self._scratch, unit)
        if self._scratch.hexes[field.COST, h] <= 0:
            return None
        row = encode(Move(unit, ()))
        if not movement.path_to(self.fixed, self._scratch, row, h):
            return None
        move = decode(row)
        assert isinstance(move, Move)
        return move

    def reach_cost(self, unit: int, h: int) -> int:
        """Points a unit spends to get to a hex, in twelfths, whether it may stop there or not; -1 if it cannot."""
        movement.reach(self.fixed, self.believed, self._scratch, unit)
        return int(self._scratch.hexes[field.COST, h])

    def check(self, order: Order) -> Refusal | None:
        """Why an order would be refused, or None if it would be carried out."""
        why = np.full(4, -1, dtype=np.int64)
        try:
            row = encode(order)
        except (OrderError, OverflowError):
            return Refusal(turn.NO_SUCH_ORDER, (-1, -1, -1, -1))
        rule = int(turn.check(self.fixed, self.believed, self._scratch, row, why))
        return Refusal(rule, (int(why[0]), int(why[1]), int(why[2]), int(why[3]))) if rule else None

    def depots(self) -> list[int]:
        """Own depots, those in reserve among them, that are not lost."""
        facts, units = self.fixed.roster.units, self.believed.units
        own = (facts[:, OF_SIDE] == self.side) & (facts[:, ROLE] == DEPOT_ROLE) & (units[:, STATUS] != ELIMINATED)
        return [int(u) for u in np.flatnonzero(own)]

    def depot_sites(self, depot: int) -> list[int]:
        """The hexes a depot may move to, or be opened in [6.8]."""
        hexes, scratch = self.believed.hexes, self._scratch
        field.lay_out(self.fixed, self.believed, scratch)
        supply.trace(self.fixed, self.believed, scratch, self.side)
        fit = (scratch.hexes[field.CARRY] == 0) & (hexes[:, OWNER] == self.side)
        fit &= self.fixed.board.hexes[:, TERRAIN] != WATER
        sites = [int(h) for h in np.flatnonzero(fit)]
        far = [h for h in sites if not recon.stands_within(self.fixed, scratch, 1 - self.side, h, 1)]
        far = [h for h in far if h != self.believed.units[depot, HEX]]
        return far if far and self.check(MoveDepot(depot, far[0])) is None else []

    def way_out(self, unit: int, by_day: bool = False) -> BreakOut | None:
        """The breakout of a unit by the way that the fewest enemy zones lie on, if it is legal [7.5]."""
        row = encode(BreakOut(unit, ()))
        field.lay_out(self.fixed, self.believed, self._scratch)
        if not breakout.find_way_out(self.fixed, self.believed, self._scratch, unit, row):
            return None
        found = decode(row)
        assert isinstance(found, BreakOut)
        order = replace(found, by_day=by_day)
        return order if self.check(order) is None else None

    def roads_in_sight(self) -> list[tuple[int, int]]:
        """The roads across hexsides that own units see, where not both ends are the side's own [9.5]."""
        board, owner = self.fixed.board, self.believed.hexes[:, OWNER]
        field.lay_out(self.fixed, self.believed, self._scratch)
        seen = {h for h in range(len(owner)) if recon.watches(self.fixed, self.believed, self._scratch, self.side, h)}
        found = set()
        for h in seen:
            for a in range(int(board.hexes[h, FIRST_ARC]), int(board.hexes[h, END_ARC])):
                n = int(board.arcs[a, TO])
                if board.arcs[a, SURFACE] != NO_ROAD and (owner[h] != self.side or owner[n] != self.side):
                    found.add((min(h, n), max(h, n)))
        return sorted(found)

    def attackers(self, target: int) -> list[int]:
        """Own units that may assault a hex now, each taken alone."""
        near = [u for n in self.scenario.grid.ring(target, 1) for u in self.stack(n)]
        own = [u for u in near if self.fixed.roster.units[u, OF_SIDE] == self.side]
        return [u for u in own if self.check(Assault(target, (u,))) is None]

    def odds(self, assault: Assault) -> Odds:
        """The exact odds of an assault that check allows, on what the side believes."""
        return odds.odds(self.fixed, self._scratch, self.believed, assault)

    def weigh(self, assault: Assault) -> Weighed:
        """The column of an assault that check allows, with its terms, on what the side believes."""
        weighed = odds.weigh(self.fixed, self._scratch, self.believed, assault)
        field.lay_out(self.fixed, self.believed, self._scratch)
        return weighed

    def plan_odds(self, assaults: Sequence[Assault]) -> PlanOdds:
        """The exact odds of two or three assaults on one hex, one after another as long as it is not taken."""
        return odds.plan_odds(self.fixed, self._scratch, self.believed, assaults)

    def legal_orders(self) -> LegalOrders:
        """The orders that may be given now."""
        return LegalOrders(self)


UNTOLD = {
    "hex": "", "fatigue": 0, "days": 300, "rounds": 0, "daily": 0, "defensive": 0, "floor": 0, "reply": True,
    "sorties": 0, "source": "",
}  # fmt: skip
"""What a scenario says of a unit that its enemy is not told, as if it said nothing; sources name places too."""


def _untold(unit: Unit) -> Unit:
    """A unit of a scenario as its enemy is told of it [10.4]."""
    return unit.model_copy(update={**UNTOLD, "people": unit.full or unit.people})


def known_to(scenario: Scenario, fixed: Fixed, side: int) -> tuple[Scenario, Fixed]:
    """What a side is told of a scenario before the first dawn, and its facts: all but where the enemy stands [10.4].

    Both are copies; enemy units have no hex in them, and the start is what the side believes of it.
    """
    facts, known = fixed.roster.units, field.copied(fixed)
    theirs = facts[:, OF_SIDE] != side
    known.roster.units[theirs & (facts[:, ROLE] < SOURCE), ENTRY] = -1
    known.roster.units[theirs & (facts[:, ROLE] >= SOURCE) & (facts[:, ARRIVES] > 0), ENTRY] = -1
    known.roster.units[theirs, DAILY_AMMO : SEATS + 1] = 0
    known.roster.units[theirs, POOL_FULL] = 0
    known.roster.units[theirs, DAILY] = known.roster.units[theirs, SORTIES_DAILY] = 0
    known = known._replace(roster=_without_events(known.roster))
    nothing = {"stock": Goods(), "daily": Goods(), "vehicles": 0}
    nowhere = {"hex": "", "source": ""}
    supply = [
        entry
        if SIDES.index(entry.side) == side
        else entry.model_copy(update=nothing | (nowhere if entry.reserve else {}))
        for entry in scenario.file.supply
    ]
    formations = [
        formation
        if SIDES.index(formation.side) == side
        else formation.model_copy(update={"units": [_untold(unit) for unit in formation.units], "source": ""})
        for formation in scenario.file.formations
    ]
    cards = [replace(card, source="") if hidden else card for card, hidden in zip(scenario.units, theirs, strict=True)]
    start = copy(scenario.start)
    recon.mask(fixed, scenario.start, side, start)
    told = replace(
        scenario,
        units=tuple(cards),
        file=scenario.file.model_copy(update={"formations": formations, "supply": supply, "events": []}),
        text="",
        rules=replace(scenario.rules, tables=known.rules),
        roster=known.roster,
        start=start,
    )
    return told, known


def _without_events(roster: Roster) -> Roster:
    """The facts without what the scenario holds in store: no event will happen, only who is told of each stays [4.12]."""
    roster.events[:, [FROM_DAY, TO_DAY]] = 1, 0
    roster.events[:, IF_FIRST:] = 0
    return roster._replace(conditions=roster.conditions[:0].copy(), effects=roster.effects[:0].copy())


def view_of(scenario: Scenario, fixed: Fixed, state: State, side: int, events: tuple[Event, ...] = ()) -> View:
    """A side's view of a true state."""
    believed = copy(state)
    recon.mask(fixed, state, side, believed)
    return View(scenario, fixed, side, believed, tuple(e for e in events if e.seen[side]))


CAUTIONS, RESERVES = (0, 2, 5, 10, 20), (0, 10, 25, 50, 100)
"""Minutes and tonnes that are offered to depots when all legal orders are gone through."""
SALVO = 40
"""Rounds of a mission that are offered to a battery then."""


class LegalOrders:
    """The legal orders of a view, made as they are asked for.

    Iterating gives every move of every unit to where it can stop, each assault and probe by one unit and each assault by
    all that can join it, postures, tasks, bridges blown, summonses, reliefs, the best breakout, interdiction of the roads
    in sight that lead to ground not one's own; missions of SALVO rounds where an enemy is known, sorties over any hex in
    range; classes of service, orders to depots with some values each; claims; and the end of the half-turn.
    ``in`` answers for any order at all.
    """

    def __init__(self, view: View) -> None:
        self.view = view

    def __contains__(self, order: object) -> bool:
        try:
            return self.view.check(order) is None  # type: ignore[arg-type]
        except (OrderError, AttributeError):
            return False

    def __iter__(self) -> Iterator[Order]:
        if self.view.believed.clock[OUTCOME] != RUNNING:
            return
        for unit in self.view.own_units():
            yield from self.of(unit)
        for target in self._targets():
            attackers = self.view.attackers(target)
            together = Assault(target, tuple(attackers))
            if len(attackers) > 1 and together in self:
                yield together
        yield from self.supplying()
        yield from self.claiming()
        yield END_TURN

    def assaults(self) -> Iterator[Assault]:
        """The assaults among them: each enemy hex next to own units by each that may attack it, then by all together."""
        for target in self._targets():
            attackers = self.view.attackers(target)
            parties = [(unit,) for unit in attackers] + ([tuple(attackers)] if len(attackers) > 1 else [])
            yield from (assault for units in parties if (assault := Assault(target, units)) in self)

    def of(self, unit: int) -> Iterator[Order]:
        """The orders that may be given to one unit alone."""
        yield from self._fighting(unit)
        yield from (order for p in range(len(POSTURES)) if (order := self._posture(unit, p)) is not None)
        yield from (order for order in self._working(unit) if order in self)
        yield from self._escaping(unit)
        yield from self._relieving(unit)
        yield from (order for order in self._firing(unit) if order in self)

    def _fighting(self, unit: int) -> Iterator[Order]:
        """Moves and assaults."""
        for h in self.view.reach(unit):
            move = self.view.path(unit, h)
            if move is not None:
                yield move
        facts, row = self.view.fixed.roster.units[unit], self.view.believed.units[unit]
        if facts[ROLE] == COMBAT and row[ATTACKS] > 0:
            for n in self.view.scenario.grid.ring(int(row[HEX]), 1):
                assault = Assault(n, (unit,))
                if assault in self:
                    yield assault
                if (probe := replace(assault, probe=True)) in self:
                    yield probe

    def _posture(self, unit: int, posture: int) -> Order | None:
        """The order that gives a unit another posture, if it may have it."""
        order = Posture(unit, posture)
        return order if posture != self.view.believed.units[unit, POSTURE] and order in self else None

    def _near(self, unit: int) -> list[int]:
        """The hexes next to a unit."""
        return [n for _, n in self.view.scenario.grid.neighbours(int(self.view.believed.units[unit, HEX]))]

    def _working(self, unit: int) -> Iterator[Order]:
        """Tasks other than the present one, and bridges to blow, legal or not."""
        facts, row = self.view.fixed.roster.units[unit], self.view.believed.units[unit]
        yield from (Task(unit, task) for task in range(IDLE, DIG + 1) if task != row[TASK])
        if facts[ROLE] == JAMMER and row[TASK] != JAM:
            yield Task(unit, JAM)
        if facts[ENGINEERS]:
            yield from (Task(unit, task, n) for task in range(REPAIR, CLEAR + 1) for n in self._near(unit))
        if facts[ROLE] == COMBAT:
            yield from (Blow(unit, n) for n in self._near(unit))

    def _escaping(self, unit: int) -> Iterator[Order]:
        """Breakouts by the best way, and summonses."""
        facts = self.view.fixed.roster.units
        way = self.view.way_out(unit)
        if way is not None:
            yield way
            if (by_day := replace(way, by_day=True)) in self:
                yield by_day
        if facts[unit, ROLE] == COMBAT:
            enemies = (n for n in self._near(unit) for u in self.view.stack(n)[:1] if facts[u, OF_SIDE] != self.view.side)
            yield from (order for n in enemies if (order := Summon(unit, n)) in self)

    def _relieving(self, unit: int) -> Iterator[Order]:
        """Reliefs in which a unit comes in."""
        view, facts, units = self.view, self.view.fixed.roster.units, self.view.believed.units
        if facts[unit, ROLE] != COMBAT:
            return
        for other in view.own_units():
            if facts[other, ROLE] != COMBAT or units[other, LEAVING] or units[other, HEX] == units[unit, HEX]:
                continue
            move = view.path(unit, int(units[other, HEX]))
            if move is not None and (order := Relieve(unit, move.path, other)) in self:
                yield order

    def _firing(self, unit: int) -> Iterator[Order]:
        """Missions, sorties, and fire on roads in sight by night and by day, legal or not."""
        facts, grid = self.view.fixed.roster.units, self.view.scenario.grid
        role, at, reach = facts[unit, ROLE], int(self.view.believed.units[unit, HEX]), int(facts[unit, RANGE])
        if role == BATTERY:
            theirs = self.view.believed.units[facts[:, OF_SIDE] != self.view.side, HEX]
            enemies = sorted({int(h) for h in theirs if h >= 0})
            kinds = (HARASS, COUNTER, SMOKE, DEMOLISH)
            yield from (Mission(unit, kind, h, SALVO) for h in enemies if grid.distance(at, h) <= reach for kind in kinds)
        if role == DRONES:
            yield from (Fly(unit, h) for h in range(grid.count) if grid.distance(at, h) <= reach)
        if role in (BATTERY, DRONES):
            yield from (Interdict(unit, *road, by_day) for road in self.view.roads_in_sight() for by_day in (False, True))

    def supplying(self) -> Iterator[Order]:
        """Classes of service, caution, reserves and sites of depots."""
        view, facts, units = self.view, self.view.fixed.roster.units, self.view.believed.units
        classes = {int(facts[u, FORMATION]): int(units[u, CLASS]) for u in view.own_units()}
        for formation, group in sorted(classes.items()):
            yield from (order for i in range(3) if i != group and (order := Serve(formation, i)) in self)
        own = np.flatnonzero((facts[:, OF_SIDE] == view.side) & (facts[:, ROLE] >= SOURCE)).tolist()
        for depot in own:
            offers: list[Order] = [Caution(depot, v) for v in CAUTIONS if v != units[depot, CAUTION]]
            offers += [Hoard(depot, v) for v in RESERVES if 1000 * v != units[depot, KEEP]]
            yield from (order for order in offers if order in self)
        for depot in view.depots():
            yield from (MoveDepot(depot, h) for h in view.depot_sites(depot))

    def claiming(self) -> Iterator[Order]:
        """Claims of places that count."""
        hexes = sorted({int(h) for h in self.view.fixed.roster.places[:, PLACE_HEX]})
        yield from (order for h in hexes if (order := Claim(h)) in self)

    def _targets(self) -> list[int]:
        """Hexes where enemies are believed to stand next to own units."""
        grid, facts, found = self.view.scenario.grid, self.view.fixed.roster.units, set[int]()
        for u in self.view.own_units():
            for n in grid.ring(int(self.view.believed.units[u, HEX]), 1):
                stack = self.view.stack(n)
                if stack and facts[stack[0], OF_SIDE] != self.view.side:
                    found.add(n)
        return sorted(found)
