"""Before tests run on several processes the rules are compiled once, for all of them."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Compile what is not compiled yet, in the process that hands out the tests."""
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        from game.ai.warm import warm_up

        warm_up()
