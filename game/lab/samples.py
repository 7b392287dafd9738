"""True states that a view may stand for: what a side does not know is drawn, what it knows stays as it is.

Every sample looks to the side exactly like the view it is drawn from: `recon.mask` makes the same belief of it, and no
hidden enemy stands where the side would notice him. Nothing but the view is read, so two matches that a side cannot tell
apart have the same samples. What is drawn, and from what:

    enemies not in contact     within the days since they were noticed of where that was, most of them still there
    enemies never noticed      in enemy ground, as far behind the line as one of the side's own of the kind stands behind
                               its, near others of the formation
    strength below level 3     as full as one of the side's own units; at level 3 anything within the band
    fatigue, supply, rounds    at level 4 as noticed; else as one of the side's own units has, of supply one well supplied
    depots and what comes      as much a head as the side's own, at the places known before the first dawn
    what the enemy knows       units next to his or in his sight; half of those within three hexes by hearsay

A draw is a function of the seed, what it is for and whom it concerns, like the dice of the rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from game.dice import mix
from game.ground import DISK, TERRAIN
from game.rulebook import (
    ADJACENT_LEVEL, ALLOWANCE_FOOT, AMMO_QUIET, ASSUMED_ROUNDS, FULL_DAYS, LOW_DAYS, MORALE_BASE, SIGHT_HEXES,
    SIGHT_LEVEL, STACK_STEPS, STACK_UNITS, STEP_PEOPLE, STEPS_BAND, STRAINED_DAYS, SUST_QUIET, WATER,
)  # fmt: skip
from game.rules import field
from game.rules.field import Fixed
from game.rules.recon import ABOUT, ALL, STRENGTH
from game.state import (
    ALLOWANCE, AMMO, ARRIVES, ATTACKS, BATTERY, BOUND_AT, BY_CONTACT, BY_SIGHT, CAUTION, CLAIM_PAID, CLASS, COMBAT, DAILY,
    DAILY_AMMO, DAYS, DEFENSIVE, DEPOT_ROLE, DRONES, EDGE_BLOCK, ELIMINATED, ENTRY, ESTABLISHMENT, FATIGUE, FORMATION,
    FULL, HEX, HEX_BLOCK, HOLD, HOLDER_AT, JAM, JAMMER, MEN, MOBILITY, MORALE, NEAR_SUPPLY, OF_SIDE, OUT, OUT_TURNS,
    OVERHEAD, OWNER, PEOPLE, PLOT_HEX, POINTS, POOL_FULL, POSTURE, PRESENT, QUALITY, REACTED, READY, REPLY, RESERVE, ROLE,
    ROUNDS, SEATS, SEEN_FATIGUE, SEEN_HEX, SEEN_LEVEL, SEEN_POSTURE, SEEN_SOURCE, SEEN_STATUS, SEEN_STEPS, SEEN_SUPPLY,
    SEEN_TURN, SIDE, SIDE_BLOCK, SKY, SORTIES_DAILY, SOURCE, START_OWNER, START_QUALITY, STATIC, STATUS, SUMMONED, SUPPLY,
    SUST, TASK, TASK_AT, TURN, UNKNOWN, VEHICLES, WAITING, WITHDRAWN, ZONE, Ints, State, copy,
)  # fmt: skip
from game.view import View

STAYS = 80
"""Chance, of 100, that a unit out of contact has not moved in a day, as in battles between computer players."""
PACE, FARTHEST = 4, 6
"""Hexes within which a unit that has moved is a day later, and later still; mostly near, as in those battles."""
NEAR_MATE = 5
"""Hexes from a unit of its formation within which one never noticed is taken to stand."""
HEARSAY = 3
"""Hexes from his units within which the enemy has half of the side's units noted."""
TRIES = 8
"""Draws of a hex with room before the first in the enemy's rear is taken."""
FULL_SUPPLY = 300
NEAR_SOURCE, NEAR_HEX = 700, 20
"""How near supply is at a source, and how much less each hex away."""
(
    PLACE, TRY, PEOPLE_OF, STEPS_IN, FATIGUE_OF, SUPPLY_OF, ROUNDS_OF, POSTURE_OF, HEARD_OF, ENTERS, MOVED, MATE, DEPTH,
) = range(13)  # fmt: skip
"""What is drawn."""


GONE = (ELIMINATED, WITHDRAWN)
"""What has become of a unit that will not come back."""


class Draws:
    """Keyed draws: the same for the same seed, purpose and key, whatever was drawn before."""

    def __init__(self, seed: int) -> None:
        self._first = mix(np.uint64(seed % 2**63))

    def roll(self, purpose: int, key: int, faces: int) -> int:
        """A number from 0 to faces - 1."""
        bits = mix(mix(self._first ^ np.uint64(purpose)) ^ np.uint64(key))
        return (int(bits) >> 33) % faces


class Room(NamedTuple):
    """Where enemy units have been put, and of how many people each unit is."""

    stacks: dict[int, list[int]]
    people: list[int]


class Sampler:
    """Draws states that a view may stand for, and the facts to play them on with."""

    def __init__(self, view: View) -> None:
        self.view, self.side, self.enemy = view, view.side, 1 - view.side
        self.grid, self.state = view.scenario.grid, view.believed
        self.facts, self.numbers = view.fixed.roster.units, view.fixed.rules.numbers
        self.turn = int(self.state.clock[TURN])
        self.own = [int(u) for u in np.flatnonzero(self.facts[:, OF_SIDE] == self.side)]
        self.theirs = [int(u) for u in np.flatnonzero(self.facts[:, OF_SIDE] == self.enemy)]
        self._own_people = max(1, self._committed(self.side))
        self._kept: dict[tuple[int, int], list[int]] = {}

    # what the side knows ---------------------------------------------------------------------------------------------

    def _committed(self, side: int) -> int:
        """People of a side's units at full strength."""
        return int(self.facts[self.facts[:, OF_SIDE] == side, ESTABLISHMENT].sum())

    @cached_property
    def _of_own(self) -> list[list[int]]:
        """Own units on the map by role; all fighting units for a role that none has."""
        here = [u for u in self.own if self.state.units[u, STATUS] == PRESENT]
        by_role = [[u for u in here if self.facts[u, ROLE] == role] for role in range(SOURCE)]
        return [found or by_role[COMBAT] for found in by_role]

    @cached_property
    def watched(self) -> set[int]:
        """Hexes in which the side would notice an enemy: where it stands, next to it, in its sight, under its drones."""
        board, sight, units = self.view.fixed.board.hexes, self.view.fixed.sight, self.state.units
        found = {int(h) for h in np.flatnonzero(self.state.hexes[:, OVERHEAD + self.side])}
        return found.union(*(self._seen_from(board, sight, int(units[u, HEX])) for u in self.own if self._stands(u)))

    def _stands(self, u: int) -> bool:
        """Whether a unit takes up room on the map, as far as the side knows."""
        row = self.state.units[u]
        return bool(row[STATUS] == PRESENT and row[HEX] >= 0 and self.facts[u, ROLE] < SOURCE)

    def _seen_from(self, board: Ints, sight: Ints, h: int) -> set[int]:
        """The hexes next to a hex, and those in sight of it under the sky of the day."""
        reach = int(self.view.fixed.rules.tables[SIGHT_HEXES, self.state.clock[SKY]])
        disk, clear = board[h, DISK : DISK + 37].tolist(), int(sight[h])
        seen = {n for i, n in enumerate(disk[: 1 + 3 * reach * (reach + 1)]) if (clear >> i) & 1}
        return (seen | set(disk[:7])) - {-1}

    @cached_property
    def ground(self) -> list[int]:
        """Land held by the enemy, as far as is known, in which a unit of his would not be noticed."""
        owner, terrain = self.state.hexes[:, OWNER], self.view.fixed.board.hexes[:, TERRAIN]
        held = np.flatnonzero((owner == self.enemy) & (terrain != WATER))
        return [int(h) for h in held if int(h) not in self.watched]

    @cached_property
    def behind(self) -> dict[int, int]:
        """How far the hexes of the map lie from the ground the side holds."""
        return self._spread(int(h) for h in np.flatnonzero(self.state.hexes[:, OWNER] == self.side))

    @cached_property
    def _depths(self) -> list[list[int]]:
        """How far the side's own units of each role stand from ground the enemy holds."""
        far = self._spread(int(h) for h in np.flatnonzero(self.state.hexes[:, OWNER] == self.enemy))
        return [[far.get(int(self.state.units[u, HEX]), 1) for u in like] for like in self._of_own]

    def _spread(self, start: object, within: set[int] | None = None) -> dict[int, int]:
        """Hexes from the nearest of some, through all of the map or some hexes of it."""
        line = list(dict.fromkeys(start))  # type: ignore[call-overload]
        far: dict[int, int] = dict.fromkeys(line, 0)
        for h in line:
            for _, n in self.grid.neighbours(h):
                if n not in far and (within is None or n in within):
                    far[n] = far[h] + 1
                    line.append(n)
        return far

    def is_sure(self, u: int) -> bool:
        """Whether an enemy unit is known to be where it was last noticed: its hex has been looked at since."""
        row = self.state.units[u]
        looked = self.turn if self.state.clock[SIDE] == self.side else self.turn - 1
        return bool(row[SEEN_HEX] >= 0 and row[SEEN_TURN] >= looked and int(row[SEEN_HEX]) in self.watched)

    # facts -----------------------------------------------------------------------------------------------------------

    @cached_property
    def fixed(self) -> Fixed:
        """The facts to play on with: what the side is not told of the enemy as its own side has it, head for head."""
        known = self.view.fixed
        facts = known.roster.units.copy()
        sources = [int(self.facts[u, ENTRY]) for u in self.theirs if self.facts[u, ROLE] == SOURCE]
        sources = [h for h in sources if h >= 0] or [int(np.flatnonzero(self.state.hexes[:, OWNER] >= 0)[0])]
        draws = Draws(ENTERS)
        for u in self.theirs:
            role = int(facts[u, ROLE])
            if role >= SOURCE:
                facts[u, DAILY_AMMO : SEATS + 1] = self._supplying(role, self.facts[:, DAILY_AMMO : SEATS + 1])
                facts[u, DAILY_AMMO + 4 : SEATS + 1] = self._mean(role, self.facts[:, DAILY_AMMO + 4 : SEATS + 1])
                facts[u, POOL_FULL] = self._supplying(role, self.facts[:, POOL_FULL : POOL_FULL + 1])[0]
            elif role in (BATTERY, DRONES):
                like = [v for v in self._of_own[role] if self.facts[v, ROLE] == role]
                for column in (DAILY, SORTIES_DAILY):
                    facts[u, column] = round(sum(int(self.facts[v, column]) for v in like) / max(1, len(like)))
            if facts[u, ENTRY] < 0:
                facts[u, ENTRY] = sources[draws.roll(ENTERS, u, len(sources))]
        return known._replace(roster=known.roster._replace(units=facts))

    def _suppliers(self, side: int, role: int) -> list[int]:
        """Depots or sources of a side; if it has none of the role, all that supply."""
        all_ = [int(u) for u in np.flatnonzero((self.facts[:, OF_SIDE] == side) & (self.facts[:, ROLE] >= SOURCE))]
        return [u for u in all_ if self.facts[u, ROLE] == role] or all_

    def _supplying(self, role: int, values: Ints) -> Ints:
        """What one of the enemy's depots or sources has of something, if he has as much a head as the side."""
        total = values[self._suppliers(self.side, role)].sum(axis=0)
        share: Ints = total * self._committed(self.enemy) // self._own_people
        return share // max(1, len(self._suppliers(self.enemy, role)))

    def _mean(self, role: int, values: Ints) -> Ints:
        """What one of the side's depots or sources has of something."""
        like = self._suppliers(self.side, role)
        mean: Ints = values[like].sum(axis=0) // max(1, len(like))
        return mean

    # drawing ---------------------------------------------------------------------------------------------------------

    def draw(self, seed: int) -> State:
        """A true state that the view may stand for; the same for the same seed."""
        draws, state = Draws(seed), copy(self.state)
        self._ground(state)
        self._place(draws, state)
        for u in self.theirs:
            if self.facts[u, ROLE] >= SOURCE:
                self._stock(state, u)
            elif state.units[u, STATUS] not in GONE:
                self._fill(draws, state, u)
        mine = state.units[self.own, ZONE].copy()
        field.set_zones(self.fixed, state)
        state.units[self.own, ZONE] = mine
        self._notice(draws, state)
        return state

    def _ground(self, state: State) -> None:
        """Hexes, hexsides and accounts are as the side believes them; the enemy believes the same."""
        other, hexes, edges = self.enemy, state.hexes, state.edges
        hexes[:, (1 + other) * HEX_BLOCK : (2 + other) * HEX_BLOCK] = hexes[:, :HEX_BLOCK]
        edges[:, (1 + other) * EDGE_BLOCK : (2 + other) * EDGE_BLOCK] = edges[:, :EDGE_BLOCK]
        held = (hexes[:, START_OWNER] == other) & (hexes[:, OWNER] == other)
        hexes[held, CLAIM_PAID + other] = HOLDER_AT + other
        hexes[:, NEAR_SUPPLY + other] = -1
        for h, far in self._supplied.items():
            hexes[h, NEAR_SUPPLY + other] = max(0, NEAR_SOURCE - NEAR_HEX * far)
        for block in range(1, 3):
            state.sides[:, block * SIDE_BLOCK : (block + 1) * SIDE_BLOCK] = state.sides[:, :SIDE_BLOCK]

    @cached_property
    def _supplied(self) -> dict[int, int]:
        """Enemy ground, and hexes from his depots and sources through it."""
        held = {int(h) for h in np.flatnonzero(self.state.hexes[:, OWNER] == self.enemy)}
        depots = [int(self.state.units[u, HEX]) for u in self.theirs if self.facts[u, ROLE] >= SOURCE]
        return self._spread((h for h in depots if h in held), held)

    def _place(self, draws: Draws, state: State) -> None:
        """Put every enemy unit somewhere: those surely seen first, then ghosts, then those never noticed."""
        room = Room({}, [self._people(draws, u) for u in range(len(self.facts))])
        sure = [u for u in self.theirs if self.facts[u, ROLE] < SOURCE and self._is_about(u)]
        for u in sorted(sure, key=lambda u: not self.is_sure(u)):
            h = int(self.state.units[u, SEEN_HEX]) if self.is_sure(u) else self._somewhere_near(draws, room, u)
            self._put(state, room, u, h)
        for u in self.theirs:
            if self.facts[u, ROLE] >= SOURCE or self._is_about(u) or self.state.units[u, STATUS] in GONE:
                if self.state.units[u, STATUS] in GONE:
                    state.units[u, HEX] = -1
                continue
            if self.facts[u, ARRIVES] > self.turn:
                state.units[u, STATUS], state.units[u, HEX] = WAITING, -1
            else:
                self._put(state, room, u, self._somewhere(draws, room, u))

    def _is_about(self, u: int) -> bool:
        """Whether an enemy unit has been noticed and not forgotten."""
        row = self.state.units[u]
        return bool(row[SEEN_HEX] >= 0 and row[STATUS] == PRESENT)

    def _put(self, state: State, room: Room, u: int, h: int) -> None:
        """Put an enemy unit into a hex; without one it waits off the map."""
        state.units[u, STATUS], state.units[u, HEX] = (PRESENT, h) if h >= 0 else (WAITING, -1)
        if h >= 0:
            room.stacks.setdefault(h, []).append(u)

    def _has_room(self, room: Room, u: int, h: int) -> bool:
        """Whether a hex has room for another enemy unit [1.3]."""
        there = room.stacks.get(h, [])
        if len(there) >= self.numbers[STACK_UNITS]:
            return False
        steps = sum(-(-room.people[v] // int(self.numbers[STEP_PEOPLE])) for v in [*there, u])
        return steps <= int(self.numbers[STACK_STEPS])

    def _somewhere_near(self, draws: Draws, room: Room, u: int) -> int:
        """Where a unit that was noticed earlier, or somewhere about, is taken to be now."""
        row = self.state.units[u]
        seen, days = int(row[SEEN_HEX]), max(1, self.turn - int(row[SEEN_TURN]))
        radius = min(PACE * days, FARTHEST) if self.facts[u, MOBILITY] != STATIC else 0
        stayed = all(draws.roll(MOVED, 64 * u + min(day, 20), 100) < STAYS for day in range(days))
        if row[SEEN_LEVEL] == ABOUT:
            radius, stayed = max(radius, 1), False
        if stayed and seen in self._hidden and self._has_room(room, u, seen):
            return seen
        near = [h for h in self.grid.disk(seen, max(radius, 1)) if h in self._hidden and h != seen]
        h = self._any(draws, room, u, near, seen)
        return h if h >= 0 else self._somewhere(draws, room, u)

    def _any(self, draws: Draws, room: Room, u: int, hexes: Sequence[int], middle: int) -> int:
        """One of some hexes about a middle with room, the nearer the likelier; -1 if there is none."""
        free = [h for h in hexes if self._has_room(room, u, h)]
        weights = [144 // self.grid.distance(middle, h) ** 2 for h in free]
        return _weighted(draws.roll(PLACE, u, max(1, sum(weights))), free, weights)

    @cached_property
    def _hidden(self) -> set[int]:
        return set(self.ground)

    @cached_property
    def _mates(self) -> dict[int, list[int]]:
        """Where units of the enemy's formations were noticed."""
        found: dict[int, list[int]] = {}
        for u in self.theirs:
            if self.facts[u, ROLE] < SOURCE and self._is_about(u):
                found.setdefault(int(self.facts[u, FORMATION]), []).append(int(self.state.units[u, SEEN_HEX]))
        return found

    def _at_depth(self, depth: int, mate: int) -> list[int]:
        """Enemy ground about as far behind the line, near a unit of the formation if there is such ground there."""
        if (depth, mate) not in self._kept:
            hexes = [h for h in self.ground if abs(self.behind.get(h, FARTHEST) - depth) <= 1]
            near = [h for h in hexes if mate >= 0 and self.grid.distance(mate, h) <= NEAR_MATE]
            self._kept[depth, mate] = near or hexes
        return self._kept[depth, mate]

    def _somewhere(self, draws: Draws, room: Room, u: int) -> int:
        """Where a unit never noticed is taken to be: behind the line, near others of its formation; -1 if nowhere."""
        depths = self._depths[int(self.facts[u, ROLE])] or [1]
        mates = self._mates.get(int(self.facts[u, FORMATION])) or [-1]
        depth, mate = depths[draws.roll(DEPTH, u, len(depths))], mates[draws.roll(MATE, u, len(mates))]
        hexes = self._at_depth(depth, mate)
        for again in range(TRIES if hexes else 0):
            h = hexes[draws.roll(TRY, TRIES * u + again, len(hexes))]
            if self._has_room(room, u, h):
                return h
        free = (h for h in self.ground if self._has_room(room, u, h))
        return min(free, key=lambda h: (abs(self.behind.get(h, FARTHEST) - depth), h), default=-1)

    def _fill(self, draws: Draws, state: State, u: int) -> None:
        """Give an enemy unit that is about strength, fatigue, supply, rounds and a posture."""
        row, fact, known = state.units[u], self.facts[u], self.state.units[u]
        level = int(known[SEEN_LEVEL])
        like = self._of_own[int(fact[ROLE])]
        one = like[draws.roll(FATIGUE_OF, u, len(like))] if like else None
        row[PEOPLE:SEEN_LEVEL] = 0
        row[PEOPLE] = self._people(draws, u)
        row[QUALITY] = fact[START_QUALITY]
        row[FATIGUE] = known[SEEN_FATIGUE] if level >= ALL or one is None else self.state.units[one, FATIGUE]
        self._supply(draws, row, u, level)
        row[MORALE] = self.view.fixed.rules.tables[MORALE_BASE, row[QUALITY]]
        row[CLASS], row[REPLY] = 1, fact[ROLE] == BATTERY
        row[BOUND_AT], row[TASK_AT], row[PLOT_HEX] = -1, -1, -1
        row[TASK] = JAM if fact[ROLE] == JAMMER else 0
        row[REACTED], row[SUMMONED] = known[REACTED], known[SUMMONED]
        row[POSTURE] = known[SEEN_POSTURE]
        if level < STRENGTH and fact[ROLE] == COMBAT:
            row[POSTURE] = (RESERVE, READY)[faces] if (faces := draws.roll(POSTURE_OF, u, 10)) < 2 else HOLD
        if fact[ROLE] in (BATTERY, DRONES):
            same = [v for v in like if self.facts[v, ROLE] == fact[ROLE]]
            pattern = self.state.units[same[draws.roll(ROUNDS_OF, u, len(same))]] if same else None
            assumed = self.numbers[ASSUMED_ROUNDS] if fact[ROLE] == BATTERY else 0
            row[ROUNDS] = pattern[ROUNDS] if pattern is not None else assumed
            row[DEFENSIVE] = pattern[DEFENSIVE] if pattern is not None else assumed
        if self.state.clock[SIDE] == self.enemy and fact[MOBILITY] != STATIC and row[STATUS] == PRESENT:
            row[ALLOWANCE] = row[POINTS] = self.numbers[ALLOWANCE_FOOT + fact[MOBILITY]]
            row[ATTACKS] = 1

    def _people(self, draws: Draws, u: int) -> int:
        """People of an enemy unit: of as many steps as are known, within the band, or as full as a unit of the side."""
        if self.facts[u, ROLE] >= SOURCE or self.facts[u, OF_SIDE] == self.side:
            return 0
        level = int(self.state.units[u, SEEN_LEVEL])
        step, full = int(self.numbers[STEP_PEOPLE]), int(self.facts[u, ESTABLISHMENT])
        if level >= STRENGTH:
            steps, band = int(self.state.units[u, SEEN_STEPS]), int(self.numbers[STEPS_BAND])
            if level == STRENGTH:
                least = (steps - 1) // band * band + 1
                most = max(least, min(least + band - 1, -(-full // step)))
                steps = least + draws.roll(STEPS_IN, u, most - least + 1)
            return max(1, (steps - 1) * step + 1 + draws.roll(PEOPLE_OF, u, step))
        like = self._of_own[int(self.facts[u, ROLE])]
        other = like[draws.roll(PEOPLE_OF, u, len(like))] if like else None
        if other is None or not self.facts[other, ESTABLISHMENT]:
            return full
        share = int(self.state.units[other, PEOPLE]) * 100 // int(self.facts[other, ESTABLISHMENT])
        return max(1, full * min(share, 100) // 100)

    def _supply(self, draws: Draws, row: Ints, u: int, level: int) -> None:
        """Days, state and goods of an enemy unit: as noticed at level 4, else in full supply."""
        limits = [int(self.numbers[i]) for i in (FULL_DAYS, STRAINED_DAYS, LOW_DAYS)]
        known = int(self.state.units[u, SEEN_SUPPLY]) if level >= ALL else 0
        supply = min(known, OUT)
        most = FULL_SUPPLY if supply == 0 else limits[supply - 1] - 1
        least = limits[supply] if supply < OUT else 0
        days = least + draws.roll(SUPPLY_OF, u, max(1, most - least + 1))
        row[DAYS], row[SUPPLY], row[OUT_TURNS] = days, supply, max(known - OUT + 1, 0)
        steps = -(-int(row[PEOPLE]) // int(self.numbers[STEP_PEOPLE]))
        row[AMMO] = -(-days * int(self.numbers[AMMO_QUIET]) * steps // 100)
        row[SUST] = -(-days * int(self.numbers[SUST_QUIET]) * steps // 100)
        full = self._well_supplied
        if supply == FULL and full:
            one = self.state.units[full[draws.roll(SUPPLY_OF, u, len(full))]]
            row[DAYS] = one[DAYS]
            row[[AMMO, SUST]] = one[[AMMO, SUST]] * row[PEOPLE] // max(1, int(one[PEOPLE]))

    @cached_property
    def _well_supplied(self) -> list[int]:
        """Own fighting units that are in full supply."""
        return [u for u in self._of_own[COMBAT] if self.state.units[u, SUPPLY] == FULL]

    def _stock(self, state: State, u: int) -> None:
        """Give an enemy depot or source its goods and vehicles; one in reserve stays there."""
        row, role = state.units[u], int(self.facts[u, ROLE])
        if row[STATUS] == ELIMINATED:
            return
        if row[STATUS] == UNKNOWN or row[HEX] < 0:
            row[STATUS], row[HEX] = WAITING, -1
            return
        if role == DEPOT_ROLE and state.hexes[row[HEX], OWNER] != self.enemy:
            row[HEX] = min(self._supplied, key=lambda h: (self.grid.distance(h, int(row[HEX])), h), default=row[HEX])
        row[AMMO : MEN + 1] = self._supplying(role, self.state.units[:, AMMO : MEN + 1])
        row[VEHICLES] = self._supplying(role, self.state.units[:, VEHICLES : VEHICLES + 1])[0]
        row[CAUTION] = self._mean(role, self.state.units[:, CAUTION : CAUTION + 1])[0]

    def _notice(self, draws: Draws, state: State) -> None:
        """Give the enemy what he knows of the side's units: those in contact with his, and some by hearsay."""
        board, sight, numbers = self.view.fixed.board.hexes, self.view.fixed.sight, self.numbers
        standing = {
            int(state.units[u, HEX]) for u in self.theirs if self.facts[u, ROLE] < SOURCE and state.units[u, HEX] >= 0
        }
        seen: set[int] = set().union(*(self._seen_from(board, sight, h) for h in standing))
        disks = board[sorted(standing), DISK : DISK + 37]
        beside, near = set(disks[:, :7].flat), set(disks[:, : 1 + 3 * HEARSAY * (HEARSAY + 1)].flat)
        band, step = int(numbers[STEPS_BAND]), int(numbers[STEP_PEOPLE])
        for u in self.own:
            row = state.units[u]
            if row[STATUS] in GONE:
                row[SEEN_STATUS] = row[STATUS]
            if not self._stands(u):
                continue
            h = int(row[HEX])
            level = int(numbers[ADJACENT_LEVEL if h in beside else SIGHT_LEVEL]) if h in seen else 0
            heard = not level and h in near and draws.roll(HEARD_OF, u, 2) == 0
            if not level and not heard:
                continue
            row[SEEN_LEVEL], row[SEEN_HEX], row[SEEN_STATUS] = level or ABOUT, h, PRESENT
            row[SEEN_TURN] = self.turn - heard
            row[SEEN_SOURCE] = BY_CONTACT if level >= STRENGTH else BY_SIGHT
            steps = -(-int(row[PEOPLE]) // step)
            row[SEEN_STEPS] = -(-int(self.facts[u, ESTABLISHMENT]) // step)
            if level >= STRENGTH:
                row[SEEN_STEPS], row[SEEN_POSTURE] = (steps - 1) // band * band + (band + 1) // 2, row[POSTURE]


def _weighted(roll: int, hexes: Sequence[int], weights: Sequence[int]) -> int:
    """The hex on which a roll below the sum of the weights falls; -1 if there is none."""
    for h, weight in zip(hexes, weights, strict=True):
        roll -= weight
        if roll < 0:
            return h
    return -1
