"""Whether the parts of a scenario fit together, and whether what they make can be played as it is meant.

Errors stop a scenario from being played; warnings say what its author probably did not mean, hints what may not be meant.
"""

from __future__ import annotations

from game.ground import Ground
from game.scenario.lint import battle, events, fits, play, sourced, supplies
from game.scenario.lint.reach import Reach
from game.scenario.parts import Parts


def check(parts: Parts) -> None:
    """Report everything about a scenario that does not fit together."""
    fits.check(parts)
    supplies.check(parts)
    battle.check(parts)
    events.check(parts)
    sourced.check(parts)


def check_play(parts: Parts, ground: Ground) -> None:
    """Report what of a scenario without errors cannot be played as it is probably meant."""
    reach = Reach(parts, ground)
    play.check(parts, reach)
    events.check_play(parts, reach)
