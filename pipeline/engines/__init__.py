"""Where the parts of a run are worked on. An engine decides only that: every engine gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from pipeline.plugins import resolve

BUILTIN = {"local": "pipeline.engines.local:LocalEngine"}


class Engine(Protocol):
    """Runs the row stages over parts."""

    def map(self, make_work: Callable[[], Callable[[Any], Any]], parts: Iterable[Any]) -> Iterator[Any]:
        """The results of `make_work()(part)` for each of `parts`, in order; `make_work` is called once a worker."""
        ...


def make_engine(name: str, processes: int) -> Engine:
    """The engine called `name`, with at most `processes` workers (0: one for each core)."""
    return resolve("engines", name, BUILTIN)(processes)
