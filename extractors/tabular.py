"""Tables with a column of texts: JSON lines, JSON arrays, CSV and TSV, read record by record.

The text is the column that a known name has (text, content, 正文, 内容; ontologies/lexicons/fields.tsv), else the one
with most Chinese in it; columns of other known names (title, 发布日期, url, 来源) say what is known of the document.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, islice
from pathlib import PurePath
from typing import Any, BinaryIO, NamedTuple

from extractors.bounds import COLUMNS, RECORD_BYTES, TEXT_BYTES, amount, read_bounded
from extractors.encodings import guess, has_chinese
from extractors.formats import Kind
from ontologies.errors import UnreadableDocument, told
from ontologies.tables import read_tsv

_HAN = re.compile("[\u4e00-\u9fff]")
# So many rows are looked at to find the column of texts, and a header has no cell longer than this.
_LOOKED_AT, _LONGEST_NAME = 50, 30
_CODECS = {"utf-16": "utf-16", "utf-32": "utf-32", "utf-8": "utf-8-sig"}


class Record(NamedTuple):
    """The text of a record, what else it says by field, and the name of the document that it is."""

    source: str
    text: str
    known: Mapping[str, str]
    encoding: str


def read_records(stream: BinaryIO, head: bytes, source: str, kind: Kind) -> Iterator[Record | UnreadableDocument]:
    """Yield the records of a table, in place of one that cannot be read the error that says why.

    `head` has the first bytes of `stream`, by which its encoding is known. Raises UnreadableDocument where the whole
    cannot be read.

    >>> table = "标题,正文\\n通知,推行首席质量官制度。\\n".encode()
    >>> [(one.source, one.text, one.known) for one in read_records(io.BytesIO(table), table, "a.csv", Kind.CSV)]
    [('a.csv#2', '推行首席质量官制度。', {'title': '通知'})]
    """
    _, encoding = guess(head)
    if kind is Kind.CSV:
        yield from _read_rows(stream, head, source, encoding)
        return
    for place, value in _objects(stream, head, source, encoding):
        name = f"{source}#{place}" if place else source
        if isinstance(value, UnreadableDocument):
            yield value
        elif isinstance(value, str):
            yield _checked(name, value, {}, encoding)
        elif isinstance(value, dict):
            fields = _flat(value)
            yield _record(name, fields, _text_name(fields), encoding)
        else:
            yield UnreadableDocument(f"{name}: is no object with a text in it; write one object a line")


def _objects(stream: BinaryIO, head: bytes, source: str, encoding: str) -> Iterator[tuple[int, Any]]:
    """Yield the values of JSON with their places: lines from 1, members of an array from 1, 0 for a single object."""
    opening, _ = guess(head)
    if encoding in ("utf-16", "utf-32") or not _is_by_lines(opening):
        text, _ = guess(read_bounded(stream, TEXT_BYTES, source))
        if not _is_by_lines(text[: len(opening)]):
            yield from _members(text, source)
            return
        stream = io.BytesIO(text.encode("utf-8", "replace"))
        encoding = "utf-8"
    number = 0
    while line := stream.readline(RECORD_BYTES + 1):
        number += 1
        if len(line) > RECORD_BYTES:
            while line and not line.endswith(b"\n"):
                line = stream.readline(RECORD_BYTES)
            yield number, _too_long(f"{source}#{number}")
            continue
        text = line.decode(_CODECS.get(encoding, encoding), "replace").strip("\ufeff \t\r\n\0")
        if text:
            yield number, _loaded(text, f"{source}#{number}")


def _is_by_lines(text: str) -> bool:
    """Whether the first line that is not blank is a value by itself, or is longer than what is seen of the file."""
    line, end, _ = text.lstrip("\ufeff \t\r\n").partition("\n")
    if not line.startswith("{"):
        return not line.startswith("[")
    return not end or not isinstance(_loaded(line.strip(), ""), UnreadableDocument)


def _members(text: str, source: str) -> Iterator[tuple[int, Any]]:
    whole = _loaded(text.strip("\ufeff \t\r\n\0"), source)
    if isinstance(whole, UnreadableDocument):
        raise whole
    if isinstance(whole, dict):
        # {"data": [{…}, {…}]}: an answer of a server around its records.
        lists = [
            value for value in whole.values() if isinstance(value, list) and any(isinstance(v, dict) for v in value)
        ]
        if len(lists) != 1 or any(isinstance(v, str) and len(_HAN.findall(v)) > _LONGEST_NAME for v in whole.values()):
            yield 0, whole
            return
        whole = lists[0]
    yield from enumerate(whole if isinstance(whole, list) else [whole], 1)


def _loaded(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        why = "its brackets nest too deeply" if isinstance(error, RecursionError) else told(error)
        return UnreadableDocument(f"{name}: is no sound JSON ({why}); write one object a line")


def _flat(value: Mapping[str, Any]) -> dict[str, str]:
    """Return the strings and numbers of an object by name, those of objects in it too where the names are free."""
    found: dict[str, str] = {}
    for name, one in value.items():
        if isinstance(one, str):
            found[name] = one
        elif isinstance(one, (int, float)) and not isinstance(one, bool):
            found[name] = str(one)
        elif isinstance(one, list) and one and all(isinstance(part, str) for part in one):
            found[name] = "\n".join(one)
    for one in value.values():
        if isinstance(one, dict):
            for name, inner in one.items():
                if isinstance(inner, str):
                    found.setdefault(name, inner)
    return found


def _read_rows(stream: BinaryIO, head: bytes, source: str, encoding: str) -> Iterator[Record | UnreadableDocument]:
    codec = _CODECS.get(encoding, encoding)
    if encoding == "utf-16" and head[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        codec = (
            "utf-16-le"
            if head[1:2] == b"\x00" or head.decode("utf-16-le", "replace") == guess(head)[0]
            else "utf-16-be"
        )
    lines = io.TextIOWrapper(stream, encoding=codec, errors="replace", newline="")
    try:
        yield from _rows_to_records(lines, source, encoding, _separator(guess(head)[0], source))
    finally:
        lines.detach()


def _rows_to_records(
    lines: io.TextIOWrapper, source: str, encoding: str, separator: str
) -> Iterator[Record | UnreadableDocument]:
    before = csv.field_size_limit(RECORD_BYTES)
    try:
        rows = csv.reader(_bounded_lines(lines, source), delimiter=separator)
        seen = list(islice(rows, _LOOKED_AT + 1))
        if not any(cell.strip() for row in seen for cell in row):
            raise UnreadableDocument(f"{source}: the table is empty; give one with a row for each document")
        headed = _is_header(seen[0])
        names = [cell.strip() for cell in seen[0]] if headed else [str(place) for place, _ in enumerate(seen[0], 1)]
        text_name = _text_column(names, seen[1:] if headed else seen, source)
        first = seen[1:] if headed else seen
        for number, row in enumerate(chain(first, rows), 2 if headed else 1):
            if not any(cell.strip() for cell in row):
                continue
            name = f"{source}#{number}"
            if len(row) > COLUMNS:
                yield UnreadableDocument(f"{name}: has more than {COLUMNS:,} cells; check the marks between them")
                continue
            yield _record(name, dict(zip(names, row, strict=False)), text_name, encoding)
    except csv.Error as error:
        raise UnreadableDocument(f"{source}: is no sound table ({told(error)}); check its quotation marks") from error
    finally:
        csv.field_size_limit(before)


def _bounded_lines(lines: io.TextIOWrapper, source: str) -> Iterator[str]:
    number = 0
    while line := lines.readline(RECORD_BYTES + 1):
        number += 1
        if len(line) > RECORD_BYTES:
            raise _too_long(f"{source}, line {number}")
        yield line


def _too_long(name: str) -> UnreadableDocument:
    return UnreadableDocument(f"{name}: is longer than the {amount(RECORD_BYTES)} of one record; split it")


def _separator(head: str, source: str) -> str:
    if PurePath(source).suffix.lower() == ".tsv":
        return "\t"
    line = re.sub(r'"[^"]*"', "", head.lstrip("\ufeff").partition("\n")[0])
    return max(",\t;|", key=line.count)


def _is_header(row: Sequence[str]) -> bool:
    cells = [cell.strip() for cell in row]
    if any(cell.lower() in _fields() for cell in cells):
        return True
    return all(len(cell) <= _LONGEST_NAME and "。" not in cell for cell in cells)


def _text_column(names: Sequence[str], rows: Iterable[Sequence[str]], source: str) -> str:
    """Return the name of the column of texts: the first known name, else the column with most Chinese.

    Raises UnreadableDocument where that has names and the like, no texts.
    """
    known = _preferred(names)
    if known:
        return known[0]
    counts = dict.fromkeys(names, 0)
    texts: set[str] = set()
    for row in rows:
        for name, cell in zip(names, row, strict=False):
            counts[name] += len(_HAN.findall(cell))
            if _is_text(cell):
                texts.add(name)
    best = max(names, key=lambda name: counts[name], default="")
    if best not in texts:
        raise UnreadableDocument(f"{source}: none of its columns holds texts; name the one that does 正文 or text")
    return best


def _is_text(cell: str) -> bool:
    """Whether a cell is no mere name: a sentence, or long."""
    return "。" in cell or len(_HAN.findall(cell)) > _LONGEST_NAME


def _text_name(fields: Mapping[str, str]) -> str:
    """Return the name of an object's text: the first known one that holds Chinese, else that with most Chinese."""
    for name in _preferred(fields):
        if has_chinese(fields[name]):
            return name
    longest = max(fields, key=lambda name: len(_HAN.findall(fields[name])), default="")
    return longest if _is_text(fields.get(longest, "")) else ""


def _preferred(names: Iterable[str]) -> list[str]:
    orders = {name: order for name, (order, field) in _fields().items() if field == "text"}
    return sorted(
        (name for name in names if name.strip().lower() in orders), key=lambda name: orders[name.strip().lower()]
    )


def _record(name: str, fields: Mapping[str, str], text_name: str, encoding: str) -> Record | UnreadableDocument:
    best: dict[str, tuple[int, str]] = {}
    for key, value in fields.items():
        known = _fields().get(key.strip().lower())
        if known and key != text_name and known[1] != "text" and value.strip():
            order, field = known
            best[field] = min(best.get(field, (order, value.strip())), (order, value.strip()))
    return _checked(name, fields.get(text_name, ""), {field: value for field, (_, value) in best.items()}, encoding)


def _checked(name: str, text: str, known: Mapping[str, str], encoding: str) -> Record | UnreadableDocument:
    if not has_chinese(text):
        return UnreadableDocument(
            f"{name}: there is no Chinese text in this record; name its text 正文 or text, or leave it out"
        )
    return Record(name, text, known, encoding)


@cache
def _fields() -> dict[str, tuple[int, str]]:
    """Return the fields that columns name, and how far ahead each name goes, by the name in lower case."""
    rows = [row for row in read_tsv("fields") if row["role"] == "column"]
    found: dict[str, tuple[int, str]] = {}
    for order, row in enumerate(rows):
        found.setdefault(row["name"].lower(), (order, row["field"]))
    return found
