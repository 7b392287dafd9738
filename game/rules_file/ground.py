"""Scale, ground, movement, kinds of unit and works in a rules file, chapters [1], [2], [3], [5] and [12]."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from game.rules_file.basics import ByGround, ByMobility, Percent, Strict


class Scale(Strict):
    """How large a step, a loss and a stack are."""

    step_people: Annotated[int, Field(ge=1, le=1000)]
    """People in a step of strength."""
    loss_people: Annotated[int, Field(ge=1, le=1000)]
    """People in one loss."""
    stack_units: Annotated[int, Field(ge=1, le=6)]
    """Units a hex holds."""
    stack_steps: Annotated[int, Field(ge=1, le=100)]
    """Steps a hex holds."""
    frontage_steps: Annotated[int, Field(ge=1, le=100)]
    """Steps that attack across one hexside in a day."""
    frontage_dense_steps: Annotated[int, Field(ge=1, le=100)]
    """Steps that attack across one hexside in a day into dense urban ground and works."""
    quality_percent: Annotated[list[Percent], Field(min_length=5, max_length=5)]
    """Percent of strength of a step by quality, from 1 untrained to 5 elite."""
    pin_hexes: Annotated[int, Field(ge=1, le=3)]
    """How far, in hexes, a unit pins the enemy."""


class Terrain(ByMobility):
    """A kind of ground: points to enter it in twelfths, -1 closed; cover."""

    letter: Annotated[str, Field(pattern=r"^[!-~]$")]
    """The letter that stands for it in the terrain of scenarios."""
    cover: Annotated[int, Field(ge=-6, le=0)]
    """Its cover: a shift of the assault column."""
    shelter: Annotated[int, Field(ge=0, le=100)] = 0
    """Percent of losses from fire that it spares."""
    built_up: bool = False
    """Whether it is built up: billets, streets."""
    dense: bool = False
    """Whether it is dense: narrow frontage, and no retreat at poor results."""


class Hexsides(Strict):
    """Points to cross hexsides."""

    slope_metres: Annotated[int, Field(ge=1, le=1000)]
    """Metres of height between two hexes from which the hexside is a slope."""
    slope: ByMobility
    """Extra points up a slope, in twelfths."""
    river: ByMobility
    """Extra points across a river without a bridge, in twelfths; -1 closed."""
    canal: ByMobility
    """Extra points across a canal without a bridge, in twelfths; -1 closed."""
    damaged_bridge: ByMobility
    """Extra points across a damaged bridge, in twelfths."""
    pontoon: ByMobility
    """Extra points across a pontoon, in twelfths."""
    rubble: ByMobility
    """Extra points for each level of rubble in the hex entered, in twelfths."""
    foreign: ByMobility
    """Extra points into a hex that one's side does not hold, in twelfths."""
    mines: ByMobility
    """Extra points across the enemy's mines, in twelfths."""


class Movement(Strict):
    """Points of units and of ways."""

    allowance: ByMobility
    """Points a day, in twelfths."""
    contact: Annotated[int, Field(ge=0, le=1000)]
    """Points a unit has that begins its half-turn in a hard enemy zone, in twelfths."""
    soft_zone: Annotated[int, Field(ge=0, le=1000)]
    """Extra points to enter a soft zone, in twelfths."""
    assault: Annotated[int, Field(ge=0, le=1000)]
    """Points an assault costs, in twelfths."""
    hard_road: ByMobility
    """Points a hex along a hard road out of contact, in twelfths."""
    street: ByMobility
    """Points a hex along a street, in twelfths."""
    dirt_road: ByGround
    """Points a hex along a dirt road by the ground of the day, in twelfths."""
    track: ByGround
    """Points a hex along a track by the ground of the day, in twelfths."""


class Works(Strict):
    """Trenches, bridges, roads and mines."""

    dig_days: Annotated[list[Annotated[int, Field(ge=1, le=100)]], Field(min_length=3, max_length=3)]
    """Days for trenches of level 1, 2, 3."""
    repair_condition: Annotated[int, Field(ge=1, le=100)]
    """Condition of a road that engineers restore in a day."""
    bridge_days: Annotated[int, Field(ge=1, le=100)]
    """Days for a pontoon where a bridge is blown."""
    damaged_days: Annotated[int, Field(ge=1, le=100)]
    """Days to make a damaged bridge whole."""
    mine_days: Annotated[int, Field(ge=1, le=100)]
    """Days to lay mines on a hexside."""
    clear_days: Annotated[int, Field(ge=1, le=100)]
    """Days to clear mines from a hexside."""
    blow: Annotated[int, Field(ge=0, le=1000)]
    """Points to blow a bridge, in twelfths."""


class Kind(Strict):
    """A kind of unit."""

    role: Literal["combat", "battery", "headquarters", "drones", "jammer", "source", "depot"]
    """What it does: fights, fires, leads, flies drones, jams them, supplies."""
    mobility: Literal["foot", "wheeled", "tracked", "static"]
    """How it moves."""
    attack: Percent
    """Percent of infantry that a step is worth in attack."""
    defence: Percent
    """Percent of infantry that a step is worth in defence."""
    symbol: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    """The entity of its symbol in APP-6, six digits."""
    engineers: bool = False
    """Whether it can repair, mine and clear."""
    jams: Annotated[int, Field(ge=0, le=3)] = 0
    """Hexes around it in which it disturbs drones."""
