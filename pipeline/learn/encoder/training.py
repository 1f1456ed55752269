"""The lesson: translations find each other among thousands, and all find what the English teacher means.

The first is the ranking of in-batch negatives (Henderson et al. 2017), the second the distillation of a
sentence encoder over parallel text (Reimers & Gurevych 2020).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from pipeline.learn.encoder.ragged import Ragged
from pipeline.learn.encoder.rows import Rows, add_up
from pipeline.learn.encoder.spellings import Lessons

ALIKE = 0.9  # cosine of two English texts, by the teacher, from which they are no counter-example to each other
WARM_UP = 50  # steps
LONG_ENOUGH = 12  # words from which a longer text teaches no more


@dataclass(frozen=True)
class Settings:
    """What was chosen on held-out translations."""

    pieces: int = 44_000
    dimensions: int = 256
    steps: int = 500
    batch: int = 2048
    rate: float = 15e-3
    sharpness: float = 12.0  # factor of a cosine before the softmax
    teacher_weight: float = 5.0
    misspelt: float = 0.3
    english_first: float = 0.2
    seed: int = 0


def train(
    rows: Rows, lessons: Lessons, taught: np.ndarray, settings: Settings, examine: Callable[[np.ndarray], None]
) -> np.ndarray:
    """The table learnt: pieces × dimensions. `taught` is the teacher's vector of each meaning, in as many dimensions.

    `examine` is given the table now and then, and prints what it is worth.
    """
    rng = np.random.default_rng(settings.seed)
    optimizer = torch.optim.Adam(rows.parameters(), betas=(0.9, 0.99), fused=True)
    chances = np.sqrt(np.clip(lessons.texts.lengths[lessons.said.flat[lessons.said.offsets[:-1]]], 1, LONG_ENOUGH))
    chances /= chances.sum()
    started = time.monotonic()
    for step in range(settings.steps):
        for group in optimizer.param_groups:
            group["lr"] = settings.rate * min(1, (step + 1) / WARM_UP) * (1 - step / settings.steps)
        meanings = rng.choice(len(chances), settings.batch, p=chances)
        ours, theirs = _pairs(rows, lessons, meanings, settings, rng)
        loss = _loss(ours, theirs, torch.from_numpy(taught[meanings].astype(np.float32)), meanings, settings)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if (step + 1) % 100 == 0:
            print(
                f"step {step + 1} of {settings.steps}, {time.monotonic() - started:.0f} s, loss {loss.item():.3f}",
                flush=True,
            )
            examine(rows.table())
    return rows.table()


def _pairs(rows: Rows, lessons: Lessons, meanings: np.ndarray, settings: Settings, rng: np.random.Generator):
    """Two sayings of each meaning, English often among them, as vectors: batch × dimensions, twice."""
    count = lessons.said.lengths[meanings]
    first = np.where(rng.random(len(count)) < settings.english_first, 0, (rng.random(len(count)) * count).astype(int))
    second = (first + 1 + (rng.random(len(count)) * (count - 1)).astype(int)) % count
    said = [lessons.said.flat[lessons.said.offsets[meanings] + which] for which in (first, second)]
    # Batches differ in how badly they are spelt, so that both good and bad spelling are ranked against their like.
    misspelt = settings.misspelt * 2 * rng.random() * (rng.random() < 0.7)
    ours, theirs = lessons.pieces(said[0], misspelt, rng), lessons.pieces(said[1], settings.misspelt / 2, rng)
    met, where = np.unique(np.concatenate((ours.flat, theirs.flat)), return_inverse=True)
    both = Ragged(where, np.concatenate((ours.offsets, theirs.offsets[1:] + len(ours.flat))))
    vectors = functional.normalize(add_up(rows(met), both), dim=1)
    return vectors[: len(count)], vectors[len(count) :]


def _loss(ours, theirs, taught, meanings: np.ndarray, settings: Settings) -> torch.Tensor:
    numbers = torch.from_numpy(meanings)
    alike = (taught @ taught.T > ALIKE) | (numbers[:, None] == numbers[None, :])
    scores = (settings.sharpness * ours @ theirs.T).masked_fill(alike.fill_diagonal_(False), -1e4)
    right = torch.arange(len(meanings))
    ranking = (functional.cross_entropy(scores, right) + functional.cross_entropy(scores.T, right)) / 2
    distance = 2 - ((ours + theirs) * taught).sum(1)
    return ranking + settings.teacher_weight * distance.mean()
