"""Penalty and reward: what a theme costs when it fails, and what it earns when it pleases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

BASIC, PERFORMANCE, EXCITEMENT = "basic", "performance", "excitement"

Moments = tuple[int, float, float]


@dataclass(frozen=True)
class PenaltyReward:
    """Penalty, reward and their limits in units of the score, signs kept; None where withheld.

    `range` is |penalty| + |reward| and `asymmetry` (|reward| - |penalty|) / range, -1 to 1. `kind` is
    "basic", "performance", "excitement" or None, and then `note` says why.
    """

    penalty: float | None = None
    penalty_low: float | None = None
    penalty_high: float | None = None
    reward: float | None = None
    reward_low: float | None = None
    reward_high: float | None = None
    range: float | None = None
    asymmetry: float | None = None
    kind: str | None = None
    n: int = 0
    note: str = ""


@dataclass(frozen=True)
class _Effect:
    value: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether it differs from 0."""
        return self.low > 0 or self.high < 0


def penalty_reward(unmentioned: Sequence[float], negative: Sequence[float], positive: Sequence[float],
                   both: Sequence[float] = (), boundary: float = 0.2, fewest: int = 10,
                   confidence: float = 0.95) -> PenaltyReward:
    """Penalty, reward and kind of a theme, from the scores of those who leave it out, blame it or praise it.

    Brandt 1988; Mikulic & Prebezac 2008, Managing Service Quality 18:559-576. Regression of the score on
    two 0/1 columns, negative and positive mention; responses with `both` have both columns 1. Without any,
    the penalty is mean(negative) - mean(unmentioned) and the reward mean(positive) - mean(unmentioned),
    with Welch's intervals. Basic below -`boundary` asymmetry, excitement above it, performance between. No
    kind with fewer than `fewest` responses to either column, where neither effect differs from 0, or where
    a sign is against expectation.
    """
    groups = [np.asarray(scores, dtype=float).reshape(-1)
              for scores in (unmentioned, negative, positive, both)]
    if not all(np.isfinite(scores).all() for scores in groups):
        return PenaltyReward(n=sum(map(len, groups)), note="A score is missing.")
    return penalty_reward_of_moments([_moments(scores) for scores in groups], boundary, fewest, confidence)


def penalty_reward_of_moments(groups: Sequence[Moments], boundary: float = 0.2, fewest: int = 10,
                              confidence: float = 0.95) -> PenaltyReward:
    """What `penalty_reward` gives, from (n, mean, sum of squared deviations) of the scores of each group.

    Groups go unmentioned, negative, positive, both; the mean of an empty group is not looked at.
    """
    sizes = [int(n) for n, _, _ in groups]
    n = sum(sizes)
    if not sizes[0]:
        return PenaltyReward(n=n, note="Nobody leaves the theme unmentioned, so there is no base.")
    penalty, reward = _effects(groups, confidence)
    size, asymmetry = None, None
    if penalty and reward:
        size = abs(penalty.value) + abs(reward.value)
        asymmetry = (abs(reward.value) - abs(penalty.value)) / size if size else None
    mentions = sizes[1] + sizes[3], sizes[2] + sizes[3]
    note = _refusal(penalty, reward, mentions, fewest)
    return PenaltyReward(*_parts(penalty), *_parts(reward), size, asymmetry,
                         None if note else _kind(asymmetry, boundary), n, note)


def _moments(scores: np.ndarray) -> Moments:
    """Size, mean and sum of squared deviations of the scores."""
    mean = float(scores.mean()) if len(scores) else 0.0
    return len(scores), mean, float(((scores - mean) ** 2).sum())


def _effects(groups: Sequence[Moments], confidence: float) -> list[_Effect | None]:
    """Penalty and reward by least squares on the means of the groups, with unequal variances (Welch).

    Each effect is a weighted sum of independent group means, so its error and its degrees of freedom
    (Satterthwaite 1946) follow as for Welch's test, which it equals when nobody has both mentions. None
    for a column that nobody has, or that no group tells from the other.
    """
    from scipy.special import stdtrit

    indicators = np.array([[1, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]], dtype=float)
    used = [g for g in range(4) if groups[g][0]]
    sizes, means, variances = np.array(_summaries([groups[g] for g in used])).T
    effects: list[_Effect | None] = []
    for column in (1, 2):
        design = indicators[used]
        present = [0] + [c for c in (1, 2) if design[:, c].any()]
        design = design[:, present]
        if column not in present or np.linalg.matrix_rank(design) < len(present):
            effects.append(None)
            continue
        weighted = design.T * sizes
        share = np.linalg.solve(weighted @ design, weighted)[present.index(column)]
        parts = share**2 * variances / sizes
        error = float(np.sqrt(parts.sum()))
        freedom = parts.sum() ** 2 / (parts**2 / np.maximum(sizes - 1, 1)).sum() if error > 0 else 1.0
        # Rounded, because a mean of equal scores must not differ from another by its last bit.
        value = round(float(share @ means), 12)
        half = float(stdtrit(freedom, 0.5 + confidence / 2)) * error
        effects.append(_Effect(value, value - half, value + half))
    return effects


def _summaries(groups: Sequence[Moments]) -> list[tuple[int, float, float]]:
    """Size, mean and variance of each group; a group of one takes the variance within the others."""
    freedom = sum(n - 1 for n, _, _ in groups)
    pooled = sum(squares for _, _, squares in groups) / freedom if freedom else 0.0
    return [(n, mean, squares / (n - 1) if n > 1 else pooled) for n, mean, squares in groups]


def _refusal(penalty: _Effect | None, reward: _Effect | None, mentions: tuple[int, int], fewest: int) -> str:
    """Why the theme has no kind ("" where it has one)."""
    for count, name in zip(mentions, ("negative", "positive"), strict=True):
        if count < max(1, fewest):
            return f"Too few {name} mentions for a kind: {count}, and {fewest} are needed."
    if penalty is None or reward is None:
        return "Negative and positive mentions always come together, so they cannot be told apart."
    if penalty.value > 0:
        return "Against expectation: those who blame the theme score higher than those who do not mention it."
    if reward.value < 0:
        return "Against expectation: those who praise the theme score lower than those who do not mention it."
    if not (penalty.clear or reward.clear):
        return "Neither the penalty nor the reward differs from 0."
    return ""


def _kind(asymmetry: float, boundary: float) -> str:
    # Rounded, so that an asymmetry of exactly the boundary does not depend on the last bit.
    asymmetry = round(asymmetry, 12)
    return BASIC if asymmetry < -boundary else EXCITEMENT if asymmetry > boundary else PERFORMANCE


def _parts(effect: _Effect | None) -> tuple[float | None, float | None, float | None]:
    return (None, None, None) if effect is None else (effect.value, effect.low, effect.high)
