"""At the desk: the balance gauge, playing from here and back, import and export."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from window import FIELD, Player, prepared

from game.lab.balance import figures
from game.scenario.draft import Draft, Label, Set
from game.state import NOBODY, PEOPLE
from game.ui import folder
from game.ui.editor import balance_runs, panels, playing
from game.ui.editor.balance import Balance
from game.ui.editor.balance_options import Options
from game.ui.editor.desk import Desk
from game.ui.editor.exchange import Import
from game.ui.editor.exchange_out import Export
from game.ui.editor.playing import TestSetUp
from game.ui.editor.testing import Wanted
from game.ui.history.timeline import Timeline
from game.ui.screens.waiting import Waiting
from game.ui.table.battle import Battle
from game.ui.table.command_list import COMMANDS
from game.ui.task import Task

GAMES = 50
EDITED = Label("ui.editor_balance.did_write")


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(playing, "_last", Wanted())
    yield from prepared(tmp_path, monkeypatch)


class Author(Player):
    """Sits at the desk, over a copy of a short battle."""

    def __init__(self, tmp_path: Path, gauge: bool = False, days: int = 2) -> None:
        super().__init__((1280, 800))
        self.app.settings = dataclasses.replace(self.app.settings, editor_balance=gauge, editor_games=GAMES)
        path = tmp_path / "field.yaml"
        path.write_text(FIELD.read_text(encoding="utf-8"), encoding="utf-8")
        self.draft = Draft.read(path)
        if self.draft.value(("calendar", "turns")) != days:
            self.draft.do(EDITED, [Set(("calendar", "turns"), days)])
        self.desk = Desk(self.app, self.draft)
        self.app.push(self.desk)
        self.pass_time(3)

    @property
    def gauge(self) -> Balance:
        """The gauge, shown."""
        room = next(room for room in panels.ROOMS if room.where.endswith(":Balance"))
        found = self.desk.column.panel(room)
        assert isinstance(found, Balance)
        return found

    def edit(self, key: str = "handicap", value: float = 50) -> None:
        """Change something that matters."""
        self.desk.do(EDITED, [Set(("victory", key), value)])

    def type(self, words: str) -> None:
        """Write letters in place of what stands in an entry."""
        self.press(pygame.K_a, pygame.KMOD_LCTRL)
        self.post(pygame.TEXTINPUT, text=words)
        self.pass_time()

    def games(self) -> int:
        """Let games be played until all are."""
        self.wait(lambda: self.gauge.runs.state == balance_runs.OVER)
        assert self.gauge.runs.now is not None
        return self.gauge.runs.now.games

    def test(self, *keys: int) -> Battle:
        """Play from here, with what is pressed in the question before it begins."""
        self.strike("F5")
        assert isinstance(self.app.screen, TestSetUp)
        for key in keys:
            self.press(key)
        self.press(pygame.K_RETURN)
        self.wait(lambda: isinstance(self.app.screen, Battle))
        self.pass_time(3)
        return self.battle


# the gauge -----------------------------------------------------------------------------------------------------------


def test_after_an_edit_the_battle_is_played_and_compared_with_the_one_before(tmp_path: Path) -> None:
    author = Author(tmp_path, gauge=True)
    assert author.games() == GAMES
    runs = author.gauge.runs
    author.edit(value=500)
    assert runs.state == balance_runs.WAITING, "the text must rest first"
    assert author.games() == GAMES
    assert len(runs.versions) == 2
    assert runs.now is not None
    assert runs.before is runs.versions[0]
    assert figures(runs.now).rate == 1
    author.frame()
    author.desk.undo()
    author.wait(lambda: runs.state == balance_runs.OVER)
    assert runs.now.digest == runs.versions[0].digest
    assert runs.run is not None
    assert runs.now.games == GAMES, "nothing is played a second time"


def test_after_edits_are_restored_or_another_file_is_opened_that_one_is_played(tmp_path: Path) -> None:
    author = Author(tmp_path, gauge=True)
    author.games()
    runs = author.gauge.runs
    again = Draft.read(tmp_path / "field.yaml")
    author.desk.take_over(again, restored=True)
    author.edit(value=500)
    assert author.games() == GAMES
    assert runs.run is not None
    assert runs.run.text == again.text
    assert runs.now is not None
    assert figures(runs.now).rate == 1
    other = tmp_path / "other.yaml"
    other.write_text(FIELD.read_text(encoding="utf-8"), encoding="utf-8")
    author.desk.take_over(Draft.read(other), restored=True)
    author.games()
    assert len(runs.versions) == 1, "another file's games are no version of this"


def test_a_pinned_version_is_what_all_later_ones_are_compared_to(tmp_path: Path) -> None:
    author = Author(tmp_path, gauge=True)
    author.games()
    runs = author.gauge.runs
    first = runs.now
    runs.pin()
    for value in (500, -500):
        author.edit(value=value)
        author.games()
    assert first is not None
    assert runs.before is not None
    assert runs.before.digest == first.digest
    author.frame()
    runs.pin()
    assert runs.before is runs.versions[-2]


def test_a_broken_text_is_not_played_and_says_so(tmp_path: Path) -> None:
    author = Author(tmp_path, gauge=True)
    author.games()
    author.desk.do(EDITED, [Set(("formations", 0, "units", 0, "hex"), "9999")])
    author.wait(lambda: author.gauge.runs.state == balance_runs.BROKEN)
    author.frame()
    assert len(author.gauge.runs.versions) == 1
    author.desk.undo()
    assert author.games() == GAMES


def test_it_can_be_turned_off_and_waits_for_the_rules_to_be_compiled(tmp_path: Path) -> None:
    author = Author(tmp_path, gauge=False)
    author.pass_time(3, 1000)
    assert author.gauge.runs.state == balance_runs.OFF
    assert author.gauge.runs.run is None
    going: list[bool] = []

    def compiling(_: object) -> None:
        while not going:
            pygame.time.wait(1)

    author.app.warming = Task(compiling)
    author.app.change(editor_balance=True)
    author.pass_time(3, 1000)
    assert author.gauge.runs.state == balance_runs.COMPILING
    assert author.gauge.runs.run is None
    author.frame()
    going.append(True)
    assert author.games() == GAMES


def test_the_options_choose_games_and_target_and_write_the_result_into_the_file(tmp_path: Path) -> None:
    author = Author(tmp_path, gauge=True)
    author.games()
    author.gauge.options()
    author.frame()
    screen = author.app.screen
    assert isinstance(screen, Options)
    screen.target("editor_target_low", 1)
    screen.target("editor_target_low", 1)
    settings = author.app.settings
    assert settings.editor_target_low == settings.editor_target_high - 5 == 55
    before, versions = author.draft.text, list(author.gauge.runs.versions)
    screen.write()
    assert author.app.screen is author.desk
    assert author.draft.text.count("# balance: UA") == 1
    author.games()
    assert [v.digest for v in author.gauge.runs.versions] == [v.digest for v in versions], "a comment is no edit"
    author.desk.undo()
    assert author.draft.text == before


# play from here ------------------------------------------------------------------------------------------------------


def test_the_draft_is_played_as_it_stands_and_the_desk_is_left_as_it_was(tmp_path: Path) -> None:
    author = Author(tmp_path)
    author.desk.do(EDITED, [Set(("formations", 0, "units", 0, "people"), 123)])
    author.desk.do(EDITED, [Set(("formations", 0, "units", 0, "people"), 124)])
    author.desk.undo()
    author.desk.go_to_tab(panels.UNITS)
    author.desk.select(("formations", 0, "units", 0))
    author.desk.camera.zoom(1, (100, 100))
    place, text = author.desk.camera.offset, author.draft.text
    disk = (tmp_path / "field.yaml").read_bytes()
    battle = author.test()
    assert battle.side == 0
    assert author.desk.sketch is not None
    assert battle.match.scenario.digest == author.desk.sketch.digest
    assert 123 in battle.match.state.units[:, PEOPLE]
    assert battle.camera.step == author.desk.camera.step, "the map is where it was"
    assert battle.may_order()
    author.frame()
    author.strike("F10")
    desk = author.desk
    assert author.app.screen is desk
    assert (desk.tab, desk.selected, desk.camera.offset) == (panels.UNITS, ("formations", 0, "units", 0), place)
    assert (author.draft.text, author.draft.position, len(author.draft.history)) == (text, *_history(author.draft))
    author.desk.redo()
    assert author.draft.value(("formations", 0, "units", 0, "people")) == 124
    assert (tmp_path / "field.yaml").read_bytes() == disk
    assert not folder.records().exists(), "a test is not recorded"


def _history(draft: Draft) -> tuple[int, int]:
    """Edits made, and edits there are: one was taken back."""
    return len(draft.history) - 1, len(draft.history)


@pytest.mark.parametrize(("key", "people"), [(pygame.K_2, [1]), (pygame.K_3, [0, 1]), (pygame.K_4, [])])
def test_either_side_both_or_none_can_be_played(tmp_path: Path, key: int, people: list[int]) -> None:
    author = Author(tmp_path)
    battle = author.test(key)
    assert battle.game.people == people
    if len(people) == 2:
        side = battle.side
        author.end_turn()
        assert battle.side != side, "who tests both sides needs no curtain"
        assert author.app.screen is battle
    author.strike("F10")
    assert author.app.screen is author.desk


def test_from_a_later_day_the_computer_has_played_until_then(tmp_path: Path) -> None:
    author = Author(tmp_path)
    battle = author.test(pygame.K_1, pygame.K_LEFT, pygame.K_RIGHT)
    assert battle.match.turn == 2
    assert battle.match.steps
    author.strike("F10")
    battle = author.test(pygame.K_LEFT)
    assert battle.match.turn == 1, "what was wanted last is offered again"


def test_the_fog_can_be_lifted_in_a_test_alone(tmp_path: Path) -> None:
    author = Author(tmp_path)
    battle = author.test(pygame.K_1, pygame.K_LEFT)
    author.strike("F9")
    assert isinstance(battle.mode, Timeline)
    assert battle.mode.viewer == NOBODY
    assert (battle.situation.state.units[:, PEOPLE] == battle.match.state.units[:, PEOPLE]).all()
    assert not battle.may_order(), "nobody gives orders by what he should not know"
    author.frame()
    author.strike("F9")
    assert battle.may_order()
    author.strike("F10")
    author.strike("F5")
    question = author.app.screen
    assert isinstance(question, TestSetUp)
    question.turn_seen()
    question.choose("ru")
    author.press(pygame.K_RETURN)
    author.wait(lambda: isinstance(author.app.screen, Battle) and author.battle.mode.past)
    assert author.battle.game.test is not None
    assert author.battle.game.test.sees_all(author.battle), "it begins without the fog once the side has its half-turn"
    author.strike("F10")
    other = Player()
    real = other.begin(battle.match.scenario)
    for name in ("test_back", "test_see_all"):
        command = next(command for command in COMMANDS if command.name == name)
        assert command.why(real) is None
    other.strike("F9")
    assert not isinstance(real.mode, Timeline)


def test_what_has_errors_says_why_it_cannot_be_played_and_leads_there(tmp_path: Path) -> None:
    author = Author(tmp_path)
    author.desk.do(EDITED, [Set(("formations", 0, "units", 0, "hex"), "9999")])
    author.wait(lambda: not author.desk.checking.is_due)
    author.strike("F5")
    assert author.app.screen is author.desk
    assert author.desk.note is not None
    assert author.desk.foot.problem is not None
    assert author.desk.foot.problem.severity == "error"


def test_the_menu_and_the_result_lead_back_to_the_desk_too(tmp_path: Path) -> None:
    author = Author(tmp_path)
    battle = author.test(pygame.K_1, pygame.K_LEFT)
    battle.menu()
    author.frame()
    author.press(pygame.K_t)
    assert author.app.screen is author.desk
    battle = author.test(pygame.K_4)
    author.wait(lambda: author.app.screen is not battle)
    author.frame()
    author.press(pygame.K_t)
    assert author.app.screen is author.desk


def test_waiting_for_a_test_can_be_broken_off(tmp_path: Path) -> None:
    author = Author(tmp_path)
    author.strike("F5")
    author.post(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0, unicode="\r")
    assert isinstance(author.app.screen, Waiting)
    author.post(pygame.KEYDOWN, key=pygame.K_ESCAPE, mod=0, unicode="")
    assert author.app.screen is author.desk


# import and export ---------------------------------------------------------------------------------------------------


def road(desk: Desk, path: Path) -> Path:
    """A GeoJSON file with a road over the map and a street."""
    line = [list(reversed(desk.degrees(h))) for h in (desk.grid.at(0, 2), desk.grid.at(4, 2))]
    shape = {"type": "LineString", "coordinates": line}
    features = [
        {"type": "Feature", "properties": {"highway": kind, "ref": "T 1"}, "geometry": shape}
        for kind in ("primary", "footway")
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def test_a_file_is_read_shown_and_taken_as_one_edit(tmp_path: Path) -> None:
    author = Author(tmp_path)
    file, before = road(author.desk, tmp_path / "roads.geojson"), author.draft.text
    position = author.draft.position
    author.strike("Ctrl+I")
    screen = author.app.screen
    assert isinstance(screen, Import)
    author.type(str(file))
    author.press(pygame.K_RETURN)
    author.wait(lambda: screen.plan is not None)
    author.frame()
    assert screen.plan is not None
    assert screen.plan.counts["roads"] == 1
    assert screen.laid is not None
    assert screen.laid.passed == {"highway=footway": 1}
    author.press(pygame.K_RETURN)
    assert author.app.screen is author.desk
    assert author.draft.position == position + 1
    assert "T 1" in author.draft.text
    author.desk.undo()
    assert author.draft.text == before


def test_a_bad_file_is_told_with_its_place_and_nothing_is_taken(tmp_path: Path) -> None:
    author = Author(tmp_path)
    (tmp_path / "bad.geojson").write_text('{"type": "FeatureCollection",\n "features": [7]}')
    before = author.draft.text
    author.strike("Ctrl+I")
    screen = author.app.screen
    assert isinstance(screen, Import)
    author.press(pygame.K_DOWN)
    author.type("2023-05-08")
    author.press(pygame.K_UP)
    assert screen.date.words == "2023-05-08", "the letters go where the keyboard has gone"
    for words, code in ((str(tmp_path / "bad.geojson"), "G312"), (str(tmp_path / "none.geojson"), "G302")):
        author.type(words)
        author.press(pygame.K_RETURN)
        author.wait(lambda: bool(screen.problems))
        author.frame()
        assert [problem.code for problem in screen.problems] == [code]
    author.press(pygame.K_ESCAPE)
    assert author.app.screen is author.desk
    assert author.draft.text == before


@pytest.mark.parametrize(
    ("kind", "begins"), [("picture", b"\x89PNG"), ("geojson", b'{"type": "Feat'), ("units", b"side,")]
)
def test_a_map_or_table_is_written_where_it_is_wanted(tmp_path: Path, kind: str, begins: bytes) -> None:
    author = Author(tmp_path)
    author.strike("Ctrl+E")
    screen = author.app.screen
    assert isinstance(screen, Export)
    screen.choose(kind)
    while screen.step:
        screen.turn_scale(-1)
    author.frame()
    file = Path(screen.entry.words).expanduser()
    assert file.parent == tmp_path, "beside the scenario unless another place is named"
    file.write_bytes(b"somebody's")
    author.press(pygame.K_RETURN)
    author.pass_time(2)
    assert file.read_bytes() == b"somebody's", "it asks first"
    assert screen.told
    author.frame()
    author.press(pygame.K_RETURN)
    author.wait(lambda: author.app.screen is author.desk)
    assert file.read_bytes().startswith(begins)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    author = Author(tmp_path)
    author.strike("Ctrl+E")
    screen = author.app.screen
    assert isinstance(screen, Export)
    author.type(str(tmp_path / "nowhere" / "map.png"))
    author.press(pygame.K_RETURN)
    assert screen.told
    assert author.app.screen is screen
