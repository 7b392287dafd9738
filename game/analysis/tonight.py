"""What a side's supply will bring next: solved on what the side believes, after the day's use."""

from __future__ import annotations

from game.analysis.solution import Solution, eve
from game.view import View


def tonight(view: View) -> Solution:
    """The next logistics of the view's side if nothing changes until then: units have used up their day."""
    return Solution(view.fixed, eve(view.fixed, view.believed, view.side), view.side)
