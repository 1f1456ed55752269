"""Which cells of a published table of counts to withhold, so that no small group can be computed back.

The totals are taken to be published. A withheld cell can be told from the rest unless it lies on a closed
walk of withheld cells, along which one response may be moved without changing any total: from row to
column to row, one cell up and the next one down (Cox 1980, JASA 75:377-385).
"""

from __future__ import annotations

import numpy as np


def suppress(table: np.ndarray, threshold: int) -> np.ndarray:
    """A boolean mask, of the table's shape, of the cells to withhold: small ones and those that protect them.

    Small is a count from 1 to `threshold` - 1. `table` is a vector (its total published) or a matrix (row
    and column totals published) of whole counts without its totals. With what is left and the totals, each
    small cell may still take values that differ by 1 or more. Protectors are few and small, and 0 only
    where nothing else will do; the same table gives the same mask. Where no choice protects (a group that
    is alone in its row and column), or a count is missing or negative, every cell is withheld: publish no
    totals of such a table. Raises ValueError for fractions or more than two dimensions.
    """
    table = np.asarray(table, dtype=float)
    if table.ndim not in (1, 2):
        raise ValueError("The table must have one or two dimensions.")
    if not np.isfinite(table).all() or (table < 0).any():
        return np.ones(table.shape, dtype=bool)
    if (table != np.floor(table)).any():
        raise ValueError("A table of counts holds whole numbers.")
    small = (table > 0) & (table < threshold)
    if not small.any():
        return small
    if table.ndim == 1 or 1 in table.shape:
        return _protect_vector(table.reshape(-1), small.reshape(-1)).reshape(table.shape)
    return _protect_matrix(table, small)


def _protect_vector(table: np.ndarray, small: np.ndarray) -> np.ndarray:
    """The mask with a second withheld cell: the smallest other count, a 0 last."""
    withheld = small.copy()
    if withheld.sum() == 1:
        others = np.flatnonzero(~small)
        if not len(others):
            return withheld
        counts = np.where(table[others] > 0, table[others], np.inf)
        withheld[others[np.argmin(counts)]] = True
    return withheld


def _protect_matrix(table: np.ndarray, small: np.ndarray) -> np.ndarray:
    """The mask with each small cell on a closed walk, or all True where one cannot be."""
    withheld, safe = small.copy(), np.zeros_like(small)
    for row, column in zip(*np.nonzero(small), strict=True):
        if safe[row, column]:
            continue
        walks = [_cheapest_walk(table, withheld, row, column, down) for down in (True, False)]
        cost, cells = min(walks, key=lambda walk: walk[0])
        if not np.isfinite(cost):
            return np.ones_like(small)
        for cell in cells:
            withheld[cell] = safe[cell] = True
        safe[row, column] = True
    return withheld


def _cheapest_walk(table: np.ndarray, withheld: np.ndarray, row: int, column: int,
                   down: bool) -> tuple[float, list[tuple[int, int]]]:
    """Cost and cells of the cheapest walk from `row` to `column` that lets their cell go down (or up) by one.

    Infinite cost where there is none. Rows and columns are nodes; a step from row to column moves its cell
    the other way than the small one, a step back moves it the same way, and only cells above 0 can go
    down.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import dijkstra

    rows, columns = table.shape
    cost = _costs(table, withheld)
    raised, lowered = cost, np.where(table > 0, cost, np.inf)
    outward, back = (raised.copy(), lowered) if down else (lowered.copy(), raised)
    outward[row, column] = np.inf
    (r, c), (r_back, c_back) = np.nonzero(np.isfinite(outward)), np.nonzero(np.isfinite(back))
    arcs = np.r_[r, rows + c_back], np.r_[rows + c, r_back]
    graph = coo_array((np.r_[outward[r, c], back[r_back, c_back]], arcs), shape=(rows + columns,) * 2)
    distance, before = dijkstra(graph.tocsr(), indices=row, return_predecessors=True)
    cells, node = [], int(rows + column)
    while node != row and before[node] >= 0:
        previous = int(before[node])
        cells.append((min(node, previous), max(node, previous) - rows))
        node = previous
    return float(distance[rows + column]), cells


def _costs(table: np.ndarray, withheld: np.ndarray) -> np.ndarray:
    """What a cell costs a walk: almost nothing if withheld already, else few cells before small counts."""
    one_more = float(table.size + 1)
    fresh = one_more * (1 + table / (table.sum() + 1) / table.size)
    # A published 0 tells an outsider little when withheld, and is often known: the last resort.
    fresh = np.where(table > 0, fresh, one_more**2)
    return np.where(withheld, 1.0, fresh)
