"""Two hundred thousand wishes grouped: time and memory. `python -m tests.benchmarks.improvements [ASKS]`.

The wishes are the planted ones of tests/rank/wishes.toml with words left out, swapped and misspelt, so that nearly
all are worded differently; the time is that of the grouping, after tagging.
"""

from __future__ import annotations

import random
import resource
import sys
import time

import pandas as pd

from pipeline.codebook import load_codebook
from pipeline.rank.wishes import group_wishes
from pipeline.shipped import folder
from pipeline.tag.encoder import load_encoder
from tests.rank.planted import asked, b_cubed, wordings

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def varied(text: str, dice: random.Random) -> str:
    """`text` with a word of another place, a word left out or a letter mistaken, by chance."""
    words = text.split()
    if len(words) > 3 and dice.random() < 0.3:
        words.pop(dice.randrange(len(words)))
    if len(words) > 1 and dice.random() < 0.4:
        i = dice.randrange(len(words) - 1)
        words[i], words[i + 1] = words[i + 1], words[i]
    for _ in range(dice.choice((0, 1, 1, 2))):
        i = dice.randrange(len(words))
        at = dice.randrange(len(words[i]))
        words[i] = words[i][:at] + dice.choice(_LETTERS) + words[i][at + 1 :]
    return " ".join(words)


def main(asks: int) -> None:
    """Prints how long `asks` wishes take, and the most memory held."""
    dice = random.Random(0)
    planted = pd.concat([wordings("dev"), wordings("test")], ignore_index=True)
    drawn = planted.sample(asks, replace=True, random_state=0).reset_index(drop=True)
    drawn["text"] = [varied(text, dice) for text in drawn["text"]]
    encoder = load_encoder(folder("models") / "encoder")
    voices = asked(drawn)
    before = time.perf_counter()
    done, wishes = group_wishes(voices, load_codebook(), encoder.encode)
    seconds = time.perf_counter() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    some = done.sample(min(asks, 5_000), random_state=0).index
    precision, recall, f1 = b_cubed(drawn.loc[some, "wish"], done.loc[some, "improvement"])
    print(f"{asks:,} wishes in {drawn['text'].nunique():,} wordings: {len(wishes):,} groups, {seconds:.0f} s, {memory:.1f} GB")
    print(f"B-cubed precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
