"""What the window shows: nothing that is hidden, no text that spills, and the pictures it showed before.

`PYTHONPATH=. python tests/test_window_pictures.py` paints the golden thumbnails anew; look at them before keeping them.
"""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import functools
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest
from window import FIELD, PLAYERS, BarePainter, Gallery, Player, attack_ready, hex_of, kept, prepared, scenario_of

from game.ai.players import load_player
from game.match import Match
from game.scenario.load import Scenario
from game.state import FATIGUE, HEX, OF_SIDE, PEOPLE, PRESENT, ROLE, ROUNDS, RUBBLE, SOURCE, STATUS, TRENCH, copy
from game.texts import LANGUAGES, keys
from game.ui import folder, shots, start
from game.ui.orders.planner import Planning
from game.ui.paint import map as painted
from game.ui.paint.map import MapPainter
from game.ui.screens import title as title_screen
from game.ui.screens.curtain import Curtain
from game.ui.sheet import Sheet
from game.ui.table.battle import Battle
from game.ui.table.opening import opening_camera

GOLDEN = Path(__file__).parent / "golden"
SIZES = ((1024, 600), (1600, 900))
THUMBNAIL = 256, 150
TOLERANCE = 3.0
"""Mean difference of a colour, of 255: fonts and roundings differ a little between machines."""


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder, empty at first."""
    yield from prepared(tmp_path, monkeypatch)


@pytest.fixture
def field() -> Scenario:
    return scenario_of(FIELD)


@pytest.fixture
def ground(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ground is painted after all."""
    monkeypatch.setattr(painted, "MapPainter", functools.partial(kept, MapPainter))


# honesty -------------------------------------------------------------------------------------------------------------


def frames_of(match: Match) -> list[bytes]:
    """What Ukraine's window shows of a match: at rest, over every hex of a column, with a unit selected."""
    player = Player((1024, 600))
    painter = kept(BarePainter, match.scenario)
    believed = match.view(0).believed
    camera = opening_camera(match.scenario, believed, player.app.size)
    keeper = start.Keeper(folder.new_record("honest"), match, {"ua": "human", "ru": "passive"}, False)
    passive = {1: load_player("passive")}
    player.app.push(Battle(player.app, start.Game(match, passive, keeper, painter, camera)))
    player.pass_time(2)
    frames = [player.frame()]
    battle = player.battle
    for u in np.flatnonzero(match.state.units[:, HEX] >= 0):
        player.point(player.at(int(match.scenario.start.units[u, HEX])))
        frames.append(player.frame())
    for unit in battle.situation.own[:3]:
        battle.select(unit)
        frames.append(player.frame())
    return frames


def test_frames_tell_nothing_that_is_hidden(field: Scenario) -> None:
    plain, other = Match(field, 1), Match(field, 1)
    view, facts = plain.view(0), field.roster.units
    rows = view.believed.units
    hidden = [
        u for u in range(len(rows)) if facts[u, OF_SIDE] == 1 and facts[u, ROLE] != SOURCE and rows[u, STATUS] != PRESENT
    ]
    assert len(hidden) >= 2
    state = copy(other.state)
    first, last = hidden[0], hidden[-1]
    state.units[[first, last], HEX] = state.units[[last, first], HEX]
    state.units[hidden, PEOPLE] -= 50
    state.units[hidden, FATIGUE] = 77
    state.units[hidden, ROUNDS] += 5
    state.hexes[hex_of(field, "0013"), [TRENCH, RUBBLE]] = 3
    other.state = state
    other._forget_views()
    assert other.digest != plain.digest
    assert frames_of(plain) == frames_of(other)


def test_pictures_of_a_side_show_less_than_the_truth(field: Scenario, tmp_path: Path) -> None:
    match = Match(field, 1)
    files = {view: tmp_path / f"{view}.png" for view in ("ua", "ru", "all")}
    for view, path in files.items():
        shots.save_map(match, view, 12, path)
    assert len({path.read_bytes() for path in files.values()}) == 3
    with pytest.raises(FileNotFoundError):
        shots.save_map(match, "ua", 12, tmp_path / "none" / "x.png")


# words ---------------------------------------------------------------------------------------------------------------


def test_every_text_that_the_window_asks_for_is_there() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in Path(start.__file__).parent.rglob("*.py"))
    asked = set(re.findall(r'\bsay\("([a-z_.0-9]+)"', source))
    assert len(asked) > 60
    for language in LANGUAGES:
        missing = [key for key in asked if f"ui.{key}" not in keys(language)]
        assert not missing


class Spill:
    """Watches the texts that are written, where, and how far they may reach."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.written: list[tuple[str, pygame.Rect, pygame.Rect]] = []
        write = Sheet.text

        def text(sheet: Sheet, words: str, *place: Any, **how: Any) -> pygame.Rect:
            rect = write(sheet, words, *place, **how)
            self.written.append((words, rect, sheet.surface.get_clip()))
            return rect

        monkeypatch.setattr(Sheet, "text", text)

    def look(self, player: Player, walls: tuple[int, ...] = ()) -> None:
        """Draw, and see that no text leaves the window or its part of it, and none lies on another in the panel."""
        self.written.clear()
        player.frame()
        assert self.written
        window = pygame.Rect((0, 0), player.app.size)
        for words, rect, clip in self.written:
            assert clip.left <= rect.left + 1, words
            assert rect.right - 1 <= clip.right, words
            assert window.contains(rect) or not clip.contains(rect), words
            for wall in walls:
                assert rect.y < 48 or not rect.left < wall < rect.right, words
        shown = [(words, rect.clip(clip).inflate(0, -8)) for words, rect, clip in self.written]
        boxes = [(words, rect) for words, rect in shown if rect.height > 2 and (not walls or rect.left >= walls[0])]
        for (one, a), (two, b) in combinations(boxes, 2):
            assert not a.colliderect(b), (one, two)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_spills(size: tuple[int, int], language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    spill, player = Spill(monkeypatch), Player(size, language)
    player.app.push(start.title(player.app))
    spill.look(player)
    player.leave()
    battle = player.begin(scenario_of("flanks_of_may"))
    wall = (battle.areas()[0].right,)
    spill.look(player, wall)
    battle.note = None
    for unit in (battle.situation.own[0], battle.situation.batteries()[0], battle.situation.own[-1]):
        battle.select(unit)
        h = int(battle.view.believed.units[unit, HEX])
        battle.go_to(h)
        player.point(player.at(h))
        spill.look(player, wall)
    unit, target = next(
        (u, n)
        for u in battle.situation.own
        for n in battle.match.scenario.grid.ring(int(battle.view.believed.units[u, HEX]), 1)
        if len(battle.view.attackers(n)) > 1 and u in battle.view.attackers(n)
    )
    battle.select(unit)
    battle.plan(target, unit)
    assert isinstance(battle.mode, Planning)
    battle.mode.everybody()
    spill.look(player, (battle.areas()[0].right,))
    battle.select(unit)
    for show in (battle.help, battle.menu):
        show()
        spill.look(player, (0,)) if show == battle.menu else player.frame()
        player.app.pop()


# golden pictures -----------------------------------------------------------------------------------------------------


def golden_frames() -> Iterator[tuple[str, pygame.Surface]]:
    """Screens of a battle on the field made small."""
    player = Player((1024, 600))
    player.app.push(start.title(player.app))
    yield "title", _small(player)
    player.leave()
    battle = player.begin(scenario_of(FIELD))
    player.settle()
    battle.note = None
    yield "battle", _small(player)
    player.click(player.at("0306"))
    player.point(player.at("0504"))
    yield "selected", _small(player)
    player.press(pygame.K_ESCAPE)
    attack_ready(player)
    battle.note = None
    player.click(player.at("0307"))
    player.click(player.at("0308"))
    player.point((500, 20))
    player.settle()
    yield "planner", _small(player)
    player.press(pygame.K_F1)
    yield "help", _small(player)
    player.app.pop()
    player.app.push(Curtain(player.app, battle, 1))
    yield "curtain", _small(player)


def _small(player: Player) -> pygame.Surface:
    player.frame()
    return pygame.transform.smoothscale(player.surface, THUMBNAIL)


def test_screens_look_as_they_did(ground: None) -> None:
    for name, surface in golden_frames():
        golden = pygame.image.load(str(GOLDEN / f"window_{name}.png"))
        now, then = (pygame.surfarray.array3d(s).astype(float) for s in (surface, golden))
        difference = float(np.abs(now - then).mean())
        assert difference < TOLERANCE, (name, difference)


def paint_golden() -> None:
    """Paint the golden thumbnails anew."""
    import tempfile

    with tempfile.TemporaryDirectory() as place:
        folder.data_folder = lambda: Path(place)  # type: ignore[assignment]
        title_screen.Gallery = Gallery  # type: ignore[assignment,misc]
        for name, surface in golden_frames():
            pygame.image.save(surface, str(GOLDEN / f"window_{name}.png"))
        PLAYERS.pop().leave()


if __name__ == "__main__":
    paint_golden()
