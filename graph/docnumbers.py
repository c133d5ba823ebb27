"""The form of a document's number that all its spellings share: 发文字号, orders (令), announcements, standards."""

from __future__ import annotations

import re
from collections.abc import Callable

from extractors.numerals import parse_number

_OPEN, _CLOSE = r"[〔\[（(【［﹝〖{〈<]", r"[〕\]）)】］﹞〗}〉>]"
_FILE = re.compile(r"(?<=号)(?:文件?|令)\Z")  # 国发〔2019〕5号文
_NUMBER = re.compile(
    rf"(?P<organ>[^\d〔\[（(【［﹝〖{{〈<《]{{1,16}}){_OPEN}(?P<year>(?:19|20)\d\d)年?{_CLOSE}(?:第|字第|字)?(?P<number>\d{{1,5}})号"
)
_ORDER = re.compile(
    r"(?P<organ>[\u4e00-\u9fff]{2,24}?)(?:令第?|第(?=[^第]{1,6}号令))(?P<number>\d{1,4}|[〇零一二三四五六七八九十百]{1,6})号(?:令)?"
)
_ANNOUNCEMENT = re.compile(
    rf"(?P<organ>[\u4e00-\u9fff]{{2,24}}?)(?P<kind>公告|通告){_OPEN}?(?P<year>(?:19|20)\d\d)年?{_CLOSE}?第?(?P<number>\d{{1,4}})号"
)
_STANDARD = re.compile(
    r"(?P<series>(?:DB[0-9]{2,6}(?=[/ ])|[A-Z]{2,4})(?:/[A-Z]{1,8})?) ?(?P<number>\d[\d.]*) ?[-—–－](?P<year>\d{2,4})"
)


def _unknown(organ: str) -> str | None:
    return None


def canonical_number(name: str, office: Callable[[str], str | None] = _unknown) -> str | None:
    """Return a document's number in the brackets of the norm, None for what is no number.

    `office` returns the official name of the body of an order or announcement, None for one that it does not know.

    >>> canonical_number("穗府[2016]第3号"), canonical_number("GB/T19001—2016"), canonical_number("《办法》")
    ('穗府〔2016〕3号', 'GB/T 19001-2016', None)
    >>> canonical_number("国务院第639号令"), canonical_number("海关总署公告〔2016〕8号")
    ('国务院令第639号', '海关总署公告2016年第8号')
    """
    written = name.replace(" ", "")
    if found := _ANNOUNCEMENT.fullmatch(written):
        organ = office(found["organ"]) or found["organ"]
        return f"{organ}{found['kind']}{found['year']}年第{int(found['number'])}号"
    if found := _NUMBER.fullmatch(_FILE.sub("", written)):
        return f"{found['organ']}〔{found['year']}〕{int(found['number'])}号"
    if (found := _ORDER.fullmatch(written)) and (number := parse_number(found["number"])) is not None:
        return f"{office(found['organ']) or found['organ']}令第{int(number)}号"
    if found := _STANDARD.fullmatch(name):
        return f"{found['series']} {found['number']}-{found['year']}"
    return None
