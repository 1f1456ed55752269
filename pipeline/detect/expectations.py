"""What is known besides the text: the market, the language of the questionnaire, other answers.

Countries, and the names of languages as tools spell them, stand in `languages/<iso>/markets.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline import languages as languages_room
from pipeline.languages.folding import compose, fold

# How much likelier an answer is in a language of its market than in another; measured on nothing, chosen so
# that one clear word ("snabb" in a Danish market) still wins. English is at home everywhere, a little.
MARKET_ODDS = 30.0
ENGLISH_ODDS = 2.0
HINT_ODDS = 10.0
# A neighbour is watched for, not expected: of two readings that fit alike, the analysed language wins; and most of
# what Danes write in two words ("god pris") would be Norwegian too.
SENTINEL_ODDS = 1 / 3
SENTINEL_ODDS_SHORT = 1 / 10


@dataclass(frozen=True)
class Expectation:
    """The languages that metadata make likelier: those of the market, and the hinted one."""

    market: tuple[str, ...] = ()
    hint: str | None = None

    def odds(self, language: str) -> float:
        """How much likelier `language` is made, against one that nothing speaks for."""
        odds = 1.0
        if self.market:
            odds *= MARKET_ODDS if language in self.market else ENGLISH_ODDS if language == "en" else 1.0
        if self.hint:
            odds *= HINT_ODDS if language == self.hint else 1.0
        return odds


def _key(name: str) -> str:
    return " ".join(re.split(r"[\W_]+", fold(compose(name)))).strip()


def language_folders() -> list[Path]:
    """The folders of the languages that the program knows, in alphabetical order."""
    return sorted(path.parent for path in Path(languages_room.__file__).parent.glob("*/markets.toml"))


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    countries: dict[str, tuple[str, ...]] = {}
    names: dict[str, str] = {}
    for folder in language_folders():
        listed = tomllib.loads((folder / "markets.toml").read_text("utf-8"))
        for country in {_key(country) for country in listed["countries"]}:
            countries[country] = (*countries.get(country, ()), folder.name)
        names.update({_key(name): folder.name for name in listed["names"]})
    return countries, names


def language_of_name(name: object) -> str | None:
    """The ISO code that `name` stands for: `sv`, `SV-SE`, `Svenska`, `EN_GB`; None where it is no language.

    >>> language_of_name("sv-SE"), language_of_name("Română"), language_of_name("klingon")
    ('sv', 'ro', None)
    """
    if not isinstance(name, str):
        return None
    names = _known()[1]
    key = _key(name)
    if key in names:
        return names[key]
    first = key.split(" ")[0]
    if first in names:
        return names[first]
    return first if len(first) == 2 and first.isalpha() and len(key) in (2, 5) else None


def languages_of_market(market: object, declared: Mapping[str, Sequence[str]] | None = None) -> tuple[str, ...]:
    """The languages expected in `market`: those `declared` for it, else those of the country it names.

    >>> languages_of_market("Marea Britanie"), languages_of_market("nordics"), languages_of_market("SE-North")
    (('en',), (), ('sv',))
    """
    if not isinstance(market, str) or not market.strip():
        return ()
    key = _key(market)
    for name, languages in (declared or {}).items():
        if _key(name) == key:
            return tuple(languages)
    countries = _known()[0]
    return countries.get(key) or countries.get(key.split(" ")[0], ())
