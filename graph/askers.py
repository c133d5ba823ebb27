"""Processes that ask, watched: a query that takes too long or too much costs itself alone.

There are `workers` of them for queries that are quick. A query that is not done after a moment (`QUANTUM`) goes on at
a lower priority and gives its place to the next, as long as no more than `workers` queries do so: whoever asks
modestly is answered, whatever others ask. What exceeds its time is killed with its process, and so is what nobody
waits for any more. All processes ask a snapshot of the store; after a build, new ones ask the new store.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from extractors.bounds import MEBIBYTE
from graph.asker import Outcome, Question
from graph.indexing import index_name
from graph.snapshots import Head, Snapshot, drop_snapshots, read_head, take_snapshot
from ontologies.errors import ZhituError

QUANTUM = 0.5  # seconds after which a query is a long one
WAITING = 256  # questions that may wait for a process
QUESTIONS = 2000  # that a process answers before another takes its place
_NICE = 10
_LINE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: seconds, memory in bytes, rows or triples, and bytes of its answer."""

    seconds: float = 30.0
    memory: int = 1024 * MEBIBYTE
    rows: int = 100_000
    size: int = 64 * MEBIBYTE


class Refused(Exception):
    """A question that gets no answer: the status of HTTP that says why, and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class _Asker:
    """One process."""

    def __init__(self, process: asyncio.subprocess.Process, snapshot: Snapshot) -> None:
        self.process, self.snapshot, self.asked = process, snapshot, 0

    async def ask(self, question: Question) -> tuple[Outcome, bytes]:
        """Return the answer; raise EOFError where the process dies."""
        assert self.process.stdin and self.process.stdout
        self.asked += 1
        try:
            self.process.stdin.write(f"{json.dumps(asdict(question))}\n".encode())
            await self.process.stdin.drain()
            line = await self.process.stdout.readline()
            if not line:
                raise EOFError
            outcome = Outcome(**json.loads(line))
            return outcome, await self.process.stdout.readexactly(outcome.length)
        except (OSError, asyncio.IncompleteReadError) as error:
            raise EOFError from error

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            self.process.kill()


Derive = Callable[[Path], Path | None]


class Askers:
    """The processes that ask the graph of a folder; `start` them before use and `close` them after.

    `derive` returns the store that is asked instead of the graph's own, None for that.
    """

    def __init__(self, folder: Path, workers: int, limits: Limits, derive: Derive = lambda folder: None) -> None:
        self.folder, self.workers, self.limits, self._derive = folder, workers, limits, derive
        self.counts: Counter[str] = Counter()
        self._quick = asyncio.Semaphore(workers)
        self._long = self._waiting = 0
        self._idle: list[_Asker] = []
        self._busy: set[_Asker] = set()
        self._snapshot: Snapshot | None = None
        self._former: set[Snapshot] = set()
        self._renewal, self._filling = asyncio.Lock(), asyncio.Lock()
        self._indexing: asyncio.Task[None] | None = None
        self._chores: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Take a snapshot and start the processes. Raises NotFound or UsageError where there is no graph."""
        drop_snapshots(self.folder)
        await self._renew()
        await self._refill()
        self._do(self._prepare())

    async def _prepare(self) -> None:
        with suppress(Refused):
            await self.index()

    async def close(self) -> None:
        """End all processes and delete the snapshots."""
        for chore in [*self._chores, *([self._indexing] if self._indexing else [])]:
            chore.cancel()
        for asker in [*self._idle, *self._busy]:
            asker.kill()
        for asker in [*self._idle, *self._busy]:
            await asker.process.wait()
        self._idle.clear()
        for snapshot in {*self._former, *([self._snapshot] if self._snapshot else [])}:
            snapshot.close()

    @property
    def head(self) -> Head:
        """What the graph says of itself that questions are answered from."""
        assert self._snapshot is not None
        return self._snapshot.head

    async def index(self) -> str:
        """Return the file of the index to search in; wait until it is made. Raises Refused where it is not in time."""
        assert self._snapshot is not None
        file = self.folder / index_name(self._snapshot.source)
        if not file.exists():
            if self._indexing is None or self._indexing.done():
                self._indexing = asyncio.ensure_future(self._make_index(self._snapshot, file))
            await asyncio.wait({self._indexing}, timeout=self.limits.seconds)
            if not file.exists():
                raise Refused(503, "the index to search in is being made; ask again later")
        return str(file)

    async def _make_index(self, snapshot: Snapshot, file: Path) -> None:
        process = await self._begin("graph.indexing", str(snapshot.path), str(file))
        try:
            await process.wait()
        finally:
            with suppress(ProcessLookupError):
                process.kill()

    @property
    def processes(self) -> dict[str, int]:
        """How many processes are idle and busy, how many of these with long queries, and how many questions wait."""
        return {"idle": len(self._idle), "busy": len(self._busy), "long": self._long, "waiting": self._waiting}

    async def ask(self, question: Question) -> tuple[Outcome, bytes]:
        """Return the answer to a question; raise Refused where it gets none. When cancelled, its process ends."""
        if self._waiting >= WAITING:
            raise Refused(503, f"{WAITING} queries are waiting already; ask again later")
        self._waiting += 1
        try:
            await asyncio.wait_for(self._quick.acquire(), self.limits.seconds)
        except TimeoutError:
            raise Refused(503, "all processes are busy; ask again later") from None
        finally:
            self._waiting -= 1
        place = _Place(self)
        try:
            asker = await self._take()
            return await self._watched(asker, question, place)
        finally:
            place.leave()
            self._do(self._refill())

    async def _watched(self, asker: _Asker, question: Question, place: _Place) -> tuple[Outcome, bytes]:
        asking = asyncio.ensure_future(asker.ask(question))
        self._busy.add(asker)
        try:
            await asyncio.wait({asking}, timeout=min(QUANTUM, self.limits.seconds))
            if not asking.done():
                if self._long < self.workers:
                    place.go_on_apart()
                    _slow_down(asker)
                    self._do(self._refill())
                await asyncio.wait({asking}, timeout=self.limits.seconds - QUANTUM)
            if not asking.done():
                self.counts["timeouts"] += 1
                raise Refused(504, f"the query took longer than {self.limits.seconds:g} seconds; ask for less")
            return asking.result()
        except EOFError:
            raise Refused(*await self._cause(asker)) from None
        finally:
            self._busy.discard(asker)
            done = asking.done() and not asking.cancelled() and asking.exception() is None
            if done and not place.apart and asker.asked < QUESTIONS and asker.snapshot is self._snapshot:
                self._idle.append(asker)
            else:
                asking.cancel()
                self._end(asker)

    async def _cause(self, asker: _Asker) -> tuple[int, str]:
        code = await asker.process.wait()
        if code == -signal.SIGALRM:
            self.counts["timeouts"] += 1
            return 504, f"the query took longer than {self.limits.seconds:g} seconds; ask for less"
        self.counts["deaths"] += 1
        if code in (-signal.SIGABRT, -signal.SIGKILL):
            return 507, f"the query needs more than {self.limits.memory // MEBIBYTE} MiB of memory; ask for less"
        return 500, f"the process that asked has ended with code {code}; ask again"

    # -- processes

    async def _take(self) -> _Asker:
        await self._renew()
        while self._idle:
            asker = self._idle.pop()
            if asker.process.returncode is None and asker.snapshot is self._snapshot:
                return asker
            self._end(asker)
        return await self._hire()

    async def _refill(self) -> None:
        """Keep as many processes ready as may be needed at once."""
        async with self._filling:
            while len(self._idle) + len(self._busy) - self._long < self.workers:
                asker = await self._hire()
                self._busy.discard(asker)
                self._idle.append(asker)

    async def _hire(self) -> _Asker:
        """Return a new process, which counts as busy, so that its snapshot stays."""
        async with self._renewal:
            assert self._snapshot is not None
            asker = _Asker(await self._begin("graph.asker"), self._snapshot)
            self._busy.add(asker)
            first = {"store": str(self._snapshot.path), "memory": self.limits.memory}
            assert asker.process.stdin
            asker.process.stdin.write(f"{json.dumps(first)}\n".encode())
            self.counts["processes"] += 1
            return asker

    async def _begin(self, *module: str) -> asyncio.subprocess.Process:
        # The packages are found where this process has found them, wherever it was started.
        paths = dict.fromkeys([str(Path(__file__).resolve().parent.parent), *filter(None, sys.path)])
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", *module),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=_LINE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1", "RUST_BACKTRACE": "0"},
        )

    def _end(self, asker: _Asker) -> None:
        asker.kill()
        self._do(self._bury(asker))

    async def _bury(self, asker: _Asker) -> None:
        await asker.process.wait()
        self._clean()

    # -- snapshots

    async def _renew(self) -> None:
        """Go over to the current store, if that is another."""
        async with self._renewal:
            try:
                if self._snapshot and read_head(self.folder).store == self._snapshot.head.store:
                    return
                taken = await asyncio.to_thread(take_snapshot, self.folder, self._derive)
            except ZhituError:
                if self._snapshot is None:
                    raise
                return  # the graph is gone or is being built anew: what we have stays
            if self._snapshot:
                self._former.add(self._snapshot)
            self._snapshot = taken
            idle, self._idle = self._idle, []
            for asker in idle:
                self._end(asker)
            self._clean()

    def _clean(self) -> None:
        in_use = {asker.snapshot for asker in [*self._idle, *self._busy]}
        for snapshot in self._former - in_use:
            snapshot.close()
            self._former.discard(snapshot)

    def _do(self, chore: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(chore)
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)


class _Place:
    """A place among the quick queries, which a long one gives up for a place among the long."""

    def __init__(self, askers: Askers) -> None:
        self._askers, self.apart = askers, False

    def go_on_apart(self) -> None:
        self.apart = True
        self._askers._long += 1
        self._askers._quick.release()

    def leave(self) -> None:
        if self.apart:
            self._askers._long -= 1
        else:
            self._askers._quick.release()


def _slow_down(asker: _Asker) -> None:
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, asker.process.pid, _NICE)
