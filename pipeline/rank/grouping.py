"""Wishes that are alike become groups: average linkage, and for many wishes a batch of them at a time."""

from __future__ import annotations

import numpy as np

from pipeline.rank.likeness import ALIKE, Likeness

# The square of likenesses between the wishes of a batch is held in memory: 4,000² numbers.
_BATCH = 4_000
_BLOCK = 8_192


def group(alike: Likeness, people: np.ndarray) -> np.ndarray:
    """The number of the group of each wording; wordings come in an order that does not hang on the input's.

    Up to one batch this is average linkage (Sokal and Michener 1958), cut at ALIKE. Beyond, a batch is linked,
    every wording left goes to the group that it is most alike to on average, and what remains makes the next
    batch. `people`: how many say each wording; a wording that many share can start a group alone. Two wordings
    that one person each uses miss each other when they fall into different batches and no group takes them.
    """
    groups = np.full(len(people), -1)
    waiting = np.arange(len(people))
    alone = waiting[:0]
    made = 0
    while len(waiting):
        batch, waiting = waiting[:_BATCH], waiting[_BATCH:]
        linked = _link(alike, batch)
        shared = np.bincount(linked, weights=people[batch]) > 1
        number = np.where(shared, made + np.cumsum(shared) - 1, -1)
        groups[batch] = number[linked]
        alone = np.concatenate([alone, batch[groups[batch] < 0]])
        if len(waiting) and shared.any():
            means = _means(alike.right[batch], groups[batch] - made, int(shared.sum()))
            for some in (alone, waiting):
                groups[some] = _nearest(alike.left, some, means, made)
            alone, waiting = alone[groups[alone] < 0], waiting[groups[waiting] < 0]
        made += int(shared.sum())
    groups[alone] = made + np.arange(len(alone))
    return groups


def _link(alike: Likeness, batch: np.ndarray) -> np.ndarray:
    """The group of each wording of the batch, counted from 0 in the order of their first wordings."""
    if len(batch) < 2:
        return np.zeros(len(batch), dtype="int64")
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    # Rounded, so that the last bit of a product, which hangs on the machine, decides nothing.
    apart = np.round(1 - alike.left[batch] @ alike.right[batch].T, 5).clip(min=0)
    np.fill_diagonal(apart, 0)
    tree = linkage(squareform(apart, checks=False), "average")
    found = fcluster(tree, 1 - ALIKE, "distance")
    _, first, number = np.unique(found, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[number]


def _means(right: np.ndarray, groups: np.ndarray, many: int) -> np.ndarray:
    """The mean of each group, features × groups; a negative group is none."""
    from scipy.sparse import csr_matrix

    within = np.flatnonzero(groups >= 0)
    ones = np.ones(len(within), np.float32)
    members = csr_matrix((ones, (groups[within], within)), shape=(many, len(right)))
    return ((members @ right) / np.maximum(members.sum(axis=1), 1)).T


def _nearest(left: np.ndarray, some: np.ndarray, means: np.ndarray, made: int) -> np.ndarray:
    """For each of `some`, the number of the group that it is most alike to, or -1 where it is alike to none."""
    chosen = np.full(len(some), -1)
    for start in range(0, len(some), _BLOCK):
        likenesses = np.round(np.asarray(left[some[start : start + _BLOCK]] @ means), 5)
        best = likenesses.argmax(axis=1)
        enough = likenesses[np.arange(len(best)), best] >= ALIKE
        chosen[start : start + _BLOCK] = np.where(enough, made + best, -1)
    return chosen
