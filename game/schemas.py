"""What the program itself writes about its files: JSON Schemas for text editors, and the reference of the format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from game.rules_file import RulesFile
from game.scenario.reference import reference
from game.scenario.schema import ScenarioFile
from game.weights_file import WeightsFile

ROOT = Path(__file__).parent.parent
SCHEMAS: dict[Path, tuple[str, type[BaseModel]]] = {
    ROOT / "scenarios" / "scenario.schema.json": ("Scenario", ScenarioFile),
    ROOT / "assets" / "rules" / "rules.schema.json": ("Rules", RulesFile),
    ROOT / "assets" / "ai" / "weights.schema.json": ("Weights of the greedy player", WeightsFile),
}
"""File -> (title, model); each lies beside the files it is about."""
REFERENCE = ROOT / "docs" / "format.md"


def written() -> dict[Path, str]:
    """File -> its text, of everything that `main.py schema` writes."""
    texts = {path: json_schema(title, model) for path, (title, model) in SCHEMAS.items()}
    return texts | {REFERENCE: reference()}


def json_schema(title: str, model: type[BaseModel]) -> str:
    """The JSON Schema of a model, as editors of YAML read it: draft 7, every key with what it means."""
    schema = _plain(model.model_json_schema(by_alias=True))
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": title}
    return json.dumps(head | schema, ensure_ascii=False, indent=1) + "\n"


def _plain(value: Any, is_names: bool = False) -> Any:
    """A schema without pydantic's titles, with nothing beside a $ref, where draft 7 would not look."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    names = ("properties", "$defs")
    plain = {
        key: _plain(item, key in names and not is_names)
        for key, item in value.items()
        if is_names or key != "title"
    }
    if not is_names and "$ref" in plain and len(plain) > 1:
        plain = {"allOf": [{"$ref": plain.pop("$ref")}]} | plain
    return plain
