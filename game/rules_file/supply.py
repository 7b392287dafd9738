"""Supply and encirclement in a rules file, chapters [6] and [7]."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from game.rules_file.basics import Kilograms, MinutesByGround, Percent, Permille, Strict, Tonnes, TonnesByGround


class Capacity(Strict):
    """What roads carry in half a day."""

    hard_road: TonnesByGround
    """Tonnes a hard road carries in half a day by the ground of the day."""
    dirt_road: TonnesByGround
    """Tonnes a dirt road carries in half a day by the ground of the day."""
    track: TonnesByGround
    """Tonnes a track carries in half a day by the ground of the day."""
    street: Annotated[list[Tonnes], Field(min_length=4, max_length=4)]
    """Tonnes a street carries in half a day by the worse rubble of its two hexes, 0 to 3."""
    damaged_bridge_tonnes: Tonnes
    """The most tonnes in half a day across a damaged bridge."""
    pontoon_tonnes: Tonnes
    """The most tonnes in half a day across a pontoon."""
    worn_condition: Annotated[int, Field(ge=0, le=100)]
    """Condition below which a road carries half."""


class Fire(Strict):
    """What fire costs those who drive."""

    night: Annotated[list[Permille], Field(min_length=4, max_length=4)]
    """Per mille of the vehicles lost on a hexside by night, by level of fire 0 to 3."""
    day: Annotated[list[Permille], Field(min_length=4, max_length=4)]
    """Per mille of the vehicles lost on a hexside by day, by level of fire 0 to 3."""
    direct_hexes: Annotated[int, Field(ge=1, le=3)]
    """How far direct fire reaches, in hexes."""


class Needs(Strict):
    """What units need and hold."""

    sustenance: Annotated[int, Field(ge=1, le=10_000)]
    """Kilograms of sustenance a step needs a day."""
    ammunition_quiet: Annotated[int, Field(ge=1, le=10_000)]
    """Kilograms of ammunition a step needs on a quiet day."""
    ammunition_assaulted: Kilograms
    """Kilograms of ammunition more if it was assaulted."""
    ammunition_attacked: Kilograms
    """Kilograms of ammunition more if it attacked."""
    hold_sustenance: Kilograms
    """Kilograms of sustenance a step holds at most."""
    hold_ammunition: Kilograms
    """Kilograms of ammunition a step holds at most."""
    carry: Kilograms
    """Kilograms the people of a step fetch from the last wheels, by night and day together."""
    person: Annotated[int, Field(ge=1, le=1000)]
    """Weight of a replacement on a vehicle, in kilograms."""
    shell_days: Annotated[int, Field(ge=1, le=30)]
    """Daily rounds a battery holds."""
    recruits_clear: Annotated[int, Field(ge=1, le=3)]
    """No replacements come with an enemy within so many hexes."""
    depot_price: Annotated[int, Field(ge=0, le=500)]
    """Minutes that a depot costs more than a source."""


class Depots(Strict):
    """How depots and sources work."""

    stock_days: Annotated[int, Field(ge=1, le=30)]
    """Days like the last to which a depot is refilled; days of its daily goods that a source holds."""
    move_trips: Annotated[int, Field(ge=0, le=30)]
    """A depot that moves takes what its vehicles carry in so many trips; the rest is left behind."""
    caution_most: Annotated[int, Field(ge=0, le=100)]
    """The most caution that can be ordered."""
    mended: Permille
    """Per mille of the vehicles it began with that a depot or source gets back in a day."""


class Surrender(Strict):
    """When a pocket surrenders."""

    surrender_from: Annotated[int, Field(ge=1, le=100)]
    """Turns Out from which a pocket may surrender."""
    surrender_turn: Percent
    """Percent of chance for every turn Out after the first."""
    surrender_bonus: Percent
    """Percent more if morale is broken, more if enclosed on all sides; less if elite, less in intact dense ground."""
    surrender_most: Percent
    """The most percent of chance."""
    surrender_share: Annotated[int, Field(ge=0, le=100)]
    """The least percent of a unit that gives up; the others straggle away."""
    broken_morale: Percent
    """Morale below which a unit is broken."""
    elite_tenths: Annotated[int, Field(ge=10, le=50)]
    """Mean quality of an elite pocket, in tenths."""
    summons_days: Annotated[int, Field(ge=1, le=100)]
    """Days after which a summons can be repeated."""
    summons_steps: Annotated[int, Field(ge=1, le=20)]
    """Steps with which a pocket can be summoned."""
    refused_morale: Percent
    """Morale that a refused summons gives."""


class Breakout(Strict):
    """What a breakout costs."""

    breakout_night: Percent
    """Percent of the people lost on every hexside in a zone by night."""
    breakout_day: Percent
    """Percent of the people lost on every hexside in a zone by day."""
    breakout_hungry: Percent
    """Percent more for every turn Out after the first."""
    breakout_fatigue: Percent
    """Fatigue that a breakout costs."""
    breakout_days: Annotated[int, Field(ge=0, le=100)]
    """Half-turns without attack after a breakout."""
    breakout_heavy: Annotated[int, Field(ge=0, le=100)]
    """Percent of a battery's rounds that stay behind."""


class Encirclement(Strict):
    """Pockets."""

    ration: Annotated[int, Field(ge=0, le=100)]
    """Percent by which a pocket cuts its use after its first day."""
    porter_kg: Kilograms
    """Kilograms that porters bring a pocket in a night, if supplied ground is within 4 hexes."""
    surrender: Surrender
    """When a pocket surrenders."""
    breakout: Breakout
    """What a breakout costs."""


class Effect(Strict):
    """What a state of supply does, in percent if nothing else is said."""

    recovery: Percent
    """Percent of recovery."""
    attack: Percent
    """Percent of strength in attack."""
    defence: Percent
    """Percent of strength in defence."""
    zone: Annotated[int, Field(ge=0, le=2)]
    """Its zone: 2 hard, 1 soft, 0 none."""
    missions: Annotated[int, Field(ge=0, le=9)]
    """Missions a battery may fire at most."""
    fatigue: Annotated[int, Field(ge=0, le=100)]
    """Fatigue a day."""
    stragglers: Annotated[int, Field(ge=0, le=100)]
    """Percent of its people who straggle away a day."""
    morale: Annotated[int, Field(ge=0, le=100)]
    """Morale it loses a day."""


class Effects(Strict):
    """What each state of supply does."""

    full: Effect
    """Of a unit that is Full."""
    strained: Effect
    """Of a unit that is Strained."""
    low: Effect
    """Of a unit that is Low."""
    out_1: Effect
    """In its first turn Out."""
    out_2: Effect
    """In its second turn Out."""
    out_3: Effect
    """From its third turn Out."""


class Supply(Strict):
    """Ways, needs and states of supply."""

    hard_road: MinutesByGround
    """Minutes a hex on hard road by the ground of the day."""
    dirt_road: MinutesByGround
    """Minutes a hex on dirt road by the ground of the day."""
    track: MinutesByGround
    """Minutes a hex on a track by the ground of the day."""
    street: MinutesByGround
    """Minutes a hex on a street by the ground of the day."""
    rubble_minutes: Annotated[list[Percent], Field(min_length=4, max_length=4)]
    """Minutes more a hex by the worse rubble of its two hexes, 0 to 3."""
    damaged_bridge_minutes: Percent
    """Minutes more across a damaged bridge."""
    pontoon_minutes: Percent
    """Minutes more across a pontoon."""
    carry_percent: Annotated[list[Percent], Field(min_length=5, max_length=5)]
    """Percent brought on foot from 0, 1, 2, 3, 4 hexes beyond the last wheels."""
    capacity: Capacity
    """What roads carry."""
    fire: Fire
    """What fire costs those who drive."""
    needs: Needs
    """What units need and hold."""
    depots: Depots
    """How depots and sources work."""
    hold: Annotated[int, Field(ge=100, le=1000)]
    """The most days of supply a unit holds, in hundredths."""
    full: Percent
    """Days of supply from which a unit is Full, in hundredths."""
    strained: Percent
    """Days of supply from which it is Strained, in hundredths."""
    low: Percent
    """Days of supply from which it is Low, in hundredths; below it is Out."""
    effects: Effects
    """What a state of supply does."""
