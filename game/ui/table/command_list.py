"""The commands of the battle, a line each: what can be told to the selected unit, the view, the turn, the game."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from game.state import BATTERY, COMBAT, DEPOT_ROLE, DRONES, HEX, JAMMER, OF_SIDE, ROLE, SOURCE
from game.ui.paint.overlays.drawing import NAMES
from game.ui.table.commands import BATTLE, GAME, OVERLAYS, TURN, UNIT, VIEW, Command

if TYPE_CHECKING:
    from game.ui.screens.findable import Found
    from game.ui.table.battle import Battle

FIGHTING, GUNS, PILOTS, JAMMERS, DEPOTS, OTHERS = "fighting", "battery", "drones", "jammer", "depot", "other"
KINDS = (FIGHTING, GUNS, PILOTS, JAMMERS, OTHERS)
"""Kinds of own units that march; depots and sources are a kind of their own."""
_OF_ROLE = {COMBAT: FIGHTING, BATTERY: GUNS, DRONES: PILOTS, JAMMER: JAMMERS}


def kind_of(battle: Battle) -> str:
    """The kind of the selected unit if it takes orders now, else empty; none in a mode with keys of its own."""
    u = battle.selected
    if u is None or not battle.may_order() or not battle.mode.rests:
        return ""
    fact = battle.view.scenario.roster.units[u]
    if fact[OF_SIDE] != battle.side:
        return ""
    return DEPOTS if fact[ROLE] >= SOURCE else _OF_ROLE.get(int(fact[ROLE]), OTHERS)


# the selected unit ---------------------------------------------------------------------------------------------------


def _order(name: str, written: str, *kinds: str, text: str = "") -> Command:
    """One of a unit's orders; its reason and its doing are the unit's own."""

    def why(battle: Battle) -> str | None:
        found = battle.mode.action(name)
        return found.why if found is not None else None

    def run(battle: Battle) -> None:
        found = battle.mode.action(name)
        assert found is not None
        found.act()

    return Command(name, UNIT, (written,), run, why, kinds or KINDS, text or f"ui.orders.{name}")


def _posture(name: str, written: str, *kinds: str) -> Command:
    return _order(name, written, *(kinds or (FIGHTING,)), text=f"ui.posture.full_{name}")


def _serve(battle: Battle) -> None:
    from game.ui.table.actions import serve_next

    assert battle.selected is not None
    serve_next(battle, battle.selected)


def _done(battle: Battle) -> None:
    assert battle.selected is not None
    battle.mark_done(battle.selected)


def _keeping(name: str, *values: int) -> Callable[[Battle], None]:
    """Something told to the depot that is looked at."""

    def run(battle: Battle) -> None:
        from game.ui.orders import keeping

        getattr(keeping, name)(battle, battle.selected, *values)

    return run


def _is_depot(battle: Battle) -> str | None:
    u = battle.selected
    return "" if u is not None and battle.view.scenario.roster.units[u, ROLE] == DEPOT_ROLE else None


def _can_open(battle: Battle) -> str | None:
    from game.ui.orders.keeping import in_reserve

    return "" if in_reserve(battle) else None


_OF_UNITS = (
    _posture("hold", "H", *KINDS), _posture("hold_fast", "A"), _posture("delay", "Y"), _posture("ready", "J"),
    _posture("reserve", "U"), _posture("rest", "R", *KINDS), _posture("set_piece", "F"), _posture("probe", "Q"),
    _posture("wave", "Shift+Q"),
    _order("dig", "T"), _order("idle", "I"), _order("repair", "P"), _order("mine", "M"), _order("clear", "K"),
    _order("blow", "B"), _order("relieve", "L"), _order("breakout", "O"), _order("summon", "S", FIGHTING),
    _order("harass", "A", GUNS), _order("counter", "Q", GUNS), _order("smoke", "Shift+S", GUNS),
    _order("demolish", "F", GUNS), _order("reply", "Y", GUNS), _order("interdict", "X", GUNS), _order("fly", "F", PILOTS),
    _order("jam", "J", JAMMERS),
    Command("serve", UNIT, ("V",), _serve, contexts=KINDS),
    Command("done", UNIT, ("D",), _done, contexts=KINDS),
    Command("caution_less", UNIT, (",",), _keeping("change_caution", -1), contexts=(DEPOTS,)),
    Command("caution_more", UNIT, (".",), _keeping("change_caution", 1), contexts=(DEPOTS,)),
    Command("hoard_less", UNIT, ("[",), _keeping("change_reserve", -1), contexts=(DEPOTS,)),
    Command("hoard_more", UNIT, ("]",), _keeping("change_reserve", 1), contexts=(DEPOTS,)),
    Command("hoard_much_less", UNIT, ("Shift+[",), _keeping("change_reserve", -10), contexts=(DEPOTS,)),
    Command("hoard_much_more", UNIT, ("Shift+]",), _keeping("change_reserve", 10), contexts=(DEPOTS,)),
    Command("depot_move", UNIT, ("M",), _keeping("move_it"), _is_depot, (DEPOTS,), "ui.depot.move"),
    Command("depot_open", UNIT, ("U",), _keeping("open_first"), _can_open, (DEPOTS,)),
)  # fmt: skip


# the battle ----------------------------------------------------------------------------------------------------------


def _ordering(battle: Battle) -> str | None:
    return "" if battle.may_order() else None


def _quiet(battle: Battle) -> str | None:
    return None if battle.is_watching() or battle.mode.past else ""


def _chosen(battle: Battle) -> str | None:
    return "" if battle.selected is not None else None


def _go_to_chosen(battle: Battle) -> None:
    assert battle.selected is not None
    battle.go_to(int(battle.view.believed.units[battle.selected, HEX]))


def _zoom(steps: int) -> Callable[[Battle], None]:
    return lambda battle: battle.pointing.zoom(steps, None)


def _overlay(name: str) -> Callable[[Battle], None]:
    return lambda battle: battle.shown.switch(name)


def _cursor_on(battle: Battle) -> str | None:
    return "" if battle.pointing.cursor.is_on else None


def _find(battle: Battle) -> None:
    from game.ui.screens.findable import everything, hexes
    from game.ui.screens.finder import Finder

    def more(query: str) -> list[Found]:
        return hexes(battle.situation.scenario, battle.app.language, query, battle.go_to)

    battle.app.push(Finder(battle.app, everything(battle), more))


def _settings(battle: Battle) -> None:
    from game.ui.screens.setting import Setting

    battle.app.push(Setting(battle.app))


def _why(battle: Battle) -> None:
    if not battle.app.ask_why():
        battle.tell_note(battle.say("why.nothing"))


def _enter(battle: Battle) -> None:
    """Click the hex that the cursor is on; without it, end the turn or whatever the first button does."""
    if battle.pointing.cursor.is_on and battle.mode.rests:
        battle.pointing.cursor.click()
    else:
        battle.main_button()


def _can_plan(battle: Battle) -> str | None:
    return "" if kind_of(battle) in KINDS and battle.hover is not None else None


def _plan_hex(battle: Battle) -> None:
    assert battle.selected is not None
    assert battle.hover is not None
    battle.plans.click(battle.selected, battle.hover)


def _planned(battle: Battle) -> str | None:
    return "" if battle.plans.orders and battle.may_order() else None


def _arrow(name: str, dx: int, dy: int) -> tuple[Command, Command]:
    """An arrow key with Ctrl moves the cursor; alone it moves the map, and the cursor once that is on."""

    def show(battle: Battle) -> None:
        battle.app.held.clear()
        battle.pointing.cursor.step(dx, dy)

    step = Command(f"arrow_{name.lower()}", VIEW, (name,), lambda b: b.pointing.cursor.step(dx, dy), _cursor_on,
                   text="ui.command.arrow")  # fmt: skip
    return Command(f"cursor_{name.lower()}", VIEW, (f"Ctrl+{name}",), show, text="ui.command.cursor"), step


def _testing(battle: Battle) -> str | None:
    """Only a test of a draft can be left for the desk, and seen without the fog."""
    return "" if battle.game.test is not None else None


def _test_back(battle: Battle) -> None:
    assert battle.game.test is not None
    battle.game.test.back()


def _test_see_all(battle: Battle) -> None:
    assert battle.game.test is not None
    battle.game.test.see_all(battle)


_ARROWS = tuple(zip(*(_arrow(*each) for each in (("Left", -1, 0), ("Right", 1, 0), ("Up", 0, -1), ("Down", 0, 1))),
                    strict=True))  # fmt: skip
_OVERLAYS = tuple(
    Command(f"overlay_{name}", OVERLAYS, (key,), _overlay(name), text=f"ui.overlay.{name}")
    for name, key in zip(NAMES, (*"1234567890", "Shift+Z"), strict=True)
)

_OF_BATTLE = (
    Command("end", TURN, ("Ctrl+Enter",), lambda b: b.main_button()),
    Command("main", TURN, ("Enter",), _enter),
    Command("next_unit", TURN, ("N",), lambda b: b.next_units.go(), _ordering),
    Command("next_filter", TURN, ("Shift+N",), lambda b: b.next_units.change(), _ordering),
    Command("undo", TURN, ("Ctrl+Z",), lambda b: b.undo(), _ordering),
    Command("redo", TURN, ("Ctrl+Y", "Ctrl+Shift+Z"), lambda b: b.redo(), _ordering),
    Command("plan_hex", TURN, ("Ctrl+Space",), _plan_hex, _can_plan),
    Command("plan_give", TURN, ("Ctrl+G",), lambda b: b.plans.give_all(), _planned),
    Command("plan_last", TURN, ("Ctrl+Backspace",), lambda b: b.plans.remove(-1), _planned),
    Command("plan_clear", TURN, ("Shift+Backspace",), lambda b: b.plans.clear(), _planned),
    Command("orders", VIEW, ("Ctrl+L",), lambda b: b.order_list.toggle(), _quiet),
    *_ARROWS[0], *_ARROWS[1],
    Command("click", VIEW, ("Space",), lambda b: b.pointing.cursor.click(), _cursor_on),
    Command("right_click", VIEW, ("Shift+Enter", "Shift+Space"), lambda b: b.pointing.cursor.click(True), _cursor_on),
    Command("timeline", VIEW, ("F8",), lambda b: b.turns.look_back(), _quiet),
    Command("why", VIEW, ("W",), _why),
    Command("scroll_up", VIEW, ("PageUp",), lambda b: b.scroll(4)),
    Command("scroll_down", VIEW, ("PageDown",), lambda b: b.scroll(-4)),
    Command("centre", VIEW, ("C",), _go_to_chosen, _chosen),
    Command("zoom_in", VIEW, ("+",), _zoom(1)),
    Command("zoom_out", VIEW, ("-",), _zoom(-1)),
    Command("garrison", VIEW, ("G",), lambda b: b.shown.garrison.toggle()),
    Command("sight_line", VIEW, ("E",), lambda b: b.look_along(), _quiet),
    Command("claims", VIEW, ("Z",), lambda b: b.shown.claims()),
    Command("balance", VIEW, ("Shift+B",), lambda b: b.gauge.toggle()),
    *_OVERLAYS,
    Command("legend", OVERLAYS, (), lambda b: b.shown.fold(), lambda b: "" if b.shown.name else None),
    Command("find", GAME, ("Ctrl+K",), _find),
    Command("settings", GAME, (), _settings, text="ui.menu.settings"),
    Command("picture", VIEW, ("F12",), lambda b: b.saver.begin()),
    Command("help", GAME, ("F1", "?"), lambda b: b.help()),
    Command("back", GAME, ("Esc",), lambda b: b.back_out()),
    Command("menu", GAME, (), lambda b: b.menu()),
    Command("test_back", GAME, ("F10",), _test_back, _testing, text="ui.editor_test.back"),
    Command("test_see_all", VIEW, ("F9",), _test_see_all, _testing, text="ui.editor_test.see_all"),
)  # fmt: skip

COMMANDS = (*_OF_UNITS, *_OF_BATTLE)
HEARD_TOGETHER = tuple((BATTLE, kind) for kind in ("", *KINDS, DEPOTS))
"""Contexts that are on at once; what modes answer to comes before either."""
