"""The learning environments: what is offered is legal, what is shown is known, and a game is the match it would be."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from pairs import Pairs
from test_chapter_07_breakout import pocket
from test_chapter_07_pocket import ring

from game.ai import duel
from game.ai.players import CompiledPlayer, play_half_turn
from game.envs import bakhmut_v0
from game.envs.bakhmut_v0 import AGENTS, BakhmutEnv
from game.envs.battle import Scripted
from game.envs.exercise import DISCOUNT, Exercise
from game.envs.pointer import IllegalAction, Pointer
from game.envs.single import SingleSideEnv
from game.envs.verbs import OF_SIDE, VERBS
from game.lab.table import Table
from game.orders import decode
from game.rulebook import TERRAINS
from game.scenario.load import load_scenario
from game.state import DRAW, OUTCOMES, POSTURES, ROLES, TASKS, UA_WINS, equal

ROOT = Path(__file__).parent.parent
MIRROR = load_scenario("mirror")
UNAVOIDABLE = (
    "Observation is not a NumPy array",
    "Observation space for each agent probably should be gymnasium.spaces.box or gymnasium.spaces.discrete",
)
"""What PettingZoo warns of in every environment with masks but its own."""


def wander(exercise: Exercise, seed: int, steps: int) -> Iterator[int]:
    """Take any legal actions, so many or to the end of the game."""
    dice = np.random.default_rng(seed)
    for _ in range(steps):
        if exercise.over:
            return
        action = int(dice.choice(np.flatnonzero(exercise.pointer.mask())))
        yield action
        exercise.act(action)


def wandered(seed: int, steps: int, scenario: str = "mirror") -> Exercise:
    """A game in which so many actions were taken."""
    exercise = Exercise(scenario)
    exercise.restart(seed)
    for _ in wander(exercise, seed, steps):
        pass
    return exercise


# the libraries' own tests ----------------------------------------------------------------------------------------------


def test_pettingzoo_finds_nothing_but_what_it_finds_in_any_environment_with_masks():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # to be imported its tests want an environment that it has deprecated
        from pettingzoo.test import api_test, seed_test
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        api_test(bakhmut_v0.env(MIRROR, most_orders=8), num_cycles=120)
        seed_test(lambda: bakhmut_v0.env(MIRROR), num_cycles=60)
    assert {str(warning.message) for warning in found} == set(UNAVOIDABLE)


def test_gymnasium_finds_nothing_in_one_side_of_it():
    """It draws actions without a mask: here any number stands for a legal action."""

    class AnyAction(SingleSideEnv):
        def step(self, action):
            legal = np.flatnonzero(self.action_masks())
            return super().step(legal[action % len(legal)])

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(AnyAction(MIRROR, render_mode="ansi"), skip_render_check=True)


# what is offered -------------------------------------------------------------------------------------------------------

FEWER = ("smoke", "demolish", "interdict_by_night", "interdict_by_day")
"""Verbs offered at fewer hexes than are legal: see verbs.py."""


def offered(pointer: Pointer, slot: int) -> dict[str, set[int]]:
    """What a unit can be ordered: verb -> hexes, -1 where it takes none."""
    pointer.drop()
    if not pointer.mask()[slot]:
        return {}
    pointer.choose(slot)
    able = np.flatnonzero(pointer.mask()) - pointer.first_verb
    pointer.drop()
    unit = pointer.slots[pointer.battle.side][slot]
    return {VERBS[v].name: set(VERBS[v].hexes(pointer.battle, unit)) for v in able}


def put_to_the_door(exercise: Exercise) -> set[str]:
    """Put every verb of every unit at every hex to the door of the match: it allows what is offered, and nothing more.

    Returns the verbs that were offered.
    """
    battle, pointer = exercise.battle, exercise.pointer
    view, found = battle.match().view(battle.side), set()
    assert equal(view.believed, battle.believed)
    for slot, u in enumerate(pointer.slots[battle.side]):
        here = offered(pointer, slot)
        found |= set(here)
        for v, verb in enumerate(VERBS):
            if v not in pointer._verbs_of(u) or not pointer._is_there(u):
                assert verb.name not in here
                continue
            hexes = range(len(battle.rings)) if verb.takes_hex else [-1]
            rows = {h: verb.write(battle, u, h) for h in (here.get(verb.name, ()) if verb.name in FEWER else hexes)}
            allowed = {h for h, row in rows.items() if row is not None and view.check(decode(row)) is None}
            assert here.get(verb.name, set()) == allowed, verb.name
    return found


@pytest.mark.parametrize("steps", [0, 300])
def test_what_is_offered_is_what_the_door_allows(steps: int):
    put_to_the_door(wandered(5, steps))


def test_who_is_in_a_pocket_may_break_out_and_who_is_beside_it_summon():
    exercise = Exercise(pocket().scenario)
    assert put_to_the_door(exercise) >= {"break_out_by_night", "break_out_by_day", "move", "dig"}
    exercise = Exercise(ring(units="a 100").scenario)
    exercise.act(exercise.pointer.end)
    assert put_to_the_door(exercise) >= {"summon", "assault", "probe", "hold_fast"}


def test_every_verb_comes_up_in_a_large_battle():
    """All but those of pockets, what one must be lucky to meet, and what all begin with."""
    exercise, seen = Exercise("flanks_of_may"), {"claim", "caution_2", "keep_0"}
    player = Scripted("greedy", exercise.battle)
    assert exercise.mask(exercise.battle.side)[exercise.pointer.first_verb + OF_SIDE[0]]
    for _ in range(4):
        player.play_half_turn(exercise.battle)
        for slot in range(len(exercise.pointer.slots[exercise.battle.side])):
            seen |= set(offered(exercise.pointer, slot))
    rare = {"break_out_by_night", "break_out_by_day", "summon", "repair", "clear", "jam", "reply"}
    assert {verb.name for verb in VERBS} - seen <= rare


def test_an_illegal_action_is_an_error_and_changes_nothing():
    env = bakhmut_v0.env(MIRROR)
    env.reset(seed=1)
    before = env.unwrapped.exercise.battle.digest
    for action in (env.unwrapped.exercise.pointer.first_verb, -1, 10**6):
        with pytest.raises(IllegalAction, match="a unit is asked for, and the mask allows"):
            env.step(action)
    with pytest.raises(ValueError, match="not None"):
        env.step(None)
    assert env.unwrapped.exercise.battle.digest == before
    env.step(int(np.flatnonzero(env.last()[0]["action_mask"])[0]))


def test_who_never_ends_a_half_turn_has_to_end_it():
    """A game always ends: after so many orders only the end is left."""
    exercise = Exercise(MIRROR, most_orders=3)
    exercise.restart(1)
    given = [0]
    while not exercise.over:
        legal = np.flatnonzero(exercise.pointer.mask())
        if exercise.battle.given == 3:
            assert legal.tolist() == [exercise.pointer.end]
        exercise.act(int(legal[0]))
        given.append(exercise.battle.given)
    assert max(given) == 3
    assert Exercise(MIRROR).pointer.most_orders == duel.MOST_ORDERS


# what is shown ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("name", ["mirror", "flanks_of_may"])
def test_what_a_side_cannot_see_changes_neither_what_it_is_shown_nor_what_it_may_do(name: str, side: int):
    pairs = Pairs(load_scenario(name), seed=4)
    while pairs.match.turn < 3 or pairs.match.side != side:
        play_half_turn(pairs.match, CompiledPlayer("greedy", 4))
    one, other = Exercise(pairs.scenario), Exercise(pairs.scenario)
    one.battle.put(pairs.match.state)
    other.battle.put(pairs.disturbed(side))
    assert not equal(one.battle.state, other.battle.state)
    dice = np.random.default_rng(1)
    for _ in range(25):
        while True:
            assert np.array_equal(one.observe(side), other.observe(side))
            assert np.array_equal(one.mask(side), other.mask(side))
            assert one.about(side) == other.about(side)
            action = int(dice.choice(np.flatnonzero(one.mask(side)[: one.pointer.end])))
            rows = [exercise.pointer.choose(action) for exercise in (one, other)]
            if rows[0] is not None:
                assert np.array_equal(*rows)
                break
    margins = [exercise.battle.margin_of(side, exercise.battle.believed) for exercise in (one, other)]
    assert margins[0] == margins[1]


def test_observations_are_numbers_of_their_own_within_bounds_and_one_to_a_name():
    env = BakhmutEnv(MIRROR)
    env.reset(seed=2)
    space, layout = env.observation_space(AGENTS[0]), env.exercise.watcher.layout
    assert space is env.observation_space(AGENTS[0])
    assert sum(np.prod(part.shape) for part in layout.values()) == space["observation"].shape[0]
    assert all(part.shape[-1] == len(part.names) == len(set(part.names)) for part in layout.values())
    dice = np.random.default_rng(1)
    for _ in range(300):
        for agent in env.agents:
            assert space.contains(env.observe(agent))
        seen = env.observe(env.agent_selection)
        action = int(dice.choice(np.flatnonzero(seen["action_mask"])))
        seen["observation"][:], seen["action_mask"][:] = 9, 9
        assert space.contains(env.observe(env.agent_selection))
        env.step(action)


def test_an_observation_says_where_a_unit_stands_and_what_is_pointed_at():
    exercise = Exercise(MIRROR)
    pointer, layout = exercise.pointer, exercise.watcher.layout

    def part(name: str, column: str) -> np.ndarray:
        where = layout[name]
        return exercise.observe(0)[where.first : where.end].reshape(where.shape)[..., where.names.index(column)]

    h = MIRROR.grid.parse("0104")
    assert (part("hexes", "own_units")[h], part("hexes", "own_steps")[h]) == pytest.approx((1 / 3, 6 / 14))
    assert part("units", "there")[0] == part("units", "combat")[0] == 1
    assert (part("pointer", "unit"), part("pointer", "slot_0"), part("hexes", "pointed_at")[h]) == (1, 0, 0)
    pointer.choose(0)
    assert (part("pointer", "verb"), part("pointer", "slot_0"), part("hexes", "pointed_at")[h]) == (1, 1, 1)
    assert pointer.meaning(0) == "unit n-1"
    assert pointer.meaning(pointer.first_hex + h) == "hex 0104"


# what is played --------------------------------------------------------------------------------------------------------


def test_a_game_is_the_match_of_the_same_orders():
    exercise = wandered(7, 10**6)
    match = exercise.battle.match()
    assert exercise.over
    assert match.digest == exercise.battle.digest
    assert match.outcome.margin == exercise.battle.margin
    assert OUTCOMES[exercise.battle.outcome] in exercise.text()


def test_a_compiled_opponent_plays_as_in_a_duel():
    """Against a side that only ends its half-turns."""
    env = SingleSideEnv(MIRROR, side="ru", opponent="greedy")
    env.reset(seed=11)
    while not env.exercise.over:
        env.step(env.exercise.pointer.end)
    table, results = Table(MIRROR, env.exercise.battle.fixed), np.zeros((1, duel.RESULT_COLUMNS), dtype=np.int64)
    table.play((duel.GREEDY, duel.PASSIVE), np.array([11]), results)
    assert f"{int(results[0, duel.R_DIGEST]) % 2**64:016x}" == env.exercise.battle.digest


@pytest.mark.parametrize("seed", [3, 8])
def test_rewards_add_up_to_the_margin_and_the_outcome(seed: int):
    exercise = Exercise(MIRROR)
    exercise.restart(seed)
    start = [exercise.battle.margin_of(s, exercise.battle.belief_of(s)[0]) for s in (0, 1)]
    total, dice = np.zeros(2), np.random.default_rng(seed)
    while not exercise.over:
        total += exercise.act(int(dice.choice(np.flatnonzero(exercise.pointer.mask()))))
    margin, won = exercise.battle.margin, {UA_WINS: 1, DRAW: 0}.get(exercise.battle.outcome, -1)
    shares = [(margin - start[0]) / exercise.stake + won, (-margin - start[1]) / exercise.stake - won]
    assert total == pytest.approx(shares)


def test_who_moves_second_has_what_the_first_half_turn_brought_too():
    env = SingleSideEnv(MIRROR, side="ru", opponent="greedy")
    env.reset(seed=5)
    battle = env.exercise.battle
    fresh = Exercise(MIRROR)
    fresh.restart(5)
    start = fresh.battle.margin_of(1, fresh.battle.belief_of(1)[0])
    over, total = False, 0.0
    while not over:
        _, reward, over, _, about = env.step(env.exercise.pointer.end)
        total += reward
    outcome = 1 if about["won"] else 0 if about["drawn"] else -1
    assert total == pytest.approx((-battle.margin - start) / env.exercise.stake + outcome)


def test_a_copy_goes_its_own_way():
    env = BakhmutEnv(MIRROR)
    env.reset(seed=4)
    for _ in wander(env.exercise, 4, 101):
        pass
    before, twin = env.exercise.battle.digest, copy.deepcopy(env)
    steps = list(wander(twin.exercise, 5, 200))
    assert env.exercise.battle.digest == before != twin.exercise.battle.digest
    assert twin.exercise.battle.match().digest == twin.exercise.battle.digest
    for action in steps:
        env.exercise.act(action)
    assert env.exercise.battle.digest == twin.exercise.battle.digest
    assert np.array_equal(env.exercise.observe(0), twin.exercise.observe(0))


def test_nothing_is_discounted_within_a_half_turn():
    exercise = Exercise(MIRROR)
    mover = exercise.battle.side
    exercise.act(int(np.flatnonzero(exercise.pointer.mask())[0]))
    assert exercise.about(mover) | {"legal": 0} == {"stage": "verb", "legal": 0, "discount": 1.0, "day": 1}
    exercise.pointer.drop()
    exercise.act(exercise.pointer.end)
    assert exercise.about(mover) == {"stage": "wait", "legal": 0, "discount": DISCOUNT, "day": 1}
    assert exercise.mask(mover).sum() == 0


# one side --------------------------------------------------------------------------------------------------------------


def test_a_learner_plays_either_side_and_is_told_how_it_ended():
    env, sides = SingleSideEnv(MIRROR, side="both", opponent="passive"), set()
    for seed in range(6):
        env.reset(seed=seed)
        sides.add(env.side)
        assert env.exercise.battle.side == env.side
    assert sides == {0, 1}
    _, about = env.reset(seed=6, options={"side": "ru"})
    over, total = False, 0.0
    while not over:
        assert not {"won", "drawn", "side"} & set(about)
        _, reward, over, cut, about = env.step(env.exercise.pointer.end)
        total += reward
        assert not cut
    assert (about["side"], about["won"], about["drawn"], about["stage"]) == ("ru", False, True, "over")
    assert total == pytest.approx(0)


def test_the_next_games_of_a_seed_are_the_same_again():
    """Without a seed a reset goes on to the next game of the series that the last seed began."""
    env, dice = SingleSideEnv(MIRROR, side="both"), []
    for _ in range(2):
        env.reset(seed=9)
        for _ in range(3):
            env.reset()
            dice.append((env.exercise.battle.seed, env.side))
    assert dice[:3] == dice[3:]
    assert len(set(dice)) == 3


@pytest.mark.parametrize(("given", "said"), [
    ({"side": "north"}, "no side 'north'"), ({"opponent": "gredy"}, "no player 'gredy'"),
    ({"render_mode": "human"}, "no render mode 'human'"), ({"dice": "9d9"}, "no dice '9d9'"),
    ({"most_orders": 0}, "holds an order at least"),
])  # fmt: skip
def test_what_there_is_none_of_is_said(given: dict[str, Any], said: str):
    with pytest.raises(ValueError, match=said):
        SingleSideEnv(MIRROR, **given)


def test_a_side_that_is_none_is_said_when_a_game_begins():
    with pytest.raises(ValueError, match="no side 'zz'"):
        SingleSideEnv(MIRROR).reset(seed=1, options={"side": "zz"})


# the page --------------------------------------------------------------------------------------------------------------


def test_the_page_names_every_verb_and_every_number():
    page, layout = (ROOT / "docs" / "learning.md").read_text(encoding="utf-8"), Exercise(MIRROR).watcher.layout
    kinds = {*ROLES, *POSTURES, *(f"task_{task}" for task in TASKS), *TERRAINS}
    names = {verb.name for verb in VERBS} | {name for part in ("clock", "units", "hexes") for name in layout[part].names}
    assert {name for name in names - kinds if f"`{name}`" not in page} == set()
    assert f"mirror {Exercise(MIRROR).pointer.size}" in page
