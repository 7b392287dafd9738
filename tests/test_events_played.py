"""Battles with events, played: by the computer, from records, compiled and not; their conditions found a second time."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from eventful import eventful
from headless import simulate
from pairs import Pairs
from records import write_record

from game import happenings as tables
from game import state as columns
from game.ai import duel
from game.ai.players import CompiledPlayer, play, play_half_turn
from game.chronicle import Chronicle
from game.documents import parse
from game.hindsight import compare_match, happened
from game.lab.happenings import dry_run
from game.lab.table import Table
from game.match import Match
from game.orders import END_TURN
from game.record import read_record, replay
from game.rules import dawn, field
from game.scenario.load import sketch
from game.state import SIDES, State, copy, equal
from game.tally import dusks_of
from game.texts import LANGUAGES

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def played() -> Match:
    """A whole battle of the computer against itself."""
    match = Match(eventful(), 5)
    play(match, (CompiledPlayer("greedy", 5), CompiledPlayer("greedy", 5)))
    return match


# the rules -----------------------------------------------------------------------------------------------------------


def so(match: Match, state: State, condition: Any) -> bool:
    """[4.9] Whether a condition of a file holds, from the rulebook's words."""
    file, names = match.scenario.file, match.names
    value = condition.model_dump()
    if "unit" in value:
        row = state.units[names.units.index(value["unit"])]
        status, there = int(row[columns.STATUS]), int(row[columns.STATUS]) == columns.PRESENT
        if "gone" in value:
            return status == columns.ELIMINATED
        if "people_below" in value:
            weak = int(row[columns.PEOPLE]) < value["people_below"]
            return weak and (there or status == columns.ELIMINATED)
        return there and columns.SUPPLY_STATES[int(row[columns.SUPPLY])] == "out"
    if "formation" in value:
        f = [formation.id for formation in file.formations].index(value["formation"])
        own = match.fixed.roster.units[:, columns.FORMATION] == f
        rows = state.units[own & (state.units[:, columns.STATUS] == columns.PRESENT)]
        return len(rows) > 0 and bool((rows[:, columns.POCKETED] > 0).all())
    if "side" not in value:
        key, event = next(iter(value.items()))
        day = int(state.clock[columns.HAPPENED + [e.id for e in file.events].index(event)])
        return (day > 0) == (key == "fired")
    s = SIDES.index(value["side"])
    for key in ("holds", "lacks"):
        if key in value:
            number = next(place.hex for place in file.places if place.id == value[key])
            holds = int(state.hexes[match.scenario.grid.parse(number), columns.OWNER]) == s
            return holds == (key == "holds")
    row = [int(x) for x in state.sides[s]]
    lost = sum(row[columns.LOST_ATTACKING : columns.LAST_CAUSE + 1])
    if "lost_people" in value:
        return lost >= value["lost_people"]
    if "will_below" in value:
        return row[columns.WILL] < value["will_below"]
    return points(match, row, lost, int(state.clock[columns.TURN]) - 1) > 10 * value["points_above"]


def points(match: Match, row: list[int], lost: int, dusks: int) -> int:
    """[14.1] A side's points after so many dusks, in tenths."""
    weights = match.scenario.file.victory.weights
    counted = min(max(dusks, 1), 3)
    standing = sum(row[:3]) + weights.ground * sum(row[3:6])
    will = row[columns.WILL] - match.scenario.rules.file.claims.will_start
    small = row[columns.PINNED] * weights.pinned + row[columns.INFLICTED] * weights.inflicted
    small += will * weights.will - lost * weights.lost
    return standing // counted + small // 100 + row[columns.POLITICAL] + row[columns.AWARDED]


def disturbed(state: State, dice: random.Random) -> State:
    """A state in which everything that conditions ask of may be otherwise."""
    state = copy(state)
    for row in state.units:
        if dice.random() < 0.5:
            row[columns.STATUS] = dice.choice((0, 1, 1, 1, 2, 4))
            row[columns.PEOPLE], row[columns.SUPPLY] = dice.randint(0, 400), dice.randint(0, 3)
        row[columns.POCKETED] = dice.choice((0, 0, 1)) if dice.random() < 0.3 else row[columns.POCKETED]
    if dice.random() < 0.3:
        state.units[:, columns.POCKETED] = dice.randint(0, 1)
    state.hexes[:, columns.OWNER] = [dice.choice((int(owner), -1, 0, 1)) for owner in state.hexes[:, columns.OWNER]]
    for s in range(2):
        state.sides[s, : columns.WILL] = [dice.randint(0, 40) for _ in range(columns.WILL)]
        state.sides[s, columns.WILL], state.sides[s, columns.AWARDED] = dice.randint(0, 100), dice.randint(-50, 50)
    events = len(state.clock) - columns.HAPPENED
    state.clock[columns.HAPPENED :] = [dice.choice((0, 3)) for _ in range(events)]
    state.clock[columns.TURN] = dice.randint(1, 9)
    return state


def test_conditions_are_found_as_the_rulebook_says(played: Match):
    """[4.9] Every condition of every event on random states, by the kernel and by the words."""
    rng, found = random.Random(3), set()
    asked = [(i, condition) for i, event in enumerate(played.scenario.file.events) for condition in event.if_]
    for _ in range(60):
        state = disturbed(played.snapshots[rng.randrange(len(played.snapshots))][1], rng)
        for row, (_, condition) in zip(played.fixed.roster.conditions, asked, strict=True):
            expected = so(played, state, condition)
            assert bool(dawn.is_so(played.fixed, state, row)) == expected, condition
            found.add((type(condition).__name__, expected))
    assert len(found) == 2 * len(tables.CONDITIONS), "each kind held and did not"


# matches -------------------------------------------------------------------------------------------------------------


def test_a_battle_with_events_goes_as_the_compiled_duel(played: Match):
    """Order by order through the one door, or whole in one call."""
    results = np.zeros((1, duel.RESULT_COLUMNS), dtype=np.int64)
    table = Table(played.scenario, field.fix(played.scenario.ground, played.scenario.rules, played.scenario.roster))
    table.play((duel.GREEDY, duel.GREEDY), np.array([5], dtype=np.int64), results)
    assert f"{int(results[0, duel.R_DIGEST]) % 2**64:016x}" == played.digest
    assert len(happened(played.state)) > 3


def test_uncompiled_it_is_the_same_battle():
    """Plain Python finds the same conditions and throws the same chances."""
    words = (
        "from eventful import eventful; from game.match import Match; from game.ai.players import CompiledPlayer, play;"
        "match = Match(eventful(2), 5); play(match, (CompiledPlayer('greedy', 5), CompiledPlayer('greedy', 5)));"
        "print(match.digest)"
    )
    path = f"{ROOT}{os.pathsep}{ROOT / 'tests'}"
    found = set()
    for compiled in "01":
        environment = {**os.environ, "PYTHONPATH": path, "GAME_JIT": compiled}
        told = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, env=environment)
        assert told.returncode == 0, told.stderr
        found.add(told.stdout)
    assert len(found) == 1


def test_its_record_verifies(played: Match, tmp_path: Path):
    """Every dusk has the digest of the one that was played, events among the fields."""
    write_record(tmp_path / "match.jsonl", played, {"ua": "greedy", "ru": "greedy"})
    record = read_record(tmp_path / "match.jsonl")
    assert record.document.errors == []
    again, difference = replay(record)
    assert difference is None
    assert equal(again.state, played.state)


def test_what_happened_at_dawn_cannot_be_taken_back():
    """[4.7] With the half-turn that led to it; orders after it can."""
    match = Match(eventful(), 5)
    for _ in range(2):
        match.apply(END_TURN)
    assert happened(match.state)[0] == (0, 1)
    assert match.why_not_undo() == "undo.news"
    assert match.undo() is None


def test_random_players_play_with_events():
    """Whatever is ordered, nothing breaks, and the books of withdrawn units stay empty."""
    run = simulate(eventful(), 10, 3, ("random", "greedy"))
    assert (run.results[:, duel.R_TURNS] > 0).all()


def test_everything_that_happens_is_told_in_both_languages(played: Match):
    """A sentence for each, with names and no place left open."""
    for language in LANGUAGES:
        teller = Chronicle(played.scenario, language)
        told = [teller.sentence(event) for event in played.opening]
        told += [teller.sentence(event) for step in played.steps for event in step.events]
        assert not [words for words in told if "{" in words or "?" in words]
        assert any(getattr(played.scenario.file.events[0].name, language) in words for words in told)


# belief --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("side", [0, 1], ids=SIDES)
def test_a_side_cannot_tell_apart_what_it_is_not_told(side: int):
    """[4.12] States that differ in events told to others only, and in all that is hidden, look the same."""
    pairs = Pairs(eventful(), 4)
    for _ in range(8):
        play_half_turn(pairs.match, CompiledPlayer("greedy", 4))
        if pairs.match.outcome is not None:
            break
        state = pairs.disturbed(side)
        untold = [i for i, event in enumerate(eventful().file.events) if event.told not in ("both", SIDES[side])]
        state.clock[[columns.HAPPENED + i for i in untold]] = [pairs.dice.randint(0, 9) for _ in untold]
        view, other = pairs.pair(side, state)
        assert equal(view.believed, other.believed)
        assert view.scenario.file.events == other.scenario.file.events == []


# what comes of them --------------------------------------------------------------------------------------------------


def test_a_dry_run_tells_when_events_happen_and_what_hinders_them():
    """Shares, days, and the condition that fails most often."""
    courses = {course.event: course for course in list(dry_run(eventful(), 6, 2))[-1]}
    assert courses["dry"].days[0] == 6
    assert courses["dry"].share == 1
    assert courses["dry"].hindered_by is None
    assert 0 < courses["call"].share <= 1
    assert sum(courses["call"].days) == round(6 * courses["call"].share)
    assert courses["call"].unlucky > 0
    assert courses["answer"].hindered_by == 0, "the call comes first"
    assert courses["ring"].days == (0,) * 6
    assert courses["ring"].missed[0] >= 6


def test_a_dry_run_ends_when_it_is_told():
    """In the middle of a game."""
    asked = iter([False, False, True])
    assert list(dry_run(eventful(), 6, 2, lambda: next(asked))) == []


def test_history_is_held_against_a_match(played: Match):
    """Figures over their spans, holders at their dusks; nothing of days that never came."""
    ground, lost, town, late, line = compare_match(played)
    assert ground.figure is not None
    assert ground.fits == (-4 <= ground.figure <= 7)
    assert lost.fits is False
    assert lost.figure is not None
    assert lost.figure <= int(played.state.sides[0, columns.LOST_ATTACKING : columns.LAST_CAUSE + 1].sum())
    assert town.holder in (0, 1, -1)
    assert (late.fits, late.holder) == (None, None)
    assert line.alike is not None
    assert line.fits == (line.alike[0] > line.alike[1])
    owners = dusks_of(played)[4][1].hexes[:, columns.OWNER].reshape(15, 20)
    assert line.alike == ((owners[:6] == 0).sum() + (owners[9:] == 1).sum(), 12 * 20)


def test_a_batch_counts_what_was_fought_for():
    """Every assault of every game is in the heat, whoever made it and with however many workers."""
    runs = [simulate(eventful(), 25, 3, ("greedy", "greedy"), workers) for workers in (1, 2)]
    assert np.array_equal(runs[0].heat, runs[1].heat)
    made = runs[0].results[:, [duel.R_ASSAULTS_UA, duel.R_ASSAULTS_RU]].sum()
    assert runs[0].heat[:, duel.HEAT_ASSAULTS].sum() == made > 0
    assert runs[0].heat[:, duel.HEAT_TAKEN].sum() > 0


def test_a_sketch_keeps_the_events_that_fit():
    """While somebody writes: what names a unit that is not there yet is left out, with the events that wait for it."""
    text = eventful().text.replace("{brings: n-10}", "{brings: n-99}")
    scenario = sketch(parse("eventful.yaml", text), "eventful")
    assert scenario is not None
    kept = [event.id for event in scenario.file.events]
    assert kept == [event.id for event in eventful().file.events if event.id not in ("call", "answer")]
    assert len(scenario.roster.events) == len(kept)
