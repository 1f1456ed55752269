"""The stage that tags themes, polarity, friction points and wishes."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pipeline import tables
from pipeline.codebook import Codebook
from pipeline.plugins import resolve
from pipeline.tag.tags import FrictionPoint, Mention, Tagger, Tags, Wish

__all__ = ["BUILTIN", "FrictionPoint", "Mention", "Tagged", "Tagger", "Tags", "Wish", "make_tagger", "tag"]

BUILTIN = {"lexicon": "pipeline.tag.lexicon:LexiconTagger", "coded": "pipeline.tag.coded:CodedTagger"}


@dataclass(frozen=True)
class Tagged:
    """The answers with what was said of each as a whole, and a row for each thing found in them."""

    answers: pd.DataFrame
    mentions: pd.DataFrame
    frictions: pd.DataFrame
    asks: pd.DataFrame


def make_tagger(name: str, codebook: Codebook) -> Tagger:
    """The tagger called `name`, built-in or plug-in, for `codebook`."""
    return resolve("taggers", name, BUILTIN)(codebook)


def tag(answers: pd.DataFrame, tagger: Tagger) -> Tagged:
    """`answers` (after detect and redact) tagged by `tagger`; only answers that mean something are.

    A tagger that `reads` "tags" is given what people coded; what somebody coded means something.
    """
    reads = getattr(tagger, "reads", "text")
    if reads == "tags":
        answers = answers.assign(meaning=answers["meaning"].mask(answers["tags"].notna(), "meant"))
        meant = answers[answers["tags"].notna()]
    else:
        meant = answers[answers["meaning"] == "meant"]
    kinds = [kind if isinstance(kind, str) else None for kind in meant["question_kind"]]
    found = tagger.tag(meant[reads].tolist(), meant["language"].tolist(), kinds)
    ids, texts = meant["answer_id"].tolist(), meant["text"].tolist()
    said = pd.DataFrame(
        {"sentiment": [t.sentiment for t in found], "detractor_risk": [t.detractor_risk for t in found]},
        index=meant.index,
    )
    whole = answers.assign(
        sentiment=said["sentiment"].reindex(answers.index),
        detractor_risk=said["detractor_risk"].reindex(answers.index),
        effort=pd.NA,
        emotion=pd.NA,
        churn_threat=pd.NA,
    )
    return Tagged(
        whole,
        tables.frame(
            tables.MENTIONS,
            [(i, m.theme, m.polarity, m.confidence, m.start, m.end) for i, t in zip(ids, found) for m in t.mentions],
        ),
        tables.frame(
            tables.FRICTIONS,
            [(i, f.friction, f.theme, f.confidence, f.start, f.end) for i, t in zip(ids, found) for f in t.frictions],
        ),
        tables.frame(
            tables.ASKS,
            [
                (i, response, w.theme, w.start, w.end, text[w.start : w.end], w.confidence)
                for i, response, text, t in zip(ids, meant["response_id"], texts, found)
                for w in t.asks
            ],
        ),
    )
