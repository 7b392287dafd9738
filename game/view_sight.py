"""What a side's units see from where they stand, on what it believes."""

from __future__ import annotations

from game.ground import DISK
from game.rules import recon
from game.state import HEX, NOBODY
from game.view import View


def in_sight(view: View) -> frozenset[int]:
    """The hexes that own units see under the sky of the day [10.2]; all of them where nothing is hidden."""
    if view.side == NOBODY:
        return frozenset(range(len(view.believed.hexes)))
    standing = {int(view.believed.units[u, HEX]) for u in view.own_units()}
    return frozenset[int]().union(*(seen_from(view, h) for h in standing))


def seen_from(view: View, h: int) -> list[int]:
    """The hexes that whoever stands in a hex sees under the sky of the day, its own first [10.2]."""
    reach = int(recon.in_sight_from(view.fixed, view.believed, h))
    disk, sight = view.fixed.board.hexes[h, DISK : DISK + reach], int(view.fixed.sight[h])
    return [int(n) for i, n in enumerate(disk) if n >= 0 and sight >> i & 1]
