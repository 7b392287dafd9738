"""What a player has set: one commented text file, of which a change rewrites one line and leaves the rest alone.

A line that cannot be used is told with its place, and the standard value holds instead of it. Nothing here touches the
file but `save`.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from game.diagnostics import harmless
from game.documents import first_bytes
from game.folders import config_folder
from game.texts import LANGUAGES, say
from game.ui.folder import tilde

FILE = "settings.toml"
MACHINE = "machine"
"""The language of the machine, whatever that is."""
MOST_BYTES = 64_000
Value = str | int | float | bool


@dataclass(frozen=True)
class Settings:
    """Everything that can be set, at its standard value."""

    language: str = MACHINE
    text_size: int = 100
    full_screen: bool = False
    reduced_motion: bool = False
    playback_speed: float = 1.0
    captions: bool = True
    effects_volume: int = 40
    interface_volume: int = 30
    balance_gauge: bool = False
    confirm_idle: bool = True
    legend_folded: bool = False
    editor_balance: bool = True
    editor_games: int = 200
    editor_target_low: int = 45
    editor_target_high: int = 55


_PERCENT = tuple(range(0, 101, 10))
_SWITCH: tuple[Value, ...] = (False, True)
VALUES: dict[str, tuple[Value, ...]] = {
    **{field.name: _SWITCH for field in fields(Settings) if isinstance(field.default, bool)},
    "language": (MACHINE, *LANGUAGES),
    "text_size": tuple(range(80, 251, 10)),
    "playback_speed": (0.5, 1.0, 2.0, 4.0),
    "effects_volume": _PERCENT,
    "interface_volume": _PERCENT,
    "editor_games": (50, 200, 1000),
    "editor_target_low": tuple(range(0, 100, 5)),
    "editor_target_high": tuple(range(5, 101, 5)),
}
"""Setting -> the values it may have, in order."""

_TEMPLATE = """\
# Settings of The Battle of Bakhmut. When something is changed in the game, its line here is rewritten;
# everything else in this file stays as it is, comments too. A line that is taken out has its standard value.

# The language of the game: "machine" (that of the system), "en" or "uk"
language = "machine"

# Size of text, and of everything about it, in percent: 80 to 250 in steps of 10
text_size = 100

# Whether the game fills the screen (F11)
full_screen = false

# Whether the map stays where it is while the mouse rests at the window's edge
reduced_motion = false

# How fast the other side's half-turn is played back: 0.5, 1.0, 2.0 or 4.0
playback_speed = 1.0

# Whether every sound is also told in a few words
captions = true

# How loud: what happens in the battle, and what the window answers; 0 to 100 in steps of 10, 0 is silent
effects_volume = 40
interface_volume = 30

# Whether the chances of each outcome are worked out in the background and shown
balance_gauge = false

# Whether ending the turn with units that have had no order is asked twice
confirm_idle = true

# Whether the legend of an overlay opens folded
legend_folded = false

# The editor's balance gauge: whether games are played after each edit, how many (50, 200 or 1000), and between which
# percents of wins for Ukraine, in steps of 5, a battle is taken for balanced
editor_balance = true
editor_games = 200
editor_target_low = 45
editor_target_high = 55
"""
_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)


def path() -> Path:
    """The file of the settings; it need not exist."""
    return config_folder() / FILE


def load(language: str = "en") -> tuple[Settings, list[str]]:
    """The settings of the user's file, and what is wrong with it in sentences of a language; never an exception."""
    try:
        text = first_bytes(path(), MOST_BYTES + 1).decode("utf-8-sig")
    except FileNotFoundError:
        return Settings(), []
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror or "").lower() if isinstance(error, OSError) else "UTF-8"
        return Settings(), [say(language, "ui.settings.unreadable", file=tilde(path()), reason=reason)]
    values, problem = _parsed(text)
    if problem is not None:
        place = f"{tilde(path())}:{problem[0]}"
        return Settings(), [say(language, "ui.settings.broken", place=place, reason=problem[1])]
    good: dict[str, Value] = {}
    notices: list[str] = []
    for name in (field.name for field in fields(Settings)):
        allowed = VALUES[name]
        value = values.get(name, getattr(Settings, name))
        found = next((v for v in allowed if v == value and isinstance(v, bool) == isinstance(value, bool)), None)
        if found is None:
            words = {"name": name, "value": harmless(str(value)[:40]), "allowed": ", ".join(map(written, allowed)),
                     "standard": written(getattr(Settings, name))}  # fmt: skip
            place = f"{tilde(path())}:{_line_of(text, name)}"
            notices.append(say(language, "ui.settings.not_allowed", place=place, **words))
        else:
            good[name] = found
    return Settings(**good), notices  # type: ignore[arg-type]


def save(**changed: Value) -> None:
    """Write what was changed into the user's file, a line each; raises OSError if it cannot be written.

    A file in which that cannot be done is kept beside the new one, its name ending in .broken.
    """
    file = Path(os.path.realpath(path()))
    file.parent.mkdir(parents=True, exist_ok=True)
    old = first_bytes(file, MOST_BYTES + 1) if file.exists() else _TEMPLATE.encode()
    text = old.decode("utf-8-sig", "replace")
    before = _parsed(text)[0]
    new = _edited(text, changed)
    if "\ufffd" in text or _parsed(new) != (before | changed, None):
        _spare(file).write_bytes(old)
        new = _edited(_TEMPLATE, {name: v for name, v in before.items() if v in VALUES.get(name, ())} | changed)
    draft = file.with_name(file.name + ".new")
    draft.write_text(new, encoding="utf-8", newline="")
    draft.replace(file)


def written(value: Value) -> str:
    """A value as it is written in the file.

    >>> written("uk"), written(True), written(2.0)
    ('"uk"', 'true', '2.0')
    """
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def _parsed(text: str) -> tuple[dict[str, Any], tuple[int, str] | None]:
    """What a file says; or nothing, with the line that is no TOML and the reason."""
    if len(text) > MOST_BYTES:
        return {}, (1, f"> {MOST_BYTES // 1000} kB")
    try:
        return tomllib.loads(text), None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r" \(at line (\d+), column \d+\)", str(error))
        reason = re.sub(r" \(at .*\)$", "", str(error))
        return {}, (int(found[1]) if found else text.count("\n") + 1, harmless(reason[:80]))


def _line_of(text: str, name: str) -> int:
    """The number of the line that sets something."""
    found = _setting(name).search(text)
    return text.count("\n", 0, found.start(2)) + 1 if found else 1


def _setting(name: str) -> re.Pattern[str]:
    """What is before a setting's value, the value, and the comment after it."""
    value = r"\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|\[.*\]|\{.*\}|[^\s#][^#\r\n]*?"
    return re.compile(rf"^([ \t]*[\"']?{name}[\"']?[ \t]*=[ \t]*)({value})([ \t]*(?:#.*)?\r?)$", re.MULTILINE)


def _edited(text: str, changed: Mapping[str, Value]) -> str:
    """A file's text with some settings changed: a line of each is another, or one more above the first table."""
    for name, value in changed.items():
        text, found = _setting(name).subn(lambda line, v=value: line[1] + written(v) + line[3], text, count=1)  # type: ignore[misc]
        if not found:
            table = _TABLE.search(text)
            at = table.start() if table else len(text)
            gap = "" if at == 0 or text[at - 1] == "\n" else "\n"
            text = f"{text[:at]}{gap}{name} = {written(value)}\n{text[at:]}"
    return text


def _spare(file: Path) -> Path:
    """A name beside the file under which a broken one is kept."""
    spare, number = file.with_name(file.name + ".broken"), 1
    while spare.exists():
        number += 1
        spare = file.with_name(f"{file.name}.broken-{number}")
    return spare
