"""The encoder alone: is the translation the nearest sentence of all? Writes `encoder.md` beside this file.

    python -m tests.benchmarks.encoder

Reads `parallel/ntrex` under WHYSCORE_DATA (default `../shared/data`): 1,997 sentences of news in each language,
which nothing was trained on.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from pipeline.learn.encoder.figures import DIRECTIONS, found_at_once, spellings
from pipeline.shipped import folder
from pipeline.tag.encoder import load_encoder

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("WHYSCORE_DATA", ROOT.parent / "shared" / "data"))
LANGUAGES = ("en", "sv", "da", "ro")


def sentences() -> dict[str, list[str]]:
    """The aligned sentences of each language."""
    paths = {name: DATA / "parallel" / "ntrex" / f"ntrex.{name}.txt" for name in LANGUAGES}
    return {name: path.read_text("utf-8").splitlines() for name, path in paths.items()}


def retrieval() -> Iterator[str]:
    """The share found at once, as written and with the queries spelt otherwise."""
    encoder, texts = load_encoder(folder("models") / "encoder"), sentences()
    targets = {name: encoder.encode(texts[name]) for name in LANGUAGES}
    count = len(texts["en"])
    yield f"Right sentence at once, of {count} (± {1.96 * np.sqrt(0.95 * 0.05 / count):.1%} at 95 %):\n"
    yield "| queries | " + " | ".join(f"{first} → {second}" for first, second in DIRECTIONS) + " |"
    yield "|---|" + "---:|" * len(DIRECTIONS)
    for name, spelt in spellings().items():
        queries = {first: encoder.encode([spelt(text) for text in texts[first]]) for first, _ in DIRECTIONS}
        shares = [found_at_once(queries[first], targets[second]) for first, second in DIRECTIONS]
        yield f"| {name} | " + " | ".join(f"{share:.1%}" for share in shares) + " |"


def speed() -> Iterator[str]:
    """Texts a second on one core, real comments of about 100 characters, nothing encoded before."""
    encoder = load_encoder(folder("models") / "encoder")
    paths = (DATA / "reviews" / name for name in ("sv_reviews.jsonl", "da_trustpilot.jsonl", "ro_shop_stars.jsonl"))
    comments = [json.loads(line)["text"][:100] for path in paths for line in path.open(encoding="utf-8")]
    comments = [comment for comment in comments if len(comment) >= 90]
    began = time.process_time()
    encoder.encode(comments)
    rate = len(comments) / (time.process_time() - began)
    yield f"\nSpeed: {rate:,.0f} comments of 90 to 100 characters a second of processor time ({len(comments):,} comments)."


def main() -> None:
    """Both, to the screen and to `encoder.md`."""
    lines = ["# The encoder alone", "", "Written by `python -m tests.benchmarks.encoder`.", ""]
    for part in (retrieval, speed):
        for line in part():
            print(line, flush=True)
            lines.append(line)
    Path(__file__).with_suffix(".md").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
