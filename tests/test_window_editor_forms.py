"""The desk's lists and forms, as their user meets them: by keys and clicks, and by the lines of the file that change."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pygame
import pytest
from window import PLAYERS, BarePainter, Player

from game.lab.happenings import Course
from game.scenario.described import entities, fields_of
from game.scenario.draft import Draft
from game.scenario.exchange import units_csv
from game.scenario.load import find_scenario
from game.texts import keys
from game.ui.editor import panels, picture
from game.ui.editor.desk import Desk
from game.ui.editor.forms import hints, timeline
from game.ui.editor.forms.event_form import EventForm
from game.ui.editor.forms.form import Form
from game.ui.editor.forms.tables import ImportTable, folder
from game.ui.paint import map as painted


class Author(Player):
    """Sits before the desk."""

    def __init__(self, tab: str, language: str = "en", size: tuple[int, int] = (1600, 900)) -> None:
        super().__init__(size, language)
        self.app.settings = replace(self.app.settings, editor_balance=False)
        self.draft = Draft.read(find_scenario("flanks_of_may"))
        self.before = self.draft.text
        self.desk = Desk(self.app, self.draft, tab)
        self.app.push(self.desk)
        self.pass_time()

    @property
    def panel(self) -> Any:
        """The list that is shown."""
        shown = self.desk.column.shown()
        assert shown is not None
        return self.desk.column.panel(shown)

    @property
    def form(self) -> Form:
        """The form that is shown."""
        form = self.panel.form
        assert isinstance(form, Form)
        return form

    def changed(self) -> list[str]:
        """The lines of the file that are other than at first, with - and +."""
        lines = difflib.unified_diff(self.before.split("\n"), self.draft.text.split("\n"), n=0)
        return [line for line in lines if line[0] in "-+" and line[:3] not in ("---", "+++")]

    def select(self, id_: str) -> None:
        """Select a unit by its id."""
        for f, formation in enumerate(self.draft.value(("formations",))):
            for u, unit in enumerate(formation["units"]):
                if unit["id"] == id_:
                    self.desk.select(("formations", f, "units", u))
        self.frame()

    def click_at(self, at: tuple[int, int]) -> None:
        """Click a point of the window."""
        self.post(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0))
        self.post(pygame.MOUSEBUTTONDOWN, pos=at, button=1)
        self.post(pygame.MOUSEBUTTONUP, pos=at, button=1)
        self.frame()

    def click_field(self, key: str) -> None:
        """Click a field of the form by its key, wherever it must be scrolled to."""
        leaf = next(leaf for leaf in self.form.leaves if leaf.name.endswith(key))
        self.form.scroll.show(self.form.rects[leaf.name].inflate(0, 60))
        self.frame()
        rect = self.form.rects[leaf.name]
        self.click_at((rect.x + 24, rect.centery))

    def click_button(self, words: str) -> None:
        """Click the place of a button of the list."""
        buttons = [*self.panel.buttons(), *self.panel.deeds()]
        next(button for button in buttons if button.text == words).act()
        self.frame()

    def click_hex(self, number: str) -> None:
        """Click a hex of the map."""
        h = self.desk.grid.parse(number)
        self.desk.look_at(h)
        self.frame()
        x, y = self.desk.pointing.at(h)
        self.click_at((round(x), round(y)))

    def write(self, words: str) -> None:
        """Type words, letter by letter."""
        for letter in words:
            self.post(pygame.TEXTINPUT, text=letter)

    def press(self, key: int, mod: int = 0) -> None:
        """Press a key and let it go."""
        for kind in (pygame.KEYDOWN, pygame.KEYUP):
            self.post(kind, key=key, mod=mod, unicode="", scancode=0)
        self.frame()


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setattr(painted, "MapPainter", BarePainter)
    monkeypatch.setattr(picture, "MapPainter", BarePainter)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    yield
    while PLAYERS:
        PLAYERS.pop().leave()


@pytest.fixture
def author() -> Author:
    return Author(panels.UNITS)


def line_of(author: Author, word: str) -> str:
    """The line of the file as it was that holds a word."""
    return next(line for line in author.before.split("\n") if word in line)


# forms ---------------------------------------------------------------------------------------------------------------


def test_every_field_of_the_schema_has_a_label_and_a_hint_in_both_languages() -> None:
    lacking = []
    for entity in entities():
        for spec in fields_of(entity):
            assert hints.label_key(entity, spec.key) in keys("en")
            lacking += [f"{language}: {entity}.{spec.key}" for language in ("en", "uk")
                        if not hints.hint(language, entity, spec.key)]  # fmt: skip
            lacking += [f"{entity}.{spec.key}: {word}" for word in spec.choices
                        if spec.key != "format" and hints_word(entity, spec.key, word) not in keys("en")]  # fmt: skip
    assert lacking == []


def hints_word(entity: str, key: str, word: str) -> str:
    """The key of the text of a word."""
    from game.ui.editor.forms.values import words_key

    return words_key(entity, key, word)


def test_no_hint_is_of_a_field_that_is_gone() -> None:
    known = {entity: {spec.key for spec in fields_of(entity)} for entity in entities()}
    known[hints.ANYWHERE] = set().union(*known.values())
    assert {f"{e}.{k}" for e, found in hints.ukrainian().items() for k in found if k not in known.get(e, ())} == set()


def test_typed_people_change_one_line_of_the_file(author: Author) -> None:
    author.select("u93-1")
    author.click_field("people")
    author.write("240")
    author.press(pygame.K_RETURN)
    old = line_of(author, "id: u93-1,")
    assert author.changed() == [f"-{old}", f"+{old.replace('people: 350', 'people: 240')}"]
    assert author.desk.label_words(author.draft.history[-1].label) == "1st Mechanised Bn: People"
    author.desk.undo()
    assert author.draft.text == author.before


def test_a_value_that_is_wrong_is_told_at_once_and_not_written(author: Author) -> None:
    author.select("u93-1")
    author.click_field("people")
    author.write("9000")
    assert author.form.refused == ("most", {"high": "2000"})
    author.press(pygame.K_RETURN)
    assert author.draft.text == author.before
    author.press(pygame.K_ESCAPE)
    assert author.form.refused is None
    assert author.draft.text == author.before


def test_what_is_typed_is_written_after_a_pause_and_when_another_field_is_clicked(author: Author) -> None:
    author.select("u93-1")
    author.click_field("fatigue")
    author.write("60")
    author.pass_time(60)
    assert author.draft.value((*author.form.path, "fatigue")) == 60
    author.click_field("quality")
    author.write("5")
    author.click_field("fatigue")
    assert author.draft.value((*author.form.path, "quality")) == 5
    assert len(author.draft.history) == 2


def test_tab_goes_through_the_fields_and_writes(author: Author) -> None:
    author.select("u93-1")
    author.click_field("people")
    author.write("300")
    author.press(pygame.K_TAB)
    assert author.form.at.endswith("full")
    author.write("400")
    author.press(pygame.K_TAB, pygame.KMOD_SHIFT)
    assert author.form.at.endswith("people")
    unit = author.draft.value(author.form.path)
    assert (unit["people"], unit["full"]) == (300, 400)


def test_steps_of_a_number_are_one_line_of_the_history(author: Author) -> None:
    author.select("u93-1")
    author.click_field("quality")
    for _ in range(3):
        author.press(pygame.K_DOWN)
    assert author.draft.value((*author.form.path, "quality")) == 1
    author.press(pygame.K_DOWN)
    assert author.draft.value((*author.form.path, "quality")) == 1
    assert len(author.draft.history) == 1


def test_a_field_goes_back_to_standard_when_it_is_emptied_or_its_arrow_clicked(author: Author) -> None:
    author.select("u93-1")
    author.click_field("fatigue")
    author.press(pygame.K_BACKSPACE)
    author.press(pygame.K_RETURN)
    old = line_of(author, "id: u93-1,")
    assert author.changed() == [f"-{old}", f"+{old.replace('fatigue: 55, ', '')}"]
    leaf = author.form.leaf(".".join(map(str, (*author.form.path, "fatigue"))))
    assert leaf is not None
    assert author.form.shown(leaf) == 0
    assert not author.form.can_reset(leaf)


def test_a_hex_is_picked_on_the_map(author: Author) -> None:
    author.select("u93-1")
    author.click_field("hex")
    author.click_hex("1516")
    assert author.draft.value((*author.form.path, "hex")) == "1516"
    assert author.desk.selected == author.form.path


def test_a_depot_that_has_no_stock_of_its_own_gets_all_of_it(author: Author) -> None:
    author.desk.go_to_tab(panels.SUPPLY)
    stocks = author.draft.value(("supply",))
    i = next(i for i, supply in enumerate(stocks) if "stock" in supply)
    author.desk.select(("supply", i))
    form = author.panel.form
    head = next(leaf for leaf in form.leaves if leaf.path[-1] == "stock")
    form.reset(head)
    assert "stock" not in author.draft.value(("supply", i))
    form.write(next(leaf for leaf in form.leaves if leaf.path[-2:] == ("stock", "shells")), 50)
    assert author.draft.value(("supply", i, "stock")) == {"ammunition": 1000, "sustenance": 1000, "shells": 50}


# the order of battle -------------------------------------------------------------------------------------------------


def test_a_click_on_a_counter_selects_its_line_and_a_click_on_a_line_its_counter(author: Author) -> None:
    author.click_hex("1717")
    assert author.draft.value((*author.desk.selected, "id")) == "u93-1"  # type: ignore[misc]
    assert author.panel.selected == author.desk.selected
    author.press(pygame.K_ESCAPE)
    assert author.desk.selected is None


def test_a_unit_is_found_by_what_is_typed(author: Author) -> None:
    author.panel.find.focused = True
    author.write("скала")
    assert [row.words for row in author.panel.visible()] == ["Skala Battalion"]
    author.press(pygame.K_RETURN)
    assert author.draft.value((*author.desk.selected, "id")) == "uskala"  # type: ignore[misc]


def test_a_unit_is_put_by_a_click_and_taken_out_by_a_key(author: Author) -> None:
    author.select("u93-1")
    author.panel.hold_kind("ua tank")
    author.click_hex("1516")
    (new,) = author.changed()
    assert new.startswith("+      - {id: ua-tank, kind: tank, name: {en:")
    assert 'hex: "1516", people: 300, quality: 3' in new
    author.press(pygame.K_DELETE)
    assert author.draft.text == author.before
    assert len(author.draft.history) == 2


def test_a_copy_has_an_id_of_its_own(author: Author) -> None:
    author.select("u93-1")
    author.press(pygame.K_d, pygame.KMOD_LCTRL)
    (new,) = author.changed()
    assert new == "+" + line_of(author, "id: u93-1,").replace("id: u93-1,", "id: u93-3,")
    ids = [unit["id"] for formation in author.draft.value(("formations",)) for unit in formation["units"]]
    assert len(ids) == len(set(ids))


def test_a_unit_goes_to_another_formation_as_it_is_written(author: Author) -> None:
    author.select("u93-1")
    adam = next(i for i, f in enumerate(author.draft.value(("formations",))) if f["id"] == "ua-adam")
    author.panel.move_to(str(adam))
    line = line_of(author, "id: u93-1,")
    assert sorted(author.changed()) == sorted([f"-{line}", f"+{line}"])
    assert author.desk.selected is not None
    assert author.desk.selected[:2] == ("formations", adam)


def test_the_last_unit_takes_its_formation_along(author: Author) -> None:
    formations = author.draft.value(("formations",))
    i = next(i for i, f in enumerate(formations) if f["id"] == "ua-127-tdf")
    for _ in formations[i]["units"]:
        author.desk.select(("formations", i, "units", 0))
        author.panel.remove()
    assert [f["id"] for f in author.draft.value(("formations",))] == [f["id"] for j, f in enumerate(formations) if j != i]


def test_several_units_are_changed_at_once(author: Author) -> None:
    author.select("u93-1")
    path = author.desk.selected
    assert path is not None
    rows = {row.path: row for row in author.panel.all_rows()}
    author.app.held.add(pygame.K_LSHIFT)
    author.panel.take(rows[(*path[:-1], 2)])
    author.app.held.clear()
    author.frame()
    author.panel.together("fatigue", 1)
    author.panel.together("fatigue", 1)
    units = author.draft.value(path[:-1])
    assert [unit["fatigue"] for unit in units[1:3]] == [65, 60]
    assert len(author.draft.history) == 1


# tables --------------------------------------------------------------------------------------------------------------


def test_a_table_goes_out_and_comes_in_again(author: Author) -> None:
    author.click_button("export_csv")
    path = folder() / "flanks_of_may-units.csv"
    table = path.read_text(encoding="utf-8")
    assert table == units_csv.export(author.draft.value(()))
    path.write_text(table.replace("1717,,,,350,450", "1717,,,,240,450"), encoding="utf-8")
    author.click_button("import_csv")
    screen = author.app.screen
    assert isinstance(screen, ImportTable)
    assert [(c.id, c.key, c.old, c.new) for c in screen.plan.changes] == [("u93-1", "people", 350, 240)]
    author.press(pygame.K_RETURN)
    old = line_of(author, "id: u93-1,")
    assert author.changed() == [f"-{old}", f"+{old.replace('people: 350', 'people: 240')}"]
    author.desk.undo()
    assert author.draft.text == author.before


def test_a_table_with_a_mistake_changes_nothing(author: Author, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("id,people\nu93-1,many\n", encoding="utf-8")
    author.click_button("import_csv")
    screen = author.app.screen
    assert isinstance(screen, ImportTable)
    screen.take(path)
    author.frame()
    assert screen.document is not None
    assert [p.code for p in screen.document.problems] == ["G307"]
    author.press(pygame.K_RETURN)
    author.press(pygame.K_ESCAPE)
    assert author.app.screen is author.desk
    assert author.draft.text == author.before


# the other lists -----------------------------------------------------------------------------------------------------


def test_an_event_is_made_of_parts_and_said_in_a_sentence() -> None:
    author = Author(panels.EVENTS)
    author.click_button("add_event")
    form = author.form
    assert isinstance(form, EventForm)
    form.add(next(leaf for leaf in form.leaves if leaf.path[-1] == "if"), "Lacks")
    form.take_out(next(leaf for leaf in form.leaves if leaf.path[-2:] == ("do", 0)))
    form.add(next(leaf for leaf in form.leaves if leaf.path[-1] == "do"), "MoreWill")
    form.change(next(leaf for leaf in form.leaves if leaf.path[-1] == "when"), "Between")
    author.frame()
    added = [line for line in author.changed() if line.startswith("+") and line != "+"]
    assert added == [
        "+events:",
        '+  - {id: event-1, name: {en: "New event 1", uk: "Нова подія 1"}, when: {from: 1}, '
        'if: [{side: ua, lacks: bakhmut}], do: [{will: {ua: 1}}], source: "", confidence: low}',
    ]
    words = author.panel.in_words(author.draft.value(("events", 0)))
    assert words == "From day 1 on, if Ukraine does not hold Bakhmut: will: Ukraine +1, Russia 0."
    author.leave()


def test_a_dry_run_shows_when_events_happen_and_what_hinders_them(monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[int] = []

    def run(scenario: Any, games: int, seed: int, stop: Any) -> Iterator[tuple[Course, ...]]:
        for game in range(1, games + 1):
            if stop():
                return
            played.append(game)
            yield (Course(scenario.file.events[0].id, game, (0,) * 14, (game * 14,), 0),)

    monkeypatch.setattr(timeline, "dry_run", run)
    author = Author(panels.EVENTS)
    author.click_button("add_event")
    author.form.add(next(leaf for leaf in author.form.leaves if leaf.path[-1] == "if"), "Lacks")  # type: ignore[attr-defined]
    panel = next(panel for panel, _ in author.desk.column.in_view() if isinstance(panel, timeline.Timeline))
    panel.start()
    author.wait(lambda: not panel.is_running)
    author.frame()
    assert panel.looking is not None
    assert panel.looking.error is None
    (course,) = panel.courses
    assert (course.games, course.share, course.hindered_by) == (timeline.GAMES, 0.0, 0)
    assert played == list(range(1, timeline.GAMES + 1))
    author.desk.undo()
    assert panel.stale
    author.leave()


def test_a_day_of_the_weather_is_a_line_more() -> None:
    author = Author(panels.BATTLE)
    author.desk.column.show("ui.editor_forms.weather")
    author.frame()
    days = len(author.draft.value(("weather",)))
    author.desk.select(("weather", 4))
    author.panel.remove()
    author.panel.take_day(5)
    assert author.desk.selected == ("weather", 3)
    author.panel.take_day(5)
    assert author.draft.value(("weather", 4, "from")) == 5
    assert len(author.draft.value(("weather",))) == days
    author.leave()


def test_a_place_that_is_moved_takes_its_coordinates_along() -> None:
    author = Author(panels.OBJECTIVES)
    author.desk.column.show("ui.editor_forms.places")
    author.frame()
    author.desk.select(("places", 0))
    author.frame()
    author.click_field("hex")
    author.click_hex("1516")
    place = author.draft.value(("places", 0))
    lat, lon = author.desk.degrees(author.desk.grid.parse("1516"))
    assert (place["hex"], place["lat"], place["lon"]) == ("1516", round(lat, 5), round(lon, 5))
    assert len(author.draft.history) == 1
    author.leave()


def test_a_front_of_history_has_a_form_and_keeps_its_rows() -> None:
    author = Author(panels.BATTLE)
    author.desk.column.show("ui.editor_forms.facts")
    author.frame()
    *_, last = author.panel.all_rows()
    assert (last.words, last.right) == ("What is known of the front on 21 May", "The front, hex by hex")
    author.desk.select(last.path)
    author.frame()
    rows = author.draft.value((*last.path, "rows"))
    author.click_field("day")
    author.write("13")
    author.press(pygame.K_RETURN)
    assert author.changed() == ["-    day: 14", "+    day: 13"]
    assert author.draft.value((*last.path, "rows")) == rows
    facts = len(author.draft.value(("history",)))
    author.panel.remove()
    assert len(author.draft.value(("history",))) == facts - 1
    assert "front-on-21-may" not in author.draft.text
    author.desk.undo()
    assert author.draft.value((*last.path, "rows")) == rows
    author.leave()


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("size", [(1600, 900), (1024, 600)])
def test_every_form_of_every_list_can_be_drawn(language: str, size: tuple[int, int]) -> None:
    author = Author(panels.UNITS, language, size)
    for tab in panels.TABS:
        author.desk.go_to_tab(tab)
        for room in author.desk.column.rooms():
            author.desk.column.show(room.text)
            author.frame()
            panel = author.panel
            if hasattr(panel, "all_rows"):
                for row in panel.all_rows()[:5]:
                    if row.path and panel.holds(row.path):
                        author.desk.select(row.path)
                        author.frame()
    assert author.draft.text == author.before
    author.leave()


def test_a_choice_made_by_keys_closes_its_list() -> None:
    author = Author(panels.UNITS)
    author.select("u30-1")
    author.click_field("confidence")
    if author.form.dropdown is None:
        author.press(pygame.K_RETURN)
    author.press(pygame.K_UP)
    author.press(pygame.K_RETURN)
    assert author.form.dropdown is None
    assert [line[0] for line in author.changed()] == ["-", "+"]
