"""The rules file: the one that is shipped is good, and each mistake in it is told at its place."""

from __future__ import annotations

import pytest

from game.diagnostics import Document
from game.documents import parse
from game.rulebook import (
    EFFECTS_AT,
    NUMBERS,
    OUTCOMES_AT,
    SERIES,
    STANDARD,
    TABLE_COLUMNS,
    TERRAINS,
    TERRAINS_AT,
    check_rules,
    load_rules,
)

TEXT = STANDARD.read_text(encoding="utf-8")


def broken(old: str, new: str) -> Document:
    """The rules with one mistake."""
    assert old in TEXT
    document = parse("rules.yaml", TEXT.replace(old, new, 1))
    assert check_rules(document) is None
    return document


def place(text: str, part: str) -> tuple[int, int]:
    """Line and column at which a part of a text begins."""
    before = text[: text.index(part)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def test_the_standard_rules_are_good() -> None:
    document = parse("rules.yaml", TEXT)
    rules = check_rules(document)
    assert document.problems == []
    assert rules is not None
    assert rules.digest == load_rules().digest
    assert rules.file.model_dump_json() == load_rules(STANDARD).file.model_dump_json()


def test_every_number_lands_in_its_place() -> None:
    rules = load_rules()
    numbers, tables = rules.tables.numbers, rules.tables.tables
    assert len(numbers) == len(NUMBERS) == len(set(NUMBERS))
    assert tables.shape == (OUTCOMES_AT + len(rules.file.combat.outcomes), TABLE_COLUMNS)
    assert (numbers.dtype, tables.dtype) == ("int64", "int64")
    assert numbers[NUMBERS.index("step_people")] == rules.file.scale.step_people
    assert numbers[NUMBERS.index("allowance_tracked")] == rules.file.movement.allowance.tracked
    assert numbers[NUMBERS.index("low")] == rules.file.supply.low
    assert list(tables[SERIES.index("factor_permille")]) == rules.file.condition.factor_permille
    assert tables[SERIES.index("odds_thresholds"), 0] == len(rules.file.combat.odds_thresholds)
    for i, name in enumerate(TERRAINS):
        terrain = rules.file.terrain[name]
        assert list(tables[TERRAINS_AT + i, :4]) == [terrain.foot, terrain.wheeled, terrain.tracked, terrain.cover]
    assert tables[EFFECTS_AT, 1] == rules.file.supply.effects.full.attack


def test_a_name_does_not_change_the_digest_and_a_number_does() -> None:
    digests = []
    for old, new in (
        ("Standard rules", "My rules"),
        ("step_people: 50", "step_people: 51"),
        ("version: 1", "version: 2"),
    ):
        rules = check_rules(parse("rules.yaml", TEXT.replace(old, new, 1)))
        assert rules is not None
        digests.append(rules.digest)
    assert digests[0] == load_rules().digest
    assert len(set(digests)) == 3


MISTAKES = {
    "terrain missing": ('  works:       {letter: "x"', '  # works:      {letter: "x"', "D130", "open:        {letter"),
    "letter twice": ('wood:        {letter: "w"', 'wood:        {letter: "t"', "D131", '"t", foot: 24'),
    "odds not ascending": ("odds_thresholds: [1189", "odds_thresholds: [9999", "D132", "[9999"),
    "outcomes not ascending": ("- {from: -2, ", "- {from: -5, ", "D132", "- {from: -99"),
    "rounds not ascending": ("shift_rounds: [60, 180", "shift_rounds: [60, 60", "D132", "[60, 60"),
    "supply not descending": ("  full: 200 ", "  full: 97  ", "D132", "97  "),
    "too many wounded": ("killed_percent: 25,", "killed_percent: 156,", "D136", "156,"),
    "round without weight": ("round_kg: {82: 4, ", "round_kg: {", "D137", "{100: 30"),
    "fire beyond bounds": ("night: [0, 1, 10, 40]", "night: [0, 1, 10, 1040]", "D122", "1040]"),
    "a street too few": ("street: [150, 60, 20, 8]", "street: [150, 60, 20]", "D122", "[150"),
    "outcomes begin too high": ("- {from: -99,", "- {from: -9,", "D133", "{from: -9,"),
    "calibre no number": ("calibre_percent: {82:", "calibre_percent: {82mm:", "D134", "82mm"),
    "calibre no plain number": ("calibre_percent: {82:", "calibre_percent: {8²:", "D134", "8²"),
    "no source": ("role: source", "role: combat", "D135", "infantry:   {role"),
    "no version": ("version: 1\n", "", "D121", "format: 1"),
    "too many people": ("step_people: 50", "step_people: 1001", "D122", "1001"),
    "a decimal": ("step_people: 50", "step_people: 50.0", "D122", "50.0"),
    "unknown key": ("  stack_steps: 14", "  stack_stepss: 14", "D121", "stack_stepss: 14"),
    "unknown terrain": ("  wood:  ", "  wo0d:  ", "D122", "wo0d:"),
    "letter of two": ('{letter: "w"', '{letter: "ww"', "D122", '"ww"'),
    "list too short": ("rubble_minutes: [0, 2, 6, 11]", "rubble_minutes: [0, 2, 6]", "D122", "[0, 2, 6]"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_at_its_place(name: str) -> None:
    old, new, code, part = MISTAKES[name]
    document = broken(old, new)
    (problem,) = document.problems
    assert problem.code == code
    assert (problem.line, problem.column) == place(document.text, part)


def test_a_list_is_no_rules_file() -> None:
    document = parse("rules.yaml", "- 1\n")
    assert check_rules(document) is None
    assert [(p.code, p.line, p.column) for p in document.problems] == [("D120", 1, 1)]


def test_all_mistakes_are_told_at_once() -> None:
    text = TEXT
    for name in ("letter twice", "odds not ascending", "no source"):
        text = text.replace(*MISTAKES[name][:2], 1)
    document = parse("rules.yaml", text)
    assert check_rules(document) is None
    assert [p.code for p in document.problems] == ["D131", "D135", "D132"]
