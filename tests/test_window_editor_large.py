"""The desk on a map too large to be sketched between two pictures: what is painted shows at once, the rest soon after."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from author import Author
from window import prepared

from game.rulebook import TERRAINS, WOOD
from game.scenario.load import FOLDER
from game.ui.editor.sketching import AT_ONCE


@pytest.fixture
def author(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Author]:
    """At the desk with a battle of more than a thousand hexes."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    path = tmp_path / "large.yaml"
    path.write_bytes((FOLDER / "flanks_of_may.yaml").read_bytes())
    for _ in prepared(tmp_path, monkeypatch):
        yield Author(path)


def painted(author: Author, number: str) -> str:
    """The terrain of a hex as the map is painted."""
    assert author.desk.picture is not None
    return TERRAINS[author.desk.picture.painter.land.terrain[author.hex(number)]]


def settled(author: Author) -> None:
    """Let the sketch be finished and drawn."""
    author.wait(lambda: author.desk.sketching.is_settled)
    author.pass_time(2)


def test_a_wood_shows_before_its_sketch_is_made(author: Author) -> None:
    assert author.desk.grid.count > AT_ONCE
    before = painted(author, "2030")
    author.strike("3")
    author.drag("2030")
    assert author.terrain("2030") == "w"
    assert painted(author, "2030") == TERRAINS[WOOD]
    settled(author)
    assert author.desk.sketch is not None
    assert author.desk.sketch.ground.graph.nodes[author.hex("2030")]["terrain"] == TERRAINS[WOOD]
    author.strike("Ctrl+Z")
    settled(author)
    assert painted(author, "2030") == before


def test_what_was_painted_and_taken_back_at_once_is_not_left_on_the_map(author: Author) -> None:
    before = painted(author, "2030")
    author.strike("3")
    author.drag("2030")
    author.strike("Ctrl+Z")
    settled(author)
    assert painted(author, "2030") == before
    assert author.desk.draft.data == author.first
