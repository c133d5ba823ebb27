"""The article of a saved page, and its furniture: breadcrumbs, tool bars, related links, copyright boxes.

The phrases are in ontologies/lexicons/furniture.tsv, by role. The article is one stretch of the text, so that its
offsets are those of the file. Without clear furniture nothing is cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from extractors.model import Span
from ontologies.tables import read_tsv

_HEAD_LINES = 25
_SPACE = " \t\r\n\v\f\u00a0\u3000\ufeff"
_SENTENCE_END = re.compile("[。！？；!?]")
_SIGNED = re.compile(r"[《（(][\u4e00-\u9fff]{2,12}(?:报|网|社|周刊|杂志|在线)[》）)]\s*\Z")


class Line(NamedTuple):
    """A line that is not blank, without the space around it."""

    start: int
    end: int
    text: str

    @property
    def is_prose(self) -> bool:
        """Whether the line is running text: long, with the end of a sentence in it."""
        return len(self.text) >= 40 and bool(_SENTENCE_END.search(self.text))


class Page(NamedTuple):
    """The article of a text and the lines before it that tell of it."""

    article: Span
    head: tuple[Line, ...]
    tail: tuple[Line, ...]


@cache
def patterns(role: str) -> tuple[re.Pattern[str], ...]:
    """Return the compiled patterns of a role of furniture.tsv."""
    return tuple(re.compile(row["pattern"]) for row in read_tsv("furniture") if row["role"] == role)


def match_line(role: str, text: str) -> re.Match[str] | None:
    """Return the match of the first pattern of a role that covers the whole line.

    >>> match_line("tail", "上一篇：关于召开会议的通知") is not None
    True
    """
    return next((match for pattern in patterns(role) if (match := pattern.fullmatch(text))), None)


def find_lines(text: str) -> list[Line]:
    """Return the lines of a text that are not blank.

    >>> find_lines("一\\n\\n  二")[1]
    Line(start=5, end=6, text='二')
    """
    return list(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    for match in re.finditer(r"[^\r\n]+", text):
        stripped = match[0].strip(_SPACE)
        if stripped:
            start = match.start() + match[0].index(stripped)
            yield Line(start, start + len(stripped), stripped)


def find_article(text: str) -> Page:
    """Find the article of a text: with its headline and subtitle, without the furniture before and behind.

    >>> page = find_article("首页 > 新闻 > 正文\\n市政府召开会议\\n会议要求，全面推行首席质量官制度。\\n上一篇：通知")
    >>> page.article
    Span(start=13, end=38)
    """
    lines = find_lines(text)
    first = _first_line(lines)
    last = _last_line(lines, first)
    start = lines[first].start if first else 0
    end = len(text)
    if last < len(lines):
        end = lines[last - 1].end
    if first or last < len(lines):
        # 《中国质量报》 behind the last sentence of a saved page names the paper, it is no part of the sentence.
        if signed := _SIGNED.search(text, start, end):
            before = text[start : signed.start()].rstrip(_SPACE)
            if before.endswith(("。", "”", "！", "？")):
                end = start + len(before)
    return Page(Span(start, end), tuple(lines[: first + _HEAD_LINES // 4]), tuple(lines[max(last - 1, 0) :]))


def _first_line(lines: list[Line]) -> int:
    """Return the index of the article's headline; 0 where the text has no head furniture."""
    body = next((index for index, line in enumerate(lines[:_HEAD_LINES]) if line.is_prose), min(len(lines), _HEAD_LINES))
    head = lines[:body]
    marks = [index for index, line in enumerate(head) if _is_head(line.text)]
    if not marks or marks[-1] >= len(lines) - 1:
        return 0
    # The headline may stand before the date line, behind it, or both: the last copy opens the article.
    after = marks[-1] + 1
    if after < len(head) and (after + 1 < len(head) or body < len(lines)):
        repeated = {_key(line.text) for line in head[: marks[-1]]}
        for index in range(after, len(head)):
            if _key(head[index].text) in repeated:
                return index
    plain = [index for index in range(marks[-1]) if index not in marks]
    candidates = [index for index in plain if index > _last_breadcrumb(head) and not _is_site_name(head[index].text)]
    if candidates:
        return candidates[0]
    return after


def _last_breadcrumb(head: list[Line]) -> int:
    return max((index for index, line in enumerate(head) if match_line("breadcrumb", line.text)), default=-1)


def _is_head(text: str) -> bool:
    return any(match_line(role, text) for role in ("breadcrumb", "dateline", "source", "tool"))


def _is_site_name(text: str) -> bool:
    return len(text) <= 16 and text.endswith(("网", "网站", "门户网", "门户", "官网", "平台", "在线"))


def _key(text: str) -> str:
    return re.sub(r"\s", "", text)


def _last_line(lines: list[Line], first: int) -> int:
    """Return the index behind the article's last line; `len(lines)` where the text has no tail furniture."""
    prose = [0]  # how many characters of prose stand before each line
    for line in lines:
        prose.append(prose[-1] + (len(line.text) if line.is_prose else 0))
    for index in range(first + 1, len(lines)):
        if not match_line("tail", lines[index].text):
            continue
        article, rest = prose[index] - prose[first], prose[-1] - prose[index]
        # 相关链接 inside an article is followed by more article than stood before it.
        if article and rest <= article and _only_furniture(lines[index:]):
            return index
    return len(lines)


def _only_furniture(lines: list[Line]) -> bool:
    """Whether no running text follows but that of statements (声明, 本网…) and short link lines."""
    strays = sum(line.is_prose and not match_line("tail", line.text) for line in lines)
    marks = sum(bool(match_line("tail", line.text)) for line in lines)
    return strays <= marks
