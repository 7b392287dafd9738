"""Tells people what happened: events, refusals and terms as sentences, with the names of a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from game import chronicle_events
from game.events import CAUSES, Event
from game.hexes import HEX_KM2
from game.luck import Fight, luck_of, percentile
from game.rulebook import TERRAINS
from game.scenario.load import Scenario
from game.state import DIG, DRONES, GROUNDS, MISSIONS, NOBODY, OUTCOMES, REASONS, ROLE, SIDES, SKIES, SUPPLY_STATES, TASKS
from game.texts import say

UNSEEN_UNIT = 509
"""Rule of a move ended by an unseen unit; any other rule of that event is about its zone."""


_REFUSED = {
    "903 none": "refused.no_round", "912 none": "refused.nobody_near", "913 none": "refused.no_guns_near",
    "1001 hex": "refused.off_the_map", "1001 unit": "refused.no_drones",
}  # fmt: skip
"""Sentences of a rule that is broken in one of two ways."""


@dataclass(frozen=True)
class Refusal:
    """Why an order was not carried out: the rule it breaks and what the sentence needs. Nothing has changed."""

    code: int
    """Chapter x 100 + rule; the sentence cites it."""
    values: tuple[int, int, int, int]
    """What the check wrote into ``why``: unit, hex and two numbers, -1 where it has none."""


@dataclass(frozen=True)
class Chronicle:
    """Sentences about one scenario in one language."""

    scenario: Scenario
    language: str = "en"

    def unit(self, u: int) -> str:
        """A unit's name with its formation's short name: "1st Assault Bn (3 Assault)"."""
        if u < 0 or u >= len(self.scenario.units):
            return "?"
        card = self.scenario.units[u]
        name: str = getattr(card.name, self.language)
        if card.formation < 0:
            return name
        return f"{name} ({self.formation(card.formation)})"

    def formation(self, f: int) -> str:
        """A formation's short name."""
        short: str = getattr(self.scenario.file.formations[f].short, self.language)
        return short

    def hex(self, h: int) -> str:
        """A hex's printed number, with the name of a place in it: "1616 Khromove"."""
        if h < 0:
            return "?"
        number = self.scenario.grid.number(h)
        name = self.scenario.place_names(self.language).get(number)
        return f"{number} {name}" if name else number

    def side(self, s: int) -> str:
        """A side's name."""
        return say(self.language, f"side.{SIDES[s] if s != NOBODY else 'nobody'}")

    def date(self, turn: int) -> str:
        """The calendar day of a turn."""
        day = self.scenario.date(turn)
        month = say(self.language, f"month.m{day.month:02d}")
        return say(self.language, "date", day=day.day, month=month, year=day.year)

    def sentence(self, event: Event) -> str:
        """An event as a sentence."""
        key, values = event.kind, dict(event.values)
        if key in chronicle_events.KINDS:
            return chronicle_events.sentence(self, event)
        if key == "stopped":
            key = "stopped_unit" if values["rule"] == UNSEEN_UNIT else "stopped_zone"
        elif key == "fired" and values["defensive"]:
            key = "fired_defensive"
        elif key == "worked":
            key = f"worked_{TASKS[values['task']]}"
        elif key in ("struck", "strayed") and values["unit"] < 0:
            key = f"{key}_from"
        elif key == "reserve_came" and values["start"] < 0:
            key = "reserve_came_unseen"
        elif key == "sighted" and values["steps"] == 0:
            key = "sighted_about"
        elif key == "flew" and not values["found"]:
            key = "flew_blind"
        elif key == "smoke" and values["unit"] < 0:
            key = "smoke_unknown"
        elif key == "claim_false" and values["lost"]:
            key = "claim_lost"
        texts = {name: self._value(event.kind, name, value) for name, value in values.items()}
        if key in (f"worked_{TASKS[DIG]}", "rubble"):
            texts["value"] = values["value"]
        if event.kind == "day_began":
            texts["date"] = self.date(values["turn"])
        return say(self.language, f"event.{key}", **texts)

    def _value(self, kind: str, name: str, value: int) -> str | int:
        """One value of an event in words."""
        if name in ("unit", "relieved"):
            return self.unit(value)
        if name in ("hex", "start", "next", "value"):
            return self.hex(value)
        if name == "kg":
            return value // 1000
        if name in ("side", "first") or (kind == "hex_taken" and name in ("before", "after")):
            return self.side(value)
        if kind == "supply" and name in ("before", "after"):
            return say(self.language, f"supply.{SUPPLY_STATES[value]}")
        if name == "ground":
            return km2(value) if kind == "points" else say(self.language, f"ground.{GROUNDS[value]}")
        if name == "mission":
            return say(self.language, f"mission.{MISSIONS[value]}")
        if name == "sky":
            return say(self.language, f"sky.{SKIES[value]}")
        if name in ("outcome", "reason"):
            return say(self.language, f"outcome.{(OUTCOMES if name == 'outcome' else REASONS)[value]}")
        if name in ("ua", "ru", "margin"):
            return tenths(value)
        if name == "rule":
            return f"{value // 100}.{value % 100}"
        if name == "cause":
            return CAUSES[value] if kind == "eliminated" else value
        return f"{value:+d}" if name == "column" else value

    def otherwise(self, fight: Fight) -> str:
        """What was otherwise in a fight than its side believed, in a sentence for that side; empty if nothing was."""
        parts = []
        for name, believed, true in fight.otherwise:
            if name in ("reserve", "hold_fast", "delay"):
                parts.append(say(self.language, f"otherwise.{name}" if true else f"otherwise.no_{name}"))
            else:
                values = {"term": say(self.language, f"otherwise.{name}"), "true": signed(true)}
                parts.append(say(self.language, "otherwise.part", believed=signed(believed), **values))
        return say(self.language, "otherwise.sentence", parts="; ".join(parts)) if parts else ""

    def luck(self, fight: Fight, fights: Sequence[Fight]) -> str:
        """How high the dice fell in a fight, and on average in all of its side's, by what it believed."""
        luck = luck_of(fights, fight.side, True)
        this, mean = round(100 * percentile(fight, True)), round(100 * luck.percentile)
        return say(self.language, "luck.line", percent=this, mean=mean, fights=luck.fights)

    def refusal(self, refusal: Refusal) -> str:
        """A refusal as a sentence that cites its rule and says what would help."""
        unit, h, a, b = refusal.values
        scale = self.scenario.rules.file.scale
        start = self.hex(a) if a >= 0 else "–"
        values: dict[str, str | int] = {"unit": self.unit(unit), "hex": self.hex(h), "from": start}
        values |= {"needs": a, "has": b, "distance": a, "range": b}
        if refusal.code == 501:
            values |= {"needs": twelfths(a), "has": twelfths(b)}
        elif refusal.code == 507:
            values |= {"units": scale.stack_units, "steps": scale.stack_steps}
        elif refusal.code in (806, 1205):
            values |= {"needs": twelfths(b), "has": twelfths(a)}
        meant = _REFUSED.get(self._more(refusal))
        return say(self.language, meant, **values) if meant else say(self.language, f"refusal.r{refusal.code}", **values)

    def _more(self, refusal: Refusal) -> str:
        """What of a rule that says two things is meant, empty if it says one."""
        unit, _, a, _ = refusal.values
        if refusal.code in (912, 913) and a < 0:
            return f"{refusal.code} none"
        if refusal.code == 903 and a < 1:
            return "903 none"
        if refusal.code == 1001 and 0 <= unit < len(self.scenario.units):
            return "1001 hex" if self.scenario.roster.units[unit, ROLE] == DRONES else "1001 unit"
        return ""

    def term(self, name: str, value: int, subject: int) -> str:
        """A term of an assault's column in words, without its value."""
        terrain = say(self.language, f"terrain.{TERRAINS[subject]}") if name == "terrain" else ""
        ratio = f"{subject / 100:.1f}"
        return say(self.language, f"term.{name}", ratio=ratio, level=subject, terrain=terrain)


def signed(value: int) -> str:
    """A shift as people write it: -2, 0, +1."""
    return f"{value:+d}" if value else "0"


def twelfths(points: int) -> str:
    """Movement points, kept in twelfths, as people read them: 18 is 1.5."""
    return f"{points / 12:.1f}".removesuffix(".0")


def tenths(points: int) -> str:
    """Victory points, kept in tenths, as people read them."""
    return f"{points / 10:.1f}"


def km2(hexes: int) -> str:
    """An area in hexes as square kilometres to a tenth, with its sign."""
    return f"{hexes * HEX_KM2:+.1f}"
