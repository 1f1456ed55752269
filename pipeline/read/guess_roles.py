"""Guessing the columns that describe a response: ids, date, market, language, weight, status."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pipeline.languages.folding import fold
from pipeline.read import wording, words
from pipeline.read.dialects import key
from pipeline.read.findings import Choice, Findings
from pipeline.read.header import Header
from pipeline.read.profile import Profile
from pipeline.read.wording import says

_WORDS_OF_A_NAME = 5  # longer headings are questions, and what they mention is not what they hold


def choose(profiles: Sequence[Profile], header: Header, found: Findings) -> list[Profile]:
    """The profiles that are left for scores, texts and segments, once `found` has the roles of the others."""
    left = list(profiles)
    _drop_status(left, header, found)
    for role, name in header.dialect.roles:
        profile = next((p for p in left if name in {key(n) for n in p.names} and p.cells), None)
        if profile and role not in found.roles:
            _take(left, found, role, profile, f"so {header.dialect.name} names it")
    _drop_personal(left, found)
    _choose_date(left, found)
    _choose_ids(left, found)
    few = _at_most(60)
    _choose(left, found, "language", wording.LANGUAGE, few, "its name says language")
    _choose(left, found, "market", wording.MARKET, few, "its name says country or market")
    _choose_countries(left, found)
    _choose(
        left, found, "weight", wording.WEIGHT, lambda p: p.is_numeric and min(p.numbers) >= 0, "its name says weight"
    )
    _choose_long(left, found)
    return [p for p in left if not (_is_short(p) and says(wording.TECHNICAL, p.names)) and p.dates < 0.9]


def _take(left: list[Profile], found: Findings, role: str, profile: Profile, why: str) -> None:
    found.roles[role] = Choice((profile.name,), why)
    left.remove(profile)
    if role == "response_id":
        found.ids = frozenset(profile.cells)


def _choose(
    left: list[Profile], found: Findings, role: str, cues: re.Pattern[str], fits: Callable[[Profile], bool], why: str
) -> None:
    if role in found.roles:
        return
    for profile in left:
        if profile.cells and _is_short(profile) and says(cues, profile.names) and fits(profile):
            _take(left, found, role, profile, why)
            return


def _at_most(levels: int) -> Callable[[Profile], bool]:
    return lambda p: len(p.distinct) <= levels and p.length <= 30 and p.dates < 0.5


def _is_short(profile: Profile) -> bool:
    return len(profile.name.split()) <= _WORDS_OF_A_NAME and not profile.name.endswith("?")


def _drop_status(left: list[Profile], header: Header, found: Findings) -> None:
    """The layout's own status columns need no line; another one that holds known words gets one."""
    own = {key(status.name) for status in header.dialect.status}
    for profile in [p for p in left if own & {key(n) for n in p.names}]:
        left.remove(profile)
    for profile in [p for p in left if p.cells and _is_short(p) and says(wording.STATUS, p.names)]:
        known = [words.STATUS_REASON.get(fold(cell)) for cell in profile.distinct]
        if None not in known and any(known):
            _take(left, found, "status", profile, "it holds words such as completed and partial")
            return


def _drop_personal(left: list[Profile], found: Findings) -> None:
    for profile in list(left):
        named = (
            _is_short(profile)
            and says(wording.PERSONAL, profile.names)
            and not says(wording.NOT_PERSONS, profile.names)
        )
        addressed = _is_short(profile) and says(wording.ADDRESSES, profile.names)
        if named or addressed or profile.personal > 0.5:
            found.personal.append(f"'{profile.name}'")
            left.remove(profile)


def _choose_date(left: list[Profile], found: Findings) -> None:
    if "at" in found.roles:
        return
    dated = [p for p in left if p.cells and (p.dates >= 0.9 or _holds_serials(p)) and p.filled >= 0.5]
    if not dated:
        return

    def preference(p: Profile) -> tuple[int, float]:
        started = says(wording.STARTED_DATE, p.names)
        return (2 if says(wording.FINISHED_DATE, p.names) else 0 if started else 1), p.filled

    best = max(dated, key=preference)
    why = (
        "it holds dates"
        if len(dated) == 1
        else f"of {len(dated)} columns with dates its name tells best when the survey was answered"
    )
    if len(dated) > 1 and preference(best)[0] < 2:
        found.unsure.append(
            f"which of {', '.join(repr(p.name) for p in dated)} says when the survey was answered; '{best.name}' was taken."
        )
    _take(left, found, "at", best, why)


def _holds_serials(profile: Profile) -> bool:
    return (
        says(wording.DATE, profile.names)
        and bool(profile.numbers)
        and profile.is_numeric
        and min(profile.numbers) > 30_000
        and max(profile.numbers) < 60_000
    )


def _choose_ids(left: list[Profile], found: Findings) -> None:
    def single(p: Profile) -> bool:
        return p.filled > 0.95 and p.spaced < 0.05 and p.length <= 60 and p.dates < 0.5

    def unique(p: Profile) -> bool:
        return single(p) and p.distinct_share >= 0.9

    def repeated(p: Profile) -> bool:
        return single(p) and len(p.distinct) > 1

    _choose(left, found, "response_id", wording.RESPONSE_ID, unique, "its name says id and its cells differ")
    _choose(left, found, "respondent_id", wording.PERSON_ID, repeated, "its name says customer or person")
    _choose(left, found, "response_id", wording.ANY_ID, unique, "its name says id and its cells differ")
    if "response_id" not in found.roles and any(says(wording.QUESTION_COLUMN, p.names) for p in left):
        _choose(left, found, "response_id", wording.RESPONSE_ID, repeated, "its name says id")


def _choose_countries(left: list[Profile], found: Findings) -> None:
    """Whatever it is called, a column of countries is the market."""
    for profile in left:
        if "market" not in found.roles and profile.cells and wording.are_countries(profile.distinct):
            _take(left, found, "market", profile, "its cells are countries")
            return


def _choose_long(left: list[Profile], found: Findings) -> None:
    """A long export repeats the response's id and has one column of questions and one of answers."""
    asked = [
        p
        for p in left
        if _is_short(p)
        and says(wording.QUESTION_COLUMN, p.names)
        and 1 < len(p.distinct) <= 60
        and p.distinct_share < 0.5
    ]
    answered = [p for p in left if _is_short(p) and says(wording.ANSWER_COLUMN, p.names) and p not in asked]
    repeats = bool(asked) and 0 < len(found.ids) < 0.9 * len(asked[0].cells)
    if asked and answered and repeats:
        found.long = asked[0].name, answered[0].name
        found.seen.append(f"A row holds one answer: questions in '{asked[0].name}', answers in '{answered[0].name}'.")
