"""--set: any number of a battle by its path, checked before a game is played and put into the text."""

from __future__ import annotations

import re

import numpy as np
import pytest

from game.diagnostics import BadInput
from game.lab.settings.asked import Setting, apply, battle, read_settings, texts_with
from game.lab.settings.numbers import base_of, numbers_at
from game.lab.studies.designs import design_of
from game.rulebook import STANDARD
from game.scenario.load import FOLDER, Scenario, load_scenario

MIRROR = (FOLDER / "mirror.yaml").read_text(encoding="utf-8")
FLANKS = (FOLDER / "flanks_of_may.yaml").read_text(encoding="utf-8")
RULES = STANDARD.read_text(encoding="utf-8")


def read(*texts: str, scenario: str = MIRROR) -> tuple[Setting, ...]:
    return read_settings(texts, "mirror", scenario, RULES)


def refused(*texts: str, scenario: str = MIRROR) -> str:
    with pytest.raises(BadInput) as bad:
        read(*texts, scenario=scenario)
    return str(bad.value)


def with_set(*settings: tuple[str, float], scenario: str = MIRROR) -> Scenario:
    return apply("mirror", scenario, RULES, settings)


def units(scenario: Scenario, side: str) -> list[tuple[str, str, int, int, int]]:
    formations = [formation for formation in scenario.file.formations if formation.side == side]
    return [(u.id, u.kind, u.people, u.quality, u.rounds) for formation in formations for u in formation.units]


# what is set ----------------------------------------------------------------------------------------------------------


def test_every_unit_of_a_side_is_set_and_no_other() -> None:
    played = with_set(("units[side=ru].quality", 4))
    assert {quality for _, _, _, quality, _ in units(played, "ru")} == {4}
    assert units(played, "ua") == units(load_scenario("mirror"), "ua")
    assert played.id == "mirror"
    assert played.digest != load_scenario("mirror").digest


def test_units_are_chosen_by_what_they_are() -> None:
    played = with_set(("units[side=ua,kind=infantry].people", 250), ("units[id=s-arty].rounds", 50))
    assert {people for _, kind, people, _, _ in units(played, "ua") if kind == "infantry"} == {250}
    assert {people for _, kind, people, _, _ in units(played, "ua") if kind == "artillery"} == {100}
    assert [rounds for name, _, _, _, rounds in units(played, "ru") if name == "s-arty"] == [50]
    by_formation = with_set(
        ("formations[id=n-brigade].units[kind=infantry].people", 250), ("units[id=s-arty].rounds", 50)
    )
    assert by_formation.digest == played.digest
    assert with_set(("units[formation=n-brigade,role=battery].range", 9)).file.formations[0].units[10].range == 9


def test_what_is_left_out_of_the_text_is_written_into_it() -> None:
    played = with_set(("units[id=n-1].fatigue", 30), ("supply[side=ua].daily.shells", 7), ("victory.handicap", -2.5))
    assert played.file.formations[0].units[0].fatigue == 30
    assert [s.daily.shells for s in played.file.supply] == [7, 7, 7, 1000, 1000, 1000]
    assert [s.daily.ammunition for s in played.file.supply] == [1000] * 6
    assert played.file.victory.handicap == -25


def test_rules_are_numbers_of_the_battle_too() -> None:
    standard = load_scenario("mirror").rules
    for path in ("combat.column_most", "rules.combat.column_most"):
        played = with_set((path, 5))
        assert played.rules.file.combat.column_most == 5
        assert played.rules.digest != standard.digest
        assert played.digest == load_scenario("mirror").digest
    assert with_set(("supply.needs.sustenance", 500)).rules.file.supply.needs.sustenance == 500
    assert with_set(("scale.quality_percent[#2]", 70)).rules.file.scale.quality_percent == [60, 70, 100, 120, 145]
    assert with_set(("fires.calibre_percent.152", 90)).rules.file.fires.calibre_percent["152"] == 90
    played = with_set(("kinds[role=combat].attack", 99), ("kinds.hq.defence", 7))
    values = {name: (kind.attack, kind.defence) for name, kind in played.rules.file.kinds.items()}
    assert values["infantry"] == values["motorised"] == (99, 100)
    assert values["hq"] == (0, 7)


def test_a_factor_multiplies_what_stands_there_and_is_rounded() -> None:
    (setting,) = read("units[side=ru].people=x0.5..x0.755")
    assert (setting.low, setting.high) == (0.5, 0.755)
    assert "rounded" in setting.note
    played = with_set((setting.name, 0.755))
    assert {people for _, _, people, _, _ in units(played, "ru")} == {227, 76, 38, 60}
    assert read("units[side=ru].people=*0.5,*1.5")[0].levels == (0.5, 1.5)


def test_a_lever_turns_several_numbers_together() -> None:
    (setting,) = read("fires.shells.ru=0.5..2.0", scenario=FLANKS)
    before, after = load_scenario("flanks_of_may"), apply("x", FLANKS, RULES, [(setting.name, 0.5)])
    for old, new in zip(before.file.supply, after.file.supply, strict=True):
        share = 0.5 if old.side == "ru" else 1.0
        assert new.daily.shells == int(old.daily.shells * share + 0.5)
        assert new.stock.shells == int(old.stock.shells * share + 0.5)
        assert new.daily.ammunition == old.daily.ammunition
    roles = before.rules.file.kinds
    for old, new in zip(before.file.formations, after.file.formations, strict=True):
        for a, b in zip(old.units, new.units, strict=True):
            halved = old.side == "ru" and roles[a.kind].role == "battery"
            assert b.rounds == (int(a.rounds * 0.5 + 0.5) if halved else a.rounds)


def test_the_text_keeps_its_comments_and_builds_the_same_anywhere() -> None:
    base = base_of(FLANKS, RULES, "flanks_of_may")
    text = texts_with(base, [("units[side=ru].quality", 2), ("victory.draw_below", 12.5)])["scenario"]
    assert re.findall(r"#.*", text) == re.findall(r"#.*", FLANKS)
    assert len(text.splitlines()) == len(FLANKS.splitlines())
    again = base_of(text, RULES, "flanks_of_may").scenario
    assert again.digest == battle(base, [("units[side=ru].quality", 2), ("victory.draw_below", 12.5)]).digest
    assert texts_with(base, [])["scenario"] == FLANKS


# values ---------------------------------------------------------------------------------------------------------------


def test_values_are_a_number_a_range_steps_or_a_list() -> None:
    one, spread, steps, several = read(
        "victory.draw_below=4", "units.quality=1..4", "combat.column_most=2..8/4", "units.fatigue=0,20,50"
    )
    assert (one.levels, one.is_fixed) == ((4.0,), True)
    assert (spread.low, spread.high, spread.levels, spread.steps(5)) == (1, 4, (), (1, 2, 3, 4))
    assert steps.levels == (2, 4, 6, 8)
    assert several.levels == (0, 20, 50)
    shares = np.linspace(0, 1, 400)
    counts = np.unique([spread.at(share) for share in shares], return_counts=True)
    assert counts[0].tolist() == [1, 2, 3, 4]
    assert counts[1].min() >= 99


def test_whole_numbers_are_rounded_and_it_is_said() -> None:
    (setting,) = read("combat.column_most=1..8/3")
    assert setting.levels == (1, 5, 8)
    assert setting.note == "combat.column_most: rounded to whole numbers, 1, 4.5, 8 to 1, 5, 8."
    assert read("units.days=0.5..2.5")[0].at(0.3333) == 1.17


# what is wrong --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place", "code", "words"),
    [
        ("units[side=ru].quality", 1, "L620", "PATH=LOW..HIGH"),
        ("supply[side=ru].daily.ammunition=60,x2", 34, "L620", "x before every value"),
        ("supply[side=ru].daily.ammunition=x0.5..2", 34, "L620", "x before every value"),
        ("units[side=ru].quality=good", 24, "L620", "'good' is no value"),
        ("units[side=ru.quality=3", 1, "L620", "sets nothing"),
        ("units[ru].quality=3", 7, "L620", "[KEY=VALUE]"),
        ("unitz[side=ru].quality=3", 1, "L621", "Did you mean 'units'?"),
        ("units[side=ru].qualty=3", 16, "L621", "Did you mean 'quality'?"),
        ("units[sid=ru].quality=3", 7, "L621", "Did you mean 'side'?"),
        ("combat.colum_most=3", 8, "L621", "Did you mean 'column_most'?"),
        ("supply[side=ua].daily.ammo=10", 23, "L621", "ammunition, sustenance, shells, people"),
        ("fires.shels.ru=2", 7, "L621", "Did you mean 'fires.shells.ru'?"),
        ("fires.shells.rus=2", 14, "L621", "Did you mean 'ru'?"),
        ("format=3", 1, "L621", "scenario.format or rules.format"),
        ("units[side=rus].quality=3", 12, "L622", "Did you mean 'ru'?"),
        ("units[id=n-99].quality=3", 10, "L622", "Did you mean 'n-9'?"),
        ("weather[#3].temperature=3", 9, "L622", "has only"),
        ("units[side=ru].name=3", 16, "L623", "'name' is no number"),
        ("combat.dice=2", 8, "L623", "'dice' is no number"),
        ("units[side=ru].quality=1..7", 24, "L624", "s-1: quality must be at most 5, not 7."),
        ("units[side=ru].quality=x2", 24, "L624", "2 times 3 is 6"),
        ("supply.hold=150", 13, "L624", "must descend"),
        ("scale.stack_steps=5", 19, "L624", "A unit cannot have more than 250 people"),
        ("units[side=ru].quality=4..1", 24, "L625", "Write 1..4."),
        ("units[side=ru].quality=4..4", 24, "L625", "Write 4 alone."),
        ("units[side=ru].quality=1..4/1", 29, "L625", "2 to 200 steps"),
        ("units[side=ru].quality=1,2,2", 24, "L625", "given twice"),
        ("units[side=ru].quality=1.1..1.4", 24, "L625", "After rounding"),
        ("units[side=ru].quality=3", 24, "L627", "That is what it is already."),
        ("units[side=ru].fatigue=x2", 24, "L627", "Nothing stands there to be multiplied."),
    ],
)
def test_what_is_wrong_is_told_at_its_place(text: str, place: int, code: str, words: str) -> None:
    told = refused(text)
    assert told.startswith(f"--set:1:{place}: error {code}: ")
    assert words in told
    assert f"\n    {text}\n" in told


def test_everything_wrong_is_told_at_once() -> None:
    told = refused("units.qualty=3", "victory.draw_below=5", "units[side=ru].quality=9")
    assert re.findall(r"^--set:\d+:\d+: error \w+", told, re.M) == ["--set:1:7: error L621", "--set:3:24: error L624"]


def test_a_number_is_set_once() -> None:
    told = refused("units[side=ru].quality=1..3", "units[id=s-3].quality=2")
    assert "--set:2:1: error L626: s-3: quality is set by --set 1 already." in told


def test_a_path_leads_to_the_places_it_says() -> None:
    base = base_of(FLANKS, RULES, "flanks_of_may")
    paths = [number.path for number in numbers_at("victory.places[place=bakhmut].held.ua", base)]
    assert len(paths) == 1
    assert paths[0][:2] == ("victory", "places")


# designs --------------------------------------------------------------------------------------------------------------


def free(*names: str) -> list[Setting]:
    return [Setting(name, (), 0.0, 1.0, (), None) for name in names]


def test_a_grid_has_every_combination() -> None:
    design = design_of("grid", read("units.quality=1..3", "victory.draw_below=4,8", "combat.column_most=5"), None, 1)
    assert design.values == ((1, 4), (1, 8), (2, 4), (2, 8), (3, 4), (3, 8))
    assert design.arms()[0] == (("combat.column_most", 5), ("units.quality", 1), ("victory.draw_below", 4))


def test_a_latin_hypercube_has_a_point_in_every_part() -> None:
    design = design_of("lhs", free("a", "b", "c"), 16, 7)
    assert np.sort(np.floor(np.array(design.values) * 16), axis=0).T.tolist() == [list(range(16))] * 3
    assert design.values == design_of("lhs", free("a", "b", "c"), 16, 7).values
    assert design.values != design_of("lhs", free("a", "b", "c"), 16, 8).values


def test_combinations_that_rounding_makes_alike_are_played_once() -> None:
    design = design_of("morris", read("units.quality=1..2", "combat.column_most=7,8"), 10, 1)
    assert len(design.arm_of) == 30
    assert len(design.values) == len(set(design.values)) <= 4


@pytest.mark.parametrize(
    ("kind", "texts", "points", "words"),
    [
        ("grid", ["victory.draw_below=4"], None, "No setting has more than one value"),
        ("sobol", ["units.quality=1..3"], 12, "Write 8 or 16."),
        ("grid", ["units.people=x0.5..x1.0", "victory.draw_below=1..9", "units.days=1..3"], 20, "8000 versions"),
    ],
)
def test_designs_that_cannot_be_are_refused(kind: str, texts: list[str], points: int | None, words: str) -> None:
    with pytest.raises(BadInput) as bad:
        design_of(kind, read(*texts), points, 1)
    assert "error L628: " in str(bad.value)
    assert words in str(bad.value)
