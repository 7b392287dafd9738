"""Everything by keyboard alone: the hex cursor, the focus on buttons, why, and a whole match without a mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from window import FIELD, Player, prepared, scenario_of

from game.orders import Assault, Move
from game.state import FATIGUE, HEX
from game.ui import start
from game.ui.orders.ending import Ending
from game.ui.orders.planner import Planning
from game.ui.screen import Screen
from game.ui.screens.help import Help
from game.ui.screens.outcome import Result
from game.ui.screens.setting import Setting
from game.ui.sheet import Sheet
from game.ui.table.modes import Idle, Selected
from game.ui.table.next_units import FILTERS, TIRED, filtered
from game.ui.table.reasons_way import way


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder, empty at first."""
    yield from prepared(tmp_path, monkeypatch)


def cursor_to(player: Player, number: str) -> None:
    """Bring the cursor to a hex with the arrow keys."""
    battle = player.battle
    cursor, grid, h = battle.pointing.cursor, battle.camera.grid, player.hex(number)
    if not cursor.is_on:
        player.strike("Ctrl+Right")
    for _ in range(200):
        at = cursor.hex
        assert at is not None
        if at == h:
            return
        (x, y), (tx, ty) = grid.centre(at), grid.centre(h)
        if abs(ty - y) > 0.4:
            player.strike("Down" if ty > y else "Up")
        else:
            player.strike("Right" if tx > x else "Left")
    raise AssertionError(f"the cursor does not come to {number}")


# the cursor ----------------------------------------------------------------------------------------------------------


def test_the_cursor_goes_in_six_directions_and_straight_up_and_down() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    cursor, grid = battle.pointing.cursor, battle.camera.grid
    cursor_to(player, "0306")
    x, y = grid.centre(player.hex("0306"))
    for key, by in (("Left", (-1.0,)), ("Right", (1.0,))):
        cursor.put(player.hex("0306"))
        player.strike(key)
        assert grid.centre(cursor.hex or 0) == pytest.approx((x + by[0], y))
    cursor.put(player.hex("0306"))
    for key in ("Up", "Up", "Up", "Up", "Down", "Down", "Down", "Down"):
        player.strike(key)
    assert cursor.hex == player.hex("0306")


def test_a_unit_is_selected_and_moved_with_the_cursor() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    cursor_to(player, "0306")
    assert battle.hover == player.hex("0306")
    player.strike("Space")
    unit = battle.selected
    assert unit is not None
    assert isinstance(battle.mode, Selected)
    cursor_to(player, "0307")
    assert battle.mode.path is not None
    player.strike("Enter")
    assert isinstance(battle.match.steps[-1].order, Move)
    assert int(battle.view.believed.units[unit, HEX]) == player.hex("0307")
    player.strike("Esc")
    assert not battle.pointing.cursor.is_on
    player.strike("Esc")
    assert isinstance(battle.mode, Idle)


def test_the_mouse_takes_over_from_the_cursor() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    cursor_to(player, "0306")
    player.point(player.at("0308"))
    assert not battle.pointing.cursor.is_on
    assert battle.hover == player.hex("0308")


def test_the_map_follows_the_cursor_to_its_edge() -> None:
    player = Player((1024, 600))
    battle = player.begin(scenario_of(FIELD))
    cursor_to(player, "0303")
    for _ in range(6):
        player.strike("+")
    for _ in range(4):
        player.strike("Right")
        x, y = battle.camera.centre_px(battle.pointing.cursor.hex or 0)
        assert pygame.Rect((0, 0), battle.camera.size).collidepoint(x, y)


# the focus -----------------------------------------------------------------------------------------------------------


def test_every_button_is_reached_by_tab_and_clicked_by_enter() -> None:
    player = Player()
    player.begin(scenario_of(FIELD))
    player.do("next_unit")
    places = {tuple(p.rect) for p in player.app._places if p.act is not None}
    reached = set()
    for _ in places:
        player.strike("Tab")
        assert player.app.focus.at is not None
        reached.add(tuple(player.app.focus.at.rect))
    assert reached == places
    player.strike("Shift+Tab")
    assert player.app.focus.at is not None
    while "F1" not in player.app.focus.at.tip:
        player.strike("Tab")
    player.strike("Enter")
    assert isinstance(player.app.screen, Help)


class Rows(Screen):
    """Rows that go when they are clicked."""

    rows = 3

    def act(self) -> None:
        """Take a row away; there must be one."""
        assert self.rows
        self.rows -= 1

    def draw(self, sheet: Sheet) -> None:
        for i in range(self.rows):
            sheet.button(pygame.Rect(40, 40 + 200 * i, 200, 30), "row", self.act)


def test_what_is_gone_is_not_clicked_by_keys_that_come_before_the_next_picture() -> None:
    player = Player()
    rows = Rows(player.app)
    player.app.push(rows)
    player.pass_time()
    player.strike("Tab")
    assert player.app.focus.at is not None
    rows.rows = 1
    player.app.dirty = True
    for _ in range(3):
        player.post(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0, unicode="")
    assert rows.rows == 0
    assert player.app.focus.at is None


def test_escape_leaves_the_focus_before_anything_else() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    player.do("next_unit")
    player.strike("Tab")
    player.strike("Esc")
    assert player.app.focus.at is None
    assert battle.selected is not None


# why -----------------------------------------------------------------------------------------------------------------


def number(words: str) -> float:
    """A value of a card as a number."""
    return float(words.replace("−", "-").replace("%", "").replace("×", "").replace("/", "").strip())


def test_every_number_of_a_unit_and_the_bar_is_made_of_its_terms() -> None:
    player = Player()
    battle = player.begin(scenario_of("flanks_of_may"))
    reasons = battle.situation.reasons
    for u in battle.situation.own[:12]:
        strength = reasons.strength(u)
        product = 1.0
        for term in strength.terms:
            product *= number(term.value)
        assert product == pytest.approx(number(strength.total), abs=0.15)
        for why in (reasons.fatigue(u), reasons.morale(u), reasons.movement(u)):
            assert min(max(sum(number(term.value) for term in why.terms), 0), 100) == pytest.approx(
                number(why.total), abs=0.1
            )
        days = reasons.supply(u)
        assert min(number(term.value) for term in days.terms) == pytest.approx(number(days.total), abs=0.15)
    points = reasons.points()
    for s in (0, 1):
        sums = sum(number(term.value.split(" : ")[s]) for term in points.terms)
        assert sums == pytest.approx(number(points.total.split(" : ")[s]), abs=0.3)
    for i in range(len(battle.match.scenario.roster.places)):
        assert reasons.objective(i).terms


def test_the_cost_of_a_march_is_the_sum_of_its_hexes() -> None:
    player = Player()
    battle = player.begin(scenario_of("flanks_of_may"))
    looked = 0
    for u in battle.situation.own[::4]:
        costs = battle.view.reach(u)
        for h in list(costs)[::7]:
            move = battle.view.path(u, h)
            if move is not None:
                start = int(battle.view.believed.units[u, HEX])
                why = way(battle.situation, u, (start, *move.path))
                assert number(why.total) == pytest.approx(costs[h] / 12, abs=0.06)
                assert sum(number(term.value) for term in why.terms) == pytest.approx(costs[h] / 12, abs=0.3)
                looked += 1
    assert looked > 20


def test_w_opens_the_card_of_a_number_steps_on_and_escape_closes_it() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    player.do("next_unit")
    bare, asked = player.frame(), player.app.asked
    player.do("why")
    first = asked.place
    assert first is not None
    assert player.frame() != bare
    player.do("why")
    assert asked.place is not None
    assert asked.place.rect != first.rect
    player.strike("Esc")
    assert asked.place is None
    assert battle.selected is not None
    assert player.frame() == bare


def test_a_number_answers_by_itself_where_the_mouse_rests() -> None:
    player = Player()
    player.begin(scenario_of(FIELD))
    player.do("next_unit")
    place = next(p for p in player.app._places if p.why is not None and p.rect.x > 900 and p.rect.y > 48)
    player.point(place.rect.center)
    player.pass_time(20)
    assert player.app.asked.place is None
    player.pass_time(40)
    assert player.app.asked.place is not None
    player.point((400, 400))
    assert player.app.asked.place is None


def test_the_odds_and_the_march_answer_at_the_cursor() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    cursor_to(player, "0306")
    player.strike("Space")
    cursor_to(player, "0307")
    player.do("why")
    place = player.app.asked.place
    assert place is not None
    assert place.why is not None
    assert battle.mode.path is not None
    assert place.why().total


# the next unit, and the end of the turn ------------------------------------------------------------------------------


def test_the_next_unit_goes_by_a_filter_that_the_bar_names() -> None:
    player = Player()
    battle = player.begin(scenario_of("flanks_of_may"))
    for name in (*FILTERS[1:], FILTERS[0]):
        player.do("next_filter")
        assert battle.next_units.filter == name
        battle.deselect()
        found = battle.next_units.units()
        seen = []
        for _ in found[:4]:
            player.do("next_unit")
            seen.append(battle.selected)
        assert seen == found[:4]
    tired = [u for u in battle.situation.own if battle.view.believed.units[u, FATIGUE] >= TIRED]
    assert sorted(filtered(battle.situation, "tired")) == sorted(tired)
    assert filtered(battle.situation, "threatened")


def test_before_the_turn_ends_a_key_leads_to_what_is_left() -> None:
    player = Player()
    battle = player.begin(scenario_of("flanks_of_may"))
    player.strike("Ctrl+Enter")
    ending = player.app.screen
    assert isinstance(ending, Ending)
    names = [name for name, _ in ending.groups]
    assert names[0] == "idle"
    assert "batteries" in names
    third = ending.units[2]
    player.strike("3")
    assert player.app.screen is battle
    assert battle.selected == third
    player.strike("Ctrl+Enter")
    player.strike("Esc")
    assert battle.may_order()
    player.strike("Ctrl+Enter")
    player.strike("Enter")
    assert not battle.may_order()


def test_the_settings_switch_the_question_off() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    player.app.change(confirm_idle=False)
    player.strike("Ctrl+Enter")
    assert not battle.may_order()


# a match without a mouse ---------------------------------------------------------------------------------------------


def march(player: Player) -> bool:
    """Select the next idle unit by key and move it with the cursor; whether it went."""
    battle = player.battle
    player.do("next_unit")
    if not isinstance(battle.mode, Selected) or not battle.mode.costs:
        return False
    h = max(battle.mode.costs, key=lambda n: (battle.mode.costs[n], n))
    if battle.situation.mine(h):
        return False
    unit = battle.selected
    battle.pointing.cursor.off()
    cursor_to(player, battle.camera.grid.number(h))
    player.strike("Enter")
    return unit is not None and any(step.order == Move(unit, step.order.path) for step in battle.match.steps[-1:]
                                    if isinstance(step.order, Move))  # fmt: skip


def attack(player: Player) -> bool:
    """Find one's own unit next to the enemy with the cursor, plan an attack and order it; whether it was made."""
    battle, grid = player.battle, player.battle.camera.grid
    for u in battle.situation.own:
        h = int(battle.view.believed.units[u, HEX])
        for _, n in grid.neighbours(h):
            order = Assault(n, (u,))
            if battle.situation.holder(n) == 1 - battle.side and battle.view.check(order) is None:
                player.strike("Esc")
                cursor_to(player, grid.number(h))
                while battle.selected != u:
                    player.strike("Space")
                cursor_to(player, grid.number(n))
                player.strike("Space")
                assert isinstance(battle.mode, Planning)
                player.strike("Enter")
                return isinstance(battle.match.steps[-1].order, Assault)
    return False


def play_days(player: Player, days: int) -> None:
    """Play by keys alone: a few marches, an attack and a word to supply a day; then end the turn."""
    battle = player.battle
    done = {"march": 0, "attack": 0, "serve": 0}
    last = battle.match.turn + days
    while battle.match.outcome is None and battle.match.turn < last:
        done["march"] += march(player) + march(player)
        done["attack"] += attack(player)
        player.do("next_unit")
        before = len(battle.match.steps)
        player.do("serve")
        done["serve"] += len(battle.match.steps) > before
        day = battle.match.turn
        player.strike("Ctrl+Enter")
        if isinstance(player.app.screen, Ending):
            player.strike("Enter")
        if battle.is_watching():
            player.strike("Space")
        player.wait(lambda: battle.may_order() or player.app.screen is not battle)
        assert battle.match.turn > day or battle.match.outcome is not None
    assert all(done.values()), done


def test_two_days_by_keyboard_alone() -> None:
    player = Player()
    player.begin(scenario_of("flanks_of_may"))
    play_days(player, 2)


@pytest.mark.long
def test_a_whole_match_by_keyboard_alone() -> None:
    player = Player()
    battle = player.begin(scenario_of("flanks_of_may"), ai="greedy")
    play_days(player, 99)
    assert battle.match.outcome is not None
    assert isinstance(player.app.screen, Result)


def test_what_comes_tonight_says_what_holds_it_up() -> None:
    player = Player()
    battle = player.begin(scenario_of("flanks_of_may"))
    units = battle.situation.own[::9]
    told = [battle.situation.reasons.tonight(u) for u in units]
    assert all(why.change for why in told)
    assert any(why.terms for why in told)
    assert all(number(why.total) <= 100 for why in told if why.total != "–")
    assert battle.situation.reasons.evacuation(units[0]).change


def test_the_letter_that_opens_a_screen_is_not_written_there() -> None:
    player = Player()
    player.app.push(start.title(player.app))
    player.press(pygame.K_s, text="s")
    player.post(pygame.TEXTINPUT, text="s")
    assert isinstance(player.app.screen, Setting)
    assert player.app.screen.search.words == ""
    player.post(pygame.TEXTINPUT, text="t")
    assert player.app.screen.search.words == "t"
