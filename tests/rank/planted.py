"""The planted wishes of wishes.toml as voices, and how well a grouping finds them again."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.codebook import load_codebook
from pipeline.rank.voices import gather
from pipeline.tag import make_tagger, tag

LANGUAGES = ("sv", "da", "ro", "en")


def wordings(half: str) -> pd.DataFrame:
    """wish, theme, language and text of every wording of the wishes marked `half`."""
    planted = tomllib.loads((Path(__file__).parent / "wishes.toml").read_text(encoding="utf-8"))["wish"]
    rows = [(w["id"], w["theme"], lang, t) for w in planted if w["half"] == half for lang in LANGUAGES for t in w[lang]]
    return pd.DataFrame(rows, columns=["wish", "theme", "language", "text"])


def answered(texts: pd.DataFrame, period: str = "2026-06", prefix: str = "p") -> pd.DataFrame:
    """Answers to "what could we do better?", one person a text, as the tagging stage takes them."""
    ids = [f"{prefix}{i:06d}" for i in range(len(texts))]
    return pd.DataFrame(
        {
            "answer_id": ids, "response_id": ids, "respondent_id": ids, "text": texts["text"].tolist(),
            "language": texts["language"].tolist(), "question_kind": "improve", "meaning": "meant", "market": "SE",
            "period": period, "tags": None,
        }
    )  # fmt: skip


def voices(answers: pd.DataFrame) -> pd.DataFrame:
    """The voices in `answers`, tagged by phrases."""
    tagged = tag(answers, make_tagger("lexicon", load_codebook()))
    return gather(answers, tagged.frictions, tagged.asks, pd.Series("", index=answers.index))


def asked(texts: pd.DataFrame) -> pd.DataFrame:
    """A voice for each text as it stands, asked by one person, with its planted theme."""
    number = [f"p{i:06d}" for i in range(len(texts))]
    return pd.DataFrame(
        {
            "improvement": None, "kind": "ask", "theme": texts["theme"].tolist(), "respondent_id": number,
            "response_id": number, "answer_id": number, "period": "2026-06", "detractor": float("nan"), "market": "SE",
            "language": texts["language"].tolist(), "score": float("nan"), "wording": texts["text"].tolist(),
            "start": 0, "end": texts["text"].str.len().tolist(),
        }
    )  # fmt: skip


def b_cubed(planted: pd.Series, found: pd.Series) -> tuple[float, float, float]:
    """Precision, recall and F1 of the groups, a mean over the members (Bagga and Baldwin 1998)."""
    same_wish = planted.to_numpy()[:, None] == planted.to_numpy()
    same_group = found.to_numpy()[:, None] == found.to_numpy()
    both = (same_wish & same_group).sum(axis=1)
    precision, recall = (both / same_group.sum(axis=1)).mean(), (both / same_wish.sum(axis=1)).mean()
    return float(precision), float(recall), float(2 * precision * recall / (precision + recall))


def spans_two(wishes: pd.Series, themes: pd.Series, found: pd.Series, share: float = 0.1) -> float:
    """The share of groups in which two wishes of one theme each have more than `share` of the members."""
    spanning = []
    for _, members in pd.DataFrame({"w": wishes, "t": themes, "g": found}).groupby("g"):
        counts = members.groupby(["t", "w"]).size() / len(members)
        spanning.append((counts[counts > share].groupby("t").size() > 1).any())
    return float(np.mean(spanning))
