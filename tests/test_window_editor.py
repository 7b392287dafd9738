"""The desk, by events alone: painting, lines, bridges, things, the keyboard, a thousand gestures taken back."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from author import Author
from window import prepared

from game.texts import LANGUAGES, say
from game.ui import keys
from game.ui.editor import commands, panels
from game.ui.editor.choice import TOOLS
from game.ui.editor.dialogs import AskName
from game.ui.editor.help import Keys
from game.ui.editor.opening import New, Open
from game.ui.editor.tools.spots import Spot
from game.ui.screens.finder import Finder


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Folders of the user that are empty at first."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    yield from prepared(tmp_path, monkeypatch)


@pytest.fixture
def author(tmp_path: Path) -> Author:
    return Author(tmp_path / "field.yaml")


# painting ------------------------------------------------------------------------------------------------------------


def test_a_wood_is_painted_as_one_line_of_the_history_and_taken_back(author: Author) -> None:
    before = author.desk.draft.text
    author.strike("]")
    author.strike("3")
    author.drag("0404", "0604")
    assert [author.terrain(number) for number in ("0404", "0504", "0604", "0403", "0605")] == ["w"] * 5
    assert len(author.desk.draft.history) == 1
    assert "differ" in author.desk.files.state_words()
    author.strike("Ctrl+Z")
    assert author.desk.draft.text == before
    author.strike("Ctrl+Y")
    assert author.terrain("0504") == "w"


def test_painting_changes_the_rows_that_were_painted_and_nothing_else(author: Author) -> None:
    before = author.desk.draft.text.split("\n")
    author.strike("3")
    author.drag("0504")
    after = author.desk.draft.text.split("\n")
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1
    assert author.desk.files.lines_changed() == 1


def test_a_stroke_is_left_with_escape(author: Author) -> None:
    author.strike("3")
    author.point(author.at("0504"))
    author.post(pygame.MOUSEBUTTONDOWN, pos=author.at("0504"), button=1)
    author.point(author.at("0604"))
    author.strike("Esc")
    author.post(pygame.MOUSEBUTTONUP, pos=author.at("0604"), button=1)
    assert not author.desk.draft.history


def test_fill_line_eraser_sample_and_copy(author: Author) -> None:
    author.strike("3")
    author.strike("L")
    author.drag("0303", "0306")
    assert author.terrain("0305") == "w"
    author.strike("I")
    author.drag("0305")
    assert author.desk.choice.tool.name == "brush"
    assert author.desk.choice.value.name == "wood"
    author.strike("5")
    author.strike("F")
    author.drag("0305")
    assert {author.terrain(number) for number in ("0303", "0304", "0305", "0306")} == {"o"}
    author.strike("E")
    author.drag("0304")
    assert author.terrain("0304") == "."
    author.strike("C")
    author.drag("0305")
    author.drag("0705")
    assert author.terrain("0705") == "o"


def test_heights_control_and_works_are_painted_too(author: Author) -> None:
    desk = author.desk
    author.strike("Shift+2")
    heights = desk.index.words("elevation")
    assert heights is not None
    before = int(heights[author.hex("0504")])
    author.strike("1")
    author.drag("0504")
    assert desk.index.words("elevation")[author.hex("0504")] == str(before + 10)  # type: ignore[index]
    author.strike("Shift+3")
    author.strike("2")
    author.drag("0504")
    assert desk.index.words("control")[author.hex("0504")] == "r"  # type: ignore[index]
    author.strike("Shift+4")
    author.strike("2")
    author.drag("0504", "0604")
    assert desk.index.words("trenches")[author.hex("0604")] == "2"  # type: ignore[index]
    author.strike("4")
    author.drag("0504", "0604")
    assert desk.index.words("trenches")[author.hex("0604")] == "0"  # type: ignore[index]
    for _ in range(4):
        author.strike("Ctrl+Z")
    assert desk.draft.text == desk.draft.saved_text


# lines ---------------------------------------------------------------------------------------------------------------


def test_a_road_is_drawn_lengthened_and_rubbed_out_in_its_middle(author: Author) -> None:
    desk = author.desk
    roads = len(desk.draft.value(("roads",)) or [])
    author.strike("Ctrl+2")
    author.strike("4")
    author.drag("0202", "0402")
    assert len(desk.draft.value(("roads",))) == roads + 1
    road = desk.draft.value(("roads", roads))
    assert (road["kind"], road["path"]) == ("dirt", "0202 0302 0402")
    author.drag("0402", "0602")
    assert desk.draft.value(("roads", roads, "path")) == "0202 0302 0402 0502 0602"
    author.strike("E")
    author.drag("0302", "0402")
    assert desk.draft.value(("roads", roads, "path")) == "0202 0302"
    assert desk.draft.value(("roads", roads + 1, "path")) == "0402 0502 0602"


def test_a_river_runs_along_hexsides_and_takes_a_bridge(author: Author) -> None:
    desk = author.desk
    author.strike("Ctrl+2")
    author.strike("7")
    author.drag("0203", "0503")
    waters = desk.draft.value(("waters",))
    sides = waters[-1]["sides"].split()
    assert waters[-1]["kind"] == "river"
    assert len(sides) >= 4
    a, b = sides[1].split("-")
    author.strike("G")
    for state in ("intact", "damaged", "blown", "pontoon"):
        author.click(author.side(a, b))
        assert desk.draft.value(("bridges",))[-1]["state"] == state
    author.click(author.side(a, b))
    assert not [bridge for bridge in desk.draft.value(("bridges",)) or [] if bridge["at"] == sides[1]]
    author.checked()
    assert not desk.checking.count("error")


def test_a_bridge_needs_water(author: Author) -> None:
    author.strike("Ctrl+2")
    author.strike("G")
    author.click(author.side("0504", "0604"))
    assert not author.desk.draft.history
    assert author.desk.note is not None


# things --------------------------------------------------------------------------------------------------------------


def test_a_place_is_put_moved_and_removed(author: Author) -> None:
    desk = author.desk
    author.strike("Ctrl+5")
    author.strike("N")
    author.strike("3")
    places = len(desk.draft.value(("places",)) or [])
    author.drag("0503")
    assert desk.selected == ("places", places)
    assert desk.draft.value(("places", places, "hex")) == "0503"
    author.strike("S")
    author.drag("0503", "0603")
    assert desk.draft.value(("places", places, "hex")) == "0603"
    author.checked()
    assert not desk.checking.count("error")
    author.strike("Delete")
    assert len(desk.draft.value(("places",)) or []) == places


def test_a_unit_is_dragged_to_another_hex(author: Author) -> None:
    desk = author.desk
    author.strike("Ctrl+3")
    h, path = next((h, paths[0]) for h, paths in sorted(desk.index.by_hex.items()) if paths[0][0] == "formations")
    author.drag(h, h + 1)
    assert desk.draft.value((*path, "hex")) == desk.grid.number(h + 1)
    assert desk.selected == path


# without the mouse ---------------------------------------------------------------------------------------------------


def test_by_keyboard_alone(author: Author) -> None:
    desk = author.desk
    author.strike("3")
    author.strike("Ctrl+Right")
    start = desk.pointing.cursor.hex
    assert start is not None
    author.strike("Space")
    author.strike("Right")
    author.strike("Right")
    author.strike("Space")
    words = desk.index.words("terrain")
    assert words is not None
    assert [words[start + i] for i in range(3)] == ["w"] * 3
    assert len(desk.draft.history) == 1
    author.strike("Ctrl+2")
    author.strike("8")
    author.strike("Space")
    author.strike("Right")
    author.strike("Space")
    assert desk.draft.value(("waters",))[-1]["kind"] == "canal"
    author.strike("Ctrl+S")
    assert desk.draft.is_saved
    author.strike("F1")
    assert isinstance(author.app.screen, Keys)
    author.press(pygame.K_ESCAPE)
    author.strike("Ctrl+K")
    assert isinstance(author.app.screen, Finder)
    author.write("undo")
    assert author.app.screen.results
    author.press(pygame.K_RETURN)
    assert desk.draft.position == 1


def test_a_new_scenario_from_nothing(author: Author) -> None:
    author.desk.files.new()
    asked = author.app.screen
    assert isinstance(asked, New)
    author.frame()
    asked.title.set("Somewhere else")
    author.press(pygame.K_RETURN)
    desk = author.desk
    assert author.app.screen is desk
    assert desk.draft.name == "somewhere_else"
    assert (desk.grid.columns, desk.grid.rows) == (24, 24)
    author.strike("3")
    author.drag(desk.grid.count // 2)
    assert len(desk.draft.history) == 1
    author.strike("Ctrl+S")
    assert isinstance(author.app.screen, AskName)
    author.press(pygame.K_RETURN)
    assert desk.draft.is_saved


def test_the_list_of_scenarios_opens_one(author: Author) -> None:
    author.strike("Ctrl+O")
    screen = author.app.screen
    assert isinstance(screen, Open)
    author.frame()
    names = [known.path.name for _, group in screen.groups for known in group]
    assert "mirror.yaml" in names
    screen.take(next(known.path for _, group in screen.groups for known in group if known.path.name == "mirror.yaml"))
    assert author.desk.draft.name == "mirror"
    assert author.desk.grid.columns == 20


# without end ---------------------------------------------------------------------------------------------------------

GESTURES = 1000


def test_a_thousand_gestures_undone_give_the_first_bytes(author: Author) -> None:
    desk, chance = author.desk, random.Random(6)
    first = author.path.read_bytes()
    layers = ("1", "2", "3", "4", "5")
    for i in range(GESTURES):
        if i % 20 == 0:
            author.desk.go_to_tab(("ground", "hexsides")[chance.random() < 0.4])
        tab, choice = desk.tab, desk.choice
        if tab == "ground" and i % 5 == 0:
            choice.set_layer(("terrain", "elevation", "control", "trenches", "rubble")[int(chance.choice(layers)) - 1])
        choice.choose(chance.randrange(len(choice.values)))
        choice.take_by_name(chance.choice([kind.name for kind in choice.tools if kind.name not in ("pick", "sample")]))
        choice.set_radius(chance.randrange(3))
        gesture(author, chance)
    assert len(desk.draft.history) > GESTURES // 3
    desk.draft.go_to(0)
    assert desk.draft.data == first
    desk.draft.go_to(len(desk.draft.history))
    desk.draft.go_to(0)
    assert desk.draft.data == first


def gesture(author: Author, chance: random.Random) -> None:
    """A tool put down, drawn over some hexes and taken up, as the mouse does it."""
    desk, tool = author.desk, author.desk.choice.tool
    h = chance.randrange(desk.grid.count)
    tool.press(Spot.on(desk.grid, h, chance.randrange(6)))
    spot = Spot.on(desk.grid, h, 0)
    for _ in range(chance.randrange(4)):
        h = chance.choice([n for _, n in desk.grid.neighbours(h)])
        spot = Spot.on(desk.grid, h, chance.randrange(6))
        tool.drag(spot)
    tool.release(spot)


# commands ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tab", panels.TABS)
def test_no_key_means_two_things_on_a_tab(author: Author, tab: str) -> None:
    author.desk.go_to_tab(tab)
    author.strike("Ctrl+Right")
    offered = [command for command, _ in commands.offered(author.desk)]
    counted = Counter(written for command in offered for written in command.keys)
    assert [written for written, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_and_tool_says_what_it_does(language: str) -> None:
    for command in commands.registry().values():
        assert command.words(language)
        assert all(keys.cap(written, language) for written in command.keys)
    for kind in {kind for made in TOOLS.values() for kind in made}:
        assert say(language, f"ui.desk.about_{kind.name}")
        assert commands.registry()[f"tool_{kind.name}"].keys == (kind.key,)
