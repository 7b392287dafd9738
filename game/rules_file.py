"""The shape of a rules file: what may stand where, and within what bounds; assets/rules/standard.yaml says what it is."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from game.state import GROUNDS

TERRAINS = ("open", "tree_lines", "wood", "village", "town", "dense_urban", "works", "water")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


Small = Annotated[int, Field(ge=-1000, le=10_000)]
Points = Annotated[int, Field(ge=-1, le=1000)]
Percent = Annotated[int, Field(ge=0, le=1000)]
Minutes = Annotated[int, Field(ge=1, le=1000)]
Text = Annotated[str, Field(max_length=400)]


class Names(_Strict):
    """A text in both languages."""

    en: Text
    uk: Text


class ByMobility(_Strict):
    """A number for units on foot, on wheels and on tracks."""

    foot: Points
    wheeled: Points
    tracked: Points

    def row(self) -> list[int]:
        """The three of them."""
        return [self.foot, self.wheeled, self.tracked]


class ByGround(_Strict):
    """The same by the ground of the day."""

    dry: ByMobility
    wet: ByMobility
    thaw: ByMobility
    frozen: ByMobility

    def rows(self) -> list[list[int]]:
        """A row a ground."""
        return [getattr(self, ground).row() for ground in GROUNDS]


class _MinutesByGround(_Strict):
    dry: Minutes
    wet: Minutes
    thaw: Minutes
    frozen: Minutes

    def row(self) -> list[int]:
        return [getattr(self, ground) for ground in GROUNDS]


class _Scale(_Strict):
    step_people: Annotated[int, Field(ge=1, le=1000)]
    loss_people: Annotated[int, Field(ge=1, le=1000)]
    stack_units: Annotated[int, Field(ge=1, le=6)]
    stack_steps: Annotated[int, Field(ge=1, le=100)]
    frontage_steps: Annotated[int, Field(ge=1, le=100)]
    frontage_dense_steps: Annotated[int, Field(ge=1, le=100)]
    quality_percent: Annotated[list[Percent], Field(min_length=5, max_length=5)]
    pin_hexes: Annotated[int, Field(ge=1, le=3)]


class _Terrain(ByMobility):
    letter: Annotated[str, Field(pattern=r"^[!-~]$")]
    cover: Annotated[int, Field(ge=-6, le=0)]
    shelter: Annotated[int, Field(ge=0, le=100)] = 0
    built_up: bool = False
    dense: bool = False


class _Hexsides(_Strict):
    slope_metres: Annotated[int, Field(ge=1, le=1000)]
    slope: ByMobility
    river: ByMobility
    canal: ByMobility
    damaged_bridge: ByMobility
    pontoon: ByMobility
    rubble: ByMobility
    foreign: ByMobility
    mines: ByMobility


class _Movement(_Strict):
    allowance: ByMobility
    contact: Annotated[int, Field(ge=0, le=1000)]
    soft_zone: Annotated[int, Field(ge=0, le=1000)]
    assault: Annotated[int, Field(ge=0, le=1000)]
    hard_road: ByMobility
    street: ByMobility
    dirt_road: ByGround
    track: ByGround


Kilograms = Annotated[int, Field(ge=0, le=100_000)]
Tonnes = Annotated[int, Field(ge=0, le=10_000)]
Permille = Annotated[int, Field(ge=0, le=1000)]


class _TonnesByGround(_Strict):
    dry: Tonnes
    wet: Tonnes
    thaw: Tonnes
    frozen: Tonnes

    def row(self) -> list[int]:
        return [getattr(self, ground) for ground in GROUNDS]


class _Capacity(_Strict):
    hard_road: _TonnesByGround
    dirt_road: _TonnesByGround
    track: _TonnesByGround
    street: Annotated[list[Tonnes], Field(min_length=4, max_length=4)]
    damaged_bridge_tonnes: Tonnes
    pontoon_tonnes: Tonnes
    worn_condition: Annotated[int, Field(ge=0, le=100)]


class _Fire(_Strict):
    night: Annotated[list[Permille], Field(min_length=4, max_length=4)]
    day: Annotated[list[Permille], Field(min_length=4, max_length=4)]
    direct_hexes: Annotated[int, Field(ge=1, le=3)]


class _Needs(_Strict):
    sustenance: Annotated[int, Field(ge=1, le=10_000)]
    ammunition_quiet: Annotated[int, Field(ge=1, le=10_000)]
    ammunition_assaulted: Kilograms
    ammunition_attacked: Kilograms
    hold_sustenance: Kilograms
    hold_ammunition: Kilograms
    carry: Kilograms
    person: Annotated[int, Field(ge=1, le=1000)]
    shell_days: Annotated[int, Field(ge=1, le=30)]
    recruits_clear: Annotated[int, Field(ge=1, le=3)]
    depot_price: Annotated[int, Field(ge=0, le=500)]


class _Depots(_Strict):
    stock_days: Annotated[int, Field(ge=1, le=30)]
    move_trips: Annotated[int, Field(ge=0, le=30)]
    caution_most: Annotated[int, Field(ge=0, le=100)]
    mended: Permille


class _Morale(_Strict):
    base: Annotated[list[Percent], Field(min_length=5, max_length=5)]
    morale_drift: Percent
    morale_lost: Percent
    morale_near: Percent
    morale_wounded: Percent
    unwilling: Percent
    waver_fatigue: Percent
    waver_morale: Percent
    waver_faces: Annotated[int, Field(ge=1, le=1000)]


class _Relief(_Strict):
    relief_defence: Percent
    relief_seats: Percent
    relief_kg: Kilograms


class _Surrender(_Strict):
    surrender_from: Annotated[int, Field(ge=1, le=100)]
    surrender_turn: Percent
    surrender_bonus: Percent
    surrender_most: Percent
    surrender_share: Annotated[int, Field(ge=0, le=100)]
    broken_morale: Percent
    elite_tenths: Annotated[int, Field(ge=10, le=50)]
    summons_days: Annotated[int, Field(ge=1, le=100)]
    summons_steps: Annotated[int, Field(ge=1, le=20)]
    refused_morale: Percent


class _Breakout(_Strict):
    breakout_night: Percent
    breakout_day: Percent
    breakout_hungry: Percent
    breakout_fatigue: Percent
    breakout_days: Annotated[int, Field(ge=0, le=100)]
    breakout_heavy: Annotated[int, Field(ge=0, le=100)]


class _Encirclement(_Strict):
    ration: Annotated[int, Field(ge=0, le=100)]
    porter_kg: Kilograms
    surrender: _Surrender
    breakout: _Breakout


class _Works(_Strict):
    dig_days: Annotated[list[Annotated[int, Field(ge=1, le=100)]], Field(min_length=3, max_length=3)]
    repair_condition: Annotated[int, Field(ge=1, le=100)]
    bridge_days: Annotated[int, Field(ge=1, le=100)]
    damaged_days: Annotated[int, Field(ge=1, le=100)]
    mine_days: Annotated[int, Field(ge=1, le=100)]
    clear_days: Annotated[int, Field(ge=1, le=100)]
    blow: Annotated[int, Field(ge=0, le=1000)]


class _Wounded(_Strict):
    aid_hexes: Annotated[int, Field(ge=0, le=3)]
    aid_urgent_permille: Permille
    aid_priority_permille: Permille
    killed_percent: Percent
    urgent_percent: Percent
    priority_percent: Percent
    urgent_permille: Permille
    priority_permille: Permille


class _Effect(_Strict):
    recovery: Percent
    attack: Percent
    defence: Percent
    zone: Annotated[int, Field(ge=0, le=2)]
    missions: Annotated[int, Field(ge=0, le=9)]
    fatigue: Annotated[int, Field(ge=0, le=100)]
    stragglers: Annotated[int, Field(ge=0, le=100)]
    morale: Annotated[int, Field(ge=0, le=100)]


class _Effects(_Strict):
    full: _Effect
    strained: _Effect
    low: _Effect
    out_1: _Effect
    out_2: _Effect
    out_3: _Effect


class _Supply(_Strict):
    hard_road: _MinutesByGround
    dirt_road: _MinutesByGround
    track: _MinutesByGround
    street: _MinutesByGround
    rubble_minutes: Annotated[list[Percent], Field(min_length=4, max_length=4)]
    damaged_bridge_minutes: Percent
    pontoon_minutes: Percent
    carry_percent: Annotated[list[Percent], Field(min_length=5, max_length=5)]
    capacity: _Capacity
    fire: _Fire
    needs: _Needs
    depots: _Depots
    hold: Annotated[int, Field(ge=100, le=1000)]
    full: Percent
    strained: Percent
    low: Percent
    effects: _Effects


class Kind(_Strict):
    """A kind of unit."""

    role: Literal["combat", "battery", "headquarters", "drones", "jammer", "source", "depot"]
    mobility: Literal["foot", "wheeled", "tracked", "static"]
    attack: Percent
    defence: Percent
    symbol: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    engineers: bool = False
    """Whether it can repair, mine and clear."""
    jams: Annotated[int, Field(ge=0, le=3)] = 0
    """Hexes around it in which it disturbs drones."""


class _Outcome(_Strict):
    from_: Annotated[int, Field(alias="from", ge=-99, le=99)]
    attacker: Annotated[int, Field(ge=0, le=20)]
    defender: Annotated[int, Field(ge=0, le=20)]
    retreat: bool


class _Combat(_Strict):
    dice: Literal["2d6", "steady", "fixed"]
    column_least: Annotated[int, Field(ge=-20, le=0)]
    column_most: Annotated[int, Field(ge=0, le=20)]
    odds_thresholds: Annotated[list[int], Field(min_length=1, max_length=20)]
    outcomes: Annotated[list[_Outcome], Field(min_length=1, max_length=30)]
    dense_holds_below: Small
    trench_cover: Annotated[list[Small], Field(min_length=4, max_length=4)]
    trench_built_up_cover: Small
    rubble_3_cover: Small
    cover_least: Small
    uphill: Small
    river: Small
    bridge: Small
    flank: Small
    opposite: Small
    bottled: Small
    target_low: Small
    mines: Small
    no_retreat_losses: Annotated[int, Field(ge=0, le=20)]
    taken_trench_days: Annotated[int, Field(ge=1, le=100)]
    overhead: Small


Rounds = Annotated[int, Field(ge=1, le=100_000)]
Share = Annotated[int, Field(ge=0, le=100)]
Level = Annotated[int, Field(ge=0, le=4)]


class _Fires(_Strict):
    shift_rounds: Annotated[list[Annotated[int, Field(ge=1, le=100_000)]], Field(min_length=1, max_length=6)]
    shift_most: Annotated[int, Field(ge=0, le=6)]
    calibre_percent: Annotated[dict[str, Percent], Field(min_length=1, max_length=40)]
    round_kg: Annotated[dict[str, Annotated[int, Field(ge=1, le=5000)]], Field(min_length=1, max_length=40)]
    overhead_percent: Percent
    seen_percent: Percent
    contact_percent: Percent
    blind_percent: Percent
    contact_days: Annotated[int, Field(ge=0, le=100)]
    interdict_rounds: Rounds
    interdict_drones: Annotated[int, Field(ge=1, le=100)]
    wear_least: Percent
    wear_most: Percent
    loss_rounds: Rounds
    trench_shelter: Share
    both_shelter: Share
    drift_percent: Share
    suppress_rounds: Rounds
    rubble_rounds: Rounds
    demolish_percent: Percent
    works_rounds: Rounds
    smoke_rounds: Rounds
    silence_rounds: Rounds
    signature_rounds: Rounds
    unfound_permille: Annotated[list[Permille], Field(min_length=2, max_length=101)]
    sensors_most: Annotated[int, Field(ge=0, le=100)]
    scoot_percent: Share
    assumed_rounds: Annotated[int, Field(ge=0, le=100_000)]


class _Recon(_Strict):
    sight_hexes: Annotated[list[Annotated[int, Field(ge=0, le=3)]], Field(min_length=4, max_length=4)]
    adjacent_level: Level
    sight_level: Level
    firing_level: Level
    probe_levels: Level
    drone_levels: Level
    level_lost: Level
    steps_band: Annotated[int, Field(ge=1, le=20)]
    flight_percent: Annotated[list[Share], Field(min_length=4, max_length=4)]
    jammed_percent: Share
    drone_loss: Share
    drone_loss_jammed: Share


class _Postures(_Strict):
    set_piece_percent: Percent
    set_piece_fatigue: Percent
    wave_percent: Percent
    wave_losses: Annotated[int, Field(ge=0, le=20)]
    wave_morale: Percent
    wave_quality: Annotated[int, Field(ge=0, le=5)]
    probe_percent: Percent
    probe_steps: Annotated[int, Field(ge=1, le=20)]
    probe_losses: Annotated[int, Field(ge=0, le=20)]
    probe_people: Annotated[int, Field(ge=1, le=1000)]
    fast_below: Small
    fast_losses: Annotated[int, Field(ge=0, le=20)]
    fast_morale: Percent
    fast_price: Percent
    delay_percent: Percent
    delay_losses: Annotated[int, Field(ge=0, le=20)]
    ready_percent: Percent
    reserve_hexes: Annotated[int, Field(ge=1, le=3)]


class _Claims(_Strict):
    claims_daily: Annotated[int, Field(ge=0, le=100)]
    will_start: Share
    credibility_start: Share
    claim_will: Share
    claim_false: Percent
    will_morale: Percent


class _Condition(_Strict):
    factor_permille: Annotated[list[Percent], Field(min_length=101, max_length=101)]
    attacked: Percent
    assaulted: Percent
    prepared: Percent
    suppressed: Percent
    probing: Percent
    line: Small
    away: Small
    billets: Small
    billets_hexes: Annotated[int, Field(ge=1, le=3)]
    resting: Small
    resting_defence: Percent
    exhausted_percent: Percent
    morale: _Morale
    relief: _Relief
    wounded: _Wounded


class RulesFile(_Strict):
    """A rules file: see assets/rules/standard.yaml for what each number means."""

    format: Literal[1]
    version: Annotated[int, Field(ge=1, le=10_000)]
    name: Names
    scale: _Scale
    terrain: dict[Literal[TERRAINS], _Terrain]  # type: ignore[valid-type]
    ground_percent: ByGround
    hexsides: _Hexsides
    movement: _Movement
    supply: _Supply
    kinds: Annotated[dict[Annotated[str, Field(pattern=r"^[a-z_]{1,20}$")], Kind], Field(min_length=1, max_length=40)]
    combat: _Combat
    fires: _Fires
    recon: _Recon
    postures: _Postures
    claims: _Claims
    condition: _Condition
    encirclement: _Encirclement
    works: _Works
