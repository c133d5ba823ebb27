"""Passages that charge bodies with a task: （牵头单位：A；配合单位：B）, lines of labels, rows of tables, 由A牵头."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from extractors.model import Span
from ontologies.tables import read_tsv

_TASK, _OTHER = "task", ""
_NESTED = r"[（(][^（）()\n]{0,12}[）)]"  # 各区县（市）政府
# 市教育局牵头，市财政局配合，2025年9月底前完成
_HELPED = r"[，,][^。；\n]{2,80}(?:配合|协助|参与|参加)(?=[，。；])[^。\n]{0,60}"
_COUNTED = r"[一二三四五六七八九十\d]{1,3}[、.．]"
_LEADING = rf"(?:(?<=[\n。；：:）\s、.．])|^)(?!{_COUNTED})[^，,；;。：:（）()\s由]{{3,60}}牵头{_HELPED}"
_ROUND = rf"[（(](?:[^（）()\n]|{_NESTED}){{3,160}}[）)]"
_SQUARE = r"[\[【〔][^\[\]【】〔〕\n]{3,160}[\]】〕]"
_STRETCH = re.compile(rf"{_ROUND}|{_SQUARE}|由[^。\n]{{2,120}}|{_LEADING}")


@dataclass(frozen=True, slots=True)
class Charge:
    """A passage, whom it charges (a label of assignments.tsv, and where the bodies stand), and its task's cell.

    What stands `apart` is no clause of the text: lines of labels, cells with bodies and days.
    """

    span: Span
    bodies: tuple[tuple[str, Span], ...]
    task: Span | None = None
    apart: tuple[Span, ...] = ()


def labels() -> Mapping[str, str]:
    """Return the labels of assignments.tsv with their relations.

    >>> labels()["牵头单位"], labels()["完成时限"]
    ('leads', '')
    """
    return _labels()


@cache
def _labels() -> Mapping[str, str]:
    return {row["label"]: row["relation"] for row in read_tsv("assignments")}


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What matches a label with its bodies, bodies with the verb behind them, and a run of labels."""
    words = sorted(map(re.escape, _labels()), key=len, reverse=True)
    charged = "|".join(word for word in words if _labels()[re.sub(r"\\", "", word)] not in (_TASK, _OTHER))
    label = rf"(?:{'|'.join(words)})[：:]"
    value = rf"(?:{_NESTED}|(?![，,。、\s]*{label})[^；;。）)\]】\n])"
    return (
        re.compile(rf"(?P<label>{charged})[：:](?P<bodies>{value}{{2,120}})"),
        re.compile(
            rf"(?P<bodies>(?:{_NESTED}|[^，,；;。：:（(）)\[\]【】\n]){{2,80}}?)(?P<label>{charged})(?=[，,；;。）)\]】\n]|$)"
        ),
        re.compile(rf"(?:^|(?<=[\n。；;，,\s]))(?:{label}{value}{{1,160}}[；;，,。\s]*)+"),
    )


def find_charges(text: str) -> list[Charge]:
    """Return the passages of a text that charge bodies with tasks, in their order.

    >>> [charge] = find_charges("推行制度。责任单位：甲局；完成时限：6月底。")
    >>> [(label, span.of("推行制度。责任单位：甲局；完成时限：6月底。")) for label, span in charge.bodies]
    [('责任单位', '甲局')]
    """
    labelled, predicated, run = _patterns()
    found = list(_rows(text))
    taken = [charge.span for charge in found]
    for stretch in _STRETCH.finditer(text):
        start, end = stretch.span()
        if _within(start, taken):
            continue
        opening = text[start] in "（([【〔由"
        bodies = _bodies(labelled, text, start, end) or _bodies(predicated, text, start + opening, end)
        square = text[start] in "[【〔" and bool(bodies)  # round brackets are no clauses anyway
        found.append(Charge(Span(start, end), bodies, apart=(Span(start, end),) if square else ()))
    taken = [charge.span for charge in found]
    for stretch in run.finditer(text):
        if not _within(stretch.start(), taken):
            end = stretch.start() + len(stretch[0].rstrip(" \t\n　"))
            if bodies := _bodies(labelled, text, stretch.start(), end):
                span = Span(stretch.start(), end)
                found.append(Charge(span, bodies, apart=(span,)))
    return sorted(found, key=lambda charge: charge.span.start)


def _within(at: int, spans: Sequence[Span]) -> bool:
    return any(span.start <= at < span.end for span in spans)


def _bodies(pattern: re.Pattern[str], text: str, start: int, end: int) -> tuple[tuple[str, Span], ...]:
    return tuple((found["label"], Span(*found.span("bodies"))) for found in pattern.finditer(text, start, end))


def _rows(text: str) -> Iterator[Charge]:
    """Yield the rows of tables whose heads name tasks and who is charged, and the heads with no bodies."""
    head: list[str] = []
    at = 0
    for line in text.split("\n"):
        cells = line.split("\t")
        if len(cells) < 2 or len(cells) < len(head):
            head = []
        roles = [_labels().get(cell.strip()) for cell in cells]
        if len(cells) > 1 and any(role not in (None, _TASK, _OTHER) for role in roles):
            head = [cell.strip() for cell in cells]
            span = Span(at, at + len(line))
            yield Charge(span, (), apart=(span,))
        elif head:
            yield _row(head, cells, at, at + len(line))
        at += len(line) + 1


def _row(head: Sequence[str], cells: Sequence[str], at: int, end: int) -> Charge:
    spans = []
    for cell in cells:
        spans.append(Span(at, at + len(cell)))
        at += len(cell) + 1
    known = [(name, _labels().get(name), span) for name, span in zip(head, spans, strict=False)]
    tasks = [span for _, role, span in known if role == _TASK and span.end > span.start]
    bodies = tuple((name, span) for name, role, span in known if role not in (None, _TASK, _OTHER))
    task = tasks[-1] if tasks else max(spans, key=lambda span: span.end - span.start)
    return Charge(Span(task.start, end), bodies, task, tuple(span for span in spans if span != task))
