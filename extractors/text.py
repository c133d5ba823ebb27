"""The shape of a text: paragraphs, sentences, clauses, enumerations, and what brackets and quotation marks protect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# What must not be cut: titles (nested ones too), short quotations, brackets. A quotation that holds a full stop is
# speech and is read like the rest.
PROTECTED = re.compile(
    r"《(?:[^《》\n]|《[^《》\n]{0,120}》){1,160}》"
    r"|〈[^〈〉\n]{1,80}〉"
    r"|“[^“”\n。，；,]{1,40}”"
    r"|‘[^‘’\n。，；]{1,40}’"
    r'|"[^"\n。，；,]{1,30}"'
    r"|「[^「」\n。]{1,40}」"
    r"|（(?:[^（）\n]|（[^（）\n]{0,60}）){0,120}）"
    r"|\([^()\n]{0,120}\)"
    r"|〔[^〔〕\n]{0,20}〕|\[[^\[\]\n]{0,20}\]|【[^【】\n]{0,60}】"
)
_BOUNDARY = re.compile(rf"(?P<keep>{PROTECTED.pattern})|(?P<stop>[。！？!?\n\r]+)")
_COMMA = re.compile(rf"(?P<keep>{PROTECTED.pattern})|(?P<cut>[，；：;:\t]|,(?!\d)|——)")

_DIGIT = "一二三四五六七八九十百零〇两\\d"
# Enumeration heads, by depth. A chapter or an article opens a scope of its own; 一是 stands under the sentence before.
MARKERS = (
    ("chapter", rf"第[{_DIGIT}]+[章节编][\s　]*"),
    ("article", rf"第[{_DIGIT}]+条(?:之[{_DIGIT}]+)?[\s　]*"),
    ("heading", r"[一二三四五六七八九十]+[、．.][\s　]*"),
    ("item", rf"[（(][{_DIGIT}]+[）)][\s　]*"),
    ("point", r"\d+[、．.](?!\d)[\s　]*|[①②③④⑤⑥⑦⑧⑨⑩][\s　]*|[●•·\-—]{1,2}[\s　]*"),
    (
        "run_in",
        r"(?:[一二三四五六七八九十]+(?:是(?![由否])|要(?!素)|、)|[其第][一二三四五六]是?[，,、]|(?:首先|其次|再次)[是，,])"
        r"[\s　]*",
    ),
)
_MARKER = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in MARKERS))


class Clause(NamedTuple):
    """A stretch between commas; `stop` is the character that ends it (empty at the end of a line)."""

    start: int
    end: int
    stop: str


class Sentence(NamedTuple):
    """A stretch between full stops, with the enumeration mark that opens it taken off its first clause."""

    start: int
    end: int
    paragraph: int
    marker: str | None
    heading: bool
    clauses: tuple[Clause, ...]


def find_marker(text: str, start: int, end: int) -> tuple[str | None, int]:
    """Return the kind of the enumeration mark at `start` and the offset behind it.

    >>> find_marker("（二）加强监督检查。", 0, 10)
    ('item', 3)
    >>> find_marker("加强监督检查。", 0, 7)
    (None, 0)
    """
    found = _MARKER.match(text, start, end)
    return (found.lastgroup, found.end()) if found else (None, start)


def split_sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of `text` in order; blank ones are left out.

    >>> text = "一、总体要求\\n推行首席质量官制度，落实《质量纲要（一）。》。"
    >>> [(s.marker, [text[c.start:c.end] for c in s.clauses]) for s in split_sentences(text)]
    [('heading', ['总体要求']), (None, ['推行首席质量官制度', '落实《质量纲要（一）。》'])]
    """
    start, paragraph = 0, 0
    for found in _BOUNDARY.finditer(text):
        stop = found.group("stop")
        if stop is None:
            continue
        sentence = _sentence(text, start, found.start(), paragraph, stop[0] in "\n\r")
        if sentence is not None:
            yield sentence
        start = found.end()
        paragraph += "\n" in stop or "\r" in stop
    sentence = _sentence(text, start, len(text), paragraph, True)
    if sentence is not None:
        yield sentence


def _sentence(text: str, start: int, end: int, paragraph: int, line_end: bool) -> Sentence | None:
    start, end = _strip(text, start, end)
    if start >= end:
        return None
    marker, inside = find_marker(text, start, end)
    # A heading is a marked line without a full stop; what runs on behind a mark is an ordinary sentence.
    heading = line_end and marker is not None and end - inside <= 40
    return Sentence(start, end, paragraph, marker, heading, tuple(_clauses(text, inside, end)))


def _clauses(text: str, start: int, end: int) -> Iterator[Clause]:
    at = start
    for found in _COMMA.finditer(text, start, end):
        if found.group("cut") is None:
            continue
        left, right = _strip(text, at, found.start())
        if left < right:
            yield Clause(left, right, found.group("cut")[0])
        at = found.end()
    left, right = _strip(text, at, end)
    if left < right:
        yield Clause(left, right, "")


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
