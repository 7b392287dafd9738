"""Assaults, fires, sight, claims and condition in a rules file, chapters [8] to [11] and [13]."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from game.rules_file.basics import Kilograms, Percent, Permille, Small, Strict


class Morale(Strict):
    """What morale does."""

    base: Annotated[list[Percent], Field(min_length=5, max_length=5)]
    """Morale to which a unit drifts, by quality 1 to 5."""
    morale_drift: Percent
    """Morale a day towards the base."""
    morale_lost: Percent
    """Percent of the share of people lost since the last recovery that is taken from morale."""
    morale_near: Percent
    """Percent of the share of people lost by units in the same or the next hex that is taken from morale."""
    morale_wounded: Percent
    """Percent of the share of wounded who still wait that is taken from morale."""
    unwilling: Percent
    """Morale below which a unit does not attack."""
    waver_fatigue: Percent
    """Fatigue above which a unit may leave the line."""
    waver_morale: Percent
    """Morale below which it may."""
    waver_faces: Annotated[int, Field(ge=1, le=1000)]
    """It leaves the line with one chance in so many."""


class Relief(Strict):
    """What a relief costs."""

    relief_defence: Percent
    """Percent of their strength that two units have while one relieves the other."""
    relief_seats: Percent
    """Percent of the people who leave that need a seat; the others march."""
    relief_kg: Kilograms
    """Room that a relief takes on every road of the way, in kilograms."""


class Wounded(Strict):
    """What becomes of those who are hurt."""

    aid_hexes: Annotated[int, Field(ge=0, le=3)]
    """Hexes from a headquarters that is not Out within which there is an aid post."""
    aid_urgent_permille: Permille
    """Per mille of the urgent who live through a day at an aid post."""
    aid_priority_permille: Permille
    """Per mille of the priority cases who live through a day at an aid post."""
    killed_percent: Percent
    """Percent of the people lost who are killed."""
    urgent_percent: Percent
    """Percent who are urgent."""
    priority_percent: Percent
    """Percent who are priority cases; the rest are lightly hurt."""
    urgent_permille: Permille
    """Per mille of the urgent who live through a day of waiting."""
    priority_permille: Permille
    """Per mille of the priority cases who live through a day of waiting."""


class Outcome(Strict):
    """A row of the table of assaults."""

    from_: Annotated[int, Field(alias="from", ge=-99, le=99)]
    """The least x = column + dice - 7 of this row."""
    attacker: Annotated[int, Field(ge=0, le=20)]
    """Losses of the attacker."""
    defender: Annotated[int, Field(ge=0, le=20)]
    """Losses of the defender."""
    retreat: bool
    """Whether the defender retreats."""


class Combat(Strict):
    """Assaults."""

    dice: Literal["2d6", "steady", "fixed"]
    """2d6; steady, a step either way with equal chances; or fixed, the column itself."""
    column_least: Annotated[int, Field(ge=-20, le=0)]
    """The lowest column."""
    column_most: Annotated[int, Field(ge=0, le=20)]
    """The highest column."""
    odds_thresholds: Annotated[list[int], Field(min_length=1, max_length=20)]
    """Odds in thousandths from which the column is one higher, in half steps of the logarithm."""
    outcomes: Annotated[list[Outcome], Field(min_length=1, max_length=30)]
    """Losses and retreat by x, from the lowest row up."""
    dense_holds_below: Small
    """No retreat from dense urban ground and works below this x."""
    trench_cover: Annotated[list[Small], Field(min_length=4, max_length=4)]
    """Shift for trenches of level 0 to 3."""
    trench_built_up_cover: Small
    """Shift for trenches of level 3 in built-up ground."""
    rubble_3_cover: Small
    """Shift for rubble of level 3, instead of the cover of dense ground."""
    cover_least: Small
    """The most that cover shifts."""
    uphill: Small
    """Shift uphill."""
    river: Small
    """Shift across a river."""
    bridge: Small
    """Shift across a bridge."""
    flank: Small
    """Shift for an attack from two sides."""
    opposite: Small
    """Shift for an attack from opposite sides."""
    bottled: Small
    """Shift if every way of retreat leads into a zone."""
    target_low: Small
    """Shift against a unit that is Low or Out."""
    mines: Small
    """Shift across mines."""
    no_retreat_losses: Annotated[int, Field(ge=0, le=20)]
    """Losses of a unit that cannot retreat."""
    taken_trench_days: Annotated[int, Field(ge=1, le=100)]
    """Dawns after which a hex that was taken counts as trench of level 1."""
    overhead: Small
    """Shift for a drone of the attacker over the target."""


Rounds = Annotated[int, Field(ge=1, le=100_000)]
Share = Annotated[int, Field(ge=0, le=100)]
Level = Annotated[int, Field(ge=0, le=4)]


class Fires(Strict):
    """Artillery."""

    shift_rounds: Annotated[list[Annotated[int, Field(ge=1, le=100_000)]], Field(min_length=1, max_length=6)]
    """Effective rounds for one, two, three shifts."""
    shift_most: Annotated[int, Field(ge=0, le=6)]
    """The most shifts that preparation gives."""
    calibre_percent: Annotated[dict[str, Percent], Field(min_length=1, max_length=40)]
    """Weight of a round by calibre in millimetres, in percent of one of 152 mm."""
    round_kg: Annotated[dict[str, Annotated[int, Field(ge=1, le=5000)]], Field(min_length=1, max_length=40)]
    """Weight of a round with its charge by calibre in millimetres, in kilograms."""
    overhead_percent: Percent
    """Percent of a round's weight on a hex with a drone over it."""
    seen_percent: Percent
    """Percent on a hex that is seen."""
    contact_percent: Percent
    """Percent where the enemy was noticed lately."""
    blind_percent: Percent
    """Percent anywhere else."""
    contact_days: Annotated[int, Field(ge=0, le=100)]
    """Days that count as lately."""
    interdict_rounds: Rounds
    """Rounds of 152 mm, or as much weight, to interdict a hexside for half a day."""
    interdict_drones: Annotated[int, Field(ge=1, le=100)]
    """Sorties for the same."""
    wear_least: Percent
    """The least condition a road under interdiction loses."""
    wear_most: Percent
    """The most condition it loses."""
    loss_rounds: Rounds
    """Effective rounds for one loss in the open."""
    trench_shelter: Share
    """Percent of losses that a trench spares."""
    both_shelter: Share
    """Percent that a trench and terrain together spare."""
    drift_percent: Share
    """Percent of unobserved fire that falls on a neighbouring hex."""
    suppress_rounds: Rounds
    """Effective rounds in one mission that tire."""
    rubble_rounds: Rounds
    """Rounds of 152 mm for a level of rubble."""
    demolish_percent: Percent
    """Weight of a round against buildings and works when it is meant for them, in percent."""
    works_rounds: Rounds
    """Effective rounds for a level of trenches."""
    smoke_rounds: Rounds
    """Rounds of 152 mm for smoke over a hex."""
    silence_rounds: Rounds
    """Effective rounds that silence a battery for the rest of the half-turn."""
    signature_rounds: Rounds
    """Rounds for each of which, and each sensor, a battery has one more chance to be found."""
    unfound_permille: Annotated[list[Permille], Field(min_length=2, max_length=101)]
    """Per mille of chance to stay unfound by how many such chances there were."""
    sensors_most: Annotated[int, Field(ge=0, le=100)]
    """The most sensors that count."""
    scoot_percent: Share
    """Percent of its rounds that a battery fires that moves on at once; it is found half as often."""
    assumed_rounds: Annotated[int, Field(ge=0, le=100_000)]
    """Rounds that a known enemy battery is taken to fire in defence."""


class Recon(Strict):
    """What a side sees."""

    sight_hexes: Annotated[list[Annotated[int, Field(ge=0, le=3)]], Field(min_length=4, max_length=4)]
    """How far a unit sees, in hexes, under clear sky, cloud, rain and fog."""
    adjacent_level: Level
    """Level of what is known of a unit in the next hex."""
    sight_level: Level
    """Level of what is known of a unit in sight."""
    firing_level: Level
    """Level of what is known of a battery that is found."""
    probe_levels: Level
    """Levels that a probe adds for all in the hex."""
    drone_levels: Level
    """Levels that a drone adds for all under it."""
    level_lost: Level
    """Levels lost for a day without contact."""
    steps_band: Annotated[int, Field(ge=1, le=20)]
    """Steps in a band of strength."""
    flight_percent: Annotated[list[Share], Field(min_length=4, max_length=4)]
    """Percent of chance that a sortie sees, under clear sky, cloud, rain and fog."""
    jammed_percent: Share
    """Percent less where a jammer works."""
    drone_loss: Share
    """Percent of chance that the drone is lost."""
    drone_loss_jammed: Share
    """Percent of chance that it is lost where a jammer works."""


class Postures(Strict):
    """Ways to attack and to defend."""

    set_piece_percent: Percent
    """Percent of strength in a set-piece."""
    set_piece_fatigue: Percent
    """Fatigue above which no set-piece is possible."""
    wave_percent: Percent
    """Percent of strength of an attack in waves."""
    wave_losses: Annotated[int, Field(ge=0, le=20)]
    """Losses more of an attack in waves."""
    wave_morale: Percent
    """Morale it costs."""
    wave_quality: Annotated[int, Field(ge=0, le=5)]
    """Quality up to which a unit attacks in waves."""
    probe_percent: Percent
    """Percent of strength in a probe."""
    probe_steps: Annotated[int, Field(ge=1, le=20)]
    """Steps of a unit that probe."""
    probe_losses: Annotated[int, Field(ge=0, le=20)]
    """The most losses of a side in a probe."""
    probe_people: Annotated[int, Field(ge=1, le=1000)]
    """People in a loss of a probe."""
    fast_below: Small
    """Holding at all costs there is no retreat below this x."""
    fast_losses: Annotated[int, Field(ge=0, le=20)]
    """Losses more of a unit that holds at all costs."""
    fast_morale: Percent
    """Morale that holding at all costs takes."""
    fast_price: Percent
    """Morale that each use costs."""
    delay_percent: Percent
    """Percent of strength of a unit that delays."""
    delay_losses: Annotated[int, Field(ge=0, le=20)]
    """Losses fewer of a unit that delays."""
    ready_percent: Percent
    """Percent of strength of a unit that stands ready to counter-attack or help."""
    reserve_hexes: Annotated[int, Field(ge=1, le=3)]
    """How far a reserve comes, in hexes."""


class Claims(Strict):
    """Claims, will and credibility."""

    claims_daily: Annotated[int, Field(ge=0, le=100)]
    """Claims a side may make in a day."""
    will_start: Share
    """Will at the start."""
    credibility_start: Share
    """Credibility at the start."""
    claim_will: Share
    """Will that a believed claim is worth for each point of the place, scaled by credibility."""
    claim_false: Percent
    """Percent of it that a claim shown false costs, in will and in credibility."""
    will_morale: Percent
    """Percent of the will above or below the start that is added to the base of morale."""


class Condition(Strict):
    """Fatigue, morale, relief, wounded."""

    factor_permille: Annotated[list[Percent], Field(min_length=101, max_length=101)]
    """Per mille of strength by fatigue from 0 to 100."""
    attacked: Percent
    """Fatigue of a unit that attacked."""
    assaulted: Percent
    """Fatigue of a unit that was assaulted."""
    prepared: Percent
    """Fatigue of a set-piece."""
    suppressed: Percent
    """Fatigue of a unit under fire that tires."""
    probing: Percent
    """Fatigue of a probe."""
    line: Small
    """Fatigue a day in contact and not assaulted; negative for recovery."""
    away: Small
    """Fatigue a day out of contact."""
    billets: Small
    """Fatigue a day out of contact in built-up ground with no enemy near."""
    billets_hexes: Annotated[int, Field(ge=1, le=3)]
    """Hexes that count as near."""
    resting: Small
    """Fatigue a day less of a unit ordered to rest."""
    resting_defence: Percent
    """Percent of strength at which it defends."""
    exhausted_percent: Percent
    """Percent of a side's share of people lost that is taken from morale and from recovery."""
    morale: Morale
    """What morale does."""
    relief: Relief
    """What a relief costs."""
    wounded: Wounded
    """What becomes of those who are hurt."""
