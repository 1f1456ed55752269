"""How firm the order of the improvements is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.rank.wishes import OTHER

_DRAWS = 200
_CHUNK = 20


def rank_ranges(people: pd.DataFrame, base: pd.Series, ids: list[str], fewest: int) -> tuple[np.ndarray, np.ndarray]:
    """The ends of the middle 95 % of the ranks that each of `ids` takes when respondents are drawn anew.

    `people`: improvement, respondent_id and detractor, once for each pair. `base`: scored and detractors of all
    who commented. A Poisson bootstrap, which needs no table of people (Hanley and MacGibbon 2006): each
    respondent counts a Poisson(1) number of times, together for all that he or she asks for, and those who ask
    for nothing are drawn as a number of detractors and one of others.
    """
    from scipy.sparse import csr_matrix

    person_of, persons = pd.factorize(people["respondent_id"], sort=True)
    number = {id: i for i, id in enumerate(ids)}
    place = people["improvement"].map(number).to_numpy()
    scored, mine = people["detractor"].notna().to_numpy(float), people["detractor"].fillna(0).to_numpy(float)
    shape = (len(ids), len(persons))
    everyone, with_score, detractors = (
        csr_matrix((values, (place, person_of)), shape=shape) for values in (np.ones(len(people)), scored, mine)
    )
    of_person = people.assign(person=person_of).groupby("person")["detractor"].max()
    has_score, is_detractor = of_person.notna().to_numpy(float), of_person.fillna(0).to_numpy(float)
    silent_detractors = max(0.0, float(base["detractors"]) - is_detractor.sum())
    silent_others = max(0.0, float(base["scored"] - base["detractors"]) - (has_score - is_detractor).sum())

    dice = np.random.default_rng(0)
    last = np.array([id == OTHER for id in ids])
    ranks = np.empty((len(ids), _DRAWS), dtype="int64")
    for start in range(0, _DRAWS, _CHUNK):
        times = dice.poisson(1, (len(persons), _CHUNK)).astype(float)
        quiet = dice.poisson(silent_detractors, _CHUNK), dice.poisson(silent_others, _CHUNK)
        all_detractors = is_detractor @ times + quiet[0]
        all_scored = has_score @ times + quiet[0] + quiet[1]
        n, m = with_score @ times, detractors @ times
        others = np.divide(all_detractors - m, all_scored - n, out=np.zeros_like(m), where=all_scored > n)
        effect, asking = np.maximum(0, m - others * n), everyone @ times
        for draw in range(_CHUNK):
            order = np.lexsort((-asking[:, draw], -effect[:, draw], asking[:, draw] < fewest, last))
            ranks[order, start + draw] = np.arange(1, len(ids) + 1)
    low, high = np.quantile(ranks, [0.025, 0.975], axis=1, method="nearest")
    return low.astype("int64"), high.astype("int64")
