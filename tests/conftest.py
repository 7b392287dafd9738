"""Before tests run on several processes the rules are compiled once, for all of them; what a file keeps goes with it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Compile what is not compiled yet, in the process that hands out the tests."""
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        from game.ai.warm import warm_up

        warm_up()


@pytest.fixture(scope="module", autouse=True)
def nothing_stays(request: pytest.FixtureRequest) -> Iterator[None]:
    """When a file is done, drop what it remembers and the painters of maps: hundreds of MB, of use to no other.

    Words on maps have the size at 100 % again, whatever size the last window was told.
    """
    yield
    for thing in vars(request.module).values():
        if hasattr(thing, "cache_clear") and thing.__module__ == request.module.__name__:
            thing.cache_clear()
    if "window" in sys.modules:
        sys.modules["window"].PAINTERS.clear()
    if "game.ui.fonts" in sys.modules:
        sys.modules["game.ui.fonts"].map_scale = 1.0
    gc.collect()
