"""The books of supply and of people balance, to the kilogram and to the person, in every half-turn of a match."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest
from wanderer import Wanderer

from game import state as columns
from game.ai.players import CompiledPlayer, play_half_turn
from game.events import Event
from game.match import Match, Step
from game.orders import EndTurn
from game.rules import encirclement, field, logistics, network
from game.rules.network import Net
from game.scenario.load import Scenario, load_scenario, scenario_names
from game.state import AMMO, LIGHT, MEN, REPLACED, SHELLS, URGENT, Ints, State, copy

SCENARIOS = {name: load_scenario(name) for name in scenario_names()}
each_scenario = pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
PLAYERS = {"random": lambda seed: CompiledPlayer("random", seed), "greedy": lambda seed: CompiledPlayer("greedy", seed),
           "wanderer": Wanderer}  # fmt: skip
each_player = pytest.mark.parametrize("player", PLAYERS)


@each_player
@each_scenario
def test_books_balance_in_every_half_turn(scenario: Scenario, player: str):
    """Goods, vehicles, replacements, wounded, depots moved and taken; of the half-turn that began, and of the next."""
    check_match(scenario, player, seed=17)


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
@each_scenario
def test_books_balance_in_a_thousand_matches(scenario: Scenario, part: int):
    """A hundred matches at a time."""
    for seed in range(100 * part, 100 * part + 50):
        for player in ("random", "greedy") if seed % 10 else PLAYERS:
            check_match(scenario, player, seed)


def check_match(scenario: Scenario, player: str, seed: int) -> None:
    """Play a match and look at its books."""
    match, players = Match(scenario, seed), [PLAYERS[player](seed), PLAYERS[player](seed + 1)]
    hurt, net = Hurt(match), network.new_net(match.fixed)
    before = copy(match.state)
    before.sides[:] = 0
    hurt.add(match.opening)
    for column in (columns.KG_SENT, columns.KG_LOST, columns.VEHICLES_LOST):
        assert match.state.sides[1 - match.side, column] == 0
    check_sums(match, before, match.side)
    while match.outcome is None:
        check_next(match, net, 1 - match.side)
        before, done = match.state, len(match.steps)
        match.listeners[:] = [Depots(match)]
        play_half_turn(match, players[match.side])
        hurt.add(event for step in match.steps[done:] for event in step.events)
        hurt.check()
        if match.outcome is None:
            check_sums(match, before, match.side)


def own(match: Match, side: int, *, suppliers: bool) -> Ints:
    """A side's sources and depots, or its troops, by index."""
    facts = match.fixed.roster.units
    mine = (facts[:, columns.OF_SIDE] == side) & ((facts[:, columns.ROLE] >= columns.SOURCE) == suppliers)
    return np.flatnonzero(mine)


def check_sums(match: Match, before: State, side: int) -> None:
    """What a side's depots say they sent this morning is what its account says, and what came or was lost."""
    account = match.state.sides[side] - before.sides[side]
    depots, troops = own(match, side, suppliers=True), own(match, side, suppliers=False)
    units = match.state.units
    working = (units[depots, columns.STATUS] == columns.PRESENT) & (units[depots, columns.ASKED_KG] > 0)
    there = troops[units[troops, columns.STATUS] == columns.PRESENT]
    came = units[there, columns.CAME_KG].sum() + units[depots, columns.CAME_KG].sum()
    carried = account[columns.KG_SENT] - units[depots[working], columns.ASKED_KG].sum()
    assert carried in range(1000 * len(there) + 1), "porters carry a tonne into a pocket at most"
    assert came == account[columns.KG_SENT] - account[columns.KG_LOST]
    assert (units[depots, columns.VEHICLES] >= 0).all()
    assert (units[:, AMMO : MEN + 1] >= 0).all()
    assert (units[:, URGENT : LIGHT + 1] >= 0).all()


def check_next(match: Match, net: Net, side: int) -> None:
    """A side's logistics, step by step, on the state as it is."""
    fixed, state, scratch = match.fixed, copy(match.state), field.new_scratch(match.fixed)
    depots, troops = own(match, side, suppliers=True), own(match, side, suppliers=False)
    logistics.use_up(fixed, state, side)
    before = copy(state)
    logistics.solve(fixed, state, scratch, net, side)
    assert all(np.array_equal(a, b) for a, b in zip(state, before, strict=True)), "solving changes nothing"
    logistics.arrive_all(fixed, state, net, side)
    account = state.sides[side] - before.sides[side]
    gained = weight(match, state) - weight(match, before)
    there = troops[state.units[troops, columns.STATUS] == columns.PRESENT]
    assert np.array_equal(gained[there], state.units[there, columns.CAME_KG])
    assert gained[depots].sum() + account[columns.KG_LOST] + gained[there].sum() == 0
    used = net.depots[net.depots[:, network.DEPOT_UNIT] >= 0]
    serving = used[:, network.DEPOT_UNIT]
    assert np.array_equal(gained[serving], state.units[serving, columns.CAME_KG] - state.units[serving, columns.ASKED_KG])
    assert account[REPLACED] == (state.units[troops, columns.PEOPLE] - before.units[troops, columns.PEOPLE]).sum()
    gone = before.units[depots, columns.VEHICLES] - state.units[depots, columns.VEHICLES]
    assert gone.sum() == account[columns.VEHICLES_LOST]
    waiting = before.units[:, URGENT : LIGHT + 1].sum() - state.units[:, URGENT : LIGHT + 1].sum()
    assert waiting == account[columns.EVACUATED]
    after = copy(state)
    logistics.wait_for_help(fixed, after, side)
    check_pockets(match, state, side)
    died = state.units[:, URGENT : LIGHT + 1].sum() - after.units[:, URGENT : LIGHT + 1].sum()
    assert died == after.sides[side, columns.DIED] - state.sides[side, columns.DIED]


def check_pockets(match: Match, before: State, side: int) -> None:
    """[7.2] What goes round in pockets is what was there and what porters brought from a source."""
    state, scratch = copy(before), field.new_scratch(match.fixed)
    field.lay_out(match.fixed, state, scratch)
    encirclement.share_out(match.fixed, state, scratch, side)
    gained, depots = weight(match, state) - weight(match, before), own(match, side, suppliers=True)
    sent = state.sides[side, columns.KG_SENT] - before.sides[side, columns.KG_SENT]
    assert gained.sum() == 0
    assert -gained[depots].sum() == sent >= 0
    assert (gained[own(match, 1 - side, suppliers=False)] == 0).all()
    assert np.array_equal(state.units[:, columns.PEOPLE], before.units[:, columns.PEOPLE])


def stocks(match: Match, state: State, side: int) -> int:
    """Kg in a side's depots and sources."""
    return int(state.units[own(match, side, suppliers=True), AMMO : SHELLS + 1].sum())


class Depots:
    """Holds, order by order, what depots hold against what is booked as burnt and as taken [6.8]."""

    def __init__(self, match: Match) -> None:
        self.match, self.before = match, match.state

    def __call__(self, what: str, step: Step) -> None:
        """After an order: only moves and captures change what depots hold."""
        after = self.match.state
        for side in range(2) if not isinstance(step.order, EndTurn) else ():
            account = after.sides[side] - self.before.sides[side]
            changed = stocks(self.match, after, side) - stocks(self.match, self.before, side)
            assert changed == account[columns.KG_TAKEN] - account[columns.KG_BURNT], step.order
            lost = self.before.units[:, columns.VEHICLES] - after.units[:, columns.VEHICLES]
            assert lost[own(self.match, side, suppliers=True)].sum() == account[columns.VEHICLES_LOST]
        self.before = after


def weight(match: Match, state: State) -> Ints:
    """Kg of goods in the hands of each unit, rounds and people who came to replace others among them."""
    facts, units = match.fixed.roster.units, state.units
    kg: Ints = units[:, AMMO : SHELLS + 1].sum(axis=1) + units[:, columns.ROUNDS] * facts[:, columns.ROUND_KG]
    troops = facts[:, columns.ROLE] < columns.SOURCE
    people = np.where(troops, units[:, columns.PEOPLE], units[:, MEN])
    total: Ints = kg + 125 * people
    return total


class Hurt:
    """Counts who was hurt by the events of a match, and holds it against who waits, was brought out or died."""

    def __init__(self, match: Match) -> None:
        self.match, self.lost = match, Counter[int]()
        self.hurt = [0, 0]

    def add(self, events: Iterator[Event] | tuple[Event, ...]) -> None:
        """[11.3] Of people lost in fights all but a quarter are hurt."""
        for event in events:
            if event.kind != "loss":
                continue
            unit, people = event.values["unit"], event.values["people"]
            killed = (self.lost[unit] + people) * 25 // 100 - self.lost[unit] * 25 // 100
            self.lost[unit] += people
            if event.values["cause"] not in (columns.LOST_STRAGGLING, columns.LOST_SURRENDERING):
                self.hurt[int(self.match.fixed.roster.units[unit, columns.OF_SIDE])] += people - killed

    def check(self) -> None:
        """[11.4] [11.5] Everybody hurt waits, lies in a bed, has been brought out, or has died; the lost are booked."""
        facts, units = self.match.fixed.roster.units, self.match.state.units
        for side in range(2):
            waiting = units[facts[:, columns.OF_SIDE] == side, URGENT : LIGHT + 1].sum()
            account = self.match.state.sides[side]
            assert waiting + account[columns.EVACUATED] + account[columns.DIED] == self.hurt[side]
            lost = units[facts[:, columns.OF_SIDE] == side, columns.LOST].sum()
            assert account[columns.LOST_ATTACKING : columns.LAST_CAUSE + 1].sum() == lost
