"""Texts as vectors: a text and its translation lie close together.

The encoder that is shipped is a table with a row for each piece of a word, and a text is the sum of its rows
(`StaticEmbedding` of sentence-transformers). That needs no torch, whose import alone takes longer than
encoding ten thousand answers; any other sentence-transformers model goes through that library.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from tokenizers import Tokenizer

_BLOCK = 10_000  # texts at a time: bounds the memory that distinct words take
# Tried on a tokenizer to see whether it cuts each word without a look at its neighbours.
_PROBES = ("Leveransen kom ALDRIG fram, tyvärr! (2 kr.)", "nu mi-a răspuns  nimeni ... it's O.K.", "a - b")


class Encoder(Protocol):
    """What gives vectors of `dimensions` numbers for texts: texts × dimensions, float32, length 1 or all zero."""

    dimensions: int

    def encode(self, texts: Sequence[str]) -> np.ndarray: ...


def load_encoder(path_or_name: str | Path) -> Encoder:
    """The encoder in a folder, or the sentence-transformers model of that name.

    Raises `ConfigError` when there is no such folder or model.
    """
    folder = Path(path_or_name)
    if folder.is_dir():
        return _static_encoder(folder) or LibraryEncoder(str(folder))
    if folder.is_absolute() or str(path_or_name).startswith("."):
        raise ConfigError("There is no encoder", str(path_or_name), "Name a folder or a sentence-transformers model")
    return LibraryEncoder(str(path_or_name))


class StaticEncoder:
    """Adds up the rows of a text's pieces. `rows` is pieces × dimensions, in the order of the tokenizer's ids."""

    def __init__(self, tokenizer: Tokenizer, rows: np.ndarray) -> None:
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer = tokenizer
        self._rows = np.ascontiguousarray(rows, np.float32)
        self._split: Callable[[str], list[str]] = str.split if self._cuts_by_word() else lambda text: [text]
        self.dimensions = self._rows.shape[1]

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of `texts`: texts × dimensions, float32, of length 1; zeros for a text without a known piece."""
        blocks = [self._encode_block(texts[i : i + _BLOCK]) for i in range(0, len(texts), _BLOCK)]
        return np.concatenate([np.empty((0, self.dimensions), np.float32), *blocks])

    def _encode_block(self, texts: Sequence[str]) -> np.ndarray:
        # A word met a thousand times is cut into pieces, and its rows are added up, once.
        number: dict[str, int] = {}
        words_of = [[number.setdefault(word, len(number)) for word in self._split(text)] for text in texts]
        pieces_of = self._pieces(list(number))
        sums = _counts(words_of, len(number)) @ (_counts(pieces_of, len(self._rows)) @ self._rows)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        return np.divide(sums, lengths, out=np.zeros_like(sums), where=lengths > 0)

    def _pieces(self, texts: Sequence[str]) -> list[list[int]]:
        # `_fast` leaves out the offsets, which nobody asks for.
        return [found.ids for found in self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]

    def _cuts_by_word(self) -> bool:
        whole = self._pieces(_PROBES)
        by_word = [sum(self._pieces(probe.split()), []) for probe in _PROBES]
        return whole == by_word


class LibraryEncoder:
    """Any sentence-transformers model, on the processor."""

    def __init__(self, path_or_name: str) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(path_or_name, device="cpu")
        except (OSError, ValueError) as error:
            what_to_do = "Name a folder, or a model that sentence-transformers finds"
            raise ConfigError("The encoder could not be loaded", path_or_name, what_to_do) from error
        self.dimensions = int(self._model.get_embedding_dimension())

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of `texts`: texts × dimensions, float32, of length 1."""
        if not len(texts):
            return np.empty((0, self.dimensions), np.float32)
        return self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False).astype(np.float32)


def _static_encoder(folder: Path) -> StaticEncoder | None:
    """The model in `folder`, if it is a StaticEmbedding, normalised or not, and nothing more."""
    if not (folder / "modules.json").is_file():
        return None
    modules = json.loads((folder / "modules.json").read_text("utf-8"))
    kinds = [module["type"].rsplit(".", 1)[-1] for module in modules]
    if kinds not in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"]):
        return None
    rows = _read_rows(folder / modules[0]["path"] / "model.safetensors")
    if rows is None:
        return None
    from tokenizers import Tokenizer

    return StaticEncoder(Tokenizer.from_file(str(folder / modules[0]["path"] / "tokenizer.json")), rows)


def _read_rows(path: Path) -> np.ndarray | None:
    """The table `embedding.weight` as float32; None where the file, or the table in that layout, is not there."""
    if not path.is_file():
        return None
    from safetensors import deserialize

    tensor = dict(deserialize(path.read_bytes())).get("embedding.weight")
    if tensor is None:
        return None
    if tensor["dtype"] == "BF16":  # numpy has no such type: they are the upper halves of float32
        rows = (np.frombuffer(tensor["data"], "<u2").astype("<u4") << 16).view("<f4")
    else:
        rows = np.frombuffer(tensor["data"], {"F16": "<f2", "F32": "<f4"}[tensor["dtype"]])
    return rows.reshape(tensor["shape"])


def _counts(members: Sequence[Sequence[int]], columns: int) -> csr_matrix:
    """Lists of columns as a sparse matrix: one row a list, how often each column is in it."""
    from scipy.sparse import csr_matrix

    ends = np.cumsum([0, *map(len, members)])
    flat = np.fromiter(chain.from_iterable(members), np.int32, ends[-1])
    return csr_matrix((np.ones(len(flat), np.float32), flat, ends), shape=(len(members), columns))
