"""Speed of the row analysis on comments of about 100 characters, one core: `python -m tests.benchmarks.tagging`.

Needs WHYSCORE_DATA. Each stage is timed three times on the same texts in CPU time; the median is printed, in texts
a second and as a multiple of bare tokenizing in the same run.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from pipeline.codebook import load_codebook
from pipeline.detect import detect_texts
from pipeline.languages.folding import compose
from pipeline.redact import redact_texts
from pipeline.tag import make_tagger
from pipeline.tag.words import sentences

SETS = {"sv": "reviews/sv_reviews.jsonl", "da": "reviews/da_trustpilot.jsonl", "ro": "reviews/ro_shop_stars.jsonl"}
EACH = 1_500


def main() -> None:
    """Prints a line a stage."""
    folder = Path(os.environ.get("WHYSCORE_DATA", Path(__file__).parents[3] / "shared" / "data"))
    texts, spoken = [], []
    for language, file in SETS.items():
        with (folder / file).open(encoding="utf-8") as lines:
            cut = [compose(json.loads(line)["text"])[:100] for line in islice(lines, EACH)]
        texts += cut
        spoken += [language] * len(cut)
    tagger = make_tagger("lexicon", load_codebook())
    kinds = [None] * len(texts)
    stages: dict[str, Callable[[], object]] = {
        "tokenize": lambda: [list(sentences(t, s)) for t, s in zip(texts, spoken)],
        "detect": lambda: detect_texts(texts),
        "redact": lambda: redact_texts(texts, spoken),
        "tag": lambda: tagger.tag(texts, spoken, kinds),
    }
    unit = 0.0
    for name, work in stages.items():
        work()
        seconds = statistics.median(_cpu(work) for _ in range(3))
        unit = unit or seconds
        print(f"{name:10s} {len(texts) / seconds:9,.0f} texts a second, {seconds / unit:5.2f} × tokenizing")


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
