"""Chance without dice: numbers that follow from a seed and whole-number keys alone, the same on every machine."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_MASK = 2**64 - 1
_STEP, _A, _B = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


def seed_of(words: str) -> int:
    """A seed from a text."""
    return int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest(), "little")


def chance(seed: int, *keys: int) -> float:
    """A number from 0 up to 1."""
    z = seed
    for key in keys:
        z = (z ^ (key & _MASK)) + _STEP & _MASK
        z = (z ^ z >> 30) * _A & _MASK
        z = (z ^ z >> 27) * _B & _MASK
        z ^= z >> 31
    return (z >> 11) / 2**53


def chances(seed: int, *keys: ArrayLike) -> Floats:
    """What `chance` gives for every element of the keys, which must have one shape."""
    z = np.full(np.shape(keys[0]), seed, dtype=np.uint64)
    for key in keys:
        z = (z ^ np.asarray(key, dtype=np.int64).astype(np.uint64)) + np.uint64(_STEP)
        z = (z ^ z >> np.uint64(30)) * np.uint64(_A)
        z = (z ^ z >> np.uint64(27)) * np.uint64(_B)
        z = z ^ z >> np.uint64(31)
    return (z >> np.uint64(11)).astype(np.float64) / 2**53


def noise(seed: int, x: Floats, y: Floats) -> Floats:
    """A smooth surface of hills about one unit wide, from 0 to 1, at the points (x, y)."""
    if not x.size:
        return np.zeros(x.shape)
    column, row = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    u, v = x - column, y - row
    u, v = u * u * (3 - 2 * u), v * v * (3 - 2 * v)
    low, top = column.min(), row.min()
    columns, rows = np.meshgrid(np.arange(low, column.max() + 2), np.arange(top, row.max() + 2))
    corners = chances(seed, columns, rows)
    i, j = row - top, column - low
    upper = corners[i, j] * (1 - u) + corners[i, j + 1] * u
    lower = corners[i + 1, j] * (1 - u) + corners[i + 1, j + 1] * u
    surface: Floats = upper * (1 - v) + lower * v
    return surface
