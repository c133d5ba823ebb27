"""Lines as they stand on printed pages → paragraphs: without headers, footers and page numbers, each a line of text.

A line goes on in the next where it reaches the edge of its column and the next one is not indented, across the ends of
pages too; a centred headline goes on in a centred line of the same size. What is repeated at the edge of several pages,
or is a page's number, is no text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from extractors.text import find_marker

_PAGE_NUMBER = re.compile(
    r"[-—–―－·•\s]*(?:第?\s*[0-9０-９]{1,4}\s*页?|[IVXivx]{1,6})[-—–―－·•\s]*"
    r"|第\s*[0-9一二三四五六七八九十百]{1,5}\s*页\s*[,，/／|]?\s*共\s*[0-9一二三四五六七八九十百]{1,5}\s*页"
    r"|[0-9]{1,4}\s*[/／]\s*[0-9]{1,4}|[Pp]age\s*[0-9]{1,4}(?:\s*of\s*[0-9]{1,4})?"
)
_STOPS = "。！？；：!?;"
_CLOSERS = "”’）)》」』】"
_OPENERS = {"《": "》", "（": "）", "“": "”", "〈": "〉", "(": ")", "「": "」"}
_LATIN = re.compile(r"[A-Za-z0-9.,%]")
_UNPARTED = re.compile(r"[《（“(]?[A-Za-z0-9.,%+/-]+|.[”’）》」』】、，。；：！？)]+")
# What a browser prints above and below a page: when, and from where.
_PRINTED = re.compile(
    r"[0-9]{1,4}[-/年][0-9]{1,2}[-/月][0-9]{1,4}日?[,，]?\s*(?:上午|下午)?\s*[0-9]{1,2}:[0-9]{2}(?:\s*[AP]M)?"
    r"|(?:file|https?)://\S+"
)
# 名称： …: what follows a label is set to its right.
_LABELLED = re.compile(r"\S{2,6}[：:]\s")
_HEAVY_MARKS = frozenset({"chapter", "article", "heading", "item"})
# Where headers and footers stand: this share of a page's height from its edges.
_EDGE = 0.13
# In characters: an indent, how far short of the edge a full line may end, what two lines of a column may differ by.
_INDENT, _SHORT, _SAME = 1.2, 1.6, 0.6
_LARGER = 1.12
_WIDE_GAP = 3.0
_LONGEST_HEADER = 60
# Runs of more lines than this that stand side by side and are equally wide, in characters, are columns of a page.
_LONGEST_CELL, _SAME_WIDTH = 4, 3.0
# Lines farther apart than this many times their height are of different paragraphs.
_WIDEST_LEADING = 2.6


class PrintedLine(NamedTuple):
    """A line, or what stands between two gaps of one, with its box in points from the lower left.

    `em` is a character's width, `size` its height; `gap` tells how many characters are free before it in its line, 0
    where it opens the line.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    em: float
    size: float
    gap: float = 0.0


class PrintedPage(NamedTuple):
    """A page in points, with its lines in the order in which they were written."""

    width: float
    height: float
    lines: tuple[PrintedLine, ...]


class _Column(NamedTuple):
    """The edges between which a run of lines stands, and whether its paragraphs are indented."""

    left: float
    right: float
    indented: bool
    em: float
    size: float


class _Paragraph(NamedTuple):
    """A paragraph, or a row of a table, with its first and last line and their columns."""

    text: str
    first: PrintedLine
    first_column: _Column
    last: PrintedLine
    last_column: _Column
    row: bool = False


_Run = list[PrintedLine]


def set_paragraphs(pages: Sequence[PrintedPage]) -> str:
    """Return the text of pages, one paragraph or row of a table a line; the cells of a row are parted by tabs.

    >>> first = PrintedLine("　　各区要落实企业主体责", 100, 292, 700, 716, 16, 16)
    >>> second = PrintedLine("任，加强考核。", 100, 196, 670, 686, 16, 16)
    >>> number = PrintedLine("— 1 —", 180, 220, 40, 52, 16, 12)
    >>> set_paragraphs([PrintedPage(400, 800, (number, first, second))])
    '各区要落实企业主体责任，加强考核。\\n'
    """
    done: list[_Paragraph] = []
    for page in _without_margins(pages):
        opened = len(done)
        for group in _rows(_parted(_in_order(_runs(_with_cells(page.lines))))):
            found = (
                [_row(group)] if _is_row(group) else [one for run in group for one in _paragraphs(run, _column(run))]
            )
            for paragraph in found:
                at_page_end = len(done) == opened
                joinable = at_page_end or (_is_near(done[-1], paragraph) and not (paragraph.row or done[-1].row))
                if done and joinable and _continues(done[-1], paragraph):
                    done[-1] = _add(done[-1], paragraph)
                else:
                    done.append(paragraph)
    return "".join(f"{paragraph.text}\n" for paragraph in done)


def _without_margins(pages: Sequence[PrintedPage]) -> list[PrintedPage]:
    """Leave out headers, footers and page numbers."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({_place(line, page) for line in page.lines if _at_edge(line, page)})
    least = max(2, min(3, len(pages) // 2))
    kept = []
    for page in pages:
        margin = _margin(page, seen, least)
        kept.append(page._replace(lines=tuple(line for line in page.lines if line not in margin)))
    return kept


def _margin(page: PrintedPage, seen: Counter[tuple[str, int]], least: int) -> frozenset[PrintedLine]:
    """Return the lines of a page that are no text of it."""
    before_gaps = {index for index, line in enumerate(page.lines[1:]) if line.gap}
    lowest = min(page.lines, key=lambda line: line.bottom, default=None)
    highest = max(page.lines, key=lambda line: line.top, default=None)
    found = set()
    for index, line in enumerate(page.lines):
        at_edge, alone = _at_edge(line, page), not line.gap and index not in before_gaps
        repeated = at_edge and seen[_place(line, page)] >= least and len(line.text) <= _LONGEST_HEADER
        numbers = alone and (at_edge or line is lowest or line is highest) and _PAGE_NUMBER.fullmatch(line.text.strip())
        if repeated or numbers:
            found.add(line)
        elif at_edge and _PRINTED.fullmatch(line.text.strip()):
            found |= {one for one in page.lines if abs(one.bottom - line.bottom) < 2 and _at_edge(one, page)}
    return frozenset(found)


def _at_edge(line: PrintedLine, page: PrintedPage) -> bool:
    return line.bottom >= (1 - _EDGE) * page.height or line.top <= _EDGE * page.height


def _place(line: PrintedLine, page: PrintedPage) -> tuple[str, int]:
    """What a header has in common on all its pages: its words without figures, and how high it stands."""
    return re.sub(r"[0-9０-９\s]+", "#", line.text), round(line.bottom / max(page.height, 1) * 60)


def _with_cells(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Join what stands between gaps of a line, but for the cells of a table: they open where other lines open too."""
    places: Counter[int] = Counter()
    for line in lines:
        place = round(line.left / line.em * 2) if line.em else 0
        places.update({place - 1, place, place + 1})
    joined: list[PrintedLine] = []
    for line in lines:
        aligned = places[round(line.left / line.em * 2) if line.em else 0] > 1
        if not line.gap or not joined or (aligned and line.gap > 0):
            joined.append(line)
            continue
        before = joined[-1]
        between = "\t" if line.gap >= _WIDE_GAP else " "
        joined[-1] = before._replace(
            text=f"{before.text}{between}{line.text}",
            right=max(before.right, line.right),
            bottom=min(before.bottom, line.bottom),
            top=max(before.top, line.top),
        )
    return joined


def _runs(lines: Sequence[PrintedLine]) -> list[_Run]:
    """Part lines into runs: what stands line under line. The cells of a row are runs of their own."""
    runs: list[_Run] = []
    for index, line in enumerate(lines):
        opens_row = not line.gap and index + 1 < len(lines) and lines[index + 1].gap > 0
        if runs and not line.gap and not opens_row and _follows(runs[-1], line):
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _follows(run: _Run, line: PrintedLine) -> bool:
    """Whether a line stands right below a run, within its edges or around it."""
    last = run[-1]
    if line.top > last.top - 0.3 * last.size or (run[0].gap and line.left < run[0].left - 1.5 * last.em):
        return False
    left, right = min(one.left for one in run[-8:]), max(one.right for one in run[-8:])
    # What stands under the last cell of a table is no part of it.
    if line.left < left - 1.5 * last.em and line.right - line.left > 1.8 * (right - left):
        return False
    overlap = min(line.right, right) - max(line.left, left)
    return overlap >= 0.5 * min(line.right - line.left, last.right - last.left)


def _in_order(runs: list[_Run]) -> list[_Run]:
    """Put a run that stands above what was written before it where it belongs."""
    ordered: list[_Run] = []
    for run in runs:
        place = len(ordered)
        top, left, right = run[0].top, min(one.left for one in run), max(one.right for one in run)
        bottom = run[-1].bottom
        while place:
            before = ordered[place - 1]
            above = bottom >= before[0].top - 1 and top > before[0].top
            across = min(right, max(one.right for one in before)) - max(left, min(one.left for one in before))
            if not (above and across > 0):
                break
            place -= 1
        ordered.insert(place, run)
    return ordered


def _parted(runs: list[_Run]) -> Iterator[_Run]:
    """Part a run where it goes on as the left one of two columns: the lines beside another long run are narrower."""
    beside = [run for run in runs if len(run) > _LONGEST_CELL]
    for run in runs:
        places = {0, len(run)}
        for other in beside:
            left, top, bottom = min(line.left for line in other), other[0].top, other[-1].bottom
            level = [at for at, line in enumerate(run) if bottom < line.top and line.bottom < top]
            inside = [at for at in level if run[at].right < left]
            if other is not run and len(inside) > _LONGEST_CELL:
                places |= {inside[0], inside[-1] + 1}
        ordered = sorted(places)
        yield from (run[start:end] for start, end in pairwise(ordered))


def _rows(runs: Iterable[_Run]) -> Iterator[list[_Run]]:
    """Yield groups of runs that stand side by side: the cells of a row, from left to right, or one run alone."""
    group: list[_Run] = []
    for run in runs:
        if group and _beside(group, run):
            group.append(run)
        else:
            if group:
                yield group
            group = [run]
    if group:
        yield group


def _is_row(group: list[_Run]) -> bool:
    """Whether runs side by side are the cells of a row, not the columns of a page: those are alike and long."""
    long = sorted((one.right - one.left) / one.em for run in group if len(run) > _LONGEST_CELL for one in run[1:2])
    return len(group) > 1 and not (len(long) > 1 and long[-1] - long[-2] < _SAME_WIDTH)


def _beside(group: list[_Run], run: _Run) -> bool:
    right = max(line.right for line in group[-1])
    top, bottom = max(line.top for one in group for line in one), min(line.bottom for one in group for line in one)
    shared = min(top, run[0].top) - max(bottom, run[-1].bottom)
    height = min(top - bottom, run[0].top - run[-1].bottom)
    return min(line.left for line in run) > right - 0.2 * run[0].em and shared > 0.5 * height


def _row(cells: list[_Run]) -> _Paragraph:
    """Return a row of a table; in a cell, a line goes on in the next unless a sentence ends with it."""
    texts = []
    for cell in cells:
        text = ""
        for line in cell:
            text = _joined(text, line.text.strip())
        texts.append(text)
    label = len(cells) == 2 and texts[0].endswith(("：", ":")) and not re.match(r"\S{1,6}[：:]", texts[1])
    first, last = cells[0], cells[-1]
    joined = (" " if label else "\t").join(texts)
    return _Paragraph(joined, first[0], _column(first), last[-1], _column(last), row=True)


def _paragraphs(run: _Run, column: _Column) -> list[_Paragraph]:
    found: list[_Paragraph] = []
    for line in run:
        one = _Paragraph(line.text.strip(), line, column, line, column)
        if found and _is_near(found[-1], one) and _continues(found[-1], one):
            found[-1] = _add(found[-1], one)
        else:
            found.append(one)
    return found


def _is_near(paragraph: _Paragraph, following: _Paragraph) -> bool:
    return paragraph.last.bottom - following.first.top <= (_WIDEST_LEADING - 1) * following.first.size


def _add(paragraph: _Paragraph, more: _Paragraph) -> _Paragraph:
    return paragraph._replace(
        text=_joined(paragraph.text, more.text), last=more.last, last_column=more.last_column, row=paragraph.row
    )


def _column(run: _Run) -> _Column:
    em, size = median(one.em for one in run), median(one.size for one in run)
    body = [one for one in run if abs(one.em - em) <= 0.15 * em] or run
    # A line may hang out by a stop: the edge is where most of the long lines end.
    right = max(one.right for one in body)
    edges = [one.right for one in body if one.right > right - 1.5 * em]
    places = Counter(round(one.left / em * 2) for one in body)
    common = [place for place, count in places.items() if count >= max(1, len(body) // 12)]
    left = max(min(one.left for one in body), min(common) / 2 * em - 0.25 * em)
    indents = sum(_INDENT * em < one.left - left < 3.2 * em or one.text.startswith("\u3000") for one in body)
    return _Column(left, median(edges), indents >= max(1, len(body) // 15), em, size)


def _continues(paragraph: _Paragraph, following: _Paragraph) -> bool:
    """Whether a paragraph goes on in what follows it."""
    last, column = paragraph.last, paragraph.last_column
    line, next_column = following.first, following.first_column
    if abs(line.size - last.size) > 0.12 * last.size and abs(line.em - last.em) > 0.12 * last.em:
        return False
    aside = abs(column.left - next_column.left) > 3 * column.em
    if aside and abs((column.right - column.left) - (next_column.right - next_column.left)) > 2 * column.em:
        return False
    if _is_centred(last, column) and _is_centred(line, next_column):
        return _headline_goes_on(paragraph.text, last, line, column)
    if column.right - last.right > max(_SHORT * column.em, _first_word(line)):
        return False
    if _is_centred(line, next_column) and last.size >= _LARGER * column.size:
        return _headline_goes_on(paragraph.text, last, line, column)
    hanging = _LABELLED.match(paragraph.text) and not line.text.startswith("\u3000")
    if not hanging and (line.text.startswith("\u3000") or line.left - next_column.left >= _INDENT * next_column.em):
        return False
    ended = paragraph.text.rstrip(_CLOSERS).endswith(tuple(_STOPS))
    if ended and (not column.indented or paragraph.row):
        return False
    return not (ended and find_marker(line.text, 0, len(line.text))[0] in _HEAVY_MARKS)


def _headline_goes_on(text: str, last: PrintedLine, line: PrintedLine, column: _Column) -> bool:
    if find_marker(line.text, 0, len(line.text))[0] in _HEAVY_MARKS or text.endswith(tuple(_STOPS)):
        return False
    if abs(line.size - last.size) > 0.05 * last.size:
        return False
    wide = last.right - last.left > 0.6 * (column.right - column.left)
    return wide or _is_open(text) or last.size >= _LARGER * column.size


def _is_centred(line: PrintedLine, column: _Column) -> bool:
    before, behind = line.left - column.left, column.right - line.right
    return before > 0.8 * column.em and abs(before - behind) < column.em


def _is_open(text: str) -> bool:
    """Whether a bracket is open at the end of a text."""
    return any(text.count(opener) > text.count(closer) for opener, closer in _OPENERS.items())


def _first_word(line: PrintedLine) -> float:
    """Return how wide the opening of a line is that cannot be parted: a figure, a word, a character with its stops."""
    text = line.text.strip()
    word = _UNPARTED.match(text)
    return (line.right - line.left) * len(word[0]) / len(text) + line.em if word else 0.0


def _joined(text: str, more: str) -> str:
    if len(text) > 1 and text.endswith("-") and text[-2].isascii() and text[-2].isalpha() and more[:1].islower():
        return text[:-1] + more
    both_latin = _LATIN.match(text[-1:]) and _LATIN.match(more[:1])
    figure = text[-1:].isdigit() and more[:1].isdigit()
    return f"{text} {more}" if both_latin and not figure else f"{text}{more}"
