"""One game as learning environments play it: the kernels of a match, and what the side to move believes.

The kernels are those of a match, in the same order, so `Battle.match` is the very match these orders make. Whatever a
learner is shown or offered comes from `known`, `believed` and `scratch`: the facts, the state and the field of the side
to move as its View has them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from game.ai import duel
from game.ai.mind import HALF_TURN, NOTES, new_mind
from game.ai.weights import weights
from game.dice import seeded
from game.events import new_log
from game.ground import DISK, SURFACE, TO
from game.lab.table import fixed_of
from game.match import Match, Step
from game.orders import END, END_TURN, ORDER_WIDTH, decode, encode
from game.rulebook import NO_ROAD
from game.rules import field, movement, network, recon, turn, victory
from game.rules.field import NEXT, PATH, STACK, Fixed, Scratch
from game.scenario.load import Scenario
from game.state import HANDICAP, MARGIN, NOBODY, OF_SIDE, OUTCOME, RUNNING, SIDE, SIDES, Ints, State, copy
from game.terms import new_terms
from game.view import known_to


class Battle:
    """A game of a scenario in progress; `restart` begins the next."""

    def __init__(self, scenario: Scenario, dice: str | None = None) -> None:
        """A game of seed 0, with other dice than those of the rules if they are named, as in DICE_MODES."""
        self.scenario = scenario
        self.dice_mode = dice or scenario.rules.file.combat.dice
        self.fixed = fixed_of(scenario, dice)
        self.facts: tuple[Fixed, Fixed] = tuple(known_to(scenario, self.fixed, s)[1] for s in range(len(SIDES)))  # type: ignore[assignment]
        self.side_of: list[int] = self.fixed.roster.units[:, OF_SIDE].tolist()
        self.rings = [[n for n in ring if n >= 0] for ring in self.fixed.board.hexes[:, DISK + 1 : DISK + 7].tolist()]
        """The hexes next to each."""
        arcs, roads = self.fixed.board.arcs, self.fixed.board.arcs[:, SURFACE] != NO_ROAD
        self.has_road = np.zeros(len(self.rings), dtype=bool)
        """Whether a road leads to a hex."""
        self.has_road[arcs[roads, TO]] = True
        self.cheapest = int(self.fixed.march[self.fixed.march > 0].min())
        """Points of the cheapest hex of a march, in twelfths, on any ground."""
        self._make_room()
        self.restart(0)

    def _make_room(self) -> None:
        """States and work arrays of this game's own."""
        self.state, self.believed, self._spare = (copy(self.scenario.start) for _ in range(3))
        self._field, self.scratch = field.new_scratch(self.fixed), field.new_scratch(self.fixed)
        self.paths = field.new_scratch(self.fixed)
        """The field once more, for `reach` alone: what it fills stays until the next unit is asked about."""
        self._net, self._log, self._terms = network.new_net(self.fixed), new_log(0), new_terms()
        self.why = np.full(4, -1, dtype=np.int64)

    def restart(self, seed: int) -> None:
        """Begin anew, at the first dawn of a game with this seed."""
        self.seed, self.dice = seed, seeded(seed)
        self.orders: list[Ints] = []
        """The rows of the orders carried out, in order."""
        self.given = 0
        """Orders given in this half-turn."""
        for table, start in zip(self.state, self.scenario.start, strict=True):
            np.copyto(table, start)
        turn.begin(self.fixed, self.state, self._field, self._net, self._spare, self.dice, self._log)
        self.version = 0
        """Grows with whatever changes."""
        self.look()

    def put(self, state: State) -> None:
        """Go on from another state of the same scenario."""
        for table, other in zip(self.state, state, strict=True):
            np.copyto(table, other)
        self.look()

    def look(self) -> None:
        """Write what the side to move believes, and lay it out; nobody's turn any more leaves the last belief."""
        self.version += 1
        self.memo: dict[Any, Any] = {}
        """What was found out about the belief of the side to move; empty again after every order."""
        over = int(self.state.clock[OUTCOME]) != RUNNING
        self.side = NOBODY if over else int(self.state.clock[SIDE])
        """0 UA, 1 RU, -1 when the game is over."""
        if not over:
            self.known = self.facts[self.side]
            recon.mask(self.known, self.state, self.side, self.believed)
            field.lay_out(self.known, self.believed, self.scratch)

    def belief_of(self, side: int) -> tuple[State, Scratch]:
        """What a side believes now, laid out; the very arrays of the side to move, else new ones."""
        if side == self.side:
            return self.believed, self.scratch
        believed, scratch = copy(self.state), field.new_scratch(self.fixed)
        recon.mask(self.facts[side], self.state, side, believed)
        field.lay_out(self.facts[side], believed, scratch)
        return believed, scratch

    def margin_of(self, side: int, believed: State) -> int:
        """Points of a side less those of the other, in tenths, as far as it knows."""
        facts = self.facts[side]
        ua = int(victory.points(facts, believed, 0)) + int(facts.roster.terms[HANDICAP])
        margin = ua - int(victory.points(facts, believed, 1))
        return margin if side == 0 else -margin

    @property
    def outcome(self) -> int:
        """RUNNING, UA_WINS, RU_WINS or DRAW."""
        return int(self.state.clock[OUTCOME])

    @property
    def margin(self) -> int:
        """Points of UA less points of RU when the game ended, in tenths."""
        return int(self.state.clock[MARGIN])

    @property
    def digest(self) -> str:
        """A hash of the true state, as of a match."""
        return f"{int(field.digest(self.state)):016x}"

    def check(self, row: Ints) -> int:
        """The rule an order of the side to move breaks on what it believes, 0 if none; `why` says more."""
        return int(turn.check(self.known, self.believed, self.scratch, row, self.why))

    def carry_out(self, row: Ints) -> None:
        """Carry out an order that `check` allows."""
        self.orders.append(row)
        self.given += 1
        if row[0] == END:
            self.given = 0
            turn.end_half_turn(self.fixed, self.state, self._field, self._net, self._spare, self.dice, self._log)
        else:
            turn.resolve(self.fixed, self.state, self._field, row, self.dice, self._terms, self._log)
        self.look()

    def stack(self, h: int) -> list[int]:
        """The units that the side to move believes to stand in a hex."""
        units, u = [], int(self.scratch.hexes[STACK, h])
        while u >= 0:
            units.append(u)
            u = int(self.scratch.lists[NEXT, u])
        return units

    def is_enemy(self, h: int) -> bool:
        """Whether the side to move believes enemies to stand in a hex."""
        u = int(self.scratch.hexes[STACK, h])
        return u >= 0 and self.side_of[u] != self.side

    def reach(self, u: int) -> Ints:
        """The hexes a unit of the side to move can get to, by rising cost, its own left out; fills `paths`."""
        if self.memo.get("reached by") != u:
            if "reached by" not in self.memo:
                field.lay_out(self.known, self.believed, self.paths)
            self.memo["reached by"] = u
            count = int(movement.reach(self.known, self.believed, self.paths, u))
            self.memo["reached"] = self.paths.hexes[PATH, 1 : max(count, 1)]
        reached: Ints = self.memo["reached"]
        return reached

    def match(self) -> Match:
        """This game as a match, to watch, to save or to verify: the same orders through the one door."""
        match = Match(self.scenario, self.seed, self.dice_mode)
        for row in self.orders:
            step = match.apply(decode(row))
            assert isinstance(step, Step)
        return match

    def __deepcopy__(self, memo: dict[int, Any]) -> Battle:
        """A game that goes its own way from here; what never changes is shared."""
        twin = object.__new__(Battle)
        memo[id(self)] = twin
        twin.__dict__.update(self.__dict__)
        twin._make_room()
        twin.dice, twin.orders = self.dice.copy(), list(self.orders)
        twin.put(self.state)
        twin.version = self.version
        return twin


END_ROW = encode(END_TURN)
END_ROW.flags.writeable = False


class Scripted:
    """A compiled player that plays half-turns of a battle: the orders it gives in a duel with the same seed."""

    def __init__(self, name: str, battle: Battle) -> None:
        """A player of duel.PLAYERS. Raises ValueError if there is no such player."""
        if name not in duel.PLAYERS:
            raise ValueError(f"There is no player '{name}'. The players are {', '.join(duel.PLAYERS)}.")
        self.name = name
        self._player = duel.PLAYERS.index(name)
        self._mind = new_mind(battle.fixed, weights())
        self._terms = new_terms()

    def forget(self) -> None:
        """Another game begins."""
        self._mind[NOTES, HALF_TURN] = -1

    def play_half_turn(self, battle: Battle) -> None:
        """Give orders until the half-turn is ended."""
        row = np.zeros(ORDER_WIDTH, dtype=np.int64)
        for _ in range(duel.MOST_ORDERS):
            duel.choose(
                self._player, battle.known, battle.believed, battle.scratch, self._mind, battle.dice, row, self._terms,
                battle.why,
            )  # fmt: skip
            if row[0] == END or battle.check(row) != 0:
                break
            battle.carry_out(row.copy())
        battle.carry_out(END_ROW)
