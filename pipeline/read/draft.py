"""A configuration written from guesses: TOML with the reason beside each line, and what was unsure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePath

from pipeline.read.findings import Findings

_ROLES = ("response_id", "respondent_id", "at", "market", "language", "weight", "status")


def write(found: Findings, paths: Sequence[PurePath | str], name: str) -> str:
    """The configuration as TOML; `paths` are written as they are given."""
    lines = ["# Written by `whyscore init` from what the files look like. Correct what is wrong, then run it.", ""]
    lines += [f"# {sentence}" for sentence in found.seen]
    lines += [f"# unsure: {sentence}" for sentence in found.unsure]
    if found.personal:
        lines.append(f"# Not read, because it is about persons: {', '.join(found.personal)}")
    lines += ["", "[survey]", f"name = {quoted(name)}"]
    zone, why = (found.zone, "after country and wording") if found.zone else ("UTC", "unsure: nothing told the zone")
    lines.append(f"timezone = {quoted(zone)}  # {why}")
    if found.date_order:
        lines.append(f"date_order = {quoted(found.date_order[0])}  # {_comment(found.date_order[1])}")
    for path in paths:
        lines += ["", "[[survey.sources]]", f"path = {quoted(str(path))}"]
    if found.long:
        lines += ["", "[survey.long]", f"question = {quoted(found.long[0])}", f"answer = {quoted(found.long[1])}"]
    lines += _columns(found) + _scores(found) + _questions(found) + _segments(found)
    lines += ["", "[period]", 'by = "month"', 'report = "latest"', "", "[run]", 'out = "runs"']
    return "\n".join(lines) + "\n"


def _columns(found: Findings) -> list[str]:
    given = [(role, found.roles[role]) for role in _ROLES if role in found.roles]
    lines = ["", "[survey.columns]"]
    lines += [f"{role} = {_names(choice.columns)}  # {_comment(choice.why)}" for role, choice in given]
    return lines if given else []


def _scores(found: Findings) -> list[str]:
    lines = []
    for score in found.scores:
        low, high = score.scale
        lines += [
            "",
            "[[survey.scores]]",
            f'name = "{score.name}"',
            f"column = {_names(score.choice.columns)}  # {_comment(score.choice.why)}",
            f"scale = [{low:g}, {high:g}]",
        ]
    return lines


def _questions(found: Findings) -> list[str]:
    lines = []
    for question in found.questions:
        lines += ["", "[[survey.questions]]", f"column = {_names(question.choice.columns)}"]
        lines.append(f'kind = "{question.kind}"  # {_comment(question.choice.why)}')
        if question.name:
            lines.append(f"name = {quoted(question.name)}")
    return lines


def _segments(found: Findings) -> list[str]:
    lines = ["", "[survey.segments]"]
    lines += [f"{key} = {_names(choice.columns)}  # {_comment(choice.why)}" for key, choice in found.segments.items()]
    return lines if found.segments else []


def _names(columns: Sequence[str]) -> str:
    return quoted(columns[0]) if len(columns) == 1 else "[" + ", ".join(map(quoted, columns)) + "]"


def _comment(text: str) -> str:
    return " ".join(text.split())


def quoted(text: str) -> str:
    """The text as a TOML string. TOML escapes as JSON does, and the delete character besides."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
