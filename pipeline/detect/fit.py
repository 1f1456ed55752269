"""Fitting a `HashedModel`: multinomial logistic regression, then 8-bit weights, then calibration.

A text is words and a word is features, so the scores of all texts are members @ (features @ weights): two
sparse products, and the features of a word are looked up once for all texts of a batch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy import optimize, sparse, special

from pipeline.detect.corpus import Samples
from pipeline.detect.linear import HashedModel, calibrated
from pipeline.detect.ngrams import Hashing

WHOLE_WORD = 3.0  # the value of the feature "this whole word"; n-grams are 1
WORDS_AT_ONCE = 50_000
BATCH = 8192


def fit(
    samples: Samples,
    languages: Sequence[str],
    hashing: Hashing,
    penalty: float,
    epochs: int,
    rate: float,
    seed: int,
    say: Callable[[str], None],
    start: np.ndarray | None = None,
) -> HashedModel:
    """The model with the least cross-entropy plus `penalty`/2 times the squared weights; not yet calibrated.

    Adam (Kingma and Ba, 2015, algorithm 1) in batches of texts, the rate falling to nothing by the end. Where
    `start` gives weights for the first of the languages, those stay and only the others are learned.
    """
    features = _feature_matrix(samples.words, hashing)
    members = _member_matrix(samples, hashing)
    labels, importance = samples.labels.astype(np.float32), samples.weights * len(samples.weights)
    random = np.random.default_rng(seed)
    weights = np.zeros((hashing.rows, len(languages)), np.float32)
    settled = 0 if start is None else start.shape[1]
    if start is not None:
        weights[:, :settled] = start
        weights[2**hashing.ngram_bits :] /= WHOLE_WORD
    moments = (np.zeros_like(weights), np.zeros_like(weights))
    step, steps = 0, epochs * -(-len(importance) // BATCH)
    say(f"  {len(importance):,} texts, {len(samples.words):,} words, {features.nnz:,} features")
    for epoch in range(epochs):
        losses = []
        for rows in np.array_split(random.permutation(len(importance)), steps // epochs):
            batch = members[rows]
            words, batch.indices = np.unique(batch.indices, return_inverse=True)
            batch = sparse.csr_matrix((batch.data, batch.indices, batch.indptr), (len(rows), len(words)))
            local = features[words]
            shares = _softmax(batch @ (local @ weights))
            strength = (importance[rows] / len(rows)).astype(np.float32)[:, None]
            losses.append(-float((strength * labels[rows] * np.log(np.maximum(shares, 1e-9))).sum()))
            gradient = local.T @ (batch.T @ ((shares - labels[rows]) * strength))
            gradient += penalty * weights
            gradient[:, :settled] = 0
            step += 1
            _adam(weights, gradient, moments, step, rate * (1 - (step - 1) / steps))
        say(f"  epoch {epoch + 1}: {np.mean(losses):.4f}")
    weights[2**hashing.ngram_bits :] *= WHOLE_WORD
    return _rounded(weights, tuple(languages), hashing)


def _softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _adam(
    weights: np.ndarray, gradient: np.ndarray, moments: tuple[np.ndarray, np.ndarray], step: int, rate: float
) -> None:
    """One step, in place: the arrays are large."""
    mean, square = moments
    mean *= 0.9
    mean += 0.1 * gradient
    square *= 0.999
    square += 0.001 * gradient * gradient
    correction = rate * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
    weights -= correction * mean / (np.sqrt(square) + 1e-8)


def _rounded(weights: np.ndarray, languages: tuple[str, ...], hashing: Hashing) -> HashedModel:
    """Weights as whole numbers of -127 to 127: centred on each row, the few largest cut off."""
    weights = weights - weights.mean(axis=1, keepdims=True)
    used = np.abs(weights[np.any(weights, axis=1)])
    scale = float(np.quantile(used, 0.9995)) / 127
    whole = np.clip(np.rint(weights / scale), -127, 127).astype(np.int8)
    whole[0] = 0
    return HashedModel(languages, hashing, whole, scale, (0.0,) * len(languages), (0.0, 0.0, 0.0))


def _feature_matrix(words: Sequence[str], hashing: Hashing) -> sparse.csr_matrix:
    parts = []
    for first in range(0, len(words), WORDS_AT_ONCE):
        piece = words[first : first + WORDS_AT_ONCE]
        table, word_rows, starts = hashing.features(piece)
        characters, lengths = np.nonzero(table)
        owners = np.searchsorted(starts, characters, side="right") - 1
        rows = np.concatenate((owners, np.arange(len(piece))))
        columns = np.concatenate((table[characters, lengths], word_rows))
        values = np.concatenate((np.ones(len(owners), np.float32), np.full(len(piece), WHOLE_WORD, np.float32)))
        shape = (len(piece), hashing.rows)
        parts.append(sparse.csr_matrix((values, (rows, columns.astype(np.int32))), shape))
    return sparse.vstack(parts, format="csr")


def _member_matrix(samples: Samples, hashing: Hashing) -> sparse.csr_matrix:
    counts = hashing.count(samples.words)[samples.members]
    totals = np.add.reduceat(counts, samples.starts[:-1])
    values = np.repeat(1 / np.sqrt(totals), np.diff(samples.starts)).astype(np.float32)
    shape = (len(samples.weights), len(samples.words))
    return sparse.csr_matrix((values, samples.members.astype(np.int32), samples.starts), shape)


def calibration(logits: np.ndarray, letters: np.ndarray, labels: np.ndarray) -> tuple[float, float, float]:
    """The three numbers of `calibrated` with the least log loss on texts that were not trained on.

    Temperature scaling (Guo et al., 2017), with a temperature that depends on the length.
    """
    rows = np.arange(len(labels))

    def loss(numbers: np.ndarray) -> float:
        level, slope, spread = numbers
        shares = calibrated(logits, letters, (level, slope, special.expit(spread)))
        return -float(np.log(np.maximum(shares[rows, labels], 1e-12)).mean())

    found = optimize.minimize(loss, np.array([0.0, 0.0, -5.0]), method="Nelder-Mead", options={"maxiter": 400})
    level, slope, spread = found.x
    return float(level), float(slope), float(special.expit(spread))
