"""Parts in processes of this machine, a bounded number of them in memory at a time."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from typing import Any

from pipeline.errors import RunError

# Set in each worker process by its initializer: a worker loads the taggers once, not once a part.
_work: Callable[[Any], Any] | None = None


def _start(make_work: Callable[[], Callable[[Any], Any]]) -> None:
    global _work
    _work = make_work()


def _do(part: Any) -> Any:
    assert _work is not None
    return _work(part)


class LocalEngine:
    """Runs parts in `processes` processes; 0 takes one for each core. A single part runs right here."""

    def __init__(self, processes: int = 0) -> None:
        self.processes = processes or len(os.sched_getaffinity(0))

    def map(self, make_work: Callable[[], Callable[[Any], Any]], parts: Iterable[Any]) -> Iterator[Any]:
        """The result of each part, in order."""
        waiting = iter(parts)
        first = list(islice(waiting, 2))
        if self.processes == 1 or len(first) < 2:
            work = make_work()
            yield from (work(part) for part in chain(first, waiting))
            return
        yield from self._in_processes(make_work, chain(first, waiting))

    def _in_processes(self, make_work: Callable[[], Callable[[Any], Any]], parts: Iterator[Any]) -> Iterator[Any]:
        # `spawn`: a forked copy of a process with threads (pyarrow's, torch's) can hang.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(self.processes, context, _start, (make_work,)) as pool:
            try:
                under_way = deque(pool.submit(_do, part) for part in islice(parts, self.processes + 1))
                while under_way:
                    yield under_way.popleft().result()
                    under_way.extend(pool.submit(_do, part) for part in islice(parts, 1))
            except BrokenProcessPool as error:
                raise RunError(
                    "A worker process ended before its part was done",
                    "",
                    "Often memory: set run.part_size or run.processes lower and run again",
                ) from error
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
