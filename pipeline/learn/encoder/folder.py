"""The model as sentence-transformers reads it: a StaticEmbedding, then a normalisation."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer


def write_folder(folder: Path, tokenizer: Tokenizer, table: np.ndarray) -> None:
    """Writes weights, tokenizer and module list into `folder`; a README.md that lies there stays."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    # bfloat16 and not float16: with half the range, normalising an empty text divides zero by zero.
    rows = torch.from_numpy(table / np.linalg.norm(table, axis=1).mean()).bfloat16()
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=rows), Normalize()], device="cpu")
    model.save(str(folder), create_model_card=False)
    # Unindented, the list of pieces is half as long.
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
