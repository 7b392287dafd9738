"""The commands of the desk, a line each: files, edits, tools, the map, what is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from game.ui.editor import layers, panels
from game.ui.editor.choice import TOOLS
from game.ui.editor.commands import EDIT, FILE, MAP, SHOW, TOOL, Command
from game.ui.editor.foot import PROBLEMS, TEXT

if TYPE_CHECKING:
    from game.ui.editor.desk import Desk


def _mapped(desk: Desk) -> str | None:
    return "" if desk.has_map else None


def _cursor_on(desk: Desk) -> str | None:
    return "" if desk.has_map and desk.pointing.cursor.is_on else None


def _has_selected(desk: Desk) -> str | None:
    return "" if desk.selected else None


def _on_ground(desk: Desk) -> str | None:
    return "" if desk.has_map and desk.tab == panels.GROUND else None


def _tool(name: str, key: str) -> Command:
    """A tool, where the tab has it."""

    def why(desk: Desk) -> str | None:
        return "" if desk.has_map and desk.choice.has(name) else None

    return Command(
        f"tool_{name}", TOOL, (key,), lambda desk: desk.choice.take_by_name(name), why, text=f"ui.desk.tool_{name}"
    )


def _value(i: int) -> Command:
    def why(desk: Desk) -> str | None:
        return "" if desk.has_map and i < len(desk.choice.values) else None

    return Command(
        f"value_{i + 1}", TOOL, (str(i + 1),), lambda desk: desk.choice.choose(i), why, text="ui.desk.cmd_value"
    )


def _layer(i: int, name: str) -> Command:
    return Command(f"layer_{name}", TOOL, (f"Shift+{i + 1}",), lambda desk: desk.choice.set_layer(name), _on_ground,
                   text=f"ui.desk.layer_{name}")  # fmt: skip


def _tab(i: int, name: str) -> Command:
    return Command(f"tab_{name}", SHOW, (f"Ctrl+{i + 1}",), lambda desk: desk.go_to_tab(name), text=f"ui.desk.tab_{name}")


def _command(
    name: str, group: str, keys: tuple[str, ...], run: Callable[[Desk], object],
    why: Callable[[Desk], str | None] = lambda _: "",
) -> Command:  # fmt: skip
    return Command(f"desk_{name}", group, keys, run, why, text=f"ui.desk.cmd_{name}")


def _find(desk: Desk) -> None:
    from game.ui.editor.finding import finder

    desk.app.push(finder(desk))


def _help(desk: Desk) -> None:
    from game.ui.editor.help import Keys

    desk.app.push(Keys(desk.app))


def _remove(desk: Desk) -> None:
    from game.scenario.draft import Label, Remove

    path = desk.selected
    if path and isinstance(path[-1], int):
        label = Label("ui.desk.did_remove", {"what": desk.name_of(path)})
        desk.select(None)
        desk.do(label, [Remove(path)])


def _centre(desk: Desk) -> None:
    hexes = desk.index.hexes_of(desk.selected) if desk.selected else []
    if hexes:
        desk.look_at(hexes[0])


def _fix(desk: Desk) -> None:
    from game.ui.editor.fixing import actions_of

    problem = desk.foot.problem
    actions = actions_of(desk, problem) if problem is not None else []
    if actions:
        desk.foot.act(actions[0])
    else:
        desk.tell_note(desk.say("desk.no_fix"))


def _text(desk: Desk) -> None:
    """The text of what is selected."""
    root = desk.draft.document.root
    if desk.selected and root is not None:
        node = root.find(desk.selected)
        desk.foot.text.go_to(node.line, node.column)
    desk.foot.show(TEXT)


def _units(desk: Desk) -> None:
    if desk.picture is not None:
        desk.picture.shows_units = not desk.picture.shows_units


def _arrow(name: str, dx: int, dy: int) -> tuple[Command, Command]:
    """An arrow key with Ctrl moves the cursor; alone it moves the map, and the cursor once that is on."""

    def show(desk: Desk) -> None:
        desk.app.held.clear()
        desk.pointing.cursor.step(dx, dy)

    step = Command(f"arrow_{name.lower()}", MAP, (name,), lambda desk: desk.pointing.cursor.step(dx, dy), _cursor_on,
                   text="ui.command.arrow")  # fmt: skip
    return Command(f"cursor_{name.lower()}", MAP, (f"Ctrl+{name}",), show, _mapped, text="ui.command.cursor"), step


_ARROWS = tuple(zip(*(_arrow(*each) for each in (("Left", -1, 0), ("Right", 1, 0), ("Up", 0, -1), ("Down", 0, 1))),
                    strict=True))  # fmt: skip
_NAMES = {kind.name: kind.key for made in TOOLS.values() for kind in made}

COMMANDS: tuple[Command, ...] = (
    _command("save", FILE, ("Ctrl+S",), lambda desk: desk.files.save()),
    _command("save_as", FILE, ("Ctrl+Shift+S",), lambda desk: desk.files.save_as()),
    _command("new", FILE, ("Ctrl+N",), lambda desk: desk.files.new()),
    _command("open", FILE, ("Ctrl+O",), lambda desk: desk.files.open()),
    _command("revert", FILE, ("Ctrl+R",), lambda desk: desk.files.revert()),
    _command("play", FILE, ("F5",), lambda desk: desk.files.play()),
    Command("desk_import", FILE, ("Ctrl+I",), lambda desk: desk.files.bring_in(), text="ui.editor_exchange.import"),
    Command("desk_export", FILE, ("Ctrl+E",), lambda desk: desk.files.give_out(), text="ui.editor_exchange.export"),
    _command("undo", EDIT, ("Ctrl+Z",), lambda desk: desk.undo()),
    _command("redo", EDIT, ("Ctrl+Shift+Z", "Ctrl+Y"), lambda desk: desk.redo()),
    _command("remove", EDIT, ("Delete", "Backspace"), _remove, _has_selected),
    _command("fix", EDIT, ("F7",), _fix),
    *(_tool(name, key) for name, key in _NAMES.items()),
    *(_value(i) for i in range(9)),
    *(_layer(i, name) for i, name in enumerate(layers.LAYERS)),
    _command("smaller", TOOL, ("[",), lambda desk: desk.choice.set_radius(desk.choice.radius - 1), _on_ground),
    _command("larger", TOOL, ("]",), lambda desk: desk.choice.set_radius(desk.choice.radius + 1), _on_ground),
    _command("only_open", TOOL, ("O",), lambda desk: desk.choice.turn_only_open(), _on_ground),
    *_ARROWS[0], *_ARROWS[1],
    _command("put_down", MAP, ("Space", "Enter"), lambda desk: desk.pointing.cursor.click(), _cursor_on),
    _command("side_left", MAP, (",",), lambda desk: desk.pointing.turn(1), _cursor_on),
    _command("side_right", MAP, (".",), lambda desk: desk.pointing.turn(-1), _cursor_on),
    _command("centre", MAP, ("Home",), _centre, _has_selected),
    _command("zoom_in", MAP, ("+",), lambda desk: desk.pointing.zoom(1, None), _mapped),
    _command("zoom_out", MAP, ("-",), lambda desk: desk.pointing.zoom(-1, None), _mapped),
    _command("units", MAP, ("U",), _units, _mapped),
    *(_tab(i, name) for i, name in enumerate(panels.TABS)),
    _command("column", SHOW, ("H",), lambda desk: desk.column.turn()),
    _command("problems", SHOW, ("Q",), lambda desk: desk.foot.show(PROBLEMS)),
    _command("text", SHOW, ("T",), _text),
    _command("next_problem", SHOW, ("F8",), lambda desk: desk.foot.next()),
    _command("last_problem", SHOW, ("Shift+F8",), lambda desk: desk.foot.next(-1)),
    _command("find", SHOW, ("Ctrl+K", "Ctrl+F"), _find),
    _command("help", SHOW, ("F1", "?"), _help),
    _command("back", SHOW, ("Esc",), lambda desk: desk.back_out()),
    _command("menu", FILE, (), lambda desk: desk.files.menu()),
)  # fmt: skip
