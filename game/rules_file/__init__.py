"""The shape of a rules file: what may stand where, and within what bounds; assets/rules/standard.yaml says what it is."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from game.rules_file.basics import ByGround, ByMobility, Names, Strict
from game.rules_file.fighting import Claims, Combat, Condition, Fires, Postures, Recon
from game.rules_file.ground import Hexsides, Kind, Movement, Scale, Terrain, Works
from game.rules_file.supply import Encirclement, Supply

__all__ = ["TERRAINS", "ByGround", "ByMobility", "Kind", "Names", "RulesFile"]

TERRAINS = ("open", "tree_lines", "wood", "village", "town", "dense_urban", "works", "water")


class RulesFile(Strict):
    """A rules file: see assets/rules/standard.yaml for what each number means."""

    format: Literal[1]
    """The format of the file: 1."""
    version: Annotated[int, Field(ge=1, le=10_000)]
    """The version of the rules; records name it."""
    name: Names
    """What the rules are called in both languages."""
    scale: Scale
    """How large a step, a loss and a stack are."""
    terrain: dict[Literal[TERRAINS], Terrain]  # type: ignore[valid-type]
    """Each kind of ground: its letter, its points in twelfths, -1 closed, its cover."""
    ground_percent: ByGround
    """Percent of the points off the roads by the ground of the day."""
    hexsides: Hexsides
    """Points to cross hexsides."""
    movement: Movement
    """Points of units and of ways."""
    supply: Supply
    """Ways, needs and states of supply."""
    kinds: Annotated[dict[Annotated[str, Field(pattern=r"^[a-z_]{1,20}$")], Kind], Field(min_length=1, max_length=40)]
    """Kinds of unit by name."""
    combat: Combat
    """Assaults."""
    fires: Fires
    """Artillery."""
    recon: Recon
    """What a side sees."""
    postures: Postures
    """Ways to attack and to defend."""
    claims: Claims
    """Claims, will and credibility."""
    condition: Condition
    """Fatigue, morale, relief, wounded."""
    encirclement: Encirclement
    """Pockets."""
    works: Works
    """Trenches, bridges, mines."""
