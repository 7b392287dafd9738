"""Looking ahead: samples are true to the view and to nothing else, and two computer players play on from them."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import numpy as np
import pytest
from pairs import Pairs
from wanderer import Wanderer

from game.ai import duel, players
from game.lab.ahead import Ahead, Mean, play_on, try_plan
from game.lab.samples import Sampler
from game.lab.table import Table
from game.match import Match
from game.orders import END_TURN, Assault, Move
from game.rulebook import STEPS_BAND
from game.rules import field, recon
from game.scenario.load import Scenario, load_scenario
from game.state import (
    ELIMINATED,
    HEX,
    OF_SIDE,
    PEOPLE,
    PRESENT,
    ROLE,
    SEEN_HEX,
    SEEN_LEVEL,
    SEEN_STEPS,
    SEEN_TURN,
    SIDES,
    SOURCE,
    STATUS,
    TURN,
    TURNS,
    copy,
    equal,
)
from game.view import View

each_side = pytest.mark.parametrize("side", [0, 1], ids=SIDES)


@functools.cache
def scenario(name: str) -> Scenario:
    """A scenario, read once."""
    return load_scenario(name)


def views(name: str, side: int, days: int, every: int = 9) -> Iterator[View]:
    """What a side knows at some moments of its half-turns in a match of wanderers."""
    match, player, count = Match(scenario(name), 3), Wanderer(3), 0
    while match.outcome is None and match.turn <= days:
        count += 1
        if match.side == side and count % every == 0:
            yield match.view(side)
        order = player.choose(match.view(match.side), match.legal_orders())
        match.apply(END_TURN if match.check(order) else order)


def last(looks: Iterator[Ahead]) -> Ahead:
    """The tally of the last game."""
    return list(looks)[-1]


# playing on ----------------------------------------------------------------------------------------------------------


def test_a_game_played_on_day_by_day_is_the_game_played_through() -> None:
    """A start whose first day has dawned is not begun again."""
    battle = scenario("mirror")
    table, seeds = Table(battle, field.fix(battle.ground, battle.rules, battle.roster)), np.array([11], dtype=np.int64)
    results = np.zeros((2, duel.RESULT_COLUMNS), dtype=np.int64)
    greedy = duel.GREEDY, duel.GREEDY
    table.play(greedy, seeds, results[:1])
    for day in range(1, int(battle.roster.terms[TURNS]) + 1):
        table.play(greedy, seeds, results[1:], day)
        table.start = copy(table.state)
    assert results[0, duel.R_DIGEST] == results[1, duel.R_DIGEST]


def test_a_game_played_on_in_the_middle_of_a_half_turn_is_the_match_played_on() -> None:
    """From the orders of the side to move, with what it has already done."""
    match = Match(scenario("mirror"), 11)
    order = next(order for order in match.legal_orders() if isinstance(order, Move))
    match.apply(order)
    table, results = Table(match.scenario, match.fixed), np.zeros((1, duel.RESULT_COLUMNS), dtype=np.int64)
    table.start = match.state
    table.play((duel.GREEDY, duel.GREEDY), np.array([11], dtype=np.int64), results)
    players.play(match, (players.CompiledPlayer("greedy", 11), players.CompiledPlayer("greedy", 11)))
    assert f"{int(results[0, duel.R_DIGEST]) % 2**64:016x}" == match.digest


# samples -------------------------------------------------------------------------------------------------------------


@each_side
@pytest.mark.parametrize("name", ["pocket", "flanks_of_may"])
def test_a_sample_looks_to_the_side_like_the_view(name: str, side: int) -> None:
    """Masked again it is the belief it was drawn from, number for number."""
    for view in views(name, side, days=3):
        sampler = Sampler(view)
        for seed in range(3):
            sample = sampler.draw(seed)
            masked = copy(sample)
            recon.mask(view.fixed, sample, side, masked)
            assert equal(masked, view.believed)


@each_side
@pytest.mark.parametrize("name", ["pocket", "flanks_of_may"])
def test_a_sample_contradicts_nothing_that_is_known_for_sure(name: str, side: int) -> None:
    """Who was noticed today next to one's own is there, nobody else is; strength lies in its band; all have room."""
    for view in views(name, side, days=3):
        sampler, grid, facts = Sampler(view), view.scenario.grid, view.fixed.roster.units
        rules = view.scenario.rules.file
        beside = {n for u in view.own_units() for n in grid.disk(int(view.believed.units[u, HEX]), 1)}
        for seed in range(3):
            sample, stacks = sampler.draw(seed), dict[int, int]()
            for u in np.flatnonzero((facts[:, OF_SIDE] != side) & (facts[:, ROLE] < SOURCE)):
                known, row = view.believed.units[u], sample.units[u]
                sure = known[SEEN_HEX] in beside and known[SEEN_TURN] == view.believed.clock[TURN]
                assert (row[HEX] in beside) == sure, view.scenario.units[u].id
                assert not sure or (row[HEX] == known[SEEN_HEX] and row[STATUS] == PRESENT)
                assert (row[STATUS] == ELIMINATED) == (known[STATUS] == ELIMINATED)
                steps, band = -(-int(row[PEOPLE]) // rules.scale.step_people), int(view.fixed.rules.numbers[STEPS_BAND])
                if known[STATUS] == PRESENT and known[SEEN_LEVEL] == 3:
                    assert (steps - 1) // band == (known[SEEN_STEPS] - 1) // band
                if known[STATUS] == PRESENT and known[SEEN_LEVEL] == 4:
                    assert steps == known[SEEN_STEPS]
                if row[HEX] >= 0:
                    stacks[int(row[HEX])] = stacks.get(int(row[HEX]), 0) + 1
            assert max(stacks.values()) <= rules.scale.stack_units


@each_side
def test_what_a_side_cannot_see_changes_no_sample_and_no_result(side: int) -> None:
    """Two matches that differ only in what is hidden: the same samples, facts and games, bit for bit."""
    couple, player, compared = Pairs(scenario("pocket"), 2), Wanderer(2), 0
    while compared < 4 and couple.match.outcome is None:
        order = player.choose(couple.match.view(couple.match.side), couple.match.legal_orders())
        couple.match.apply(END_TURN if couple.match.check(order) else order)
        if couple.match.outcome is None and couple.match.side == side and couple.dice.random() < 0.1:
            pair = couple.pair(side, couple.disturbed(side))
            mine, other = (Sampler(view) for view in pair)
            assert all(equal(mine.draw(seed), other.draw(seed)) for seed in range(3))
            assert np.array_equal(mine.fixed.roster.units, other.fixed.roster.units)
            here, there = (last(play_on(view, 2)) for view in pair)
            assert here == there
            compared += 1
    assert compared == 4


def test_samples_differ_from_one_another_and_not_from_themselves() -> None:
    """A function of the seed."""
    sampler = Sampler(Match(scenario("pocket"), 1).view(0))
    assert equal(sampler.draw(5), sampler.draw(5))
    assert len({sampler.draw(seed).units.tobytes() for seed in range(20)}) == 20


# what it comes to ----------------------------------------------------------------------------------------------------


def test_the_chances_of_a_battle_from_what_one_side_knows() -> None:
    """Every game has an outcome, and intervals hold their rates; the same view gives the same."""
    view = Match(scenario("pocket"), 1).view(0)
    looked = last(play_on(view, 30))
    assert looked.games == sum(looked.outcomes) == 30
    assert looked.outcomes[0] == 0
    for outcome in (1, 2, 3):
        rate, low, high = looked.chance(outcome)
        assert low <= rate <= high
    assert all(lost.mean > 0 for lost in looked.lost)
    assert last(play_on(view, 30)) == looked
    assert last(play_on(view, 30, seed=8)) != looked


def test_a_few_days_ahead_the_battle_still_runs() -> None:
    """And no more is lost in one day than in all."""
    view = Match(scenario("pocket"), 1).view(1)
    day, battle = last(play_on(view, 10, days=1)), last(play_on(view, 10))
    assert day.outcomes == [10, 0, 0, 0]
    assert day.lost[0].mean < battle.lost[0].mean


def test_it_stops_when_told() -> None:
    """Between two days."""
    view = Match(scenario("pocket"), 1).view(1)
    asked = iter([False] * 30)
    assert 0 < len(list(play_on(view, 50, stop=lambda: next(asked, True)))) < 30


def test_a_mean_and_its_interval() -> None:
    """1.96 times the deviation over the root of the count."""
    assert Mean([2.0, 4.0, 6.0]).mean == 4
    assert Mean([2.0, 4.0, 6.0]).half == pytest.approx(1.96 * 2 / 3**0.5)


# plans ---------------------------------------------------------------------------------------------------------------


def test_a_plan_tried_a_few_times() -> None:
    """A march gets there; an assault that can be made takes its hex in some runs; what is illegal is counted."""
    match = next(m for m in attacking("pocket"))
    view = match.view(match.side)
    assault = next(view.legal_orders().assaults())
    tried = list(try_plan(view, [assault, assault], runs=20))[-1]
    assert tried.runs == 20
    first, second = tried.parts
    assert first.skipped == 0
    assert second.skipped > 0
    assert 0 <= first.done <= 20
    assert tried.ours.mean > 0
    assert tried.theirs.mean > 0
    assert list(try_plan(view, [assault, assault], runs=20))[-1] == tried


def attacking(name: str) -> Iterator[Match]:
    """A match at the moments when somebody can be assaulted."""
    match = Match(scenario(name), 3)
    while match.outcome is None:
        if any(isinstance(order, Assault) for order in match.view(match.side).legal_orders().assaults()):
            yield match
        match.apply(END_TURN)


def test_a_plan_is_tried_without_touching_the_match() -> None:
    """Neither the state nor what comes of the orders when they are given."""
    match = next(m for m in attacking("pocket"))
    assault = next(match.view(match.side).legal_orders().assaults())
    before = match.digest
    list(try_plan(match.view(match.side), [assault], runs=5))
    assert match.digest == before
