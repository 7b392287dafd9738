"""Runs: pairs played into a folder, gone on with, exported, and any of their games played again."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from shell import Run, runner

from game.ai import duel
from game.ai.players import CompiledPlayer, play
from game.diagnostics import BadInput
from game.hexes import HEX_KM2
from game.lab.runs import plan as plan_module
from game.lab.runs.batch import Batch, Worker, write_down
from game.lab.runs.export import export
from game.lab.runs.going import carry_out, threads
from game.lab.runs.plan import Plan, Task, arm_of, layout_of
from game.lab.runs.rebuild import rebuild, record_of
from game.lab.runs.store import Store
from game.lab.table import seeds_of
from game.match import Match
from game.record import read_record, replay
from game.scenario.load import load_scenario
from game.state import OUTCOMES, TURNS, Ints

MIRROR = load_scenario("mirror")
run = pytest.fixture(runner)
PLAN = Plan("simulate", (arm_of(MIRROR),), ("random", "passive"), seed=5, pairs=24)
"""24 pairs of cheap players: a batch of twenty and one of four."""


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """The plan carried out in memory."""
    with Store.for_plan(PLAN) as made:
        assert carry_out(PLAN, made, threads(2)) == 24
        yield made


def bytes_of(run: Store, folder: Path) -> dict[str, bytes]:
    """The tables of a run as they are exported."""
    return {path.name: path.read_bytes() for path in export(run, folder)}


# pairs ------------------------------------------------------------------------------------------------------------------


def test_a_pair_is_one_seed_with_the_seats_swapped(store: Store) -> None:
    rows = store.rows("SELECT game, pair, seat, seed, ua, ru FROM games ORDER BY game LIMIT 4")
    seeds = seeds_of(5, 2).tolist()
    assert rows == [
        (0, 0, 0, seeds[0], "random", "passive"), (1, 0, 1, seeds[0], "passive", "random"),
        (2, 1, 0, seeds[1], "random", "passive"), (3, 1, 1, seeds[1], "passive", "random"),
    ]  # fmt: skip


def test_the_same_player_on_both_sides_plays_one_game_a_pair() -> None:
    assert replace(PLAN, players=("random", "random")).seats == 1


def test_versions_share_their_luck_and_their_games_are_numbered_pair_by_pair() -> None:
    plan = replace(PLAN, arms=(arm_of(MIRROR, "a"), arm_of(MIRROR, "b")), pairs=2)
    with Store.for_plan(plan) as run:
        carry_out(plan, run, threads(1))
        found = run.rows("SELECT game, arm, pair, seat, digest FROM games ORDER BY game")
    places = [row[:4] for row in found[:5]]
    assert places == [(0, "a", 0, 0), (1, "a", 0, 1), (2, "b", 0, 0), (3, "b", 0, 1), (4, "a", 1, 0)]
    assert [row[4] for row in found if row[1] == "a"] == [row[4] for row in found if row[1] == "b"]
    assert all(plan.number(*plan.place(game)) == game for game in range(8))


# what is written down ---------------------------------------------------------------------------------------------------


def test_a_game_through_a_match_is_written_down_as_a_compiled_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Results but the unit-decisions, days, heat and holding: every number is the same."""
    plan = replace(PLAN, players=("greedy", "random"), pairs=2)
    worker, task = Worker(plan), Task(0, 0, 2)
    compiled = worker.play(task)
    ledger = worker.ledger(0, 4)
    for g, (seed, seat) in enumerate((seed, seat) for seed in seeds_of(5, 2).tolist() for seat in (0, 1)):
        match, who = Match(MIRROR, seed), plan.seated(seat)
        play(match, (CompiledPlayer(who[0], seed), CompiledPlayer(who[1], seed)))
        write_down(match, ledger, g)
        ledger.results[g, duel.R_SEED] = seed
        ledger.results[g, duel.R_DECISIONS] = compiled.results[g, duel.R_DECISIONS]
    for name in ("results", "days", "heat", "holding"):
        np.testing.assert_array_equal(getattr(compiled, name), getattr(ledger, name), name)


def test_days_end_as_the_results_say(store: Store) -> None:
    rows, days = store.results(0), store.days(duel.DAY_NAMES, 0)
    ends = {"gained_ua": duel.R_GROSS_UA, "rounds_ru": duel.R_ROUNDS_RU, "margin": duel.R_MARGIN, "kg_ru": duel.R_KG_RU}
    for name, column in ends.items():
        np.testing.assert_array_equal(days[name][:, -1], rows[:, column], name)
    np.testing.assert_array_equal(store.sector_days(0)[:, -1].sum(axis=1), rows[:, duel.R_NET])


def test_every_hex_lies_in_the_sector_of_the_nearest_place_that_counts() -> None:
    names, sectors, marks = layout_of(MIRROR)
    at = {place.id: MIRROR.grid.parse(place.hex) for place in MIRROR.file.places}
    assert [sectors[at[name]] for name in names] == list(range(len(names)))
    assert marks.tolist() == [MIRROR.file.calendar.turns]


def test_holding_counts_the_games_in_which_a_side_holds_a_hex_on_the_last_day(store: Store) -> None:
    _, holding = store.holding(0)
    gained = store.columns(["net"], 0)["net"].sum()
    before = MIRROR.start.hexes[:, 0]
    assert holding[-1].sum(axis=0).max() <= 48
    assert int(holding[-1, 0].sum()) >= int((before == 0).sum()) * 48 - abs(int(gained)) * 2


def test_the_views_show_km2_tonnes_and_words(store: Store) -> None:
    raw = store.results(0)[0]
    shown = store.rows("SELECT net_km2, tonnes_ua, outcome, digest, margin FROM games WHERE game = 0")[0]
    assert shown == (
        pytest.approx(raw[duel.R_NET] * HEX_KM2, abs=1e-3), raw[duel.R_KG_UA] / 1000, OUTCOMES[raw[duel.R_OUTCOME]],
        f"{int(raw[duel.R_DIGEST]) % 2**64:016x}", raw[duel.R_MARGIN] / 10,
    )  # fmt: skip
    ground = store.rows("SELECT sum(net_km2) FROM ground WHERE game = 0 AND turn = 12")[0][0]
    assert ground == pytest.approx(shown[0], abs=0.02)


# going on ---------------------------------------------------------------------------------------------------------------


def test_a_run_is_the_same_whoever_works_at_it_and_however_often_it_is_broken_off(store: Store, tmp_path: Path) -> None:
    whole = bytes_of(store, tmp_path / "whole")
    with Store.for_plan(PLAN.longer(3), tmp_path / "run") as run:
        assert carry_out(PLAN.longer(3), run, threads(1)) == 3
    with Store.for_plan(PLAN.longer(21), tmp_path / "run") as run:
        carry_out(run.plan, run, threads(5))
    with Store.for_plan(PLAN, tmp_path / "run") as run:
        assert carry_out(PLAN, run, threads(3)) == 24
        assert bytes_of(run, tmp_path / "parts") == whole
        assert carry_out(PLAN, run, lambda plan, tasks: iter([Worker(plan).play(task) for task in tasks])) == 24
        assert run.rows("SELECT count(*) FROM results") == [(48,)]


def test_a_batch_that_comes_twice_is_counted_once(tmp_path: Path) -> None:
    with Store.for_plan(PLAN.longer(2)) as run:
        batch = Worker(PLAN).play(Task(0, 0, 2))
        run.commit(batch)
        run.commit(batch)
        assert (run.pairs, len(run.results(0))) == (2, 4)


class Until:
    """Decides after some looks."""

    def __init__(self, looks: int) -> None:
        self.left, self.seen = looks, list[Ints]()

    def add(self, rows: list[Ints]) -> bool:
        self.seen += rows
        self.left -= 1
        return self.left == 0


def backwards(plan: Plan, tasks: Iterator[Task]) -> Iterator[Batch]:
    """Plays the last batch first."""
    yield from (Worker(plan).play(task) for task in reversed(list(tasks)))


def test_only_the_first_pairs_decide_and_what_lies_beyond_is_dropped(store: Store) -> None:
    plan = PLAN.longer(60)
    watch = Until(1)
    with Store.for_plan(plan) as run:
        assert carry_out(plan, run, backwards, watch) == 20
        np.testing.assert_array_equal(run.results(0), store.results(0)[:40])
        assert run.done() == [(0, 0, 20)]
    np.testing.assert_array_equal(watch.seen[0], store.results(0)[:40])


def test_what_lies_beyond_is_dropped_also_if_the_run_was_killed_as_it_was_decided() -> None:
    plan, worker = PLAN.longer(60), Worker(PLAN.longer(60))
    with Store.for_plan(plan) as run:
        for first in (0, 40):
            run.commit(worker.play(Task(0, first, 20)))
        assert carry_out(plan, run, threads(1), Until(1)) == 20
        assert run.done() == [(0, 0, 20)]


def test_a_decided_run_is_decided_again_without_a_game(tmp_path: Path) -> None:
    for _ in range(2):
        with Store.for_plan(PLAN, tmp_path) as run:
            assert carry_out(PLAN, run, threads(1), Until(1)) == 20


CHANGES = [
    ({"seed": 6}, "the seed"), ({"players": ("random", "random")}, "player B"), ({"dice": "fixed"}, "the dice"),
    ({"arms": (arm_of(load_scenario("pocket")),)}, "the scenario"), ({"question": {"within": 0.1}}, "what is asked"),
    ({"arms": (arm_of(MIRROR), arm_of(MIRROR))}, "the number of versions"), ({"command": "gate"}, "the command"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "told"), CHANGES, ids=[told for _, told in CHANGES])
def test_a_changed_input_in_the_same_folder_is_refused(change: dict[str, object], told: str, tmp_path: Path) -> None:
    Store.for_plan(PLAN, tmp_path).close()
    before = (tmp_path / "run.sqlite").read_bytes()
    with pytest.raises(BadInput, match=f"L602.*{told}"):
        Store.for_plan(replace(PLAN, **change), tmp_path)  # type: ignore[arg-type]
    assert (tmp_path / "run.sqlite").read_bytes() == before


def test_fewer_games_than_there_are_is_refused(tmp_path: Path) -> None:
    with Store.for_plan(PLAN, tmp_path) as run:
        run.commit(Worker(PLAN).play(Task(0, 0, 3)))
    with pytest.raises(BadInput, match="L605: The folder holds a run of 6 games"):
        Store.for_plan(PLAN.longer(2), tmp_path)
    Store.for_plan(PLAN.longer(3), tmp_path).close()


class Windows:
    """What Windows has to hold a part of a file by, as far as it is used."""

    LK_NBLCK = 2

    @staticmethod
    def locking(file: int, how: int, length: int) -> None:
        assert (how, length, os.lseek(file, 0, os.SEEK_CUR)) == (2, 1, 0)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise PermissionError(errno.EACCES, "Permission denied") from None


@pytest.mark.parametrize("windows", [False, True])
def test_a_run_that_another_writes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, windows: bool) -> None:
    if windows:
        monkeypatch.setitem(sys.modules, "fcntl", None)
        monkeypatch.setitem(sys.modules, "msvcrt", Windows)
    with Store.for_plan(PLAN, tmp_path), pytest.raises(BadInput, match="L607"):
        Store.for_plan(PLAN, tmp_path)
    Store.for_plan(PLAN, tmp_path).close()


def test_rows_can_be_read_with_sql_while_the_run_goes_on(tmp_path: Path) -> None:
    with Store.for_plan(PLAN, tmp_path) as run:
        run.commit(Worker(PLAN).play(Task(0, 0, 3)))
        with sqlite3.connect(tmp_path / "run.sqlite") as reader:
            assert reader.execute("SELECT count(*) FROM games").fetchone() == (6,)


def test_who_reads_sees_the_run_as_it_was_when_it_was_opened(tmp_path: Path) -> None:
    with Store.for_plan(PLAN, tmp_path) as run:
        run.commit(Worker(PLAN).play(Task(0, 0, 3)))
        with Store.open(tmp_path) as reader:
            run.commit(Worker(PLAN).play(Task(0, 3, 3)))
            assert (reader.pairs, run.pairs) == (3, 6)


# any game again ---------------------------------------------------------------------------------------------------------


def test_any_game_is_played_again_from_its_row(store: Store) -> None:
    for game in (0, 1, 13, 47):
        assert rebuild(store, game).same
    with pytest.raises(BadInput, match="L608: The run has no game 48"):
        rebuild(store, 48)


def test_a_game_is_written_as_a_record_that_goes_the_same_way(store: Store, tmp_path: Path) -> None:
    rebuilt, path = record_of(store, 3, tmp_path)
    found = read_record(path)
    match, difference = replay(found)
    assert (difference, match.digest, found.players) == (None, rebuilt.digest, {"ua": "passive", "ru": "random"})


def test_a_run_read_from_its_folder_has_all_it_takes_to_play_its_games_again(tmp_path: Path) -> None:
    with Store.for_plan(PLAN.longer(1), tmp_path) as run:
        carry_out(run.plan, run, threads(1))
    with Store.open(tmp_path) as found:
        assert found.plan.arms[0].made is None
        assert rebuild(found, 1).same


def test_replay_of_a_game_of_a_run_says_whether_it_goes_the_same_way(
    tmp_path: Path, run: Run
) -> None:
    with Store.for_plan(PLAN.longer(1), tmp_path) as made:
        carry_out(made.plan, made, threads(1))
    code, told, errors = run("replay", tmp_path, "--game", 1, "--verify")
    assert (code, errors) == (0, "")
    assert told.startswith("The record goes the same way again")
    assert (tmp_path / "games" / "game-1.record").exists()
    with Store.for_plan(PLAN.longer(1), tmp_path / "other") as made:
        batch = Worker(PLAN).play(Task(0, 0, 1))
        batch.results[1, duel.R_DIGEST] = 1
        made.commit(batch)
    code, told, errors = run("replay", tmp_path / "other", "--game", 1, "--verify")
    assert (code, told) == (5, "")
    assert "error L609: Game 1 ends otherwise than in the run" in errors


def test_a_game_whose_orders_are_refused_now_does_not_go_as_it_did(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = replace(PLAN, pairs=1, players=("mine.py:Mine", "passive"))
    monkeypatch.chdir(tmp_path)
    Path("mine.py").write_text("class Mine:\n    pass\n", encoding="utf-8")
    with Store.for_plan(plan, tmp_path / "run") as made:
        played = Worker(replace(plan, players=("random", "passive"))).play(Task(0, 0, 1))
        made.commit(replace(played, records=("dig n-1 nowhere", "")))
    code, told, errors = run("replay", tmp_path / "run", "--game", 0, "--verify")
    assert (code, told) == (5, "")
    assert "error L609: Game 0 does not go as it did." in errors


def test_what_was_found_of_fewer_games_is_forgotten_when_a_run_is_made_longer(tmp_path: Path) -> None:
    with Store.for_plan(PLAN.longer(20), tmp_path) as made:
        made.keep("compare", {"verdict": "undecided"})
    with Store.for_plan(PLAN.longer(20), tmp_path) as again:
        assert again.kept("compare") == {"verdict": "undecided"}
    with Store.for_plan(PLAN.longer(40), tmp_path) as longer:
        assert longer.kept("compare") == {"verdict": "undecided"}, "it stands until another game is there"
        longer.commit(Worker(longer.plan).play(Task(0, 0, 20)))
        assert longer.kept("compare") is None
    with Store.open(tmp_path) as whole:
        assert whole.plan.pairs == 40


def test_a_run_of_many_versions_is_opened_without_building_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    arms = tuple(replace(arm_of(MIRROR), name=str(i), settings=(("victory.draw_below", i),)) for i in range(3))
    with Store.for_plan(replace(PLAN, arms=arms, pairs=1), tmp_path) as made:
        carry_out(made.plan, made, threads(1))
    monkeypatch.setattr(plan_module, "_built", None)
    with Store.open(tmp_path) as found:
        assert [found.turns(arm) for arm in range(3)] == [int(MIRROR.roster.terms[TURNS])] * 3
        assert len(found.results(2)) == 2


def test_a_run_whose_file_is_taken_away_is_told_at_the_next_batch(tmp_path: Path) -> None:
    with Store.for_plan(PLAN, tmp_path) as made:
        (tmp_path / "run.sqlite").unlink()
        with pytest.raises(BadInput, match=r"L604.*cannot be written: no such file"):
            carry_out(PLAN, made, threads(1))


def test_a_run_that_is_told_again_says_that_nothing_was_played(tmp_path: Path, run: Run) -> None:
    asked = ("simulate", "mirror", "-n", 2, "--ua", "passive", "--ru", "passive", "--out", tmp_path)
    assert "games were there" not in run(*asked)[1]
    assert "  all games were there, digest " in run(*asked)[1]
    again = json.loads(run(*asked[:3], 3, *asked[4:], "--json")[1])
    assert (again["games"], again["played"]) == (3, 1)


def test_a_run_of_another_format_and_a_folder_without_a_run_are_told(tmp_path: Path, run: Run) -> None:
    assert "error L601" in run("replay", tmp_path, "--game", 1)[2]
    Store.for_plan(PLAN.longer(1), tmp_path).close()
    with sqlite3.connect(tmp_path / "run.sqlite") as base:
        base.execute("UPDATE run SET value = '2' WHERE key = 'format'")
    code, told, errors = run("export", tmp_path)
    assert (code, told) == (1, "")
    assert "error L606" in errors
