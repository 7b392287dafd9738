"""Every order a unit or depot can be given, given in the window by posted events: by key, by mouse, and refused."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from boards import board
from test_window_pictures import SIZES, Spill
from window import Player, prepared

from game import state as columns
from game.ground import EDGE, TO
from game.orders import (
    Blow,
    BreakOut,
    Caution,
    Hoard,
    Interdict,
    MoveDepot,
    Posture,
    Relieve,
    Serve,
    Summon,
    Task,
)
from game.scenario.load import Scenario
from game.state import (
    BREAKOUT,
    CLASS,
    DIG,
    HOLD,
    IDLE,
    INTERDICTED,
    LEAVING,
    MINE,
    OWNER,
    POSTURE,
    REPAIR,
    REST,
    TASK,
    copy,
)  # fmt: skip
from game.texts import LANGUAGES, keys
from game.ui.orders.escaping import Escaping, bars_of
from game.ui.orders.interdicting import Interdicting
from game.ui.orders.picking import Picking
from game.ui.orders.relieving import Relieving
from game.ui.table import doing
from game.ui.table.battle import Battle
from game.ui.table.modes import Idle, Selected

DRAWING = """
    .   .   .   .   .  |.   .   .   .   .   .   .
      .   .   .   .   .  |.   .   .   .   .   .   .
    .   .   .   .b  .  |.   .   .   .   .   .   .
      .   .   .e  .   .  |.   .   .   .   .   .   .
    .   .   .g  .   .a |.X  .   .  |.   .   . | .
      .   .   .   .   .  |.   .   .Y |.   .c  . | .
    .   .h  .   .   .  |.   .   .  |.   .   . | .
      .   .   .   .d  .  |.   .   .Z  .   .   .   .
    .   .   .   .   .  |.   .   .   .   .   .   .
"""
UNITS = (
    "a 250 fatigue 70; b 300 fatigue 5; c 220; d 300; e engineers 100; g artillery 100 rounds 300; h hq 40; "
    "X 300 fatigue 30; Y 300; Z 300"
)


def scenario() -> Scenario:
    """Two lines on a plain; c is cut off behind the enemy's; a river with a bridge; a source and a depot."""
    return board(
        DRAWING, units=UNITS,
        roads="hard 0003 0103 0203 0304 0404 0504 0604 0704; dirt 0203 0202 0302; hard 1102 1002 0902",
        rivers="0203-0304", bridges="0203-0304 intact",
        sources="ua 0003 vehicles 12 payload 1000 seats 4 stock 40/40/10/20; "
        "ua 0103 depot vehicles 6 payload 1000 seats 4 stock 10/10/0/0; "
        "ru 1102 vehicles 12 payload 1000 seats 4 stock 40/40/10/20",
    ).scenario  # fmt: skip


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder, empty at first."""
    yield from prepared(tmp_path, monkeypatch)


def begin(size: tuple[int, int] = (1280, 800), language: str = "en") -> tuple[Player, Battle]:
    """A window on the board, before any order."""
    player = Player(size, language)
    battle = player.begin(scenario())
    battle.note = None
    return player, battle


def unit(battle: Battle, name: str) -> int:
    """The unit with an id."""
    return battle.match.names.units.index(name)


def select(player: Player, name: str) -> int:
    """Select a unit; its index."""
    player.battle.select(unit(player.battle, name))
    player.pass_time()
    return unit(player.battle, name)


def put(battle: Battle, name: str, **values: int) -> None:
    """Set columns of a unit's row in truth, and show it."""
    after = copy(battle.match.state)
    for column, value in values.items():
        after.units[unit(battle, name), getattr(columns, column.upper())] = value
    publish(battle, after)


def publish(battle: Battle, after: columns.State) -> None:
    """Make a state the present one."""
    battle.match.state = after
    battle.match._forget_views()
    battle.refresh()


def last(battle: Battle) -> object:
    """The last order given."""
    return battle.match.steps[-1].order


def row(battle: Battle, name: str) -> columns.Ints:
    """What is believed of a unit."""
    values: columns.Ints = battle.view.believed.units[unit(battle, name)]
    return values


# tasks ---------------------------------------------------------------------------------------------------------------


def test_rest_dig_stop_by_key_and_undone() -> None:
    player, battle = begin()
    d = select(player, "d")
    player.press(pygame.K_r)
    assert last(battle) == Posture(d, REST)
    player.press(pygame.K_t)
    assert row(battle, "d")[TASK] == DIG
    assert doing.doing(battle, d) == "Digging, day 1 of 2."
    player.press(pygame.K_i)
    assert last(battle) == Task(d, IDLE)
    for task in (DIG, IDLE):
        player.press(pygame.K_z, pygame.KMOD_CTRL)
        assert row(battle, "d")[TASK] == task
    assert row(battle, "d")[POSTURE] == REST
    player.press(pygame.K_z, pygame.KMOD_CTRL)
    assert row(battle, "d")[POSTURE] == HOLD


def test_a_button_gives_the_order_and_a_refused_one_says_why() -> None:
    player, battle = begin()
    d = select(player, "d")
    player.frame()
    place = next(p for p in player.app._places if p.tip == keys("en")["ui.orders.tip_dig"])
    player.click(place.rect.center)
    assert last(battle) == Task(d, DIG)
    select(player, "e")
    refused = {action.name: action.why for action in battle.mode.actions if action.why}  # type: ignore[attr-defined]
    assert refused["clear"].startswith("[12.3]")
    player.frame()
    grey = [place for place in player.app._places if place.tip == refused["clear"]]
    assert {place.act for place in grey} == {None}
    count = len(battle.match.steps)
    player.press(pygame.K_k)
    assert battle.note is not None
    assert battle.note.words == refused["clear"]
    assert len(battle.match.steps) == count


def test_an_order_by_the_place_of_its_key_on_a_cyrillic_layout() -> None:
    player, battle = begin()
    d = select(player, "d")
    player.post(pygame.KEYDOWN, key=1082, mod=0, unicode="к", scancode=pygame.KSCAN_R)
    assert last(battle) == Posture(d, REST)


def test_engineers_pick_a_hexside() -> None:
    player, battle = begin()
    e = select(player, "e")
    player.press(pygame.K_m)
    mode = battle.mode
    assert isinstance(mode, Picking)
    assert set(mode.hexes) == set(battle.match.scenario.grid.ring(player.hex("0203"), 1))
    player.click(player.at("0304"))
    assert last(battle) == Task(e, MINE, player.hex("0304"))
    assert isinstance(battle.mode, Selected)
    assert doing.doing(battle, e) == "Laying mines towards 0304, day 1 of 1."
    after = copy(battle.match.state)
    after.edges[:, [columns.CONDITION, columns.EDGE_BLOCK + columns.CONDITION]] = 50
    publish(battle, after)
    player.press(pygame.K_p)
    assert isinstance(battle.mode, Picking)
    player.press(pygame.K_TAB)
    player.press(pygame.K_RETURN)
    order = last(battle)
    assert isinstance(order, Task)
    assert order.task == REPAIR
    player.press(pygame.K_p)
    player.press(pygame.K_ESCAPE)
    assert isinstance(battle.mode, Selected)


def test_what_is_picked_wrongly_is_refused_with_its_rule() -> None:
    player, battle = begin()
    select(player, "e")
    player.press(pygame.K_m)
    player.click(player.at("0606"))
    assert battle.note is not None
    assert battle.note.words.startswith("[12.1]")
    assert isinstance(battle.mode, Picking)


def test_a_bridge_is_blown_and_that_is_final() -> None:
    player, battle = begin()
    e = select(player, "e")
    player.press(pygame.K_b)
    player.press(pygame.K_RETURN)
    assert last(battle) == Blow(e, player.hex("0304"))
    player.press(pygame.K_z, pygame.KMOD_CTRL)
    assert battle.note is not None
    assert battle.note.words == keys("en")["undo.final"]


# reliefs, breakouts, summonses ---------------------------------------------------------------------------------------


def test_a_relief_is_planned_and_ordered() -> None:
    player, battle = begin()
    a = select(player, "a")
    player.press(pygame.K_l)
    mode = battle.mode
    assert isinstance(mode, Relieving)
    assert {order.unit for order in mode.orders} == {unit(battle, name) for name in "bde"}
    player.click(player.at("0302"))
    assert mode.choice is not None
    assert mode.choice.unit == unit(battle, "b")
    assert mode.plan is not None
    assert mode.plan.leaves_tonight
    player.frame()
    player.press(pygame.K_RETURN)
    order = last(battle)
    assert isinstance(order, Relieve)
    assert order.relieved == a
    assert row(battle, "a")[LEAVING] == 1 + player.hex("0302")
    assert "0302" in doing.doing(battle, a)
    player.frame()
    player.press(pygame.K_1)
    player.frame()
    player.end_turn()
    assert battle.situation.stack(player.hex("0404")) == [unit(battle, "b")]


def test_a_breakout_is_planned_drawn_and_undone() -> None:
    player, battle = begin()
    c = select(player, "c")
    player.press(pygame.K_o)
    mode = battle.mode
    assert isinstance(mode, Escaping)
    assert mode.ways
    assert sum(chance for _, _, chance in bars_of(mode.toll("tonight"))) == pytest.approx(1)
    player.frame()
    player.click(player.at(mode.ways[-1].end))
    assert mode.choice == mode.ways[-1]
    player.press(pygame.K_1)
    player.press(pygame.K_RETURN)
    assert last(battle) == BreakOut(c, mode.ways[0].path[1:])
    assert row(battle, "c")[BREAKOUT] > 0
    assert tuple(doing.planned(battle, c)) == mode.ways[0].path
    player.frame()
    player.press(pygame.K_z, pygame.KMOD_CTRL)
    assert row(battle, "c")[BREAKOUT] == 0


def test_a_breakout_by_day_goes_at_once() -> None:
    player, battle = begin()
    c = select(player, "c")
    player.press(pygame.K_o)
    assert isinstance(battle.mode, Escaping)
    end = battle.mode.ways[0].end
    player.frame()
    player.press(pygame.K_y)
    assert last(battle) == BreakOut(c, battle.match.steps[-1].order.path, True)  # type: ignore[union-attr]
    assert row(battle, "c")[columns.HEX] == end
    assert any("breaks out" in line.words for line in battle.latest_lines())
    player.press(pygame.K_z, pygame.KMOD_CTRL)
    assert battle.note is not None
    assert battle.note.words == keys("en")["undo.dice"]


def test_a_pocket_of_the_enemys_is_summoned() -> None:
    player, battle = begin()
    after = copy(battle.match.state)
    owner = [block * columns.HEX_BLOCK + OWNER for block in range(3)]
    after.hexes[:, owner] = 0
    after.hexes[player.hex("0504"), owner] = 1
    publish(battle, after)
    put(battle, "x", out_turns=4, supply=columns.OUT, morale=20)
    a = select(player, "a")
    player.frame()
    player.press(pygame.K_s)
    assert isinstance(battle.mode, Picking)
    assert battle.mode.hexes == [player.hex("0504")]
    assert "gives up at dusk" in battle.mode.words()[1]
    player.frame()
    player.press(pygame.K_RETURN)
    assert last(battle) == Summon(a, player.hex("0504"))
    assert any("summons" in line.words for line in battle.latest_lines())


# fires and supply ----------------------------------------------------------------------------------------------------


def test_a_battery_interdicts_by_night_and_by_day() -> None:
    player, battle = begin()
    g = select(player, "g")
    player.press(pygame.K_x)
    mode = battle.mode
    assert isinstance(mode, Interdicting)
    road = player.hex("0504"), player.hex("0604")
    assert road in mode.roads
    (ax, ay), (bx, by) = (player.at(h) for h in road)
    player.click(((ax + bx) // 2, (ay + by) // 2))
    assert last(battle) == Interdict(g, *road)
    assert "40 rounds" in " ".join(mode.words()) or mode.rounds == 40
    player.click(((ax + bx) // 2, (ay + by) // 2), 3)
    assert last(battle) == Interdict(g, *road, True)
    assert list(doing.fired_on(battle, 0)) == [(*road, 3)]
    assert road not in mode.roads
    player.frame()
    player.press(pygame.K_ESCAPE)
    assert isinstance(battle.mode, Selected)


def test_fire_of_the_enemys_is_seen_on_the_map() -> None:
    player, battle = begin()
    after = copy(battle.match.state)
    before = player.frame()
    arcs = battle.view.fixed.board.arcs
    arc = int((arcs[:, TO] == player.hex("0304")).nonzero()[0][0])
    after.edges[arcs[arc, EDGE], INTERDICTED + 1] = 1
    publish(battle, after)
    assert len(list(doing.fired_on(battle, 1))) == 1
    assert player.frame() != before


def test_the_class_of_a_formation_by_key_and_by_switch() -> None:
    player, battle = begin()
    d = select(player, "d")
    before = int(row(battle, "d")[CLASS])
    player.press(pygame.K_v)
    order = last(battle)
    assert isinstance(order, Serve)
    assert order.group == (before + 1) % 3
    assert row(battle, "a")[CLASS] == row(battle, "d")[CLASS] == order.group
    player.frame()
    tip = keys("en")["ui.orders.tip_class"]
    switch = [place for place in player.app._places if place.tip == tip and place.act is not None]
    assert len(switch) == 2
    player.click(switch[0].rect.center)
    assert row(battle, "d")[CLASS] == 0
    assert battle.selected == d


def test_caution_reserve_and_a_move_of_a_depot() -> None:
    player, battle = begin()
    depot = select(player, "ua-depot-1")
    assert isinstance(battle.mode, Idle)
    before = int(row(battle, "ua-depot-1")[columns.CAUTION])
    player.press(pygame.K_PERIOD)
    assert last(battle) == Caution(depot, before + 1)
    player.press(pygame.K_COMMA)
    player.press(pygame.K_RIGHTBRACKET)
    assert last(battle) == Hoard(depot, 5)
    player.press(pygame.K_LEFTBRACKET)
    assert last(battle) == Hoard(depot, 0)
    player.press(pygame.K_m)
    assert isinstance(battle.mode, Picking)
    player.frame()
    player.click(player.at("0203"))
    assert last(battle) == MoveDepot(depot, player.hex("0203"))
    assert isinstance(battle.mode, Idle)
    player.frame()
    player.press(pygame.K_z, pygame.KMOD_CTRL)
    assert row(battle, "ua-depot-1")[columns.HEX] == player.hex("0103")


def test_a_reserve_depot_is_opened_from_the_card_of_a_source() -> None:
    player, battle = begin()
    put(battle, "ua-depot-1", status=columns.WAITING, hex=-1)
    depot = unit(battle, "ua-depot-1")
    select(player, "ua-source-0")
    player.frame()
    player.press(pygame.K_u)
    assert isinstance(battle.mode, Picking)
    player.click(player.at("0103"))
    assert last(battle) == MoveDepot(depot, player.hex("0103"))
    assert battle.selected == unit(battle, "ua-source-0")


# cards ---------------------------------------------------------------------------------------------------------------


def test_the_card_tells_morale_pocket_and_exhaustion() -> None:
    player, battle = begin((1280, 1200))
    put(battle, "c", morale=20, pocketed=3, out_turns=3, supply=columns.OUT, urgent=4)
    select(player, "c")
    player.frame()
    tips = "\n".join(place.tip for place in player.app._places)
    assert "does not attack" in tips
    assert "+10 %  morale is broken" in tips
    assert "Exhaustion" in tips
    assert "headquarters" in tips


def test_what_the_enemy_does_is_told_in_its_tone() -> None:
    player, battle = begin()
    player.battle.teller.chronicle.sentence(battle.match.opening[0])
    from game.events import Event

    def tone(kind: str, side: int = 0, who: str = "a") -> str:
        values = {"unit": unit(battle, who), "hex": 5, "next": 6, "side": side, "units": 1, "people": 9, "condition": 80}
        fields = {"interdicted": ("unit", "hex", "next", "condition"), "shelled": ("hex", "next", "condition")}
        fields |= {"surrender": ("side", "hex", "units", "people")}
        event = Event(kind, {name: values[name] for name in fields[kind]}, (True, True))
        return battle.teller.lines([event])[0].tone

    assert (tone("surrender", 0), tone("surrender", 1)) == ("bad", "good")
    assert (tone("interdicted", who="g"), tone("shelled")) == ("plain", "bad")


# words ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_an_order_spills(size: tuple[int, int], language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    spill = Spill(monkeypatch)
    player, battle = begin(size, language)
    wall = (battle.areas()[0].right,)
    put(battle, "c", morale=20, pocketed=12, out_turns=3, supply=columns.OUT, urgent=4, fatigue=88)
    put(battle, "a", urgent=14, priority=20, light=33, morale=38)
    put(battle, "ua-depot-1", urgent=14, priority=20, light=33, keep=125_000)
    for name, key in (
        ("a", pygame.K_l), ("b", pygame.K_r), ("c", pygame.K_o), ("d", pygame.K_t), ("e", pygame.K_m), ("g", pygame.K_x),
        ("x", 0), ("ua-depot-1", pygame.K_m), ("ua-source-0", 0),
    ):  # fmt: skip
        select(player, name)
        player.point((5, 300))
        spill.look(player, wall)
        player.press(key)
        player.press(pygame.K_TAB)
        player.app.focus.drop()
        battle.note = None
        spill.look(player, wall)
        player.press(pygame.K_RETURN if key in (pygame.K_l, pygame.K_o) else pygame.K_ESCAPE)
        battle.note = None
        select(player, name)
        spill.look(player, wall)
