"""What can be found from the keyboard: units as the viewer knows them, places, commands, settings, rules; best first."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from game.folders import ASSETS
from game.rules.recon import ABOUT
from game.state import HEX, PRESENT, STATUS
from game.texts import LANGUAGES, say
from game.ui.commands import Command, Host
from game.ui.screens.encyclopedia import open_page
from game.ui.screens.setting import GROUPS, Setting
from game.ui.table.commands import offered

if TYPE_CHECKING:
    from game.scenario.load import Scenario
    from game.ui.app import App
    from game.ui.table.battle import Battle

RULEBOOK = ASSETS / "rulebook.md"
UNIT, PLACE, COMMAND, SETTING, RULE = "unit", "place", "command", "setting", "rule"
MOST = 60
"""Results that are listed."""
_EXACT, _BEGINS, _WITHIN, _LOOSE, _MISSPELT = 100, 80, 50, 20, 12
_SKIPPED = ("find", "main", "back", "click", "right_click")
"""Commands that make no sense from here."""


@dataclass(frozen=True)
class Found:
    """One thing that can be found."""

    kind: str
    words: str
    act: Callable[[], object]
    detail: str = ""
    """Said beside it: where it is, or what it is worth."""
    cap: str = ""
    why: str = ""
    """Why it cannot be done now; empty if it can."""
    also: str = ""
    """Other words by which it is found: its name in the other language."""


def plain(words: str) -> str:
    """Words without case and apostrophes, as they are compared."""
    return re.sub(r"[’'ʼ`]", "", words.casefold())


@functools.lru_cache(maxsize=4096)
def parts_of(words: str) -> tuple[str, ...]:
    """The words of a text, as they are compared, each once."""
    return tuple(dict.fromkeys(re.findall(r"[\w.+⇧]+", plain(words))))


def score(query: str, words: str) -> int:
    """How well words fit what was typed, 0 not at all; every part of what was typed must be found."""
    asked, heard = parts_of(query), parts_of(words)
    total = 0
    for part in asked:
        best = max((_fit(part, word) for word in heard), default=0)
        if not best:
            return 0
        total += best
    return total * 10 // max(1, len(asked)) - min(len(heard), 9) if asked else 0


def _fit(part: str, word: str) -> int:
    """How well one part fits one word: whole, its beginning, within it, its letters in order, or one letter wrong."""
    if part == word:
        return _EXACT
    if word.startswith(part):
        return _BEGINS
    if part in word:
        return _WITHIN
    letters = iter(word)
    if len(part) >= 3 and word[0] == part[0] and all(letter in letters for letter in part):
        return _LOOSE
    if len(part) < 4:
        return 0
    begun = any(_nearly(part, word[:end]) for end in (len(part) + 1, len(part), len(part) - 1) if end < len(word))
    return _MISSPELT + 5 if _nearly(part, word) else _MISSPELT if begun else 0


def _nearly(a: str, b: str) -> bool:
    """Whether one letter changed, added, left out or swapped with the next makes one word the other."""
    i = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    swapped = a[:i] + a[i + 1 : i + 2] + a[i : i + 1] + a[i + 2 :]
    return a[i + 1 :] == b[i + 1 :] or a[i + 1 :] == b[i:] or a[i:] == b[i + 1 :] or swapped == b


def find(query: str, everything: list[Found]) -> list[Found]:
    """What fits, best first; without a query what can be done now."""
    if not query.strip():
        return [found for found in everything if found.kind == COMMAND][:MOST]
    scored = [(_worth(query, f), f) for f in everything]
    best = sorted(((s, i, f) for i, (s, f) in enumerate(scored) if s), key=lambda each: (-each[0], each[1]))
    return [f for _, _, f in best[:MOST]]


def _worth(query: str, found: Found) -> int:
    """How well something fits: by its own words, else by what is said of it, which counts half; rules come last."""
    own = score(query, found.words) or score(query, f"{found.words} {found.also} {found.detail}") // 2
    number = found.words.split(" ", 1)[0] == query.strip()
    return own * 6 // 10 if found.kind == RULE and not number else own


def everything(battle: Battle) -> list[Found]:
    """All that can be found now; nothing of what the viewer does not know."""
    scenario, app = battle.situation.scenario, battle.app
    commands = commands_of(battle, offered(battle), app.language)
    places = places_of(scenario, app.language, battle.go_to)
    return [*commands, *_units(battle), *places, *settings_of(app), *rules_of(app)]


def commands_of(host: Host, found: Iterable[tuple[Command[Host], str]], language: str) -> Iterator[Found]:
    """What can be done now on a screen, and what is refused, with the reason."""
    for command, why in found:
        if command.name in _SKIPPED or command.name.startswith(("arrow_", "cursor_", "row_", "pan")):
            continue
        also = " ".join(command.words(other) for other in LANGUAGES if other != language)
        act = functools.partial(command.do, host)
        yield Found(COMMAND, command.words(language), act, cap=command.cap(language), why=why, also=also)


def _units(battle: Battle) -> Iterator[Found]:
    """Own units, and the enemy's as far as they are known."""
    situation = battle.situation
    rows = situation.state.units
    for u in np.flatnonzero((rows[:, STATUS] == PRESENT) & (rows[:, HEX] >= 0)).tolist():
        card, known = situation.scenario.units[u], situation.level(u) > ABOUT
        also = " ".join(getattr(card.name, language) for language in LANGUAGES) if known else ""
        where = situation.chronicle.hex(int(rows[u, HEX]))
        yield Found(UNIT, situation.name(u), functools.partial(_go_to_unit, battle, u), where, also=also)


def _go_to_unit(battle: Battle, u: int) -> None:
    battle.select(u)
    battle.bring_into_view(int(battle.view.believed.units[u, HEX]))


def places_of(scenario: Scenario, language: str, go_to: Callable[[int], object]) -> Iterator[Found]:
    """Settlements and places that count."""
    for place in scenario.file.places:
        h = scenario.grid.parse(place.hex)
        if h is not None:
            also = " ".join(getattr(place.name, other) for other in LANGUAGES)
            yield Found(PLACE, getattr(place.name, language), functools.partial(go_to, h), place.hex, also=also)


def hexes(scenario: Scenario, language: str, query: str, go_to: Callable[[int], object]) -> list[Found]:
    """The hexes whose printed numbers begin as what was typed, if that is a number of two digits or more."""
    grid, asked = scenario.grid, query.strip()
    if not asked.isdecimal() or len(asked) < 2:
        return []
    named = scenario.place_names(language)
    found = [h for h in range(grid.count) if grid.number(h).startswith(asked) and grid.number(h) not in named]
    return [
        Found(PLACE, say(language, "ui.find.hex", number=grid.number(h)), functools.partial(go_to, h)) for h in found
    ]


def settings_of(app: App) -> Iterator[Found]:
    """Every setting, shown on its screen."""
    language = app.language

    def show(label: str) -> None:
        screen = Setting(app)
        screen.search.set(label)
        app.push(screen)

    for name in (name for names in GROUPS.values() for name in names):
        label = say(language, f"ui.settings.name_{name}")
        also = " ".join(say(other, f"ui.settings.name_{name}") for other in LANGUAGES)
        about = say(language, f"ui.settings.about_{name}")
        yield Found(SETTING, label, functools.partial(show, label), also=f"{also} {about}")


@functools.cache
def rules() -> tuple[tuple[str, str], ...]:
    """(number, text) of every rule of the rulebook, and (chapter, its title)."""
    found = []
    for block in RULEBOOK.read_text(encoding="utf-8").split("\n\n"):
        words = " ".join(block.split())
        head = re.match(r"## (\[\d+\]) (.*)", words)
        rule = re.match(r"(\d+\.\d+[a-z]?) (.*)", words)
        if head or rule:
            number, text = (head or rule).groups()  # type: ignore[union-attr]
            found.append((number.strip("[]"), text))
    return tuple(found)


def rules_of(app: App) -> Iterator[Found]:
    """The rulebook, by number and by words."""
    for number, text in rules():
        act = functools.partial(open_page, app, number)
        yield Found(RULE, f"{number} {_head(text)}", act, also=text)


@functools.cache
def _head(text: str) -> str:
    """What a rule begins with: its first words up to a stop."""
    words = re.split(r"[.:;,(\[]", text)[0].split()
    return " ".join(words[:9])
