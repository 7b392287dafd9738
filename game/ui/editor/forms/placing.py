"""Putting units on the map: a kind in hand, a click, and the unit stands there, in the formation that is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.scenario.draft import Insert, Label
from game.ui import palette
from game.ui.editor.forms import forces_edits
from game.ui.editor.forms.dropdown import Option
from game.ui.editor.forms.values import Path, entities_at, value_at
from game.ui.editor.tools.tool import Tool
from game.ui.table import overlay

if TYPE_CHECKING:
    import pygame

    from game.ui.editor.desk import Desk
    from game.ui.editor.tools.spots import Spot


def kinds(desk: Desk) -> list[Option]:
    """The kinds of unit that can be put."""
    found = [name for name, kind in desk.rules.file.kinds.items() if kind.role not in ("source", "depot")]
    return [Option(name, desk.word(f"kind.{name}")) for name in found]


class PlaceUnit(Tool):
    """Puts a unit of a kind into a hex, and selects it."""

    name, key = "place_unit", ""
    drags = False

    def __init__(self, desk: Desk, kind: str, side: str) -> None:
        super().__init__(desk)
        self.kind, self.side = kind, side

    def _formation(self) -> Path | None:
        """Where it goes: into the formation that is selected, else into the last one of the side."""
        document, selected = self.desk.draft.document, self.desk.selected
        if selected and selected[0] == "formations" and forces_edits.side_of(document, tuple(selected)) == self.side:
            return tuple(selected[:2])
        return forces_edits.formation_of(document, self.side)

    def press(self, spot: Spot) -> None:
        """Put it there; a side without a formation gets one with it."""
        desk, document = self.desk, self.desk.draft.document
        formation, number = self._formation(), desk.grid.number(spot.hex)
        head = value_at(document, formation) if formation is not None else {"side": self.side}
        unit = forces_edits.new_unit(document, head, self.kind, number, desk.rules)
        label = Label("ui.editor_forms.did_place", {"what": f"kind.{self.kind}", "hex": number})
        if formation is None:
            made = forces_edits.new_formation(document, self.side, unit)
            count = len(entities_at(document, ("formations",)))
            if desk.do(label, [Insert(("formations",), count, (made,))]):
                desk.select(("formations", count, "units", 0))
            return
        count = len(entities_at(document, (*formation, "units")))
        if desk.do(label, [Insert((*formation, "units"), count, (unit,))]):
            desk.select((*formation, "units", count))

    def over(self, surface: pygame.Surface, spot: Spot | None) -> None:
        """A ring on the hex."""
        if spot is not None:
            overlay.ring(surface, self.desk.camera, spot.hex, palette.ACCENT, dashed=True)

    def words(self, spot: Spot) -> list[str]:
        """What would be put, and whose."""
        desk = self.desk
        return [f"{desk.grid.number(spot.hex)}  {desk.word(f'kind.{self.kind}')}", desk.word(f"side.{self.side}")]
