"""A lexicon proposed for a corpus: its files are read twice, first to count, then to judge what occurs often enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TextIO, TypeVar

from extractors.lexicon import compile_lexicon
from extractors.model import Document
from extractors.readers import read_all
from extractors.terminology import Sightings, Term, TermFinder, split_clauses
from extractors.tokens import Token, Tokenizer
from extractors.values import find_times
from graph.workers import complaint_of, run_each
from ontologies.errors import NotFound, UnknownFormat, UnreadableDocument
from ontologies.schema import Ontology

T = TypeVar("T")

COLUMNS = tuple(field.name for field in fields(Term))
# Runs kept while counting, and runs judged: some 150 MB each, whatever the size of the corpus.
MOST_COUNTED, MOST_JUDGED = 600_000, 60_000


@dataclass(frozen=True, slots=True)
class Glossary:
    """Proposed terms, the likeliest first; `failures` has one sentence for each file that could not be read."""

    terms: tuple[Term, ...]
    failures: tuple[str, ...]


def propose_terms(
    files: Sequence[Path],
    ontology: Ontology,
    min_count: int = 3,
    known: bool = False,
    progress: Callable[[int, int], None] | None = None,
    workers: int | None = None,
) -> Glossary:
    """Return the terms of the texts in `files` that occur `min_count` times or oftener, typed with `ontology`.

    Terms that its lexicon has are left out unless `known` says otherwise. `progress` is called with the number of
    readings done and of all, two a file.

    >>> import tempfile
    >>> from ontologies.schema import load_ontology
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "a.txt")
    ...     _ = file.write_text("开展冰面巡护。加强冰面巡护，完善冰面巡护制度。", encoding="utf-8")
    ...     propose_terms([file], load_ontology()).terms[0].term
    '冰面巡护'
    """
    lexicon = compile_lexicon(ontology)
    finder, tokenizer = TermFinder(lexicon, known), Tokenizer(lexicon)
    readable: list[Path] = []
    failures: list[str] = []

    def each(step: Callable[[str, list[Sequence[Token]]], T], paths: Sequence[Path], before: int) -> Iterator[T]:
        def stepped(path: Path) -> list[T | UnreadableDocument]:
            return [one if isinstance(one, UnreadableDocument) else stepped_on(one) for one in read_all(path)]

        def stepped_on(document: Document) -> T:
            text = document.simplified.text
            tokens = tokenizer.tokenize(text, find_times(text, anchor=document.date))
            return step(text, list(split_clauses(text, tokens)))

        for number, (path, result) in enumerate(zip(paths, run_each(stepped, paths, workers), strict=True), before):
            if progress:
                progress(number, 2 * len(files))
            if not isinstance(result, Exception):
                readable.append(path)
            for one in [result] if isinstance(result, Exception) else result:
                if not isinstance(one, Exception):
                    yield one
                elif before == 0:
                    failures.append(complaint_of(path, one))

    counts = add_counts(each(lambda text, clauses: finder.count(clauses), files, 0))
    frequent = (run for run, count in counts.items() if count >= min_count)
    wanted = frozenset(sorted(frequent, key=lambda run: (-counts[run], run))[:MOST_JUDGED])
    seen: dict[str, Sightings] = {}
    for found in each(lambda text, clauses: finder.observe(text, clauses, wanted), readable[:], len(files)):
        for run, sightings in found.items():
            if run in seen:
                seen[run].add(sightings)
            else:
                seen[run] = sightings
    return Glossary(tuple(finder.rank(seen, counts)), tuple(failures))


def add_counts(parts: Iterable[Counter[str]], most: int = MOST_COUNTED) -> Counter[str]:
    """Return the sum of `parts`, in memory for `most` runs of several words.

    Where there are more, the rarest of those seen so far are forgotten, so that a sum may be too small by what a run
    had before; single words are kept.

    >>> add_counts([Counter({"设备 更新": 2, "设备 出口": 1}), Counter({"设备 更新": 1, "设备": 5})], most=1)
    Counter({'设备': 5, '设备 更新': 3})
    """
    total: Counter[str] = Counter()
    floor = 0
    for part in parts:
        total.update(part)
        while len(total) > most and sum(" " in run for run in total) > most:
            floor += 1
            total = Counter({run: count for run, count in total.items() if count > floor or " " not in run})
    return total


def check_place(out: Path) -> None:
    """Raise UnknownFormat where `out` is no .tsv, NotFound where its folder does not exist.

    >>> check_place(Path("terms.tsv"))
    """
    if out.suffix.lower() != ".tsv":
        raise UnknownFormat(f"{out}: terms are written as a table parted by tabs; end its name in .tsv")
    if not out.absolute().parent.is_dir():
        raise NotFound(f"{out.parent}: no such folder; make it first or give another place for {out.name}")


def write_terms(terms: Iterable[Term], stream: TextIO) -> None:
    """Write terms as a table whose first line names the columns.

    >>> import sys
    >>> write_terms([Term("设备更新", "Matter", 3, 1, 4.2, "推动设备更新")], sys.stdout)
    term	type	count	documents	score	example
    设备更新	Matter	3	1	4.2	推动设备更新
    """
    print(*COLUMNS, sep="\t", file=stream)
    for term in terms:
        print(*astuple(term), sep="\t", file=stream)
