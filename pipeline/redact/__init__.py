"""Personal data gone before anything is written.

Every stretch that holds a phone number, an e-mail address, a name … becomes a placeholder such as `[PHONE]`.
Offsets, quotes and counts refer to the redacted text, so nothing later needs the original.

>>> redact_texts(["Ring Anna i kassan på 070-174 06 05"], ["sv"])[0].text
'Ring [NAME] i kassan på [PHONE]'
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import ConfigError, nearest
from pipeline.redact.accounts import find_cards, find_ibans
from pipeline.redact.cues import Cues, cues_for
from pipeline.redact.names import find_names
from pipeline.redact.online import find_emails, find_urls
from pipeline.redact.person_ids import find_person_ids
from pipeline.redact.phones import find_phones
from pipeline.redact.places import find_addresses, find_plates
from pipeline.redact.spans import Span, merge

if TYPE_CHECKING:
    import pandas as pd

# Of two finds of one length the kind that stands first wins.
KINDS = ("email", "url", "iban", "person_id", "card", "phone", "plate", "address", "name")

_CERTAIN = ("email", "iban", "person_id", "card", "phone")
_ALWAYS = (find_emails, find_urls, find_names)
_WITH_DIGITS = (find_plates, find_addresses)
_WITH_LONG_NUMBERS = (find_ibans, find_person_ids, find_cards, find_phones)
_DIGIT = re.compile(r"\d")
_FEWEST_DIGITS_OF_A_NUMBER = 6


@dataclass(frozen=True)
class Found:
    """One placeholder: its kind (lower case), and the characters of the redacted text that it covers."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Redaction:
    """A text without personal data, and the placeholders in it, in order."""

    text: str
    found: tuple[Found, ...]


def redact_texts(
    texts: Sequence[str],
    languages: Sequence[str | None] | None = None,
    keep: Sequence[str] = (),
    extra: Mapping[str, str] = {},
) -> list[Redaction]:
    """The texts with their personal data replaced, one redaction a text, in order.

    A language that is None or not one of ours gets the cues of all. Kinds in `keep` stay. `extra` maps a
    name to a regular expression of the user's own, whose finds become `[NAME-IN-CAPITALS]`. Redacting
    again changes nothing. Raises ConfigError for an unknown kind or a pattern that cannot be read.
    """
    redactor = _Redactor(_known_kinds(keep), _compiled(extra))
    languages = [None] * len(texts) if languages is None else languages
    return [redactor.redact(text, cues_for(language)) for text, language in zip(texts, languages, strict=True)]


def redact(
    answers: pd.DataFrame, keep: Sequence[str] = (), extra: Mapping[str, str] = {}, levels: Sequence[str] = ()
) -> tuple[pd.DataFrame, dict[str, int]]:
    """The answers with column `text` redacted, and the number of finds by kind.

    Uses column `language` where there is one; a missing text stays missing. Of the columns `levels` (market and
    segments) only what is certain goes: names of products and streets of branches are no persons. An id that is
    an address or a person's number becomes a digest, so that the person still counts once.
    """
    present = answers["text"].notna()
    texts = answers.loc[present, "text"].tolist()
    known = answers["language"].where(answers["language"].notna(), None) if "language" in answers else None
    languages = None if known is None else [v if isinstance(v, str) else None for v in known[present]]
    redactions = redact_texts(texts, languages, keep, extra)
    redacted = answers["text"].copy()
    redacted.loc[present] = [r.text for r in redactions]
    counts = Counter(found.kind for r in redactions for found in r.found)
    clean = answers.assign(text=redacted)
    unsure = [kind for kind in KINDS if kind not in _CERTAIN]
    for column in levels:
        texts = clean[column].dropna().unique().tolist()
        found = redact_texts(texts, None, unsure)
        clean[column] = clean[column].replace({t: r.text for t, r in zip(texts, found) if r.found})
    return _without_personal_ids(clean), dict(sorted(counts.items()))


def _without_personal_ids(answers: pd.DataFrame) -> pd.DataFrame:
    """The answers with a digest in place of ids that are e-mail addresses or personal numbers."""
    others = [kind for kind in KINDS if kind not in ("email", "person_id")]
    clean = answers.copy()
    for column in [c for c in ("response_id", "respondent_id") if c in answers]:
        ids = clean[column].unique().tolist()
        personal = {id for id, r in zip(ids, redact_texts(ids, None, others)) if r.found}
        digests = {id: "id-" + hashlib.sha256(id.encode()).hexdigest()[:12] for id in personal}
        if digests and column == "response_id":
            clean["answer_id"] = [
                digests.get(r, r) + a.removeprefix(r) for a, r in zip(clean["answer_id"], clean["response_id"])
            ]
        clean[column] = clean[column].replace(digests)
    return clean


class _Redactor:
    """What is looked for in every text of a run."""

    def __init__(self, keep: frozenset[str], extra: dict[str, re.Pattern[str]]) -> None:
        self.keep, self.extra = keep, extra
        self.rank = {kind: i for i, kind in enumerate([*extra, *(k for k in KINDS if k not in extra)])}
        names = sorted((k.upper() for k in self.rank if k not in keep), key=len, reverse=True)
        self.placeholder = re.compile(rf"\[({'|'.join(map(re.escape, names))})\]") if names else re.compile(r"(?!)")

    def redact(self, text: str, cues: Cues) -> Redaction:
        """A placeholder can bring a cue next to a number, so the text is read again until nothing changes."""
        while (replaced := self._replaced(text, cues)) != text:
            text = replaced
        if "[" not in text:
            return Redaction(text, ())
        found = self.placeholder.finditer(text)
        return Redaction(text, tuple(Found(m[1].lower(), m.start(), m.end()) for m in found))

    def _replaced(self, text: str, cues: Cues) -> str:
        spans = self._spans(text, cues)
        if not spans:
            return text
        placed = [m.span() for m in self.placeholder.finditer(text)] if "[" in text else []
        spans = [s for s in spans if not any(s.start < end and start < s.end for start, end in placed)]
        pieces, position = [], 0
        for start, end, kind in merge(spans, self.rank):
            if kind not in self.keep:
                pieces += [text[position:start], f"[{kind.upper()}]"]
                position = end
        return "".join(pieces) + text[position:]

    def _spans(self, text: str, cues: Cues) -> list[Span]:
        spans = [span for find in _ALWAYS for span in find(text, cues)]
        digits = len(_DIGIT.findall(text))
        if digits:
            spans += [span for find in _WITH_DIGITS for span in find(text, cues)]
        if digits >= _FEWEST_DIGITS_OF_A_NUMBER:
            spans += [span for find in _WITH_LONG_NUMBERS for span in find(text, cues)]
        for kind, pattern in self.extra.items():
            spans += [Span(*m.span(), kind) for m in pattern.finditer(text) if m.end() > m.start()]
        return spans


def _known_kinds(keep: Sequence[str]) -> frozenset[str]:
    for kind in keep:
        if kind not in KINDS:
            raise ConfigError(f"'{kind}' is not a kind of personal data", "redact.keep", nearest(kind, KINDS))
    return frozenset(keep)


def _compiled(extra: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    patterns = {}
    for name, pattern in extra.items():
        try:
            patterns[name.lower()] = re.compile(pattern)
        except re.error as error:
            raise ConfigError(
                f"The pattern is not a regular expression: {error}",
                f"redact.extra.{name}",
                "Correct the pattern",
            ) from error
    return patterns
