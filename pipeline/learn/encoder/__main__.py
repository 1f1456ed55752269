"""Trains the encoder, prints its figures, and writes the folder."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from pipeline.learn.encoder.corpus import SENTENCE, Meaning, read_meanings, split_meanings
from pipeline.learn.encoder.figures import DIRECTIONS, examine
from pipeline.learn.encoder.folder import write_folder
from pipeline.learn.encoder.pieces import SPACE, UNKNOWN, train_tokenizer
from pipeline.learn.encoder.rows import Rows
from pipeline.learn.encoder.spellings import prepare
from pipeline.learn.encoder.teacher import fewer_dimensions, teach
from pipeline.learn.encoder.training import Settings, train
from pipeline.tag.encoder import StaticEncoder

DISTRACTORS = 8000  # training sentences among which the held-out ones are looked for


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    options, settings = _options(arguments)
    torch.manual_seed(settings.seed)
    torch.set_num_threads(options.threads)
    rng = np.random.default_rng(settings.seed)

    learnt, held_out = split_meanings(read_meanings(options.parallel))
    learnt = [meaning for meaning in learnt if len(meaning.words) > 1]
    print(f"{len(learnt)} English texts with translations, {len(held_out)} held out")
    taught = teach([meaning.english for meaning in learnt], options.teacher, options.cache)
    taught = fewer_dimensions(taught, settings.dimensions)
    texts = (text for meaning in learnt for ways in meaning.words.values() for text in ways)
    tokenizer = train_tokenizer(texts, settings.pieces)
    distractors = _distractors(learnt, rng)

    def show(table: np.ndarray) -> None:
        shares = examine(StaticEncoder(tokenizer, silenced(table, tokenizer)).encode, held_out, distractors)
        print("  ".join(f"{direction} {share:.1%}" for direction, share in shares.items()), flush=True)

    pieces = [tokenizer.id_to_token(number) for number in range(tokenizer.get_vocab_size())]
    lessons = prepare(learnt, tokenizer, rng)
    table = train(Rows(pieces, settings.dimensions), lessons, taught, settings, show)
    write_folder(options.out, tokenizer, silenced(table, tokenizer))


def silenced(table: np.ndarray, tokenizer: Tokenizer) -> np.ndarray:
    """The table with zeros for the pieces that say nothing: unknown letters, and a space by itself."""
    quiet = [number for piece in (UNKNOWN, SPACE) if (number := tokenizer.token_to_id(piece)) is not None]
    table = table.copy()
    table[quiet] = 0
    return table


def _distractors(meanings: Sequence[Meaning], rng: np.random.Generator) -> dict[str, list[str]]:
    chosen = {}
    for language in sorted({second for _, second in DIRECTIONS}):
        texts = [m.words[language][0] for m in meanings if language in m.words and len(m.english) >= SENTENCE]
        chosen[language] = [texts[i] for i in rng.permutation(len(texts))[:DISTRACTORS]]
    return chosen


def _options(arguments: Sequence[str] | None) -> tuple[argparse.Namespace, Settings]:
    parser = argparse.ArgumentParser(prog="python -m pipeline.learn.encoder", description=__doc__)
    parser.add_argument("--parallel", type=Path, required=True, help="folder of <source>.en-<language>.tsv.gz")
    parser.add_argument("--teacher", type=Path, required=True, help="folder of an English sentence-transformers model")
    parser.add_argument("--out", type=Path, required=True, help="folder to write; its README.md stays")
    parser.add_argument("--cache", type=Path, help="folder that keeps the teacher's vectors for the next run")
    parser.add_argument("--threads", type=int, default=2)
    for field in fields(Settings):
        parser.add_argument(f"--{field.name.replace('_', '-')}", type=type(field.default), default=field.default)
    options = parser.parse_args(arguments)
    options.cache = options.cache or Path(tempfile.mkdtemp(prefix="encoder-teacher-"))
    return options, Settings(**{field.name: getattr(options, field.name) for field in fields(Settings)})


if __name__ == "__main__":
    main()
