"""Makes the sounds of the game: `python assets/sounds/make.py` writes them beside this file, the same every time.

They are short, low and dull on purpose: they tell that something happened, and imitate neither weapons nor people.
"""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
SEED = 20230520
Wave = NDArray[np.float64]


def times(seconds: float) -> Wave:
    """The moments of a sound, in seconds."""
    return np.arange(round(seconds * RATE)) / RATE


def tone(hertz: float, seconds: float, decay: float, bright: float = 0.25) -> Wave:
    """A struck bar: a tone and a little of its overtones, dying away."""
    t = times(seconds)
    body = np.sin(2 * np.pi * hertz * t) + bright * np.sin(2 * np.pi * 2.76 * hertz * t) * np.exp(-decay * t)
    return body * np.exp(-decay * t)


def noise(seconds: float, cut: float, decay: float, seed: int) -> Wave:
    """Muffled noise that dies away: everything above `cut` hertz is taken off."""
    raw = np.random.default_rng(SEED + seed).normal(size=round(seconds * RATE))
    spectrum = np.fft.rfft(raw)
    spectrum *= 1 / (1 + (np.fft.rfftfreq(raw.size, 1 / RATE) / cut) ** 4)
    dull = np.fft.irfft(spectrum, raw.size)
    return dull / np.abs(dull).max() * np.exp(-decay * times(seconds))


def after(*parts: tuple[float, Wave]) -> Wave:
    """Sounds laid over one another, each beginning after so many seconds."""
    length = max(round(start * RATE) + part.size for start, part in parts)
    whole = np.zeros(length)
    for start, part in parts:
        first = round(start * RATE)
        whole[first : first + part.size] += part
    return whole


def thud(hertz: float, seed: int, seconds: float = 0.45) -> Wave:
    """A dull blow far away."""
    t = times(seconds)
    body = np.sin(2 * np.pi * hertz * t * np.exp(-1.5 * t)) * np.exp(-9 * t)
    return body + 0.5 * noise(seconds, 260, 11, seed)


def hum(seconds: float) -> Wave:
    """Two low rotors, a little apart, coming and going."""
    t = times(seconds)
    rotors = sum(np.sin(2 * np.pi * n * f * t) / n for f in (96.0, 99.5) for n in (1, 2, 3))
    return rotors * np.sin(np.pi * t / seconds) ** 2


SOUNDS: dict[str, Wave] = {
    "order": tone(520, 0.12, 38),
    "refused": after((0.0, tone(196, 0.16, 24, 0.1)), (0.09, tone(174, 0.2, 22, 0.1))),
    "undone": after((0.0, tone(440, 0.1, 40)), (0.06, tone(392, 0.14, 36))),
    "message": after((0.0, tone(660, 0.2, 18, 0.1)), (0.1, tone(550, 0.3, 14, 0.1))),
    "turn": after((0.0, tone(294, 0.5, 8, 0.1)), (0.18, tone(220, 0.6, 7, 0.1))),
    "shelling": after((0.0, thud(58, 1)), (0.22, thud(52, 2)), (0.37, thud(61, 3))),
    "assault_won": after((0.0, thud(74, 4)), (0.2, tone(165, 0.5, 8, 0.05)), (0.34, tone(185, 0.5, 8, 0.05))),
    "assault_lost": after((0.0, thud(74, 5)), (0.2, tone(165, 0.5, 8, 0.05)), (0.34, tone(147, 0.5, 8, 0.05))),
    "drone": hum(0.7),
    "pocket": after((0.0, tone(110, 0.8, 5, 0.1)), (0.0, tone(116.5, 0.8, 5, 0.1))),
    "claim": after((0.0, noise(0.07, 2500, 50, 6)), (0.1, noise(0.07, 2500, 50, 7)), (0.2, tone(330, 0.3, 14, 0.1))),
    "end": after((0.0, tone(220, 0.7, 5, 0.1)), (0.3, tone(165, 0.9, 4, 0.1))),
}


def samples(sound: Wave) -> NDArray[np.int16]:
    """A sound as it is written: begun and ended without a click, half as loud as can be."""
    edge = round(0.004 * RATE)
    sound = sound / np.abs(sound).max() * 0.5
    sound[:edge] *= np.linspace(0, 1, edge)
    sound[-edge:] *= np.linspace(1, 0, edge)
    return np.round(sound * 32767).astype(np.int16)


def main() -> None:
    """Write every sound."""
    for name, sound in SOUNDS.items():
        with wave.open(str(Path(__file__).with_name(f"{name}.wav")), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples(sound).astype("<i2").tobytes())


if __name__ == "__main__":
    main()
