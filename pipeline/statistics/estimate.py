"""What every function of this room gives back: a number with its interval, or the reason why there is none.

Impossible values (no responses, a negative count, a missing number) are *withheld*: value, low and high are
None and the note says why in plain words. Arguments of a wrong shape or an unknown option raise ValueError.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri


class Estimate(NamedTuple):
    """A number, its two-sided interval, the responses (or effective responses) behind it, and a note."""

    value: float | None
    low: float | None
    high: float | None
    n: float
    note: str = ""


class Difference(NamedTuple):
    """An Estimate of a difference with its test: z, and the two-sided p of the normal."""

    value: float | None
    low: float | None
    high: float | None
    n: float
    note: str = ""
    z: float | None = None
    p: float | None = None


def withheld(n: float, note: str) -> Estimate:
    """An Estimate without a number; `note` is the reason."""
    return Estimate(None, None, None, whole(n), note)


def whole(n: float) -> float:
    """`n` as an int where it is one (0 where it is not a usable number), so that counts print as counts."""
    n = float(n)
    if not np.isfinite(n) or n < 0:
        return 0
    return int(n) if n.is_integer() else n


def clip(value: float, low: float, high: float) -> float:
    """`value` moved into [low, high], as a Python float."""
    return float(min(max(value, low), high))


def normal_quantile(confidence: float) -> float:
    """The exact z of a two-sided interval: 1.959963985 at 0.95. Raises ValueError outside (0, 1)."""
    if not 0 < confidence < 1:
        raise ValueError(f"Confidence is a share between 0 and 1, not {confidence}.")
    return float(ndtri(0.5 + confidence / 2))


def two_sided_p(z: float) -> float:
    """The chance of a standard normal at least as far from 0 as `z`."""
    return float(2 * ndtr(-abs(z)))


def array_of(values: Sequence[float | None] | np.ndarray) -> np.ndarray:
    """A float array; where an entry is withheld, an object array with None in its place (never NaN)."""
    missing = any(value is None for value in values)
    return np.array([value if value is None else float(value) for value in values],
                    dtype=object if missing else float)
