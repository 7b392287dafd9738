"""What the numbers on the screen are made of, by the rules' own kernels: units, the top bar, places, pockets, odds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from game.analysis.explain import Explainer
from game.analysis.solution import CARRIED
from game.analysis.telling import Teller
from game.chronicle import km2, signed, tenths, twelfths
from game.rulebook import (
    ALLOWANCE_FOOT,
    AMMO_QUIET,
    CONTACT_POINTS,
    EFFECT_ATTACK,
    EFFECT_DEFENCE,
    EFFECTS_AT,
    FACTOR_PERMILLE,
    HOLD_DAYS,
    MORALE_BASE,
    QUALITY_PERCENT,
    SUST_QUIET,
    WILL_START,
)
from game.rules import claims, combat, condition, field, postures, victory
from game.rules.field import effect_row
from game.state import (
    ALLOWANCE,
    AMMO,
    ATTACK,
    AWARDED,
    BROUGHT,
    DAYS,
    DEFENCE,
    FATIGUE,
    GROUND_0,
    HANDICAP,
    HELD_UA,
    INFLICTED,
    MOBILITIES,
    MOBILITY,
    MORALE,
    OF_SIDE,
    OWNER,
    PEOPLE,
    PEOPLE_UA,
    PINNED,
    PLACE_HEX,
    PLACES_0,
    POINTS,
    POINTS_GROUND,
    POINTS_INFLICTED,
    POINTS_LOST,
    POINTS_PINNED,
    POINTS_WILL,
    POLITICAL,
    QUALITY,
    REPLACED,
    SIDE,
    START_OWNER,
    SUPPLY,
    SUPPLY_STATES,
    SUST,
    TURN,
    WILL,
)
from game.texts import say
from game.ui.why import Term, Why

if TYPE_CHECKING:
    from game.analysis.surrender import Surrender
    from game.ui.table.situation import Situation
    from game.view import Odds


def _times(percent: float) -> str:
    """A factor as people read it."""
    return f"× {percent / 100:.2f}"


class Reasons:
    """Answers why, of one side's picture."""

    def __init__(self, situation: Situation) -> None:
        self.situation, self.view = situation, situation.view
        self.fixed, self.state = situation.view.fixed, situation.state
        self._explainer: Explainer | None = None
        self._tonight: dict[int, Why] = {}
        self._out: dict[int, Why] = {}

    def _say(self, key: str, **values: object) -> str:
        return say(self.situation.language, f"ui.{key}", **values)

    # a unit ----------------------------------------------------------------------------------------------------------

    def strength(self, u: int) -> Why:
        """What a unit weighs in attack, factor by factor."""
        row, fact, tables = self.state.units[u], self.fixed.roster.units[u], self.fixed.rules.tables
        steps = int(field.steps_of(self.fixed, row[PEOPLE]))
        effects = tables[EFFECTS_AT + effect_row(self.state, u)]
        supply = say(self.situation.language, f"supply.{SUPPLY_STATES[int(row[SUPPLY])]}")
        condition_of = int(tables[FACTOR_PERMILLE, min(row[FATIGUE], 100)])
        trained = int(tables[QUALITY_PERCENT, row[QUALITY]])
        terms = [
            Term(self._say("why.steps", people=int(row[PEOPLE])), str(steps), "1.3"),
            Term(self._say("why.quality", quality=int(row[QUALITY])), _times(trained), "1.5"),
            Term(self._say("why.fatigue", fatigue=int(row[FATIGUE])), _times(condition_of / 10), "8.3"),
            Term(self._say("why.kind"), _times(fact[ATTACK]), "3.2"),
            Term(self._say("why.supply", state=supply), _times(effects[EFFECT_ATTACK]), "6.4"),
            Term(self._say("why.posture"), _times(postures.attack_percent(self.fixed, self.state, u)), "8.14"),
        ]  # fmt: skip
        attack = int(combat.attack_strength(self.fixed, self.state, u, steps))
        defence = int(combat.defence_strength(self.fixed, self.state, u))
        parts = {"kind": _times(fact[DEFENCE]), "supply": _times(effects[EFFECT_DEFENCE]),
                 "posture": _times(postures.defence_percent(self.fixed, self.state, u))}  # fmt: skip
        change = self._say("why.defence", value=f"{defence / 100:.1f}", **parts)
        return Why(self._say("why.strength"), f"{attack / 100:.1f}", tuple(terms), change)

    def fatigue(self, u: int) -> Why:
        """Fatigue, what it takes of the strength, and what the next recovery brings."""
        row = self.state.units[u]
        now, scratch = int(row[FATIGUE]), self.situation.pockets.scratch
        change = int(condition.change_of_fatigue(self.fixed, self.state, scratch, u))
        less = int(self.fixed.rules.tables[FACTOR_PERMILLE, min(now, 100)]) - 1000
        then = min(max(now + change, 0), 100)
        terms = (Term(self._say("why.now"), str(now), "11.1"), Term(self._say("why.recovery"), signed(change), "11.2"))
        words = self._say("why.fatigue_takes", percent=f"{less / 10:.0f}")
        return Why(self._say("why.fatigue_then"), str(then), terms, words)

    def morale(self, u: int) -> Why:
        """The base of a unit's morale, and what its next recovery brings."""
        row, s = self.state.units[u], int(self.fixed.roster.units[u, OF_SIDE])
        base = int(condition.base_of_morale(self.fixed, self.state, u))
        plain = int(self.fixed.rules.tables[MORALE_BASE, row[QUALITY]])
        will = int(claims.will_for_morale(self.fixed, self.state, s))
        tired = plain * (100 - int(condition.exhaustion(self.fixed, self.state, s))) // 100 - plain
        terms = [
            Term(self._say("why.quality", quality=int(row[QUALITY])), str(plain), "11.9"),
            Term(self._say("why.exhaustion"), signed(tired), "11.7"),
            Term(self._say("why.will"), signed(will), "13.6"),
        ]
        if plain + tired + will < 0:
            terms.append(Term(self._say("why.least"), signed(-(plain + tired + will)), "11.9"))
        change = int(condition.change_of_morale(self.fixed, self.state, self.situation.pockets.scratch, u))
        words = self._say("why.morale_change", now=int(row[MORALE]), change=signed(change))
        return Why(self._say("why.morale_base"), str(base), tuple(terms), words)

    def supply(self, u: int) -> Why:
        """Days of supply: the good of which there is least."""
        row, numbers = self.state.units[u], self.fixed.rules.numbers
        steps = max(1, int(field.steps_of(self.fixed, row[PEOPLE])))
        terms = []
        for key, column, each in (("sustenance", SUST, SUST_QUIET), ("ammunition", AMMO, AMMO_QUIET)):
            need = int(numbers[each]) * steps
            words = self._say(f"why.days_{key}", held=f"{row[column] / 1000:.1f}", need=f"{need / 1000:.1f}")
            terms.append(Term(words, f"{int(row[column]) * 100 // need / 100:.1f}", "6.4"))
        terms.append(Term(self._say("why.days_most"), f"{numbers[HOLD_DAYS] / 100:.1f}", "6.4"))
        asked = sum(p.asked for p in self.situation.solution.of(u))
        sent = sum(p.sent for p in self.situation.solution.of(u))
        words = self._say("why.days_change", sent=f"{sent / 1000:.1f}", asked=f"{asked / 1000:.1f}")
        return Why(self._say("why.days"), f"{row[DAYS] / 100:.1f}", tuple(terms), words)

    def tonight(self, u: int) -> Why:
        """What supply brings a unit next, good by good, and what would bring more."""
        if u not in self._tonight:
            self._tonight[u] = self._explained(u, CARRIED, "tonight")
        return self._tonight[u]

    def evacuation(self, u: int) -> Why:
        """Which of a unit's wounded are brought out next, and what would bring out more."""
        if u not in self._out:
            self._out[u] = self._explained(u, ("wounded",), "evacuation")
        return self._out[u]

    def _explained(self, u: int, goods: Sequence[str], name: str) -> Why:
        """The chains of some goods, and what holds up the one that lacks most."""
        told = Teller(self.view.scenario, self.situation.language)
        self._explainer = self._explainer or Explainer(self.view)
        chains = [chain for chain in self._explainer.of(u).chains if chain.good in goods]
        terms = []
        for chain in chains:
            good = say(self.situation.language, f"supply.good.{chain.good}")
            words = self._say("why.good", good=good, wanted=told.amount(chain.good, chain.wanted))
            rule = "11.4" if chain.good == "wounded" else "6.7"
            terms.append(Term(words, told.amount(chain.good, chain.brought), rule))
        lacking = [chain for chain in chains if chain.bound != "unbound"]
        worst = max(lacking, key=lambda chain: (chain.wanted - chain.brought) / chain.wanted, default=None)
        words = told.chain(worst) if worst is not None else self._say("why.nothing_lacks")
        brought, wanted = (sum(getattr(chain, key) for chain in chains) for key in ("brought", "wanted"))
        total = f"{100 * brought // wanted} %" if wanted else "–"
        return Why(self._say(f"why.{name}"), total, tuple(terms), words)

    def movement(self, u: int) -> Why:
        """Points of movement: those of the day, less what is spent."""
        row, fact, numbers = self.state.units[u], self.fixed.roster.units[u], self.fixed.rules.numbers
        full, allowance, left = int(numbers[ALLOWANCE_FOOT + fact[MOBILITY]]), int(row[ALLOWANCE]), int(row[POINTS])
        mobility = self._say(f"why.mobility_{MOBILITIES[int(fact[MOBILITY])]}")
        terms = [Term(mobility, twelfths(full), "5.1")]
        if allowance < full:
            terms.append(Term(self._say("why.began_in_zone"), f"−{twelfths(full - allowance)}", "5.1"))
        if left < allowance:
            terms.append(Term(self._say("why.spent"), f"−{twelfths(allowance - left)}", "5.2"))
        words = self._say("why.movement_change", points=twelfths(int(numbers[CONTACT_POINTS])))
        return Why(self._say("why.movement"), twelfths(left), tuple(terms), words)

    def surrender(self, told: Surrender) -> Why:
        """The chance that a pocket gives up, term by term."""
        language, early = self.situation.language, [name for name, _ in told.terms][:1] == ["early"]
        terms = [
            Term(say(language, f"ui.pocket.term_{name}"), f"{value:+d} %", "7.3")
            for name, value in told.terms if name != "early"
        ]  # fmt: skip
        words = say(language, "ui.pocket.pressed" if told.pressed else "ui.pocket.not_pressed")
        if early:
            words = say(language, "ui.pocket.term_early")
        return Why(self._say("why.surrender"), f"{told.chance} %", tuple(terms), words)

    # the bar ---------------------------------------------------------------------------------------------------------

    def points(self) -> Why:
        """The points of both sides as they are believed to stand."""
        weights, clock = self.fixed.roster.terms, self.state.clock
        past = int(clock[TURN]) if int(clock[SIDE]) < 0 else int(clock[TURN]) - 1
        dusks = min(max(past, 1), victory.DUSKS)
        parts: dict[str, list[float]] = {}
        for s in range(2):
            row = self.state.sides[s]
            places = sum(int(row[PLACES_0 + i]) for i in range(victory.DUSKS)) / dusks
            ground = sum(int(row[GROUND_0 + i]) for i in range(victory.DUSKS)) * int(weights[POINTS_GROUND]) / dusks
            above = int(row[WILL]) - int(self.fixed.rules.numbers[WILL_START])
            for key, value in (
                ("places", places), ("net_ground", ground), ("pinned", int(row[PINNED] * weights[POINTS_PINNED]) / 100),
                ("inflicted", int(row[INFLICTED] * weights[POINTS_INFLICTED]) / 100),
                ("lost", -int(victory.people_lost(self.state, s)) * int(weights[POINTS_LOST]) / 100),
                ("will_points", above * int(weights[POINTS_WILL]) / 100), ("political", int(row[POLITICAL])),
                ("events", int(row[AWARDED])),
                ("handicap", int(weights[HANDICAP]) if s == 0 else 0),
            ):  # fmt: skip
                parts.setdefault(key, []).append(float(value))
        rules = {"places": "14.2", "net_ground": "14.1", "pinned": "14.3", "will_points": "13.6", "events": "4.10"}
        terms = tuple(Term(self._say(f"why.{key}"), " : ".join(f"{v / 10:.1f}" for v in values), rules.get(key, "14.1"))
                      for key, values in parts.items() if any(values))  # fmt: skip
        both = [int(victory.points(self.fixed, self.state, s)) for s in range(2)]
        both[0] += int(weights[HANDICAP])
        return Why(
            self._say("why.points"), " : ".join(tenths(value) for value in both), terms, self._say("why.points_change")
        )

    def ground(self) -> Why:
        """Ground won, less ground lost, since the first day."""
        now, start, s = self.state.hexes[:, OWNER], self.state.hexes[:, START_OWNER], max(self.situation.side, 0)
        won, lost = (int(((now == side) & (start != side)).sum()) for side in (s, 1 - s))
        terms = (
            Term(self._say("why.hexes_won", hexes=won), km2(won)),
            Term(self._say("why.hexes_lost", hexes=lost), km2(-lost)),
        )
        return Why(self._say("why.ground"), km2(won - lost), terms)

    def exhaustion(self) -> Why:
        """How much of its people one's own side has lost."""
        s = max(self.situation.side, 0)
        lost = int(victory.people_lost(self.state, s))
        row = self.state.sides[s]
        committed = int(self.fixed.roster.terms[PEOPLE_UA + s] + row[BROUGHT] + row[REPLACED])
        total = int(condition.exhaustion(self.fixed, self.state, s))
        terms = (
            Term(self._say("why.people_lost"), str(lost), "11.7"),
            Term(self._say("why.committed"), f"/ {committed}", "11.7"),
        )
        return Why(self._say("why.exhausted"), f"{total} %", terms, self._say("why.exhaustion_change", percent=total))

    # places and fights -----------------------------------------------------------------------------------------------

    def objective(self, i: int) -> Why:
        """What a place is worth, and to whom it counts tonight."""
        place = self.fixed.roster.places[i]
        h, language = int(place[PLACE_HEX]), self.situation.language
        owner, terms = int(self.state.hexes[h, OWNER]), []
        for s in range(2):
            worth = int(place[HELD_UA + s])
            terms.append(Term(self._say("why.held_by", side=self.situation.chronicle.side(s)), tenths(worth), "14.1"))
        joined = False
        if owner >= 0:
            scratch = field.new_scratch(self.fixed)
            victory.connect(self.fixed, self.state, scratch, owner)
            joined = bool(scratch.hexes[field.GROUP, h] == 1)
        key = "counts" if joined else "cut_off" if owner >= 0 else "nobodys"
        words = self._say(f"why.place_{key}", side=self.situation.chronicle.side(owner))
        total = tenths(int(place[HELD_UA + owner])) if joined else "0"
        return Why(say(language, "ui.why.place", hex=self.situation.chronicle.hex(h)), total, tuple(terms), words)

    def column(self, odds: Odds) -> Why:
        """The column of an attack, shift by shift."""
        told = self.situation.chronicle
        terms = tuple(Term(told.term(name, value, subject), signed(value), "8") for name, value, subject in odds.terms)
        words = self._say("why.taken", percent=round(100 * odds.chance))
        return Why(self._say("why.column"), f"{odds.column:+d}", terms, words)
