"""The shape of a weights file: what the greedy player looks for; assets/ai/greedy.yaml says what its numbers are."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from game.rules_file import Names

Weight = Annotated[int, Field(ge=-1_000_000, le=1_000_000)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, use_attribute_docstrings=True)


class Weights(_Strict):
    """What is weighed, in hundredths of a point if nothing else is said."""

    ground: Weight
    """A hex of ground, besides what places are worth."""
    pull: Weight
    """Percent of what an objective is worth that draws units to it."""
    reach: Weight
    """Percent of that pull which is left one hex further away."""
    inflicted: Weight
    """A person of the enemy lost."""
    lost: Weight
    """A person lost."""
    strain: Weight
    """A point of fatigue of an attacking unit."""
    round: Weight
    """An artillery round."""
    attack: Weight
    """The least gain for which it attacks."""
    cover: Weight
    """A threatened hex kept in a zone of control."""
    danger: Weight
    """A step of the enemy near a hex one stands in."""
    shelter: Weight
    """A shift of cover against them."""
    support: Weight
    """A step that helps to outweigh an enemy stack one wants."""
    tired: Weight
    """Fatigue from which a unit does not attack, and is relieved if a fresh one can."""
    guard: Weight
    """Hexes from the enemy within which a place of one's own must not be left empty."""
    fresh: Weight
    """Fatigue up to which a unit is fresh enough to relieve another."""
    rest: Weight
    """Fatigue from which a unit away from the enemy is ordered to rest."""
    dig: Weight
    """Hexes from the enemy within which units dig."""
    scout: Weight
    """The least value of a sortie: 20 for every level not known, and how much the enemy there is wanted."""
    spare: Weight
    """Percent of a day's rounds a battery keeps, beyond its floor, from harassing fire."""
    salvo: Weight
    """Rounds that must be left over for it; twice as many are fired at most."""
    probes: Weight
    """Probes in a half-turn at most."""
    felt: Weight
    """Fatigue from which a unit does not probe."""


class WeightsFile(_Strict):
    """A weights file."""

    format: Literal[1]
    """The format of the file: 1."""
    name: Names
    """What the player is called in both languages."""
    weights: Weights
    """What it weighs, in hundredths of a point if nothing else is said."""
