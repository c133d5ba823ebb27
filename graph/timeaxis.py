"""An axis of days: where a day stands, and which ticks are named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from graph.svg import line, words

_TICKS = 11
_STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000)  # months between ticks
_FEW = 0.02  # of the days at either end that may lie outside


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """The days from `begin` to `end`, between two places in pixels.

    >>> axis = TimeAxis(date(2013, 1, 1), date(2016, 1, 1), 0, 300)
    >>> round(axis.x(date(2014, 7, 2))), [name for _, name in axis.ticks()][:3]
    (150, ['2013', '2013-07', '2014'])
    """

    begin: date
    end: date
    left: float
    right: float

    @classmethod
    def of(cls, days: Iterable[date], left: float, right: float) -> TimeAxis:
        """Return an axis for days, less the two in a hundred at either end where these would take half of the room."""
        ordered = sorted(days)
        begin, end = ordered[0], ordered[-1]
        cut = int(len(ordered) * _FEW)
        inner = ordered[cut], ordered[-1 - cut]
        if (end - begin) > 2 * (inner[1] - inner[0]) > timedelta(0):
            begin, end = inner
        margin = max(timedelta(days=20), (end - begin) * 0.03)
        first = begin - margin if begin - date.min > margin else begin
        return cls(first, end + margin if date.max - end > margin else end, left, right)

    def x(self, day: date) -> float:
        """Return where a day stands; one outside stands at the end."""
        share = (day - self.begin) / (self.end - self.begin)
        return self.left + (self.right - self.left) * min(1.0, max(0.0, share))

    def has(self, day: date) -> bool:
        """Tell whether a day lies on the axis."""
        return self.begin <= day <= self.end

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Yield place and name of the ticks: years, halves, quarters or months."""
        months = (self.end.year - self.begin.year) * 12 + self.end.month - self.begin.month
        step = next((step for step in _STEPS if months / step <= _TICKS), _STEPS[-1])
        at = -(-(self.begin.year * 12 + self.begin.month - 1) // step) * step
        while at // 12 <= min(self.end.year, 9999):
            day = date(at // 12, at % 12 + 1, 1)
            if day > self.end:
                return
            if self.has(day):
                yield self.x(day), f"{day.year}" if day.month == 1 else f"{day.year}-{day.month:02d}"
            at += step

    def draw(self, top: float, bottom: float) -> list[str]:
        """Return the ticks' lines from `top` to `bottom`, with their names above."""
        parts = []
        for x, name in self.ticks():
            parts.append(line(x, top, x, bottom, "rule"))
            parts.append(words(x, top - 6, name, "small soft", "middle"))
        return parts


class Lanes:
    """Lines in which labels follow each other without touching: the first that has room takes the next.

    >>> lanes = Lanes(gap=4)
    >>> [lanes.take(0, 10), lanes.take(5, 15), lanes.take(14, 20)]
    [0, 1, 0]
    """

    def __init__(self, gap: float = 10) -> None:
        self._gap = gap
        self._ends: list[float] = []

    def take(self, begin: float, end: float) -> int:
        """Return the number of the lane that something from `begin` to `end` goes into."""
        for lane, last in enumerate(self._ends):
            if last + self._gap <= begin:
                self._ends[lane] = end
                return lane
        self._ends.append(end)
        return len(self._ends) - 1

    def __len__(self) -> int:
        return len(self._ends)
