"""Score the readers on sample files: `python -m graph.readcases ../shared [--misses]`.

Measured are the text of pages, encoded texts and Word files against what they should give (F1 of 4-grams of
characters, white space apart), lines of PDFs that break off, the fields of official pages, document numbers, and
encodings of short stretches cut from texts with a fixed seed.
"""

from __future__ import annotations

import json
import lzma
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from extractors.encodings import decode
from extractors.model import Document
from extractors.readers import read
from extractors.values import find_document_numbers
from ontologies.errors import NotFound, ZhituError
from ontologies.tables import read_tsv

SEED, STRETCHES, SIZES = 7, 500, (8, 60)
CODECS = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be", "utf-16")
# What a page says → the field of the document that should have it.
FIELDS = {"发文机关": "issuer", "发文字号": "number", "成文日期": "written", "发布日期": "published", "索引号": "index"}
_GRAM = 4
_STOPS = "。！？；：!?;:”》）)】"
_HAN = re.compile("[\u4e00-\u9fff]")
# A line that is longer than a headline and does not end like a sentence has been broken, or is one of a table.
_LONG = 40
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


class Result(NamedTuple):
    """What was measured, on how many cases, in which measure, and the cases that are not right."""

    name: str
    cases: int
    value: float
    measure: str
    misses: tuple[str, ...]


def f1(found: str, wanted: str) -> float:
    """Return the F1 of the 4-grams of characters of two texts, 0.0 to 100.0, white space apart.

    >>> f1("首席 质量官制度", "首席质量官制度"), round(f1("首席质量官制", "首席质量官制度"), 1)
    (100.0, 85.7)
    """
    ours, theirs = _grams(found), _grams(wanted)
    both = ours.total() + theirs.total()
    return 200 * (ours & theirs).total() / both if both else 100.0


def _grams(text: str) -> Counter[str]:
    dense = re.sub(r"\s", "", text)
    return Counter(dense[at : at + _GRAM] for at in range(len(dense) - _GRAM + 1))


def score_texts(folder: Path, suffix: str) -> Result:
    """Compare the files of a folder with the `NAME.expected.txt` beside them."""
    scores: dict[str, float] = {}
    for wanted in sorted(folder.glob("*.expected.txt")):
        file = folder / f"{wanted.name.removesuffix('.expected.txt')}{suffix}"
        scores[file.name] = f1(read(file).text, wanted.read_text(encoding="utf-8"))
    mean = sum(scores.values()) / len(scores) if scores else 0.0
    misses = tuple(f"{name}: {score:.2f}" for name, score in scores.items() if score < 100)
    return Result(f"text of {suffix[1:]}", len(scores), mean, "mean F1", misses)


def score_lines(folder: Path) -> Result:
    """Count the lines of PDFs that do not end like a sentence though they are as long as one."""
    lines, broken = 0, []
    for file in sorted(folder.glob("*.pdf")):
        document = read(file)
        for line in document.text.splitlines():
            lines += 1
            title = (document.title or "").replace(" ", "")
            if len(line) > _LONG and not line.endswith(tuple(_STOPS)) and line.replace(" ", "") != title:
                broken.append(f"{file.name}: …{line[-30:]}")
    return Result("whole lines of pdf", lines, 100 * (1 - len(broken) / max(lines, 1)), "%", tuple(broken))


def score_fields(pages: Path, rows: Path) -> Iterator[Result]:
    """Compare what official pages say of themselves with what was read, for the pages whose title a row has."""
    said = {row["标题"]: row for row in map(json.loads, rows.read_text(encoding="utf-8").splitlines())}
    documents = [read(file) for file in sorted(pages.glob("*.html"))]
    known = [(said[document.title], document) for document in documents if document.title in said]
    for label, field in FIELDS.items():
        wanted = [(row[label], document) for row, document in known if row.get(label)]
        misses = [f"{document.source}: {value}" for value, document in wanted if not _agrees(value, document, field)]
        yield Result(field, len(wanted), 100 * (1 - len(misses) / max(len(wanted), 1)), "%", tuple(misses))


def _agrees(value: str, document: Document, field: str) -> bool:
    found = getattr(document, field)
    if day := _DAY.fullmatch(value):
        return bool(found) and (found.year, found.month, found.day) == tuple(map(int, day.groups()))
    return bool(found == value)


def score_numbers(rows: Path) -> Result:
    """Count the document numbers that are recognised whole."""
    misses = []
    count = 0
    with lzma.open(rows, "rt", encoding="utf-8") as lines:
        for line in lines:
            count += 1
            text = json.loads(line)["doc_number"]
            number = re.sub("[\u200b-\u200d]", "", re.sub(r"^.{0,6}[:：]", "", text)).strip()
            if not any(span.of(text).strip("\u200b\u200d ") == number for span in find_document_numbers(text)):
                misses.append(text)
    return Result("document numbers", count, 100 * (1 - len(misses) / max(count, 1)), "%", tuple(misses))


def score_encodings(texts: Path) -> Iterator[Result]:
    """Cut stretches out of texts, encode them, and count those that come back."""
    contents = [file.read_text(encoding="utf-8") for file in sorted(texts.glob("*.txt"))]
    for size in SIZES:
        for codec in CODECS:
            misses = []
            for stretch in cut_stretches(contents, size, codec):
                try:
                    right = decode(stretch.encode(codec))[0] == stretch
                except ZhituError:
                    right = False
                if not right:
                    misses.append(stretch)
            share = 100 * (1 - len(misses) / STRETCHES)
            yield Result(f"{codec}, {size} characters", STRETCHES, share, "%", tuple(misses))


def cut_stretches(contents: Sequence[str], size: int, codec: str) -> Iterator[str]:
    """Yield stretches of `size` characters, half of them Chinese, that `codec` can write; for Big5 in its script.

    >>> stretches = list(cut_stretches(["各区要落实首席质量官制度，加强监督检查。"], 8, "big5"))
    >>> len(stretches), len(stretches[0]), all(stretch.encode("big5") for stretch in stretches)
    (500, 8, True)
    """
    chance = random.Random(f"{SEED} {size} {codec}")
    found = 0
    for _ in range(200 * STRETCHES):
        text = chance.choice(contents)
        start = chance.randrange(max(1, len(text) - size + 1))
        stretch = text[start : start + size]
        if codec == "big5":
            stretch = stretch.translate(_traditional())
        if len(stretch) < size or 2 * len(_HAN.findall(stretch)) < size:
            continue
        try:
            stretch.encode(codec)
        except UnicodeEncodeError:
            continue
        yield stretch
        found += 1
        if found == STRETCHES:
            return


@cache
def _traditional() -> dict[int, str]:
    table: dict[int, str] = {}
    for row in read_tsv("traditional"):
        for old, new in zip(row["traditional"], row["simplified"], strict=True):
            table.setdefault(ord(new), old)
    return table


def score(shared: Path) -> Iterator[Result]:
    """Yield all results. Raises NotFound, naming what is missing, where the samples are not there."""
    samples, metadata, texts = shared / "samples", shared / "metadata", shared / "gold" / "dev"
    pages, numbers = metadata / "doc_metadata_govcn60.jsonl", metadata / "doc_numbers.sample.jsonl.xz"
    kinds = [samples / kind for kind in ("html", "gbk", "docx", "pdf")]
    for path in (*kinds, pages, numbers, texts):
        if not path.exists():
            raise NotFound(f"{path}: is not there; give the folder that holds samples/, metadata/ and gold/dev/")
    yield score_texts(kinds[0], ".html")
    yield score_texts(kinds[1], ".txt")
    yield score_texts(kinds[2], ".docx")
    yield score_lines(kinds[3])
    yield from score_fields(kinds[0], pages)
    yield score_numbers(numbers)
    yield from score_encodings(texts)


def main(arguments: Sequence[str]) -> int:
    """Print the results, and with --misses the cases that are not right; return 2 where samples are missing."""
    folders = [argument for argument in arguments if argument != "--misses"]
    try:
        results = list(score(Path(folders[0] if folders else "../shared")))
    except ZhituError as error:
        print(f"zhitu: {error}", file=sys.stderr)
        return error.exit_code
    for result in results:
        print(f"{result.name:<24}{result.cases:>6} cases{result.value:>8.2f} {result.measure}")
    if "--misses" in arguments:
        for result in results:
            for miss in result.misses:
                print(result.name, miss, sep="\t")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
