"""Whether facts name their source, and texts are there in both languages."""

from __future__ import annotations

from game.diagnostics import Node
from game.scenario.lint.fits import each_unit
from game.scenario.parts import LAYERS, Parts

_LISTS = {
    "roads": "road", "rails": "railway", "waters": "water", "bridges": "bridge", "trenches": "line of trenches",
    "rubble": "rubble", "places": "place", "supply": "source or depot", "weather": "weather", "events": "event",
    "history": "day of the history",
}  # fmt: skip
_LANGUAGES = {"en": "English", "uk": "Ukrainian"}
_HELP = "Add source: and confidence:."


def check(parts: Parts) -> None:
    """Report what names no source."""
    for name, word in _LISTS.items():
        for i, item in enumerate(getattr(parts.file, name)):
            if not item.source and not parts.fitted.lost([name, i]):
                known = getattr(item, "id", "") or getattr(item, "at", "")
                what = f"The {word} '{known}'" if known else f"This {word}"
                parts.warn("C225", f"{what} names no source.", [name, i], _HELP)
    for name in LAYERS:
        if not getattr(parts.file, name).source and not parts.fitted.lost([name]):
            parts.warn("C225", f"The layer '{name}' names no source.", [name], _HELP)
    _languages(parts, parts.root)
    for path, _, unit in each_unit(parts):
        formation = parts.file.formations[int(path[1])]
        if not (unit.source or formation.source or parts.fitted.lost(path) or parts.fitted.lost([*path[:2], "source"])):
            parts.warn("C225", f"The unit '{unit.id}' names no source.", path, _HELP)


def _languages(parts: Parts, node: Node) -> None:
    """Report texts that are empty in one language and not in the other, wherever they stand."""
    if isinstance(node.value, list):
        for item in node.value:
            if isinstance(item.value, (list, dict)):
                _languages(parts, item)
    elif isinstance(node.value, dict):
        if set(node.value) == {"en", "uk"}:
            texts = {language: text.value for language, text in node.value.items()}
            for language, text in texts.items():
                if isinstance(text, str) and not text.strip() and any(texts.values()):
                    parts.warn("C247", f"The {_LANGUAGES[language]} text is missing.", node.value[language])
            return
        for item in node.value.values():
            if isinstance(item.value, (list, dict)):
                _languages(parts, item)
