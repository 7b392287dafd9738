"""What a learner can order: verbs, each with the hexes it may be aimed at and the order that unit, verb and hex make.

A verb proposes, the door disposes: a hex is offered only if `Battle.check` allows the order.

Left out are the caution of sources, the rounds of a mission (see aims.SALVO), attackers and batteries
picked one by one, following up an advance, moving on after a mission, harassing and demolishing where nobody is known to
be, a standing order to probe, ways out of a pocket other than the best. Nobody gives these orders in a learner's place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from game import orders, state
from game.envs import aims
from game.envs.aims import plain
from game.envs.battle import Battle
from game.rules.assault import (
    CANNOT_ATTACK,
    HAS_ATTACKED,
    HAS_RETREATED,
    IS_LEAVING,
    IS_SHAKEN,
    IS_UNWILLING,
    NO_POINTS,
    OUT_OF_SUPPLY,
)
from game.rules.fires import NO_MISSIONS, NO_ROUNDS
from game.rules.missions import IS_SILENCED, TOO_LITTLE_SMOKE
from game.rules.postures import ACTED_ALREADY
from game.rules.relief import FROM_THE_LINE
from game.state import BATTERY, COMBAT, DEPOT_ROLE, DRONES, HEADQUARTERS, JAMMER, Ints
from game.view import CAUTIONS, RESERVES

Write = Callable[[Battle, int, int], Ints | None]
Where = Callable[[Battle, int], Iterable[int]]

EVERYBODY = (COMBAT, BATTERY, HEADQUARTERS, DRONES, JAMMER)
NO_ATTACK = (CANNOT_ATTACK, HAS_ATTACKED, HAS_RETREATED, IS_LEAVING, IS_SHAKEN, IS_UNWILLING, NO_POINTS, OUT_OF_SUPPLY,
             ACTED_ALREADY)  # fmt: skip
NO_FIRE = (NO_MISSIONS, NO_ROUNDS, IS_SILENCED, TOO_LITTLE_SMOKE)


def _nowhere(battle: Battle, u: int) -> tuple[int, ...]:
    return (-1,)


@dataclass(frozen=True)
class Verb:
    """A kind of order to a unit, or of a whole side."""

    name: str
    roles: tuple[int, ...]
    """Roles of the units it is given to; none if it is given by the side."""
    write: Write
    """The order for a unit and a hex (-1 where it takes none); None if there is none such."""
    where: Where = _nowhere
    """Hexes worth asking the door about."""
    hopeless: tuple[int, ...] = ()
    """Rules that refuse it wherever it is aimed, and every verb of its group."""
    group: str = ""
    """Verbs of which a unit may be given all or none, as far as these rules go."""
    certain: bool = False
    """Whether the door has been asked about those hexes already."""

    @property
    def takes_hex(self) -> bool:
        """Whether it is aimed at a hex."""
        return self.where is not _nowhere

    def hexes(self, battle: Battle, u: int) -> Iterator[int]:
        """The hexes it may be aimed at now; if it takes none, -1 if it may be given."""
        if (self.group, u) in battle.memo:
            return
        for h in self.where(battle, u):
            row = None if self.certain else self.write(battle, u, h)
            rule = 0 if self.certain else -1 if row is None else battle.check(row)
            if rule == 0:
                yield h
            elif rule in self.hopeless:
                if self.group:
                    battle.memo[self.group, u] = True
                return


def _posture(name: str) -> Verb:
    """To fight so until told otherwise."""
    posture = state.POSTURES.index(name)

    def write(battle: Battle, u: int, _: int) -> Ints | None:
        same = battle.believed.units[u, state.POSTURE] == posture
        return None if same else plain(orders.POSTURE_ORDER, u, posture)

    return Verb(
        name,
        EVERYBODY if posture in (state.HOLD, state.REST) else (COMBAT,),
        write,
        hopeless=(ACTED_ALREADY,),
        group="posture",
    )


def _task(name: str, task: int, roles: tuple[int, ...] = (COMBAT,)) -> Verb:
    """To do something other than now where it stands."""

    def write(battle: Battle, u: int, _: int) -> Ints | None:
        return None if battle.believed.units[u, state.TASK] == task else plain(orders.TASK, u, task, -1)

    return Verb(name, roles, write)


def _work(name: str, task: int) -> Verb:
    """Engineers work on a hexside."""
    return Verb(name, (COMBAT,), lambda battle, u, h: plain(orders.TASK, u, task, h), aims.beside)


def _mission(name: str, mission: int, where: Where) -> Verb:
    """A fire mission of a salvo."""

    def write(battle: Battle, u: int, h: int) -> Ints:
        return plain(orders.MISSION, u, mission, h, aims.salvo(battle, u, mission))

    return Verb(name, (BATTERY,), write, where, NO_FIRE, "" if mission == state.SMOKE else "mission")


def _stand(name: str, **wanted: int) -> Verb:
    """A battery's standing order, with another number of rounds or another answer to batteries found."""

    def write(battle: Battle, u: int, _: int) -> Ints | None:
        row = battle.believed.units[u]
        now = {"rounds": int(row[state.DEFENSIVE]), "reply": int(row[state.REPLY])}
        new = now | wanted
        same = new == now
        return None if same else plain(orders.DEFEND, u, new["rounds"], int(row[state.FLOOR]), new["reply"])

    return Verb(name, (BATTERY,), write)


def _serve(name: str, group: int) -> Verb:
    """A formation's place in the order of service."""

    def write(battle: Battle, u: int, _: int) -> Ints | None:
        if battle.believed.units[u, state.CLASS] == group or not aims.speaks(battle, u):
            return None
        return plain(orders.SERVE, int(battle.known.roster.units[u, state.FORMATION]), group)

    return Verb(name, EVERYBODY, write)


def _depot(name: str, kind: int, value: int, column: int, scale: int = 1) -> Verb:
    """A standing order to a depot, kept in a column in whole scales."""

    def write(battle: Battle, u: int, _: int) -> Ints | None:
        return None if battle.believed.units[u, column] == value * scale else plain(kind, u, value)

    return Verb(name, (DEPOT_ROLE,), write)


def _interdict(name: str, by_day: bool) -> Verb:
    """Fire on a road out of a hex."""
    return Verb(
        name,
        (BATTERY, DRONES),
        lambda battle, u, h: aims.interdict(battle, u, h, by_day),
        aims.enemy_roads,
        NO_FIRE,
        "interdict",
    )


VERBS = (
    *(_posture(name) for name in state.POSTURES if name != "probe"),
    _task("stop_work", state.IDLE, EVERYBODY),
    _task("dig", state.DIG),
    _task("jam", state.JAM, (JAMMER,)),
    _stand("defend_none", rounds=0),
    _stand("defend", rounds=aims.SALVO),
    _stand("defend_double", rounds=2 * aims.SALVO),
    _stand("reply", reply=1),
    _stand("no_reply", reply=0),
    *(_serve(f"serve_{name}", group) for group, name in enumerate(("first", "middle", "last"))),
    *(_depot(f"caution_{i}", orders.CAUTION, i, state.CAUTION) for i in CAUTIONS),
    *(_depot(f"keep_{i}", orders.HOARD, i, state.KEEP, 1000) for i in RESERVES),
    Verb("move", EVERYBODY, aims.march, aims.within_reach, certain=True),
    Verb("assault", (COMBAT,), lambda battle, u, h: aims.assault(h, [u]), aims.enemies_beside, NO_ATTACK, "assault"),
    Verb("assault_together", (COMBAT,), aims.together, aims.enemies_beside, group="assault"),
    Verb("assault_prepared", (COMBAT,), aims.prepared, aims.enemies_beside, group="assault"),
    Verb(
        "probe", (COMBAT,), lambda battle, u, h: aims.assault(h, [u], orders.PROBING), aims.enemies_beside, NO_ATTACK
    ),
    _mission("harass", state.HARASS, aims.noticed),
    _mission("counter", state.COUNTER, aims.noticed),
    _mission("smoke", state.SMOKE, aims.occupied),
    _mission("demolish", state.DEMOLISH, aims.noticed),
    _interdict("interdict_by_night", False),
    _interdict("interdict_by_day", True),
    Verb("fly", (DRONES,), lambda battle, u, h: plain(orders.FLY, u, h), aims.overfly, certain=True),
    Verb("relieve", (COMBAT,), aims.relieve, aims.comrades, (FROM_THE_LINE,)),
    Verb("break_out_by_night", EVERYBODY, lambda battle, u, _: aims.break_out(battle, u, False)),
    Verb("break_out_by_day", EVERYBODY, lambda battle, u, _: aims.break_out(battle, u, True)),
    Verb("summon", (COMBAT,), lambda battle, u, h: plain(orders.SUMMON, u, h), aims.enemies_beside),
    Verb("blow", (COMBAT,), lambda battle, u, h: plain(orders.BLOW, u, h), aims.across_bridges),
    _work("repair", state.REPAIR),
    _work("mine", state.MINE),
    _work("clear", state.CLEAR),
    Verb("move_depot", (DEPOT_ROLE,), lambda battle, u, h: plain(orders.DEPOT, u, h), aims.sites, certain=True),
    Verb("claim", (), lambda battle, u, h: plain(orders.CLAIM, h), aims.places),
)  # fmt: skip
"""All verbs, those that are quickly judged first."""

BY_ROLE = {role: [v for v, verb in enumerate(VERBS) if role in verb.roles] for role in (*EVERYBODY, DEPOT_ROLE)}
"""The verbs for units of a role, by index."""
OF_SIDE = [v for v, verb in enumerate(VERBS) if not verb.roles]
"""The verbs that a side gives without naming a unit."""
