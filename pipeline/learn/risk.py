"""Trains the model of detractor risk.

    python -m pipeline.learn.risk --labels data/labels --encoder models/encoder --out models/risk

An answer whose verdict is negative counts as a detractor's, one that is positive as not; mixed and neutral
answers count half for each side. Seeded by construction: the solver is deterministic.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from scipy import sparse

from pipeline.codebook import load_codebook
from pipeline.learn.annotations import Annotation, read_annotations
from pipeline.tag.encoder import load_encoder
from pipeline.tag.lexicon import LexiconTagger
from pipeline.tag.risk import CARD, WEIGHTS, RiskFeatures

_PENALTY = 0.2
_FOLDS = 5
_TRUTH = {"negative": 1.0, "positive": 0.0, "mixed": 0.5, "neutral": 0.5}


def main() -> None:
    """Trains, prints figures of cross-validation, and writes the model."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--labels", type=Path, required=True, help="folder of JSONL files")
    options.add_argument("--encoder", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    chosen = options.parse_args()
    answers = read_annotations(sorted(chosen.labels.glob("*.jsonl")))
    hashed, dense = _features(answers, chosen.encoder)
    features = sparse.hstack([hashed, sparse.csr_matrix(dense)]).tocsr()
    truth = np.array([_TRUTH[a.overall] for a in answers])

    held_out = _held_out_logits(features, truth)
    slope, shift = _calibrate(held_out, truth)
    model = _fit(features, truth)
    figures = _figures(answers, truth, 1 / (1 + np.exp(-(slope * held_out + shift))))
    chosen.out.mkdir(parents=True, exist_ok=True)
    weights = model.coef_[0]
    cut = hashed.shape[1]
    np.savez_compressed(
        chosen.out / WEIGHTS, hashed=weights[:cut].astype(np.float16), dense=weights[cut:].astype(np.float32)
    )
    card = {"intercept": float(model.intercept_[0]), "slope": slope, "shift": shift, "answers": len(answers), **figures}
    (chosen.out / CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))


def _features(answers: list[Annotation], encoder: Path) -> tuple[sparse.csr_matrix, np.ndarray]:
    tagger = LexiconTagger(load_codebook(), risk=None)
    sums = np.array([tagger.praise_and_blame(a.text, a.language) for a in answers])
    return RiskFeatures(load_encoder(encoder)).rows([a.text for a in answers], sums[:, 0], sums[:, 1])


def _fit(features: sparse.csr_matrix, truth: np.ndarray):
    """A logistic regression in which an answer that counts half stands on both sides with half its weight."""
    from sklearn.linear_model import LogisticRegression

    sides = sparse.vstack([features, features])
    target = np.repeat([1, 0], len(truth))
    weight = np.concatenate([truth, 1 - truth])
    kept = weight > 0
    model = LogisticRegression(C=_PENALTY, solver="liblinear", random_state=0)
    return model.fit(sides.tocsr()[kept], target[kept], sample_weight=weight[kept])


def _held_out_logits(features: sparse.csr_matrix, truth: np.ndarray) -> np.ndarray:
    from sklearn.model_selection import KFold

    logits = np.zeros(len(truth))
    for train, test in KFold(_FOLDS, shuffle=True, random_state=0).split(truth):
        logits[test] = _fit(features[train], truth[train]).decision_function(features[test])
    return logits


def _calibrate(logits: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """Slope and shift of the logits (Platt 1999), from held-out answers."""
    model = _fit(sparse.csr_matrix(logits[:, None]), truth)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def _figures(answers: list[Annotation], truth: np.ndarray, risk: np.ndarray) -> dict[str, dict[str, float]]:
    """AUC and accuracy of held-out answers with a clear verdict, by language."""
    from sklearn.metrics import roc_auc_score

    spoken = np.array([a.language for a in answers])
    clear = np.isin(truth, [0.0, 1.0])
    figures = {}
    for language in sorted(set(spoken)):
        mine = clear & (spoken == language)
        figures[language] = {
            "n": int(mine.sum()),
            "auc": round(float(roc_auc_score(truth[mine], risk[mine])), 4),
            "accuracy": round(float(((risk[mine] > 0.5) == (truth[mine] == 1)).mean()), 4),
        }
    return figures


if __name__ == "__main__":
    main()
