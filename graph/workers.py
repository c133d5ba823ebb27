"""One step over many documents on all cores: the same results, in the same order, as one after another."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import Any, TypeVar

from ontologies.errors import OntologyError, UsageError, ZhituError

Item = TypeVar("Item")
T = TypeVar("T")

# Below this a second process costs more than it saves.
WORTH_BYTES = 150_000

_step: Callable[[Any], Any] | None = None


def run_each(
    step: Callable[[Item], T], items: Sequence[Item], workers: int | None = None, size: int | None = None
) -> Iterator[T | Exception]:
    """Yield, item for item and in order, what `step` returns for it, or the exception that it raised.

    The first item is done here, so that what the step loads is loaded once; then processes are forked, where the system
    can and where there are enough bytes to be worth it: `size`, or where that is not said, what the files come to that
    the items are. If one is killed, the rest is done here.

    >>> list(run_each(lambda path: path.suffix, [Path("a.txt"), Path("b.md")]))
    ['.txt', '.md']
    """
    for item in items[:1]:
        yield _attempt(step, item)
    gc.freeze()  # what is loaded now stays: the collector need not look at it again, and processes share it
    try:
        yield from _run_rest(step, items, workers, _size(items) if size is None else size)
    finally:
        gc.unfreeze()


def complaint_of(path: Path, error: Exception) -> str:
    """Return what a user is told of a document that a step failed on; raise what makes going on pointless.

    >>> complaint_of(Path("a.txt"), KeyError("x"))
    "a.txt: a fault of zhitu (KeyError: 'x'); please report it with the text"
    """
    if isinstance(error, OntologyError | UsageError):
        raise error
    if isinstance(error, ZhituError):
        return str(error)
    # One text that the program cannot cope with does not end a run of thousands.
    return f"{path}: a fault of zhitu ({type(error).__name__}: {error}); please report it with the text"


def _run_rest(
    step: Callable[[Item], T], items: Sequence[Item], workers: int | None, size: int
) -> Iterator[T | Exception]:
    done = 1
    count = min(workers or os.cpu_count() or 1, len(items) - done)
    if count > 1 and "fork" in get_all_start_methods() and (workers or size >= WORTH_BYTES):
        pool = ProcessPoolExecutor(count, mp_context=get_context("fork"), initializer=_begin, initargs=(step,))
        try:
            for result in pool.map(_run, items[done:], chunksize=max(1, min(16, len(items) // (16 * count)))):
                yield result
                done += 1
        except BrokenProcessPool:
            pass
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    for item in items[done:]:
        yield _attempt(step, item)


def _size(items: Sequence[object]) -> int:
    return sum(path.stat().st_size for path in items if isinstance(path, Path) and path.is_file())


def _attempt(step: Callable[[Item], T], item: Item) -> T | Exception:
    gc.disable()  # a reading makes many objects and no cycles: looking for some costs a quarter of the time
    try:
        return step(item)
    except Exception as error:  # what goes wrong with one document is told, and the rest goes on
        return error
    finally:
        gc.enable()


def _begin(step: Callable[[Any], Any]) -> None:
    global _step
    _step = step
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer


def _run(item: Any) -> Any:
    assert _step is not None
    return _attempt(_step, item)
