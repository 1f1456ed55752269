"""The stage that turns a tally into numbers with their n and their uncertainty. It never sees a row."""

from __future__ import annotations

import pandas as pd

from pipeline.codebook import Codebook
from pipeline.config import Config
from pipeline.measure.changes import change_table, find_story
from pipeline.measure.scores import score_table
from pipeline.measure.themes import friction_table, theme_table, with_and_without
from pipeline.tables import Measures

__all__ = ["measure"]


def measure(tally: pd.DataFrame, period: str, codebook: Codebook, config: Config) -> Measures:
    """The numbers of every period in `tally`, and those that are about `period`."""
    segments = segment_names(tally, config)
    settings, scores, lead = config.measure, config.survey.scores, config.survey.leading_score
    now = tally[tally["period"] == period]
    changes = change_table(tally, scores, list(codebook.themes), settings)
    drivers = with_and_without(now, codebook, lead, settings) if lead else pd.DataFrame()
    return Measures(
        scores=score_table(tally, scores, segments, settings),
        themes=theme_table(tally, codebook, segments, settings),
        drivers=drivers,
        frictions=friction_table(tally, codebook, settings),
        changes=changes,
        story=find_story(changes, tally, lead, period, settings),
    )


def segment_names(tally: pd.DataFrame, config: Config) -> list[str]:
    """Market, where it is known, and the declared segments."""
    return [*(["market"] if (tally["market"] != "").any() else []), *config.survey.segments]
