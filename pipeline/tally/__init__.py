"""The stage that turns tagged answers into counts.

A tally counts responses by period, market, segments, language, score groups and the set of themes and
friction points mentioned. Tallies of parts, months and machines add up, exactly: all sums are integers.
Everything that is measured later is measured from tallies, so ten million responses measure like ten
thousand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from pipeline.config import ScoreSettings
from pipeline.tally.cells import KEYS, Cells, billionths, score_group, thousandths

__all__ = ["Cells", "add", "score_group", "tally"]


def tally(
    answers: pd.DataFrame,
    mentions: pd.DataFrame,
    frictions: pd.DataFrame,
    scores: Sequence[ScoreSettings],
    segments: Sequence[str],
    mean_weight: float = 1.0,
) -> pd.DataFrame:
    """The tally of one part: a row for each combination of keys that occurs, with counts and sums.

    `answers` must hold whole responses. Weights are divided by `mean_weight`, that of all parts: only their ratios
    mean something, and the sums of any weights then fit into whole numbers. Columns: see `cells.Cells`.
    """
    cells = Cells(tuple(segments), tuple(s.name for s in scores))
    responses = _responses(answers, cells)
    responses["themes"] = _theme_sets(answers, mentions).reindex(responses.index).fillna("")
    responses["frictions"] = _friction_sets(answers, frictions).reindex(responses.index).fillna("")
    for score in scores:
        value = responses[score.name]
        responses[f"{score.name}_group"] = score_group(value, score)
        responses[f"{score.name}_n"] = value.notna().astype("int64")
        responses[f"{score.name}_sum"] = thousandths(value)
        responses[f"{score.name}_squares"] = thousandths(value) ** 2
    responses["responses"] = np.int64(1)
    weight = responses["weight"] / mean_weight
    responses["weight_sum"] = billionths(weight)
    responses["weight_squares"] = billionths(weight**2)
    return _summed(responses, cells)


def add(tallies: Iterable[pd.DataFrame], segments: Sequence[str], scores: Sequence[str]) -> pd.DataFrame:
    """The sum of `tallies`, sorted by its keys; the order in which they come does not matter."""
    cells = Cells(tuple(segments), tuple(scores))
    parts = list(tallies)
    if not parts:
        return pd.DataFrame(
            {**{k: pd.Series(dtype=object) for k in cells.keys}, **{s: pd.Series(dtype="int64") for s in cells.sums}}
        )
    return _summed(pd.concat(parts, ignore_index=True), cells)


def _summed(rows: pd.DataFrame, cells: Cells) -> pd.DataFrame:
    return rows.groupby(list(cells.keys), sort=True, dropna=False, observed=True)[list(cells.sums)].sum().reset_index()


def _responses(answers: pd.DataFrame, cells: Cells) -> pd.DataFrame:
    """One row a response, indexed by its id; its language is that of its longest answer that means something."""
    columns = [*KEYS[:2], *cells.segments, *cells.scores, "weight"]
    ordered = answers.assign(
        _meant=answers["meaning"].eq("meant"),
        _written=answers["meaning"].ne("empty"),
        _length=answers["text"].str.len(),
    ).sort_values(
        ["response_id", "_meant", "_length", "answer_id"], ascending=[True, False, False, True], kind="stable"
    )
    grouped = ordered.groupby("response_id", sort=False)
    responses = ordered.drop_duplicates("response_id").set_index("response_id")[[*columns, "language"]].copy()
    responses["commented"] = grouped["_meant"].any().astype("int64")
    responses["language"] = responses["language"].where(grouped["_written"].any(), "")
    for key in (*KEYS[:2], *cells.segments):
        responses[key] = responses[key].astype(object).where(responses[key].notna(), "")
    return responses


def _theme_sets(answers: pd.DataFrame, mentions: pd.DataFrame) -> pd.Series:
    """For each response, `theme:polarity` of each theme that it mentions, sorted and joined by `;`."""
    response = answers.set_index("answer_id")["response_id"]
    rows = pd.DataFrame(
        {
            "response_id": mentions["answer_id"].map(response).astype(object),
            "theme": mentions["theme"].astype(object),
            "praised": mentions["polarity"].isin(["positive", "mixed"]),
            "blamed": mentions["polarity"].isin(["negative", "mixed"]),
        }
    )
    merged = rows.groupby(["response_id", "theme"], sort=True)[["praised", "blamed"]].any().reset_index()
    polarity = np.select(
        [merged["praised"] & merged["blamed"], merged["praised"], merged["blamed"]],
        ["mixed", "positive", "negative"],
        "neutral",
    )
    return (merged["theme"] + ":" + polarity).groupby(merged["response_id"]).agg(";".join)


def _friction_sets(answers: pd.DataFrame, frictions: pd.DataFrame) -> pd.Series:
    response = answers.set_index("answer_id")["response_id"]
    rows = pd.DataFrame(
        {
            "response_id": frictions["answer_id"].map(response).astype(object),
            "friction": frictions["friction"].astype(object),
        }
    ).drop_duplicates()
    return rows.sort_values("friction").groupby("response_id")["friction"].agg(";".join)
