"""Processes that read tasks, watched: a document that hangs, fills the memory or kills its reader costs itself alone.

Each process (`graph.worker`) is given two tasks at a time, so that it never waits. One that takes longer over a
document than it may, shows no sign of life, or uses too much memory is killed; one that dies is replaced and its task
begun again. The document that it was reading is given a second chance; then it is set aside with the reason, and the
rest of the shard goes on.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import monotonic
from typing import IO, Any

from extractors.bounds import MEBIBYTE, MEMORY_BYTES, SECONDS
from graph.shards import is_committed
from graph.tasks import Settings, Task
from ontologies.errors import DataError, UsageError

CHANCES = 2  # for a document to be read before it is set aside
AHEAD = 2  # tasks that a process has at a time
START = 120.0  # seconds for a process to get ready
SILENCE = 30.0  # seconds without a sign of life
_TICK = 0.2


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one document may take to be read: `seconds` of time and `memory` in bytes, with the program itself."""

    seconds: float = SECONDS
    memory: int = MEMORY_BYTES


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen[bytes]
    complaints: IO[bytes]  # what it writes to standard error
    tasks: deque[Task] = field(default_factory=deque)
    ready: bool = False
    place: int | None = None  # of the document that it reads, in the first of its tasks
    name: str = ""  # of that document
    begun: float = 0.0
    heard: float = field(default_factory=monotonic)
    rest: bytes = b""  # a line that has come in part
    killed: str = ""  # why we have killed it


class Supervisor:
    """Runs tasks in processes; use it as a context, so that none outlives it.

    Its `run` raises OntologyError or UsageError as the settings ask for it, DataError where no process can be kept
    alive.
    """

    def __init__(self, settings: Settings, folder: Path, workers: int = 1, bounds: Bounds | None = None) -> None:
        self._settings, self._folder, self._bounds = settings, folder, bounds or Bounds()
        self._count = max(1, workers)
        self._workers: list[_Worker] = []
        self._selector = selectors.DefaultSelector()
        self._waiting: deque[Task] = deque()
        self._aside: dict[str, dict[int, str]] = {}
        self._deaths: dict[tuple[str, int], int] = {}
        self._futile = 0  # deaths in a row of processes that had begun nothing
        self._committed = 0  # documents of the tasks that are done
        self._report: Callable[[int], None] = lambda done: None

    def __enter__(self) -> Supervisor:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            self._bury(worker)
        self._workers.clear()
        self._selector.close()

    def run(self, tasks: Sequence[Task], report: Callable[[int], None] | None = None) -> Iterator[Task]:
        """Yield the tasks in their order, each when its shard is committed.

        `report` is called with the number of documents that are done whenever another one is begun.
        """
        self._report = report or self._report
        for task in tasks:
            if is_committed(self._folder, task.key):
                self._committed += task.documents
            else:
                self._waiting.append(task)
        for task in tasks:
            while not is_committed(self._folder, task.key):
                self._employ()
                self._listen()
                self._watch()
            yield task
            self._listen(0.0)

    # -- the processes

    def _employ(self) -> None:
        wanted = min(self._count, len(self._waiting) + len(self._workers))
        while len(self._workers) < wanted:
            self._hire()
        for depth in range(1, AHEAD + 1):
            for worker in self._workers:
                if self._waiting and len(worker.tasks) < depth:
                    self._give(worker, self._waiting.popleft())

    def _hire(self) -> None:
        complaints = tempfile.TemporaryFile()  # noqa: SIM115 (it is closed when the process is buried)
        # The packages are found where this process has found them, wherever it was started.
        paths = dict.fromkeys([str(Path(__file__).resolve().parent.parent), *filter(None, sys.path)])
        process = subprocess.Popen(
            [sys.executable, "-m", "graph.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"},
        )
        worker = _Worker(process, complaints)
        assert process.stdout is not None
        os.set_blocking(process.stdout.fileno(), False)
        self._selector.register(process.stdout, selectors.EVENT_READ, worker)
        self._workers.append(worker)
        settings = {"settings": asdict(self._settings), "folder": str(self._folder), "memory": self._bounds.memory}
        self._send(worker, settings)

    def _give(self, worker: _Worker, task: Task) -> None:
        worker.tasks.append(task)
        self._send(worker, {"task": task.to_json(), "aside": self._aside.get(task.key, {})})

    def _send(self, worker: _Worker, message: dict[str, Any]) -> None:
        assert worker.process.stdin is not None
        try:
            worker.process.stdin.write(f"{json.dumps(message)}\n".encode())
            worker.process.stdin.flush()
        except OSError:
            pass  # it is dead, as its output will tell

    def _bury(self, worker: _Worker) -> str:
        """Take leave of a dead process; return the last line that it has complained of."""
        for pipe in (worker.process.stdin, worker.process.stdout):
            if pipe is not None:
                try:
                    if pipe is worker.process.stdout:
                        self._selector.unregister(pipe)
                    pipe.close()
                except (KeyError, OSError):
                    pass
        worker.process.wait()
        for unfinished in self._folder.glob(f".*.{worker.process.pid}"):
            unfinished.unlink(missing_ok=True)
        worker.complaints.seek(0)
        said = worker.complaints.read().decode("utf-8", "replace").strip()
        worker.complaints.close()
        return said.splitlines()[-1] if said else ""

    # -- what they tell

    def _listen(self, patience: float = _TICK) -> None:
        for key, _ in self._selector.select(patience):
            worker: _Worker = key.data
            try:
                told = os.read(key.fd, 1 << 16)
            except BlockingIOError:
                continue
            if not told:
                self._dead(worker)
                continue
            worker.heard = monotonic()
            *lines, worker.rest = (worker.rest + told).split(b"\n")
            for line in lines:
                self._hear(worker, json.loads(line))

    def _hear(self, worker: _Worker, message: dict[str, Any]) -> None:
        if "beat" in message:
            if message["beat"] > self._bounds.memory:
                self._kill(worker, f"it needs more than {self._bounds.memory // MEBIBYTE} MiB of memory")
        elif "begin" in message:
            worker.place, worker.name, worker.begun = message["begin"], message["name"], message["at"]
            self._futile = 0
            self._report(self._committed + sum(w.place for w in self._workers if w.place is not None))
        elif "done" in message:
            worker.place = None
            self._committed += worker.tasks.popleft().documents
        elif "ready" in message:
            worker.ready = True
        elif "fault" in message:
            kind = UsageError if message["exit_code"] == UsageError.exit_code else DataError
            raise kind(message["fault"])

    def _watch(self) -> None:
        now, bounds = monotonic(), self._bounds
        for worker in self._workers:
            if worker.killed:
                continue
            if worker.place is not None and now - worker.begun > bounds.seconds:
                self._kill(worker, f"it takes longer than {bounds.seconds:g} seconds")
            elif now - worker.heard > (SILENCE if worker.ready else START):
                self._kill(worker, "its reader shows no sign of life")

    def _kill(self, worker: _Worker, reason: str) -> None:
        worker.killed = worker.killed or reason
        worker.process.kill()

    def _dead(self, worker: _Worker) -> None:
        """Begin the tasks of a dead process again, and count its death against the document that it was reading."""
        self._workers.remove(worker)
        complaint = self._bury(worker)
        reason = worker.killed or _cause(worker.process.returncode, complaint)
        tasks = [task for task in worker.tasks if not is_committed(self._folder, task.key)]
        if worker.place is not None and tasks and tasks[0] is worker.tasks[0]:
            self._count_against(tasks[0], worker, worker.place, reason)
        else:
            self._futile += 1
            if self._futile > CHANCES:
                raise DataError(f"the processes that read cannot be kept alive: {complaint or reason}")
        self._waiting.extendleft(reversed(tasks))

    def _count_against(self, task: Task, worker: _Worker, place: int, reason: str) -> None:
        deaths = self._deaths[task.key, place] = self._deaths.get((task.key, place), 0) + 1
        if deaths >= CHANCES:
            said = f"{worker.name}: set aside, for {reason}; zhitu build --retry tries it again"
            self._aside.setdefault(task.key, {})[place] = said


def _cause(returncode: int, complaint: str) -> str:
    if returncode < 0:
        try:
            return f"its reader was ended by {signal.Signals(-returncode).name}"
        except ValueError:
            return f"its reader was ended by signal {-returncode}"
    return f"its reader ended with exit code {returncode} ({complaint})"
