"""Tallies of parts add up to the tally of the whole, exactly."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import ScoreSettings
from pipeline.tally import add, tally

NPS = ScoreSettings(name="nps", column="q")

responses = st.lists(
    st.tuples(
        st.sampled_from(["2026-05", "2026-06"]), st.sampled_from(["SE", "DK", None]),
        st.one_of(st.none(), st.integers(0, 10)), st.sampled_from([1.0, 0.1, 2.5]),
        st.lists(st.tuples(st.sampled_from(["delivery", "price"]), st.sampled_from(["positive", "negative", "neutral"])), max_size=3),
    ),
    min_size=1, max_size=30,
)  # fmt: skip


def frames(rows: list, start: int = 0) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    answers, mentions = [], []
    for i, (period, market, score, weight, themes) in enumerate(rows, start):
        answers.append((f"r{i}", f"r{i}/0", period, market, "sv", "meant" if themes else "empty", "x" * len(themes), weight, score))
        mentions += [(f"r{i}/0", theme, polarity) for theme, polarity in themes]
    columns = ["response_id", "answer_id", "period", "market", "language", "meaning", "text", "weight", "nps"]
    made = pd.DataFrame(answers, columns=columns).astype({"nps": "float64"})
    return made, pd.DataFrame(mentions, columns=["answer_id", "theme", "polarity"]), pd.DataFrame(columns=["answer_id", "friction"])


@settings(deadline=None, max_examples=40)
@given(responses, st.integers(0, 30))
def test_any_cut_into_parts_gives_the_same_tally(rows: list, cut: int) -> None:
    whole = add([tally(*frames(rows), [NPS], [])], [], ["nps"])
    parts = [tally(*frames(part, start), [NPS], []) for part, start in ((rows[:cut], 0), (rows[cut:], cut)) if part]
    for order in (parts, parts[::-1]):
        pd.testing.assert_frame_equal(add(order, [], ["nps"]), whole)


def test_praise_and_blame_of_one_theme_in_one_response_is_mixed() -> None:
    rows = [("2026-06", "SE", 3, 1.0, [("delivery", "positive"), ("delivery", "negative")])]
    assert tally(*frames(rows), [NPS], [])["themes"].tolist() == ["delivery:mixed"]


def test_groups_follow_the_field() -> None:
    rows = [("2026-06", "SE", score, 1.0, []) for score in (0, 6, 7, 8, 9, 10, None)]
    counted = tally(*frames(rows), [NPS], []).groupby("nps_group")["responses"].sum()
    assert counted.to_dict() == {"": 1, "detractor": 2, "passive": 2, "promoter": 2}
