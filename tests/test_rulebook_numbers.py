"""Every number of the standard rules stands in the rulebook: whoever changes one is told which sentence to change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from game.rulebook import NUMBERS, TERRAINS, load_rules

TEXT = (Path(__file__).parent.parent / "assets" / "rulebook.md").read_text(encoding="utf-8")
RULES = load_rules()
VALUES = dict(zip(NUMBERS, RULES.tables.numbers.tolist(), strict=True))

TOLD = """
step_people 50 1.3 a step is 50 of them
loss_people 25 8.9 One loss is 25 people
stack_units 3 1.4 a hex holds 3 units
stack_steps 14 1.4 and 14 steps
frontage_steps 8 8.2 Across one hexside 8 steps
frontage_dense_steps 5 8.2 5 into dense urban and works
pin_hexes 3 14.3 within 3 hexes of one's own
slope_metres 25 2.3 climbs 25 m or more
allowance_foot 72 5.1 on foot 6
allowance_wheeled 96 5.1 wheels 8
allowance_tracked 96 5.1 tracks 8
contact 24 5.1 in a hard enemy zone has 2
soft_zone 12 5.5 Entering a soft zone costs 1 more
assault 24 8.2 it takes 2 points
damaged_bridge_minutes 15 6.1 A damaged bridge adds 15 minutes
pontoon_minutes 10 6.1 a pontoon 10
hold 300 6.4 3 at most
full 200 6.4 Full from 2 days
strained 100 6.4 Strained from 1
low 33 6.4 Low from 0.33
sustenance 330 6.4 A step uses 330 kg of sustenance
ammunition_quiet 170 6.4 170 kg
ammunition_assaulted 500 6.4 500 if it was assaulted
ammunition_attacked 750 6.4 750 if it attacked
hold_ammunition 900 6.4 up to 900 kg of ammunition
hold_sustenance 990 6.4 and 990 of sustenance
carry 1000 6.3 carry 1000 kg a step
person 125 11.6 One weighs 125 kg
shell_days 3 6.8 until it holds three times as many
recruits_clear 2 11.6 no enemy stands within 2 hexes
depot_price 20 6.7 20 minutes more from a depot
damaged_bridge_tonnes 60 6.5 A damaged bridge or a pontoon carries 60
pontoon_tonnes 60 6.5 or a pontoon carries 60 at most
worn_condition 40 6.5 below a condition of 40
direct_disk 37 6.9 within 3 hexes
urgent_permille 610 11.5 of 1000 urgent 610 live
priority_permille 880 11.5 less badly hurt 880
killed_percent 25 11.3 25 % are killed
urgent_percent 15 11.3 15 % urgently
priority_percent 30 11.3 30 % less badly
column_least -5 8.4 within -5 and
column_most 8 8.4 kept within -5 and +8
dense_holds_below 4 8.8 no retreat below x = 4
trench_built_up_cover -3 8.5 in built-up ground -3
rubble_3_cover -2 8.5 rubble 3: -2
cover_least -4 8.5 never beyond -4
uphill -1 8.5 uphill -1
river -2 8.5 without a bridge -2
bridge -1 8.5 by bridges -1
flank 1 8.6 Flanks: +1
opposite 2 8.6 +2 instead
bottled 1 7.6 the attack gains +1
target_low 1 8.7 +1 if every fighting unit
mines -1 8.5 the defender's mines -1
no_retreat_losses 2 8.10 takes two more losses
taken_trench_days 2 8.5 from the second dawn it is held
shift_most 3 8.5 -3 to +3
overhead_percent 125 9.2 over the hex 125 %
seen_percent 80 9.2 in sight 80 %
contact_percent 50 9.2 today or yesterday 50 %
blind_percent 25 9.2 else 25 %
contact_days 1 9.2 today or yesterday
interdict_rounds 40 9.5 It takes 40 rounds of 152 mm
interdict_drones 6 9.5 6 sorties
wear_least 5 9.5 falls by 5 to 15
wear_most 15 9.5 falls by 5 to 15
loss_rounds 175 9.6 (100 % - shelter) / 175
trench_shelter 70 9.6 70 % in a trench
both_shelter 80 9.6 80 % in one on such ground
drift_percent 30 9.15 30 % of its rounds
suppress_rounds 180 9.6 From 180 effective rounds
rubble_rounds 1500 9.7 1,500 of 152 mm
demolish_percent 300 9.14 count threefold
works_rounds 540 9.14 for every 540 effective rounds
smoke_rounds 30 9.13 30 rounds of 152 mm
silence_rounds 60 9.10 60 effective rounds silence
signature_rounds 40 9.8 rounds / 40
sensors_most 4 9.8 4 at most
scoot_percent 60 9.8 60 % of its rounds fall
assumed_rounds 80 10.5 a battery with 80 rounds
adjacent_level 3 10.1 Contact gives 3 to units in the next hex
sight_level 2 10.1 and 2 to units in sight
firing_level 2 9.8 known at level 2
probe_levels 2 8.16 known two levels better
drone_levels 2 10.6 tells two levels more
level_lost 1 10.3 loses a level
jammed_percent 30 10.7 30 points less often
drone_loss 15 10.6 lost with a chance of 15 %
drone_loss_jammed 35 10.7 lost with 35 %
steps_band 3 10.1 a band of 3 steps
dice_mode 0 8.8 Two dice
overhead 1 8.7 +1 if a drone
set_piece_percent 125 8.14 attacks x1.25
set_piece_fatigue 80 8.14 fatigue 80 at most
wave_percent 115 8.15 x1.15
wave_losses 1 8.15 The attackers lose 1 more
wave_morale 5 8.15 loses 5 morale
wave_quality 2 8.15 quality 2 or less
probe_percent 50 8.16 x0.5
probe_steps 4 8.16 at most 4 steps of each
probe_losses 1 8.16 at most 1 a side
probe_people 8 8.16 one is 8 people here
fast_below 6 8.17 Below x = 6
fast_losses 1 8.17 but loses 1 more
fast_morale 50 8.17 morale of 50
fast_price 10 8.17 loses 10 morale
delay_percent 80 8.17 defends x0.8
delay_losses 1 8.17 and lose 1 less
ready_percent 90 8.13 defence x0.9
reserve_hexes 2 8.18 within 2 hexes
prepared 24 11.1 set-piece 24
suppressed 4 11.1 under heavy fire [9.6] 4
probing 10 11.1 probe 10
claims_daily 2 13.1 two places a day
will_start 50 13.5 begin at 50
credibility_start 70 13.5 and 70
claim_will 4 13.2 by 4 x its credibility / 100
claim_false 200 13.4 fall by twice that
will_morale 10 13.6 A tenth of the will
attacked 20 11.1 attacked 20
assaulted 12 11.1 assaulted 12
line -4 11.2 recovers 4 in contact
away -20 11.2 20 out of contact
billets -24 11.2 24 in built-up ground
billets_hexes 2 11.2 no enemy within 2 hexes
resting -6 11.2 recovers 6 more
resting_defence 60 11.2 defends at 60 %
exhausted_percent 100 11.7 By so many percent
morale_drift 4 11.9 goes 4 towards its base
morale_lost 100 11.9 down by the percentage of its people lost
morale_near 20 11.9 by a fifth of that of each own unit
morale_wounded 20 11.9 a fifth of the percentage of wounded
unwilling 25 11.8 below 25 does not attack
waver_fatigue 90 11.8 fatigue above 90
waver_morale 40 11.8 morale below 40
waver_faces 6 11.8 one time in 6
relief_defence 80 11.10 both defend at 80 %
relief_seats 25 11.10 a quarter of its people
relief_kg 2000 11.10 It takes 2 t
aid_hexes 2 11.5 within 2 hexes of a headquarters
aid_urgent_permille 750 11.5 750 and 940
aid_priority_permille 940 11.5 750 and 940
stock_days 3 6.10 keeps three days of them
move_trips 3 6.11 carry in three trips
caution_most 20 6.11 0 to 20
mended 60 6.10 6 % come back a day
ration 30 7.2 use 30 % less
porter_kg 1000 7.2 one tonne a night
surrender_from 2 7.3 from its second turn Out on
surrender_turn 6 7.3 6 % for every turn Out
surrender_bonus 10 7.3 +10 if its morale
surrender_most 50 7.3 at most 50
surrender_share 30 7.3 30 to 100 % go into captivity
broken_morale 30 7.3 morale is below 30
elite_tenths 45 7.3 quality is 4.5 or more
summons_days 3 7.4 once in 3 days
summons_steps 4 7.4 of 4 steps
refused_morale 5 7.4 rises by 5
breakout_night 6 7.5 6 % of its people by night
breakout_day 20 7.5 20 % by day
breakout_hungry 2 7.5 2 more for each turn Out
breakout_fatigue 40 7.5 fatigue rises by 40
breakout_days 2 7.5 next 2 half-turns
breakout_heavy 60 7.5 leaves 60 % of its rounds
repair_condition 20 12.3 by 20 of condition a day
bridge_days 3 12.3 in 3 days
damaged_days 2 12.3 bridge whole in 2
mine_days 1 12.3 hex in 1
clear_days 2 12.3 clear mines in 2
blow 24 12.4 for 2 points
outcome_count 8 8.8 | 8 on |
"""
"""Number, its value, the rule that tells it and the words it is told by; counts in twelfths of a point, hundredths of a
day and the like are told in whole ones."""


def rule(number: str) -> str:
    """The text of a rule, on one line."""
    found = re.search(rf"^{re.escape(number)} .*?(?=^\d+\.\d+[a-z]? |^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    assert found, f"there is no rule {number}"
    return " ".join(found[0].split())


LINES = [line.split(" ", 3) for line in TOLD.strip().splitlines()]


def test_no_number_is_left_out():
    """As they stand in the code, table by table."""
    assert sorted(name for name, *_ in LINES) == sorted(NUMBERS)


@pytest.mark.parametrize(("name", "value", "number", "words"), LINES, ids=[name for name, *_ in LINES])
def test_a_number_is_told_as_it_is(name: str, value: str, number: str, words: str):
    """With the words of its rule."""
    assert VALUES[name] == int(value), f"[{number}] tells it: {words}"
    assert words in rule(number)


def row(label: str) -> list[str]:
    """The cells of a row of a table of the rulebook."""
    found = re.search(rf"^\| {re.escape(label)} \|(.*)\|$", TEXT, re.MULTILINE)
    assert found, label
    return [cell.strip() for cell in found[1].split("|")]


def test_calibres_are_told_as_they_are():
    """[9.2] Effect and weight of a round."""
    fires = RULES.file.fires
    assert row("Calibre, mm") == list(fires.calibre_percent)
    assert row("effect of a round, %") == [str(value) for value in fires.calibre_percent.values()]
    assert row("its weight, kg") == [str(value) for value in fires.round_kg.values()]


@pytest.mark.parametrize("kind", ["hard road", "dirt road", "track"])
def test_roads_are_told_as_they_are(kind: str):
    """[6.1] Minutes and tonnes."""
    supply, name = RULES.file.supply, kind.replace(" ", "_")
    minutes, tonnes = getattr(supply, name), getattr(supply.capacity, name)
    told = [str(getattr(table, ground)) for table in (minutes, tonnes) for ground in ("dry", "wet", "thaw")]
    cells = re.findall(rf"^\| {kind} \|((?: \d+ \|){{6}})$", TEXT, re.MULTILINE)
    assert [cell.strip() for cell in cells[0].strip(" |").split("|")] == told


def test_outcomes_are_told_as_they_are():
    """[8.8] Losses and retreats by x."""
    outcomes = RULES.file.combat.outcomes
    assert row("losses of attacker / defender") == [f"{o.attacker} / {o.defender}" for o in outcomes]
    assert row("the defender retreats") == ["yes" if o.retreat else "" for o in outcomes]


def test_shelter_postures_skies_and_sight_are_told_as_they_are():
    """[9.6] [10.2] [10.6] Lists."""
    shelter = {name: RULES.file.terrain[name].shelter for name in TERRAINS}
    assert shelter == {"open": 0, "tree_lines": 0, "water": 0, "wood": 40, "village": 40} | dict.fromkeys(
        ("town", "dense_urban", "works"), 60
    )
    assert "Shelter is 40 % in a wood or village, 60 % in a town, dense ground or works" in rule("9.6")
    assert list(RULES.file.recon.sight_hexes) == [3, 3, 2, 1]
    assert "sees 3 hexes far under a clear sky or cloud, 2 in rain, 1 in fog" in rule("10.2")
    assert list(RULES.file.recon.flight_percent) == [75, 65, 30, 0]
    assert "75 % under a clear sky, 65 % under cloud, 30 % in rain; in fog nobody flies" in rule("10.6")
    assert list(RULES.file.fires.shift_rounds) == [60, 180, 400]
    assert "60 effective rounds make one shift, 180 two, 400 three" in rule("9.2")
    assert list(RULES.file.works.dig_days) == [2, 4, 6]
    assert "level 1 in 2 days, level 2 in 4 more, level 3 in 6 more" in rule("12.2")
    assert list(RULES.file.condition.morale.base) == [40, 50, 60, 70, 80]
    assert "Its base is 40, 50, 60, 70 or 80 by quality" in rule("11.9")
    assert list(RULES.file.scale.quality_percent) == [60, 80, 100, 120, 145]
    assert "60, 80, 100, 120 or 145 %" in rule("1.5")
