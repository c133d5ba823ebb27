"""What a document encloses: 附件：1. 申报表 2. 汇总表 behind its text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from extractors.frames import INCLUDES
from extractors.model import Mention, Span, Statement

_OPENER = re.compile(r"^[\s　?？]*附\s*件[：:][ \t　]*(?P<rest>[^\r\n]*)$", re.M)
_NUMBER = re.compile(r"(?<!\d)\d{1,2}[.．、](?!\d)\s*")
_NUMBERED = re.compile(r"[\s　]*\d{1,2}[.．、](?!\d)\s*(?P<name>[^\r\n]+)")
_NAME = re.compile(r"[^（(【。；;\s][^【。；;]{3,58}")


def read_attachments(text: str, itself: Mention) -> Iterator[Statement]:
    """Yield `itself includes attachment` for the list of attachments of the document that `itself` names.

    >>> notice = Mention("市政府关于开展评选的通知", "Document", 0, 12)
    >>> text = "市政府关于开展评选的通知\\n附件：1. 申报表格\\n2. 推荐汇总表\\n2020年3月1日"
    >>> [s.object.name for s in read_attachments(text, notice)]
    ['申报表格', '推荐汇总表']
    """
    opener = _OPENER.search(text)
    if opener is None:
        return
    for start, end in _names(text, opener):
        found = _NAME.match(text, start, end)
        if found is not None:
            name = re.sub(r"\s", "", found.group())
            thing = Mention(name, "Document", found.start(), found.end())
            yield Statement(itself, INCLUDES, thing, Span(opener.start(), end), predicate="附", confidence=0.85)


def _names(text: str, opener: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The stretches that may be names: on the line of 附件 itself, then the numbered lines below."""
    start, end = opener.span("rest")
    numbers = [n.span() for n in _NUMBER.finditer(text, start, end)]
    edges = [*numbers, (end, end)] if numbers else [(start, start), (end, end)]
    for (_, at), (stop, _) in itertools.pairwise(edges):
        if at < stop:
            yield at, stop
    at = opener.end()
    while (line := _NUMBERED.match(text, at)) is not None:
        yield line.span("name")
        at = line.end()
