"""Compiled rules and their naive twins agree exactly: on random boards, and on every scenario as it opens and goes on."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pytest
from naive import Naive
from wild import Wild, drawn, make, smallest, wild

from game import state as columns
from game.ai.players import CompiledPlayer, play_half_turn
from game.match import Match
from game.orders import MOVE, MOVE_COUNT, MOVE_PATH, ORDER_WIDTH
from game.rules import breakout, encirclement, field, movement, supply, turn, victory
from game.rules.field import CARRY, COST, GROUP, PATH, STACK, ZONES, Fixed, Scratch
from game.scenario.load import load_scenario, scenario_names
from game.state import SIDES, Ints, State, copy


def test_twins_agree_on_random_boards():
    """[5] [6] [7] [14.2] Three hundred small boards."""
    agree_on(range(300))


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_twins_agree_on_thirty_thousand_random_boards(part: int):
    """[5] [6] [7] [14.2] The same on 3,000 boards at a time."""
    agree_on(range(1000 + 3000 * part, 4000 + 3000 * part))


def agree_on(seeds: range) -> None:
    """Fail with the smallest board on which a twin differs, if one does."""
    for seed in seeds:
        if differences_on(wild(seed)):
            board = smallest(wild(seed), lambda less: bool(differences_on(less)))
            pytest.fail(f"seed {seed}:\n{drawn(board)}\n" + "\n".join(differences_on(board)))


def differences_on(board: Wild) -> list[str]:
    """What the compiled rules and the twins find differently on a board."""
    made = make(board)
    return list(differences(made.fixed, made.state, made.naive))


@pytest.mark.parametrize("name", scenario_names())
def test_twins_agree_on_scenarios(name: str):
    """[5] [6] [7] [14.2] When the battle opens, and at the start of later half-turns when it has grown ragged."""
    scenario = load_scenario(name)
    match, player = Match(scenario, 5), CompiledPlayer("random", 5)
    for half_turn in range(9):
        if half_turn in (0, 1, 8):
            naive = Naive(scenario.ground, scenario.rules, scenario.roster, match.state)
            assert list(differences(match.fixed, match.state, naive)) == []
        play_half_turn(match, player)


def differences(fixed: Fixed, state: State, naive: Naive) -> Iterator[str]:
    """Sentences about what is found differently; none if all agrees."""
    scratch = field.new_scratch(fixed)
    field.lay_out(fixed, state, scratch)
    yield from different_field(scratch, naive, state)
    for u in range(len(state.units)):
        if state.units[u, columns.STATUS] == columns.PRESENT:
            yield from different_reach(fixed, state, scratch, naive, u)
    for side in range(2):
        field.lay_out(fixed, state, scratch)
        yield from different_supply(fixed, state, scratch, naive, side)
        yield from different_groups(fixed, state, scratch, naive, side)


def unequal(what: str, compiled: object, naive: object) -> Iterator[str]:
    """A sentence if two findings differ."""
    if compiled != naive:
        yield f"{what}:\n  compiled {compiled}\n  naive    {naive}"


def different_field(scratch: Scratch, naive: Naive, state: State) -> Iterator[str]:
    """[5.5] Stacks and zones of control."""
    for h in range(len(state.hexes)):
        stack, u = [], int(scratch.hexes[STACK, h])
        while u >= 0:
            stack.append(u)
            u = int(scratch.lists[field.NEXT, u])
        yield from unequal(f"stack in hex {h}", stack, naive.stacks.get(h, []))
    for side in range(2):
        zones = {h: int(z) for h, z in enumerate(scratch.hexes[ZONES + side]) if z}
        yield from unequal(f"zones of {SIDES[side]}", zones, {h: z for h, z in sorted(naive.zones[side].items()) if z})


def different_reach(fixed: Fixed, state: State, scratch: Scratch, naive: Naive, u: int) -> Iterator[str]:
    """[5] Where a unit can get to, what it costs, whether there is room; and the path that leads there is legal."""
    count = int(movement.reach(fixed, state, scratch, u))
    order, why = np.zeros(ORDER_WIDTH, dtype=np.int64), np.zeros(4, dtype=np.int64)
    costs, slow = scratch.hexes[COST].copy(), naive.reach(u)
    reached = [int(h) for h in scratch.hexes[PATH, :count]]
    yield from unequal(f"reach of unit {u}", {h: int(costs[h]) for h in sorted(reached)}, dict(sorted(slow.items())))
    yield from unequal(f"order of the reach of unit {u}", [int(costs[h]) for h in reached], sorted(slow.values()))
    for h in sorted(set(reached) & set(slow) - {naive.unit(u, "HEX")}):
        room = bool(field.has_room(fixed, state, scratch, u, h))
        yield from unequal(f"room for unit {u} in hex {h}", room, naive.has_room(u, h))
        order[0], order[1] = MOVE, u
        if movement.path_to(fixed, scratch, order, h):
            state.clock[columns.SIDE] = naive.fact(u, "OF_SIDE")
            rule = int(turn.check_order(fixed, state, scratch, order, why))
            yield from unequal(f"rule against the path of unit {u} to hex {h}", rule, 0 if room else movement.NO_ROOM)
            yield from unequal(f"cost of the path of unit {u} to hex {h}", int(why[2]), slow[h])


def different_supply(fixed: Fixed, state: State, scratch: Scratch, naive: Naive, side: int) -> Iterator[str]:
    """[6.1] [6.2] [6.3] Minutes by road, and hexes on foot beyond."""
    count = int(supply.trace(fixed, state, scratch, side))
    served = {h: (int(c), int(scratch.hexes[COST, h])) for h, c in enumerate(scratch.hexes[CARRY]) if c >= 0}
    slow = naive.trace(side)
    yield from unequal(f"supply of {SIDES[side]}", served, dict(sorted(slow.items())))
    yield from unequal(f"hexes served of {SIDES[side]}", sorted(map(int, scratch.hexes[PATH, :count])), sorted(slow))


def different_groups(fixed: Fixed, state: State, scratch: Scratch, naive: Naive, side: int) -> Iterator[str]:
    """[7.1] [14.2] [14.3] Pockets, hexes joined to a source, pinned steps."""
    own = [u for stack in naive.stacks.values() for u in stack if naive.fact(u, "OF_SIDE") == side]
    state = copy(state)
    supply.trace(fixed, state, scratch, side)
    supply.write_nearness(fixed, state, scratch, side)
    count = int(encirclement.pockets(fixed, state, scratch, side))
    group = {u: int(scratch.hexes[GROUP, naive.unit(u, "HEX")]) for u in own}
    found = {frozenset(u for u in own if group[u] == number) for number in range(count)}
    slow = naive.pockets(side)
    yield from unequal(f"pockets of {SIDES[side]}", sorted(map(sorted, found)), sorted(map(sorted, slow)))
    for u in own:
        cut_off = bool(encirclement.cut_off(fixed, state, scratch, side, naive.unit(u, "HEX")))
        yield from unequal(f"whether unit {u} is cut off", cut_off, any(u in units for units in slow))
    yield from different_pockets(fixed, state, naive, side, found & slow)
    victory.connect(fixed, state, scratch, side)
    joined = set(map(int, np.flatnonzero(scratch.hexes[GROUP])))
    yield from unequal(f"hexes joined to a source of {SIDES[side]}", sorted(joined), sorted(naive.connected(side)))
    pinned = int(victory.pinned_steps(fixed, state, scratch, side))
    yield from unequal(f"steps pinned by {SIDES[side]}", pinned, naive.pinned(side))


def different_pockets(
    fixed: Fixed, state: State, naive: Naive, side: int, pockets: set[frozenset[int]]
) -> Iterator[str]:
    """[7.2] [7.3] [7.5] Whether porters reach a pocket, whether it is enclosed, and the way out of it for each unit."""
    scratch, order = field.new_scratch(fixed), np.zeros(ORDER_WIDTH, dtype=np.int64)
    for units in sorted(pockets, key=min):
        field.lay_out(fixed, state, scratch)
        encirclement.pockets(fixed, state, scratch, side)
        number = int(scratch.hexes[GROUP, naive.unit(min(units), "HEX")])
        near = bool(encirclement.near_supply(fixed, state, scratch, side, number))
        yield from unequal(f"whether porters reach the pocket of {sorted(units)}", near, naive.near_supply(side, units))
        yield from unequal(f"marks left by porters of {sorted(units)}", int(scratch.hexes[GROUP].min()) >= -2, True)
        closed = bool(encirclement.is_enclosed(fixed, state, scratch, side, number))
        yield from unequal(f"whether the pocket of {sorted(units)} is enclosed", closed, naive.enclosed(side, units))
        for u in sorted(units):
            yield from different_way_out(fixed, state, scratch, naive, u, order)


def different_way_out(
    fixed: Fixed, state: State, scratch: Scratch, naive: Naive, u: int, order: Ints
) -> Iterator[str]:
    """[7.5] The way out of a pocket, in hexsides in zones and hexes; and an order to go it is legal."""
    field.lay_out(fixed, state, scratch)
    found = bool(breakout.find_way_out(fixed, state, scratch, u, order))
    assert (scratch.queue[: field.BUCKETS, 1] == -1).all(), "the queue is left empty"
    way = naive.way_out(u)
    if not found:
        yield from unequal(f"way out for unit {u}", None, way)
        return
    hexes = [naive.unit(u, "HEX"), *map(int, order[MOVE_PATH : MOVE_PATH + order[MOVE_COUNT]])]
    zones = naive.zones[1 - naive.fact(u, "OF_SIDE")]
    crossed = sum(2 in (zones[h], zones[n]) for h, n in itertools.pairwise(hexes))
    yield from unequal(f"way out for unit {u}", (crossed, len(hexes) - 1), way)
    state.clock[columns.SIDE], why = naive.fact(u, "OF_SIDE"), np.zeros(4, dtype=np.int64)
    rule = int(turn.check_order(fixed, state, scratch, order, why))
    yield from unequal(f"rule against the way out of unit {u}", rule, 0)


def test_random_boards_have_pockets_with_and_without_a_way_out():
    """[7.5] Some of each, so that the twins have something to agree on."""
    ways = []
    for seed in range(300):
        naive = make(wild(seed)).naive
        for side in range(2):
            ways += [naive.way_out(u) is not None for units in naive.pockets(side) for u in units]
    assert sum(ways) > 10 < len(ways) - sum(ways)
