"""One tree of errors: what happened, where, and what to do about it.

Every message a user sees is one of these. They carry no answer text, because a failing value may be
somebody's name, and they survive pickling between processes.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class WhyscoreError(Exception):
    """An expected failure: `what` happened, `where` (file, row, column or key), `what_to_do`."""

    exit_status = 1

    def __init__(self, what: str, where: str = "", what_to_do: str = "") -> None:
        super().__init__(what, where, what_to_do)
        self.what, self.where, self.what_to_do = what, where, what_to_do

    def __str__(self) -> str:
        sentences = (self.what, f"Where: {self.where}" if self.where else "", self.what_to_do)
        return " ".join(s if s.endswith((".", "?", "!")) else s + "." for s in sentences if s)


class ConfigError(WhyscoreError):
    """The command or the configuration is wrong."""

    exit_status = 2


class InputError(WhyscoreError):
    """A file of the user cannot be used as it is."""


class RunError(WhyscoreError):
    """A run could not go on or could not write its folder."""


def nearest(name: str, known: Iterable[str]) -> str:
    """A sentence that offers the known name most like `name`, or lists the known ones."""
    known = [str(k) for k in known]
    lowered = {k.casefold().strip(): k for k in reversed(known)}
    close = get_close_matches(str(name).casefold().strip(), lowered, n=1, cutoff=0.6)
    if close:
        return f"Did you mean '{lowered[close[0]]}'?"
    return f"Known: {', '.join(known[:30])}{' …' if len(known) > 30 else ''}." if known else ""
