"""The balance gauge without a window: the games of `simulate`, compared version by version."""

from __future__ import annotations

import functools

import numpy as np
import pytest
from headless import simulate

from game.ai import duel
from game.ai.players import load_player, play
from game.documents import parse
from game.lab import balance
from game.lab.balance import Played, change, comment, figures, measure, with_comment
from game.lab.simulate import summary
from game.lab.table import seeds_of
from game.match import Match
from game.scenario.handicap import with_handicap
from game.scenario.load import Scenario, build, load_scenario
from game.splices import apply
from game.state import NOBODY, OWNER, TAKEN

GAMES = 8
BOTH = (balance.PLAYER, balance.PLAYER)


@functools.cache
def scenario(name: str) -> Scenario:
    return load_scenario(name)


@functools.cache
def played(name: str, handicap: int | None = None) -> Played:
    """Eight games of a scenario, as it is or with other points given beforehand."""
    battle = scenario(name) if handicap is None else with_handicap(scenario(name), handicap)
    return list(measure(battle, GAMES, workers=2))[-1]


def test_the_figures_are_those_of_simulate_with_the_same_seed() -> None:
    run = simulate(scenario("pocket"), GAMES, balance.SEED, BOTH, workers=1)
    now = played("pocket")
    assert (now.results == run.results).all()
    assert (now.heat == run.heat).all()
    told, told_there = figures(now), summary(run)
    rate, area = told_there["win_rate"]["ua"], told_there["area_km2"]
    assert (round(told.rate, 4), round(told.low, 4), round(told.high, 4)) == (rate["mean"], rate["low"], rate["high"])
    assert [round(km2, 2) for km2 in told.ground] == [area["p10"], area["p50"], area["p90"]]
    assert [round(lost, 1) for lost in told.losses] == list(told_there["losses"].values())
    assert told.attacks.sum() >= run.results[:, [duel.R_ASSAULTS_UA, duel.R_ASSAULTS_RU]].sum() > 0


def test_it_tells_after_each_few_games_and_goes_on_where_it_stopped() -> None:
    stopped: list[bool] = []
    some = []
    for now in measure(scenario("mirror"), GAMES, stop=lambda: bool(stopped)):
        some.append(now)
        if now.games >= 3:
            stopped.append(True)
    assert [now.games for now in some] == [1, 2, 3]
    more = list(measure(scenario("mirror"), GAMES, some[-1]))
    assert more[0].games == 4
    whole = list(measure(scenario("mirror"), GAMES))[-1]
    assert more[-1].games == GAMES
    for name in ("results", "done", "fell", "heat"):
        assert (getattr(more[-1], name) == getattr(whole, name)).all(), name
    assert [now.games for now in measure(scenario("mirror"), 2, more[-1])] == [GAMES], "nothing is played twice"


def test_versions_share_their_luck_so_that_the_same_battle_differs_by_nothing() -> None:
    found = change(played("mirror"), played("mirror"))
    assert found is not None
    assert (found.games, found.rate) == (GAMES, 0)
    assert found.low < 0 < found.high
    assert not found.is_clear


def test_points_given_beforehand_move_the_rate_one_way() -> None:
    rates = [figures(played("mirror", handicap)).rate for handicap in (-5000, 0, 5000)]
    assert rates[0] == 0 <= rates[1] <= rates[2] == 1
    found = change(played("mirror", 5000), played("mirror", -5000))
    assert found is not None
    assert found.rate == 1
    assert found.is_clear
    assert 0.4 < found.low < found.high <= 1


def test_versions_with_no_game_in_common_cannot_be_compared() -> None:
    now = played("mirror")
    nothing = Played("other", now.results, np.zeros_like(now.done), now.fell, now.heat)
    assert change(now, nothing) is None
    assert figures(nothing).games == 0


def test_the_day_on_which_the_weightiest_place_falls() -> None:
    battle = scenario("pocket")
    place = balance.weightiest(battle)
    worth = {o.place: max(abs(o.held.ua), abs(o.held.ru)) for o in battle.file.victory.places}
    if max(worth.values(), default=0):
        assert battle.grid.number(place) in {p.hex for p in battle.file.places}
    seed = int(seeds_of(balance.SEED, 1)[0])
    match = Match(battle, seed)
    play(match, (load_player(balance.PLAYER, seed), load_player(balance.PLAYER, seed)))
    row, began = match.state.hexes[place], int(battle.start.hexes[place, OWNER])
    fallen = place >= 0 and row[OWNER] not in (began, NOBODY)
    assert played("pocket").fell[0] == (row[TAKEN] if fallen else 0)


@pytest.mark.parametrize(
    "head", ["", "# yaml-language-server: $schema=./scenario.schema.json\n", "# by hand\n"], ids=["bare", "schema", "own"]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_result_is_one_line_of_comment_that_the_next_one_replaces(head: str, newline: str) -> None:
    text = head + scenario("mirror").text.removeprefix("# yaml-language-server: $schema=./scenario.schema.json\n")
    text = text.replace("\n", newline)
    line = comment(played("mirror"), "1")
    assert "\n" not in line
    assert line == comment(played("mirror"), "1"), "nothing in it is of the clock"
    once = apply(text, with_comment(text, line))
    assert once.count("# balance:") == 1
    assert once.replace(line + newline, "", 1) == text, "nothing else has changed"
    if head.startswith("# yaml"):
        assert once.startswith(head.rstrip("\n")), "editors look for their line first"
    twice = apply(once, with_comment(once, line.replace("UA", "UA, again:")))
    assert twice.count("# balance:") == 1
    changed = build(parse("mirror.yaml", once), "mirror")
    assert changed is not None
    assert changed.digest == scenario("mirror").digest, "a comment is no edit of the battle"


def test_the_number_of_workers_changes_nothing() -> None:
    one = list(measure(scenario("mirror"), GAMES, workers=1))[-1]
    assert (one.results == played("mirror").results).all()
