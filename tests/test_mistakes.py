"""Every kind of mistake, one at a time: each is told with its code at its line, and nothing else is."""

from __future__ import annotations

import functools

import pytest
from mistakes import BASE, Mistake, of_shape, of_values

from game.diagnostics import Diagnostic
from game.documents import parse
from game.scenario.load import build, sketch

MISTAKES = [*of_shape(), *of_values()]


@functools.cache
def problems(text: str) -> list[Diagnostic]:
    """Everything told of a text."""
    document = parse("scenario.yaml", text)
    scenario = build(document, "scenario")
    assert (scenario is None) == bool(document.errors)
    return document.problems


def test_without_a_mistake_nothing_is_told() -> None:
    assert problems(BASE) == []


def test_there_are_enough_of_them() -> None:
    assert len(MISTAKES) >= 200
    assert len({mistake.name for mistake in MISTAKES}) == len(MISTAKES)


@pytest.mark.parametrize("tenth", range(10))
def test_each_is_told_at_its_line_and_nothing_else_is(tenth: int) -> None:
    for mistake in MISTAKES[tenth::10]:
        told = [(p.code, p.line) for p in problems(mistake.text)]
        assert told == [(code, mistake.line) for code in mistake.code.split()], mistake.name


def test_the_fixes_offered_mend_what_they_are_offered_for() -> None:
    mended = 0
    for mistake in MISTAKES:
        for problem in problems(mistake.text):
            if problem.fix is not None:
                left = problems(problem.fix.apply(mistake.text))
                assert [p for p in left if p.severity == "error" or p.line == problem.line] == [], mistake.name
                mended += 1
    assert mended >= 60


def test_whatever_is_wrong_the_rest_is_drawn() -> None:
    for mistake in MISTAKES[::5]:
        document = parse("scenario.yaml", mistake.text)
        drawn = sketch(document, "scenario")
        assert (drawn is None) == (document.root is None), mistake.name


def test_two_mistakes_are_told_at_once() -> None:
    """Mistakes of shape and of meaning in one text are all told."""
    named = {mistake.name: mistake for mistake in MISTAKES}
    lines = named["kind of place"].text.split("\n")
    for name in ("temperature", "a kind of unit", "a source off the road", "a letter", "no English"):
        other: Mistake = named[name]
        lines[other.line - 1] = other.text.split("\n")[other.line - 1]
    told = sorted(p.code for p in problems("\n".join(lines)))
    assert told == ["C202", "C211", "C220", "C247", "D122", "D122"]
