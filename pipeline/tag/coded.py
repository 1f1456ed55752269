"""Tags that people gave by hand, read from a column of the export.

    delivery:negative; price_value:positive
    Delivery : Negative | Price value
    WAIT, IVR

A theme of the codebook may be written in any case, with spaces or hyphens for underscores; any other tag is a
theme of its own, called as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.codebook import Codebook
from pipeline.errors import InputError, nearest
from pipeline.tag.tags import Mention, Tags

POLARITIES = {
    "positive": "positive", "pos": "positive", "+": "positive", "negative": "negative", "neg": "negative",
    "-": "negative", "mixed": "mixed", "neutral": "neutral", "": "neutral",
}  # fmt: skip
_SEPARATORS = re.compile(r"[;,|\n]")
_LONGEST_TAG = 80
_COLUMN = "the column of survey.columns.tags"


class CodedTagger:
    """Reads what people coded; `tag` takes the cells of the tags' column in the place of texts."""

    reads = "tags"
    confusion = None  # the counts of people stand as they are

    def __init__(self, codebook: Codebook) -> None:
        self._themes = {_folded(id): id for id in codebook.themes}

    def tag(self, texts: Sequence[str], languages: Sequence[str], question_kinds: Sequence[str | None]) -> list[Tags]:
        """The tags in each cell. Raises InputError for a polarity that is none, and for what is no tag."""
        return [self._read(cell) for cell in texts]

    def _read(self, cell: str) -> Tags:
        mentions = tuple(self._mentions(cell))
        said = {m.polarity for m in mentions} - {"neutral"}
        sentiment = "neutral" if not said else said.pop() if len(said) == 1 else "mixed"
        return Tags(mentions, sentiment=sentiment)

    def _mentions(self, cell: str) -> Iterator[Mention]:
        for tag in filter(None, (" ".join(tag.split()) for tag in _SEPARATORS.split(cell))):
            theme, colon, polarity = (part.strip() for part in tag.partition(":"))
            if not theme or len(theme) > _LONGEST_TAG:
                # What is written there may be an answer, so it is not quoted.
                raise InputError(
                    f"A tag is empty or has more than {_LONGEST_TAG} characters",
                    _COLUMN,
                    "Write theme:polarity; theme:polarity",
                )
            if polarity.lower() not in POLARITIES or (colon and not polarity):
                raise InputError(f"The tag of the theme '{theme[:40]}' has an unknown polarity", _COLUMN,
                                 nearest(polarity, ("positive", "negative", "mixed", "neutral")))  # fmt: skip
            yield Mention(self._themes.get(_folded(theme), theme), POLARITIES[polarity.lower()], 1.0, 0, 0)


def _folded(theme: str) -> str:
    return re.sub(r"[\s\-]+", "_", theme.casefold())
