"""A new scenario from nothing: a map of open ground with everything a file must have, and a line on what comes where."""

from __future__ import annotations

from typing import Any

from game.hexes import GeoReference, Grid
from game.scenario.canonical import scenario_text
from game.scenario.schema import FORMAT, ScenarioFile
from game.scenario.survey.skeleton import AROUND, Box, reference_of

SOMEWHERE = (48.6, 38.0)
"""Latitude and longitude of hex 0000 of a map that is no box."""
MADE = "blank: open and flat, to be painted"
_TOLD = {
    "format": "The battle: names in both languages, its days, where hex 0000 lies, columns and rows.",
    "terrain": "Ground: . open, t tree lines, w wood, v village, o town, d dense urban, x works, ~ water.",
    "elevation": "Metres above the sea.",
    "control": "Who holds what on the first morning: u Ukraine, r Russia, . nobody.",
    "roads": "Roads and railways lead through hexes, waters run along hexsides: both as printed numbers.",
    "places": "Places with a name; objectives are among them.",
    "formations": "Who fights: formations, each with its units, one a line.",
    "supply": "Sources of supply on the map's edge, and depots.",
    "weather": "Ground and sky from a day on.",
    "victory": "What is worth points.",
}
"""Section -> the comment above it."""


def blank(title: str, place: Box | tuple[int, int], first_day: str, turns: int) -> str:
    """The text of a scenario without places and units, of a box of degrees or of so many columns and rows.

    Raises BadInput if the box is no box or too large.
    """
    if len(place) == 4:
        geo, grid = reference_of(place)
    else:
        geo, grid = GeoReference(*SOMEWHERE), Grid(*place)
    entries: dict[str, Any] = {
        "format": FORMAT,
        "title": {"en": title, "uk": title},
        "about": {"en": "Still to be told.", "uk": "Ще треба розповісти."},
        "calendar": {"first_day": first_day, "turns": turns, "first_side": "ua"},
        "geo": {"lat": geo.lat, "lon": geo.lon},
        "size": {"columns": grid.columns, "rows": grid.rows},
        **{name: _even(grid, value) for name, value in (("terrain", "."), ("elevation", "100"), ("control", "."))},
        **AROUND,
    }
    return _commented(scenario_text(ScenarioFile.model_validate(entries)))


def _even(grid: Grid, value: str) -> dict[str, Any]:
    """A layer that is the same everywhere."""
    return {"rows": [" ".join([value] * grid.columns)] * grid.rows, "source": MADE, "confidence": "low"}


def _commented(text: str) -> str:
    """The text with a comment above each section."""
    lines = []
    for line in text.split("\n"):
        told = _TOLD.get(line.split(":")[0])
        lines += [f"# {told}", line] if told else [line]
    return "\n".join(lines)
