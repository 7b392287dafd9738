"""Sentences: both languages say the same things, and everything the code says is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from game.rulebook import SURFACES, TERRAINS, load_rules
from game.rules.movement import UNSEEN_UNIT, UNSEEN_ZONE
from game.rules.network import LOOP_MINUTES
from game.scenario.schema import ScenarioFile
from game.state import GROUNDS, OUTCOMES, REASONS, SIDES, SKIES, SUPPLY_STATES
from game.texts import LANGUAGES, keys, plural, say

GAME = Path(__file__).parent.parent / "game"
PLACE = re.compile(r"\{([^{}|]*)(?:\|([^{}]*))?\}")
FORMS = {"en": 2, "uk": 3}
"""How many forms a plural has."""


def places(sentence: str) -> set[str]:
    """The values a sentence needs."""
    return {name for name, _ in PLACE.findall(sentence)}


def test_both_languages_have_the_same_keys() -> None:
    assert set(keys("en")) == set(keys("uk"))


def test_both_languages_need_the_same_values() -> None:
    en, uk = keys("en"), keys("uk")
    assert {key: places(en[key]) for key in en} == {key: places(uk[key]) for key in uk}


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_have_all_their_forms_and_braces_are_places(language: str) -> None:
    for key, sentence in keys(language).items():
        assert sentence.strip() == sentence != "", key
        assert not re.search(r"[{}]", PLACE.sub("", sentence)), key
        for name, forms in PLACE.findall(sentence):
            assert re.fullmatch(r"[a-z_0-9]+", name), key
            assert not forms or len(forms.split("|")) == FORMS[language], f"{key}: {forms}"


def test_ukrainian_is_ukrainian_and_english_is_english() -> None:
    for language, foreign in (("en", "[а-яіїєґА-ЯІЇЄҐ]"), ("uk", "[ыэъёЫЭЪЁ]")):
        for key, sentence in keys(language).items():
            assert not re.search(foreign, sentence), key


@pytest.mark.parametrize(
    ("number", "english", "ukrainian"),
    [(0, 1, 2), (1, 0, 0), (2, 1, 1), (4, 1, 1), (5, 1, 2), (11, 1, 2), (12, 1, 2), (14, 1, 2), (21, 1, 0), (22, 1, 1),
     (25, 1, 2), (101, 1, 0), (111, 1, 2), (112, 1, 2), (-1, 0, 0), (-3, 1, 1)],
)  # fmt: skip
def test_the_form_fits_the_number(number: int, english: int, ukrainian: int) -> None:
    assert plural("en", number, ["0", "1"]) == str(english)
    assert plural("uk", number, ["0", "1", "2"]) == str(ukrainian)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_can_be_said(language: str) -> None:
    for key, sentence in keys(language).items():
        said = say(language, key, **dict.fromkeys(places(sentence), 21))
        assert "{" not in said, key


def said_in_code() -> Iterator[tuple[str, str, bool]]:
    """Place in the code and key of every text that is said by its key; whether the key goes on with a value.

    The function `say` takes whole keys, and so do methods called `word`; the methods `say` and `_say` of the window take
    them without "ui.".
    """
    for path in sorted(GAME.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func).rpartition(".")
            if name[2] not in ("say", "_say", "word") or len(node.args) < (2 if not name[0] else 1):
                continue
            prefix = "ui." if name[0] and name[2] != "word" else ""
            for key, goes_on in literal(node.args[0 if name[0] else 1]):
                yield f"{path.name}:{node.lineno}", prefix + key, goes_on


def literal(node: ast.expr) -> Iterator[tuple[str, bool]]:
    """The dotted keys that an expression may be, each whole or up to its first value."""
    if isinstance(node, ast.IfExp):
        yield from literal(node.body)
        yield from literal(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value, False
    elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        yield str(node.values[0].value), True


def test_every_key_said_by_the_code_exists() -> None:
    known, missing = set(keys("en")), []
    for place, key, goes_on in said_in_code():
        if not (any(k.startswith(key) for k in known) if goes_on else key in known):
            missing.append(f"{place}: {key}")
    assert missing == []


def test_every_key_is_said_by_the_code() -> None:
    whole = {key for _, key, goes_on in said_in_code() if not goes_on}
    begun = tuple(key for _, key, goes_on in said_in_code() if goes_on)
    for path in GAME.rglob("*.py"):  # kept in a variable or a field first
        tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        whole |= {node.value for node in tree if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert [key for key in keys("en") if key not in whole and not key.startswith(begun)] == []


def test_every_word_of_the_rules_has_its_text() -> None:
    def kinds(name: str) -> tuple[str, ...]:
        field = ScenarioFile.model_fields[name].annotation.__args__[0]  # type: ignore[union-attr]
        return tuple(field.model_fields["state" if name == "bridges" else "kind"].annotation.__args__)

    words = {
        "side": (*SIDES, "nobody"),
        "terrain": TERRAINS,
        "surface": SURFACES[1:],
        "ground": GROUNDS,
        "sky": SKIES,
        "supply": SUPPLY_STATES,
        "kind": load_rules().kinds,
        "bridge": kinds("bridges"),
        "water": kinds("waters"),
        "outcome": (*OUTCOMES[1:], *REASONS[1:]),
        "month": tuple(f"m{month:02d}" for month in range(1, 13)),
    }
    wanted = {f"{group}.{word}" for group, names in words.items() for word in names}
    assert wanted - set(keys("en")) == set()


def test_every_refusal_of_the_rules_has_its_sentence() -> None:
    """A rule that refuses is a constant under game/rules: chapter x 100 + rule."""
    numbers: set[int] = set()
    for path in (GAME / "rules").glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign):
                numbers |= {n.value for n in ast.walk(node.value) if isinstance(n, ast.Constant) and type(n.value) is int}
    rules = {n for n in numbers if 400 < n < 1500 and 0 < n % 100 < 21} - {UNSEEN_UNIT, UNSEEN_ZONE, LOOP_MINUTES}
    refusals = {int(key.removeprefix("refusal.r")) for key in keys("en") if key.startswith("refusal.r")}
    assert refusals == rules
