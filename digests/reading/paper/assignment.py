"""The best assignment of rows to columns of a table of points, each column used once at most."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf


def assign(table: Sequence[Sequence[float]]) -> list[int | None]:
    """For each row its column, so that the points add up to the most; None where a row is better off without.

    The Hungarian method with shortest augmenting paths, O(rows² x columns). Having no column is worth 0: every row has
    a column of its own for that, so a solution always exists.
    """
    rows, columns = len(table), len(table[0]) if table else 0
    wide = columns + rows
    costs = [
        [*(-points for points in row), *(0.0 if at == own else inf for at in range(rows))]
        for own, row in enumerate(table)
    ]
    row_price, column_price = [0.0] * rows, [0.0] * wide
    taken: list[int | None] = [None] * wide
    for new in range(rows):
        least, via = [inf] * wide, [-1] * wide  # cheapest way to a column, and the column before it
        done: set[int] = set()
        row, column = new, -1
        while True:
            shift, nearest = inf, -1
            for at in range(wide):
                if at in done:
                    continue
                cost = costs[row][at] - row_price[row] - column_price[at]
                if cost < least[at]:
                    least[at], via[at] = cost, column
                if least[at] < shift:
                    shift, nearest = least[at], at
            row_price[new] += shift
            for at in range(wide):
                if at in done:
                    holder = taken[at]
                    assert holder is not None
                    row_price[holder] += shift
                    column_price[at] -= shift
                else:
                    least[at] -= shift
            column = nearest
            done.add(column)
            holder = taken[column]
            if holder is None:
                break
            row = holder
        while column >= 0:
            before = via[column]
            taken[column] = new if before < 0 else taken[before]
            column = before
    out: list[int | None] = [None] * rows
    for at in range(columns):
        if (holder := taken[at]) is not None:
            out[holder] = at
    return out
