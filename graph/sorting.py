"""Lines in order, more of them than there is room for: runs of them are sorted in memory and merged from disk."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from typing import IO, Any

RUN_BYTES = 64 << 20  # that are sorted in memory at a time


class SortedLines(AbstractContextManager["SortedLines"]):
    """A file to write lines to, in pieces of any length, and to read them from, sorted as bytes and each once.

    >>> with SortedLines() as lines:
    ...     for piece in (b"b\\na", b"\\nb\\n"):
    ...         _ = lines.write(piece)
    ...     list(lines)
    [b'a\\n', b'b\\n']
    """

    def __init__(self, run_bytes: int = RUN_BYTES) -> None:
        self._run_bytes = run_bytes
        self._pending: list[bytes] = []
        self._size = 0
        self._runs: list[IO[bytes]] = []
        self._files = ExitStack()

    def __exit__(self, *_: object) -> None:
        self._files.close()
        self._pending.clear()

    def write(self, piece: bytes) -> int:
        """Add a piece of the lines; return its length."""
        self._pending.append(bytes(piece))
        self._size += len(piece)
        if self._size >= self._run_bytes:
            self._spill()
        return len(piece)

    def flush(self) -> None:
        """Do nothing: writers of files expect it."""

    def __iter__(self) -> Iterator[bytes]:
        last = None
        for run in self._runs:
            run.seek(0)
        for line in heapq.merge(*self._runs, sorted(b"".join(self._pending).splitlines(keepends=True))):
            if line != last:
                yield line
                last = line

    def blocks(self, lines: int = 20_000) -> Iterator[bytes]:
        """Yield the lines in blocks of so many."""
        return join_lines(self, lines)

    def _spill(self) -> None:
        whole = b"".join(self._pending)
        end = whole.rfind(b"\n") + 1
        run = self._files.enter_context(tempfile.TemporaryFile(prefix="zhitu-"))  # noqa: SIM115
        run.writelines(sorted(whole[:end].splitlines(keepends=True)))
        self._runs.append(run)
        self._pending = [whole[end:]]
        self._size = len(whole) - end


def join_lines(lines: Any, count: int) -> Iterator[bytes]:
    """Yield lines in blocks of `count`.

    >>> list(join_lines([b"a\\n", b"b\\n", b"c\\n"], 2))
    [b'a\\nb\\n', b'c\\n']
    """
    block: list[bytes] = []
    for line in lines:
        block.append(line)
        if len(block) == count:
            yield b"".join(block)
            block = []
    if block:
        yield b"".join(block)


def compare(first: Iterator[bytes], second: Iterator[bytes]) -> Iterator[tuple[bool, bytes]]:
    """Yield each line that only one of two sorted sequences has, with whether it is the first.

    >>> list(compare(iter([b"a", b"b"]), iter([b"b", b"c"])))
    [(True, b'a'), (False, b'c')]
    """
    one, two = next(first, None), next(second, None)
    while one is not None or two is not None:
        if one == two:
            one, two = next(first, None), next(second, None)
        elif two is None or (one is not None and one < two):
            assert one is not None
            yield True, one
            one = next(first, None)
        else:
            yield False, two
            two = next(second, None)
