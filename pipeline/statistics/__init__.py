"""Statistics of survey answers: pure functions on numbers and arrays.

This room knows no table, no file and no configuration. A number comes with its interval and its n, or it is
withheld with the reason (see `estimate`); intervals are two-sided, 95 % unless asked otherwise.
"""

from pipeline.statistics.estimate import Difference, Estimate

__all__ = ["Difference", "Estimate"]
