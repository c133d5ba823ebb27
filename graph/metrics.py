"""What a server counts, in the text format of Prometheus."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping

BUCKETS = (0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0, 60.0)  # seconds


class Metrics:
    """Counts of queries and of how long they took.

    >>> metrics = Metrics()
    >>> metrics.count(200, 0.02)
    >>> metrics.write({}, {}).splitlines()[2]
    'zhitu_queries_total{status="200"} 1'
    """

    def __init__(self) -> None:
        self._statuses: Counter[int] = Counter()
        self._buckets: Counter[int] = Counter()
        self._seconds = 0.0
        self.truncated = 0

    def count(self, status: int, seconds: float) -> None:
        """Count a query that was answered with a status of HTTP after some seconds."""
        self._statuses[status] += 1
        self._buckets[bisect_left(BUCKETS, seconds)] += 1
        self._seconds += seconds

    def write(self, counts: Mapping[str, int], processes: Mapping[str, int]) -> str:
        """Return all metrics; `counts` are those of the processes that ask, `processes` how many do what."""
        total = sum(self._statuses.values())
        below = [sum(self._buckets[one] for one in range(place + 1)) for place in range(len(BUCKETS))]
        errors = sum(number for status, number in self._statuses.items() if status >= 400)
        sections = [
            ("queries_total", "counter", "Queries by the status they were answered with.",
             [(f'{{status="{status}"}}', number) for status, number in sorted(self._statuses.items())]),
            ("query_errors_total", "counter", "Queries answered with an error.", [("", errors)]),
            ("query_timeouts_total", "counter", "Queries that took too long.", [("", counts.get("timeouts", 0))]),
            ("query_deaths_total", "counter", "Queries that ended their process.", [("", counts.get("deaths", 0))]),
            ("query_truncated_total", "counter", "Answers that were cut, and marked.", [("", self.truncated)]),
            ("query_processes_total", "counter", "Processes started.", [("", counts.get("processes", 0))]),
            ("processes", "gauge", "Processes and waiting queries.",
             [(f'{{state="{state}"}}', number) for state, number in processes.items()]),
        ]  # fmt: skip
        lines = []
        for name, kind, meaning, values in sections:
            lines += [f"# HELP zhitu_{name} {meaning}", f"# TYPE zhitu_{name} {kind}"]
            lines += [f"zhitu_{name}{labels} {number}" for labels, number in values]
        name = "zhitu_query_seconds"
        lines += [f"# HELP {name} How long queries took.", f"# TYPE {name} histogram"]
        lines += [f'{name}_bucket{{le="{bound:g}"}} {number}' for bound, number in zip(BUCKETS, below, strict=True)]
        lines += [f'{name}_bucket{{le="+Inf"}} {total}', f"{name}_sum {self._seconds:.3f}", f"{name}_count {total}"]
        return "\n".join([*lines, ""])
