"""What a document says of itself: title, date, publisher, section, author, editor, issuer, number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from extractors.citations import find_document_numbers
from extractors.furniture import Line, Page, find_lines, match_line, patterns
from extractors.times import find_times

_HEAD, _TAIL = 8, 12
_ELLIPSIS = re.compile(r"(?:…+|\.{3,})\Z")
_STATUS = re.compile(r"^[（(【\[](?:已|全文|部分)?(?:废止|失效|修订|修改|现行有效|有效)[）)】\]]\s*")
_NUMBERED = re.compile(r"^[^《》]{4,30}号\s*《(?P<title>.+)》\Z")
_RED_HEAD = re.compile(r"^[\u4e00-\u9fff、 ]{2,40}文件\Z")
_ISSUER = re.compile(
    r"^(?P<issuer>[\u4e00-\u9fff、 \s]{2,60}?)\s*(?:关于(?!.{0,3}讨论)|(?:印发|转发|批转)(?:《|〈|.{0,30}关于)|(?=公告|令(?:第|（)|通告|通报(?:（|第)))"
)
_ORGAN_END = re.compile(
    r"(?:部|委|委员会|办公厅|办公室|厅|局|署|院|司|府|会|中央|总局|总社|总公司|集团|公司|银行|中心|协会|军委|组|处|社|大学|法院|检察院|大会|常委会|队)\Z"
)
_FULL_DATE = re.compile(
    r"(?P<organ>[\u4e00-\u9fff、 \s]{0,60}?)\s*(?P<date>(?:(?:19|20)\d\d|[一二][〇○ОOＯ零一二三四五六七八九]{3}|[\uff11\uff12][\uff10-\uff19]{3})\s*年\s*\S{1,3}\s*月\s*\S{1,3}\s*日)(?:\s*印发)?"
)
_ENACTED = re.compile(r"(?:通过|公布|发布|修正|修订|印发|批准|颁布|修改)")
_EXCERPT = re.compile(r"》?\s*(?P<date>(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?)")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document besides its text; a field is None where the text does not say."""

    title: str | None = None
    date: date | None = None
    publisher: str | None = None
    issuer: str | None = None
    number: str | None = None
    section: str | None = None
    author: str | None = None
    editor: str | None = None


def read_metadata(text: str, page: Page) -> Metadata:
    """Read what a text says of itself; `page` is its division into furniture and article.

    >>> from extractors.furniture import find_article
    >>> text = "国务院办公厅关于推行首席质量官制度的通知\\n国办发〔2018〕109号\\n现通知如下。\\n国务院办公厅\\n2018年11月20日\\n"
    >>> read = read_metadata(text, find_article(text))
    >>> read.issuer, read.number, str(read.date)
    ('国务院办公厅', '国办发〔2018〕109号', '2018-11-20')
    """
    article = find_lines(text[page.article.start : page.article.end])
    title = _title(article)
    signature = _signature(article)
    head, whole = page.head, [line.text for line in (*page.head, *article[-_TAIL:], *page.tail)]
    dateline = _first(head, "dateline")
    return Metadata(
        title=title,
        date=_page_date(dateline) or _enacted(article[:_HEAD]) or (signature[1] if signature else None) or _excerpt(article),
        publisher=_publisher(head, dateline, article, page.tail),
        issuer=_issuer(title, article) or (signature[0] if signature else None),
        number=_number(article),
        section=_section(head),
        author=_search("author", [line.text for line in article[:_HEAD]]) or _search("author", whole),
        editor=_search("editor", whole),
    )


def _title(lines: list[Line]) -> str | None:
    """Return the headline: the first line that is no number and no red head, joined where it is wrapped or cut short."""
    for index, line in enumerate(lines[:_HEAD]):
        text = _STATUS.sub("", line.text)
        if numbered := _NUMBERED.match(text):
            return numbered["title"]
        spans = find_document_numbers(text)
        if _RED_HEAD.match(text) or (spans and spans[0].end - spans[0].start >= len(text) - 1 and "公告" not in text):
            continue
        if ellipsis := _ELLIPSIS.search(text):
            return _whole_title(text[: ellipsis.start()], lines[index + 1 : index + _HEAD]) or text
        following = lines[index + 1].text if index + 1 < len(lines) else ""
        if "关于" in text and not _ends_like_title(text) and len(following) <= 50 and _ends_like_title(following):
            return text + following
        return text
    return lines[0].text if lines else None


def _whole_title(stem: str, lines: list[Line]) -> str | None:
    """Return the title that a line cut short by … begins, as later lines have it."""
    for index, line in enumerate(lines):
        if line.text[:6] == stem[:6]:
            title = line.text
            for more in lines[index + 1 : index + 3]:
                if _ends_like_title(title) and len(title) > len(stem):
                    break
                title += more.text
            return title if _ends_like_title(title) else None
    return None


def _ends_like_title(text: str) -> bool:
    return any(re.search(rf"{pattern.pattern}\Z", text) for pattern in patterns("genre"))


def _issuer(title: str | None, lines: list[Line]) -> str | None:
    if title and (found := _ISSUER.match(title)):
        issuer = found["issuer"].strip()
        if _ORGAN_END.search(issuer) and _ends_like_title(title.rstrip("）)")) | ("（" in title):
            return issuer
    for line in lines[:3]:
        if _RED_HEAD.match(line.text):
            return line.text.removesuffix("文件").strip()
    return None


def _signature(lines: list[Line]) -> tuple[str | None, date] | None:
    """Return organ and date of the first signature: a line that is a date, alone or behind the organ's name."""
    for index, line in enumerate(lines[1:], 1):
        found = _FULL_DATE.fullmatch(line.text)
        day = _day(found["date"]) if found else None
        if found is None or day is None:
            continue
        organs = [found["organ"].strip()] if found["organ"].strip() else []
        while not organs or (index > 1 and lines[index - 1].text != organs[0]):
            index -= 1
            above = lines[index].text if index > 0 else ""
            if len(above) > 30 or not _ORGAN_END.search(above) or any(mark in above for mark in "，。：；"):
                break
            organs.insert(0, above)
        return "、".join(organs) or None, day
    return None


def _enacted(head: list[Line]) -> date | None:
    """Return the last day in the lines under a law's title: 2008年7月17日 经…通过; not that of its entry into force."""
    last = None
    for line in head[1:]:
        opening = line.text.lstrip("（( ")
        times = [t for t in find_times(opening) if t.valid_from and t.valid_from == t.valid_to]
        if not times or times[0].start > 0 or not _ENACTED.search(opening) or len(opening) > 400:
            if last:
                break
            continue
        for time, after in zip(times, [*times[1:], None], strict=True):
            stretch = opening[time.end : after.start if after else len(opening)]
            if _ENACTED.search(stretch):
                last = time.valid_from
    return last


def _excerpt(lines: list[Line]) -> date | None:
    """Return the date of a note such as 摘自《…报》2009.11.03 in the last lines."""
    for line in lines[-3:]:
        if any(pattern.search(line.text) for pattern in patterns("publisher")) and (found := _EXCERPT.search(line.text)):
            return _day(found["date"])
    return None


def _day(text: str) -> date | None:
    compact = re.sub(r"\s", "", text)
    return next((time.valid_from for time in find_times(compact) if time.valid_from == time.valid_to), None) or _numeric(compact)


def _numeric(text: str) -> date | None:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    try:
        return date(*numbers[:3]) if len(numbers) >= 3 else None
    except ValueError:
        return None


def _first(lines: tuple[Line, ...], role: str) -> re.Match[str] | None:
    return next((match for line in lines if (match := match_line(role, line.text))), None)


def _page_date(dateline: re.Match[str] | None) -> date | None:
    return _day(dateline["date"]) if dateline else None


_LABEL = re.compile(r"(?:信息|稿件|文章|新闻|内容)?(?:来源|出处|来自|发布机构|发布单位)\s*[:：]\s*(?P<name>[^\s|｜【\[（(，,；;]+)")
_NAME = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,16}(?:网|社|报|台|刊|杂志|在线|网站|客户端|厅|局|委|部|办|会)")


def _publisher(
    head: tuple[Line, ...], dateline: re.Match[str] | None, lines: list[Line], tail: tuple[Line, ...]
) -> str | None:
    for line in head[:_HEAD]:
        if (dateline or match_line("source", line.text)) and (label := _LABEL.search(line.text)):
            return label["name"]
    if dateline and (name := _NAME.match(dateline["rest"].strip())):
        return name[0]
    return _search("publisher", [line.text for line in [*lines[:5], *lines[-3:], *tail[:3]]])


def _section(head: tuple[Line, ...]) -> str | None:
    found = _first(head, "breadcrumb")
    parts = [part for part in re.split(r"\s*(?:>+|[＞»›→|/\\]+)\s*", found["section"].strip()) if part] if found else []
    return " > ".join(parts) or None


def _number(lines: list[Line]) -> str | None:
    """Return the document's own number: a line of its own near the head, or the head of the title."""
    for line in lines[:_HEAD]:
        spans = find_document_numbers(line.text)
        if spans and (spans[0].start == 0 or line.text[: spans[0].start].rstrip(" 　").endswith(("号：", "号:", "文件"))):
            rest = line.text[spans[0].end :].strip(" 　")
            if not rest or rest[0] in "《（(":
                return spans[0].of(line.text)
    return None


def _search(field: str, lines: list[str]) -> str | None:
    """Return the first value of a field in some lines; names lose the space inside (沈 洪) and are parted by 、."""
    for line in lines:
        for pattern in patterns(field):
            if found := pattern.search(line):
                return _names(found[field]) if field == "author" else found[field]
    return None


def _names(text: str) -> str:
    """Join 沈 洪 and part 王丽 王新明."""
    words = re.split(r"[\s、，,]+", text.strip())
    names: list[str] = []
    for word in words:
        if names and len(word) == 1 and len(names[-1]) == 1:
            names[-1] += word
        else:
            names.append(word)
    return "、".join(names)
