"""The map of a battle under the mouse: stacks that fan out, the small map, the picture of the whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from window import Player, kept, prepared, scenario_of

from game.ui import folder, shots
from game.ui.paint.map import MapPainter
from game.ui.paint.overlays.drawing import BACK, CROSS, DOTS, LINES, PLAIN, Drawing, Style
from game.ui.table.fan import REST_MS
from game.ui.table.minimap import Minimap


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder, empty at first."""
    yield from prepared(tmp_path, monkeypatch)


def stacked(player: Player) -> int:
    """A hex of the battle with the most counters, brought to the middle of the map."""
    stacks = player.battle.situation.stacks
    h = max(stacks, key=lambda h: len(player.battle.situation.mine(h)))
    player.battle.go_to(h)
    return h


def rest_on(player: Player, at: tuple[int, int]) -> None:
    player.point(at)
    player.pass_time(REST_MS // 16 + 3)


def places(player: Player) -> dict[int, tuple[int, int]]:
    """Where in the window the counters of the fan lie."""
    battle = player.battle
    area, _ = battle.areas()
    return {u: (area.x + rect.centerx, area.y + rect.centery) for u, rect in battle.fan.places()}


def test_a_stack_fans_out_where_the_mouse_rests_and_every_counter_can_be_clicked() -> None:
    player = Player((1280, 800))
    battle = player.begin(scenario_of("flanks_of_may"))
    h = stacked(player)
    player.point(player.at(h))
    assert not battle.fan.places()
    rest_on(player, player.at(h))
    fanned = places(player)
    assert set(fanned) == set(battle.situation.stack(h))
    assert len(fanned) > 1
    rects = [rect for _, rect in battle.fan.places()]
    assert all(rect.collidelistall(rects) == [i] for i, rect in enumerate(rects))
    for u in battle.situation.mine(h):
        player.click(fanned[u])
        assert battle.selected == u
        assert battle.fan.hex == h
        assert places(player) == fanned


def test_a_fan_closes_when_the_mouse_leaves_it() -> None:
    player = Player((1280, 800))
    battle = player.begin(scenario_of("flanks_of_may"))
    h = stacked(player)
    rest_on(player, player.at(h))
    assert battle.fan.hex == h
    alone = next(n for n in battle.match.scenario.grid.ring(h, 3) if len(battle.situation.stack(n)) < 2)
    rest_on(player, player.at(alone))
    assert battle.fan.hex is None
    assert not battle.fan.tick(16)


def test_the_small_map_shows_the_overlay() -> None:
    player = Player((1280, 800))
    battle = player.begin(scenario_of("flanks_of_may"))
    battle.minimap = Minimap(kept(MapPainter, battle.match.scenario))
    plain = battle.minimap.picture((180, 190), battle.situation)
    battle.shown.switch("supply")
    covered = battle.minimap.picture((180, 190), battle.situation, battle.shown.drawing)
    h = next(h for h in battle.shown.drawing.fills if not battle.situation.stack(h))
    x, y = (round(value) for value in battle.minimap.px(*battle.match.scenario.grid.centre(h)))
    assert covered.get_at((x, y)) != plain.get_at((x, y))


def test_the_small_map_knows_the_pattern_of_every_hex_that_an_overlay_fills() -> None:
    player = Player((1280, 800))
    battle = player.begin(scenario_of("mirror"))
    small = Minimap(kept(MapPainter, battle.match.scenario))
    patterns = (PLAIN, DOTS, LINES, CROSS, BACK)
    drawing = Drawing("claims", "", "", "", fills={h: Style((200, 30, 30), p) for h, p in enumerate(patterns)})
    shown = pygame.image.tobytes(small.picture((180, 190), battle.situation, drawing), "RGB")
    assert shown != pygame.image.tobytes(small.picture((180, 190), battle.situation), "RGB")


def test_the_whole_map_is_saved_as_a_picture_and_a_note_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shots, "PICTURE_SCALE", 12)
    player = Player((1280, 800))
    battle = player.begin(scenario_of("mirror"))
    battle.shown.switch("supply")
    player.press(pygame.K_F12)
    player.wait(lambda: bool(list(folder.data_folder().rglob("*.png"))))
    player.pass_time(4)
    (path,) = folder.data_folder().rglob("*.png")
    assert path.name == "mirror-day1-supply.png"
    assert battle.note is not None
    assert path.name in battle.note.words
    assert pygame.image.load(str(path)).get_width() > 200
