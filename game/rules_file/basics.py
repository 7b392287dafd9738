"""What everything in a rules file is made of: numbers within bounds, by mobility, by ground."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from game.state import GROUNDS


class Strict(BaseModel):
    """A part of a file: nothing but its keys, nothing but their types, never changed once read."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, use_attribute_docstrings=True)


Small = Annotated[int, Field(ge=-1000, le=10_000)]
Points = Annotated[int, Field(ge=-1, le=1000)]
Percent = Annotated[int, Field(ge=0, le=1000)]
Minutes = Annotated[int, Field(ge=1, le=1000)]
Text = Annotated[str, Field(max_length=400)]


class Names(Strict):
    """A text in both languages."""

    en: Text
    """In English."""
    uk: Text
    """In Ukrainian."""


class ByMobility(Strict):
    """A number for units on foot, on wheels and on tracks."""

    foot: Points
    """On foot."""
    wheeled: Points
    """On wheels."""
    tracked: Points
    """On tracks."""

    def row(self) -> list[int]:
        """The three of them."""
        return [self.foot, self.wheeled, self.tracked]


class ByGround(Strict):
    """The same by the ground of the day."""

    dry: ByMobility
    """On dry ground."""
    wet: ByMobility
    """On wet ground."""
    thaw: ByMobility
    """In thaw."""
    frozen: ByMobility
    """On frozen ground."""

    def rows(self) -> list[list[int]]:
        """A row a ground."""
        return [getattr(self, ground).row() for ground in GROUNDS]


class MinutesByGround(Strict):
    """Minutes by the ground of the day."""

    dry: Minutes
    """On dry ground."""
    wet: Minutes
    """On wet ground."""
    thaw: Minutes
    """In thaw."""
    frozen: Minutes
    """On frozen ground."""

    def row(self) -> list[int]:
        """One after another."""
        return [getattr(self, ground) for ground in GROUNDS]


Kilograms = Annotated[int, Field(ge=0, le=100_000)]
Tonnes = Annotated[int, Field(ge=0, le=10_000)]
Permille = Annotated[int, Field(ge=0, le=1000)]


class TonnesByGround(Strict):
    """Tonnes by the ground of the day."""

    dry: Tonnes
    """On dry ground."""
    wet: Tonnes
    """On wet ground."""
    thaw: Tonnes
    """In thaw."""
    frozen: Tonnes
    """On frozen ground."""

    def row(self) -> list[int]:
        """One after another."""
        return [getattr(self, ground) for ground in GROUNDS]
