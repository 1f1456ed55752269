"""Detectors of others: langdetect (with its random numbers tied down) and lingua."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from pipeline.detect.protocol import Beliefs
from pipeline.errors import ConfigError


class Langdetect:
    """langdetect's 55 languages. It samples n-grams at random: a seed a text makes it repeatable."""

    def weigh(self, texts: Sequence[str], languages: Sequence[str]) -> Beliefs:
        """Shares over all languages that langdetect knows; its `no` counts as Bokmål."""
        from langdetect.lang_detect_exception import LangDetectException

        factory = _langdetect_factory()
        known = ["nb" if name == "no" else name for name in factory.get_lang_list()]
        columns = tuple(dict.fromkeys([*languages, *known]))
        shares = np.zeros((len(texts), len(columns)))
        for row, text in enumerate(texts):
            detector = factory.create()
            detector.append(text)
            try:
                found = detector.get_probabilities()
            except LangDetectException:
                continue
            for language in found:
                shares[row, columns.index("nb" if language.lang == "no" else language.lang)] += language.prob
        total = shares.sum(axis=1, keepdims=True)
        return Beliefs(columns, np.divide(shares, total, out=shares, where=total > 0))


@lru_cache(maxsize=1)
def _langdetect_factory():
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    factory.seed = 0
    return factory


class Lingua:
    """lingua in its high-accuracy mode, choosing among the languages asked for."""

    def weigh(self, texts: Sequence[str], languages: Sequence[str]) -> Beliefs:
        """Shares over `languages`; none are kept for the rest of the world."""
        detector, codes = _lingua_detector(tuple(languages))
        shares = np.zeros((len(texts), len(languages)))
        for row, text in enumerate(texts):
            for found in detector.compute_language_confidence_values(text):
                shares[row, codes[found.language]] = round(found.value, 12)  # lingua's last digits vary
        shares[np.ptp(shares, axis=1) == 0] = 0  # lingua spreads evenly over all when it finds no letters
        return Beliefs(tuple(languages), shares)


@lru_cache(maxsize=4)
def _lingua_detector(languages: tuple[str, ...]):
    try:
        from lingua import IsoCode639_1, LanguageDetectorBuilder
    except ImportError as absent:
        raise ConfigError(
            "The detector 'lingua' is not installed", "detect.detector", "pip install 'whyscore[lingua]'"
        ) from absent
    codes = [getattr(IsoCode639_1, language.upper()) for language in languages]
    detector = LanguageDetectorBuilder.from_iso_codes_639_1(*codes).build()
    from lingua import Language

    columns = {Language.from_iso_code_639_1(code): column for column, code in enumerate(codes)}
    return detector, columns
