"""A scenario that has something of everything, and every kind of mistake one can make in it, with its line and code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from game.diagnostics import Node
from game.documents import parse
from game.documents.fitting import models_at
from game.scenario.load import FOLDER
from game.scenario.schema import ScenarioFile

SOURCED = 'source: "made up", confidence: high'
LINES = f"""
meta: {{author: "nobody", version: "1"}}

rails:
  - {{id: rail, path: "0002 0102 0202 0302", {SOURCED}}}

waters:
  - {{id: brook, kind: river, sides: "1201-1301 1301-1302", {SOURCED}}}

bridges:
  - {{at: "1301-1302", state: intact, {SOURCED}}}

trenches:
  - {{level: 1, hexes: "0104 0304", {SOURCED}}}

rubble:
  - {{level: 2, hexes: "1007", {SOURCED}}}

events:
  - {{id: relief, name: {{en: "Relief", uk: "Допомога"}}, when: {{from: 3, to: 6, chance: 50}}, if: [{{side: ua, holds: crossroads}}], do: [{{goods: ua-west, shells: 40}}, {{points: {{ua: 1}}}}], {SOURCED}}}
  - {{id: rounds, name: {{en: "Rounds", uk: "Набої"}}, when: {{day: 4}}, if: [{{fired: relief}}, {{unit: n-1, people_below: 200}}], do: [{{rounds: n-arty, add: 40}}, {{bridge: "1301-1302", state: blown}}], {SOURCED}}}
  - {{id: late, name: {{en: "Late", uk: "Пізно"}}, when: {{day: 5}}, do: [{{brings: n-late}}, {{daily: ru-east, shells: -10}}, {{will: {{ru: 2}}}}], {SOURCED}}}

history:
  - {{id: held, day: 4, place: crossroads, side: ua, {SOURCED}}}
  - {{id: lost, day: 12, measure: ua_people_lost, value: 900, low: 600, {SOURCED}}}
  - id: line
    day: 6
    {SOURCED.replace(", ", chr(10) + "    ")}
    rows:
      - "{" ".join("u" * 20)}"
{chr(10).join(f'      - "{" " * (r % 2)}{" ".join("." * 20)}"' for r in range(1, 8))}
{chr(10).join(f'      - "{" " * (r % 2)}{" ".join("r" * 20)}"' for r in range(8, 15))}
"""  # noqa: E501
LATE = (
    '      - {id: n-late, kind: infantry, hex: "0403", arrives: event, people: 200, quality: 3, '
    'name: {en: "Late", uk: "Запізнілий"}}\n'
)


def _base() -> str:
    """The made-up battlefield with everything a file can have."""
    text = (FOLDER / "mirror.yaml").read_text(encoding="utf-8")
    ew = re.search(r"\n +- \{id: n-ew[^\n]*\n", text)
    assert ew is not None
    return text[: ew.end()] + LATE + text[ew.end() :] + LINES


BASE = _base()


class Mistake(NamedTuple):
    """A text with one mistake, the code it must be told with, and the line."""

    name: str
    text: str
    code: str
    line: int


class _Maker:
    """Makes mistakes at places of the text."""

    def __init__(self) -> None:
        root = parse("base.yaml", BASE).root
        assert root is not None
        self.root: Node = root
        self.lines = BASE.split("\n")

    def at(self, path: list[str | int]) -> Node:
        """The node at a path, which must be there."""
        node = self.root
        for step in path:
            assert isinstance(node.value, (dict, list)), path
            node = node.value[step]  # type: ignore[index, call-overload]
        return node

    def over(self, node: Node, new: str) -> str:
        """The text with something else in the place of a node on one line."""
        assert node.line == node.end_line or not isinstance(node.value, (dict, list))
        line = self.lines[node.line - 1]
        end = node.end_column - 1 if isinstance(node.value, (dict, list)) else node.column - 1 + node.width
        lines = [*self.lines]
        lines[node.line - 1] = line[: node.column - 1] + new + line[end:]
        return "\n".join(lines)

    def without(self, path: list[str | int], key: str) -> tuple[str, int]:
        """The text without a key of a mapping, and the line of the mapping then."""
        parent = self.at(path)
        assert isinstance(parent.value, dict)
        name, value = parent.keys[key], parent.value[key]
        lines = [*self.lines]
        if parent.flow:
            line = lines[name.line - 1]
            start, end = name.column - 1, value.end_column - 1
            before, after = line[:start], line[end:]
            after = re.sub(r"^, ", "", after)
            before = re.sub(r", $", "", before) if after.startswith("}") else before
            lines[name.line - 1] = before + after
            return "\n".join(lines), parent.line
        first, last = name.line - 1, value.end_line
        kept = lines[first][: name.column - 1]
        del lines[first:last]
        if kept.strip():  # the first key of an item: the dash goes on to the next
            lines[first] = kept + lines[first].lstrip()
        text = "\n".join(lines)
        node = parse("base.yaml", text).root
        assert node is not None
        return text, node.find(path).line


MAPPINGS: list[list[str | int]] = [
    ["calendar"], ["geo"], ["size"], ["title"], ["terrain"], ["roads", 0], ["rails", 0], ["waters", 0], ["bridges", 0],
    ["trenches", 0], ["rubble", 0], ["places", 0], ["sides", "ua"], ["formations", 0], ["formations", 0, "units", 0],
    ["supply", 0], ["weather", 0], ["events", 0], ["events", 0, "when"], ["events", 1, "when"], ["events", 0, "if", 0],
    ["events", 1, "do", 0], ["victory"], ["victory", "weights"], ["victory", "places", 0], ["history", 0],
    ["history", 1],
]  # fmt: skip
"""A mapping of every kind."""
WRONG = {"int": "many", "float": "north", "str": "[]", "bool": "perhaps"}


def _misspelt(key: str) -> str:
    """A key with two letters changed about, or one more."""
    return key[:-2] + key[-1] + key[-2] if len(key) > 3 and key[-1] != key[-2] else f"{key}{key[-1]}"


def of_shape() -> Iterator[Mistake]:
    """Keys misspelt, missing, unknown; values of another type."""
    maker = _Maker()
    for path in MAPPINGS:
        node, where = maker.at(path), ".".join(map(str, path))
        assert isinstance(node.value, dict), path
        models = models_at(ScenarioFile, path)
        fields = {info.alias or name: info for name, info in models[0].model_fields.items()} if len(models) == 1 else {}
        for key, key_node in node.keys.items():
            if key in fields and fields[key].is_required():
                text = maker.over(key_node, _misspelt(key))
                yield Mistake(f"{where}: {key} misspelt", text, "D121", key_node.line)
                text, line = maker.without(path, key)
                yield Mistake(f"{where}: no {key}", text, "D121", line)
            value = node.value[key]
            wrong = WRONG.get(type(value.value).__name__)
            if wrong and key in fields and value.line == value.end_line:
                yield Mistake(f"{where}: wrong {key}", maker.over(value, wrong), "D122", value.line)
        first, first_key = next(iter(node.keys.values())), next(iter(node.keys))
        gap = ", " if node.flow else "\n" + " " * (first.column - 1)
        text = maker.over(first, f"colour: red{gap}{first_key}")
        yield Mistake(f"{where}: unknown key", text, "D123", first.line)


VALUES: dict[str, tuple[str, ...]] = {
    # what: (old, new, code), and what stands on the line of the problem if that is not where the text was changed
    "turns 0": ("turns: 12", "turns: 0", "D122"),
    "turns 999": ("turns: 12", "turns: 999", "D122"),
    "first side": ("first_side: ua", "first_side: uk", "D122"),
    "first day": ('first_day: "2023-05-01"', 'first_day: "1 May"', "D122"),
    "first day without quotes": ('first_day: "2023-05-01"', "first_day: 20230501", "D122"),
    "beyond the pole": ("lat: 0.10000,", "lat: 91,", "D122"),
    "confidence": ('id: rail, path: "0002 0102 0202 0302", source: "made up", confidence: high',
                   'id: rail, path: "0002 0102 0202 0302", source: "made up", confidence: hihg', "D122"),
    "kind of road": ("id: north-lateral, kind: dirt", "id: north-lateral, kind: drit", "D122"),
    "kind of place": ("id: crossroads, kind: town", "id: crossroads, kind: twon", "D122"),
    "kind of supply": ("id: ua-west, side: ua, kind: source", "id: ua-west, side: ua, kind: sources", "D122"),
    "side of supply": ("id: ua-west, side: ua", "id: ua-west, side: uka", "D122"),
    "state of a bridge": ('at: "1301-1302", state: intact', 'at: "1301-1302", state: whole', "D122"),
    "kind of water": ("id: brook, kind: river", "id: brook, kind: rivver", "D122"),
    "no hexside": ('at: "1301-1302"', 'at: "1301"', "D122"),
    "level of trenches": ('{level: 1, hexes: "0104', '{level: 4, hexes: "0104', "D122"),
    "hexes with commas": ('hexes: "0104 0304"', 'hexes: "0104, 0304"', "D122"),
    "a path with a letter": ('path: "0002 0102', 'path: "0002 O102', "D122"),
    "an id with a capital": ("{id: crossroads,", "{id: Crossroads,", "D122"),
    "nobody in a unit": ('hex: "0504", people: 300', 'hex: "0504", people: 0', "D122"),
    "quality 6": ('hex: "0504", people: 300, quality: 3', 'hex: "0504", people: 300, quality: 6', "D122"),
    "fatigue 101": ('hex: "0504", people: 300,', 'hex: "0504", people: 300, fatigue: 101,', "D122"),
    "days 11": ('hex: "0504", people: 300,', 'hex: "0504", people: 300, days: 11,', "D122"),
    "days of three decimals": ('hex: "0504", people: 300,', 'hex: "0504", people: 300, days: 1.234,', "D122"),
    "hex as a number": ('hex: "0504"', "hex: 504", "D122"),
    "arrival by luck": ("arrives: event", "arrives: sometime", "D122"),
    "ground": ("ground: dry", "ground: drie", "D122"),
    "temperature": ("temperature: 18", "temperature: 46", "D122"),
    "points of two decimals": ("draw_below: 1\n", "draw_below: 1.05\n", "D122"),
    "less than nothing": ("draw_below: 1\n", "draw_below: -1\n", "D122"),
    "collapse": ("draw_below: 1\n", "draw_below: 1\n  collapse_percent: 101\n", "D122"),
    "chance of nothing": ("chance: 50", "chance: 0", "D122"),
    "no kind of condition": ("{side: ua, holds: crossroads}", "{side: ua, keeps: crossroads}", "D122"),
    "no kind of effect": ("{brings: n-late}", "{bring_in: n-late}", "D122"),
    "nothing to do": ("do: [{goods: ua-west, shells: 40}, {points: {ua: 1}}]", "do: []", "D122"),
    "a measure": ("measure: ua_people_lost", "measure: ua_people_losses", "D122"),
    "three sides": ("sides:\n", "sides:\n  eu: {name: {en: x, uk: x}}\n", "D122"),
    "a side misspelt": ("  ru: {name:", "  ur: {name:", "D122"),
    "weather for nothing": ("id: ua-east, side: ua, kind: source, hex: \"1500\"",
                            "id: ua-east, side: ua, kind: source, hex: \"1500\", stock: 12", "D122"),
    # what does not fit together
    "columns": ("columns: 20,", "columns: 21,", "C201"),
    "rows": ("rows: 15}", "rows: 16}", "C201"),
    "a letter": ('"u u u u', '"u u x u', "C202"),
    "a height": ('"162 162 162 162 172 ', '"162 162 162 162 l72 ', "C202"),
    "a road off the map": ('path: "0500 0501', 'path: "0500 5001 0501', "C203"),
    "a road with a gap": ("0104 0204 0304 0404", "0104 0204 0404", "C204"),
    "a trench off the map": ('hexes: "0104 0304"', 'hexes: "0104 9904"', "C203"),
    "a place off the map": ('kind: village, hex: "0307"', 'kind: village, hex: "0377"', "C203"),
    "a unit off the map": ('hex: "0504"', 'hex: "5004"', "C203"),
    "a source off the map": ('kind: source, hex: "0500"', 'kind: source, hex: "0599"', "C203"),
    "a river across": ("1301-1302", "1301-1303", "C205"),
    "a front's rows": ("    day: 6\n", "    day: 6\n    name: {en: Front, uk: Фронт}\n    row: []\n", "D123", "row: []"),
    "a front's letter": ('      - "u u u', '      - "u q u', "C202"),
    "a front's row": ('      - "u u u', '      - "u u', "C201"),
    "a span that ends before it begins": ("day: 12, measure", "from: 12, day: 11, measure", "C232"),
    "a bound above the value": ("low: 600", "low: 1600", "C232"),
    "a fact after the end": ("day: 12, measure", "day: 13, measure", "C249"),
    "a bridge nowhere": ('at: "1301-1302"', 'at: "1301-1401"', "C210"),
    "a unit twice": ("{id: n-3,", "{id: n-2,", "C206"),
    "a road twice": ("{id: south-lateral,", "{id: north-lateral,", "C206"),
    "an event twice": ("{id: late, name", "{id: relief, name", "C206"),
    "a place misnamed as another": ("{id: west-hamlet,", "{id: crossroads,", "C206"),
    "a fact's place": ("place: crossroads, side: ua", "place: crosroads, side: ua", "C223"),
    "a side less": ('  ru: {name: {en: "Russia", uk: "Росія"}}\n', "", "C207", "  ua: {name"),
    "a place elsewhere": ('id: crossroads, kind: town, hex: "1007"', 'id: crossroads, kind: town, hex: "1008"', "C208"),
    "the map elsewhere": ("geo: {lat: 0.10000,", "geo: {lat: 1.1,", "C208"),
    "a kind of unit": ("{id: n-3, kind: infantry", "{id: n-3, kind: infantery", "C211"),
    "a battery without guns": ("tubes: 12, ", "", "C212"),
    "a calibre": ("calibre: 152", "calibre: 151", "C213"),
    "a crowd": ('hex: "0504", people: 300', 'hex: "0504", people: 800', "C214"),
    "more than full": ('hex: "0504", people: 300', 'hex: "0504", people: 300, full: 30', "C215"),
    "a unit among the enemy": ('hex: "0504"', 'hex: "0512"', "C218"),
    "a source among the enemy": ('kind: source, hex: "0500"', 'kind: source, hex: "0513"', "C218"),
    "a stack": ('hex: "0504", people: 300', 'hex: "0304", people: 500', "C219"),
    "a source off the road": ('kind: source, hex: "0500"', 'kind: source, hex: "0300"', "C220"),
    "no first weather": ("{from: 1, ground", "{from: 2, ground", "C222"),
    "a place that counts": ("{place: crossroads, held", "{place: crossroad, held", "C223"),
    "a place that counts twice": ("{place: west-hamlet, held", "{place: crossroads, held", "C224"),
    "no such day": ("2023-05-01", "2023-02-31", "C226"),
    "drones without sorties": (", sorties: 3", "", "C228"),
    "infantry with guns": ('hex: "0504", people: 300', 'hex: "0504", people: 300, tubes: 3', "C229"),
    "an event's place": ("holds: crossroads", "holds: crosroads", "C230"),
    "an event's unit": ("{rounds: n-arty", "{rounds: n-art", "C230"),
    "an event's source": ("{goods: ua-west", "{goods: ua-west-road", "C230"),
    "an event's bridge": ('{bridge: "1301-1302"', '{bridge: "1301-1300"', "C230"),
    "an event's event": ("{fired: relief}", "{fired: relieve}", "C230"),
    "rounds for infantry": ("{rounds: n-arty", "{rounds: n-1", "C231"),
    # what is probably not meant
    "too late": ("arrives: 5", "arrives: 15", "C216"),
    "a place without a source": ('uk: "Перехрестя"}, source: "made up"', 'uk: "Перехрестя"}', "C225"),
    "terrain without a source": ('terrain:\n  source: "made up"\n', "terrain:\n", "C225"),
    "an event without a source": ('{will: {ru: 2}}], source: "made up"', "{will: {ru: 2}}]", "C225"),
    "no Ukrainian": ('uk: "Перехрестя"', 'uk: ""', "C247"),
    "no English": ('{en: "HQ",', '{en: "",', "C247"),
    "an event after the end": ("when: {day: 5}", "when: {day: 15}", "C243"),
    "an event that waits for itself": ("if: [{side: ua, holds: crossroads}]", "if: [{fired: relief}]", "C243"),
    "events in a circle": ("if: [{side: ua, holds: crossroads}]", "if: [{fired: rounds}]", "C243"),
    "an event after its time": ("when: {day: 4}", "when: {day: 2}", "C243"),
    "a span backwards": ("{from: 3, to: 6,", "{from: 6, to: 3,", "C243"),
    "a unit that nobody brings": ("{brings: n-late}, ", "", "C246", "{id: n-late"),
    "a draw whatever happens": ("draw_below: 1\n", "draw_below: 1000\n", "C244 C244"),
    "a source of nothing": ('kind: source, hex: "0500",', 'kind: source, hex: "0500", stock: {}, daily: {},', "C248"),
    "a remark without a code": ("turns: 12, first_side: ua}", "turns: 12, first_side: ua}  # lint: off", "D124"),
    "a remark with an error's code": ("turns: 12, first_side: ua}", "turns: 12, first_side: ua}  # lint: off C203",
                                      "D124"),
    "a remark with no code": ("turns: 12, first_side: ua}", "turns: 12, first_side: ua}  # lint: off sources", "D124"),
    "a remark for nothing": ("turns: 12, first_side: ua}", "turns: 12, first_side: ua}  # lint: off C225", "D124"),
    # YAML
    "an open quote": ('{en: "Mirror",', '{en: "Mirror,', "D105"),
    "an open bracket": ("lon: 0.00000}", "lon: 0.00000", "D105"),
    "a closed bracket": ("lon: 0.00000}", "lon: 0.00000]", "D105"),
    "a tab": ("\n  draw_below: 1\n", "\n\tdraw_below: 1\n", "D105"),
    "an indent": ("  draw_below: 1\n", "   draw_below: 1\n", "D105"),
    "an anchor": ("turns: 12", "turns: &t 12", "D109"),
    "an alias": ("turns: 12", "turns: *t", "D109"),
    "a tag": ("turns: 12", "turns: !!int 12", "D109"),
    "a second document": ("\nrails:", "\n---\nrails:", "D106"),
    "a directive": ("# A made-up", "%YAML 1.1\n# A made-up", "D106"),
    "a key twice": ("turns: 12,", "turns: 12, turns: 12,", "D111"),
    "a section twice": ("\nhistory:", "\nbridges: []\nhistory:", "D111", "bridges: []\nh"),
    "a control code": ('"Mirror"', '"Mir\x07ror"', "D104"),
    "a hidden letter": ('"Mirror"', '"Mir\u202eror"', "D104"),
    "two colons": ("turns: 12", "turns: 12: 3", "D105"),
}  # fmt: skip


def of_values() -> Iterator[Mistake]:
    """Everything in the table."""
    for name, (old, new, code, *mark) in VALUES.items():
        assert BASE.count(old) >= 1, name
        at = BASE.index(old)
        text = BASE[:at] + new + BASE[at + len(old) :]
        same = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
        yield Mistake(name, text, code, text.count("\n", 0, text.index(mark[0]) if mark else at + same) + 1)
