"""sweep: versions of a battle with the same luck, and what matters most to how it ends."""

from __future__ import annotations

import csv
import json
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from shell import Run, runner

from game.ai import duel
from game.lab.effects import MEASURES
from game.lab.runs.store import Store
from game.lab.settings.asked import Setting
from game.lab.studies.designs import Design, design_of
from game.lab.studies.sensitivity import CHANGE, FIRST, MU_STAR, SIGMA, TOTAL, Weight, resampled, weights_of

CHEAP = ("--ua", "passive", "--ru", "passive")
"""Players whose games take no time."""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    return runner(capsys, monkeypatch)


def free(*names: str) -> list[Setting]:
    return [Setting(name, (), 0.0, 1.0, (), None) for name in names]


def ishigami(point: Any) -> float:
    """The function of Ishigami and Homma (1990), whose shares of variance are known."""
    x, y, z = (math.pi * (2 * share - 1) for share in point)
    return math.sin(x) + 7 * math.sin(y) ** 2 + 0.1 * z**4 * math.sin(x)


def weighed(design: Design, function: Any, luck: float = 0) -> dict[str, Weight]:
    """What matters to a function that is measured with some luck."""
    dice = np.random.default_rng(3)
    truth = np.array([function(row) for row in design.values])
    values = truth + dice.normal(0, luck, len(truth))
    lucky = values + dice.normal(0, luck, (500, len(truth)))
    return {weight.setting: weight for weight in weights_of(design, values, lucky, 10**6)}


# what matters most ------------------------------------------------------------------------------------------------------


def test_sobol_finds_the_shares_of_the_variance() -> None:
    found = weighed(design_of("sobol", free("x", "y", "z"), 512, 1), ishigami)
    truth = {"x": (0.3139, 0.5576), "y": (0.4424, 0.4424), "z": (0.0, 0.2437)}
    for name, (first, total) in truth.items():
        figures = found[name].figures
        assert figures[FIRST].value == pytest.approx(first, abs=0.08)
        assert figures[TOTAL].value == pytest.approx(total, abs=0.08)
        assert figures[FIRST].low <= first < figures[FIRST].high
        assert figures[TOTAL].low < total < figures[TOTAL].high
    assert list(found) == ["x", "y", "z"]


def test_morris_counts_steps_between_the_values_that_were_played() -> None:
    """Quality has no value between 2 and 3: each setting moves a line by ten from its least value to its greatest."""
    two, three = Setting("two", (), 2.0, 3.0, (), 0), Setting("three", (), 2.0, 4.0, (), 0)
    design = design_of("morris", [two, three, *free("any")], 20, 1)
    found = weighed(design, lambda p: 10 * (p[0] - 2) + 5 * (p[1] - 2) + 10 * p[2])
    for weight in found.values():
        for figure, value in ((MU_STAR, 10), (SIGMA, 0), (CHANGE, 10)):
            assert weight.figures[figure].value == pytest.approx(value, abs=1e-4)


def test_morris_tells_steps_that_are_the_same_everywhere_from_those_that_are_not() -> None:
    design = design_of("morris", free("line", "curve", "nothing"), 20, 1)
    found = weighed(design, lambda p: 3 * p[0] + 8 * (p[1] - 0.5) ** 2)
    assert found["line"].figures[MU_STAR].value == pytest.approx(3)
    assert found["line"].figures[SIGMA].value == pytest.approx(0, abs=1e-9)
    assert found["curve"].figures[SIGMA].value > 1
    assert found["nothing"].figures[MU_STAR].value == 0
    assert list(found)[-1] == "nothing"


def games_of(design: Design, pairs: int, seed: int) -> tuple[NDArray[np.int64], Any]:
    """Games of every version, whose margin is a known function with much luck, half of it that of a version alone."""
    points, dice = np.array(design.values), np.random.default_rng(seed)
    truth = 100 * (3 * points[:, 0] + 2 * (2 * points[:, 1] - 1) ** 2 + 1.5 * points[:, 0] * points[:, 2])
    shared = dice.normal(0, 150, (pairs, 1)) + dice.normal(0, 100, (pairs, 4)) @ points.T
    rows = np.zeros((len(points), pairs, duel.RESULT_COLUMNS), dtype=np.int64)
    rows[:, :, duel.R_MARGIN] = (truth + shared + dice.normal(0, 200, (pairs, len(points)))).T.round()
    return rows, truth


KNOWN = {
    "morris": {MU_STAR: (37.5, 80 / 3, 7.5, 0.0)},
    "sobol": {FIRST: (0.733, 0.220, 0.028, 0.0), TOTAL: (0.746, 0.223, 0.040, 0.0)},
}  # fmt: skip
"""What the settings of that function matter, were there no luck."""


def held(kind: str, runs: int) -> float:
    """In how many sweeps of a few games an interval holds the truth, on average over settings and figures."""
    found = []
    for seed in range(runs):
        design = design_of(kind, free(*"abcd"), 8 if kind == "sobol" else 10, seed)
        rows, _ = games_of(design, 20, seed)
        values = np.array([MEASURES["margin"].value(games) for games in rows])
        for weight in weights_of(design, values, resampled(MEASURES["margin"], list(rows), 1, seed), 20):
            for name, truth in KNOWN[kind].items():
                figure = weight.figures[name]
                found.append(figure.low <= truth["abcd".index(weight.setting)] <= figure.high)
    return float(np.mean(found))


@pytest.mark.parametrize("kind", ["sobol", "morris"])
def test_luck_is_taken_off_what_settings_matter_and_counted_in_their_intervals(kind: str) -> None:
    """Without that, intervals of few games held the truth in half of the sweeps, and in none for what does nothing."""
    assert held(kind, 8) >= 0.95


@pytest.mark.long
@pytest.mark.parametrize("kind", ["sobol", "morris"])
def test_luck_is_taken_off_and_counted_in_full(kind: str) -> None:
    assert held(kind, 800) >= 0.95


def test_without_luck_the_figures_are_those_of_salib() -> None:
    from SALib.analyze import morris, sobol

    settings = free("x", "y", "z")
    problem = {"num_vars": 3, "names": ["x", "y", "z"], "bounds": [[0, 1]] * 3}
    for kind, names in (("sobol", {FIRST: "S1", TOTAL: "ST"}), ("morris", {MU_STAR: "mu_star", SIGMA: "sigma"})):
        design = design_of(kind, settings, 256, 1)
        rows = np.array([ishigami(row) for row in design.values])[design.arm_of]
        if kind == "sobol":
            theirs = sobol.analyze(problem, rows, calc_second_order=False, num_resamples=2)
        else:
            theirs = morris.analyze(problem, design.shares, rows, num_resamples=2, num_levels=4)
        ours = weighed(design, ishigami)
        for i, setting in enumerate(settings):
            for name, key in names.items():
                assert ours[setting.name].figures[name].value == pytest.approx(max(0, float(theirs[key][i])), abs=0.02)


@pytest.mark.parametrize("kind", ["grid", "lhs", "sobol", "morris"])
def test_every_design_tells_the_change_from_the_least_to_the_greatest(kind: str) -> None:
    settings = [*free("up"), Setting("down", (), 2, 5, (), 0), Setting("two", (), 1, 3, (1, 3), None)]
    found = weighed(design_of(kind, settings, 8, 1), lambda p: 4 * p[0] - 2 * p[1] + p[2], luck=0.3)
    for name, change in (("up", 4), ("down", -6), ("two", 2)):
        figure = found[name].figures[CHANGE]
        assert abs(figure.value - change) < figure.high - figure.low < 2.5


def test_games_drawn_again_have_the_luck_that_versions_share() -> None:
    dice = np.random.default_rng(1)
    rows = np.zeros((2, 400, duel.RESULT_COLUMNS), dtype=np.int64)
    rows[0, :, duel.R_MARGIN] = dice.normal(0, 100, 400)
    rows[1, :, duel.R_MARGIN] = rows[0, :, duel.R_MARGIN] + 50
    for name, spread in (("margin", 0.5), ("margin.p50", 0.6)):
        lucky = resampled(MEASURES[name], list(rows), 1, 1)
        assert lucky.std(axis=0) == pytest.approx([spread, spread], rel=0.25)
        assert np.ptp(lucky[:, 1] - lucky[:, 0]) == pytest.approx(0, abs=1e-9)


def test_games_drawn_again_vary_as_means_of_games_do() -> None:
    """Of four games too, where one fewer or more would show."""
    rows = np.zeros((4, duel.RESULT_COLUMNS), dtype=np.int64)
    rows[:, duel.R_TURNS] = [3, 5, 6, 12]
    means = resampled(MEASURES["turns"], [rows], 1, 1)[:, 0]
    assert means.var() == pytest.approx(rows[:, duel.R_TURNS].var(ddof=1) / 4, rel=0.15)


def test_few_pairs_widen_the_interval_of_a_change_as_students_law_does() -> None:
    design, dice = design_of("grid", free("x"), 3, 1), np.random.default_rng(1)
    values = np.array([0.0, 1.0, 2.0])
    lucky = values + dice.normal(0, 1, (500, 3))
    many, few = (weights_of(design, values, lucky, pairs)[0].figures[CHANGE] for pairs in (10**6, 4))
    assert (few.high - few.value) / (many.high - many.value) == pytest.approx(1 + (1.96**2 + 1) / 12, rel=1e-4)


def test_a_measure_that_never_changes_has_no_weights() -> None:
    for kind in ("sobol", "morris", "grid"):
        for weight in weighed(design_of(kind, free("a", "b"), 4, 1), lambda _: 7.0).values():
            assert {round(figure.value, 9) for figure in weight.figures.values()} == {0.0}


# the command ------------------------------------------------------------------------------------------------------------


def test_a_sweep_is_a_table_of_versions_with_the_same_luck(run: Run, tmp_path: Path) -> None:
    asked = ("sweep", "mirror", "--set", "units[side=ru].people=x0.5,x1", "--set", "units.quality=2..3", "-n", 4)
    code, out, err = run(*asked, "--out", tmp_path / "run", "--json")
    assert (code, err) == (0, "units[side=ru].people x: what comes of it is rounded to whole numbers.\n")
    told = json.loads(out)
    names = [arm["name"] for arm in told["arms"]]
    assert names[0] == "as it stands"
    assert names[1] == "units[side=ru].people x0.5, units.quality=2"
    assert [list(arm["values"].values()) for arm in told["arms"]] == [[], [0.5, 2], [0.5, 3], [1, 2], [1, 3]]
    stands, _, weak, _, same = told["arms"]
    assert weak["measures"]["losses.ru"]["value"] < stands["measures"]["losses.ru"]["value"]
    assert same["measures"] == stands["measures"]
    means = [name for name in stands["measures"] if not name.endswith(".p50")]
    assert "ground.p50" in stands["measures"], "quantiles are told, but what they change by is no mean of changes"
    assert {name: change["value"] for name, change in same["change"].items()} == dict.fromkeys(means, 0)
    rows = list(csv.DictReader((tmp_path / "run" / "sweep.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["units.quality"] for row in rows] == ["", "2.0", "3.0", "2.0", "3.0"]
    assert "ground.p50_low" in rows[0]
    assert "change_ground.p50" not in rows[0]
    assert [row["surely_differs"] for row in rows] == ["0"] * 5
    assert float(rows[2]["losses.ru"]) == weak["measures"]["losses.ru"]["value"]
    with Store.open(tmp_path / "run") as store:
        assert store.kept("sensitivities") == told["sensitivities"]
        assert store.plan.arms[1].scenario.file.formations[1].units[0].people == 150
        seeds = [store.columns(["seed"], arm)["seed"].tolist() for arm in range(5)]
        assert seeds[0] == seeds[4]


def test_any_game_of_it_can_be_looked_at_by_the_rules_it_was_played_by(run: Run, tmp_path: Path) -> None:
    assert run("sweep", "mirror", "--set", "combat.column_most=5,6", "-n", 2, "--out", tmp_path)[0] == 0
    for game in range(6):
        assert run("replay", tmp_path, "--game", game, "--verify")[0] == 0


def test_the_table_and_what_matters_most_are_told_to_people(run: Run) -> None:
    code, out, _ = run("sweep", "mirror", *CHEAP, "--set", "victory.handicap=-5,0,5", "-n", 2, "--measure", "margin")
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "mirror: 4 versions, 2 games each with the same luck, seed 1, passive (ua) against passive (ru)"
    assert lines[2] == "  [1] victory.handicap"
    assert lines[4].split() == ["version", "[1]", "margin", "side,", "less", "as", "it", "stands"]
    assert [line.split()[:3] for line in lines[5:9]] == [
        ["0", ".", "0"], ["1", "-5", "-5"], ["2", "0", "0"], ["3", "5", "5"]
    ]  # fmt: skip
    assert lines[10].startswith("Each interval is of 95 % by itself. Of all 4 versions at once it is sure (95 %) that:")
    assert lines[11] == "  these favour Ukraine: none"
    assert lines[15].startswith("What matters most to margin, points")
    assert lines[16].split()[:2] == ["victory.handicap", "+10"]


def test_a_sweep_goes_on_where_it_was_and_refuses_other_questions(run: Run, tmp_path: Path) -> None:
    asked = ("sweep", "mirror", *CHEAP, "--set", "victory.handicap=-5..5", "--design", "lhs", "--points", 3)
    short = run(*asked, "-n", 2, "--out", tmp_path / "a", "--json")
    assert short[0] == 0
    longer = run(*asked, "-n", 3, "--out", tmp_path / "a", "--json")
    assert longer[:2] == run(*asked, "-n", 3, "--json")[:2]
    code, out, err = run(*asked[:-1], 4, "-n", 3, "--out", tmp_path / "a")
    assert (code, out) == (1, "")
    assert "error L602" in err


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("--set", "units.qualty=1..3"), "--set:1:7: error L621"),
        (("--set", "units.quality=1..3", "--measure", "grond"), "--measure:1:1: error L641"),
        (("--set", "units.quality=1..3", "--measure", "skill"), "--measure:1:1: error L644"),
        (("--set", "units.quality=2"), "--set:1:1: error L628"),
        (("--set", "units.quality=1..3", "--design", "sobol", "--points", "3"), "--points:1:1: error L628"),
        (("--set", "units.quality=1..3", "--design", "morris", "--points", "1"), "--points:1:1: error L628: From fewer"),
    ],
)
def test_bad_input_is_told_before_a_game_is_played(run: Run, tmp_path: Path, asked: Any, words: str) -> None:
    code, out, err = run("sweep", "mirror", *asked, "--out", tmp_path / "run")
    assert (code, out) == (1, "")
    assert err.startswith(words)
    assert not (tmp_path / "run").exists()


def test_a_library_that_is_missing_is_named_with_what_brings_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for library in ("SALib", "optuna", "pyarrow"):
        monkeypatch.setitem(sys.modules, library, None)
    code, _, err = run("sweep", "mirror", "--set", "units.quality=1..3", "--design", "morris")
    assert (code, err.split(": ", 1)[1][:12]) == (1, "error L639: ")
    code, _, err = run("tune", "mirror", "--set", "units.quality=1..3", "--target", "side=0")
    assert code == 1
    assert 'pip install -e ".[lab]"' in err
