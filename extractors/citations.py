"""Numbers that identify a document: 国办发〔2018〕109号, 总局令第56号, 2016年第8号公告, GB/T 19001-2016."""

from __future__ import annotations

import re

from extractors.model import Span

_HAN = "\u4e00-\u9fff"
_OPEN, _CLOSE = r"[〔\[（(【［﹝〖{〈<]", r"[〕\]）)】］﹞〗}〉>]"
_YEAR = r"\s?(?:19|20)\s?[0-9]{2}\s?年?\s?"
_DIGITS = "0-9\uff10-\uff19"
_HAN_NUMBER = "〇○零一二三四五六七八九十百千"

# Each pattern reads what stands before a 号; a 号 is rare, so that is where the search begins.
_BRACKETED = re.compile(
    rf"(?P<organ>[{_HAN}A-Za-z]{{0,16}}(?:[（(][{_HAN}]{{1,4}}[）)][{_HAN}]{{0,4}})?)\s?{_OPEN}{_YEAR}{_CLOSE}"
    rf"\s?(?:第|字|字第)?\s?[{_DIGITS}]{{1,5}}(?:\s?[-—/]\s?[{_DIGITS}]{{1,3}})?\s?号\Z"
)
_ORDER = re.compile(
    rf"(?P<organ>[{_HAN}]{{0,16}})(?P<kind>令|公告|通告)\s?(?:{_OPEN}?{_YEAR}{_CLOSE}?)?"
    rf"\s?第?\s?[{_DIGITS}{_HAN_NUMBER}]{{1,8}}\s?号\Z"
)
_YEARLY = re.compile(
    rf"(?P<organ>[{_HAN}]{{0,16}})(?:(?<=[{_HAN}]){_OPEN})?(?:19|20)[0-9]{{2}}\s?年{_CLOSE}?\s?第\s?[{_DIGITS}]{{1,4}}\s?号\Z"
)
_KIND_AFTER = re.compile(r"\s?(?:公告|令|通告)")
_PLAIN_YEAR = re.compile(
    rf"(?P<organ>[{_HAN}]{{2,10}}[字发函办])\s?(?:19|20)[0-9]{{2}}\s?[-—第]?\s?[0-9]{{1,4}}\s?号\Z"
)
_REACH = 48

# What leads up to the organ's letters: 根据国发〔2014〕6号, 印发的财税[2007]17号.
_LEAD_IN = re.compile(
    r".*(?:根据|依据|按照|依照|参照|印发|转发|批转|出台|抢抓|把握|用好|文号|字号|号为|贯彻|落实|执行|废止|失效"
    r"|关于|以及|通知|意见|规定|方案|文件|请示|见|的|和|与|及|将|对|由|为|是|以|即|经)"
)
_STANDARD = re.compile(
    r"(?<![A-Za-z])(?:GBZ?|GJB|DB[0-9]{2,6}|HJ|NY|YY|JGJ?|CJJ?|AQ|LY|SL|QB|JT[GJS]?|TB|MT|SY|DL|HG|JB|YD|SB|WS|GA|MZ"
    r"|RB|SN|TD|DZ|LD|ISO(?:/IEC)?|IEC|T/[A-Z]{2,8})"
    r"(?:\s?/\s?[TZ]\s?[0-9]{1,6}|\s?[0-9]{3,6}|\s[0-9]{1,2}(?=[.\-—]))"
    r"(?:\.[0-9]{1,3})*(?:\s?[-—–\uff0d]\s?[0-9]{2,4})?(?![0-9])"
)


def find_document_numbers(text: str) -> list[Span]:
    """Return the document numbers of a text, in order, without overlaps.

    >>> text = "根据《通知》（国办发〔2018〕109号）和国家标准GB/T 19001-2016"
    >>> [span.of(text) for span in find_document_numbers(text)]
    ['国办发〔2018〕109号', 'GB/T 19001-2016']
    """
    spans: list[Span] = []
    at, floor = text.find("号"), 0
    while at >= 0:
        if (span := _ending_at(text, floor, at + 1)) is not None:
            spans.append(span)
            floor = span.end
        at = text.find("号", max(at + 1, floor))
    spans.extend(Span(*match.span()) for match in _STANDARD.finditer(text))
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _ending_at(text: str, floor: int, end: int) -> Span | None:
    """Return the number whose 号 stands before `end`."""
    floor = max(floor, end - _REACH)
    if not any(mark in text[floor:end] for mark in "〔[（(【［﹝〖{〈<令告年发函字"):
        return None
    # A line is the widest a number can be.
    window = text[floor:end]
    window = window[max(window.rfind("\n"), window.rfind("。")) + 1 :]
    base = end - len(window)
    for pattern in (_BRACKETED, _ORDER, _YEARLY, _PLAIN_YEAR):
        match = pattern.search(window)
        if match is None:
            continue
        organ = match["organ"]
        lead = _LEAD_IN.match(organ)
        start = base + match.start() + (lead.end() if lead else 0)
        if pattern is _YEARLY:
            kind = _KIND_AFTER.match(text, end)
            if kind is None and not organ.endswith(("公告", "令", "通告")):
                continue
            end = kind.end() if kind else end
        return Span(start, end)
    return None
