"""tune: the values at which games come out as wanted, and the proof of it on fresh games."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from shell import Run, runner

from game.diagnostics import BadInput
from game.lab.effects import MEASURES
from game.lab.runs.store import Store
from game.lab.settings.asked import Setting, Settings
from game.lab.studies.tune import Target, Trial, best_of, read_targets, search, seed_of_proof
from game.scenario.load import FOLDER, load_scenario

MIRROR = load_scenario("mirror")
TARGETS = (Target(MEASURES["side"], 0.0, 0.05), Target(MEASURES["ground.p50"], 20.0, 2.0))
CHEAP = ("--ua", "passive", "--ru", "passive")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    return runner(capsys, monkeypatch)


def free(*names: str) -> list[Setting]:
    return [Setting(name, (), 0.0, 1.0, (), None) for name in names]


def battle(settings: Settings) -> list[tuple[float, float]]:
    """A battle whose side effect and ground are known: both as wanted at about (0.46, 0.64)."""
    x, y = (value for _, value in settings)
    return [(float(np.tanh(3 * (x - 0.44) - 2 * (y - 0.6))), 0.01), (40 * (x - 0.2) + 15 * y, 0.2)]


def truth(trial: Trial) -> float:
    return sum(target.miss(value) ** 2 for target, (value, _) in zip(TARGETS, battle(trial.settings), strict=True))


# the search -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_search_finds_what_was_asked_for(seed: int) -> None:
    settings = free("x", "y")
    trials = search(settings, TARGETS, 16, seed, battle)
    assert len(trials) == 16
    assert truth(best_of(settings, TARGETS, trials)) < 0.1


def test_of_few_combinations_each_is_tried_once_and_then_it_ends() -> None:
    settings = [Setting("x", (), 2.0, 4.0, (2.0, 3.0, 4.0), 0)]
    trials = search(settings, TARGETS, 20, 1, lambda s: [(s[0][1], 0.1), (s[0][1], 0.1)])
    assert sorted(trial.settings[0][1] for trial in trials) == [2, 3, 4]


def test_a_lucky_trial_between_bad_neighbours_is_not_the_best() -> None:
    """Four trials at one end came out a little off, one at the other much better than all around it."""
    seen = {0.0: 0.4, 0.05: 0.5, 0.1: 0.6, 0.15: 0.7, 0.9: 4.0, 0.94: 4.2, 0.95: 0.1, 0.96: 4.2, 1.0: 4.0}
    target = Target(MEASURES["ground.p50"], 0.0, 1.0)
    trials = [Trial((("x", x),), (value,), (1.0,), value**2) for x, value in seen.items()]
    assert min(trials, key=lambda trial: trial.loss).settings == (("x", 0.95),)
    assert best_of(free("x"), [target], trials).settings[0][1] < 0.2


def test_luck_does_not_choose_the_best() -> None:
    dice = np.random.default_rng(5)

    def noisy(settings: Settings) -> list[tuple[float, float]]:
        return [(value + dice.normal(0, target.within), target.within)
                for (value, _), target in zip(battle(settings), TARGETS, strict=True)]  # fmt: skip

    settings = free("x", "y")
    trials = search(settings, TARGETS, 30, 1, noisy)
    assert truth(best_of(settings, TARGETS, trials)) < 3


def test_the_same_seed_searches_the_same_and_no_combination_twice() -> None:
    played: list[Settings] = []

    def counted(settings: Settings) -> list[tuple[float, float]]:
        played.append(settings)
        return battle(settings)

    settings = [Setting("x", (), 0.0, 1.0, (0.0, 0.5, 1.0), None), Setting("y", (), 0, 1, (), 0)]
    first = search(settings, TARGETS, 12, 1, counted)
    assert len(played) == len(set(played)) <= 6
    assert [trial.settings for trial in search(settings, TARGETS, 12, 1, battle)] == [t.settings for t in first]
    assert search(free("x", "y"), TARGETS, 9, 1, battle) == search(free("x", "y"), TARGETS, 12, 1, battle)[:9]


# targets ----------------------------------------------------------------------------------------------------------------


def targets(*texts: str, players: tuple[str, str] = ("greedy", "greedy")) -> list[tuple[str, float, float]]:
    return [(t.measure.name, t.value, t.within) for t in read_targets(texts, [MIRROR, MIRROR], players)]


def test_targets_have_a_tolerance_of_their_own_if_none_is_named() -> None:
    found = targets("side=0", "ua_wins=0.5+-0.02", "ground.p50 = 20 ± 3", "ground.p90=90", "losses.ua=900", "turns=12")
    assert found == [
        ("side", 0, 0.1), ("ua_wins", 0.5, 0.02), ("ground.p50", 20, 3), ("ground.p90", 90, 9), ("losses.ua", 900, 90),
        ("turns", 12, 1.2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "place", "code", "words"),
    [
        ("side", 1, "L630", "MEASURE=VALUE+-TOLERANCE"),
        ("side=0+-0", 1, "L630", "This is no target."),
        ("sid=0", 1, "L641", "Did you mean 'side'?"),
        ("side=0+-5", 1, "L648", "0.15 is 15 %"),
        ("side=2", 6, "L631", "side is at most 1"),
        ("ground.p50=500", 12, "L631", "ground.p50 is at most 259.8"),
        ("turns=0", 7, "L631", "turns is at least 1 days"),
        ("turns=13", 7, "L631", "turns is at most 12 days"),
        ("losses.ua=9000", 11, "L631", "losses.ua is at most 3280 people"),
        ("skill=0.2", 1, "L644", "one player has both sides"),
    ],
)
def test_targets_that_cannot_be_reached_are_refused(text: str, place: int, code: str, words: str) -> None:
    with pytest.raises(BadInput) as bad:
        targets(text)
    assert str(bad.value).startswith(f"--target:1:{place}: error {code}: ")
    assert words in str(bad.value)


def test_targets_that_cannot_be_reached_together_are_refused() -> None:
    with pytest.raises(BadInput, match=r"ground\.p10 cannot be more than ground\.p50"):
        targets("ground.p50=5", "ground.p10=9")
    with pytest.raises(BadInput, match="side has a target already"):
        targets("side=0", "side=0.1")


# the command ------------------------------------------------------------------------------------------------------------


def tune(run: Run, *more: object, scenario: object = "mirror") -> tuple[int, Any, str]:
    asked = ("tune", scenario, *CHEAP, "--set", "victory.handicap=-20..20", "--trials", 10, "-n", 2, "--proof", 400)
    code, out, err = run(*asked, *more, "--json")
    return code, json.loads(out) if out else None, err


def test_what_is_found_is_proved_and_written_with_its_comments(run: Run, tmp_path: Path) -> None:
    code, told, err = tune(run, "--target", "side=1", "-o", tmp_path / "tuned.yaml", "--out", tmp_path / "run")
    assert (code, told["verdict"]) == (0, "reached")
    assert told["best"]["victory.handicap"] > MIRROR.file.victory.draw_below / 10
    assert told["proof"][0]["low"] >= 0.9
    assert told["games"] < 400
    assert told["proof_seed"] == seed_of_proof(1) != told["seed"]
    assert err.count("trial ") == 10
    text, plain = ((path / name).read_text(encoding="utf-8") for path, name in
                   ((tmp_path, "tuned.yaml"), (FOLDER, "mirror.yaml")))  # fmt: skip
    assert re.findall(r"#.*", text) == re.findall(r"#.*", plain)
    assert load_scenario(tmp_path / "tuned.yaml").file.victory.handicap == 10 * told["best"]["victory.handicap"]
    with Store.open(tmp_path / "run") as store:
        assert store.kept("tuning")["best"] == told["best"]
        assert store.plan.arms[0].settings == tuple(told["best"].items())
        assert store.plan.seed == told["proof_seed"]
    with Store.open(tmp_path / "run" / "trials" / "001") as store:
        assert store.plan.seed == 1


def test_a_tuning_that_was_broken_off_goes_on_as_if_it_had_not_been(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tune(run, "--target", "side=-1")
    commit, batches = Store.commit, iter(range(7))

    def broken(store: Store, batch: Any) -> None:
        if next(batches, None) is None:
            raise KeyboardInterrupt
        commit(store, batch)

    asked = ("--target", "side=-1", "--out", tmp_path / "run")
    with monkeypatch.context() as patch:
        patch.setattr(Store, "commit", broken)
        code, told, err = tune(run, *asked)
    assert (code, told) == (130, None)
    assert "To run it again: " in err
    assert len(list((tmp_path / "run" / "trials").iterdir())) >= 7
    assert tune(run, *asked)[:2] == whole[:2]
    code, told, err = tune(run, "--target", "side=0", "--out", tmp_path / "run")
    assert (code, told) == (1, None)
    assert "error L632" in err


@pytest.mark.parametrize("there", ["own.yaml", "own.rules.yaml"])
def test_what_lies_where_it_would_be_written_is_left_as_it_is(run: Run, tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_bytes((FOLDER / "mirror.yaml").read_bytes())
    asked = ("--set", "units[side=ru].people=x0.5..x1", "--target", "side=0", "-o", tmp_path / "own.yaml")
    code, _, err = run("tune", "mirror", *asked)
    assert code == 1
    assert f"{there}: error L633: There is a file already; it is left as it is." in err.replace(":1:1:", ":")
    assert (tmp_path / there).read_bytes() == (FOLDER / "mirror.yaml").read_bytes()


def test_the_exit_code_says_what_the_proof_says(run: Run) -> None:
    missed = tune(run, "--target", "side=0.5+-0.1")
    assert (missed[0], missed[1]["verdict"]) == (4, "missed")
    asked = ("tune", "mirror", "--set", "units.quality=2,3", "--trials", 2, "-n", 2, "--proof", 4, "--target", "side=0")
    code, out, _ = run(*asked)
    assert code == 3
    assert out.startswith("mirror: These games cannot say whether the target is reached, by 4 fresh games")
    assert "  units.quality=" in out


def test_rules_that_were_turned_are_written_beside_the_scenario(run: Run, tmp_path: Path) -> None:
    asked = ("tune", "mirror", *CHEAP, "--set", "combat.column_most=5,6", "--set", "victory.draw_below=3", "--trials", 2)
    code, out, _ = run(*asked, "-n", 2, "--proof", 2, "--target", "side=0", "-o", tmp_path / "tuned.yaml")
    assert code == 3
    rules = tmp_path / "tuned.rules.yaml"
    written, also, by = out.splitlines()[-3:]
    assert (written, also) == (f"Written: {tmp_path / 'tuned.yaml'}", f"Written: {rules}")
    assert by == f"The rules were turned too: play the battle by them, with --rules {rules}."
    assert load_scenario(tmp_path / "tuned.yaml").file.victory.draw_below == 30
    assert re.search(r"column_most: [56]\b", rules.read_text(encoding="utf-8"))


def test_what_was_tuned_is_the_battle_that_was_proved(run: Run, tmp_path: Path) -> None:
    """The scenario that was written, by the rules that were: its games are those of the proof."""
    asked = ("tune", "mirror", "--set", "combat.column_most=5", "--set", "units[side=ru].quality=1,2")
    places = ("--out", tmp_path / "run", "-o", tmp_path / "mirror.yaml")
    told = json.loads(run(*asked, *places, "--trials", 2, "-n", 2, "--proof", 6, "--target", "side=0", "--json")[1])
    with Store.open(tmp_path / "run") as store:
        proved = store.results(0)
    games = ("simulate", tmp_path / "mirror.yaml", "-n", len(proved), "--seed", told["proof_seed"])
    assert run(*games, "--out", tmp_path / "again", "--rules", tmp_path / "mirror.rules.yaml")[0] == 0
    with Store.open(tmp_path / "again") as store:
        assert np.array_equal(store.results(0), proved)


def test_an_undecided_proof_goes_on_with_more_games(run: Run, tmp_path: Path) -> None:
    asked = ("tune", "mirror", "--set", "units.quality=2,3", "--target", "side=0", "--trials", 2, "-n", 2)
    asked = (*asked, "--out", tmp_path, "-o", tmp_path / "tuned.yaml")
    assert run(*asked, "--proof", 4)[0] == 3
    assert "cannot say whether the target is reached, by 8 fresh games" in run(*asked, "--proof", 8)[1]
    assert len(list((tmp_path / "trials").iterdir())) == 2
    refused = run(*asked, "--proof", 8, "--trials", 3)[2]
    assert "what is asked has changed: trials." in refused


def test_a_file_that_cannot_be_written_is_told_before_a_game_is_played(run: Run, tmp_path: Path) -> None:
    code, told, err = tune(run, "--target", "side=0", "-o", tmp_path / "none" / "tuned.yaml")
    assert (code, told) == (1, None)
    assert "error D112" in err
    assert "trial" not in err
