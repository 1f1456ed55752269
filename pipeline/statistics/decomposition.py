"""A change of NPS split into who answered (mix) and what they answered (rate)."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class SegmentChange:
    """What one segment adds to the change, in points. `mix_centred` is negative when a weak segment grows."""

    mix: float
    mix_centred: float
    rate: float


@dataclass(frozen=True)
class MixRate:
    """A change in points: total = mix + rate. All None, and no segments, where withheld; `note` says why."""

    total: float | None
    mix: float | None
    rate: float | None
    segments: dict[Hashable, SegmentChange] = field(default_factory=dict)
    note: str = ""


def mix_rate(before: Mapping[Hashable, tuple[float, float | None]],
             after: Mapping[Hashable, tuple[float, float | None]]) -> MixRate:
    """The change from `before` to `after`, {segment: (n, nps)}, as mix + rate with no remainder.

    Kitagawa 1955, JASA 50:1168-1194, midpoint weights. With shares s and scores r: mix = sum (s1 - s0)(r0
    + r1)/2 and rate = sum (r1 - r0)(s0 + s1)/2. A segment absent in one period takes its other period's
    NPS: all of it is mix. The centred mix of a segment subtracts the midpoint of the two totals; its sum
    is the same.

    >>> change = mix_rate({"A": (300, 40), "B": (100, -20)}, {"A": (100, 45), "B": (300, -15)})
    >>> change.total, change.mix, change.rate
    (-25.0, -30.0, 5.0)
    """
    for period in (before, after):
        for n, nps in period.values():
            if not _is_number(n) or n < 0 or (n > 0 and not _is_number(nps)):
                return MixRate(None, None, None, note="A segment has no usable n or NPS.")
    before = {name: (float(n), float(nps)) for name, (n, nps) in before.items() if n}
    after = {name: (float(n), float(nps)) for name, (n, nps) in after.items() if n}
    if not before or not after:
        return MixRate(None, None, None, note=f"No responses {'after' if before else 'before'} the change.")
    n0, n1 = (math.fsum(n for n, _ in period.values()) for period in (before, after))
    total0, total1 = (math.fsum(n * nps for n, nps in period.values()) / size
                      for period, size in ((before, n0), (after, n1)))
    segments = {}
    for name in {**before, **after}:
        count0, nps0 = before.get(name, (0.0, after.get(name, (0.0, 0.0))[1]))
        count1, nps1 = after.get(name, (0.0, nps0))
        growth, midpoint = count1 / n1 - count0 / n0, (nps0 + nps1) / 2
        segments[name] = SegmentChange(mix=growth * midpoint,
                                       mix_centred=growth * (midpoint - (total0 + total1) / 2),
                                       rate=(nps1 - nps0) * (count0 / n0 + count1 / n1) / 2)
    return MixRate(total1 - total0, math.fsum(s.mix for s in segments.values()),
                   math.fsum(s.rate for s in segments.values()), segments)


def _is_number(value: float | None) -> bool:
    return value is not None and math.isfinite(value)
