"""Where the game keeps what a user plays: a record for every match, in the user's own data folder."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from game.folders import data_folder


def records() -> Path:
    """The folder of records; it may not exist yet."""
    return data_folder() / "records"


def new_record(scenario: str) -> Path:
    """A file for a new match of a scenario."""
    stem = f"{scenario}-{datetime.now():%Y%m%d-%H%M%S}"
    path, other = records() / f"{stem}.jsonl", 1
    while path.exists():
        other += 1
        path = records() / f"{stem}-{other}.jsonl"
    return path


def new_picture(scenario: str, day: int, overlay: str) -> Path:
    """A file for a picture of the map on a day, with an overlay or none; its folder may not exist yet."""
    stem = "-".join(filter(None, (scenario, f"day{day}", overlay)))
    path, other = data_folder() / "pictures" / f"{stem}.png", 1
    while path.exists():
        other += 1
        path = path.with_name(f"{stem}-{other}.png")
    return path


def new_report(scenario: str) -> Path:
    """A file for a new report on a match of a scenario."""
    return data_folder() / "reports" / f"{scenario}-{datetime.now():%Y%m%d-%H%M%S}.html"


def latest_record() -> Path | None:
    """The record written last, or None if there is none."""
    try:
        found = [(path.stat().st_mtime, path) for path in records().glob("*.jsonl")]
    except OSError:
        return None
    return max(found)[1] if found else None


def tilde(path: Path) -> str:
    """A path as people read it, the home folder as ~."""
    home = os.path.expanduser("~")
    text = str(path)
    return "~" + text[len(home) :] if text.startswith(home + os.sep) else text
