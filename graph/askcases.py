"""Measure questions in a large graph: `python -m graph.askcases ../shared [-o FOLDER] [DOCUMENTS]`.

The folder holds `corpus.jsonl.xz`. Of its texts a graph of a million facts is built, once, in FOLDER (build/asked):
the first DOCUMENTS of them (all where none is said) and articles of some 2,000 characters that are made of paragraphs
of two, with other years and provinces. Then each question of a table is asked some times and once before, and so is
rdflib's own store, of a part of the graph.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import re
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import pyoxigraph as ox
import rdflib

from graph.build import build, open_graph
from graph.manifest import load_manifest
from graph.queries import find_query
from graph.store import KnowledgeGraph
from graph.vocabulary import PREDICATE, tail
from ontologies.errors import NotFound, ZhituError

FACTS = 1_000_000  # that the graph has at least
_LENGTH = 2_000  # characters of an article
_BATCH = 2_000  # articles of a build
_PER_TEXT = 40  # articles of a text at the most: more would repeat its sentences only
_TIMES = 5
_SLOW = 1.0  # seconds: what takes longer is asked once more only
_PART = 5_000  # facts that rdflib is asked in
_BOUND = 5  # seconds that rdflib has for a question
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年)")
_PROVINCES = (
    "广东省",
    "浙江省",
    "江苏省",
    "四川省",
    "湖北省",
    "山东省",
    "河南省",
    "湖南省",
    "福建省",
    "安徽省",
    "陕西省",
)
_PROVINCE = re.compile("|".join(_PROVINCES))

# What is asked, with values that people would give.
QUESTIONS: tuple[tuple[str, dict[str, str]], ...] = (
    ("adopted", {"who": "广东省"}), ("adopted", {"what": "首席质量官"}), ("applies-to", {"whom": "小微企业"}),
    ("approvals", {"who": "国务院"}), ("basis", {"basis": "安全生产法"}),
    ("between", {"one": "广东省", "other": "香港"}),
    ("changes", {"about": "自由贸易试验区"}), ("conditions", {"what": "许可证"}), ("contradictions", {}),
    ("cooperation", {"who": "四川省"}), ("deadlines", {"what": "质量奖"}), ("diffusion", {"what": "首席质量官"}),
    ("documents", {"about": "2012"}), ("established", {"who": "浙江省"}), ("figure-source", {"figure": "895.5亿元"}),
    ("figures", {"indicator": "工业增加值"}), ("honours", {"honour": "质量奖"}), ("in-force", {}),
    ("indicator-series", {"indicator": "财政总收入"}), ("issued", {"what": "十二五"}),
    ("leads-and-assists", {"what": "扶贫"}), ("measures-for", {"whom": "小微企业"}), ("meetings", {"event": "博览会"}),
    ("names", {"name": "广东省"}), ("obligations", {"who": "各级政府"}), ("of-place", {"place": "深圳市"}),
    ("permissions", {"who": "企业"}), ("plans", {"what": "高速公路"}), ("posts", {"post": "省长"}),
    ("prohibitions", {"what": "污染"}), ("repealed", {"what": "审批"}), ("responsible", {"what": "安全生产"}),
    ("rests-on", {"document": "五年规划"}), ("said-of", {"who": "广东省", "document": "2006"}),
    ("sanctions", {"what": "违法"}), ("sums", {"who": "四川省"}), ("supervised", {"whom": "食品安全"}),
    ("support", {"whom": "小微企业"}), ("targets", {"goal": "小康社会"}), ("tasks", {"who": "发展改革"}),
    ("timeline", {"about": "自由贸易试验区"}), ("unsure", {}), ("actors", {}), ("corroborated", {}),
    ("differing-figures", {"indicator": "财政总收入"}), ("new-per-year", {"who": "广东省"}),
)  # fmt: skip
CARDS = ("首席质量官制度", "安徽省人民政府", "高新技术产业开发区")
WORDS = ("质", "质量", "质量官", "质量强市")


@dataclass(frozen=True, slots=True)
class Case:
    """A kind of question: what one run of each of them took, in seconds, and how long it may take."""

    name: str
    seconds: tuple[float, ...]
    target: float

    def __str__(self) -> str:
        ordered = sorted(self.seconds)
        high = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
        return f"{self.name:<18}{_ms(statistics.median(ordered))}{_ms(high)}{_ms(self.target)}"


def write_articles(texts: Sequence[str], folder: Path, start: int, count: int) -> int:
    """Write articles to files, those from the number `start` on, and return how many there are.

    Each has every second or third paragraph of one text and some of another, moved by years and to another province;
    of one text there are `_PER_TEXT` at the most.
    """
    last = min(start + count, len(texts) * _PER_TEXT)
    for number in range(start, last):
        drawn = random.Random(number)
        one, other = drawn.choice(texts), drawn.choice(texts)
        (folder / f"{number:06}.txt").write_text(_article(one, other, drawn), encoding="utf-8")
    return max(0, last - start)


def _article(one: str, other: str, drawn: random.Random) -> str:
    shift, offset = drawn.randint(-9, 9), drawn.randrange(1, len(_PROVINCES))
    paragraphs = [p for text in (one, other) for p in _drawn(text, drawn)]
    drawn.shuffle(paragraphs)
    text = _YEAR.sub(lambda match: str(min(2025, int(match[0]) + shift)), "\n".join(paragraphs))
    return _PROVINCE.sub(lambda m: _PROVINCES[(_PROVINCES.index(m[0]) + offset) % len(_PROVINCES)], text)


def _drawn(text: str, drawn: random.Random) -> Iterator[str]:
    """Yield paragraphs of a text, half an article of them."""
    paragraphs = [line for line in text.splitlines() if line.strip()]
    size = 0
    for paragraph in drawn.sample(paragraphs, len(paragraphs)):
        if size >= _LENGTH // 2:
            return
        size += len(paragraph)
        yield paragraph


def make_graph(shared: Path, folder: Path, most: int | None, facts: int = FACTS) -> Path:
    """Build the graph, or go on where an earlier run was stopped, and return where it is.

    Raises NotFound where the corpus is missing.
    """
    packed = shared / "corpus.jsonl.xz"
    if not packed.is_file():
        raise NotFound(f"{packed}: no such file; give the folder that holds corpus.jsonl.xz")
    with lzma.open(packed, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in islice(lines, most)]
    sources, graph = folder / "texts", folder / "graph"
    sources.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(texts):
        (sources / f"text-{number:04}.txt").write_text(text, encoding="utf-8")
    made = sum(1 for _ in sources.glob("[0-9]*.txt"))
    known = load_manifest(graph).facts if (graph / "manifest.json").exists() else 0
    while (known or 0) < facts:
        count = write_articles(texts, sources, made, _BATCH)
        if not count and known:
            break
        known, made = build([sources], graph).facts, made + count
    with open_graph(graph) as opened:
        opened.search("质量")  # makes the index, where a build of few changes has not
    return graph


def measure(graph: Path, say: Callable[[str], None] = print, times: int = _TIMES) -> None:
    """Ask all there is to ask and tell what it took: a table of milliseconds, then what rdflib takes."""
    with open_graph(graph) as opened:
        say(f"{len(opened):,} facts of {sum(1 for _ in opened.documents()):,} documents")
        say(f"{'what':<18}{'median':>13}{'p95':>13}{'target':>13}")
        known = [name for name in CARDS if opened.find(name)]
        cards = [_timed(partial(opened.query, "entity-card", name=name), times) for name in known]
        if cards:
            say(str(Case("entity card", tuple(cards), 0.005)))
        asked = {
            f"{name} {' '.join(values.values())}": _timed(partial(opened.query, name, **values), times)
            for name, values in QUESTIONS
        }
        say(str(Case("named questions", tuple(asked.values()), 0.5)))
        say(str(Case("search", tuple(_timed(partial(opened.search, one), times) for one in WORDS), 0.02)))
        say(str(Case("retraction", tuple(_retractions(opened, times)), 0.1)))
        for name, seconds in sorted(asked.items(), key=lambda one: -one[1])[:12]:
            say(f"  slow: {name}{_ms(seconds)}")
        compare(opened, say)


def _timed(ask: Callable[[], object], times: int) -> float:
    """Return the median of what a question takes in seconds of the processor, once it has been asked."""
    begun = time.process_time()
    ask()
    slow = time.process_time() - begun > _SLOW
    taken = []
    for _ in range(1 if slow else times):
        begun = time.process_time()
        ask()
        taken.append(time.process_time() - begun)
    return statistics.median(taken)


def _retractions(graph: KnowledgeGraph, times: int) -> Iterator[float]:
    """Yield what it takes to take back articles, in a copy of the store."""
    with tempfile.TemporaryDirectory() as place:
        graph.store.backup(f"{place}/copy")
        copy = KnowledgeGraph(ox.Store(f"{place}/copy"), ontology=graph.ontology, base=graph.names.base)
        articles = [one.id for one in graph.documents() if len(one.text) <= 2 * _LENGTH]
        for document in random.Random(0).sample(articles, min(times, len(articles))):
            begun = time.process_time()
            copy.remove(document)
            yield time.process_time() - begun
        copy.close()


def compare(graph: KnowledgeGraph, say: Callable[[str], None], facts: int = _PART) -> None:
    """Ask a part of the graph in this store and in rdflib's own, and tell how many times longer that takes."""
    part = _part(graph, facts)
    other = rdflib.Graph()
    written = ox.serialize((quad.triple for quad in part.quads()), format=ox.RdfFormat.N_TRIPLES)
    other.parse(data=written, format="nt")
    ratios = []
    for name, values in QUESTIONS:
        query = find_query(name)
        text = query.bind(values, graph.names)
        here = _timed(partial(part.ask, text), 1)
        begun = time.process_time()
        with _bounded(_BOUND) as ended:
            len(other.query(text))
        there = time.process_time() - begun
        ratios.append(there / max(here, 1e-6))
        say(f"  {name:<18}{_ms(here)}{_ms(there)}{'':2}{'' if ended else '> '}{ratios[-1]:,.0f} times")
    say(f"rdflib, {len(part):,} facts: {statistics.median(ratios):,.0f} times as long (median of the questions)")


def _part(graph: KnowledgeGraph, facts: int) -> KnowledgeGraph:
    """Return a graph in memory of about so many of the facts, with their documents."""
    part = KnowledgeGraph(ontology=graph.ontology, base=graph.names.base)
    every = max(1, len(graph) // facts)
    statements = graph.store.quads_for_pattern(None, PREDICATE, None, ox.DefaultGraph())
    chosen = [quad.subject for quad in islice(statements, 0, None, every)]
    part.store.bulk_extend(graph._telling(chosen))
    documents = {quad.object for quad in part.quads() if tail(quad.predicate) == "document"}
    for document in documents:
        part.store.extend(graph.store.quads_for_pattern(document, None, None, ox.DefaultGraph()))  # type: ignore[arg-type]
    return part


@contextmanager
def _bounded(seconds: int) -> Iterator[list[bool]]:
    """Stop what is done within after so many seconds; what is yielded holds True if it came to its end."""
    ended: list[bool] = []

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield ended
        ended.append(True)
    except TimeoutError:
        pass
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:>10,.1f} ms"


def main(arguments: Sequence[str]) -> int:
    """Build where needed, measure and print; return 2 where the corpus is missing."""
    parser = argparse.ArgumentParser(prog="python -m graph.askcases", description="Measure questions in a large graph.")
    parser.add_argument("shared", nargs="?", type=Path, default=Path("../shared"))
    parser.add_argument("documents", nargs="?", type=int)
    parser.add_argument("-o", "--out", type=Path, default=Path("build/asked"))
    given = parser.parse_args(arguments)
    try:
        measure(make_graph(given.shared, given.out, given.documents))
    except ZhituError as error:
        print(f"zhitu: {error}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
