"""The screens around a battle, driven by posted events: what can be typed, set, chosen and read."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import re
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from layout import watched
from window import FIELD, Gallery, Player, prepared, scenario_of

from game import folders
from game.scenario.handicap import with_handicap
from game.scenario.load import scenario_names
from game.state import HANDICAP
from game.ui import settings, start, troubles
from game.ui.entry import Entry
from game.ui.history.scenes import SPEEDS
from game.ui.screen import Screen
from game.ui.screens.battle_facts import LESSON
from game.ui.screens.encyclopedia import Encyclopedia, linked, open_page
from game.ui.screens.pages import RULEBOOK, Table, Text, pages
from game.ui.screens.records import Records, found
from game.ui.screens.set_up import SetUp
from game.ui.screens.setting import GROUPS, Setting
from game.ui.screens.title import Title
from game.ui.settings import VALUES, Settings
from game.ui.sheet import Sheet
from game.ui.table.battle import Battle


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder, empty at first."""
    yield from prepared(tmp_path, monkeypatch)


# typing --------------------------------------------------------------------------------------------------------------


class Asking(Screen):
    """A screen that asks for one line of words."""

    def __init__(self, player: Player) -> None:
        super().__init__(player.app)
        self.entry, self.left = Entry(hint="words"), [0]

    def handle(self, event: pygame.event.Event) -> None:
        if not self.entry.handle(event) and event.type == pygame.KEYDOWN:
            self.left.append(event.key)

    def draw(self, sheet: Sheet) -> None:
        self.entry.draw(sheet, pygame.Rect(100, 100, 200, 36))


@pytest.fixture
def asking() -> tuple[Player, Asking]:
    player = Player()
    screen = Asking(player)
    player.app.push(screen)
    player.pass_time()
    return player, screen


def typed(player: Player, words: str) -> None:
    for letter in words:
        player.press(ord(letter) if letter.isascii() else pygame.K_UNKNOWN, text=letter)
        player.post(pygame.TEXTINPUT, text=letter)
    player.pass_time()


def test_words_are_typed_moved_in_and_taken_away(asking: tuple[Player, Asking]) -> None:
    player, screen = asking
    typed(player, "Хромове road")
    assert screen.entry.words == "Хромове road"
    player.press(pygame.K_LEFT, pygame.KMOD_CTRL)
    typed(player, "T ")
    assert screen.entry.words == "Хромове T road"
    player.press(pygame.K_BACKSPACE, pygame.KMOD_CTRL)
    player.press(pygame.K_HOME)
    player.press(pygame.K_DELETE)
    player.press(pygame.K_END)
    player.press(pygame.K_BACKSPACE)
    assert screen.entry.words == "ромове roa"
    assert screen.left == [0]
    for key in (pygame.K_RETURN, pygame.K_ESCAPE, pygame.K_UP, pygame.K_DOWN):
        player.press(key)
    assert screen.left == [0, pygame.K_RETURN, pygame.K_ESCAPE, pygame.K_UP, pygame.K_DOWN]


def test_words_are_selected_cut_and_pasted(asking: tuple[Player, Asking]) -> None:
    player, screen = asking
    typed(player, "one two")
    player.press(pygame.K_LEFT, pygame.KMOD_CTRL | pygame.KMOD_SHIFT)
    player.press(pygame.K_x, pygame.KMOD_CTRL)
    assert screen.entry.words == "one "
    player.press(pygame.K_HOME)
    player.press(pygame.K_v, pygame.KMOD_CTRL)
    assert screen.entry.words == "twoone "
    player.press(pygame.K_a, pygame.KMOD_CTRL)
    player.press(pygame.K_c, pygame.KMOD_CTRL)
    player.press(pygame.K_RIGHT)
    player.press(pygame.K_v, pygame.KMOD_CTRL)
    assert screen.entry.words == "twoone twoone "


def test_the_mouse_puts_the_caret_and_selects(asking: tuple[Player, Asking]) -> None:
    player, screen = asking
    typed(player, "a long line of words, longer than its box is wide")
    long = player.frame()
    player.click((104, 118))
    assert 0 < screen.entry.caret < len(screen.entry.words)
    player.press(pygame.K_HOME)
    assert player.frame() != long
    player.click((104, 118))
    assert screen.entry.caret == 0
    player.post(pygame.MOUSEBUTTONDOWN, pos=(104, 118), button=1)
    player.post(pygame.MOUSEMOTION, pos=(290, 118), rel=(0, 0), buttons=(1, 0, 0))
    player.post(pygame.MOUSEBUTTONUP, pos=(290, 118), button=1)
    first, last = screen.entry.selection
    assert first == 0 < last
    typed(player, "x")
    assert screen.entry.words.startswith("x")
    player.click((600, 600))
    assert not screen.entry.focused
    typed(player, "lost")
    assert screen.entry.words.startswith("x")
    assert "lost" not in screen.entry.words


def test_an_input_method_puts_words_together(asking: tuple[Player, Asking]) -> None:
    player, screen = asking
    player.post(pygame.TEXTEDITING, text="ї", start=0, length=1)
    player.frame()
    assert (screen.entry.words, screen.entry.composing) == ("", "ї")
    player.post(pygame.TEXTINPUT, text="їжак")
    assert (screen.entry.words, screen.entry.composing) == ("їжак", "")


# settings ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def setting() -> tuple[Player, Setting]:
    player = Player()
    screen = Setting(player.app)
    player.app.push(screen)
    player.pass_time()
    return player, screen


def test_settings_are_found_and_changed_by_keyboard_alone(setting: tuple[Player, Setting]) -> None:
    player, screen = setting
    typed(player, "size")
    player.press(pygame.K_TAB)
    assert screen.focus.at == "text_size"
    for _ in range(3):
        player.press(pygame.K_RIGHT)
    player.press(pygame.K_LEFT)
    assert player.app.settings.text_size == 120
    assert player.app.size == (round(1280 / 1.2), round(800 / 1.2))
    player.press(pygame.K_ESCAPE)
    assert screen.search.words == ""
    typed(player, "captions")
    player.press(pygame.K_DOWN)
    player.press(pygame.K_SPACE, text=" ")
    assert not player.app.settings.captions
    player.press(pygame.K_TAB)
    player.press(pygame.K_RETURN)
    assert settings.load() == (Settings(), [])
    assert player.app.settings == Settings()


def test_every_setting_is_on_the_screen_and_tab_comes_by_it(setting: tuple[Player, Setting]) -> None:
    player, screen = setting
    assert {name for names in GROUPS.values() for name in names} == set(VALUES)
    seen = []
    while not seen or screen.focus.at != "search":
        player.press(pygame.K_TAB)
        seen.append(screen.focus.at)
    assert set(seen) == {*VALUES, "reset", "back", "search"}
    player.app.screens.insert(0, Asking(player))
    player.press(pygame.K_UP)
    player.press(pygame.K_RETURN)
    assert isinstance(player.app.screen, Asking)


def test_the_language_changes_at_once_and_letters_are_looked_for(setting: tuple[Player, Setting]) -> None:
    player, screen = setting
    player.press(pygame.K_TAB)
    player.press(pygame.K_RIGHT)
    player.press(pygame.K_RIGHT)
    assert (player.app.language, player.app.settings.language) == ("uk", "uk")
    before = player.frame()
    typed(player, "дрон")
    assert screen.search.words == "дрон"
    assert player.frame() != before
    player.press(pygame.K_TAB)
    assert screen.focus.at == "effects_volume"
    typed(player, "xyz")
    player.press(pygame.K_TAB)
    assert screen.focus.at == "reset"


def test_settings_from_the_menu_of_a_battle() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    battle.note = None
    player.press(pygame.K_ESCAPE)
    player.press(pygame.K_s)
    assert isinstance(player.app.screen, Setting)
    player.press(pygame.K_ESCAPE)
    player.press(pygame.K_ESCAPE)
    assert player.app.screen is battle
    player.app.change(confirm_idle=False)
    player.press(pygame.K_RETURN)
    assert not battle.may_order()


def test_what_is_set_is_so_in_the_battle() -> None:
    player = Player((1600, 900))
    player.app.change(reduced_motion=True, legend_folded=True, playback_speed=4.0)
    battle = player.begin(scenario_of(FIELD))
    battle.pointing.zoom(3, (300, 300))
    player.point((0, 400))
    offset = battle.camera.offset
    player.pass_time(60)
    assert battle.camera.offset == offset
    assert battle.shown.folded
    assert SPEEDS[battle.speed] == 4.0
    player.app.change(reduced_motion=False)
    player.pass_time(60)
    assert battle.camera.offset != offset


# title, set-up, records ----------------------------------------------------------------------------------------------


def titled(size: tuple[int, int] = (1280, 800), language: str = "en") -> tuple[Player, Title]:
    player = Player(size, language)
    player.app.push(start.title(player.app))
    player.pass_time()
    assert isinstance(player.app.screen, Title)
    return player, player.app.screen


def test_two_keys_lead_from_the_title_into_the_lesson() -> None:
    player, _ = titled()
    player.press(pygame.K_RETURN)
    player.press(pygame.K_RETURN)
    player.wait(lambda: isinstance(player.app.screen, Battle))
    assert (player.battle.match.scenario.id, player.battle.side, player.battle.match.seed) == (LESSON, 0, 7)


def test_every_battle_has_a_card_and_the_small_window_says_there_are_more() -> None:
    player, title = titled((1024, 600), "uk")
    with watched() as layout:
        player.frame()
    seen = [text.words for text in layout.texts]
    assert any("Ще 3 битви" in words for words in seen)
    assert layout.faults() == []
    player.press(pygame.K_DOWN)
    player.pass_time(2)
    with watched() as layout:
        player.frame()
    assert title.scenarios[2].file.title.uk in [text.words for text in layout.texts]
    wide, _ = titled((1920, 1200))
    with watched() as layout:
        wide.frame()
    assert {scenario.file.title.en for scenario in title.scenarios} <= {text.words for text in layout.texts}
    assert not any("below" in text.words for text in layout.texts)


@pytest.mark.parametrize("key", [pygame.K_s, pygame.K_e, pygame.K_c, pygame.K_w])
def test_ways_from_the_title_and_back(key: int) -> None:
    player, title = titled()
    player.press(key)
    player.frame()
    assert player.app.screen is not title
    player.press(pygame.K_ESCAPE)
    assert player.app.screen is title


def test_a_battle_is_set_up_by_keyboard_alone() -> None:
    player, title = titled()
    player.press(pygame.K_RETURN)
    screen = player.app.screen
    assert isinstance(screen, SetUp)
    player.press(pygame.K_2)
    player.press(pygame.K_d)
    while screen.controls.at != "handicap":
        player.press(pygame.K_TAB)
    player.press(pygame.K_RIGHT)
    player.press(pygame.K_RIGHT)
    player.press(pygame.K_TAB)
    typed(player, "4x2")
    assert screen.seed.words == "42"
    player.press(pygame.K_UP)
    player.press(pygame.K_UP)
    player.press(pygame.K_UP)
    assert screen.controls.at == "opponent"
    player.press(pygame.K_RIGHT)
    assert (screen.side, screen.opponent, screen.dice) == ("ru", "passive", "steady")
    player.press(pygame.K_RETURN)
    player.wait(lambda: isinstance(player.app.screen, Battle))
    match = player.battle.match
    assert (match.scenario.id, match.seed, match.dice, player.battle.side) == (LESSON, 42, "steady", 1)
    before = title.scenarios[0].file.victory.handicap
    assert match.scenario.file.victory.handicap == before + 100
    assert int(match.scenario.roster.terms[HANDICAP]) == before + 100


def test_a_changed_handicap_is_one_changed_value_of_the_scenario() -> None:
    for name in scenario_names():
        scenario = scenario_of(name)
        other = with_handicap(scenario, 35)
        assert other.file.victory.handicap == 35
        assert other.file.victory.model_copy(update={"handicap": scenario.file.victory.handicap}) == scenario.file.victory
        assert other.file.model_copy(update={"victory": scenario.file.victory}) == scenario.file
        assert with_handicap(other, scenario.file.victory.handicap).digest == scenario.digest


def test_records_are_listed_with_their_day_and_gone_on_with(data: Path) -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    player.end_turn()
    records = data / "records"
    (records / "none.jsonl").write_text("no record", encoding="utf-8")
    text = next(iter(records.glob("field*.jsonl"))).read_text(encoding="utf-8")
    digest = battle.match.scenario.rules.digest
    (records / "other.jsonl").write_text(text.replace(digest, "0" * len(digest)), encoding="utf-8")
    listed = {record.path.name: record for record in found()}
    assert sorted(listed) == sorted(["other.jsonl", *(p.name for p in records.glob("field*.jsonl"))])
    assert listed["other.jsonl"].other_rules
    mine = next(record for name, record in listed.items() if name.startswith("field"))
    assert (mine.day, mine.players, mine.other_rules) == (2, {"ua": "human", "ru": "passive"}, False)
    player.app.restart(start.title(player.app))
    player.press(pygame.K_w)
    screen = player.app.screen
    assert isinstance(screen, Records)
    player.frame()
    screen.go_on(mine)
    player.wait(lambda: isinstance(player.app.screen, Battle))
    assert player.battle.match.digest == battle.match.digest


# encyclopedia --------------------------------------------------------------------------------------------------------


def test_a_rule_is_found_by_its_number_and_words_lead_on() -> None:
    player, title = titled()
    open_page(player.app, "8.3")
    screen = player.app.screen
    assert isinstance(screen, Encyclopedia)
    player.pass_time(3)
    assert (screen.page.id, screen.marked) == ("8", "8.3")
    place = next(place for place in player.app._places if place.act and place.rect.x > 330 and place.rect.height < 24)
    player.click(place.rect.center)
    assert (screen.page.id, screen.marked) != ("8", "8.3")
    player.press(pygame.K_LEFT, pygame.KMOD_ALT)
    assert (screen.page.id, screen.marked) == ("8", "8.3")
    typed(player, "surrender")
    assert [page.id for page in screen.listed()]
    assert all("surrender" in page.found_by for page in screen.listed())
    player.press(pygame.K_DOWN)
    assert screen.page in screen.listed()
    player.press(pygame.K_ESCAPE)
    player.press(pygame.K_ESCAPE)
    assert player.app.screen is title


def test_every_rule_has_its_place_and_every_link_leads_somewhere() -> None:
    scenario = scenario_of("pocket")
    made = pages("en", scenario)
    numbers = [
        block.number for page in made.values() for block in page.blocks if isinstance(block, Text) and block.number
    ]
    book = re.findall(r"^(\d+\.\d+[a-z]?) ", RULEBOOK.read_text(encoding="utf-8"), re.MULTILINE)
    assert numbers == book
    for page in made.values():
        for block in page.blocks:
            for words, target in linked(block.words, "en", page.id) if isinstance(block, Text) else ():
                assert not target or target in made or target in numbers, (page.id, words, target)


def test_pages_say_the_numbers_in_use_and_are_the_same_in_both_languages() -> None:
    scenario = scenario_of("pocket")
    en, uk = pages("en", scenario), pages("uk", scenario)
    assert list(en) == list(uk)
    assert not any(page.english for page in en.values())
    assert {page.group for page in uk.values() if page.english} == {"rules", "people"}
    percent = scenario.rules.file.postures.wave_percent
    assert any(f"{percent} %" in cell for row in en["postures"].blocks[2].rows for cell in row)
    assert any(("wave percent", str(percent)) in block.rows for block in en["8"].blocks if isinstance(block, Table))
    units = [row[0] for row in en["sources_units"].blocks[1].rows]
    assert all(any(unit.name.en in words for words in units) for f in scenario.file.formations for unit in f.units)


@pytest.mark.parametrize(("size", "language"), [((1024, 600), "uk"), ((1600, 900), "en")])
def test_screens_are_laid_out_with_nothing_cut(size: tuple[int, int], language: str) -> None:
    player, _ = titled(size, language)
    scenario = scenario_of("pocket")
    screens = [Setting(player.app), SetUp(player.app, scenario, Gallery([]), lambda _: None), Records(player.app)]
    screens += [Encyclopedia(player.app, scenario, page) for page in pages(language, scenario)]
    for screen in screens:
        player.app.push(screen)
        player.pass_time(2)
        with watched() as layout:
            player.frame()
        assert layout.faults() == [], screen
        player.app.pop()


# bad circumstances ---------------------------------------------------------------------------------------------------


def test_two_pygames_are_told_with_the_line_that_repairs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert troubles.at_start("en") == []
    monkeypatch.setattr(troubles.metadata, "version", lambda name: "2.5")
    told = troubles.at_start("en")
    assert len(told) == 1
    assert "pip uninstall -y pygame &&" in told[0]


def test_a_home_that_cannot_be_written_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "no folder"
    file.write_text("")
    monkeypatch.setenv("XDG_DATA_HOME", str(file))
    monkeypatch.setattr(folders.sys, "platform", "linux")
    monkeypatch.setattr(folders.tempfile, "tempdir", str(tmp_path))
    told = troubles.at_start("uk")
    assert len(told) == 1
    assert "можуть зникнути" in told[0]
    player, _ = titled()
    player.app.notices += told
    player.frame()


def test_a_record_of_other_rules_is_told_on_the_title(data: Path) -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    path = next((data / "records").glob("*.jsonl"))
    digest = battle.match.scenario.rules.digest
    path.write_text(path.read_text(encoding="utf-8").replace(digest, "0" * len(digest)), encoding="utf-8")
    player.app.restart(start.title(player.app))
    player.press(pygame.K_r)
    player.wait(lambda: isinstance(player.app.screen, Title))
    assert isinstance(player.app.screen, Title)
    assert "The record was made with rules" in player.app.screen.notice
