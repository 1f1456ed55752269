"""How often the 95 % intervals hold the truth, by simulation.

By hand: python -m tests.benchmarks.coverage [WORLDS]. A world is a truth drawn at random and one sample of n
responses from it. Printed are the share of intervals that held the truth (with its own Wilson interval, which
is the error of the simulation) and how many were withheld. The target is 94 to 96.5 %. Counts are whole
numbers, so where few are expected no interval can hit 95 %, and only the lower bound can be asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import numpy as np
from scipy.special import expit

from pipeline.statistics import Estimate, logistic, nps, proportions

SEED = 20260601
SIZES = (60, 200, 1000, 5000)
THEMES = 4

Interval = tuple[float | None, float | None]
# What a world yields: the truth, and the interval found (None, None where withheld).
World = Callable[[np.random.Generator, int], Iterator[tuple[float, Interval]]]


def interval(estimate: Estimate) -> Interval:
    return estimate.low, estimate.high


def nps_groups(rng: np.random.Generator) -> np.ndarray:
    """Shares of promoters, passives and detractors as surveys have them."""
    return rng.dirichlet([5, 3, 3])


def nps_score(rng: np.random.Generator, n: int) -> Iterator[tuple[float, Interval]]:
    shares = nps_groups(rng)
    yield 100 * (shares[0] - shares[2]), interval(nps.score(*rng.multinomial(n, shares)))


def nps_difference(rng: np.random.Generator, n: int) -> Iterator[tuple[float, Interval]]:
    first, second = nps_groups(rng), nps_groups(rng)
    found = nps.difference(rng.multinomial(n, first), rng.multinomial(n, second))
    yield 100 * (second[0] - second[2] - first[0] + first[2]), interval(found)


def nps_impact(rng: np.random.Generator, n: int) -> Iterator[tuple[float, Interval]]:
    share, mentioning, without = rng.uniform(0.03, 0.4), nps_groups(rng), nps_groups(rng)
    truth = 100 * share * (mentioning[0] - mentioning[2] - without[0] + without[2])
    cells = rng.multinomial(n, np.r_[share * mentioning, (1 - share) * without])
    yield truth, interval(nps.impact(cells[:3] + cells[3:], cells[3:]))


def common_share(rng: np.random.Generator, n: int) -> Iterator[tuple[float, Interval]]:
    share = rng.uniform(0.05, 0.6)
    yield share, interval(proportions.wilson(rng.binomial(n, share), n))


def rare_share(rng: np.random.Generator, n: int) -> Iterator[tuple[float, Interval]]:
    share = rng.uniform(0.005, 0.03)
    yield share, interval(proportions.wilson(rng.binomial(n, share), n))


def share_difference(rng: np.random.Generator, n: int) -> Iterator[tuple[float, Interval]]:
    first, second = rng.uniform(0.05, 0.6, 2)
    found = proportions.newcombe(rng.binomial(n, first), n, rng.binomial(n, second), n)
    yield first - second, interval(found)


def corrected_share(method: str) -> World:
    def world(rng: np.random.Generator, n: int) -> Iterator[tuple[float, Interval]]:
        share, sensitivity, specificity = rng.uniform([0.02, 0.6, 0.85], [0.4, 0.95, 0.99])
        positives, negatives = rng.integers([40, 200], [600, 3000])
        tagged = rng.binomial(n, share * sensitivity + (1 - share) * (1 - specificity))
        hits, passes = rng.binomial(positives, sensitivity), rng.binomial(negatives, specificity)
        validation = hits, positives - hits, passes, negatives - passes
        found = proportions.rogan_gladen(tagged, n, *validation, method=method)
        yield share, interval(found)
    return world


def themed_responses(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mentions of themes, some rare and all tied to one mood, the outcome, and the true coefficients."""
    shares, slopes = rng.uniform(0.02, 0.3, THEMES), rng.normal(0, 0.8, THEMES)
    mood = rng.normal(size=(n, 1))
    X = (rng.random((n, THEMES)) < expit(np.log(shares / (1 - shares)) + 0.5 * mood)).astype(float)
    truth = np.r_[rng.uniform(-1.5, 0), slopes]
    return X, (rng.random(n) < expit(truth[0] + X @ slopes)).astype(float), truth


def fitted(X: np.ndarray, y: np.ndarray) -> logistic.Fit:
    """The ordinary fit, or Firth's where the outcomes separate."""
    fit = logistic.fit(X, y)
    return logistic.firth(X, y) if fit.prediction_note else fit


def odds_ratio(fit_of: Callable[[np.ndarray, np.ndarray], logistic.Fit]) -> World:
    def world(rng: np.random.Generator, n: int) -> Iterator[tuple[float, Interval]]:
        X, y, truth = themed_responses(rng, n)
        fit = fit_of(X, y)
        yield from zip(truth[1:], zip(fit.low[1:], fit.high[1:], strict=True), strict=True)
    return world


def risk_difference(fit_of: Callable[[np.ndarray, np.ndarray], logistic.Fit]) -> World:
    def world(rng: np.random.Generator, n: int) -> Iterator[tuple[float, Interval]]:
        X, y, truth = themed_responses(rng, n)
        for j, found in enumerate(logistic.risk_differences(fit_of(X, y), X)):
            rest = truth[0] + X @ truth[1:] - X[:, j] * truth[j + 1]
            yield float(np.mean(expit(rest + truth[j + 1]) - expit(rest))), interval(found)
    return world


WORLDS: dict[str, World] = {
    "NPS": nps_score,
    "NPS, difference": nps_difference,
    "NPS, impact of a theme": nps_impact,
    "share, 5 to 60 %": common_share,
    "share, 0.5 to 3 % (discrete)": rare_share,
    "share, difference": share_difference,
    "corrected share, Lang-Reiczigel": corrected_share("lang-reiczigel"),
    "corrected share, delta": corrected_share("delta"),
    "odds ratio": odds_ratio(fitted),
    "odds ratio, Firth always": odds_ratio(logistic.firth),
    "risk difference": risk_difference(fitted),
    "risk difference, Firth always": risk_difference(logistic.firth),
}


def coverage(world: World, n: int, worlds: int, rng: np.random.Generator) -> tuple[int, int, int]:
    """Intervals that held the truth, intervals in all, and numbers withheld."""
    held = found = withheld = 0
    for _ in range(worlds):
        for truth, (low, high) in world(rng, n):
            if low is None or high is None:
                withheld += 1
                continue
            found += 1
            held += low <= truth <= high
    return held, found, withheld


def main(worlds: int = 2000) -> None:
    print(f"{worlds} worlds each, seed {SEED}; coverage of 95 % intervals in per cent")
    print(f"{'quantity':<32}{'n':>6}{'covered':>9}{'(error of the simulation)':>27}{'withheld':>10}")
    for row, (name, world) in enumerate(WORLDS.items()):
        for n in SIZES:
            held, found, withheld = coverage(world, n, worlds, np.random.default_rng([SEED, row, n]))
            share = proportions.wilson(held, found)
            error = f"{100 * share.low:.1f} to {100 * share.high:.1f}"
            print(f"{name:<32}{n:>6}{100 * share.value:>9.1f}{error:>27}{withheld:>10}", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
