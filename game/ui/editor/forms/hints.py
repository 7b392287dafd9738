"""What a field means, in a sentence: the schema's own in English, its translation in Ukrainian."""

from __future__ import annotations

import functools

from game.documents import read
from game.folders import ASSETS
from game.scenario.described import field_of
from game.texts import keys

FILE = ASSETS / "i18n" / "schema_uk.yaml"
ANYWHERE = "any"
"""Under which stands what means the same in every entity."""


@functools.cache
def ukrainian() -> dict[str, dict[str, str]]:
    """Entity -> key -> what it means, in Ukrainian."""
    document = read(FILE)
    document.raise_errors()
    assert document.root is not None
    return dict(document.root.plain())


def hint(language: str, entity: str, key: str) -> str:
    """What a field means."""
    if language == "uk":
        found = ukrainian()
        return found.get(entity, {}).get(key) or found[ANYWHERE].get(key, "")
    return " ".join(field_of(entity, key).about.replace("``", "").split())


def label_key(entity: str, key: str) -> str:
    """The key of what a field is called; some are called otherwise in one entity."""
    own = f"ui.editor_forms.fields.{entity}_{key}"
    return own if own in keys("en") else f"ui.editor_forms.fields.{key}"
