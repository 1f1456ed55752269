"""What the English teacher makes of English texts: the target that every language is pulled towards."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

CHUNK = 8192  # texts between two saves: a run that was cut off loses a minute, not an hour
BATCH = 128


def teach(texts: Sequence[str], teacher: Path, cache: Path) -> np.ndarray:
    """Vectors of `texts` by the sentence-transformers model `teacher`: texts × dimensions, float16, length 1.

    Each chunk is kept in `cache` and read again instead of being encoded twice.
    """
    cache.mkdir(parents=True, exist_ok=True)
    model = None
    chunks = []
    for start in range(0, len(texts), CHUNK):
        chunk = list(texts[start : start + CHUNK])
        path = cache / f"{hashlib.sha1(repr(chunk).encode()).hexdigest()}.npy"
        if not path.is_file():
            model = model or _load(teacher)
            vectors = model.encode(chunk, batch_size=BATCH, normalize_embeddings=True)
            np.save(path, vectors.astype(np.float16))
            print(f"teacher: {start + len(chunk)} of {len(texts)} texts", flush=True)
        chunks.append(np.load(path))
    return np.concatenate(chunks)


def _load(teacher: Path) -> SentenceTransformer:
    import torch
    from sentence_transformers import SentenceTransformer

    # bfloat16 doubles the speed where the processor has instructions for it; the vectors differ by 0.1 %.
    return SentenceTransformer(str(teacher), device="cpu", model_kwargs={"dtype": torch.bfloat16})


def fewer_dimensions(vectors: np.ndarray, dimensions: int) -> np.ndarray:
    """`vectors` in the directions in which they differ most, of length 1, float16.

    Not centred: the student has no constant to add.
    """
    wide = vectors.astype(np.float32)
    _, directions = np.linalg.eigh(wide.T @ wide)
    narrow = wide @ directions[:, ::-1][:, :dimensions]
    return (narrow / np.linalg.norm(narrow, axis=1, keepdims=True)).astype(np.float16)
