"""Who wants what changed: a row for each person and improvement, gathered a part at a time."""

from __future__ import annotations

import pandas as pd

COLUMNS = ("improvement", "kind", "theme", "respondent_id", "response_id", "answer_id", "period", "detractor")


def gather(answers: pd.DataFrame, frictions: pd.DataFrame, asks: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """The voices of one part. `groups`: the score group of each answer, aligned with `answers`; '' for none.

    A friction point is an improvement of its own; wishes of one theme are one. `detractor` is 1, 0 or missing.
    """
    detractor = groups.map({"detractor": 1.0, "passive": 0.0, "promoter": 0.0})
    people = answers.assign(detractor=detractor).set_index("answer_id")[
        ["respondent_id", "response_id", "period", "detractor"]
    ]
    obstacles = pd.DataFrame(
        {
            "improvement": frictions["friction"],
            "kind": "friction",
            "theme": frictions["theme"],
            "answer_id": frictions["answer_id"],
        }
    )
    theme = asks["theme"].astype(object).fillna("other")
    wishes = pd.DataFrame(
        {"improvement": "wish." + theme, "kind": "ask", "theme": theme, "answer_id": asks["answer_id"]}
    )
    voices = pd.concat([obstacles, wishes], ignore_index=True).join(people, on="answer_id")
    return voices[list(COLUMNS)].astype({"detractor": "float64"})


def commenters(tally: pd.DataFrame, score: str | None) -> pd.DataFrame:
    """For each period: responses that commented, those of them with a score, and the detractors among these."""
    commented = tally[tally["commented"] == 1]
    people = commented.groupby("period")["responses"].sum()
    group = commented[f"{score}_group"] if score else pd.Series("", index=commented.index)
    scored = commented[group != ""].groupby("period")["responses"].sum()
    detractors = commented[group == "detractor"].groupby("period")["responses"].sum()
    table = pd.DataFrame({"people": people, "scored": scored, "detractors": detractors}).fillna(0).astype("int64")
    return table.rename_axis("period").reset_index()
