"""Overlays: what they show is what a side knows, in both languages, the same pictures as before; keys and `render`.

`PYTHONPATH=. python tests/test_overlays.py` paints the golden thumbnails anew; look at them before keeping them.
"""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import functools
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import numpy as np
import pygame
import pytest
from window import FIELD, BarePainter, Player, hex_of, kept, prepared, scenario_of

from game.analysis.criticality import hanging, open_roads
from game.cli import main
from game.match import Match
from game.orders import END_TURN
from game.scenario.load import Scenario
from game.state import (
    AMMO,
    CONDITION,
    DAYS,
    EDGE_BLOCK,
    ELIMINATED,
    FATIGUE,
    GROUND,
    HEARD,
    HEX,
    LOW,
    OF_SIDE,
    OUT,
    OVERHEAD,
    OWNER,
    PEOPLE,
    PRESENT,
    RANGE,
    ROLE,
    ROUNDS,
    SEEN_HEX,
    SEEN_LEVEL,
    SEEN_SOURCE,
    SEEN_STATUS,
    SEEN_STEPS,
    SEEN_TURN,
    SOURCE,
    STATUS,
    SUPPLY,
    SUST,
    THAW,
    TURN,
    URGENT,
    VEHICLES,
    copy,
)  # fmt: skip
from game.texts import LANGUAGES
from game.ui import shots
from game.ui.paint.map import MapPainter
from game.ui.paint.overlays import intel
from game.ui.paint.overlays.courses import chains
from game.ui.paint.overlays.drawing import NAMES, PATTERNS, Drawing
from game.ui.paint.overlays.facts import weight
from game.ui.paint.overlays.strokes import hex_pattern
from game.ui.table.situation import Situation

GOLDEN = Path(__file__).parent / "golden"
THUMBNAIL = 240, 168
TOLERANCE = 3.0
"""Mean difference of a colour, of 255: fonts and roundings differ a little between machines."""

each_overlay = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder, empty at first."""
    yield from prepared(tmp_path, monkeypatch)


@pytest.fixture
def field() -> Scenario:
    return scenario_of(FIELD)


@functools.cache
def worn() -> Match:
    """The field after three days, its northern units tired, hungry and hurt in different degrees."""
    match = Match(scenario_of(FIELD), 3)
    for _ in range(4):
        match.apply(END_TURN)
    state = copy(match.state)
    for i, u in enumerate(match.view(0).own_units()):
        row = state.units[u]
        row[FATIGUE] = (7 * i) % 100
        row[[AMMO, SUST]] //= 1 + i % 4
        row[SUPPLY], row[DAYS] = i % 4, 250 - 80 * (i % 4)
        row[URGENT : URGENT + 3] = i % 3, 2 * (i % 4), 3
    match.state = state
    match._views.clear()
    return match


@functools.cache
def scouted() -> Match:
    """The field, enemies known to different levels, guns heard, a drone over a hex."""
    match = Match(scenario_of(FIELD), 3)
    match.apply(END_TURN)
    match.apply(END_TURN)
    state = copy(match.state)
    facts = match.fixed.roster.units
    enemies = np.flatnonzero((facts[:, OF_SIDE] == 1) & (facts[:, ROLE] < SOURCE) & (state.units[:, STATUS] == PRESENT))
    for i, u in enumerate(enemies.tolist()):
        row = state.units[u]
        row[[SEEN_LEVEL, SEEN_HEX, SEEN_TURN, SEEN_STEPS]] = 1 + i % 4, row[HEX], state.clock[TURN] - i % 3, 5
        row[[SEEN_STATUS, SEEN_SOURCE]] = PRESENT, 1 + i % 4
    state.hexes[[60, 75], HEARD] = 1, 2
    state.hexes[70, OVERHEAD] = 1
    match.state = state
    match._views.clear()
    return match


SCOUTED = ("intel", "sight", "range")
"""Overlays that are shown of that."""


def drawing_of(match: Match, side: int, name: str, language: str = "en") -> Drawing:
    """An overlay of a match."""
    return kept(BarePainter, match.scenario).overlays.of(name, Situation(match.view(side), language=language))


def as_text(drawing: Drawing) -> str:
    """Everything of a drawing."""
    with np.printoptions(threshold=100_000, precision=5):
        return repr(drawing)


# what they show ------------------------------------------------------------------------------------------------------


@each_overlay
@pytest.mark.parametrize("side", [0, 1])
def test_an_overlay_has_a_title_a_sum_and_a_legend_in_both_languages(name: str, side: int) -> None:
    en, uk = (drawing_of(worn(), side, name, language) for language in LANGUAGES)
    assert en.name == name
    for a, b in zip((en.title, en.summary), (uk.title, uk.summary), strict=True):
        assert "" not in (a, b)
        assert a != b
    assert len(en.legend) == len(uk.legend) >= 4
    assert all(a.words != b.words for a, b in zip(en.legend, uk.legend, strict=True))
    assert (len(en.marks), len(en.ribbons)) == (len(uk.marks), len(uk.ribbons))


def test_states_of_a_legend_differ_in_their_pattern_not_only_in_colour() -> None:
    for name in NAMES:
        legend = drawing_of(worn(), 0, name).legend
        states = [sample.style for sample in legend if sample.kind in ("hex", "ribbon")]
        shown = {(style.colour, style.pattern) for style in states}
        assert len({pattern for _, pattern in shown}) >= min(len(shown), 2), name


def test_intel_shows_the_best_known_unit_of_every_hex_and_where_guns_were_heard() -> None:
    situation, drawing = Situation(scouted().view(0)), drawing_of(scouted(), 0, "intel")
    facts = kept(BarePainter, situation.scenario).overlays.facts(situation)
    levels = {int(situation.state.units[u, HEX]): 0 for u in situation.enemies}
    for u in situation.enemies:
        h = int(situation.state.units[u, HEX])
        levels[h] = max(levels[h], situation.level(u))
    assert len(set(levels.values())) > 2
    assert {h: drawing.fills[h] for h in levels} == {h: intel.KNOWN[level - 1] for h, level in levels.items()}
    assert set(drawing.fills) - set(levels) <= {60, 75}
    assert intel.about(facts, "intel", 60) == ["Guns were heard within a hex of here on day 1"]
    assert any(line == "guns, day 2" for mark in drawing.marks for line, _ in mark.lines)
    assert drawing.borders
    assert drawing.about_enemy


def test_sight_shows_what_the_rules_let_units_see() -> None:
    situation, drawing = Situation(scouted().view(0)), drawing_of(scouted(), 0, "sight")
    seen = {h for h, style in drawing.fills.items() if style != intel.DEAD}
    assert seen == situation.sight
    assert not any(situation.state.hexes[h, OWNER] == 0 for h, style in drawing.fills.items() if style == intel.DEAD)


def test_range_shows_what_batteries_with_rounds_reach() -> None:
    situation = Situation(worn().view(0))
    facts = kept(BarePainter, situation.scenario).overlays.facts(situation)
    guns = [u for u in situation.batteries() if situation.state.units[u, ROUNDS] > 0]
    assert guns
    grid, fixed = situation.scenario.grid, situation.view.fixed
    for h in drawing_of(worn(), 0, "range").fills:
        near = [u for u in guns if grid.distance(h, int(situation.state.units[u, HEX])) <= fixed.roster.units[u, RANGE]]
        assert intel.reached(facts, guns)[h] == near


def test_supply_shows_what_the_solution_carries() -> None:
    situation = Situation(worn().view(0))
    facts = kept(BarePainter, situation.scenario).overlays.facts(situation)
    drawing = drawing_of(worn(), 0, "supply")
    assert sum(facts.flows.values()) == int(situation.solution.carried.sum()) > 0
    drawn = sum(len(way) - 1 for way in chains(facts.flows))
    assert drawn == len(facts.flows)
    assert len(drawing.ribbons) == len(chains(facts.flows))
    for h, units in facts.places.items():
        worst = max(int(situation.state.units[u, SUPPLY]) for u in units)
        assert drawing.fills[h].pattern == PATTERNS[worst]
    figures = [line for mark in drawing.marks for line, _ in mark.lines]
    for u in situation.own:
        if situation.state.units[u, SUPPLY] in (LOW, OUT):
            assert any(line.endswith(" d") for line in figures)


def test_the_next_supply_comes_after_the_day_is_used_up() -> None:
    situation = Situation(worn().view(0))
    before, after = situation.state.units, situation.solution.state.units
    for u in situation.own:
        assert after[u, SUST] < before[u, SUST] or before[u, SUST] == 0


def test_what_hangs_on_a_hex_is_cut_off_without_it() -> None:
    """Every hex of the field: taken out of the graph, exactly the units said to hang on it are reached no more."""
    situation = Situation(worn().view(0))
    graph, found = open_roads(situation.solution), hanging(situation.solution, situation.own)
    last = {parcel.unit: parcel.hex for parcel in situation.solution.parcels}
    for h in set(graph) - {-1}:
        less = graph.copy()
        less.remove_node(h)
        reached = nx.descendants(less, -1)
        lost = {u for u in situation.own if u in last and last[u] in graph and last[u] not in reached}
        assert lost == set(found.units.get(h, ())) - set(found.cut_off), h


def test_a_full_road_that_binds_is_pinched_with_its_tonnes() -> None:
    """In thaw, with one source left of three, worn dirt roads do not bring what starved units ask for."""
    match = worn()
    state = copy(match.state)
    own, facts = match.view(0).own_units(), match.fixed.roster.units
    state.units[own, AMMO] = state.units[own, SUST] = 0
    state.units[:, VEHICLES] *= 50
    sources = np.flatnonzero((facts[:, ROLE] == SOURCE) & (facts[:, OF_SIDE] == 0))
    state.units[sources[[0, 2]], STATUS] = ELIMINATED
    state.units[own, PEOPLE] = 900
    state.clock[GROUND] = THAW
    state.edges[:, CONDITION : 3 * EDGE_BLOCK : EDGE_BLOCK] = 20
    twin = Match(match.scenario, 3)
    twin.state = state
    solution = Situation(twin.view(0)).solution
    bound = {parcel.bound_at for parcel in solution.parcels if parcel.bound == "edge" and parcel.bound_at >= 0}
    assert bound
    drawing = drawing_of(twin, 0, "capacity")
    assert len(drawing.pinches) == len(bound)
    callouts = [mark.lines for mark in drawing.marks if mark.glyph == "pinch"]
    assert all("Bottleneck" in lines[0][0] for lines in callouts)
    assert all("15 t of 15 t" in lines[1][0] and "binds" in lines[1][0] for lines in callouts)
    assert "short" in drawing.summary


def test_patterns_of_hexes_go_on_from_hex_to_hex() -> None:
    """Moved by a hex, a pattern falls on itself: its dots have the same distances everywhere."""
    for scale in (18, 26, 46, 70):
        dots = np.array([piece.mean(axis=0) for piece in hex_pattern("dots", scale)])
        step = 1 / max(3, round(scale / 6.5))
        moved = np.vstack([dots, dots + np.array([1.0, 0.0])])
        gaps = np.hypot(*(moved[:, None] - moved[None]).transpose(2, 0, 1))
        np.fill_diagonal(gaps, 9.0)
        assert gaps.min() == pytest.approx(step, abs=1e-6)
        assert len(hex_pattern("cross", scale)) > len(hex_pattern("lines", scale)) > 0
        assert hex_pattern("plain", scale) == []


@pytest.mark.parametrize(("kg", "figure"), [(0, "0"), (400, "0.4"), (9949, "9.9"), (9950, "10"), (26400, "26")])
def test_weights_are_short(kg: int, figure: str) -> None:
    assert weight(kg) == figure


# honesty -------------------------------------------------------------------------------------------------------------


@each_overlay
@pytest.mark.parametrize("side", [0, 1])
def test_an_overlay_does_not_show_what_is_hidden(name: str, side: int) -> None:
    """Enemy units out of sight moved, hurt, tired and starved; their depots empty: the drawing stays the same."""
    match = worn()
    twin = Match(match.scenario, 3)
    state = copy(match.state)
    facts, sight = match.fixed.roster.units, Situation(match.view(side)).sight
    hidden = [
        int(u) for u in np.flatnonzero(facts[:, OF_SIDE] != side)
        if state.units[u, STATUS] == PRESENT and int(state.units[u, HEX]) not in sight
    ]  # fmt: skip
    assert hidden
    for i, u in enumerate(hidden):
        row = state.units[u]
        row[[AMMO, SUST, VEHICLES]] = 7 * i, 9 * i, 11 * i
        if facts[u, ROLE] < SOURCE:
            row[[PEOPLE, FATIGUE, DAYS, SUPPLY, URGENT]] = 50 + i, 90, 10, OUT, 40
    twin.state = state
    assert as_text(drawing_of(match, side, name)) == as_text(drawing_of(twin, side, name))


# pictures ------------------------------------------------------------------------------------------------------------


@functools.cache
def thumbnail(name: str, language: str) -> pygame.Surface:
    """The field with an overlay, small."""
    painter = kept(MapPainter, scenario_of(FIELD), language)
    original, shots.picture.__globals__["MapPainter"] = shots.picture.__globals__["MapPainter"], lambda *_: painter
    try:
        match = scouted() if name in SCOUTED else worn()
        surface = shots.map_of(Situation(match.view(0), language=language), 26, name)
    finally:
        shots.picture.__globals__["MapPainter"] = original
    return pygame.transform.smoothscale(surface, THUMBNAIL)


@each_overlay
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_overlay_looks_as_before(name: str, language: str) -> None:
    """A thumbnail of the field with its legend."""
    golden = pygame.image.load(GOLDEN / f"overlay_{name}_{language}.png")
    now, before = (pygame.surfarray.array3d(s).astype(int) for s in (thumbnail(name, language), golden))
    assert now.shape == before.shape
    assert float(np.abs(now - before).mean()) < TOLERANCE


def test_every_overlay_looks_different() -> None:
    pictures = {pygame.image.tobytes(thumbnail(name, "en"), "RGB") for name in NAMES}
    assert len(pictures) == len(NAMES)


@pytest.mark.parametrize("scale", [18, 26, 46, 70])
def test_words_do_not_cover_one_another(scale: int) -> None:
    painter, situation = kept(BarePainter, scenario_of(FIELD)), Situation(worn().view(0))
    for name in NAMES:
        drawing = painter.overlays.of(name, situation)
        placed = painter.overlays.words(drawing, scale, painter.taken(scale, situation.stacks))
        boxes = [pygame.Rect(mark.box) for mark in placed]
        for i, box in enumerate(boxes):
            assert box.collidelist(boxes[:i]) < 0, (name, scale)


def test_plates_keep_off_counters_where_there_is_room() -> None:
    painter, situation = kept(BarePainter, scenario_of(FIELD)), Situation(worn().view(0))
    taken = painter.taken(46, situation.stacks)
    plates = [mark for mark in painter.overlays.words(drawing_of(worn(), 0, "supply"), 46, taken) if mark.is_plate]
    assert len(plates) >= 4
    counters = [pygame.Rect(box) for box in taken]
    assert not [mark.words for mark in plates if pygame.Rect(mark.box).collidelist(counters) >= 0]


@each_overlay
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_of_an_overlay_answers_why(name: str, language: str) -> None:
    drawing = drawing_of(scouted() if name in SCOUTED else worn(), 0, name, language)
    figures = [mark for mark in drawing.marks if any(c.isdigit() for words, _ in mark.lines for c in words)]
    assert [mark.lines for mark in figures if not mark.why and mark.glyph != "seam"] == []
    assert drawing.why


# in the window -------------------------------------------------------------------------------------------------------


def test_keys_switch_overlays(field: Scenario) -> None:
    player = Player()
    battle = player.begin(field)
    bare = player.frame()
    for name in NAMES:
        player.do(f"overlay_{name}")
        assert battle.shown.name == name
        assert player.frame() != bare
    player.do(f"overlay_{NAMES[-1]}")
    assert battle.shown.name == ""
    assert player.frame() == bare


def test_buttons_switch_overlays_and_tell_what_they_are(field: Scenario) -> None:
    player = Player(language="uk")
    battle = player.begin(field)
    player.frame()
    tips = {battle.say(f"overlay.tip_{name}"): name for name in NAMES}
    places = [place for place in player.app._places if place.tip.partition(" · ")[2] in tips]
    assert len(places) == len(NAMES)
    for place in places:
        player.click(place.rect.center)
        assert battle.shown.name == tips[place.tip.partition(" · ")[2]]


def test_a_figure_that_the_mouse_rests_on_tells_its_terms(field: Scenario) -> None:
    player = Player()
    player.begin(field)
    player.press(pygame.K_1)
    player.frame()
    place = next(place for place in player.app._places if place.why is not None)
    why = place.why
    assert why is not None
    assert len(why().terms) > 1
    before = player.frame()
    player.point(place.rect.center)
    player.pass_time(60)
    assert player.frame() != before


def test_a_legend_folds(field: Scenario) -> None:
    player = Player((1024, 600))
    battle = player.begin(field)
    player.press(pygame.K_1)
    assert battle.shown.folded
    small = player.frame()
    battle.shown.fold()
    assert player.frame() != small


def test_the_solution_is_made_once_for_a_state(field: Scenario) -> None:
    player = Player()
    battle = player.begin(field)
    player.press(pygame.K_1)
    first, drawing = battle.situation.solution, battle.shown.drawing
    player.click(player.at("0306"))
    assert battle.situation.solution is first
    assert battle.shown.drawing is drawing
    player.click(player.at("0307"))
    assert battle.situation.solution is not first


@each_overlay
@pytest.mark.parametrize("language", LANGUAGES)
def test_hovering_tells_what_a_hex_carries(field: Scenario, name: str, language: str) -> None:
    situation = Situation(worn().view(0), language=language)
    facts = kept(BarePainter, field, language).overlays.facts(situation)
    lines = facts.about(hex_of(field, "1003"))
    assert any(line.endswith(", F0") for line in lines)
    player = Player(language=language)
    player.begin(field)
    player.point(player.at("1003"))
    bare = player.frame()
    player.do(f"overlay_{name}")
    assert player.frame() != bare


@pytest.mark.parametrize("size", [(1024, 600), (1280, 800)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_cards_tell_of_supply(field: Scenario, size: tuple[int, int], language: str) -> None:
    """A unit's and a source's card are drawn, with a scrollbar where there is no room."""
    player = Player(size, language)
    battle = player.begin(field)
    facts = field.roster.units
    unit = battle.situation.own[0]
    source = next(u for u in range(len(facts)) if facts[u, ROLE] >= SOURCE and facts[u, OF_SIDE] == 0)
    frames = set()
    for u in (unit, source):
        battle.select(u)
        frames.add(player.frame())
    assert len(frames) == 2
    assert type(battle.mode).__name__ == "Idle"


# render --------------------------------------------------------------------------------------------------------------


def run(*arguments: str) -> int:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as end:
        main(arguments)
    return int(end.value.code or 0)


def test_render_draws_an_overlay(tmp_path: Path) -> None:
    plain, drawn = tmp_path / "plain.png", tmp_path / "drawn.png"
    for path, more in ((plain, ()), (drawn, ("--overlay", "supply"))):
        assert run("render", str(FIELD), "-o", str(path), "--view", "ua", "--scale", "12", *more) == 0
    sizes = [pygame.image.load(path).get_size() for path in (plain, drawn)]
    assert sizes[0] == sizes[1]
    assert plain.read_bytes() != drawn.read_bytes()


def test_render_refuses_an_overlay_of_both_sides(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for view in ((), ("--view", "all")):
        assert run("render", str(FIELD), "-o", str(tmp_path / "x.png"), "--overlay", "fire", *view) == 2
        assert "--view ua" in capsys.readouterr().err
    assert run("render", str(FIELD), "-o", str(tmp_path / "x.png"), "--overlay", "weather") == 2


def paint_golden() -> None:
    """Paint the golden thumbnails anew."""
    for name in NAMES:
        for language in LANGUAGES:
            pygame.image.save(thumbnail(name, language), GOLDEN / f"overlay_{name}_{language}.png")


if __name__ == "__main__":
    paint_golden()
