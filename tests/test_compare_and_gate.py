"""compare and gate, as the author of a scenario uses them: on mirror, which is small."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from shell import Run, runner, shape

from game.lab import report
from game.lab.effects import MEASURES
from game.lab.runs.store import Store
from game.rulebook import STANDARD
from game.scenario.load import FOLDER

INTERVAL = {"mean": float, "low": float, "high": float}


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs commands in a folder of their own, in which my.yaml is mirror with a weaker Russia."""
    monkeypatch.chdir(tmp_path)
    edit("my.yaml", r"(id: s-[0-9]+,.*people: )300", r"\g<1>150")
    return runner(capsys, monkeypatch)


def edit(file: str, old: str, new: str) -> None:
    """Write a changed copy of mirror beside us."""
    text = (FOLDER / "mirror.yaml").read_text(encoding="utf-8")
    changed = re.sub(old, new, text)
    assert changed != text
    Path(file).write_text(changed, encoding="utf-8")


def page_of(folder: str) -> str:
    """The page about a run."""
    return report.write(Path(folder)).read_text(encoding="utf-8")


# compare --------------------------------------------------------------------------------------------------------------


def test_an_author_sees_which_side_gains_from_an_edit(run: Run):
    code, out, err = run("compare", "my.yaml", "mirror")
    assert (code, err) == (0, "")
    verdict, *rest = out.split("\n")
    assert verdict.startswith("Ukraine gains from my against mirror: +")
    assert verdict.endswith(" games.")
    assert "At most 5 % of such verdicts are wrong, however early a run stops." in rest
    games, changed = map(int, re.search(r"Of (\d+) games on the same luck (\d+) went otherwise", out).groups())
    assert 0 < changed <= games
    assert any(line.startswith("  losses.ua (people)") for line in rest)
    [folder] = Path("lab").iterdir()
    assert f"A page to look at: {folder / 'report.html'}" in rest
    assert "Ukraine" in (folder / "report.html").read_text(encoding="utf-8")
    assert f"The run is kept in {folder}: the same command goes on with it, or tells this again." in rest
    assert run("compare", "my.yaml", "mirror") == (0, out, "")
    with Store.open(folder) as store:
        assert store.kept("compare")["verdict"] == "different"


def test_a_file_in_the_place_of_its_page_is_told_before_a_game(run: Run):
    Path("kept").mkdir()
    Path("kept/report.html").write_text("mine", encoding="utf-8")
    code, out, err = run("compare", "my.yaml", "mirror", "--out", "kept")
    assert (code, out) == (1, "")
    assert "error L663: There is a file already that is no page" in err
    assert not Path("kept/run.sqlite").exists()


def test_an_edit_begins_a_run_of_its_own(run: Run):
    assert run("compare", "my.yaml", "mirror", "-n", 20, "--within", 0)[0] in (0, 3)
    edit("my.yaml", r"(id: s-[0-9]+,.*people: )300", r"\g<1>200")
    assert run("compare", "my.yaml", "mirror", "-n", 20, "--within", 0)[0] in (0, 3)
    assert len(list(Path("lab").iterdir())) == 2


def test_a_change_of_words_alone_makes_no_difference(run: Run):
    edit("words.yaml", '"1st Battalion"', '"First Battalion"')
    code, out, _ = run("compare", "words.yaml", "mirror", "--within", 0.5, "--out", "kept")
    assert code == 0
    assert out.startswith("No difference beyond 50 %: words less mirror is +0.0 % (")
    assert re.search(r"What came of \d+ games is the same in both: nothing that differs came to bear\.", out)
    assert "The run is kept in kept" in out
    assert not Path("lab").exists()


def test_too_few_games_leave_it_undecided_and_more_go_on_with_them(run: Run):
    code, out, _ = run("compare", "my.yaml", "mirror", "-n", 10, "--within", 0.01)
    assert code == 3
    assert out.startswith("Undecided after 20 games: my less mirror is ")
    assert "With -n 40 it would go on for up to 40 pairs." in out
    assert run("compare", "my.yaml", "mirror", "-n", 20, "--within", 0.01)[0] in (0, 3)
    [folder] = Path("lab").iterdir()
    with Store.open(folder) as store:
        assert store.pairs == 20


def test_players_are_compared_with_their_seats_swapped(run: Run):
    code, out, _ = run("compare", "passive", "greedy", "--on", "mirror")
    assert code == 0
    assert out.startswith("greedy is stronger than passive: skill effect +")
    assert "passive as ua: 0 won, 20 lost, 0 drawn; passive as ru: 0 won, 20 lost, 0 drawn." in out
    assert "The sides of mirror themselves: +0.0 %" in out


def test_ground_and_losses_of_a_player_are_those_of_the_side_he_had(run: Run):
    """A has Ukraine in the first game of a pair and Russia in the second."""
    differences = json.loads(run("compare", "greedy", "random", "--on", "mirror", "-n", 10, "--json")[1])["differences"]
    [folder] = Path("lab").iterdir()
    with Store.open(folder) as store:
        rows = store.results(0)
    ua, ru, ground = (MEASURES[name].observed(rows, 2) for name in ("losses.ua", "losses.ru", "ground"))
    assert differences["losses"]["a"] == pytest.approx((ua[:, 0] + ru[:, 1]).mean() / 2, abs=1e-3)
    assert differences["losses"]["b"] == pytest.approx((ru[:, 0] + ua[:, 1]).mean() / 2, abs=1e-3)
    assert differences["ground"]["a"] == pytest.approx((ground[:, 0] - ground[:, 1]).mean() / 2, abs=1e-3)


def test_rules_are_compared_on_a_scenario(run: Run):
    rules = STANDARD.read_text(encoding="utf-8")
    Path("rules.yaml").write_text(rules.replace("  flank: 1\n", "  flank: 3\n"), encoding="utf-8")
    code, out, _ = run("compare", STANDARD, "rules.yaml", "--on", "mirror", "-n", 20, "--json")
    told = json.loads(out)
    assert code == 3
    assert (told["a"], told["b"], told["on"], told["verdict"]) == ("standard", "rules", None, "undecided")
    assert told["differences"]["losses.ua"]["a"] < told["differences"]["losses.ua"]["b"]


def test_the_verdict_is_there_for_programs(run: Run):
    code, out, err = run("compare", "greedy", "random", "--on", "mirror", "--json", "--alpha", 0.01)
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert shape(told) == {
        "a": str, "b": str, "on": str, "effect_of": str, "verdict": str, "effect": INTERVAL, "within": float,
        "alpha": float, "pairs": int, "games": int, "forfeits": int, "changed": type(None),
        "seed": int, "players": list, "side": list, "differences": {
            name: {"unit": str, "a": float, "b": float, "mean": float, "low": type(None), "high": type(None)}
            for name in ("ground", "losses")
        }, "folder": str, "page": str,
    }  # fmt: skip
    assert told["games"] == 2 * told["pairs"] == 40
    assert told["alpha"] == 0.01
    page = page_of(told["folder"])
    assert "greedy plays better than random: skill effect" in page
    assert "99\xa0%: " in page
    assert "its 99\xa0% confidence sequence" in page
    assert not re.search(r"(\(|in |its )95\xa0%", page)


@pytest.mark.parametrize(
    ("what", "told"),
    [
        (("mirror", "mirror"), "error L647: mirror and mirror are the same battle: there is nothing to compare."),
        (("greedy", "greedy"), "error L647: greedy and greedy are the same player: there is nothing to compare."),
        ((STANDARD, STANDARD), "are the same rules: there is nothing to compare."),
        (("mirror", "greedy"), "error L645: mirror is a scenario and greedy is a player. Both must be of one sort."),
        (("miror", "pocket"), "error L646: There is no such scenario, rules file or player. Did you mean 'mirror'?"),
        (("gredy", "random"), "Did you mean 'greedy'?"),
        (("mine.py", "random"), "error L646: A player is named with its class. Write mine.py:NAME, NAME its class."),
        (("mirror", "zzzzzz"), "The scenarios are flanks_of_may, "),
        (("greedy", "nobody.py:Nobody"), "error P502"),
    ],
)
def test_what_cannot_be_compared_is_told_at_once(run: Run, what: tuple[object, object], told: str):
    code, out, err = run("compare", *what)
    assert (code, out) == (1, "")
    assert told in err
    assert not Path("lab").exists()


def test_what_makes_no_sense_is_wrong_usage(run: Run):
    assert run("compare", "my.yaml", "mirror", "--on", "pocket")[0] == 2
    assert run("compare", "greedy", "random", "--ua", "random")[0] == 2
    assert run("compare", "my.yaml", "mirror", "--within", "3")[0] == 2
    assert run("compare", "my.yaml", "mirror", "--alpha", "0")[0] == 2
    assert run("compare", STANDARD, "rules.yaml", "--rules", STANDARD)[0] in (1, 2)
    assert run("gate", "mirror", "--limit", "side=0..", "--out", "")[0] == 2


# gate -----------------------------------------------------------------------------------------------------------------


def test_a_battle_within_its_limits_passes(run: Run):
    code, out, err = run("gate", "mirror", "--limit", "side=-0.6..0.6", "--limit", "losses.ua=..900")
    assert (code, err) == (0, "")
    verdict, side, losses, sure, means, _ = out.split("\n")
    assert verdict.startswith("Passed: mirror is within all its limits, after ")
    assert side.split()[:3] == ["inside", "side", "-0.6..0.6"]
    assert losses.split()[:3] == ["inside", "losses.ua", "..900"]
    assert sure.startswith("These intervals hold all at once in 95 % of such runs: at most 5 % of such verdicts")
    assert means == "Of losses.ua that is so in the limit of many games; a quantile's interval is exact."
    assert list(Path().iterdir()) == [Path("my.yaml")]


def test_an_end_of_a_limit_may_have_its_sign(run: Run):
    assert run("gate", "mirror", "--limit", "side=-0.9..+0.9", "-n", 400)[0] == 0


def test_a_battle_outside_one_limit_fails(run: Run):
    asked = ("--limit", "turns=2..12", "--limit", "side = ..-0.5", "--alpha", 0.02, "--out", "kept")
    code, out, _ = run("gate", "my.yaml", *asked, "--json")
    told = json.loads(out)
    assert (code, told["verdict"], told["alpha"]) == (4, "failed", 0.02)
    assert [limit["standing"] for limit in told["limits"]] == ["inside", "outside"]
    assert [told["limits"][1][end] for end in ("lowest", "highest")] == [None, -0.5]
    page = page_of("kept")
    assert "asked for: at most −50.0\xa0%" in page
    assert "asked for: 2 to 12" in page
    assert "hold all at once in 98\xa0% of such runs" in page
    assert not re.search(r"(\(|in |its )95\xa0%", page)
    assert shape(told["limits"][0]) == {
        "measure": str, "unit": str, "lowest": float, "highest": float, "value": float, "low": float, "high": float,
        "standing": str,
    }  # fmt: skip


def test_too_few_games_leave_a_gate_undecided_and_it_goes_on(run: Run):
    asked = ("gate", "mirror", "--limit", "side=-0.2..0.2", "--out", "kept")
    assert run(*asked, "-n", 20)[0] == 3
    code, out, _ = run(*asked, "-n", 40)
    assert code == 3
    assert out.startswith("Undecided after 40 games: ")


def test_every_mistake_in_limits_is_told_at_once(run: Run):
    wrong = ("side", "sid=0..1", "turns=9..3", "side=3..4", "losses.ua=-9..-1", "turns=13..20", "skill=0..1", "turns=..")
    wrong += ("side=-15..15", "losses.ua=0..")
    code, out, err = run("gate", "mirror", *(word for text in wrong for word in ("--limit", text)))
    assert (code, out) == (1, "")
    told = [line for line in err.split("\n") if line.startswith("--limit:")]
    codes = "L640 L641 L642 L643 L643 L643 L644 L640 L648 L648".split()
    assert [line.split(": ")[:2] for line in told] == [
        [f"--limit:{i}:1", f"error {code}"] for i, code in enumerate(codes, start=1)
    ]
    assert "Did you mean 'side'?" in told[1]
    assert "side is never above 1." in told[3]
    assert "losses.ua is never below 0 people." in told[4]
    assert "side lies between -1 and 1. Effects and shares are written as shares: 0.15 is 15 %." in told[8]
    assert run("gate", "mirror")[0] == 2
