"""The reference of the format, docs/format.md, made from the schema: every key with type, bounds, default and meaning."""

from __future__ import annotations

import re
from typing import Any

from game.documents import MAX_BYTES, MAX_DEPTH, MAX_LINES, MAX_VALUES, MAX_YAML_LETTERS
from game.scenario.load import FOLDER
from game.scenario.schema import ScenarioFile

EXAMPLES = FOLDER.parent / "docs" / "template.yaml"
"""The file whose lines are shown."""
_LINES = {"terrain": 9, "elevation": 9, "control": 9, "formations": 11, "victory": 7, "history": 11}
"""Lines of an example that are shown, if not five."""
_LAST = ("source", "confidence")
_KINDS = {"integer": "whole number", "number": "number", "string": "text", "boolean": "true or false"}
_PATTERNS = {
    r"^[a-z0-9][a-z0-9-]{0,39}$": "id",
    r"^([0-9]{4}|[0-9]{6})$": "hex",
    r"^([0-9]{4}-[0-9]{4}|[0-9]{6}-[0-9]{6})$": "hexside",
    r"^[0-9 ]*$": "hexes",
    r"^[0-9 -]*$": "hexsides",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "date",
}
_HEAD = """# The format of scenarios

This page is made by `main.py schema` from the same schema that reads, checks and completes scenario files; it
describes format 2. [template.yaml](template.yaml) is a small battle with every section, commented line by line.

A scenario is one YAML file, readable from top to bottom. Text editors that know `yaml-language-server` (VS Code with
the YAML extension, Neovim, Emacs, Helix) complete keys and underline mistakes by the first line of a file:

    # yaml-language-server: $schema=./scenario.schema.json

**Words.** An *id* is made of small letters, digits and hyphens. A *hex* is its printed number in quotes, column then
row: `"0714"`, or six digits on maps of more than 100 columns or rows. A *hexside* is two hexes that touch, joined by
a hyphen: `"0714-0814"`. *Hexes* and *hexsides* are several of them in one text, parted by blanks. *Names* are a text
in both languages: `{en: "Mill", uk: "Млин"}`. A *day* is a day of the battle, from 1. Days of supply have up to two
decimals, points of victory one, weights for people and steps three.

**YAML.** Of YAML 1.2 there are no anchors, aliases, tags or several documents, and no tabs. A file has at most
{limits}
That is room for a map of 200 x 200 hexes and a thousand units. A file of more than {large} must be written as `fmt`
writes it: one entity a line in brackets, text in double quotes.

**Comments** begin with `#` and are never lost: not by the editor, not by `fmt`, not by `upgrade`. `# lint: off CODE`
at the end of a line silences a warning about that line; [diagnostics.md](diagnostics.md) lists the codes. Keys that
are not known are warned of and kept.

**Sources.** Nearly everything may carry `source:` and `confidence:` (high, medium or low). [sources.md](sources.md)
lists the words that are used.

**Commands.** `main.py check FILE` lists everything wrong with a file. `main.py fmt FILE` brings it to its canonical
form: sections in the order of this page, one entity a line, layers with coordinates in the margin, source and
confidence last; an entity with comments between its keys takes a line for each key. `fmt --check` only names files
that are not in it, and ends with 4. `main.py upgrade FILE` shows what format 2 changes in a file of format 1 and
writes it when told to; only numbers change. `main.py schema` writes this page and the JSON Schemas.
"""


def reference() -> str:
    """The whole page."""
    schema = ScenarioFile.model_json_schema(by_alias=True)
    kinds = schema["$defs"]
    limits = f"{MAX_BYTES // 1000} kB, {MAX_LINES} lines, {MAX_VALUES} keys and values, and {MAX_DEPTH} levels."
    head = _HEAD.replace("{limits}", limits).replace("{large}", f"{MAX_YAML_LETTERS // 1000} kB")
    parts = [head, "## The sections\n", _table(schema, kinds)]
    told: set[str] = set()
    for key, entry in schema["properties"].items():
        inner = [name for name in _refs(entry) if name not in told and name != "Names"]
        if not inner:
            continue
        parts.append(f"## {key}\n\n{entry['description']}\n")
        parts += [_example(key)] if _example(key) else []
        waiting = inner
        while waiting:
            name = waiting.pop(0)
            if name in told or name == "Names":
                continue
            told.add(name)
            parts.append(f"### {name}\n\n{kinds[name].get('description', '')}\n\n{_table(kinds[name], kinds)}")
            waiting += [other for field in kinds[name]["properties"].values() for other in _refs(field)]
    return "\n".join(parts)


def _table(kind: dict[str, Any], kinds: dict[str, Any]) -> str:
    """The keys of an entity as a table."""
    needed = kind.get("required", [])
    lines = ["| key | what may stand there | if left out | what it means |", "|---|---|---|---|"]
    for key, entry in sorted(kind["properties"].items(), key=lambda entry: entry[0] in _LAST):
        default = "must be given" if key in needed else _default(entry)
        told = " ".join(entry.get("description", "").split())
        lines.append(f"| `{key}` | {_type(entry)} | {default} | {told} |")
    return "\n".join(lines) + "\n"


def _default(entry: dict[str, Any]) -> str:
    """What counts if a key is left out."""
    value = entry.get("default")
    if value in (None, "", []) or (isinstance(value, dict) and not any(value.values())):
        return "nothing"
    if isinstance(value, dict):
        return ", ".join(f"{key} {number}" for key, number in value.items() if number)
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _type(entry: dict[str, Any]) -> str:
    """What may stand under a key, in words."""
    for several in ("anyOf", "oneOf", "allOf"):
        if several in entry:
            kinds = [_type(kind) for kind in entry[several] if kind.get("type") != "null"]
            return " or ".join(kinds)
    if "$ref" in entry:
        name = entry["$ref"].rsplit("/", 1)[1]
        return "names" if name == "Names" else f"[{name}](#{name.lower()})"
    if "enum" in entry or "const" in entry:
        words = entry.get("enum", [entry.get("const")])
        return ", ".join(f"`{str(word).lower() if isinstance(word, bool) else word}`" for word in words)
    if entry["type"] == "array":
        return f"list of {_type(entry['items'])}{_bounds(entry, 'minItems', 'maxItems')}"
    if entry["type"] == "object":
        return f"mapping of {_type(entry['additionalProperties'])}"
    if entry["type"] == "string":
        return _PATTERNS.get(entry.get("pattern", ""), f"text{_bounds(entry, 'minLength', 'maxLength')}")
    decimals = f", {entry['decimals']} decimal{'s' if entry['decimals'] > 1 else ''}" if "decimals" in entry else ""
    return f"{_KINDS[entry['type']]}{_bounds(entry, 'minimum', 'maximum')}{decimals}"


def _bounds(entry: dict[str, Any], least: str, most: str) -> str:
    """The bounds of a number, or of how many there may be."""
    low, high = entry.get(least), entry.get(most)
    what = {"minimum": "", "minLength": " letters", "minItems": " of them"}[least]
    if low is not None and high is not None:
        return f", {low:.15g} to {high:.15g}{what}"
    if high is not None:
        return f", at most {high:.15g}{what}"
    return "" if low is None else f", at least {low:.15g}{what}"


def _refs(entry: Any) -> list[str]:
    """The entities that an entry of a schema speaks of, in order."""
    if isinstance(entry, dict):
        found = [entry["$ref"].rsplit("/", 1)[1]] if "$ref" in entry else []
        return found + [name for key, value in entry.items() if key != "default" for name in _refs(value)]
    return [name for value in entry for name in _refs(value)] if isinstance(entry, list) else []


def _example(key: str) -> str:
    """The first lines of a section of the template, as an example."""
    text = EXAMPLES.read_text(encoding="utf-8")
    found = re.search(rf"^{key}:.*\n(?:(?: .*)?\n)*", text, re.MULTILINE)
    if found is None:
        return ""
    lines = [line for line in found[0].rstrip().split("\n") if line and not line.lstrip().startswith("# ")]
    return "```yaml\n" + "\n".join(lines[: _LINES.get(key, 5)]) + "\n```\n"
