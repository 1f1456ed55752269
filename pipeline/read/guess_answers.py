"""Guessing the columns that hold what respondents said: scores, free texts, and what to cut by."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.languages.folding import fold
from pipeline.read import wording
from pipeline.read.dialects import key
from pipeline.read.findings import Choice, Findings, QuestionChoice, ScoreChoice
from pipeline.read.profile import Profile
from pipeline.read.wording import says
from pipeline.tables import RESERVED_COLUMNS

_SCALES = ((1, 5), (1, 7), (1, 10), (0, 10), (0, 100))
_ENOUGH_VALUES = 20
_FEWEST_LEVELS_OF_A_SCORE = 4
_MOST_SEGMENTS, _MOST_LEVELS = 6, 30
_CODE = re.compile(r"[A-Za-z]{1,3}\d+(_\d+)*$")
_KINDS = (("nps", wording.RECOMMEND), ("ces", wording.EFFORT), ("csat", wording.SATISFIED), ("stars", wording.STARS))


def choose(profiles: Sequence[Profile], found: Findings) -> None:
    """Put scores, questions and segments into `found`."""
    left = [p for p in profiles if p.cells]
    left = [p for p in left if not _take_score(p, found)]
    left = _lead_with_nps(left, found)
    left = _take_review(left, found)
    texts = [p for p in left if _is_answer(p)]
    for profile in texts:
        _take_question(profile, len(texts), found)
    _lead_with_why(found)
    if not found.questions:
        found.unsure.append("no free text was found: without one there is nothing to tag.")
    _take_segments([p for p in left if p not in texts], found)


def _take_score(profile: Profile, found: Findings) -> bool:
    """Whether the column is a score, or a code derived from one, and so done with."""
    if profile.is_numeric and says(wording.GROUP, profile.names):
        found.unsure.append(f"'{profile.name}' looks like the group of a score, not the score; it is left out.")
        return True
    if not profile.is_numeric or says(wording.NOT_A_SCORE, profile.names) or not _is_on_a_scale(profile):
        return False
    kind = next((name for name, cues in _KINDS if says(cues, profile.names)), None)
    yes_or_no = kind == "nps" and set(profile.numbers) <= {0, 1, 2}
    if yes_or_no or (kind is None and not _is_asked_for(profile)):
        return False
    low, high = min(profile.numbers), max(profile.numbers)
    name, scale, why = _name_and_scale(kind, low, high, profile, found)
    taken = {score.name for score in found.scores}
    if name in taken:
        name = next(f"{name}_{i}" for i in range(2, 100) if f"{name}_{i}" not in taken)
    found.scores.append(ScoreChoice(name, Choice((profile.name,), why), scale))
    return True


def _is_asked_for(profile: Profile) -> bool:
    """Whether a column of numbers, whatever it asks, is worded like a question and answered on many levels."""
    worded = says(wording.SCORE, profile.names) or len(profile.name.split()) >= 4 or "?" in profile.name
    return (worded or bool(_CODE.match(profile.name))) and len(set(profile.numbers)) >= _FEWEST_LEVELS_OF_A_SCORE


def _is_on_a_scale(profile: Profile) -> bool:
    low, high = min(profile.numbers), max(profile.numbers)
    whole = all(n == int(n) for n in profile.numbers)
    return whole and low >= 0 and (high <= 10 or (high <= 100 and all(n % 5 == 0 for n in profile.numbers)))


def _name_and_scale(
    kind: str | None, low: float, high: float, profile: Profile, found: Findings
) -> tuple[str, tuple[float, float], str]:
    seen = f"numbers from {low:g} to {high:g}"
    smallest = next((a, b) for a, b in _SCALES if a <= low and high <= b)
    if kind == "nps":
        if high > 10 or (low >= 1 and high <= 5 and len(profile.numbers) >= _ENOUGH_VALUES):
            found.unsure.append(
                f"'{profile.name}' asks for a recommendation but holds {seen}, so it is no NPS; it is called 'recommend'."
            )
            return "recommend", smallest, f"its name says recommend, but it holds {seen}"
        return "nps", (0, 10), f"its name says recommend, and it holds {seen}"
    if kind == "stars":
        return "stars", smallest, f"its name says stars or rating, and it holds {seen}; stars are no NPS"
    if kind:
        return kind, smallest, f"its name says so, and it holds {seen}; the scale is the smallest usual one"
    found.unsure.append(f"'{profile.name}' holds {seen} like a score, but its name does not say which.")
    return slug(profile.name, "score"), smallest, f"unsure: it holds {seen}"


def _lead_with_nps(left: list[Profile], found: Findings) -> list[Profile]:
    """The scores with the NPS first; where none is named so, the one asked on 0 to 10, or a column of groups."""
    if not any(score.name == "nps" for score in found.scores):
        unnamed = [
            s for s in found.scores if s.choice.why.endswith("from 0 to 10") and s.choice.why.startswith("unsure")
        ]
        grouped = [p for p in left if p.is_grouped]
        if unnamed:
            chosen = unnamed[0]
            found.unsure.append(f"'{chosen.choice.columns[0]}' is taken for the NPS only because it goes up to 10.")
            found.scores[found.scores.index(chosen)] = ScoreChoice("nps", chosen.choice, (0, 10))
        elif grouped:
            found.unsure.append(
                f"'{grouped[0].name}' gives only promoter, passive and detractor: shares are right, means are not."
            )
            found.scores.append(ScoreChoice("nps", Choice((grouped[0].name,), "it holds the three groups"), (0, 10)))
    found.scores.sort(key=lambda score: score.name != "nps")
    return [p for p in left if not p.is_grouped]


def _is_answer(profile: Profile) -> bool:
    """Whether the column holds free text: it looks like it, or its wording asks for it and its cells have words."""
    if says(wording.TRANSLATED, profile.names):
        return False
    if profile.is_text:
        return not _is_choice_list(profile)
    if profile.is_numeric or profile.dates > 0.5 or profile.spaced < 0.2:
        return False
    if any(says(cues, profile.names) for cues in (wording.WHY, wording.IMPROVE, wording.ANYTHING_ELSE)):
        return len(profile.distinct) > 1 and profile.length >= 5
    if says(wording.FREE_TEXT, profile.names):
        return len(profile.distinct) > 1 and not _is_choice_list(profile)
    return (
        says(wording.COMMENT, profile.names)
        and len(profile.distinct) > 5
        and profile.distinct_share > 0.3
        and not _is_choice_list(profile)
    )


def _is_choice_list(profile: Profile) -> bool:
    """Whether cells are ticked choices joined by a sign: few different pieces make up many different cells."""
    pieces = [piece.strip() for cell in profile.cells for piece in re.split(r"[;,|]\s*", cell)]
    return len(pieces) > 1.2 * len(profile.cells) and len(set(pieces)) <= min(15, 0.2 * len(pieces))


def _take_review(left: list[Profile], found: Findings) -> list[Profile]:
    """The columns without a review's title and content, which are one answer."""
    title = next((p for p in left if key(p.name) in ("reviewtitle", "title")), None)
    content = next((p for p in left if key(p.name) in ("reviewcontent", "content", "text", "review")), None)
    if not title or not content or not _is_answer(content):
        return left
    choice = Choice((title.name, content.name), "a review's title and content are one answer")
    found.questions.append(QuestionChoice("why", choice, "Review"))
    return [p for p in left if p not in (title, content)]


def _take_question(profile: Profile, texts: int, found: Findings) -> None:
    if says(wording.IMPROVE, profile.names):
        kind, why = "improve", "its wording asks what to do better"
    elif says(wording.WHY, profile.names):
        kind, why = "why", "its wording asks for the reason"
    elif texts == 1 and not found.questions:
        kind, why = "why", "unsure: it is the only free text"
        found.unsure.append(f"'{profile.name}' is taken for the reason of the score because it is the only free text.")
    else:
        kind, why = "other", "free text that asks neither why nor what to do better"
    order = {"why": 0, "improve": 1, "other": 2}
    found.questions.append(QuestionChoice(kind, Choice((profile.name,), why)))
    found.questions.sort(key=lambda q: order[q.kind])


def _lead_with_why(found: Findings) -> None:
    """Where no text says what it asks, the first is taken for the reason."""
    if found.questions and all(question.kind == "other" for question in found.questions):
        first = found.questions[0]
        found.questions[0] = QuestionChoice(
            "why", Choice(first.choice.columns, "unsure: it is the first of the free texts")
        )
        found.unsure.append(
            f"'{first.choice.columns[0]}' is taken for the reason of the score because it is the first free text."
        )


def _take_segments(profiles: Sequence[Profile], found: Findings) -> None:
    fitting = [p for p in profiles if _is_segment(p)]
    for profile in fitting[:_MOST_SEGMENTS]:
        name = slug(profile.name, "segment")
        taken = set(found.segments) | {score.name for score in found.scores} | RESERVED_COLUMNS
        if name in taken:
            name = next(f"{name}_{i}" for i in range(2, 100) if f"{name}_{i}" not in taken)
        found.segments[name] = Choice((profile.name,), f"{len(profile.distinct)} different values")
    if len(fitting) > _MOST_SEGMENTS:
        found.unsure.append(
            f"{len(fitting) - _MOST_SEGMENTS} more columns could be segments, such as '{fitting[_MOST_SEGMENTS].name}'."
        )


def _is_segment(profile: Profile) -> bool:
    # What people wrote is never a level to cut by, however few wrote it: it could name somebody.
    if any(says(cues, profile.names) for cues in (wording.WHY, wording.IMPROVE, wording.ANYTHING_ELSE, wording.FREE_TEXT)):
        return False
    levels = len(profile.distinct)
    fits = 2 <= levels <= min(_MOST_LEVELS, max(3, 0.5 * len(profile.cells)))
    return (
        fits and profile.filled >= 0.5 and profile.length <= 40 and not (profile.is_numeric or _is_choice_list(profile))
    )


def slug(name: str, fallback: str) -> str:
    """The name as a configuration may use it: small letters, digits and underscores, at most 30."""
    plain = re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")[:30].strip("_")
    return plain if plain[:1].isalpha() else f"{fallback}_{plain}".strip("_")
