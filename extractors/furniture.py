"""The article of a saved page, and its furniture: breadcrumbs, tool bars, related links, copyright boxes.

The phrases are in ontologies/lexicons/furniture.tsv, by role. The article is one stretch of the text, so that its
offsets are those of the file. Without clear furniture nothing is cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from extractors.model import Span
from ontologies.tables import read_tsv

_HEAD_LINES = 40
_HEADLINE_LINES = 3
_SPACE = " \t\r\n\v\f\u00a0\u3000\ufeff\u200b"
_SENTENCE_END = re.compile("[。！？；]")
_BODY = re.compile(r".{10,}[。；!?！？]|.{2,60}[:：]|.*。.*")
_SITE = re.compile(r".{2,16}(?:网|网站|门户|官网|平台|在线|客户端|首页)")
_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(?P<rows>(?:.*\r?\n){1,40}?)---[ \t]*(?:\r?\n|\Z)")
_FRONT_ROW = re.compile(r"(?P<key>\w+)[ \t]*:[ \t]*[\"']?(?P<value>.*?)[\"']?[ \t]*")
_SIGNED = re.compile(r"[《（(][\u4e00-\u9fff]{2,12}(?:报|网|社|周刊|杂志|在线)[》）)]\s*\Z")


class Line(NamedTuple):
    """A line that is not blank, without the space around it."""

    start: int
    end: int
    text: str

    @property
    def is_prose(self) -> bool:
        """Whether the line is running text: long, with the end of a sentence in it."""
        return len(self.text) >= 20 and bool(_SENTENCE_END.search(self.text))

    @property
    def key(self) -> str:
        """The text without spaces, to compare lines by."""
        return re.sub(r"[\s\u200b]", "", self.text)


class Page(NamedTuple):
    """The article of a text, the lines before and behind it, and the values of a government page's table."""

    article: Span
    head: tuple[Line, ...]
    tail: tuple[Line, ...]
    labels: Mapping[str, str]


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


def is_furniture(text: str) -> bool:
    """Whether a line, without the space around it, is a breadcrumb, a date line, a tool bar or the like.

    >>> is_furniture("字号：【大 中 小】"), is_furniture("会议强调，要落实首席质量官制度。")
    (True, False)
    """
    return _furniture().fullmatch(text) is not None


@cache
def _furniture() -> re.Pattern[str]:
    roles = ("breadcrumb", "dateline", "source", "tool", "tail")
    found = [re.sub(r"\(\?P<\w+>", "(?:", pattern.pattern) for role in roles for pattern in patterns(role)]
    return re.compile("|".join(f"(?:{pattern})" for pattern in found))


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

    >>> body = "市政府召开会议\\n会议要求，各区全面推行首席质量官制度并加强考核。"
    >>> page = find_article(f"首页 > 新闻 > 正文\\n{body}\\n上一篇：通知")
    >>> page.article
    Span(start=13, end=45)
    """
    if front := _FRONT_MATTER.match(text):
        return _behind_front_matter(text, front)
    lines = find_lines(text)
    body = next((index for index, line in enumerate(lines[:_HEAD_LINES]) if _opens_body(line)), 0)
    labels, behind_labels = _read_labels(lines[:body])
    first = _first_line(lines, body, labels, behind_labels)
    last = _last_line(lines, max(first, min(body, len(lines) - 1)))
    start = lines[first].start if first else 0
    end = lines[last - 1].end if last < len(lines) else len(text)
    # 《中国质量报》 behind the last sentence of a saved page names the paper and is no part of the sentence.
    if (first or last < len(lines)) and (signed := _SIGNED.search(text, start, end)):
        before = text[start : signed.start()].rstrip(_SPACE)
        if before.endswith(("。", "”", "！", "？")):
            end = start + len(before)
    head = lines[: max(body, first)] if first or labels or any(is_furniture(line.text) for line in lines[:body]) else []
    return Page(Span(start, end), tuple(head), tuple(lines[max(last - 1, 0) :]), labels)


def _behind_front_matter(text: str, front: re.Match[str]) -> Page:
    """Return the page of a Markdown file that opens with a block of `key: value` between two lines of `---`."""
    fields = {row["pattern"]: row["field"] for row in read_tsv("furniture") if row["role"] == "front"}
    rows = (_FRONT_ROW.fullmatch(row.strip()) for row in front["rows"].splitlines())
    found = {fields[row["key"]]: row["value"] for row in rows if row and row["key"] in fields and row["value"]}
    return Page(Span(front.end(), len(text)), (), (), found)


def _opens_body(line: Line) -> bool:
    """Whether a line is the first of running text: a sentence, or a salutation (各区人民政府：)."""
    return bool(_BODY.fullmatch(line.text)) and not is_furniture(line.text) and not _label(line.text)


@cache
def _label_pattern() -> re.Pattern[str]:
    rows = [row for row in read_tsv("furniture") if row["role"] == "label"]
    labels = "|".join(f"(?P<f{index}>{row['pattern']})" for index, row in enumerate(rows))
    return re.compile(rf"(?:(?<=\s)|^)(?:{labels})\s*[:：]")


@cache
def _label_fields() -> tuple[str, ...]:
    return tuple(row["field"] for row in read_tsv("furniture") if row["role"] == "label")


def _label(text: str) -> re.Match[str] | None:
    return _label_pattern().match(text)


def field_of_label(text: str) -> str | None:
    """Return the field that a cell of a page's table names, "other" for one that is not kept, None for no label.

    >>> field_of_label("发文字号："), field_of_label("索 引 号"), field_of_label("推广范围")
    ('number', 'index', None)
    """
    found = _label_pattern().fullmatch(text.rstrip(":： ") + "：")
    return _label_fields()[int((found.lastgroup or "f0")[1:])] or "other" if found else None


def find_labels(lines: Sequence[Line]) -> dict[str, str]:
    """Return the values of a page's table by field, as lines give them; empty where less than two are named.

    >>> find_labels(find_lines("索引号：0001 文号：国发〔2019〕5号"))
    {'index': '0001', 'number': '国发〔2019〕5号'}
    """
    return _read_labels(lines)[0]


def _read_labels(lines: Sequence[Line]) -> tuple[dict[str, str], int]:
    """Return the values of a page's table by field, and the index of the line behind it.

    A value stands behind its label or in the next line; that of 主题词, the last, is too often left out to look there.
    """
    found: dict[str, str] = {}
    behind, waiting = 0, ""
    for index, line in enumerate(lines):
        labels = list(_label_pattern().finditer(line.text))
        if not labels:
            if waiting:
                found.setdefault(waiting, line.text)
                behind = index + 1
            waiting = ""
            continue
        behind = index + 1
        for label, following in zip(labels, [*labels[1:], None], strict=True):
            field = _label_fields()[int((label.lastgroup or "f0")[1:])] or "other"
            value = line.text[label.end() : following.start() if following else len(line.text)].strip(_SPACE)
            if value:
                found.setdefault(field, value)
            waiting = "" if value or field == "keywords" else field
    return (found, behind) if len(found) > 1 else ({}, 0)


def _first_line(lines: list[Line], body: int, labels: Mapping[str, str], behind_labels: int) -> int:
    """Return the index of the article's headline; 0 where the text has no head furniture."""
    head = lines[:body]
    marks = [index for index, line in enumerate(head) if is_furniture(line.text)]
    if not marks and not behind_labels:
        return 0
    if (title := labels.get("title")) and (index := _find_joined(lines[: body + 1], title, behind_labels)) is not None:
        return index
    # The headline stands in the window's title and in the breadcrumb too: its last copy opens the article.
    for index in range(len(head) - 1, behind_labels, -1):
        key = head[index].key
        if index not in marks and len(key) >= 6 and any(key in line.key for line in head[:index]):
            return index
    if not marks:
        return behind_labels
    breadcrumb = max((index for index in marks if match_line("breadcrumb", head[index].text)), default=-1)
    plain = [
        index
        for index in range(max(breadcrumb + 1, behind_labels), marks[-1])
        if index not in marks and not _SITE.fullmatch(head[index].text)
    ]
    if plain:  # a headline of some lines, right above the date line
        opening = plain[-1]
        while opening - 1 in plain and plain[-1] - opening + 1 < _HEADLINE_LINES:
            opening -= 1
        return opening
    return marks[-1] + 1


def _find_joined(lines: Sequence[Line], title: str, start: int) -> int | None:
    """Return the index from which one to three lines make up a title, which may be wrapped."""
    wanted = re.sub(r"\s", "", title)
    for index in range(start, len(lines)):
        joined = ""
        for line in lines[index : index + _HEADLINE_LINES]:
            joined += line.key
            if joined == wanted:
                return index
    return None


def _last_line(lines: list[Line], body: int) -> int:
    """Return the index behind the article's last line; `len(lines)` where the text has no tail furniture."""
    prose = [0]  # how many characters of prose stand before each line
    for line in lines:
        prose.append(prose[-1] + (len(line.text) if line.is_prose else 0))
    for index in range(body + 1, len(lines)):
        if not match_line("tail", lines[index].text):
            continue
        article, rest = prose[index] - prose[body], prose[-1] - prose[index]
        # 相关链接 inside an article is followed by more article than stood before it.
        if not article or rest > article or not _only_furniture(lines[index:]):
            continue
        while index - 1 > body and _belongs_to_footer(lines[index - 1].text):
            index -= 1
        return index
    return len(lines)


def _belongs_to_footer(text: str) -> bool:
    return bool(match_line("footer", text) or match_line("tool", text))


def _only_furniture(lines: Sequence[Line]) -> bool:
    """Whether little running text follows but that of statements (声明, 本网…)."""
    marks = sum(bool(match_line("tail", line.text)) for line in lines)
    return sum(line.is_prose and not match_line("tail", line.text) for line in lines) <= marks
