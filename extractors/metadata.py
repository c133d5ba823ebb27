"""What a document says of itself: title, dates, publisher, section, author, editor, issuer, number, class, validity."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from extractors.citations import find_document_numbers
from extractors.encodings import has_chinese
from extractors.furniture import Line, Page, find_lines, is_furniture, match_line, patterns
from extractors.intervals import day_of
from extractors.model import Day
from extractors.signatures import find_signatures
from extractors.times import find_times
from ontologies.gazetteer import load_organs

_HEAD, _TAIL = 8, 12
_LONGEST_TITLE = 60
_LEAST_NAME = 5  # 国务院 may as well be what a plan is about
_ELLIPSIS = re.compile(r"(?:…+|\.{3,})\Z")
_STATUS = re.compile(r"^[（(【\[](?:已|全文|部分)?(?:废止|失效|修订|修改|现行有效|有效)[）)】\]]\s*")
_STATUS_MARK = re.compile(
    r"(?:^[（(【\[]|[（(【\[](?=[^（(【\[]*\Z))(?P<status>(?:已|全文|部分|现行)*(?:废止|失效|有效))[）)】\]]"
)
_ALREADY = re.compile(r"^(?:已经|已|现行|全文|现)+(?=有效|废止|失效|被?修|被)")
_IN_FORCE = re.compile(
    r"自\s*(?P<day>(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*起?\s*(?:正式|开始)?(?:施行|实施|执行|生效)"
)
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)")
_STAMP = re.compile(r"\s*(?P<year>(?:19|20)\d\d)\s*[-./年]\s*(?P<month>\d{1,2})\s*[-./月]\s*(?P<day>\d{1,2})(?!\d)")
_LONGEST_PERSON = 20
_NUMBERED = re.compile(r"^[^《》]{4,30}号\s*《(?P<title>.+)》\Z")
# 国家市场监督管理总局令第70号 / 《规定》已经…局务会议通过，现予公布
_ORDER = re.compile(r"(?P<issuer>[\u4e00-\u9fff]{2,24}?)令\s*第?[\d〇一二三四五六七八九十百]+号")
_PROMULGATED = re.compile(
    r"《(?P<title>[^《》]{4,80})》(?:（[^（）]*）)?(?:已经?|业经|经)[^。]*(?:通过|同意|批准|审定)，"
)
_RED_HEAD = re.compile(r"^[\u4e00-\u9fff、 ]{2,40}文件\Z")
_ISSUER = re.compile(
    r"^(?!批转|转发|印发)(?P<issuer>[\u4e00-\u9fff、 \s]{2,60}?)\s*"
    r"(?:关于|(?:印发|转发|批转)(?:《|〈|.{0,30}关于)|(?=公告|令[第（]|通告|通报[（第]))"
)
# Under a law's title: 2008年7月17日 经…通过; under a report's: ——2023年1月6日在…会议上.
_ENACTED = re.compile(r"(?:通过|公布|发布|修正|修订|印发|批准|颁布|修改|^在.*(?:会议|大会|全会).{0,6}上)")
_NO_TITLE = re.compile(r"[-—–－=*_]{2,}.*|.{0,12}(?:代表|委员|同志|同志们|领导|部门|单位)\s*[:：]|\W+")
_EXCERPT = re.compile(r"(?:摘自|原载|转自|载于)[^》]{0,30}》\s*(?P<date>(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?)")
_SOURCE = re.compile(
    r"(?:信息|稿件|文章|新闻|内容)?(?:来源|出处|发布机构|发布单位)\s*[:：]\s*(?P<name>[^\s|｜【\[（(，,；;]+)"
)
_MEDIUM = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,16}(?:网|社|报|台|刊|杂志|在线|网站|客户端)")


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
    written: Day | None = None
    published: Day | None = None
    effective: Day | None = None
    subject: str | None = None
    keywords: tuple[str, ...] = field(default=())
    index: str | None = None
    validity: str | None = None
    url: str | None = None


def read_metadata(text: str, page: Page, known: Mapping[str, str] | None = None) -> Metadata:
    """Read what a text says of itself; `page` is its division into furniture and article.

    `known` has what is said of the text elsewhere, by field: a page's meta elements, a file's properties. The values
    of the page's table go before it, and it goes before what the text lets guess.

    >>> from extractors.furniture import find_article
    >>> text = "国务院办公厅关于推行首席质量官制度的通知\\n国办发〔2018〕109号\\n现通知如下。\\n"
    >>> text += "国务院办公厅\\n2018年11月20日\\n"
    >>> read = read_metadata(text, find_article(text))
    >>> read.issuer, read.number, str(read.date)
    ('国务院办公厅', '国办发〔2018〕109号', '2018-11-20')
    """
    article = find_lines(text[page.article.start : page.article.end])
    said, labels, dateline = known or {}, page.labels, _first(page.head, "dateline")
    title = labels.get("title") or said.get("title") or _title(article)
    signature = _signature(article)
    near = [line.text for line in (*page.head, *article[:_HEAD], *article[-_TAIL:], *page.tail)]
    lined = _day(dateline["date"]) if dateline else None
    written = _day(labels.get("date") or said.get("date") or "")
    published = _day(labels.get("published") or said.get("published") or "")
    day = (
        written
        or lined
        or _enacted(article[:_HEAD])
        or (signature[1] if signature else _excerpt(article) or _in_brackets(title))
        or published
    )
    return Metadata(
        title=title,
        date=day,
        publisher=labels.get("publisher") or said.get("publisher") or _publisher(page, dateline, article),
        issuer=labels.get("issuer")
        or said.get("issuer")
        or _issuer(title, article)
        or (signature[0] if signature else None),
        number=labels.get("number") or said.get("number") or _number(article),
        section=labels.get("section") or said.get("section") or _section(page.head),
        author=labels.get("author") or _search("author", near) or _person(said.get("author")),
        editor=labels.get("editor") or _search("editor", near) or _person(said.get("editor")),
        written=written or (signature[1] if signature else None),
        published=published or lined,
        effective=_day(labels.get("effective") or said.get("effective") or "") or _effective(text, page),
        subject=labels.get("subject") or said.get("subject"),
        keywords=_keywords(labels.get("keywords") or said.get("keywords") or ""),
        index=labels.get("index"),
        validity=_validity(labels.get("validity") or said.get("validity"), article),
        url=labels.get("url") or said.get("url"),
    )


def _person(text: str | None) -> str | None:
    """Return the author that a page's head names, unless that is the one who typed it in (admin, 管理员)."""
    return text if text and has_chinese(text) and "管理" not in text and len(text) <= _LONGEST_PERSON else None


def _keywords(text: str) -> tuple[str, ...]:
    """Part 质量、标准;监管 into distinct words."""
    words = (
        word.strip() for word in re.split(r"[;；,，、|｜\n\t\u3000]+|(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])", text)
    )
    return tuple(dict.fromkeys(word for word in words if word))


def _effective(text: str, page: Page) -> date | None:
    """Return the day from which the document says that it is in force: 本办法自2023年7月3日起施行.

    The last such sentence is its own; that of an earlier document is quoted in the text.
    """
    found = list(_IN_FORCE.finditer(text, page.article.start, page.article.end))
    return _day(found[-1]["day"]) if found else None


def _validity(said: str | None, article: list[Line]) -> str | None:
    """Return how a document stands: what the page's table says, or the note before or behind the title."""
    if not said:
        marks = (_STATUS_MARK.search(line.text) for line in article[:2])
        said = next((mark["status"] for mark in marks if mark), None)
    if not said:
        return None
    return _ALREADY.sub("", re.sub(r"[（）()【】\[\]\s]", "", said)) or None


def _title(lines: list[Line]) -> str | None:
    """Return the headline: the first line that is no number and no red head, joined where it is wrapped.

    A text that opens with running text has none.
    """
    for index, line in enumerate(lines[:_HEAD]):
        text = _STATUS.sub("", line.text.strip("#* "))
        if index and (given := _PROMULGATED.match(text)):
            return given["title"]
        if line.is_prose and len(text) > _LONGEST_TITLE:
            return None
        if _NO_TITLE.fullmatch(text):
            continue
        if numbered := _NUMBERED.match(text):
            return numbered["title"]
        spans = find_document_numbers(text)
        if _RED_HEAD.match(text) or (spans and spans[0].end - spans[0].start >= len(text) - 1 and "公告" not in text):
            continue
        if ellipsis := _ELLIPSIS.search(text):
            return _whole_title(text[: ellipsis.start()], lines[index + 1 : index + _HEAD]) or text
        return _joined(text, lines[index + 1 : index + 3])
    return None


def _joined(text: str, following: list[Line]) -> str:
    """Return a title with the lines that it runs on in: 国务院办公厅关于推行 / 首席质量官制度的通知."""
    joined = text
    for line in following:
        if "关于" not in text or _ends_like_title(joined) or len(line.text) > 50:
            break
        joined += line.text
    return joined if _ends_like_title(joined) else text


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


def _ends_like(role: str, text: str) -> bool:
    return any(re.search(rf"(?:{pattern.pattern})\Z", text) for pattern in patterns(role))


def _ends_like_title(text: str) -> bool:
    return _ends_like("genre", text)


def _issuer(title: str | None, lines: list[Line]) -> str | None:
    if title and (found := _ISSUER.match(title)):
        issuer = found["issuer"].strip()
        if _ends_like("organ", issuer) and (_ends_like_title(title) or title[found.end() :][:2] in ("公告", "通告")):
            return issuer
    # 国家林业和草原局公开…信息工作实施细则: the body's full name opens the title.
    if title and _ends_like_title(title):
        names = (title[:size] for size in range(24, _LEAST_NAME - 1, -1))
        if organ := next((name for name in names if name in _bodies()), None):
            return organ
    for line in lines[:3]:
        if _RED_HEAD.match(line.text):
            return line.text.removesuffix("文件").strip()
        if ordered := _ORDER.fullmatch(line.text.strip()):
            return ordered["issuer"]
    return None


@cache
def _bodies() -> frozenset[str]:
    national = [organ for organ in load_organs() if organ.level == "national"]
    return frozenset(name for organ in national for name in (organ.name, *organ.short))


def _signature(lines: list[Line]) -> tuple[str | None, date] | None:
    """Return organ and date of the first signature."""
    signed = ((sign, _day(sign.day)) for sign in find_signatures(lines))
    return next((("、".join(sign.organs) or None, day) for sign, day in signed if day is not None), None)


def _enacted(head: list[Line]) -> date | None:
    """Return the last day in the lines under a law's title: 2008年7月17日 经…通过; not that of its entry into force."""
    last = None
    for line in head:
        opening = line.text.lstrip("（(—-－ ")
        days = [time for time in find_times(opening) if time.valid_from and time.valid_from == time.valid_to]
        if not days or days[0].start > 0 or "。" in opening:
            if last:
                break
            continue
        for time, following in zip(days, [*days[1:], None], strict=True):
            if _ENACTED.search(opening[time.end : following.start if following else len(opening)]):
                last = time.valid_from
    return last


def _excerpt(lines: list[Line]) -> date | None:
    """Return the date of a note such as 摘自《…报》2009.11.03 in the last lines."""
    for line in lines[-3:]:
        if found := _EXCERPT.search(line.text):
            return _day(found["date"])
    return None


def _in_brackets(title: str | None) -> date | None:
    """Return the day at the end of a title: 政府工作报告（2023年1月7日）."""
    opening = title.rfind("（") + 1 if title and title.endswith("）") else 0
    first = next(iter(find_times(title, opening)), None) if title and opening else None
    return first.valid_from if first and first.start == opening and first.valid_from == first.valid_to else None


def _day(text: str) -> date | None:
    """Return the day that a date names, with or without 日 at its end."""
    compact = re.sub(r"\s", "", text)
    if stamp := _STAMP.match(text):
        return day_of(*(int(number) for number in stamp.groups()))[0]
    if eight := _COMPACT.match(compact):
        return day_of(*(int(number) for number in eight.groups()))[0]
    if named := next((time for time in find_times(compact) if time.valid_from == time.valid_to), None):
        return named.valid_from
    numbers = [int(number) for number in re.findall(r"[0-9]+", compact)]
    return day_of(*numbers[:3])[0] if len(numbers) >= 3 else None


def _first(lines: tuple[Line, ...], role: str) -> re.Match[str] | None:
    return next((match for line in lines if (match := match_line(role, line.text))), None)


def _publisher(page: Page, dateline: re.Match[str] | None, lines: list[Line]) -> str | None:
    """Return the site or paper: what 来源 names, what stands in the date line, 央视网消息, the page's first line."""
    for line in page.head:
        if is_furniture(line.text) and (source := _SOURCE.search(line.text)):
            return source["name"]
    if dateline and (medium := _MEDIUM.match(dateline["rest"].strip())):
        return medium[0]
    near = [line.text for line in [*lines[:5], *lines[-3:], *page.tail[:3]]]
    if found := _search("publisher", near):
        return found
    return page.head[0].text if page.article.start and page.head and _MEDIUM.fullmatch(page.head[0].text) else None


def _section(head: tuple[Line, ...]) -> str | None:
    found = _first(head, "breadcrumb")
    parts = [part for part in re.split(r"\s*(?:>+|[＞»›→|/\\]+)\s*", found["section"].strip()) if part] if found else []
    return " > ".join(parts) or None


def _number(lines: list[Line]) -> str | None:
    """Return the document's own number: a line of its own near the head, or the head of the title."""
    for line in lines[:_HEAD]:
        spans = find_document_numbers(line.text)
        before = line.text[: spans[0].start].rstrip() if spans else ""
        if spans and (not before or before.endswith(("号：", "号:", "文件"))):
            rest = line.text[spans[0].end :].strip()
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
    words = [word for word in re.split(r"[\s、，,]+", text.strip()) if word not in ("记者", "通讯员", "摄影")]
    names: list[str] = []
    for word in words:
        if names and len(word) == 1 and len(names[-1]) == 1:
            names[-1] += word
        else:
            names.append(word)
    return "、".join(names)
