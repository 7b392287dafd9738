"""Hindcast: what was among what many games came to: scores worked out by hand, figures as a match has them, the page."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from eventful import EVENTS, eventful
from shell import Run, runner

from game.ai.players import CompiledPlayer, play
from game.documents import parse
from game.hindsight import compare_match
from game.lab.report.hindcast import page
from game.lab.report.hindcast_told import as_json, as_text
from game.lab.runs.going import carry_out, threads
from game.lab.runs.plan import Plan, arm_of
from game.lab.runs.store import Store
from game.lab.studies.hindcast import EDGE, INSIDE, OUTSIDE, Hindcast, hindcast, score_figure, score_front, ua_shares
from game.lab.studies.scores import brier, brier_of_base_rate, crps, percentile
from game.lab.table import seeds_of
from game.match import Match
from game.scenario.load import FOLDER, Scenario, build
from game.scenario.schema import MEASURES, Figure, Front
from game.texts import LANGUAGES

GAMES = 12
MANY = "".join(
    f"  - {{id: f-{i}-{first}, from: {first}, day: {last}, measure: {measure}, value: 1, source: x, confidence: high}}\n"
    for i, measure in enumerate(MEASURES)
    for first, last in ((1, 6), (3, 5))
)
"""Every measure over the whole battle and over a part of it."""


def battle() -> Scenario:
    """The made-up battle with a figure of every kind, who held a place, a memory and a front."""
    text = eventful().text.replace("\nhistory:\n", f"\nhistory:\n{MANY}", 1)
    text = text.replace('side: ua, source: "made up"', 'side: ua, source: "from memory"', 1)
    document = parse("battle.yaml", text)
    scenario = build(document, "battle")
    assert scenario is not None, "\n".join(problem.render() for problem in document.errors)
    return scenario


@pytest.fixture(scope="module")
def found() -> Hindcast:
    """A dozen games of it."""
    plan = Plan("hindcast", (arm_of(battle()),), ("greedy", "greedy"), 5, GAMES, swapped=False)
    with Store.for_plan(plan) as store:
        carry_out(plan, store, threads(1))
        return hindcast(store)


class Reader(HTMLParser):
    """Reads a page: what is left open, its words, what it asks of others."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens an element."""
        self.handle_startendtag(tag, attrs)
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element without anything in it."""
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "action", "srcset")]

    def handle_endtag(self, tag: str) -> None:
        """Elements are closed in their order."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Words, but not those of a style."""
        if self.open and self.open[-1] != "style":
            self.words.append(data)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in this process."""
    return runner(capsys, monkeypatch)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The battle on disk."""
    path = tmp_path / "battle.yaml"
    path.write_text(battle().text, encoding="utf-8")
    return path


# scores --------------------------------------------------------------------------------------------------------------


def test_a_percentile_counts_what_is_equal_half():
    games = np.array([1.0, 2.0, 2.0, 5.0])
    assert [percentile(games, v) for v in (0, 1, 2, 3, 9)] == [0, 12.5, 50, 75, 100]


def test_the_crps_is_what_it_is_by_hand():
    """|x - y| in the mean, less half the mean distance of two games."""
    assert crps(np.array([0.0, 1.0, 2.0]), 0.0) == pytest.approx(1 - (1 + 2 + 1) / 3 / 2)
    assert crps(np.array([3.0, 3.0, 3.0]), 5.0) == 2
    assert crps(np.array([7.0]), 5.0) == 2


def test_the_crps_of_a_normal_spread_is_that_of_the_formula():
    """At its middle 2 phi(0) - 1 / sqrt(pi) times its deviation (Gneiting and Raftery 2007)."""
    spread = np.array([NormalDist(10, 3).inv_cdf((i + 0.5) / 4000) for i in range(4000)])
    normal = NormalDist()
    for y in (10.0, 13.0, 4.0):
        z = (y - 10) / 3
        right = 3 * (z * (2 * normal.cdf(z) - 1) + 2 * normal.pdf(z) - np.pi**-0.5)
        assert crps(spread, y) == pytest.approx(right, abs=0.005)


def test_the_crps_does_not_reward_a_run_for_its_length():
    dice = np.random.default_rng(1)
    short, long = (np.mean([crps(dice.normal(size=n), 0.5) for _ in range(3000)]) for n in (3, 30))
    assert short == pytest.approx(long, abs=0.03)


def test_brier_scores_are_those_by_hand():
    assert brier(np.array([1.0, 0.5, 0.0])) == pytest.approx(1.25 / 3)
    assert brier_of_base_rate(np.array([1.0, 1.0, 1.0, 0.0])) == pytest.approx(0.75 * 0.25)
    assert (brier(np.zeros(0)), brier_of_base_rate(np.zeros(0))) == (0, 0)


# places --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "low", "high", "place"),
    [(50, 50, 50, INSIDE), (10, None, None, INSIDE), (95, 80, 99, EDGE), (5, 1, 9, OUTSIDE), (200, None, None, OUTSIDE),
     (200, 20, 300, EDGE)],
)  # fmt: skip
def test_where_history_lies_follows_from_its_bounds(
    value: float, low: float | None, high: float | None, place: str
) -> None:
    fact = Figure(id="x", day=1, measure="ua_rounds", value=value, low=low, high=high)
    score = score_figure(fact, np.arange(101, dtype=np.float64))
    assert score.place == place
    assert score.ranks[0] <= score.ranks[1] <= score.ranks[2]
    assert score.off == abs(50 - value)


def test_a_hex_that_is_nobodys_counts_half():
    """Of ten games Ukraine had it in four, Russia in two, nobody in four."""
    assert ua_shares(np.array([[4], [2]]), 10).tolist() == [0.6]


def test_a_front_is_scored_where_it_is_known_and_where_it_was_fought_for():
    """Four hexes: one held, one lost, one unknown, one that only the games fought for; then one that is nobody's."""
    start, shares = np.array([0, 0, 1, 1, -1]), np.array([1.0, 0.4, 0.5, 0.1, 0.3])
    score = score_front(Front(id="x", day=1, rows=["u r . r r"]), shares, start)
    assert score.contested.tolist() == [0, 1, 0, 1, 1]
    assert score.all.hexes == 4
    assert score.all.games == pytest.approx((0 + 0.4**2 + 0.1**2 + 0.3**2) / 4)
    assert score.all.nothing == pytest.approx((0 + 1 + 0 + 0.5**2) / 4)
    assert score.all.rate == pytest.approx(0.25 * 0.75)
    assert score.fought.games == pytest.approx((0.4**2 + 0.1**2 + 0.3**2) / 3)
    assert score.fought.nothing == pytest.approx((1 + 0 + 0.5**2) / 3)
    assert score.place == INSIDE


# games ---------------------------------------------------------------------------------------------------------------


def test_the_figures_are_those_of_a_match():
    """One game through a match and through the batch: every figure, holder and front, number for number."""
    scenario = battle()
    plan = Plan("hindcast", (arm_of(scenario),), ("greedy", "greedy"), 9, 1, swapped=False)
    with Store.for_plan(plan) as store:
        carry_out(plan, store, threads(1))
        found = hindcast(store)
    seed = int(seeds_of(9, 1)[0])
    match = Match(scenario, seed)
    play(match, (CompiledPlayer("greedy", seed), CompiledPlayer("greedy", seed)))
    compared = {item.fact.id: item for item in compare_match(match)}
    assert len(found.figures) == 2 * len(MEASURES) + EVENTS.count("measure:")
    for score in found.figures:
        assert score.median == pytest.approx(compared[score.fact.id].figure), score.fact.id
    assert {score.median for score in found.figures} > {0.0}, "something happened"
    for holder in found.holders:
        assert (holder.share == 1) == compared[holder.fact.id].fits
    (front,) = found.fronts
    alike = compared[front.fact.id].alike
    assert alike is not None
    assert front.all.games == pytest.approx(1 - alike[0] / front.all.hexes)
    assert [fact.id for fact in found.late] == ["late"]


def test_what_is_known_only_little_is_shown_and_not_counted(found: Hindcast) -> None:
    told = as_json(found)
    shown = {entry["id"]: entry for entry in [*told["figures"], *told["holders"]]}
    assert (shown["lost"]["counts"], shown["lost"]["confidence"]) == (False, "low")
    assert (shown["town"]["counts"], shown["town"]["memory"]) == (False, True)
    assert sum(told["asking"].values()) + sum(told["stayed"].values()) == len(shown) - 2
    text = " ".join(as_text(found).split())
    assert "2 more are shown but not counted" in text
    assert "from memory" in text
    assert "(outside)" in text, "in brackets: it does not count"


def test_no_two_games_weigh_more_than_one(found: Hindcast) -> None:
    """A holder's share of the games is a whole number of games."""
    assert found.games == GAMES
    assert all(float(2 * score.share * GAMES).is_integer() for score in found.holders)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_and_needs_nothing_from_elsewhere(found: Hindcast, language: str) -> None:
    text = page(found, language)
    read = Reader(text)
    assert read.open == []
    assert all(link.startswith(("data:image/png;base64,", "#")) for link in read.links)
    assert not re.search(r"https?://|<script|url\((?!#)|@import", text)
    assert len(text.encode()) < 500_000
    assert text.count("lozenge") - text.count(".lozenge") == len(found.figures)
    words = " ".join(read.words)
    assert ("Ukraine" in words, "Україна" in words) == (language == "en", language == "uk")
    assert "{" not in words


def test_the_words_below_a_strip_stay_within_it(found: Hindcast) -> None:
    """Neither what follows on the page nor its edge runs into the figures of the scale."""
    strips = re.findall(r'class="plot flat strip".*? height="(\d+)">(.*?)</p>', page(found, "en"))
    assert len(strips) == len(found.figures)
    for height, drawn in strips:
        words = re.findall(r'<text x="([\d.]+)%" y="(\d+)" text-anchor="(\w+)">', drawn)
        assert len(words) >= 2
        for x, y, anchor in words:
            assert int(y) < int(height)
            assert anchor == ("start" if float(x) < 5 else "end" if float(x) > 95 else "middle")


# the command ---------------------------------------------------------------------------------------------------------


def test_it_tells_and_writes_a_page_and_goes_on_with_its_run(file: Path, tmp_path: Path, run: Run) -> None:
    options = ("hindcast", file, "-n", 3, "--workers", 1, "--out", tmp_path / "run", "-o", tmp_path / "page.html")
    code, said, _ = run(*options)
    assert code == 0
    assert said.startswith("Mirror: history among 3 games")
    assert (tmp_path / "page.html").stat().st_size > 10_000
    code, again, _ = run(*options, "--json")
    assert (code, json.loads(again)["games"]) == (0, 3)
    code, more, _ = run("hindcast", file, "-n", 5, "--workers", 1, "--out", tmp_path / "run", "--json")
    assert (code, json.loads(more)["games"]) == (0, 5)
    code, ukrainian, _ = run("hindcast", file, "-n", 3, "--workers", 1, "--lang", "uk")
    assert (code, "Числа" in ukrainian) == (0, True)


def test_a_scenario_without_history_is_told_so(run: Run, tmp_path: Path) -> None:
    code, said, error = run("hindcast", "mirror", "-o", tmp_path / "page.html")
    assert (code, said) == (1, "")
    assert "mirror.yaml:1:1: error L671: The scenario has no history." in error
    assert "docs/format.md" in error
    late = tmp_path / "late.yaml"
    history = 'history:\n  - {id: x, day: 13, measure: ua_rounds, value: 1, source: "x", confidence: high}\n'
    late.write_text((FOLDER / "mirror.yaml").read_text(encoding="utf-8") + history, encoding="utf-8")
    code, _, error = run("hindcast", late)
    assert (code, "None of its history is of a day of the battle." in error) == (1, True)


def test_a_page_that_cannot_be_written_is_told_before_any_game(file: Path, tmp_path: Path, run: Run) -> None:
    for page_file in (tmp_path, tmp_path / "nowhere" / "page.html"):
        code, said, error = run("hindcast", file, "-n", 10_000_000, "-o", page_file)
        assert (code, said) == (1, "")
        assert "D112" in error
