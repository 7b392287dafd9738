"""The numbers of a battle by their paths: `units[side=ru].quality`, `victory.draw_below`, `combat.column_most`.

A path names keys from the root of the scenario or, if it has none such, of the rules; `scenario.` or `rules.` before it
says which is meant. Brackets choose among the items of a list, or the entries of a mapping of names: `[id=n-1]`,
`[side=ru,kind=tank]`, `[#2]` for the second. A list without brackets means all its items, and `units` all units of all
formations, which also have the `side` and `formation` they belong to and the `role` of their kind.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from game.diagnostics import near
from game.documents import parse
from game.rulebook import Rules, check_rules
from game.rules_file import RulesFile
from game.scenario.load import Scenario, build
from game.scenario.schema import ScenarioFile
from game.scenario.upgrade import is_old, upgraded

Address = tuple[str | int, ...]
SCENARIO, RULES = "scenario", "rules"

_KEY = re.compile(r"[A-Za-z0-9_-]+")
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_MOST_NAMED = 14
"""Most names that a hint lists."""
_UNITS = "units"


class Nowhere(ValueError):
    """A path that leads to no number: the code of the diagnostic, where in the path, and what would help."""

    def __init__(self, code: str, message: str, at: int, width: int, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.at, self.width, self.hint = code, message, at, max(width, 1), hint


class Number(NamedTuple):
    """A number that can be set."""

    file: str
    """SCENARIO or RULES: where it stands."""
    path: Address
    """Its place in that file."""
    value: float | None
    """What it is now; None if it is left out or a word stands there."""
    places: int | None
    """Decimals it may have, 0 of a whole number; None if as many as one likes."""
    least: float
    most: float
    """Its bounds."""
    owner: str
    """The id of the entity it belongs to, or an empty text."""

    def fitted(self, value: float) -> float | int:
        """A value with no more decimals than it may have, halves upwards."""
        return rounded(value, self.places)


class Step(NamedTuple):
    """A key of a path with the choices in brackets behind it."""

    key: str
    at: int
    choices: tuple[tuple[str, int], ...] = ()
    """What stands in each pair of brackets, and where that begins."""


@dataclass(frozen=True)
class _Spot:
    """A place on the way: what stands there, and what its shape says may stand there."""

    file: str
    path: Address
    value: Any
    shape: Mapping[str, Any]
    owner: str = ""
    more: Mapping[str, str] = field(default_factory=dict)
    """What can be asked of it in brackets besides its own keys."""


@dataclass(frozen=True, eq=False)
class Base:
    """A battle whose numbers are to be set: its texts, and both with everything that is left out filled in."""

    texts: Mapping[str, str]
    scenario: Scenario
    plain: Mapping[str, Any]

    @property
    def rules(self) -> Rules:
        """The rules as they stand."""
        return self.scenario.rules


@functools.lru_cache(maxsize=4)
def base_of(scenario_text: str, rules_text: str, name: str) -> Base:
    """The battle of two texts. Raises BadInput with what is wrong with them."""
    document = parse(f"{name}.yaml", scenario_text)
    if is_old(document):
        document = parse(document.file, upgraded(document))
    rules = rules_of(rules_text)
    scenario = build(document, name, rules, doubts=False)
    document.raise_errors()
    assert scenario is not None
    plain = {SCENARIO: scenario.file.model_dump(by_alias=True), RULES: rules.file.model_dump(by_alias=True)}
    return Base({SCENARIO: document.text, RULES: rules_text}, scenario, plain)


@functools.lru_cache(maxsize=4)
def rules_of(text: str, file: str = RULES) -> Rules:
    """The rules of a text. Raises BadInput with what is wrong with it."""
    document = parse(file, text)
    rules = check_rules(document)
    document.raise_errors()
    assert rules is not None
    return rules


def rounded(value: float, places: int | None) -> float | int:
    """A value with so many decimals, halves upwards; with as many as it has if there is no number of them.

    >>> rounded(2.5, 0), rounded(0.125, 2), rounded(0.1, None)
    (3, 0.13, 0.1)
    """
    if places is None:
        return value
    scale: int = 10**places
    parts = math.floor(value * scale + 0.5 + 1e-9)
    return parts / scale if parts % scale else parts // scale


# paths ----------------------------------------------------------------------------------------------------------------


def steps_of(path: str) -> tuple[Step, ...]:
    """The steps of a path. Raises Nowhere if it is written otherwise."""
    steps, at = [], 0
    while True:
        key = _KEY.match(path, at)
        if not key:
            raise Nowhere("L620", "A name is wanted here, such as units or victory.", at, 1)
        at, choices = key.end(), []
        while chosen := _CHOICE.match(path, at):
            choices.append((chosen[1], chosen.start(1)))
            at = chosen.end()
        steps.append(Step(key[0], key.start(), tuple(choices)))
        if at == len(path):
            return tuple(steps)
        if path[at] != ".":
            hint = "Names are parted by dots; what is in brackets chooses among many: units[side=ru].quality."
            raise Nowhere("L620", f"'{path[at]}' has no meaning here.", at, 1, hint)
        at += 1


def numbers_at(path: str, base: Base) -> tuple[Number, ...]:
    """The numbers that a path means, one or more. Raises Nowhere."""
    steps = steps_of(path)
    files = [SCENARIO, RULES]
    if len(steps) > 1 and steps[0].key in files:
        files, steps = [steps[0].key], steps[1:]
    known = [file for file in files if steps[0].key in base.plain[file]]
    if steps[0].key == _UNITS and SCENARIO in files:
        known = [SCENARIO]
    if not known:
        names = [_UNITS] * (SCENARIO in files) + [name for file in files for name in base.plain[file]]
        told = " and ".join(f"the {file}" for file in files)
        raise _unknown(f"There is no '{steps[0].key}' in {told}.", steps[0].key, names, steps[0].at)
    found, missed = [], []
    for file in known:
        try:
            found.append(_numbers(steps, base, file))
        except Nowhere as error:
            missed.append(error)
    if len(found) > 1:
        hint = f"Write {SCENARIO}.{path} or {RULES}.{path}."
        raise Nowhere("L621", "Scenario and rules both have such a number.", 0, len(path), hint)
    if not found:
        raise max(missed, key=lambda error: error.at)
    return found[0]


def _numbers(steps: Sequence[Step], base: Base, file: str) -> tuple[Number, ...]:
    """The numbers that steps lead to in one of the files."""
    shape = _shape(file)
    spots = [_Spot(file, (), base.plain[file], shape)]
    for i, step in enumerate(steps):
        if i == 0 and step.key == _UNITS and file == SCENARIO:
            spots = list(_units(base))
        else:
            spots = [inner for spot in spots for inner in _entered(spot, step.key)] or _no_key(spots, step)
        for choice, at in step.choices:
            spots = _chosen(spots, choice, at, step)
        if i < len(steps) - 1:
            spots = [inner for spot in spots for inner in (_items(spot) if _is_list(spot.value) else (spot,))]
    last = steps[-1]
    numbers = [number for spot in spots for number in _leaves(spot)]
    if not numbers:
        names = [n for n in _names(spots) if any(list(_leaves(inner)) for spot in spots for inner in _entered(spot, n))]
        hint = f"Name one of its numbers: {_listed(names)}." if names else ""
        message = f"'{last.key}' is no number." if spots else f"There is nothing in '{last.key}'."
        raise Nowhere("L623", message, last.at, len(last.key), hint)
    return tuple(numbers)


def _units(base: Base) -> Iterator[_Spot]:
    """Every unit of the scenario, with what it has from its formation and its kind."""
    shape, kinds = _shape(SCENARIO), base.rules.file.kinds
    unit_shape = _resolved(_inner(_inner(_inner(_inner(shape, "formations"), 0), "units"), 0))
    for f, formation in enumerate(base.plain[SCENARIO]["formations"]):
        for u, unit in enumerate(formation["units"]):
            more = {"side": formation["side"], "formation": formation["id"], "role": kinds[unit["kind"]].role}
            path = ("formations", f, "units", u)
            yield _Spot(SCENARIO, path, unit, unit_shape, unit["id"], more)


def _entered(spot: _Spot, key: str) -> list[_Spot]:
    """What stands under a key, if there is such a key."""
    if not isinstance(spot.value, dict) or key not in spot.value:
        return []
    inner = spot.value[key]
    return [_Spot(spot.file, (*spot.path, key), inner, _inner(spot.shape, key), spot.owner, spot.more)]


def _items(spot: _Spot) -> Iterator[_Spot]:
    """The items of a list, or the entries of a mapping of names."""
    pairs = spot.value.items() if isinstance(spot.value, dict) else enumerate(spot.value)
    for key, item in pairs:
        named = item.get("id") or item.get("place") or "" if isinstance(item, dict) else ""
        owner = named or (key if isinstance(key, str) else spot.owner)
        yield _Spot(spot.file, (*spot.path, key), item, _inner(spot.shape, key), str(owner), {})


def _chosen(spots: list[_Spot], choice: str, at: int, step: Step) -> list[_Spot]:
    """The items that fit what stands in brackets."""
    items = [inner for spot in spots for inner in (_items(spot) if _has_items(spot) else (spot,))]
    if ordinal := re.fullmatch(r"#([1-9][0-9]{0,3})", choice):
        n = int(ordinal[1])
        lists = [list(_items(spot)) for spot in spots if _has_items(spot)] or [items]
        chosen = [inner[n - 1] for inner in lists if n <= len(inner)]
        if not chosen:
            raise Nowhere("L622", f"'{step.key}' has only {max(map(len, lists))}.", at, len(choice))
        return chosen
    for pair in choice.split(","):
        key, equals, wanted = pair.partition("=")
        if not equals or not key or not wanted:
            hint = "Write [KEY=VALUE], such as [side=ru], or [#2] for the second."
            raise Nowhere("L620", "This chooses nothing.", at, len(pair), hint)
        there = [item for item in items if _asked(item, key) is not None]
        if not there:
            names = [name for name in _names(items) if any(_asked(item, name) is not None for item in items)]
            raise _unknown(f"Nothing in '{step.key}' has a '{key}'.", key, names, at)
        items = [item for item in there if _asked(item, key) == wanted]
        if not items:
            words = sorted({str(_asked(item, key)) for item in there})
            meant = near(wanted, words)
            hint = f"Did you mean '{meant}'?" if meant else f"There are {_listed(words)}."
            message = f"Nothing in '{step.key}' has {key}={wanted}."
            raise Nowhere("L622", message, at + len(key) + 1, len(wanted), hint)
        at += len(pair) + 1
    return items


def _asked(spot: _Spot, key: str) -> str | None:
    """What an item has under a key, as one writes it; None if nothing, or nothing simple."""
    value = spot.value.get(key, spot.more.get(key)) if isinstance(spot.value, dict) else None
    if isinstance(value, bool):
        return str(value).lower()
    if value is None and key == "id" and isinstance(spot.path[-1], str):
        return spot.path[-1]
    return None if value is None or isinstance(value, (dict, list)) else str(value)


def _leaves(spot: _Spot) -> Iterator[Number]:
    """The number at a spot, or those in the list that stands there."""
    if _is_list(spot.value):
        for item in _items(spot):
            if not isinstance(item.value, (dict, list)):
                yield from _leaves(item)
        return
    kinds = [kind for kind in _kinds(spot.shape) if kind.get("type") in ("integer", "number")]
    if isinstance(spot.value, (dict, bool)) or not kinds:
        return
    kind = kinds[0]
    places = 0 if kind["type"] == "integer" else kind.get("decimals")
    value = spot.value if isinstance(spot.value, (int, float)) else None
    bounds = float(kind.get("minimum", "-inf")), float(kind.get("maximum", "inf"))
    yield Number(spot.file, spot.path, value, places, *bounds, spot.owner)


def _no_key(spots: Sequence[_Spot], step: Step) -> list[_Spot]:
    """Raise that nothing has a key; what has no keys at all is told otherwise."""
    names = _names(spots)
    if not names:
        raise Nowhere("L621", f"There is nothing named '{step.key}' in a number or a text.", step.at, len(step.key))
    raise _unknown(f"There is no '{step.key}' here.", step.key, names, step.at)


def _unknown(message: str, word: str, names: Sequence[str], at: int) -> Nowhere:
    """A name that is none of those there are, with the nearest of them, or all."""
    meant = near(word, names)
    hint = f"Did you mean '{meant}'?" if meant else f"There are {_listed(names)}."
    return Nowhere("L621", message, at, len(word), hint)


def _names(spots: Sequence[_Spot]) -> list[str]:
    """The keys that spots have, each once."""
    own = (list(spot.value) + list(spot.more) for spot in spots if isinstance(spot.value, dict))
    return list(dict.fromkeys(str(name) for names in own for name in names))


def _listed(names: Sequence[str]) -> str:
    """Names as a hint tells them, not too many."""
    rest = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _has_items(spot: _Spot) -> bool:
    """Whether brackets choose among what stands at a spot: a list, or a mapping of names to mappings."""
    if isinstance(spot.value, dict):
        return bool(spot.value) and not spot.more and all(isinstance(item, dict) for item in spot.value.values())
    return _is_list(spot.value)


# shapes ---------------------------------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=2)
def _shape(file: str) -> Mapping[str, Any]:
    """The JSON Schema of scenarios or of rules."""
    found: Mapping[str, Any] = (ScenarioFile if file == SCENARIO else RulesFile).model_json_schema()
    return {**found, "at": file}


def _resolved(shape: Mapping[str, Any]) -> Mapping[str, Any]:
    """A shape, or the one that it names."""
    if "$ref" not in shape:
        return shape
    found: Mapping[str, Any] = _shape(shape["at"])["$defs"][shape["$ref"].rsplit("/", 1)[-1]]
    return {**found, "at": shape["at"]}


def _kinds(shape: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The shapes of which something may have one."""
    shape = _resolved(shape)
    choices = shape.get("anyOf") or shape.get("oneOf")
    if choices:
        for choice in choices:
            yield from _kinds({**choice, "at": shape["at"]})
    else:
        yield shape


def _inner(shape: Mapping[str, Any], key: str | int) -> Mapping[str, Any]:
    """The shape of what stands under a key or at a position; one that says nothing if there is no such place."""
    found = []
    for kind in _kinds(shape):
        if isinstance(key, int):
            prefix = kind.get("prefixItems", [])
            inner = prefix[key] if key < len(prefix) else kind.get("items")
        else:
            named = kind.get("patternProperties") or {"": kind.get("additionalProperties")}
            inner = kind.get("properties", {}).get(key) or next(iter(named.values()))
        if isinstance(inner, dict):
            found.append({**inner, "at": shape["at"]})
    return found[0] if len(found) == 1 else {"anyOf": found, "at": shape["at"]}
