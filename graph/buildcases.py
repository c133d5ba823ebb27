"""Measure builds on a corpus that does not ship: `python -m graph.buildcases ../shared [DOCUMENTS]`.

The folder holds `corpus.jsonl.xz`. Its texts are written to files and built with one process on one core, then with two
on two, then once more; then a build is killed ten times at random moments. Printed are the rates and their ratio, what
the second build costs, the most memory that all processes had at a time, the share of the processor time that reading
took, and whether the graphs are the same.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.build import open_graph
from graph.exports import to_nquads
from ontologies.errors import NotFound, ZhituError

_KILLS = 10
_STEP = 0.25  # seconds from one look at the processes to the next
_COMMAND = "from graph.cli import main; main()"


@dataclass(slots=True)
class Run:
    """What a build took: seconds, the most bytes of memory at a time, processor seconds of reading and of the rest."""

    seconds: float
    memory: int = 0
    reading: float = 0.0
    loading: float = 0.0


def write_texts(shared: Path, folder: Path, most: int | None) -> int:
    """Write the texts of the corpus to files and return how many characters they have.

    Raises NotFound where the corpus is missing.
    """
    packed = shared / "corpus.jsonl.xz"
    if not packed.is_file():
        raise NotFound(f"{packed}: no such file; give the folder that holds corpus.jsonl.xz")
    size = 0
    with lzma.open(packed, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number == most:
                break
            text = json.loads(line)["text"]
            (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
            size += len(text)
    return size


def build(texts: Path, out: Path, cores: int, stop: float | None = None) -> Run:
    """Build in a process of its own with so many cores and readers; with `stop` kill it after so many seconds."""
    allowed = sorted(os.sched_getaffinity(0))[:cores]
    arguments = [sys.executable, "-c", _COMMAND, "build", str(texts), "-o", str(out), "--workers", str(cores)]
    begun = time.monotonic()
    process = subprocess.Popen(arguments, preexec_fn=lambda: os.sched_setaffinity(0, allowed))
    run = Run(0.0)
    times: dict[int, float] = {}
    while process.poll() is None:
        family = list(_family(process.pid))
        run.memory = max(run.memory, sum(memory for _, memory, _ in family))
        times.update({pid: seconds for pid, _, seconds in family})
        if stop is not None and time.monotonic() - begun > stop:
            process.send_signal(signal.SIGKILL)
        time.sleep(_STEP)
    run.seconds = time.monotonic() - begun
    run.loading = times.pop(process.pid, 0.0)
    run.reading = sum(times.values())
    return run


def _family(process: int) -> Iterator[tuple[int, int, float]]:
    """Yield process, memory in bytes and processor time in seconds of a process and its children."""
    tick, page = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        pid = int(status.parent.name)
        if process in (pid, int(fields[1])):
            yield pid, int(fields[21]) * page, (int(fields[11]) + int(fields[12])) / tick


def _digest(out: Path) -> str:
    return hashlib.sha256(to_nquads(open_graph(out))).hexdigest()[:16]


def measure(shared: Path, most: int | None, say: Callable[[str], None] = print, kills: int = _KILLS) -> None:
    """Build the corpus, or the first texts of it, again and again and tell what it took."""
    with tempfile.TemporaryDirectory() as place:
        texts = Path(place, "texts")
        texts.mkdir()
        size = write_texts(shared, texts, most)
        one = build(texts, Path(place, "one"), 1)
        two = build(texts, Path(place, "two"), 2)
        again = build(texts, Path(place, "two"), 2)
        say(f"one core:   {size / one.seconds:,.0f} characters a second ({one.seconds:.0f} s)")
        say(f"two cores:  {size / two.seconds:,.0f} characters a second, {one.seconds / two.seconds:.2f} times as many")
        say(f"once more:  {again.seconds:.1f} s, {again.seconds / two.seconds:.1%} of the first")
        say(f"memory:     {two.memory / 2**20:,.0f} MiB at the most, all processes together")
        say(f"processor:  {one.reading / (one.reading + one.loading):.0%} of the time went into reading (one core)")
        same = _digest(Path(place, "one")) == (whole := _digest(Path(place, "two")))
        say(f"one and two processes make {'the same graph' if same else 'DIFFERENT graphs'}")
        drawn = random.Random(0)
        for _ in range(kills):
            build(texts, Path(place, "killed"), 2, drawn.uniform(0.0, two.seconds / 3))
        build(texts, Path(place, "killed"), 2)
        same = _digest(Path(place, "killed")) == whole
        say(f"killed {kills} times it is {'the same graph' if same else 'ANOTHER graph'}")


def main(arguments: Sequence[str]) -> int:
    """Measure and print; return 2 where the corpus is missing."""
    try:
        shared = Path(arguments[0] if arguments else "../shared")
        measure(shared, int(arguments[1]) if len(arguments) > 1 else None)
    except ZhituError as error:
        print(f"zhitu: {error}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
