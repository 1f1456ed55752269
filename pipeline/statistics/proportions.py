"""Shares: their interval, their difference, and their correction for tagging errors. A share is 0 to 1."""

from __future__ import annotations

import math

from pipeline.statistics.estimate import Estimate, clip, normal_quantile, whole, withheld

METHODS = {"lang-reiczigel": "Interval by Lang and Reiczigel (2014).",
           "delta": "Interval by the delta method."}


def wilson(k: float, n: float, confidence: float = 0.95) -> Estimate:
    """The share k / n with Wilson's score interval, without continuity correction.

    Wilson 1927, JASA 22:209-212; Newcombe 1998, Stat Med 17:857-872, method 3. The low limit is exactly 0
    for 0 of n, the high one exactly 1 for n of n.

    >>> [round(x, 4) for x in wilson(56, 70)[:3]]
    [0.8, 0.6918, 0.877]
    """
    z = normal_quantile(confidence)
    if refusal := _refusal(k, n):
        return withheld(n, refusal)
    k, n = float(k), float(n)
    share = k / n
    centre = share + z**2 / (2 * n)
    half = z * math.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    scale = 1 + z**2 / n
    low = 0.0 if k == 0 else clip((centre - half) / scale, 0, 1)
    high = 1.0 if k == n else clip((centre + half) / scale, 0, 1)
    return Estimate(share, low, high, whole(n))


def newcombe(k1: float, n1: float, k2: float, n2: float, confidence: float = 0.95) -> Estimate:
    """The share k1 / n1 minus the share k2 / n2, with the interval built from the two Wilson intervals.

    Newcombe 1998, Stat Med 17:873-890, method 10, no continuity correction; clipped to [-1, 1].
    """
    first, second = wilson(k1, n1, confidence), wilson(k2, n2, confidence)
    n = first.n + second.n
    if first.value is None or second.value is None:
        return withheld(n, first.note or second.note)
    change = first.value - second.value
    below = math.hypot(first.value - first.low, second.high - second.value)
    above = math.hypot(first.high - first.value, second.value - second.low)
    return Estimate(change, clip(change - below, -1, 1), clip(change + above, -1, 1), n)


def rogan_gladen(tagged: float, n: float, true_positives: float, false_negatives: float,
                 true_negatives: float, false_positives: float, method: str = "lang-reiczigel",
                 confidence: float = 0.95) -> Estimate:
    """The share that truly has the tag, from `tagged` of `n` and the counts of a validation sample.

    Rogan & Gladen 1978, Am J Epidemiol 107:71-76, clipped to [0, 1]. Interval: "lang-reiczigel" (2014,
    Prev Vet Med 113:13-22) or "delta"; both carry the error of the validation, and the note names the one
    used. Withheld where the validation has no positives or no negatives, or tags no better than chance.
    Raises ValueError for an unknown method.
    """
    if method not in METHODS:
        raise ValueError(f"Unknown method {method!r}; known: {', '.join(METHODS)}.")
    z = normal_quantile(confidence)
    true_positives, true_negatives = float(true_positives), float(true_negatives)
    positives, negatives = true_positives + false_negatives, true_negatives + false_positives
    for k, out_of, name in ((tagged, n, ""), (true_positives, positives, "with the tag"),
                            (true_negatives, negatives, "without the tag")):
        if refusal := _refusal(k, out_of):
            return withheld(n, f"Validation answers {name}: {refusal}" if name else refusal)
    sensitivity, specificity = true_positives / positives, true_negatives / negatives
    if sensitivity + specificity <= 1:
        return withheld(n, "In the validation the tags are no better than chance.")
    value = clip((tagged / n + specificity - 1) / (sensitivity + specificity - 1), 0, 1)
    validation = (true_positives, positives, true_negatives, negatives)
    limits = (_lang_reiczigel if method == "lang-reiczigel" else _delta)(tagged, n, *validation, z)
    if limits is None:
        return withheld(n, "Too few validation answers to tell the tags from chance.")
    low, high = (clip(limit, 0, 1) for limit in limits)
    note = METHODS[method]
    if low == high:
        note += " It shrinks to one point: the validation does not fit these answers."
    return Estimate(value, low, high, whole(n), note)


def _lang_reiczigel(tagged: float, n: float, true_positives: float, positives: float, true_negatives: float,
                    negatives: float, z: float) -> tuple[float, float] | None:
    """Unclipped limits of Lang & Reiczigel (2014); None where smoothed rates are no better than chance."""
    n_adjusted = n + z**2
    share = (tagged + z**2 / 2) / n_adjusted
    sensitivity, specificity = (true_positives + 1) / (positives + 2), (true_negatives + 1) / (negatives + 2)
    youden = sensitivity + specificity - 1
    if youden <= 0:
        return None
    corrected = (share + specificity - 1) / youden
    variance_sensitivity = sensitivity * (1 - sensitivity) / (positives + 2)
    variance_specificity = specificity * (1 - specificity) / (negatives + 2)
    shift = 2 * z**2 * (corrected * variance_sensitivity - (1 - corrected) * variance_specificity)
    half = z * math.sqrt(share * (1 - share) / n_adjusted + corrected**2 * variance_sensitivity
                         + (1 - corrected) ** 2 * variance_specificity) / youden
    return corrected + shift - half, corrected + shift + half


def _delta(tagged: float, n: float, true_positives: float, positives: float, true_negatives: float,
           negatives: float, z: float) -> tuple[float, float]:
    """The unclipped limits by the delta method (Wald), for rates better than chance."""
    share, sensitivity, specificity = tagged / n, true_positives / positives, true_negatives / negatives
    youden = sensitivity + specificity - 1
    corrected = (share + specificity - 1) / youden
    half = z * math.sqrt(share * (1 - share) / n + corrected**2 * sensitivity * (1 - sensitivity) / positives
                         + (1 - corrected) ** 2 * specificity * (1 - specificity) / negatives) / youden
    return corrected - half, corrected + half


def _refusal(k: float, n: float) -> str:
    """Why k of n is no share ("" where it is one)."""
    if n == 0:
        return "None at all."
    if not (math.isfinite(k) and math.isfinite(n) and 0 <= k <= n):
        return "A count is missing, negative or larger than the whole."
    return ""
