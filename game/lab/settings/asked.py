"""Settings: what `--set` says is read, checked before any game is played, and put into the texts of a battle.

`PATH=VALUE`, `PATH=LOW..HIGH`, `PATH=LOW..HIGH/STEPS` and `PATH=A,B,C`; an x before a value makes it a factor on what
stands there. Paths are those of numbers.py; a lever is a word for several of them that are turned
together. A battle with other numbers is its text with other letters in these places, so comments stay and the text can be
written to a file, kept in a run, or built again anywhere.
"""

from __future__ import annotations

import copy
import functools
import operator
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from game.diagnostics import BadInput, Document, near
from game.documents import parse
from game.lab.settings.numbers import (
    RULES,
    SCENARIO,
    Address,
    Base,
    Nowhere,
    Number,
    base_of,
    numbers_at,
    rounded,
    rules_of,
)
from game.scenario.draft.writing import Set, write
from game.scenario.load import Scenario, build
from game.splices import apply as spliced

Settings = Sequence[tuple[str, float]]
"""What is set to what: the name of a setting with a value, as a run keeps them."""

FACTOR = " x"
"""Behind the path in the name of a setting whose value is a factor."""
LEVERS = {
    "fires.shells": (
        "units[side={side},role=battery].rounds", "units[side={side},role=battery].daily",
        "supply[side={side}].stock.shells", "supply[side={side}].daily.shells",
    ),
    "supply.goods": tuple(
        f"supply[side={{side}}].{when}.{goods}"
        for when in ("stock", "daily") for goods in ("ammunition", "sustenance", "shells", "people")
    ),
    "forces.people": ("units[side={side}].people", "units[side={side}].full"),
}  # fmt: skip
"""Words for numbers of a side that are turned together, always by a factor: its shells, its goods, its people."""
MOST_LEVELS = 200
"""Most values of one setting."""
_FEW = 9
"""So many whole numbers in a range are taken one by one where steps are wanted and none are named."""
NUMBER = r"[-+]?[0-9]{1,12}(?:\.[0-9]{1,12})?"
"""A number as commands are given one."""
_RANGE = re.compile(rf"({NUMBER})\.\.({NUMBER})(?:/([0-9]{{1,6}}))?")
_TIMES = re.compile(r"(?:^|(?<=,)|(?<=\.\.)|(?<=\s))[x*×](?=-?[0-9])")
_SIDES = ("ua", "ru")


@dataclass(frozen=True)
class Setting:
    """A number, or several that are set together, with the values it is to have."""

    name: str
    """What arms and tables call it: its path, with FACTOR behind it if it is a factor."""
    numbers: tuple[Number, ...]
    low: float
    high: float
    levels: tuple[float, ...]
    """The values it is to have, one by one; empty if any within the range."""
    places: int | None
    """Decimals that its values have; None if as many as one likes."""
    note: str = ""
    """What was rounded, in a sentence."""

    @property
    def is_fixed(self) -> bool:
        """Whether it has one value alone."""
        return len(self.levels) == 1

    def at(self, share: float) -> float:
        """The value at a share of its range, 0 to 1; of values one by one each has as much of the range."""
        levels = self.levels or self._whole()
        if levels:
            return levels[min(int(share * len(levels)), len(levels) - 1)]
        return rounded(self.low + share * (self.high - self.low), self.places if self.places is not None else 6)

    def steps(self, count: int) -> tuple[float, ...]:
        """Its values, or so many spread over its range."""
        few = self._whole()
        if self.levels or (few and len(few) <= _FEW):
            return self.levels or few
        places = self.places if self.places is not None else 6
        return tuple(dict.fromkeys(rounded(value, places) for value in _spread(self.low, self.high, count)))

    def _whole(self) -> tuple[float, ...]:
        """The whole numbers of its range if there are no others in it and they are not very many."""
        if self.places != 0 or self.high - self.low >= MOST_LEVELS:
            return ()
        return tuple(range(int(self.low), int(self.high) + 1))


# reading --------------------------------------------------------------------------------------------------------------


def read_settings(texts: Sequence[str], name: str, scenario_text: str, rules_text: str) -> tuple[Setting, ...]:
    """The settings that texts ask for. Raises BadInput with everything wrong with them, each at its place.

    Whether the battle can be built with the least and the greatest of each is tried, too.
    """
    base, document = base_of(scenario_text, rules_text, name), Document("--set", "\n".join(texts))
    reader = _Reader(document, base)
    found = [reader.setting(line, text) for line, text in enumerate(texts, start=1)]
    settings = tuple(setting for setting in found if setting is not None)
    if not document.errors:
        reader.try_out(settings)
    document.raise_errors()
    return settings


class _Reader:
    """Reads settings of one battle, and tells what is wrong with them."""

    def __init__(self, document: Document, base: Base) -> None:
        self.document, self.base = document, base
        self.taken: dict[tuple[str, Address], int] = {}
        """Number -> the line that sets it."""

    def tell(self, code: str, message: str, line: int, at: int, width: int, hint: str = "") -> None:
        """Report something at a stretch of a line, from 0."""
        self.document.report(code, message, (line, at + 1, max(width, 1)), hint)

    def setting(self, line: int, text: str) -> Setting | None:
        """The setting on a line, or None after telling what is wrong with it."""
        at = _equals(text)
        if at < 0 or not text.isprintable():
            hint = "Write PATH=VALUE, PATH=LOW..HIGH, PATH=LOW..HIGH/STEPS or PATH=A,B,C."
            self.tell("L620", "This sets nothing to anything.", line, 0, len(text), hint)
            return None
        path, wanted = text[:at].strip(), text[at + 1 :]
        before = len(text[:at]) - len(text[:at].lstrip())
        try:
            numbers, is_lever = _meant(path, self.base)
        except Nowhere as error:
            self.tell(error.code, error.message, line, before + error.at, error.width, error.hint)
            return None
        read = self.values(line, at + 1, wanted, is_lever=is_lever)
        if read is None:
            return None
        values, is_range, has_x = read
        factor = has_x or is_lever
        name = path if is_lever or not factor else path + FACTOR
        return self.checked(line, at + 1, len(wanted), name, numbers, values, is_range=is_range, factor=factor)

    def values(self, line: int, at: int, text: str, *, is_lever: bool) -> tuple[list[float], bool, bool] | None:
        """The values on a line, whether they are the ends of a range, and whether they are factors."""
        plain, times = _TIMES.subn("", text.strip())
        has_x = times > 0
        if has_x and times != len(re.split(r"\.\.|,", plain)) and not is_lever:
            hint = "Write x before every value that multiplies what stands there, or before none."
            self.tell("L620", "Some of these are factors and some are not.", line, at, len(text), hint)
            return None
        if found := _RANGE.fullmatch(plain):
            low, high, steps = float(found[1]), float(found[2]), found[3]
            if low >= high:
                hint = f"Write {high:g}..{low:g}." if low > high else f"Write {low:g} alone."
                self.tell("L625", "The range has no room: its first value must be the lesser.", line, at, len(text), hint)
                return None
            if steps is None:
                return [low, high], True, has_x
            if not 2 <= int(steps) <= MOST_LEVELS:
                message, hint = f"A range has 2 to {MOST_LEVELS} steps.", "Without any a grid has some of its own."
                self.tell("L625", message, line, at + text.rindex("/") + 1, len(steps), hint)
                return None
            return _spread(low, high, int(steps)), False, has_x
        words = [word.strip() for word in plain.split(",")]
        if not all(re.fullmatch(NUMBER, word) for word in words) or len(words) > MOST_LEVELS:
            hint = "A number, LOW..HIGH, LOW..HIGH/STEPS or A,B,C is wanted; x before it makes it a factor."
            self.tell("L620", f"'{text.strip()[:40]}' is no value.", line, at, len(text), hint)
            return None
        return [float(word) for word in words], False, has_x

    def checked(
        self, line: int, at: int, width: int, name: str, numbers: tuple[Number, ...], values: list[float], *,
        is_range: bool, factor: bool,
    ) -> Setting | None:  # fmt: skip
        """A setting of values that everything can have, or None after telling which cannot."""
        double = next((n for n in numbers if (n.file, n.path) in self.taken), None)
        if double is not None:
            before = self.taken[double.file, double.path]
            message = f"{_told(double)} is set by --set {before} already."
            self.tell("L626", message, line, 0, at - 1, "Let each number be set once.")
            return None
        self.taken |= {(n.file, n.path): line for n in numbers}
        places = None if factor else min((n.places for n in numbers if n.places is not None), default=None)
        fitted = [rounded(value, places) for value in values]
        for value in fitted:
            for number in numbers:
                new = _new(number, value, factor)
                if new is not None and not number.least <= new <= number.most:
                    self.tell("L624", _beyond(number, value, new, factor), line, at, width)
                    return None
        if all(_new(n, value, factor) in (None, n.value) for value in fitted for n in numbers):
            empty = all(n.value == 0 for n in numbers)
            rounding = f"Rounded to {_decimals(places)} that" if fitted != values else "That"
            already = f"{rounding} is what it is already."
            nothing = "Nothing stands there to be multiplied." if factor and empty else already
            self.tell("L627", "This changes nothing.", line, at, width, nothing)
            return None
        if len(set(fitted)) < len(fitted):
            if is_range or len(set(values)) == len(values):
                told = f"After rounding to {_decimals(places)} only {_listed(sorted(set(fitted)))} is left."
                self.tell("L625", told, line, at, width)
            else:
                self.tell("L625", "A value is given twice.", line, at, width)
            return None
        note = _note(name, numbers, values, fitted, factor)
        levels = () if is_range else tuple(fitted)
        return Setting(name, numbers, min(fitted), max(fitted), levels, places, note)

    def try_out(self, settings: Sequence[Setting]) -> None:
        """Tell if the battle cannot be built with the least or the greatest value of a setting, or of all together."""
        for end in ("low", "high"):
            together = self.trouble([(setting.name, getattr(setting, end)) for setting in settings])
            if not together:
                continue
            known = len(self.document.problems)
            for line, setting in enumerate(settings, start=1):
                value: float = getattr(setting, end)
                alone = self.trouble([(setting.name, value)]) if len(settings) > 1 else together
                if alone:
                    self.at_values("L624", f"With {value:g} the battle cannot be played: {alone[0]}", line, alone[1])
            if len(self.document.problems) == known:
                which = "least" if end == "low" else "greatest"
                message = f"With the {which} values of all settings together the battle cannot be played: {together[0]}"
                self.at_values("L624", message, len(settings), together[1])

    def at_values(self, code: str, message: str, line: int, hint: str) -> None:
        """Report something at the values of a line."""
        text = self.document.lines[line - 1]
        at = _equals(text) + 1
        self.tell(code, message, line, at, len(text) - at, hint)

    def trouble(self, settings: Settings) -> tuple[str, str] | None:
        """What keeps a battle with settings from being played, with a hint; None if nothing does."""
        try:
            battle(self.base, settings)
        except BadInput as bad:
            first = next(problem for problem in bad.problems if problem.severity == "error")
            return first.message, first.hint
        return None


def _equals(text: str) -> int:
    """Where the sign stands that parts the path from the values: the first that is not in brackets; -1 if none."""
    depth = 0
    for at, letter in enumerate(text):
        depth += (letter == "[") - (letter == "]")
        if letter == "=" and depth <= 0:
            return at
    return -1


def _meant(path: str, base: Base) -> tuple[tuple[Number, ...], bool]:
    """The numbers of a path or a lever, and whether it is a lever. Raises Nowhere."""
    head, _, side = path.rpartition(".")
    if head in LEVERS and side in _SIDES:
        found: list[Number] = []
        for part in LEVERS[head]:
            try:
                found += numbers_at(part.format(side=side), base)
            except Nowhere:
                continue
        if not found:
            raise Nowhere("L622", f"The side {side} has none.", 0, len(path))
        return tuple(found), True
    if head in LEVERS:
        meant = near(side, _SIDES, 0.4)
        hint = f"Did you mean '{meant}'?" if meant else f"Write {head}.ua or {head}.ru."
        raise Nowhere("L621", f"There is no side '{side}'.", len(head) + 1, len(side), hint)
    try:
        return numbers_at(path, base), False
    except Nowhere as error:
        levers = [f"{lever}.{side}" for lever in LEVERS for side in _SIDES]
        meant = near(path, [*levers, *LEVERS], 0.75)
        if error.code == "L621" and meant:
            meant = meant if meant in levers else f"{meant}.ua' or '{meant}.ru"
            raise Nowhere("L621", error.message, error.at, error.width, f"Did you mean '{meant}'?") from None
        raise


def _spread(low: float, high: float, count: int) -> list[float]:
    """So many values from low to high, as far from each other."""
    return [low + (high - low) * i / (count - 1) for i in range(count)]


def _new(number: Number, value: float, factor: bool) -> float | None:
    """What a number becomes; None if there is nothing to be multiplied."""
    if not factor:
        return value
    return None if number.value is None else number.fitted(number.value * value)


# telling --------------------------------------------------------------------------------------------------------------


def _told(number: Number) -> str:
    """A number as a sentence names it."""
    key = ".".join(str(step) for step in number.path if isinstance(step, str) and step not in ("formations", "units"))
    return f"{number.owner}: {key}" if number.owner and number.owner not in number.path else key


def _beyond(number: Number, value: float, new: float, factor: bool) -> str:
    """That a number would lie beyond its bounds."""
    bound = f"at least {number.least:g}" if new < number.least else f"at most {number.most:g}"
    made = f"{value:g} times {number.value:g} is {new:g}" if factor else f"not {new:g}"
    return f"{_told(number)} must be {bound}, {made}." if not factor else f"{_told(number)} must be {bound}; {made}."


def _decimals(places: int | None) -> str:
    return "whole numbers" if places == 0 else f"{places} decimals"


def _listed(values: Iterable[float]) -> str:
    """Some values, the middle of many left out."""
    told = [f"{value:g}" for value in values]
    return ", ".join(told if len(told) <= 12 else [*told[:5], "...", told[-1]])


def _note(name: str, numbers: Sequence[Number], values: list[float], fitted: list[float], factor: bool) -> str:
    """What is rounded about a setting, empty if nothing is."""
    if factor:
        whole = any(n.places == 0 and n.value for n in numbers)
        return f"{name}: what comes of it is rounded to whole numbers." if whole else ""
    if fitted != values:
        return f"{name}: rounded to {_decimals(numbers[0].places)}, {_listed(values)} to {_listed(fitted)}."
    return ""


# putting into effect --------------------------------------------------------------------------------------------------


def texts_with(base: Base, settings: Settings) -> dict[str, str]:
    """The texts of scenario and rules with settings put in. Raises BadInput if a name in them leads nowhere."""
    wanted: dict[str, dict[Address, float]] = {SCENARIO: {}, RULES: {}}
    for name, value in settings:
        path = name.removesuffix(FACTOR)
        try:
            numbers, is_lever = _meant(path, base)
        except Nowhere as error:
            document = Document("settings", name)
            document.report(error.code, error.message, (1, error.at + 1, error.width), error.hint)
            raise BadInput(document.problems) from None
        for number in numbers:
            new = _new(number, value, is_lever or path != name)
            if new is not None and new != number.value:
                wanted[number.file][number.path] = number.fitted(new)
    made = dict(base.texts)
    for file, values in wanted.items():
        if values:
            document = parse(file, made[file])
            edits = _edits(document, base.plain[file], values)
            made[file] = spliced(made[file], write(made[file], document, edits))
    return made


def _edits(document: Document, plain: Any, values: Mapping[Address, float]) -> list[Set]:
    """The edits that give numbers their values.

    What holds a number and is left out of the text is written whole: an entry means none of what it leaves out.
    """
    edits: dict[Address, Any] = {}
    for path, value in values.items():
        node, depth = document.root, 0
        while node is not None and depth < len(path) - 1:
            inner = node.find(path[depth : depth + 1])
            if inner is node:
                break
            node, depth = inner, depth + 1
        head, rest = path[: depth + 1], path[depth + 1 :]
        if not rest:
            edits[head] = value
            continue
        if head not in edits:
            edits[head] = copy.deepcopy(functools.reduce(operator.getitem, head, plain))
        functools.reduce(operator.getitem, rest[:-1], edits[head])[rest[-1]] = value
    return [Set(path, value) for path, value in edits.items()]


def battle(base: Base, settings: Settings) -> Scenario:
    """A battle with settings put in. Raises BadInput if it cannot be played so."""
    texts = texts_with(base, settings)
    document = parse(f"{base.scenario.id}.yaml", texts[SCENARIO])
    scenario = build(document, base.scenario.id, rules_of(texts[RULES]), doubts=False)
    document.raise_errors()
    assert scenario is not None
    return scenario


def apply(name: str, scenario_text: str, rules_text: str, settings: Settings) -> Scenario:
    """A battle of two texts with settings put in: the same for the same, wherever it is built. Raises BadInput."""
    base = base_of(scenario_text, rules_text, name)
    return battle(base, settings) if settings else base.scenario
