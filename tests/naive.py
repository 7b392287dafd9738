"""What the compiled rules find, found again slowly: with networkx and dictionaries, from the rulebook's words.

Numbers in square brackets are those of assets/rulebook.md. Only numbers and facts are taken from the game (the rules'
file, the graph of the ground, the state); how they are put together is written here a second time.
"""

from __future__ import annotations

import functools
from collections import defaultdict

import networkx as nx

from game import state as columns
from game.ground import Ground
from game.rulebook import Rules
from game.state import BRIDGES, GROUNDS, MOBILITIES, Roster, State

HARD, SOFT, NONE = 2, 1, 0
OPEN_BRIDGES = ("intact", "damaged", "pontoon")
"""Bridges that carry traffic [2.4]."""


class Naive:
    """A state, looked at slowly."""

    def __init__(self, ground: Ground, rules: Rules, roster: Roster, state: State) -> None:
        self.graph, self.rules, self.file = ground.graph, rules, rules.file
        self.roster, self.state = roster, state
        self.ground = GROUNDS[int(state.clock[columns.GROUND])]
        self.owner = [int(x) for x in state.hexes[:, columns.OWNER]]
        self.rubble = [int(x) for x in state.hexes[:, columns.RUBBLE]]
        bridges = [BRIDGES[int(x)] for x in state.edges[:, columns.BRIDGE]]
        self.bridge = {frozenset(side): bridge for side, bridge in zip(ground.sides(), bridges, strict=True)}
        mines = [int(x) for x in state.edges[:, columns.MINES]]
        self.mines = {frozenset(side): laid for side, laid in zip(ground.sides(), mines, strict=True)}
        self.stacks: dict[int, list[int]] = defaultdict(list)
        self.sources: list[int] = []
        for u in range(len(state.units)):
            if self.fact(u, "ROLE") == columns.SOURCE:
                self.sources.append(u)
            elif self.fact(u, "ROLE") != columns.DEPOT_ROLE and self.unit(u, "STATUS") == columns.PRESENT:
                self.stacks[self.unit(u, "HEX")].append(u)

    # facts -----------------------------------------------------------------------------------------------------------

    def unit(self, u: int, column: str) -> int:
        """A column of a unit's row."""
        return int(self.state.units[u, getattr(columns, column)])

    def fact(self, u: int, column: str) -> int:
        """A column of a unit's fixed facts."""
        return int(self.roster.units[u, getattr(columns, column)])

    def steps(self, u: int) -> int:
        """[1.3] A step is 50 people, the last one begun."""
        return -(-self.unit(u, "PEOPLE") // self.file.scale.step_people)

    def holder(self, h: int) -> int | None:
        """The side whose units stand in a hex."""
        return self.fact(self.stacks[h][0], "OF_SIDE") if self.stacks.get(h) else None

    def within(self, h: int, hexes: int) -> set[int]:
        """The hexes at most so far away."""
        return set(nx.single_source_shortest_path_length(self.graph, h, cutoff=hexes))

    # 5: movement -----------------------------------------------------------------------------------------------------

    def zone_of(self, u: int) -> int:
        """[5.5] [6.4] The zone a unit exerts in a half-turn that begins now."""
        if self.fact(u, "ROLE") != columns.COMBAT or self.unit(u, "STATUS") != columns.PRESENT or self.steps(u) < 2:
            return NONE
        if self.unit(u, "SUPPLY") < columns.OUT:
            return HARD
        return {0: HARD, 1: HARD, 2: SOFT}.get(self.unit(u, "OUT_TURNS"), NONE)

    @functools.cached_property
    def zones(self) -> tuple[dict[int, int], dict[int, int]]:
        """[5.5] The strongest zone of each side's units in each hex: their own and the six around."""
        zones: tuple[dict[int, int], dict[int, int]] = defaultdict(int), defaultdict(int)
        for h, stack in self.stacks.items():
            for n in self.within(h, 1) if stack else ():
                zone = zones[self.fact(stack[0], "OF_SIDE")]
                zone[n] = max(zone[n], *(self.unit(u, "ZONE") for u in stack), NONE)
        return zones

    def allowance(self, u: int) -> int:
        """[5.1] Points of a unit at the beginning of its half-turn."""
        mobility = self.fact(u, "MOBILITY")
        if mobility == columns.STATIC:
            return 0
        points = getattr(self.file.movement.allowance, MOBILITIES[mobility])
        in_contact = self.zones[1 - self.fact(u, "OF_SIDE")][self.unit(u, "HEX")] == HARD
        return min(points, self.file.movement.contact) if in_contact else points

    def water(self, mobility: str, h: int, n: int) -> int | None:
        """[2.4] [5.2] Extra points for the water along a hexside; None if it is closed."""
        kind, bridge = self.graph.edges[h, n]["water"], self.bridge[frozenset((h, n))]
        if kind == "none" or bridge == "intact":
            return 0
        name = {"damaged": "damaged_bridge", "pontoon": "pontoon"}.get(bridge, kind)
        extra: int = getattr(getattr(self.file.hexsides, name), mobility)
        return None if extra < 0 else extra

    def carries_road(self, h: int, n: int) -> bool:
        """[2.4] Whether a road leads from hex to hex, and goes on over the water between them."""
        arc = self.graph.edges[h, n]
        dry = arc["water"] == "none" or self.bridge[frozenset((h, n))] in OPEN_BRIDGES
        return arc["surface"] != "none" and dry

    def country(self, mobility: str, h: int, n: int) -> int | None:
        """[5.2] Points to cross into a hex off the roads; None if it is closed."""
        terrain = getattr(self.file.terrain[self.graph.nodes[n]["terrain"]], mobility)
        water = self.water(mobility, h, n)
        if terrain < 0 or water is None:
            return None
        cost = terrain * getattr(getattr(self.file.ground_percent, self.ground), mobility) // 100 + water
        climb = self.graph.nodes[n]["elevation"] - self.graph.nodes[h]["elevation"]
        return cost + (getattr(self.file.hexsides.slope, mobility) if climb >= self.file.hexsides.slope_metres else 0)

    def road(self, mobility: str, h: int, n: int) -> int:
        """[5.3] Points to cross into a hex by road."""
        table = getattr(self.file.movement, self.graph.edges[h, n]["surface"])
        points: int = getattr(getattr(table, self.ground, table), mobility)
        return points + (self.water(mobility, h, n) or 0)

    def step(self, u: int, h: int, n: int) -> int | None:
        """[5.2] [5.3] [5.3a] [5.5] Points for a unit to enter a hex, the rules of contact left out; None if closed."""
        side, mobility = self.fact(u, "OF_SIDE"), MOBILITIES[self.fact(u, "MOBILITY")]
        zones = self.zones[1 - side]
        cost = self.country(mobility, h, n)
        if cost is None:
            return None
        if zones[h] == NONE and zones[n] == NONE and self.carries_road(h, n):
            cost = min(cost, self.road(mobility, h, n))
        cost += self.rubble[n] * getattr(self.file.hexsides.rubble, mobility)
        if self.mined(side, h, n):
            cost += getattr(self.file.hexsides.mines, mobility)
        if self.owner[n] != side:
            cost += getattr(self.file.hexsides.foreign, mobility)
        return cost + (self.file.movement.soft_zone if zones[n] == SOFT else 0)

    def reach(self, u: int) -> dict[int, int]:
        """[5] Every hex a unit can get to -> points spent; its own is among them."""
        start, points, side = self.unit(u, "HEX"), self.unit(u, "POINTS"), self.fact(u, "OF_SIDE")
        if self.fact(u, "MOBILITY") == columns.STATIC or start < 0:
            return {}
        fresh = points > 0 and points == self.unit(u, "ALLOWANCE")
        zones = self.zones[1 - side]

        def points_of(h: int, n: int, _: object) -> int | None:
            cost = self.step(u, h, n)
            if cost is None or self.holder(n) == 1 - side:
                return None  # [5.4] where the enemy stands one does not enter
            if zones[h] == HARD and not (h == start and fresh):
                return None  # [5.5] entering a hard zone ended the move
            if zones[h] == HARD and zones[n] == HARD:
                return None if self.owner[n] == 1 - side else points  # [5.5] from zone to zone
            return min(cost, points) if h == start and fresh else cost  # [5.4] the first hex, whatever it costs

        return dict(nx.single_source_dijkstra_path_length(self.graph, start, cutoff=points, weight=points_of))

    def mined(self, side: int, h: int, n: int) -> bool:
        """[12.3] Whether the enemy of a side has mined a hexside."""
        return self.mines[frozenset((h, n))] == 2 - side

    def has_room(self, u: int, h: int) -> bool:
        """[1.4] [11.4] Whether a unit may stop in a hex; who is being relieved does not count."""
        stack = {*(v for v in self.stacks.get(h, ()) if self.unit(v, "LEAVING") == 0), u}
        scale = self.file.scale
        return len(stack) <= scale.stack_units and sum(map(self.steps, stack)) <= scale.stack_steps

    # 6: supply -------------------------------------------------------------------------------------------------------

    def open_to(self, side: int, h: int) -> bool:
        """[6.2] Whether a side's supply may enter a hex."""
        if self.graph.nodes[h]["terrain"] == "water":
            return False
        if self.owner[h] == 1 - side or self.holder(h) == 1 - side:
            return False
        return self.zones[1 - side][h] != HARD or self.holder(h) == side

    def minutes(self, h: int, n: int) -> int:
        """[6.1] Minutes by road from hex to hex."""
        supply, bridge = self.file.supply, self.bridge[frozenset((h, n))]
        minutes: int = getattr(getattr(supply, self.graph.edges[h, n]["surface"]), self.ground)
        minutes += supply.rubble_minutes[max(self.rubble[h], self.rubble[n])]
        return minutes + {"damaged": supply.damaged_bridge_minutes, "pontoon": supply.pontoon_minutes}.get(bridge, 0)

    def working_sources(self, side: int) -> set[int]:
        """[6.2] Hexes of a side's sources that work."""
        hexes = {self.unit(u, "HEX") for u in self.sources if self.fact(u, "OF_SIDE") == side}
        return {h for h in hexes if self.owner[h] == side and self.holder(h) != 1 - side}

    def trace(self, side: int) -> dict[int, tuple[int, int]]:
        """[6.1] [6.3] Every hex a side's supply reaches -> hexes on foot beyond the last wheels, minutes to those."""
        sources = self.working_sources(side)
        wheels, foot = nx.DiGraph(), self.open_country[side].copy()
        wheels.add_nodes_from(sources)
        foot.add_nodes_from(sources)
        for h, n in self.graph.edges:
            if self.open_to(side, n):
                if self.carries_road(h, n) and not self.mined(side, h, n):
                    wheels.add_edge(h, n, minutes=self.minutes(h, n))
                if h in sources and self.water("foot", h, n) is not None:
                    foot.add_edge(h, n)
        by_road = nx.multi_source_dijkstra_path_length(wheels, sources, 700, "minutes") if sources else {}
        served: dict[int, tuple[int, int]] = {}
        for h, minutes in by_road.items():
            for n, carry in nx.single_source_shortest_path_length(foot, h, cutoff=4).items():
                served[n] = min(served.get(n, (carry, minutes)), (carry, minutes))
        return served

    @functools.cached_property
    def open_country(self) -> tuple[nx.DiGraph, nx.DiGraph]:
        """Hexes open to each side's supply, joined where people can walk from one to the next."""
        return self._open_country(0), self._open_country(1)

    def _open_country(self, side: int) -> nx.DiGraph:
        country = nx.DiGraph()
        country.add_nodes_from(h for h in self.graph if self.open_to(side, h))
        for h, n in self.graph.edges:
            if h in country and n in country and self.water("foot", h, n) is not None:
                country.add_edge(h, n)
        return country

    # 7, 14: pockets, victory -----------------------------------------------------------------------------------------

    def joined(self, side: int, h: int) -> set[int]:
        """[7.1] The hexes joined to a hex by ground open to a side's supply; itself alone if it is closed."""
        country = self.open_country[side]
        return {h} | (nx.descendants(country, h) if h in country else set())

    def pockets(self, side: int) -> set[frozenset[int]]:
        """[7.1] The groups of a side's units that no supply reaches."""
        groups: dict[frozenset[int], list[int]] = defaultdict(list)
        for h, stack in self.stacks.items():
            if stack and self.holder(h) == side:
                groups[frozenset(self.joined(side, h))] += stack
        supplied = set(self.trace(side))
        return {frozenset(units) for hexes, units in groups.items() if not hexes & supplied}

    def near_supply(self, side: int, units: frozenset[int]) -> bool:
        """[7.2] Whether supplied ground lies within 4 hexes on foot of a pocket, through zones but not through units."""
        pocket = {n for u in units for n in self.joined(side, self.unit(u, "HEX"))}
        way = nx.DiGraph()
        way.add_nodes_from(pocket)
        for h, n in self.graph.edges:
            theirs = self.holder(n) == 1 - side or self.owner[n] == 1 - side
            if not theirs and self.water("foot", h, n) is not None:
                way.add_edge(h, n)
        supplied, near = set(self.trace(side)), set()
        for h in pocket:
            near |= set(nx.single_source_shortest_path_length(way, h, cutoff=4))
        return bool((near - pocket) & supplied)

    def enclosed(self, side: int, units: frozenset[int]) -> bool:
        """[7.3] Whether all around a pocket's units is the pocket's own, the enemy's, or off the map."""
        around = {n for u in units for n in self.graph.successors(self.unit(u, "HEX"))}
        return all(self.stacks.get(n) or self.owner[n] == 1 - side for n in around)

    def way_out(self, u: int) -> tuple[int, int] | None:
        """[7.5] Hexsides in zones and hexes of the best way out of a pocket; None if there is none of 8 hexes."""
        side, mobility = self.fact(u, "OF_SIDE"), MOBILITIES[self.fact(u, "MOBILITY")]
        wheels = {h for h, (carry, _) in self.trace(side).items() if carry == 0}
        zones, start, layered = self.zones[1 - side], self.unit(u, "HEX"), nx.DiGraph()
        layered.add_node((start, 0))
        for h, n in self.graph.edges:
            if self.holder(n) == 1 - side or self.country(mobility, h, n) is None:
                continue
            weight = 1 + (16 if HARD in (zones[h], zones[n]) else 0)
            for length in range(8):
                layered.add_edge((h, length), (n, length + 1), weight=weight)
        costs = nx.single_source_dijkstra_path_length(layered, (start, 0))
        goals = [
            (cost, length)
            for (h, length), cost in costs.items()
            if h != start and h in wheels and self.owner[h] == side and self.has_room(u, h)
        ]
        return divmod(min(goals)[0], 16) if goals else None

    def cut_off(self, side: int, h: int) -> bool:
        """[7.1] [8.10] Whether no hex joined to a hex was reached by supply this morning."""
        return all(self.state.hexes[n, columns.NEAR_SUPPLY + side] < 0 for n in self.joined(side, h))

    def connected(self, side: int) -> set[int]:
        """[14.2] The hexes of a side from which a path to one of its sources leads through its own hexes."""
        own = self.graph.subgraph(h for h in self.graph if self.owner[h] == side)
        joined: set[int] = set()
        for u in self.sources:
            h = self.unit(u, "HEX")
            if self.fact(u, "OF_SIDE") == side and h in own:
                joined |= {h} | nx.descendants(own, h)
        return joined

    def pinned(self, side: int) -> int:
        """[14.3] Steps of enemy fighting units within 3 hexes of a side's fighting units."""
        fighting = [u for stack in self.stacks.values() for u in stack if self.fact(u, "ROLE") == columns.COMBAT]
        near: set[int] = set()
        for u in fighting:
            if self.fact(u, "OF_SIDE") == side:
                near |= self.within(self.unit(u, "HEX"), self.file.scale.pin_hexes)
        return sum(self.steps(u) for u in fighting if self.fact(u, "OF_SIDE") != side and self.unit(u, "HEX") in near)
