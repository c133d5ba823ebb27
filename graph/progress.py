"""Progress for people: on standard error, only if somebody looks, only of what takes longer than a second.

It tells how much is done, how fast it goes and how long it will take.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

PATIENCE = 1.0  # seconds before anything is shown


@contextmanager
def progress(doing: str) -> Iterator[Callable[[int, int], None]]:
    """Yield a function that takes how much is done and how much there is, and shows a bar.

    >>> with progress("Reading") as advance:
    ...     advance(1, 2)
    """
    begun = monotonic()
    bar: Any = None
    task: Any = None

    def advance(done: int, total: int) -> None:
        nonlocal bar, task
        if bar is None and sys.stderr.isatty() and monotonic() - begun > PATIENCE:
            # Imported here, for most commands are done before they would show it.
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[rate]}"),
                TimeRemainingColumn(),
            )
            bar = Progress(*columns, console=Console(stderr=True), transient=True)
            bar.start()
            task = bar.add_task(doing, total=total, rate="")
        if bar is not None:
            bar.update(task, completed=done, total=total, rate=f"{done / (monotonic() - begun):.1f} a second")

    try:
        yield advance
    finally:
        if bar is not None:
            bar.stop()
