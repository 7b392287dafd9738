"""Commands: one list of keys from which the battle, the help and the caps are made."""

from __future__ import annotations

import ast
import pkgutil
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pygame
import pytest
from window import FIELD, Player, prepared, scenario_of

import game.ui
from game.rules.recon import ABOUT
from game.state import HEX, OF_SIDE, PRESENT, STATUS
from game.texts import LANGUAGES
from game.ui import keys
from game.ui.screens import key_list
from game.ui.screens.encyclopedia import Encyclopedia
from game.ui.screens.findable import everything
from game.ui.screens.finder import Finder
from game.ui.screens.setting import Setting
from game.ui.table.battle import Battle
from game.ui.table.command_list import HEARD_TOGETHER
from game.ui.table.commands import GROUPS, Command, registry
from game.ui.table.modes import Mode


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The data folder, empty at first."""
    yield from prepared(tmp_path, monkeypatch)


UI = Path(game.ui.__file__).parent


def modes() -> list[type[Mode]]:
    """Every mode of the window."""
    for module in pkgutil.walk_packages([str(UI)], "game.ui."):
        import_module(module.name)
    found = [Mode]
    for kind in found:
        found += kind.__subclasses__()
    return found


def twice(commands: list[Command]) -> list[str]:
    """Keys that more than one of some commands answer to."""
    counted = Counter(written for command in commands for written in command.keys)
    return [written for written, count in counted.items() if count > 1]


@pytest.mark.parametrize("contexts", HEARD_TOGETHER)
def test_no_key_means_two_things_at_once(contexts: tuple[str, ...]) -> None:
    assert twice([c for c in registry().values() if set(c.contexts) & set(contexts)]) == []


@pytest.mark.parametrize("mode", modes())
def test_no_key_means_two_things_in_a_mode(mode: type[Mode]) -> None:
    assert twice(list(mode.commands)) == []


def test_w_is_free_to_ask_why() -> None:
    assert {c.name for c in registry().values() if "W" in c.keys} <= {"why"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_says_what_it_does_and_shows_its_key(language: str) -> None:
    for command in registry().values():
        assert command.words(language)
        assert all(keys.cap(written, language) for written in command.keys)
    for mode in modes():
        for command in mode.commands:
            assert command.words(language)
    assert keys.cap("Shift+Q", language) == "⇧Q"
    assert keys.cap("Ctrl+Shift+Z", language) == "Ctrl+Shift+Z"
    assert keys.cap("Space", language) == {"en": "Space", "uk": "Пробіл"}[language]


def test_a_key_is_heard_with_what_is_held_and_on_any_layout() -> None:
    def event(key: int, mod: int = 0, text: str = "", scancode: int = 0) -> pygame.event.Event:
        return pygame.event.Event(pygame.KEYDOWN, key=key, mod=mod, unicode=text, scancode=scancode)

    assert keys.key("Q").hears(event(pygame.K_q, 0, "q"))
    assert not keys.key("Q").hears(event(pygame.K_q, pygame.KMOD_LSHIFT, "Q"))
    assert keys.key("Shift+Q").hears(event(pygame.K_q, pygame.KMOD_RSHIFT, "Q"))
    assert not keys.key("Z").hears(event(pygame.K_z, pygame.KMOD_LCTRL))
    assert keys.key("Ctrl+Z").hears(event(pygame.K_z, pygame.KMOD_RCTRL))
    assert keys.key("Enter").hears(event(pygame.K_KP_ENTER))
    assert keys.key("+").hears(event(pygame.K_EQUALS, pygame.KMOD_LSHIFT, "+"))
    assert keys.key("-").hears(event(pygame.K_KP_MINUS))
    assert keys.key("[").hears(event(ord("х"), 0, "х", pygame.KSCAN_LEFTBRACKET))


def test_help_lists_every_key_of_the_battle() -> None:
    listed = " ".join(caps for _, rows in key_list.grouped("en", registry().values(), GROUPS) for caps, _ in rows)
    for command in registry().values():
        for written in command.keys:
            assert keys.cap(written, "en") in listed


def test_there_is_no_other_list_of_keys() -> None:
    """The battle, the actions of units, the depots and the overlays name no key of pygame's."""
    for name in ("battle", "actions", "keeping", "overlay_bar", "modes", "help", "command_list", "picking", "escaping"):
        tree = ast.parse(next(UI.rglob(f"{name}.py")).read_text(encoding="utf-8"))
        # those of the help itself: its pages
        own = {"K_ESCAPE", "K_RETURN", "K_KP_ENTER", "K_F1", "K_SPACE", "K_UP", "K_DOWN", "K_s", "K_e"}
        allowed = own if name == "help" else set()
        allowed |= {"K_LSHIFT", "K_RSHIFT"}
        named = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr.startswith("K_")}
        assert named <= allowed, name


def test_a_key_does_what_its_command_says() -> None:
    player = Player()
    battle: Battle = player.begin(scenario_of(FIELD))
    player.do("next_unit")
    assert battle.selected == battle.situation.idle[0]
    player.do("rest")
    player.do("undo")
    assert battle.match.steps == ()
    player.do("redo")
    assert len(battle.match.steps) == 1
    player.do("wave")
    assert battle.note is not None


# the search ----------------------------------------------------------------------------------------------------------


def search(player: Player, words: str) -> Finder:
    """Open the search and type."""
    player.do("find")
    screen = player.app.screen
    assert isinstance(screen, Finder)
    player.post(pygame.TEXTINPUT, text=words)
    player.pass_time()
    return screen


@pytest.mark.parametrize(
    ("query", "words"),
    [("undo", "Undo"), ("unod", "Undo"), ("cap", "Capacity"), ("zoom in", "Zoom in"), ("вглиб", "")],
)
def test_what_is_typed_is_found_best_first(query: str, words: str) -> None:
    player = Player()
    player.begin(scenario_of(FIELD))
    found = search(player, query).results
    assert found[0].words.startswith(words) if words else not found


def test_names_are_found_in_both_languages() -> None:
    player = Player()
    battle = player.begin(scenario_of("flanks_of_may"))
    for words in ("Khromove", "Хромове", "khromve"):
        screen = search(player, words)
        assert screen.results[0].words == "Khromove", words
        player.strike("Esc")
    search(player, "Chasiv")
    before = battle.camera.offset
    player.strike("Enter")
    assert player.app.screen is battle
    assert battle.camera.offset != before


def test_a_unit_that_is_found_is_selected_and_an_order_that_is_found_is_given() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    u = battle.situation.idle[0]
    search(player, battle.situation.name(u))
    player.strike("Enter")
    assert battle.selected == u
    screen = search(player, "rest")
    assert screen.results[0].words == "Rest"
    assert screen.results[0].cap == "R"
    player.strike("Enter")
    assert len(battle.match.steps) == 1


def test_what_is_refused_is_grey_and_says_why() -> None:
    player = Player()
    battle = player.begin(scenario_of(FIELD))
    player.do("next_unit")
    screen = search(player, "wave")
    assert screen.results[0].why.startswith("[8.")
    player.strike("Enter")
    assert player.app.screen is screen
    assert battle.match.steps == ()


def test_a_rule_is_found_by_number_and_words_and_opens_on_its_page() -> None:
    player = Player()
    player.begin(scenario_of(FIELD))
    assert search(player, "5.5").results[0].words.startswith("5.5 Zones")
    player.strike("Enter")
    assert isinstance(player.app.screen, Encyclopedia)
    player.frame()
    player.strike("Esc")
    assert any(f.words.startswith("7.3") for f in search(player, "surrender pocket").results)


def test_a_setting_is_found_and_shown() -> None:
    player = Player()
    player.begin(scenario_of(FIELD))
    assert search(player, "text size").results[0].kind == "setting"
    player.strike("Enter")
    assert isinstance(player.app.screen, Setting)


def test_nothing_the_viewer_does_not_know_is_found() -> None:
    """Only units that are believed to be there; of those of whom one knows only that they are about, no name."""
    player = Player()
    battle = player.begin(scenario_of("flanks_of_may"))
    situation, rows = battle.situation, battle.situation.state.units
    there = {u for u in range(len(rows)) if rows[u, STATUS] == PRESENT and rows[u, HEX] >= 0}
    known = {situation.name(u) for u in there}
    found = [f for f in everything(battle) if f.kind == "unit"]
    assert {f.words for f in found} == known
    for u in situation.enemies:
        if situation.level(u) <= ABOUT:
            name = situation.scenario.units[u].name
            assert not any(f.also and name.en in f.also and f.detail == situation.chronicle.hex(int(rows[u, HEX]))
                           for f in found)  # fmt: skip
    hidden = [u for u in range(len(rows)) if u not in there and situation.scenario.roster.units[u, OF_SIDE] == 1]
    assert hidden
