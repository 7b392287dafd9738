"""What is told when a match is over: figures that add up, a page that needs nothing else, the result as JSON."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pygame
import pytest
from records import write_record
from shell import Run, runner
from window import FIELD, Player, prepared, scenario_of

from game.ai.players import load_player
from game.ai.players import play_half_turn as play
from game.match import Match
from game.record import read_record, replay
from game.state import CLAIMS_MADE, DRONES_LOST, LOSS_CAUSES, OF_SIDE, ROUNDS_FIRED, STATUS, UNITS_LOST
from game.tally import charts_of, dusks_of, losses_of, lost_units
from game.terminal import text_map
from game.texts import LANGUAGES, say
from game.ui import start
from game.ui.history import report
from game.ui.screens import charts
from game.ui.screens.outcome import Result, account
from game.view import lost

VOID = {"meta", "img", "br", "rect", "path"}


@pytest.fixture(scope="module")
def match() -> Match:
    """A battle that the computer has played to its end."""
    player, match = load_player("greedy", 2), Match(scenario_of(FIELD), 2)
    while match.outcome is None:
        play(match, player)
    return match


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder, empty at first."""
    yield from prepared(tmp_path, monkeypatch)


class Checker(HTMLParser):
    """Reads a page, and finds what it asks of others."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.links: list[str] = []
        self.count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Every element that is opened is closed in its order."""
        self.count += tag == "img"
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "action", "srcset")]
        if tag not in VOID and not (self.get_starttag_text() or "").endswith("/>"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """See above."""
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Words."""
        self.words.append(data)


# figures -------------------------------------------------------------------------------------------------------------


def test_the_days_of_a_chart_add_up_to_its_account(match: Match) -> None:
    found = {chart.key: chart for chart in charts_of(match)}
    days = len(dusks_of(match)) - 1
    assert days == match.turn
    assert all(len(chart.days) == days for chart in found.values())
    for s in (0, 1):
        by_cause = sum(value or 0 for cause in LOSS_CAUSES for value in (pair[s] for pair in found[cause].days))
        assert by_cause == lost(match.state, s) == sum(losses_of(match)[("ua", "ru")[s]].values())
        for key, column in (
            ("rounds", ROUNDS_FIRED), ("units", UNITS_LOST), ("drones", DRONES_LOST), ("claims_made", CLAIMS_MADE),
        ):  # fmt: skip
            assert sum(pair[s] or 0 for pair in found[key].days) == match.state.sides[s, column]
    assert len(lost_units(match)) == match.state.sides[:, UNITS_LOST].sum()
    assert match.outcome is not None
    ua, ru = found["points"].days[-1]
    assert round(10 * ((ua or 0) - (ru or 0))) == match.outcome.margin


def test_drones_and_claims_stand_in_the_account(match: Match) -> None:
    rows = {key: figures for key, *figures in account(match)}
    assert rows["drones"] == [str(int(match.state.sides[s, DRONES_LOST])) for s in (0, 1)]
    assert [figure.split(" / ")[0] for figure in rows["claims"]] == [
        str(int(match.state.sides[s, CLAIMS_MADE])) for s in (0, 1)
    ]


# the page ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_and_needs_nothing_from_elsewhere(match: Match, language: str) -> None:
    text = report.page(match, language, [(0, b"first"), (match.turn, b"last")])
    found = Checker()
    found.feed(text)
    assert found.open == []
    assert found.count == 2
    assert all(link.startswith("data:image/jpeg;base64,") for link in found.links)
    assert not re.search(r"https?://|<script|url\((?!#)|@import", text)
    words = " ".join(found.words)
    assert match.outcome is not None
    result = say(language, f"outcome.{('ua', 'ru', 'draw')[match.outcome.winner]}")
    assert words.index(result) < words.index(say(language, "ui.page.maps"))
    for row in lost_units(match):
        assert say(language, f"ui.page.cause_{row.cause}") in words
    for key in ("front", "events", "units", "claims", "sources"):
        assert say(language, f"ui.page.{key}") in words


def test_a_page_of_a_long_battle_stays_small(match: Match) -> None:
    assert len(report.page(match, "uk", [])) + 4 / 3 * report.MOST_BYTES < 2_000_000


# on the command line -------------------------------------------------------------------------------------------------


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs commands without a display."""
    return runner(capsys, monkeypatch)


def test_replay_tells_result_losses_and_luck_only_when_all_is_over(run: Run, match: Match, tmp_path: Path) -> None:
    whole, half = tmp_path / "whole.jsonl", tmp_path / "half.jsonl"
    write_record(whole, match, {"ua": "human", "ru": "greedy"})
    lines = whole.read_text(encoding="utf-8").splitlines(keepends=True)
    half.write_text("".join(lines[: len(lines) // 2]), encoding="utf-8")
    code, told, _ = run("replay", whole, "--json")
    report = json.loads(told)
    assert code == 0
    assert match.outcome is not None
    assert report["outcome"]["margin"] == match.outcome.margin / 10
    assert [sum(report["losses"][side].values()) for side in ("ua", "ru")] == [lost(match.state, s) for s in (0, 1)]
    assert set(report["luck"]) == {"ua", "ru"}
    report = json.loads(run("replay", half, "--json")[1])
    assert (report["outcome"], report["losses"], report["luck"]) == (None, None, None)


def test_a_record_that_is_not_over_has_no_report_and_tells_only_what_its_player_saw(
    run: Run, match: Match, tmp_path: Path
) -> None:
    whole, half = tmp_path / "whole.jsonl", tmp_path / "half.jsonl"
    write_record(whole, match, {"ua": "human", "ru": "greedy"})
    lines = whole.read_text(encoding="utf-8").splitlines(keepends=True)
    half.write_text("".join(lines[: len(lines) // 2]), encoding="utf-8")
    code, _, errors = run("replay", half, "--report", tmp_path / "report.html")
    assert code == 2
    assert "not over" in errors
    again, _ = replay(read_record(half))
    told = run("replay", half)[1]
    unseen = next(u for u, row in enumerate(again.view(0).believed.units) if row[STATUS] != again.state.units[u][STATUS])
    assert again.scenario.roster.units[unseen, OF_SIDE] == 1
    assert text_map(again, again.view(0).believed) in told
    assert text_map(again) not in told


# in the window -------------------------------------------------------------------------------------------------------


def test_charts_and_report_are_reached_from_the_result(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "pictures_of", lambda *_: [(0, b"picture")])
    player = Player((1024, 600), "uk")
    battle = player.begin(scenario_of(FIELD), ai="greedy", seed=2)
    while battle.match.outcome is None:
        player.end_turn()
    player.wait(lambda: isinstance(player.app.screen, Result))
    player.frame()
    player.press(pygame.K_g)
    screen = player.app.screen
    assert isinstance(screen, charts.Charts)
    player.frame()
    player.press(pygame.K_END)
    assert screen.scroll.at == screen.scroll.most > 0
    player.press(pygame.K_ESCAPE)
    player.press(pygame.K_s)
    player.wait(lambda: isinstance(player.app.screen, report.Told))
    player.frame()
    files = list((data / "reports").glob("*.html"))
    assert len(files) == 1
    assert files[0].name in player.app.screen.words  # type: ignore[attr-defined]
    assert files[0].read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    player.press(pygame.K_RETURN)
    assert isinstance(player.app.screen, Result)


def test_a_disk_that_refuses_is_told(data: Path, monkeypatch: pytest.MonkeyPatch, match: Match) -> None:
    monkeypatch.setattr(report, "pictures_of", lambda *_: [])
    (data / "reports").write_text("a file where the folder should be")
    player = Player()
    player.app.push(start.title(player.app))
    player.app.push(report.saving(player.app, match))
    player.wait(lambda: isinstance(player.app.screen, report.Told))
    assert "could not be written" in player.app.screen.words  # type: ignore[attr-defined]
