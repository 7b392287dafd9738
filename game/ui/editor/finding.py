"""What the search finds at the desk: commands, units, places, hexes, settings, rules."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from game.texts import LANGUAGES
from game.ui.editor.commands import offered
from game.ui.editor.words import name_of
from game.ui.screens.findable import PLACE, UNIT, Found, commands_of, hexes, rules_of, settings_of
from game.ui.screens.finder import Finder

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk

SKIPPED = ("desk_find", "desk_back", "desk_put_down")


def finder(desk: Desk) -> Finder:
    """The search over a desk."""
    language = desk.app.language
    commands = [
        (c, why)
        for c, why in offered(desk)
        if c.name not in SKIPPED and not c.name.startswith(("arrow_", "cursor_", "value_"))
    ]
    found = [*commands_of(desk, commands, language), *_things(desk), *settings_of(desk.app), *rules_of(desk.app)]

    def more(query: str) -> list[Found]:
        return hexes(desk.sketch, language, query, desk.look_at) if desk.sketch is not None else []

    return Finder(desk.app, found, more)


def _things(desk: Desk) -> Iterator[Found]:
    """Everything that has a name: units, places, sources, roads, waters."""
    if not desk.has_map:
        return
    language = desk.app.language
    for path, plain in (*desk.index.things, *desk.index.lines):
        kind = UNIT if path[0] == "formations" else PLACE
        also = " ".join(name_of(desk.draft, path, other) for other in LANGUAGES)
        where = str(plain.get("hex", plain.get("ref", "")))
        act = functools.partial(desk.show, path)
        yield Found(kind, name_of(desk.draft, path, language), act, where, also=f"{also} {plain.get('id', '')}")
