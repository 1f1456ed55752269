"""What guessing found in one export, or in several together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Choice:
    """Columns chosen for a purpose (several: the names in different files, or parts of one text), and why."""

    columns: tuple[str, ...]
    why: str

    def also(self, other: Choice) -> Choice:
        """With the columns of the same purpose in another file."""
        return Choice(tuple(dict.fromkeys(self.columns + other.columns)), self.why)


@dataclass(frozen=True)
class ScoreChoice:
    """A score: its name, its columns, its scale, and why."""

    name: str
    choice: Choice
    scale: tuple[float, float]


@dataclass(frozen=True)
class QuestionChoice:
    """A question: its kind, its columns, its name where that is not the column's, and why."""

    kind: str
    choice: Choice
    name: str | None = None


@dataclass
class Findings:
    """The guesses for one export."""

    files: list[str]
    seen: list[str] = field(default_factory=list)
    language: str | None = None
    zone: str | None = None
    roles: dict[str, Choice] = field(default_factory=dict)
    scores: list[ScoreChoice] = field(default_factory=list)
    questions: list[QuestionChoice] = field(default_factory=list)
    segments: dict[str, Choice] = field(default_factory=dict)
    long: tuple[str, str] | None = None
    date_order: tuple[str, str] | None = None
    personal: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    ids: frozenset[str] = frozenset()
    columns: frozenset[str] = frozenset()


def merge(found: Sequence[Findings]) -> Findings:
    """The guesses for files that are read together: waves of one survey, or parts that share response ids."""
    merged = found[0]
    for other in found[1:]:
        joined = bool(merged.ids & other.ids) and merged.columns != other.columns
        if joined:
            merged.unsure.append(
                f"{', '.join(other.files)} shares response ids with the files before it: they will be joined."
            )
        _take(merged, other, joined)
    return merged


def _take(merged: Findings, other: Findings, joined: bool) -> None:
    for role, choice in other.roles.items():
        merged.roles[role] = merged.roles[role].also(choice) if role in merged.roles else choice
    for key, choice in other.segments.items():
        merged.segments[key] = merged.segments[key].also(choice) if key in merged.segments else choice
    for score in other.scores:
        same = next((s for s in merged.scores if s.name == score.name), None)
        if same:
            scale = (min(same.scale[0], score.scale[0]), max(same.scale[1], score.scale[1]))
            merged.scores[merged.scores.index(same)] = ScoreChoice(same.name, same.choice.also(score.choice), scale)
        else:
            merged.scores.append(score)
    _take_questions(merged, other, joined)
    for name in ("files", "seen", "personal", "unsure"):
        getattr(merged, name).extend(item for item in getattr(other, name) if item not in getattr(merged, name))
    merged.language, merged.zone = merged.language or other.language, merged.zone or other.zone
    merged.date_order = merged.date_order or other.date_order
    merged.long = merged.long or other.long
    merged.ids, merged.columns = merged.ids | other.ids, merged.columns | other.columns


def _take_questions(merged: Findings, other: Findings, joined: bool) -> None:
    """Waves: the first `why` question of one file is that of the other. Joined files: each has its own questions."""
    for kind in ("why", "improve", "other"):
        mine = [q for q in merged.questions if q.kind == kind]
        for i, question in enumerate(q for q in other.questions if q.kind == kind):
            if question in merged.questions:
                continue
            if i < len(mine) and not joined:
                place = merged.questions.index(mine[i])
                merged.questions[place] = QuestionChoice(
                    kind, mine[i].choice.also(question.choice), mine[i].name or mine[i].choice.columns[0]
                )
            else:
                merged.questions.append(question)
