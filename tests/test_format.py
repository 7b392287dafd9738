"""The format and what is written about it: schemas that text editors read, the reference, the template, the numbers."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
from headless import simulate

from game import rules_file, schemas, weights_file
from game.ai.weights import WEIGHT_NAMES
from game.documents import parse, read
from game.scenario import schema
from game.scenario.load import FOLDER, build
from game.scenario.reference import reference

ROOT = FOLDER.parent
TEMPLATE = ROOT / "docs" / "template.yaml"
SHIPPED = {
    "scenario": [*sorted(FOLDER.glob("*.yaml")), TEMPLATE],
    "rules": [ROOT / "assets" / "rules" / "standard.yaml"],
    "weights": [ROOT / "assets" / "ai" / "greedy.yaml"],
}
TEXT = TEMPLATE.read_text(encoding="utf-8")


def validator(name: str) -> jsonschema.Draft7Validator:
    """The committed JSON Schema of a kind of file."""
    path = next(path for path in schemas.SCHEMAS if path.name == f"{name}.schema.json")
    found = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(found)
    return jsonschema.Draft7Validator(found)


def test_what_is_written_about_the_format_is_current() -> None:
    for path, text in schemas.written().items():
        assert path.read_text(encoding="utf-8") == text, "main.py schema writes it anew"


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_files_fit_their_schema_and_name_it(name: str) -> None:
    for path in SHIPPED[name]:
        root = read(path).root
        assert root is not None
        assert list(validator(name).iter_errors(root.plain())) == []
        first = path.read_text(encoding="utf-8").split("\n")[0]
        found = re.fullmatch(r"# yaml-language-server: \$schema=(.*)", first)
        assert found is not None
        assert (path.parent / found[1]).resolve() in schemas.SCHEMAS


MISTAKES = {
    "a key misspelt": ("quality: 3", "qualty: 3"),
    "a key too many": ("turns: 8", "turns: 8, hours: 3"),
    "a key missing": ("turns: 8, ", ""),
    "text for a number": ("turns: 8", 'turns: "8"'),
    "beyond the bounds": ("quality: 4", "quality: 6"),
    "too many days": ("days: 2.5", "days: 250"),
    "no such road": ("kind: main", "kind: motorway"),
    "no hex": ('hex: "0204"', 'hex: "x"'),
    "an old format": ("format: 2", "format: 1"),
    "no such condition": ("{side: ua, lacks: mill}", "{side: ua, misses: mill}"),
    "two conditions in one": ("{side: ua, lacks: mill}", "{side: ua, lacks: mill, holds: mill}"),
    "no such effect": ("{brings: ua-4}", "{invents: ua-4}"),
    "nobody's side": ("  ru: {name", "  xx: {name"),
    "arrives at noon": ("arrives: event", "arrives: noon"),
    "no such measure": ("measure: ua_people_lost", "measure: courage"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_what_the_program_refuses_the_json_schema_refuses(name: str) -> None:
    old, new = MISTAKES[name]
    assert old in TEXT
    document = parse("mistake.yaml", TEXT.replace(old, new, 1))
    assert document.root is not None
    assert list(validator("scenario").iter_errors(document.root.plain())) != []
    build(document, "mistake")
    assert document.problems != []


def test_every_key_says_what_it_is() -> None:
    for model in (schema.ScenarioFile, rules_file.RulesFile, weights_file.WeightsFile):
        found = model.model_json_schema(by_alias=True)
        for name, kind in [("", found), *found["$defs"].items()]:
            for key, entry in kind.get("properties", {}).items():
                told = entry if "description" in entry else found["$defs"][entry["$ref"].rsplit("/")[-1]]
                assert re.fullmatch(r"[A-Za-z0-9-].*\.", " ".join(told["description"].split())), (name, key)


def test_the_reference_names_every_key() -> None:
    text = reference()
    for kind in (schema.ScenarioFile, schema.Unit, schema.Supply, schema.Event, schema.Figure, schema.Holder):
        for name, field in kind.model_fields.items():
            assert f"| `{field.alias or name}` |" in text
    links = set(re.findall(r"\]\(#(\w+)\)", text))
    assert links <= {line.lstrip("# ").lower() for line in text.split("\n") if line.startswith("#")}


def test_the_weights_file_has_the_weights_that_are_read() -> None:
    assert set(weights_file.Weights.model_fields) == set(WEIGHT_NAMES)


def test_the_template_has_every_section_and_can_be_played() -> None:
    document = read(TEMPLATE)
    scenario = build(document, "template")
    assert document.problems == []
    assert scenario is not None
    assert document.root is not None
    assert list(document.root.plain()) == list(schema.ScenarioFile.model_fields)
    comments = sum(line.lstrip().startswith("# ") for line in TEXT.split("\n"))
    assert comments > 35
    assert len(simulate(scenario, 2, 1, ("random", "random")).results) == 2
