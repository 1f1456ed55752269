"""What people ask for, put together: each group of like wishes is one improvement with an id and a wording."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.codebook import Codebook
from pipeline.rank.grouping import group
from pipeline.rank.likeness import ALIKE, Encode, Likeness, likeness, plain_words

# Wishes that nobody shares: counted together, and no single thing to do.
OTHER = "wish.other"
_LONGEST_TITLE = 70
# A group that holds the very words of an earlier wish comes before one that is merely alike to it.
_SAME_WORDS = 2.0


@dataclass(frozen=True)
class Wish:
    """A group of like wishes: its theme ("other" where none is known) and, by language, its most typical wording.

    `wording` is the most typical one of all and stands in `language`.
    """

    improvement: str
    theme: str
    wording: str
    language: str
    wordings: Mapping[str, str]

    def title(self, codebook: Codebook, language: str) -> str:
        """What to call it in `language`: words that somebody used, else the theme and words of another language."""
        if language in self.wordings:
            return _capital(self.wordings[language])
        theme = codebook.title(self.theme, language) if self.theme in codebook.themes else "Wish"
        return f"{theme}: “{_capital(self.wording)}” ({self.language})"


def wordings_table(wishes: Mapping[str, Wish]) -> pd.DataFrame:
    """improvement, theme, language, wording: how each wish is worded in each language, for the next run to know it by."""
    rows = [
        (w.improvement, w.theme, language, words) for w in wishes.values() for language, words in w.wordings.items()
    ]
    table = pd.DataFrame(rows, columns=["improvement", "theme", "language", "wording"])
    return table.sort_values(["improvement", "language"], ignore_index=True)


def group_wishes(
    voices: pd.DataFrame, codebook: Codebook, encode: Encode, earlier: pd.DataFrame | None = None
) -> tuple[pd.DataFrame, dict[str, Wish]]:
    """`voices` with the improvement and theme of every ask, and the wishes by improvement.

    `earlier`: the `wordings_table` of an earlier run; a group that is alike to one of its wishes keeps that id. Wishes of fewer than two people are all `wish.other`.
    """
    asks = voices[voices["kind"] == "ask"]
    if asks.empty:
        return voices, {}
    texts = _wordings(asks)
    known = _known(earlier)
    both = pd.concat([texts, known], ignore_index=True)
    everyday = [text for theme in codebook.themes.values() for texts_ in theme.examples.values() for text in texts_]
    columns = (both[name].tolist() for name in ("wording", "language", "theme"))
    alike = likeness(*columns, encode, everyday, len(texts))
    mine = Likeness(alike.left[: len(texts)], alike.right[: len(texts)])
    texts["group"] = group(mine, texts["people"].to_numpy())
    of_ask = _row_of(asks, texts)
    worded = of_ask >= 0
    of_group = texts["group"].to_numpy()[of_ask[worded]]
    shared = asks[worded].groupby(of_group)["respondent_id"].nunique()
    texts = texts.assign(mean_likeness=_to_own_group(mine, texts["group"].to_numpy()))
    texts = texts[texts["group"].isin(shared.index[shared > 1])]
    wishes = _with_ids(texts, known, alike, len(mine.left))
    return _assigned(voices, asks, of_ask, texts["group"], wishes), {w.improvement: w for w in wishes.values()}


def _wordings(asks: pd.DataFrame) -> pd.DataFrame:
    """A row a wording and language, what most people say first: key, language, wording, theme, people."""
    rows = asks.assign(key=asks["wording"].map(plain_words), theme=asks["theme"].where(asks["theme"] != "other"))
    rows = rows[rows["key"] != ""].sort_values(["wording", "theme"], kind="stable")
    found = rows.groupby(["key", "language"], as_index=False).agg(
        wording=("wording", "first"), theme=("theme", "first"), people=("respondent_id", "nunique")
    )
    # Among wordings that as many use, a fixed shuffle: a batch then holds all kinds of wishes.
    found["shuffle"] = [hashlib.sha256(key.encode()).hexdigest() for key in found["key"]]
    ordered = found.sort_values(["people", "shuffle", "language"], ascending=[False, True, True])
    return ordered.drop(columns="shuffle").astype({"theme": object}).reset_index(drop=True)


def _row_of(asks: pd.DataFrame, texts: pd.DataFrame) -> np.ndarray:
    """The row of `texts` that holds the wording of each ask; -1 where the wording has no words."""
    number = {pair: i for i, pair in enumerate(zip(texts["key"], texts["language"]))}
    pairs = zip(asks["wording"].map(plain_words), asks["language"])
    return np.array([number.get(pair, -1) for pair in pairs], dtype="int64")


def _known(earlier: pd.DataFrame | None) -> pd.DataFrame:
    if earlier is None or earlier.empty:
        return pd.DataFrame(columns=["improvement", "key", "language", "wording", "theme", "people"])
    rows = earlier.sort_values(["improvement", "language"], kind="stable")
    theme = rows["theme"].where(rows["theme"].notna() & (rows["theme"] != "other"), None)
    return rows.assign(key=rows["wording"].map(plain_words), theme=theme.astype(object), people=0)


def _to_own_group(alike: Likeness, groups: np.ndarray) -> np.ndarray:
    """How alike each wording is, on average, to those of its group."""
    sums = np.zeros((int(groups.max(initial=-1)) + 1, alike.right.shape[1]), np.float32)
    np.add.at(sums, groups, alike.right)
    sizes = np.bincount(groups, minlength=len(sums))[:, None]
    return np.round(np.einsum("ij,ij->i", alike.left, (sums / np.maximum(sizes, 1))[groups]), 5)


def _with_ids(texts: pd.DataFrame, known: pd.DataFrame, alike: Likeness, offset: int) -> dict[int, Wish]:
    """The wish of each group: `texts` are the wordings of all groups, `known` stands in `alike` from `offset` on."""
    ordered = texts.assign(long=texts["wording"].str.len() > _LONGEST_TITLE).sort_values(
        ["group", "long", "mean_likeness", "people", "key", "language"],
        ascending=[True, True, False, False, True, True],
    )
    kept = _kept_ids(texts, known, alike, offset)
    wishes: dict[int, Wish] = {}
    taken = set(kept.values())
    for number, rows in ordered.groupby("group", sort=True):
        typical = rows.iloc[0]
        theme = _theme(rows)
        improvement = kept.get(number) or _new_id(theme, typical["key"], taken)
        taken.add(improvement)
        wordings = dict(rows.drop_duplicates("language")[["language", "wording"]].itertuples(index=False, name=None))
        wishes[number] = Wish(improvement, theme, typical["wording"], typical["language"], wordings)
    return wishes


def _kept_ids(texts: pd.DataFrame, known: pd.DataFrame, alike: Likeness, offset: int) -> dict[int, str]:
    """Ids of an earlier run for groups of this one, what is most alike first; each id once."""
    if known.empty or texts.empty:
        return {}
    numbers = np.sort(texts["group"].unique())
    place = np.searchsorted(numbers, texts["group"].to_numpy())
    means = np.zeros((len(numbers), alike.right.shape[1]), np.float32)
    np.add.at(means, place, alike.right[texts.index.to_numpy()])
    means /= np.bincount(place)[:, None]
    likenesses = alike.left[offset:] @ means.T
    place_of = dict(zip(zip(texts["key"], texts["language"]), place))
    for row, wording in enumerate(zip(known["key"], known["language"])):
        if wording in place_of:
            likenesses[row, place_of[wording]] = _SAME_WORDS
    of_wish = pd.DataFrame(likenesses).groupby(known["improvement"].to_numpy(), sort=True).mean().round(5)
    pairs = sorted(
        (-of_wish.iat[row, column], of_wish.index[row], int(numbers[column]))
        for row, column in zip(*np.nonzero(of_wish.to_numpy() >= ALIKE))
    )
    kept: dict[int, str] = {}
    for _, improvement, number in pairs:
        if number not in kept and improvement not in kept.values():
            kept[number] = improvement
    return kept


def _theme(rows: pd.DataFrame) -> str:
    """The theme that most people's wordings have."""
    people = rows.dropna(subset=["theme"]).groupby("theme")["people"].sum()
    return str(people.idxmax()) if len(people) else "other"


def _new_id(theme: str, key: str, taken: set[str]) -> str:
    digest = hashlib.sha256(key.encode()).hexdigest()
    ids = (f"wish.{theme}.{digest[:digits]}" for digits in range(6, len(digest)))
    return next(id for id in ids if id not in taken)


def _assigned(
    voices: pd.DataFrame, asks: pd.DataFrame, of_ask: np.ndarray, groups: pd.Series, wishes: Mapping[int, Wish]
) -> pd.DataFrame:
    wish_of_text = {row: wishes[number] for row, number in groups.items()}
    found: Sequence[Wish | None] = [wish_of_text.get(row) for row in of_ask]
    done = voices.copy()
    done.loc[asks.index, "improvement"] = [w.improvement if w else OTHER for w in found]
    done.loc[asks.index, "theme"] = [w.theme if w else "other" for w in found]
    return done


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
