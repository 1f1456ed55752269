"""Net Promoter Score: its interval, differences, weights, noise, and what a theme takes away.

Counts always go promoters (9-10), passives (7-8), detractors (0-6). NPS and its limits are in points,
-100 to 100.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from pipeline.statistics.estimate import (
    Difference,
    Estimate,
    clip,
    normal_quantile,
    two_sided_p,
    whole,
    withheld,
)

Counts = Sequence[float]

# Rocks (2016) adds three responses to a sample, spread as 1/4, 1/2, 1/4, for its interval only.
PSEUDO_COUNTS = np.array([0.75, 1.5, 0.75])
SIGNS = np.array([1.0, 0.0, -1.0])
NEGLIGIBLE = 1e-30

NO_RESPONSES = "No responses."
NOT_COUNTS = "A count is missing or negative."


def score(promoters: float, passives: float, detractors: float, confidence: float = 0.95) -> Estimate:
    """NPS in points with the adjusted Wald interval (Rocks 2016, The American Statistician 70:365-372).

    The score is the plain one. The interval is centred on the score of the sample with three pseudo-responses
    added, has n + 3 below its variance and is clipped to [-100, 100]; a single promoter or detractor is the
    one sample whose 95 % interval stops short of its own score, by 1.5 points.

    >>> [round(x, 2) for x in score(180, 120, 100)[:3]]
    [20.0, 11.92, 27.78]
    """
    z = normal_quantile(confidence)
    counts, refusal = _usable(promoters, passives, detractors)
    n = counts.sum()
    if refusal:
        return withheld(n, refusal)
    return Estimate(_plain(counts), *_interval(*_moments(counts), z, 100), whole(n))


def difference(first: Counts, second: Counts, confidence: float = 0.95) -> Difference:
    """NPS of `second` minus NPS of `first`, in points, with z, p and the interval of Rocks (2016).

    Each sample is (promoters, passives, detractors). The value is of the plain scores; test and interval
    are about the adjusted ones, unpooled, so two equal scores with unequal n have a tiny z and not exactly
    0. The interval is clipped to [-200, 200].
    """
    z = normal_quantile(confidence)
    (before, refusal_before), (after, refusal_after) = _usable(*first), _usable(*second)
    n = before.sum() + after.sum()
    if refusal_before or refusal_after:
        return Difference(*withheld(n, refusal_before or refusal_after))
    (centre_before, variance_before), (centre_after, variance_after) = _moments(before), _moments(after)
    change, variance = centre_after - centre_before, variance_before + variance_after
    distance = change / math.sqrt(variance)
    return Difference(_plain(after) - _plain(before), *_interval(change, variance, z, 200), whole(n), "",
                      distance, two_sided_p(distance))


def weighted(scores: Sequence[float], weights: Sequence[float], confidence: float = 0.95) -> Estimate:
    """NPS in points of weighted responses; n is Kish's effective one (Kish 1965): (sum w)^2 / sum w^2.

    `scores` are 0 to 10, one a response, and `weights` are 0 or more; multiplying all weights by one
    number changes nothing. The interval is the one of `score` on the effective n times the weighted
    shares: a convention, not part of Rocks (2016). For strata with population shares W_h, weigh each
    response W_h / n_h.
    """
    z = normal_quantile(confidence)
    scores, weights = np.asarray(scores, dtype=float), np.asarray(weights, dtype=float)
    if scores.shape != weights.shape or scores.ndim != 1:
        raise ValueError("Scores and weights must be two lists of the same length.")
    if not (np.isfinite(weights).all() and (weights >= 0).all()):
        return withheld(0, "A weight is missing or negative.")
    used = weights > 0
    if not used.any():
        return withheld(0, "No response has a weight above 0.")
    scores, weights = scores[used], weights[used] / weights.max()
    if not ((scores >= 0) & (scores <= 10)).all():
        return withheld(0, "A score is missing or not between 0 and 10.")
    groups = scores >= 9, (scores > 6) & (scores < 9), scores <= 6
    # fsum: the exactly rounded sum, the same in whatever order the responses come.
    sums = np.array([math.fsum(weights[group]) for group in groups])
    total = math.fsum(weights)
    n = total**2 / math.fsum(weights**2)
    return Estimate(_plain(sums), *_interval(*_moments(n * sums / total), z, 100), n)


def noise(promoters: float, passives: float, detractors: float, n: int, move: float) -> float | None:
    """The share of months in which NPS moves by `move` points or more although nothing has changed. Exact.

    Two months of `n` responses are drawn from the same true shares of promoters, passives and detractors
    (any numbers in their proportion); NPS is not rounded. None where the shares or n are unusable.
    Convolution of the exact distributions, with tails under 1e-30 left out, so that a million responses
    take no minute.

    >>> round(noise(.5, .3, .2, n=200, move=5), 4)
    0.5431
    """
    shares, refusal = _usable(promoters, passives, detractors)
    if refusal or not np.isfinite(n) or n < 1 or not np.isfinite(move):
        return None
    # The change comes in steps of 100 / n; a hair is taken off so that 4.7 points of 1,000 are 47 steps,
    # not 48.
    steps = math.ceil(move * n / 100 - 1e-9)
    if steps <= 0:
        return 1.0
    month = _sum_distribution(shares[::-1] / shares.sum(), int(n))
    if steps >= len(month):
        return 0.0
    at_least = np.cumsum(month[::-1])[::-1]
    return min(1.0, 2 * float(month[:-steps] @ at_least[steps:]))


def impact(all_counts: Counts, without_counts: Counts, confidence: float = 0.95) -> Estimate:
    """NPS of all responses minus NPS of those that do not mention the theme, in points. Descriptive.

    With the sign turned, what would be gained back if the responses that mention the theme were not there.
    It is not "with minus without", and is not adjusted for other themes. The interval is by the delta
    method over the six cells (mentioned or not, by group) with the pseudo-counts of Rocks (2016) added to
    both halves.
    """
    z = normal_quantile(confidence)
    everyone, refusal = _usable(*all_counts)
    without, refusal_without = _usable(*without_counts)
    mentioning = everyone - without
    n = everyone.sum()
    if refusal or refusal_without == NOT_COUNTS:
        return withheld(n, refusal or refusal_without)
    if (mentioning < 0).any():
        return withheld(n, "More responses without the theme than responses in all.")
    if refusal_without:
        return withheld(n, "Nobody is left without the theme.")
    if not mentioning.any():
        return Estimate(0.0, 0.0, 0.0, whole(n), "Nobody mentions the theme.")
    moments = _impact_moments(mentioning + PSEUDO_COUNTS, without + PSEUDO_COUNTS)
    return Estimate(_plain(everyone) - _plain(without), *_interval(*moments, z, 200), whole(n))


def _usable(promoters: float, passives: float, detractors: float) -> tuple[np.ndarray, str]:
    """The three counts as floats, and the reason why they carry no score ("" where they do)."""
    counts = np.array([promoters, passives, detractors], dtype=float)
    if not (np.isfinite(counts).all() and (counts >= 0).all()):
        return np.zeros(3), NOT_COUNTS
    return counts, "" if counts.any() else NO_RESPONSES


def _plain(counts: np.ndarray) -> float:
    """The plain NPS, in points."""
    return float(100 * (counts[0] - counts[2]) / counts.sum())


def _interval(centre: float, variance: float, z: float, bound: float) -> tuple[float, float]:
    """The limits in points, clipped, of a centre and variance on the scale -1 to 1."""
    half = z * math.sqrt(variance)
    return clip(100 * (centre - half), -bound, bound), clip(100 * (centre + half), -bound, bound)


def _moments(counts: np.ndarray) -> tuple[float, float]:
    """Centre and variance (on the scale -1 to 1) of the sample with pseudo-counts added."""
    n = counts.sum() + PSEUDO_COUNTS.sum()
    promoters, passives, detractors = (counts + PSEUDO_COUNTS) / n
    # p + d - (p - d)^2, written without the subtraction that loses all digits when nearly all are
    # promoters.
    spread = 4 * promoters * detractors + (promoters + detractors) * passives
    return float(promoters - detractors), float(spread / n)


def _impact_moments(mentioning: np.ndarray, without: np.ndarray) -> tuple[float, float]:
    """Centre and delta-method variance (on the scale -1 to 1) of the impact, from the six smoothed cells."""
    n = mentioning.sum() + without.sum()
    everyone_score = SIGNS @ (mentioning + without) / n
    without_score = SIGNS @ without / without.sum()
    influence_mentioning = SIGNS - everyone_score
    influence_without = influence_mentioning - (SIGNS - without_score) * n / without.sum()
    squares = mentioning @ influence_mentioning**2 + without @ influence_without**2
    return float(everyone_score - without_score), float(squares / n**2)


def _sum_distribution(one: np.ndarray, n: int) -> np.ndarray:
    """The distribution of the sum of `n` independent draws from `one`, negligible ends cut off.

    By repeated squaring; every term is positive, so no digits are lost as with a Fourier transform.
    """
    total, power = np.ones(1), one
    while True:
        if n & 1:
            total = _without_tails(np.convolve(total, power))
        n >>= 1
        if not n:
            return total
        power = _without_tails(np.convolve(power, power))


def _without_tails(distribution: np.ndarray) -> np.ndarray:
    """The distribution between its first and last value that is not negligible."""
    kept = np.flatnonzero(distribution > NEGLIGIBLE)
    return distribution[kept[0]:kept[-1] + 1]
