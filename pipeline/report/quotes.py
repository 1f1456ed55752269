"""Which answers are quoted: a stated, reproducible rule.

Of the answers that carry a theme, friction point or wish in a period, those of 20 to 240 characters come
first, then longer and shorter ones; among equals a fixed shuffle (by a hash of the answer's id) decides, so
that nobody picks. The chosen ones go round the languages and markets in turn.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import pandas as pd

COLUMNS = (
    "subject",
    "period",
    "answer_id",
    "response_id",
    "market",
    "language",
    "score",
    "text",
    "start",
    "end",
    "fit",
    "order",
)
_SHORT, _LONG = 20, 240
_LONGEST = 2_000


def candidates(
    answers: pd.DataFrame,
    mentions: pd.DataFrame,
    frictions: pd.DataFrame,
    score: str | None,
    most: int,
) -> pd.DataFrame:
    """The candidates of one part: at most `most` for each subject, period, market and language.

    Subjects: `theme:polarity`, or a friction point.
    """
    named = pd.concat(
        [
            mentions.assign(subject=mentions["theme"] + ":" + mentions["polarity"]),
            frictions.assign(subject=frictions["friction"]),
        ],
        ignore_index=True,
    )[["answer_id", "subject", "start", "end"]]
    kept = answers[["answer_id", "response_id", "period", "market", "language", "text"]].assign(
        score=answers[score] if score else None
    )
    return _first(_ordered(named.merge(kept, on="answer_id", how="left")), most)


def of_wishes(voices: pd.DataFrame, most: int) -> pd.DataFrame:
    """The candidates among the wishes in `voices`, whose subject is their improvement and whose text its sentence."""
    asks = voices[voices["kind"] == "ask"]
    return _first(_ordered(asks.rename(columns={"improvement": "subject", "wording": "text"})), most)


def merge(parts: Iterable[pd.DataFrame], most: int) -> pd.DataFrame:
    """The candidates of all parts together."""
    parts = list(parts)
    return _first(pd.concat(parts, ignore_index=True), most) if parts else pd.DataFrame(columns=list(COLUMNS))


def choose(found: pd.DataFrame, subject: str, period: str, most: int) -> list[dict]:
    """At most `most` quotes of `subject` in `period`, no two with the same words."""
    mine = found[(found["subject"] == subject) & (found["period"] == period)].sort_values(
        ["fit", "order"], kind="stable"
    )
    mine = mine.assign(_words=mine["text"].str.casefold().str.strip()).drop_duplicates("_words")
    # Round the groups in turn: the first of each, then the second of each.
    mine["turn"] = mine.groupby(["fit", "market", "language"], dropna=False).cumcount()
    chosen = mine.sort_values(["fit", "turn", "order"], kind="stable").head(most)
    return [
        {
            "text": row.text, "start": int(row.start), "end": int(row.end), "language": row.language,
            "market": row.market if isinstance(row.market, str) else None,
            "score": float(row.score) if pd.notna(row.score) else None,
        }
        for row in chosen.itertuples()
    ]  # fmt: skip


def _ordered(found: pd.DataFrame) -> pd.DataFrame:
    length = found["text"].str.len().fillna(0).astype("int64")
    kept = found[(length >= 1) & (length <= _LONGEST)]
    order = [hashlib.sha256(str(i).encode()).hexdigest()[:16] for i in kept["answer_id"]]
    fitting = length[kept.index].between(_SHORT, _LONG)
    return kept.assign(fit=(~fitting).astype("int64"), order=pd.Series(order, index=kept.index, dtype=object))


def _first(found: pd.DataFrame, most: int) -> pd.DataFrame:
    ordered = found.sort_values(["subject", "period", "fit", "order", "start"], kind="stable")
    return ordered.groupby(["subject", "period", "market", "language"], dropna=False, sort=False).head(most)[
        list(COLUMNS)
    ]
