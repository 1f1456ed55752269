"""Everything that a report says, as one plain dictionary: summary.json.

`summary.schema.json` beside this file is its published form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pipeline.codebook import Codebook
from pipeline.config import Config
from pipeline.report.quotes import choose
from pipeline.tables import Measures

VERSION = 1


def summarise(
    config: Config, codebook: Codebook, period: str, measures: Measures, improvements: pd.DataFrame, quotes: pd.DataFrame,
    counts: Mapping[str, Any], audit: Mapping[str, Any], notes: Sequence[str], order: str, line: int,
    short_list: Sequence[str] = (),
) -> dict[str, Any]:  # fmt: skip
    """The summary of one period: numbers, titles and quotes, in the language of the report."""
    language, most = config.report.language, config.report.quotes
    lead = config.survey.leading_score

    def quoted(*subjects: str) -> list[dict]:
        return [q for subject in subjects for q in choose(quotes, subject, period, most)][:most]

    now = measures.themes[(measures.themes["period"] == period)]
    return {
        "version": VERSION,
        "survey": {"name": config.survey.name, "kind": config.survey.kind, "made_up": config.survey.made_up},
        "period": period,
        "language": language,
        "lead_score": lead.name if lead else next((s.name for s in config.survey.scores), None),
        "confidence": config.measure.confidence,
        "counts": dict(counts),
        "story": _story(measures, codebook, language),
        "scores": _records(measures.scores[measures.scores["period"] == period], drop=("period",)),
        "trend": _records(measures.scores[measures.scores["segment"].isna()], drop=("segment", "level")),
        "changes": _records(measures.changes[measures.changes["period"] == period]),
        "themes": [
            {
                **row, "title": codebook.title(row["theme"], language),
                "quotes": {p: quoted(f"{row['theme']}:{p}") for p in ("positive", "negative")},
            }
            for row in _by_size(now[now["segment"].isna()])
        ],
        "theme_segments": _records(now[now["segment"].notna()], drop=("period",)),
        "frictions": [
            {**row, "title": codebook.title(row["friction"], language), "quotes": quoted(row["friction"])}
            for row in _records(measures.frictions[measures.frictions["period"] == period], drop=("period",))
        ],
        "journey": _journey(measures, codebook, period, language),
        **_drivers(measures, codebook, language),
        "mixture": _records(measures.mixture),
        "contrasts": _records(measures.contrasts),
        "with_and_without": _records(measures.with_and_without),
        "improvements": [{**row, "quotes": quoted(row["improvement"])} for row in _records(improvements)],
        "improvement_short_list": list(short_list),
        "improvement_order": order,
        "enough_people": line,
        "audit": dict(audit),
        "notes": list(notes),
    }  # fmt: skip


def _records(table: pd.DataFrame, drop: Sequence[str] = ()) -> list[dict]:
    kept = table.drop(columns=list(drop), errors="ignore").astype(object)
    return kept.where(kept.notna(), None).to_dict("records")


def _drivers(measures: Measures, codebook: Codebook, language: str) -> dict[str, list[dict]]:
    """The drivers of the whole, those that are certain in a segment, and the models that they come from."""
    rows = [
        {**row, "title": codebook.title(row["theme"], language),
         "travels_title": row["travels_with"] and codebook.title(row["travels_with"], language)}
        for row in _records(measures.drivers)
    ]  # fmt: skip
    return {
        "drivers": [row for row in rows if row["segment"] is None],
        "driver_segments": [row for row in rows if row["segment"] is not None],
        "driver_models": _records(measures.driver_models),
    }


def _by_size(themes: pd.DataFrame) -> list[dict]:
    ordered = themes.sort_values(["respondents", "theme"], ascending=[False, True], kind="stable")
    return _records(ordered, drop=("period", "segment", "level"))


def _story(measures: Measures, codebook: Codebook, language: str) -> dict | None:
    if measures.story is None:
        return None
    record = measures.story.record()
    return {**record, "title": codebook.title(record["theme"], language)}


def _journey(measures: Measures, codebook: Codebook, period: str, language: str) -> list[dict]:
    """For each touchpoint, its owner and its friction points with how many people tell of each."""
    frictions = measures.frictions[measures.frictions["period"] == period]
    stops = []
    for place in codebook.touchpoints.values():
        mine = frictions[frictions["touchpoint"] == place.id]
        stops.append(
            {
                "touchpoint": place.id,
                "title": codebook.title(place.id, language),
                "owner": place.owner,
                "moment_of_truth": place.moment_of_truth,
                "frictions": [
                    {
                        "friction": f.friction,
                        "title": codebook.title(f.friction, language),
                        "respondents": int(f.respondents),
                    }
                    for f in mine.itertuples()
                ],
            }
        )
    return stops
