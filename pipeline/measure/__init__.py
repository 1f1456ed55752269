"""The stage that turns a tally into numbers with their n and their uncertainty. It never sees a row."""

from __future__ import annotations

import pandas as pd

from pipeline.codebook import Codebook
from pipeline.config import Config
from pipeline.measure.changes import change_table
from pipeline.measure.contrasts import contrast_table
from pipeline.measure.corrected import Confusion
from pipeline.measure.counts import themes_in
from pipeline.measure.drivers import driver_tables
from pipeline.measure.frictions import friction_table
from pipeline.measure.impacts import WITH_COLUMNS, with_and_without
from pipeline.measure.mixture import mixture_table
from pipeline.measure.scores import score_table
from pipeline.measure.story import find_story
from pipeline.measure.themes import theme_table
from pipeline.tables import Measures

__all__ = ["Confusion", "measure"]


def measure(
    tally: pd.DataFrame, period: str, codebook: Codebook, config: Config, confusion: Confusion | None = None
) -> Measures:
    """The numbers of every period in `tally`, and those that are about `period`.

    `confusion` holds the known errors of the tagger; None where people tagged.
    """
    from threadpoolctl import threadpool_limits

    segments, themes = segment_names(tally, config), themes_in(tally, codebook.themes)
    settings, scores, lead = config.measure, config.survey.scores, config.survey.leading_score
    now = tally[tally["period"] == period]
    changes = change_table(tally, scores, themes, settings)
    # One thread: the sums of several come in an order that depends on the machine, and its matrices are small.
    with threadpool_limits(1):
        drivers = driver_tables(now, scores, themes, segments, settings)
    return Measures(
        scores=score_table(tally, scores, segments, settings, weighted=config.survey.columns.weight is not None),
        themes=theme_table(tally, themes, segments, settings, confusion),
        drivers=drivers.rows,
        driver_models=drivers.models,
        with_and_without=with_and_without(now, themes, lead, settings)
        if lead
        else pd.DataFrame(columns=list(WITH_COLUMNS)),
        frictions=friction_table(tally, codebook, settings),
        changes=changes,
        mixture=mixture_table(tally, scores, segments, period, settings),
        contrasts=contrast_table(now, lead, settings),
        story=find_story(changes, tally, lead, period, settings),
    )


def segment_names(tally: pd.DataFrame, config: Config) -> list[str]:
    """Market, where it is known, and the declared segments."""
    return [*(["market"] if (tally["market"] != "").any() else []), *config.survey.segments]
