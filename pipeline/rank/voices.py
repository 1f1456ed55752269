"""Who wants what changed: a row for each person and improvement, gathered a part at a time."""

from __future__ import annotations

import re

import pandas as pd

COLUMNS = (
    "improvement", "kind", "theme", "respondent_id", "response_id", "answer_id", "period", "detractor",
    "market", "language", "score", "wording", "start", "end",
)  # fmt: skip
# A sentence longer than this is cut to the words of the wish.
_LONGEST = 200
_SENTENCE_END = re.compile(r"[.!?\n;]\s*")


def gather(
    answers: pd.DataFrame, frictions: pd.DataFrame, asks: pd.DataFrame, groups: pd.Series, score: str | None = None
) -> pd.DataFrame:
    """The voices of one part. `groups`: the score group of each answer, aligned with `answers`; '' for none.

    A friction point is an improvement of its own; which one a wish belongs to is seen when all wishes are there.
    `wording` is the sentence of the wish, in which it stands from `start` to `end`. `detractor` is 1, 0 or missing.
    """
    people = answers.assign(
        detractor=groups.map({"detractor": 1.0, "passive": 0.0, "promoter": 0.0}),
        score=answers[score].astype("float64") if score else float("nan"),
    ).set_index("answer_id")[
        ["respondent_id", "response_id", "period", "detractor", "market", "language", "score", "text"]
    ]
    obstacles = pd.DataFrame(
        {
            "improvement": frictions["friction"],
            "kind": "friction",
            "theme": frictions["theme"],
            "answer_id": frictions["answer_id"],
        }
    ).join(people, on="answer_id")
    wishes = pd.DataFrame(
        {
            "kind": "ask",
            "theme": asks["theme"].astype(object).fillna("other"),
            "answer_id": asks["answer_id"],
            "ask_start": asks["start"],
            "ask_end": asks["end"],
        }
    ).join(people, on="answer_id")
    said = [_sentence(t, int(s), int(e)) for t, s, e in zip(wishes["text"], wishes["ask_start"], wishes["ask_end"])]
    wishes[["wording", "start", "end"]] = pd.DataFrame(said, columns=["wording", "start", "end"], index=wishes.index)
    voices = pd.concat([obstacles, wishes], ignore_index=True).reindex(columns=list(COLUMNS))
    return voices.astype({"detractor": "float64", "score": "float64", "start": "Int64", "end": "Int64"})


def commenters(tally: pd.DataFrame, score: str | None) -> pd.DataFrame:
    """For each period: responses that commented, those of them with a score, and the detractors among these."""
    commented = tally[tally["commented"] == 1]
    people = commented.groupby("period")["responses"].sum()
    group = commented[f"{score}_group"] if score else pd.Series("", index=commented.index)
    scored = commented[group != ""].groupby("period")["responses"].sum()
    detractors = commented[group == "detractor"].groupby("period")["responses"].sum()
    table = pd.DataFrame({"people": people, "scored": scored, "detractors": detractors}).fillna(0).astype("int64")
    return table.rename_axis("period").reset_index()


def _sentence(text: str, start: int, end: int) -> tuple[str, int, int]:
    """The sentence around the wish, and where the wish stands in it: what is wanted may come before the asking."""
    before = max((m.end() for m in _SENTENCE_END.finditer(text, 0, start)), default=0)
    if end - before > _LONGEST:
        before = start
    sentence = text[before:end].lstrip()
    start -= end - len(sentence)
    return sentence, max(start, 0), len(sentence)
