"""How colours look to people who see some of them less, and how far two colours or two patterns are apart.

Protanopia, deuteranopia, tritanopia: matrices of severity 1.0 for linear RGB from Machado, Oliveira, Fernandes, "A
Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15 (2009). Contrast: WCAG 2.1.
Difference of colours: CIEDE2000 after Sharma, Wu, Dalal, Color Research and Application 30 (2005), whose data test it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

KINDS: dict[str, Floats] = {
    "all colours": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                            [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                              [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                            [0.004733, 0.691367, 0.303900]]),
}  # fmt: skip
"""Kind of sight -> matrix for linear RGB."""
_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])
_WHITE = _XYZ.sum(axis=1)


def linear(srgb: object) -> Floats:
    """Linear RGB, 0 to 1, of sRGB colours, 0 to 255; (..., 3)."""
    values = np.asarray(srgb, dtype=np.float64) / 255
    found: Floats = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return found


def seen(srgb: object, kind: str) -> Floats:
    """Linear RGB of sRGB colours as one kind of sight has them; (..., 3)."""
    return np.clip(linear(srgb) @ KINDS[kind].T, 0.0, 1.0)


def luminance(light: Floats) -> Floats:
    """Relative luminance of linear RGB, as WCAG defines it."""
    found: Floats = light @ _XYZ[1]
    return found


def contrast(a: Floats, b: Floats) -> float:
    """The ratio of contrast of two linear RGB colours, 1 to 21 (WCAG 2.1)."""
    low, high = sorted((float(luminance(a)), float(luminance(b))))
    return (high + 0.05) / (low + 0.05)


def lab(light: Floats) -> Floats:
    """CIELAB (D65) of linear RGB; (..., 3)."""
    share = light @ _XYZ.T / _WHITE
    f = np.where(share > (6 / 29) ** 3, np.cbrt(share), share / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def ciede2000(one: Floats, two: Floats) -> float:
    """The difference of two CIELAB colours."""
    (l1, a1, b1), (l2, a2, b2) = one, two
    mean7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    g = 0.5 * (1 - np.sqrt(mean7 / (mean7 + 25.0**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = (np.degrees(np.arctan2(b, a)) % 360 if a or b else 0.0 for a, b in ((a1, b1), (a2, b2)))
    away = h2 - h1 if abs(h2 - h1) <= 180 else h2 - h1 - 360 * np.sign(h2 - h1)
    away = away if c1 * c2 else 0.0
    mean_h = h1 + h2 if not c1 * c2 else (h1 + h2) / 2 if abs(h1 - h2) <= 180 else (h1 + h2 + 360) / 2 % 360
    light, c = (l1 + l2) / 2, (c1 + c2) / 2
    t = (1 - 0.17 * np.cos(np.radians(mean_h - 30)) + 0.24 * np.cos(np.radians(2 * mean_h))
         + 0.32 * np.cos(np.radians(3 * mean_h + 6)) - 0.20 * np.cos(np.radians(4 * mean_h - 63)))  # fmt: skip
    dl = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2))
    dc = (c2 - c1) / (1 + 0.045 * c)
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(away / 2)) / (1 + 0.015 * c * t)
    turn = -2 * np.sqrt(c**7 / (c**7 + 25.0**7)) * np.sin(np.radians(60 * np.exp(-(((mean_h - 275) / 25) ** 2))))
    return float(np.sqrt(dl**2 + dc**2 + dh**2 + turn * dc * dh))


def apart(one: Floats, two: Floats) -> tuple[float, float]:
    """How far two swatches on the same ground are apart, (w, h, 3) linear RGB: by their mean colours, and by pattern.

    The first is CIEDE2000. The second is what differs from pixel to pixel in grey alone: the root of
    the mean square of the difference in CIELAB lightness, that of the means left out; the ground is under both, so that
    it does not count.
    """
    means = [lab(swatch.reshape(-1, 3).mean(axis=0)) for swatch in (one, two)]
    difference = lab(one)[..., 0] - lab(two)[..., 0]
    return ciede2000(*means), float(difference.std())
