"""From when to when a document is in force, as it says itself: 本办法自2020年1月1日起施行，有效期5年."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from extractors.kinds import names_itself
from extractors.model import Document, Span
from extractors.numerals import parse_number
from extractors.times import find_times

_IN_FORCE = "施行|实施|执行|生效|试行"
_DAY = r"(?:(?:19|20)\d\d|二[〇○零]\S{2})\s*年\s*\S{1,3}\s*月\s*\S{1,3}\s*日"
_NUMBER = "[0-9０-９一二两三四五六七八九十]{1,3}"
_FROM = re.compile(
    rf"自\s*(?:(?P<day>{_DAY})|(?P<own>发布|公布|印发|颁布|下发|发文|签发|通过)之?日)\s*(?P<to>起至|起|至)?"
    rf"(?:\s*满?(?P<later>{_NUMBER})(?P<unit>日|天|个月)后)?(?P<end>[^。；\n]{{0,24}}?)(?:{_IN_FORCE})"
)
_UNTIL = re.compile(
    rf"(?:有效期|试行期|施行期|执行期|期限)(?:限|间)?(?:为|是|暂定|暂定为|：|:)?\s*"
    rf"(?:(?P<length>{_NUMBER})(?P<unit>年|个月)|(?:自[^。；\n]{{2,24}}?)?(?:截)?(?:至|到)\s*(?P<day>{_DAY}))"
    rf"|试行(?P<trial>{_NUMBER})(?P<trialunit>年|个月)"
    rf"|自\s*{_DAY}\s*起?\s*至\s*(?P<last>{_DAY})\s*(?:止|有效|{_IN_FORCE})"
)
_ENDING = re.compile(
    r"(?:同时|即行|一并|随之|自行|予以)(?:废止|失效|作废|停止执行)|不再执行|自本\S{1,8}之?日起(?:废止|停止执行)"
)
_RESTING = re.compile("根据|依据|依照|按照")  # what a document rests on does not end with it
_FILE_NUMBER = re.compile(r"原?(?P<number>[\u4e00-\u9fff]{1,12}[〔\[（(][12]\d{3}[〕\]）)]第?\d{1,5}号)")
_TITLE = re.compile(r"《[^《》]{2,80}(?:〈[^〈〉]*〉[^《》]*)?》")
_OPENING = re.compile(r"自\s*(?:[12二]|发布|公布|印发|颁布|下发|发文|签发|通过)|有效期|[试施执]行期|试行[0-9一两二三]")
_EXTENDED = re.compile(
    rf"(?:延长|延续|延期)(?:(?:执行|实施|施行)?(?:至|到)\s*(?P<day>{_DAY})|(?P<length>{_NUMBER})(?P<unit>年|个月))"
)
_FAR = 400  # characters that name what ends
_SENTENCE = re.compile(r"[^。\n]*(?:。|\n|\Z)")


@dataclass(frozen=True, slots=True)
class Validity:
    """The closed interval of days in which a document is in force, open where it says nothing, and where it says so."""

    begin: date | None
    end: date | None
    passage: Span | None = None


def read_validity(document: Document) -> Validity:
    """Return from when to when a document is in force, as far as it and its page say.

    What runs from the day of issue (自发布之日起30日后施行) counts from the document's date. A length without a first
    day counts from the first day that is known; 有效期5年 from 1 January 2020 ends on 31 December 2024.

    >>> said = read_validity(Document("a.txt", "第九条　本办法自2020年1月1日起施行，有效期5年。"))
    >>> str(said.begin), str(said.end)
    ('2020-01-01', '2024-12-31')
    """
    begin, end, passage = document.effective, None, None
    for start, stop in _own_sentences(document.text):
        first, last = _begin(document, start, stop), _UNTIL.search(document.text, start, stop)
        if first is not None:
            begin, passage = document.effective or first, Span(start, stop)
        if last is not None and (until := _end(last, begin or document.date)) is not None:
            end, passage = until, Span(start, stop)
    if begin is not None and end is not None and end < begin:
        end = None
    return Validity(begin, end, passage)


def _own_sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences that may say when the document itself is in force."""
    found: list[tuple[int, int]] = []
    for match in _OPENING.finditer(text):
        start = max(text.rfind(mark, 0, match.start()) for mark in "。\n") + 1
        sentence = _SENTENCE.match(text, start)
        end = sentence.end() if sentence else len(text)
        if found and found[-1][0] == start:
            continue
        said = text[start:end]
        if "《" in said and not names_itself(said):  # 《办法》自2020年起施行 tells of another
            continue
        if names_itself(said) or re.match(r"[\s　]*(?:第\S{1,6}条[\s　]*)?自", said):
            found.append((start, end))
    return found


def _begin(document: Document, start: int, stop: int) -> date | None:
    found = _FROM.search(document.text, start, stop)
    if found is None:
        return None
    day = _day(found["day"]) if found["day"] else document.date
    if day is None or found["later"] is None:
        return day
    count = int(parse_number(found["later"]) or 0)
    return add_months(day, count) if found["unit"] == "个月" else day + timedelta(days=count)


def _end(found: re.Match[str], begin: date | None) -> date | None:
    if day := found["day"] or found["last"]:
        return _day(day)
    count = int(parse_number(found["length"] or found["trial"]) or 0)
    if begin is None or not count:
        return None
    months = count * (12 if (found["unit"] or found["trialunit"]) == "年" else 1)
    return add_months(begin, months) - timedelta(days=1)


def _day(text: str) -> date | None:
    time = next(iter(find_times(re.sub(r"\s", "", text))), None)
    return time.valid_from if time and time.valid_from == time.valid_to else None


def read_repealed(document: Document) -> tuple[str, ...]:
    """Return the titles, or else the numbers, of the documents that end with this one, in the order of the text.

    >>> read_repealed(Document("a.txt", "本办法自2020年1月1日起施行，《暂行办法》（甲府〔2010〕1号）同时废止。"))
    ('《暂行办法》',)
    >>> read_repealed(Document("a.txt", "本通知自印发之日起执行，原甲府办〔2018〕7号文件同时废止。"))
    ('甲府办〔2018〕7号',)
    """
    found: dict[str, None] = {}
    for ending in _ENDING.finditer(document.text):
        start = max(document.text.rfind(mark, 0, ending.start()) for mark in "。；\n") + 1
        for part in reversed(document.text[max(start, ending.start() - _FAR) : ending.start()].split("，")):
            named = _TITLE.findall(part) or _FILE_NUMBER.findall(part)
            if _RESTING.search(part) or (not named and part.strip()):
                break
            found.update(dict.fromkeys(named))
    return tuple(found)


def read_extension(text: str, end: date | None) -> date | None:
    """Return the day to which a text extends what was in force until `end`, None where it says none.

    >>> str(read_extension("将《暂行办法》的有效期延长至2027年12月31日。", None))
    '2027-12-31'
    >>> str(read_extension("《暂行办法》有效期延长2年。", date(2022, 12, 31)))
    '2024-12-31'
    """
    found = _EXTENDED.search(text)
    if found is None:
        return None
    if found["day"]:
        return _day(found["day"])
    count = int(parse_number(found["length"]) or 0)
    return add_months(end, count * (12 if found["unit"] == "年" else 1)) if end and count else None


def add_months(day: date, months: int) -> date:
    """Return the day so many months later, the last of its month where that has no such day.

    >>> str(add_months(date(2020, 1, 31), 1))
    '2020-02-29'
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > 9999:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
