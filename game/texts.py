"""Sentences in English and Ukrainian, with plurals.

`assets/i18n/en.yaml` and `uk.yaml` hold the same keys. A value is a sentence with places to fill: ``{unit}`` for a value,
``{people|person|people}`` for the form that fits a number: two forms in English (one, more), three in Ukrainian (1, 2-4,
5 and more).
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

from game.diagnostics import Node
from game.documents import read

FOLDER = Path(__file__).parent.parent / "assets" / "i18n"
LANGUAGES = ("en", "uk")

_PLACE = re.compile(r"\{(\w+)(?:\|([^{}]*))?\}")


@functools.cache
def _sentences(language: str) -> dict[str, str]:
    """Every sentence of a language by its dotted key."""
    document = read(FOLDER / f"{language}.yaml")
    document.raise_errors()
    found: dict[str, str] = {}

    def collect(node: Node, prefix: str) -> None:
        if isinstance(node.value, dict):
            for key, child in node.value.items():
                collect(child, f"{prefix}.{key}" if prefix else key)
        else:
            found[prefix] = str(node.value)

    assert document.root is not None
    collect(document.root, "")
    return found


def keys(language: str) -> dict[str, str]:
    """Every key of a language with its sentence, for tests and tools."""
    return dict(_sentences(language))


def plural(language: str, number: int, forms: list[str]) -> str:
    """The form of a word that goes with a number.

    >>> plural("uk", 22, ["день", "дні", "днів"]), plural("en", 1, ["day", "days"])
    ('дні', 'day')
    """
    number = abs(number)
    if language == "uk":
        if number % 10 == 1 and number % 100 != 11:
            return forms[0]
        few = number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14)
        return forms[1] if few else forms[-1]
    return forms[0] if number == 1 else forms[-1]


def say(language: str, key: str, **values: Any) -> str:
    """The sentence of a key, its places filled.

    >>> say("en", "count.losses", people=1)
    '1 person'
    """

    def fill(match: re.Match[str]) -> str:
        name, forms = match.groups()
        value = values[name]
        return str(value) if forms is None else plural(language, int(value), forms.split("|"))

    return _PLACE.sub(fill, _sentences(language)[key])
