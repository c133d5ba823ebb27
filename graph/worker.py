"""The process that reads: `python -m graph.worker` takes tasks on standard input and tells on standard output.

One JSON object a line either way. In: first `{"settings": …, "folder": …, "memory": BYTES}`, then one
`{"task": …, "aside": {"PLACE": REASON}}` a shard. Out: `{"ready": true}`, before each document
`{"begin": PLACE, "name": SOURCE, "at": SECONDS}`, behind each shard `{"done": KEY, "documents": N}`, each second
`{"beat": BYTES}` (the memory in use), and `{"fault": SENTENCE, "exit_code": N}` where it cannot go on. It ends with its
input, or when nobody listens.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

BEAT = 1.0  # seconds from one sign of life to the next

Tell = Callable[[dict[str, Any]], None]


def serve() -> None:
    """Read tasks until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    tell = _teller()
    first = json.loads(sys.stdin.readline())
    threading.Thread(target=_beat, args=(tell,), daemon=True).start()
    _limit(first["memory"])
    from graph.tasks import Settings, Task, run
    from ontologies.errors import ZhituError

    try:
        extractor = Settings(**first["settings"]).make()
        gc.freeze()
        gc.disable()  # a reading makes many objects and few cycles: looking for some costs a quarter of the time
        tell({"ready": True})
        for line in sys.stdin:
            given = json.loads(line)
            task = Task.of(given["task"])

            def begin(place: int, name: str) -> None:
                gc.collect(1)
                tell({"begin": place, "name": name, "at": time.monotonic()})

            aside = {int(place): reason for place, reason in given["aside"].items()}
            count = run(task, extractor, Path(first["folder"]), begin, aside)
            tell({"done": task.key, "documents": count})
    except ZhituError as error:
        tell({"fault": str(error), "exit_code": error.exit_code})


def _teller() -> Tell:
    """What writes to the parent; all else that is printed here goes to standard error."""
    channel = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    lock = threading.Lock()

    def tell(message: dict[str, Any]) -> None:
        try:
            with lock:
                channel.write(f"{json.dumps(message)}\n")
                channel.flush()
        except OSError:
            os._exit(1)  # the parent is gone

    return tell


def _beat(tell: Tell) -> None:
    while True:
        tell({"beat": _memory()})
        time.sleep(BEAT)


def _memory() -> int:
    """Return how many bytes of memory the process has, 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def _limit(memory: int) -> None:
    """Let the system refuse more memory than that, where it can."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    except (ImportError, ValueError, OSError):
        pass


if __name__ == "__main__":
    serve()
