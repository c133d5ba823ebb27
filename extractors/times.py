"""Time expressions and the days they name: 自2013年, 2025年底前, 7月14日至15日, “十四五”期间, 近三年, 党的十八大以来.

The words are in ontologies/lexicons/times.tsv, by role; this module knows how they combine.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from typing import NamedTuple

from extractors.model import TimeValue
from extractors.numerals import DIGITS, HAN, parse_number
from ontologies.tables import read_tsv

Interval = tuple[date | None, date | None]
NOWHERE: Interval = (None, None)

_N = f"{DIGITS}{HAN}十"
_W = "[0-9\uff10-\uff19]"  # a digit of either width
_YEAR_DIGITS = rf"[12\uff11\uff12]{_W}{{3}}"
_MONTH_NUMBER = r"(?:[1\uff11][0-2\uff10-\uff12]|[0\uff10]?[1-9\uff11-\uff19]|十[一二]?|[一二三四五六七八九])"
_DAY_NUMBER = (
    r"(?:[3\uff13][01\uff10\uff11]|[12\uff11\uff12][0-9\uff10-\uff19]|[0\uff10]?[1-9\uff11-\uff19]"
    r"|三十一?|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])"
)
_TO = r"[ \u3000\xa0]?(?:至|到|[—–―－~\uff5e\-]{1,2})[ \u3000\xa0]?"


def alternation(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first, grouped by their first character.

    >>> alternation(["今年", "去年", "今天"])
    '(?:今(?:天|年)|去年)'
    """
    branches = []
    for first, group in groupby(sorted(set(words)), key=lambda word: word[:1]):
        rests = sorted((word[1:] for word in group), key=lambda rest: (-len(rest), rest))
        body = "|".join(map(re.escape, rests))
        branches.append(re.escape(first) + (body if len(rests) == 1 else f"(?:{body})"))
    return f"(?:{'|'.join(branches)})"


class Words(NamedTuple):
    """The rows of times.tsv: role → word → value."""

    roles: dict[str, dict[str, str]]

    def any(self, *roles: str) -> str:
        """Return a pattern for any word of the roles."""
        return alternation(word for role in roles for word in self.roles[role])

    def value(self, role: str, word: str) -> str:
        """Return the value column of a word."""
        return self.roles[role].get(word, "")


@cache
def _words() -> Words:
    roles: dict[str, dict[str, str]] = {}
    for row in read_tsv("times"):
        roles.setdefault(row["role"], {})[row["text"]] = row["value"]
    return Words(roles)


# --- intervals ---------------------------------------------------------------------------------------------------


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(year: int, month: int) -> Interval:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _part(year: int, span: str) -> Interval:
    """Return the days that a `01-01/06-30` of the table names in a year."""
    if not span:
        return NOWHERE
    (first_month, first_day), (last_month, last_day) = (map(int, end.split("-")) for end in span.split("/"))
    return date(year, first_month, first_day), date(year, last_month, last_day)


def _shift(day: date, months: int) -> date:
    """Return the day so many months on, or the last one of its month where that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return day
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _integer(text: str | None) -> int | None:
    value = parse_number(text) if text else None
    return int(value) if value is not None and value == int(value) else None


def _nearest_year(month: int, day: int, anchor: date) -> int:
    """Return the year of a bare month and day: the one that puts it nearest to the document's date."""
    years = range(max(anchor.year - 1, 1), min(anchor.year + 1, 9999) + 1)
    return min(years, key=lambda year: abs((date(year, month, min(day, 28)) - anchor).days))


# --- points: 2016年, 今年6月, 5月6日, 2022年末, 去年底, 前八个月, 今天（10月14日） -------------------------------------


def _point(tag: str) -> str:
    """Return the pattern of a point in time; `tag` is appended to the names of its groups."""
    words = _words()
    year = rf"{_YEAR_DIGITS}(?=[ \u3000\xa0]?年)|[一二][{HAN}]{{3}}(?=年)|[0-2][0-9](?=年1?[0-9]月)|0[0-9](?=年)"
    return (
        rf"(?:(?:(?P<year{tag}>{year})[ \u3000\xa0]?年|(?P<rel{tag}>{words.any('year')}))(?:"
        rf"[ \u3000\xa0]?(?P<part{tag}>{words.any('part')})[初末]?|前(?P<first{tag}>[{_N}]{{1,2}})个?月(?!份)|(?!{words.any('notending')})(?P<ending{tag}>{words.any('ending')})"
        rf"|的?[ \u3000\xa0]?(?P<month{tag}>{_MONTH_NUMBER})[ \u3000\xa0]?月(?!球)(?:[ \u3000\xa0]?(?P<day{tag}>{_DAY_NUMBER})[ \u3000\xa0]?[日号](?!文)|(?!{words.any('notending')})(?P<third{tag}>{words.any('third')}))?"
        rf")?"
        rf"|(?P<bmonth{tag}>{_MONTH_NUMBER})[ \u3000\xa0]?月(?!球)(?:[ \u3000\xa0]?(?P<bday{tag}>{_DAY_NUMBER})[ \u3000\xa0]?[日号](?!文)|(?!{words.any('notending')})(?P<bthird{tag}>{words.any('third')}))?"
        rf"|(?P<iso{tag}>[12][0-9]{{3}}[-./][01]?[0-9][-./][0-3]?[0-9])(?![0-9])"
        rf"|(?P<relmonth{tag}>{words.any('month')})(?:[ \u3000\xa0]?(?P<mday{tag}>{_DAY_NUMBER})日|(?P<mthird{tag}>{words.any('third')}))?"
        rf"|(?P<relday{tag}>{words.any('day')})(?:[（(](?P<pmonth{tag}>{_MONTH_NUMBER})月(?P<pday{tag}>{_DAY_NUMBER})[日号][)）])?"
        rf"|(?P<bpart{tag}>{words.any('part')})[初末]?|前(?P<bfirst{tag}>[{_N}]{{1,2}})个?月(?!份))"
        rf"(?:(?<=[日号天])(?:[（(](?:星期|周)[一二三四五六日天][)）])?(?:[ \u3000\xa0]?{words.any('clock')})?"
        rf"(?:[ \u3000\xa0]?[0-2]?[0-9](?:[:：][0-5][0-9]|[时点](?:[0-5]?[0-9]分|半|整)?))?)?"
    )


def _resolve_point(found: re.Match[str], tag: str, anchor: date | None, year: int | None = None) -> Interval:
    """Return the days of a point; `year` is one that stood before it in the same expression."""
    words, get = _words(), lambda name: found.group(name + tag)
    if get("iso"):
        stated = _day(*map(int, re.split(r"[-./]", get("iso"))))
        return stated, stated
    if get("year"):
        year = _full_year(get("year"))
    elif get("rel"):
        away = words.value("year", get("rel"))
        if not away or anchor is None:
            return NOWHERE
        year = anchor.year + int(away)
    elif get("relmonth"):
        away = words.value("month", get("relmonth"))
        if not away or anchor is None:
            return NOWHERE
        month = _shift(anchor.replace(day=1), int(away))
        return _in_month(month.year, month.month, get("mday"), get("mthird"))
    elif get("relday"):
        away = words.value("day", get("relday"))
        if get("pmonth") and anchor is not None:
            month_number, day_number = _integer(get("pmonth")), _integer(get("pday"))
            if month_number and day_number:
                return _in_month(_nearest_year(month_number, day_number, anchor), month_number, get("pday"), None)
        if not away or anchor is None:
            return NOWHERE
        day = anchor + timedelta(days=int(away))
        return day, day
    month_number = _integer(get("month") or get("bmonth"))
    if year is None and anchor is not None:
        year = anchor.year
        if month_number and get("bday"):
            year = _nearest_year(month_number, _integer(get("bday")) or 1, anchor)
    if year is None or not 1 <= year <= 9998:
        return NOWHERE
    if month_number:
        return _in_month(year, month_number, get("day") or get("bday"), get("third") or get("bthird"))
    if part := get("part") or get("bpart"):
        return _part(year, words.value("part", part))
    if ending := get("ending"):
        return _part(year, words.value("ending", ending))
    if months := _integer(get("first") or get("bfirst")):
        return (date(year, 1, 1), _month(year, months)[1]) if months <= 12 else NOWHERE
    return date(year, 1, 1), date(year, 12, 31)


def _full_year(text: str) -> int | None:
    """Return the year of 2016, 二〇一六 or 08 (年)."""
    year = _integer(text)
    return year + 2000 if year is not None and len(text) == 2 else year


def _in_month(year: int, month: int, day: str | None, third: str | None) -> Interval:
    if day:
        stated = _day(year, month, _integer(day) or 0)
        return stated, stated
    first, last = _month(year, month)
    if third and first and last:
        start, end = map(int, _words().value("third", third).split("/"))
        return first.replace(day=start), last.replace(day=min(end, last.day))
    return first, last


# --- rules: each a pattern that is tried at a candidate, and how to read it ---------------------------------------------


def _read_point(found: re.Match[str], anchor: date | None) -> Interval:
    return _resolve_point(found, "", anchor)


def _read_range(found: re.Match[str], anchor: date | None) -> Interval:
    first = _resolve_point(found, "1", anchor)
    year = first[0].year if first[0] else None
    last = _resolve_point(found, "2", anchor, year)
    if first[0] and last[1] and last[1] < first[0]:  # 11月至3月: into the next year
        last = _resolve_point(found, "2", anchor, first[0].year + 1)
    return first[0], last[1]


def _read_years(found: re.Match[str], anchor: date | None) -> Interval:
    first, last = _integer(found["from"]), _integer(found["to"])
    return (date(first, 1, 1), date(last, 12, 31)) if first and last and first <= last else NOWHERE


def _read_months(found: re.Match[str], anchor: date | None) -> Interval:
    year = _stated_year(found, anchor)
    first, last = _integer(found["from"]), _integer(found["to"])
    if year is None or not first or not last or not 1 <= year <= 9998:
        return NOWHERE
    return _month(year, first)[0], _month(year + (last < first), last)[1]


def _read_days(found: re.Match[str], anchor: date | None) -> Interval:
    month, first, last = _integer(found["month"]), _integer(found["from"]), _integer(found["to"])
    if not month or not first or not last:
        return NOWHERE
    year = _stated_year(found, anchor)
    if anchor is not None and not found["year"] and not found["rel"]:
        year = _nearest_year(month, first, anchor)
    return (_day(year, month, first), _day(year, month, last)) if year else NOWHERE


def _stated_year(found: re.Match[str], anchor: date | None) -> int | None:
    if found["year"]:
        return _integer(found["year"])
    if anchor is None:
        return None
    if found["rel"]:
        away = _words().value("year", found["rel"])
        return anchor.year + int(away) if away else None
    return anchor.year


def _read_plan(found: re.Match[str], anchor: date | None) -> Interval:
    number = _integer(found["number"])
    if not number:
        return NOWHERE
    # The first two plans began in 1953 and 1958; after the years of adjustment the third began in 1966.
    first = 1948 + 5 * number if number < 3 else 1951 + 5 * number
    value = _words().value("plan", found["which"])
    years = {"all": (first, first + 4), "first": (first, first), "last": (first + 4, first + 4), "third": (first + 2, first + 2)}
    if value == "since":
        return date(first, 1, 1), anchor
    start, end = years[value]
    return date(start, 1, 1), date(end, 12, 31)


def _read_era(found: re.Match[str], anchor: date | None) -> Interval:
    return date.fromisoformat(_words().value("era", found["era"]).split("/")[0]), anchor


def _read_length(found: re.Match[str], anchor: date | None) -> Interval | None:
    """Read 近三年, 3年来, 今后五年; other lengths (30日内, 连续5年) have no place of their own in time."""
    words = _words()
    number = _integer(found["number"])
    way = words.value("ago", found["ago"] or "").replace("edge", "") or words.value("within", found["within"] or "")
    if not found["ago"] and not found["within"]:
        return None  # a bare 三年 is a quantity
    if words.value("ago", found["ago"] or "") == "edge" and (found["within"] or found["length"] != "年"):
        return None  # 后三年 is a time; 收到后30日内 is 30日内
    if number is not None and number >= 1000 and found["length"] == "年":
        return None  # 2013年以来 is counted from a year
    if anchor is None or number is None or not way or found["vague"]:
        return NOWHERE
    unit, sign = words.value("length", found["length"]), 1 if way == "future" else -1
    months = {"years": 12, "months": 1, "quarters": 3}.get(unit)
    days = {"days": 1, "weeks": 7}.get(unit)
    if months and number <= 3000:
        other = _shift(anchor, sign * months * number)
    elif days and number <= 30000:
        other = anchor + timedelta(days=sign * days * number)
    else:
        return NOWHERE
    return (anchor, other) if sign > 0 else (other, anchor)


def _read_word(found: re.Match[str], anchor: date | None) -> Interval:
    value = _words().value("word", found[0])
    if not value or anchor is None:
        return NOWHERE
    if value.startswith("week"):
        monday = anchor + timedelta(weeks=int(value.split()[1]), days=-anchor.weekday())
        return monday, monday + timedelta(days=6)
    if value.endswith("/today"):
        return _part(anchor.year, value.replace("today", "12-31"))[0], anchor
    return _part(anchor.year, value)


def _read_decade(found: re.Match[str], anchor: date | None) -> Interval | None:
    """Read 上世纪90年代; without a century, 九十年代 is one of the last century, and 20年代 could be either's."""
    decade = _integer(found["decade"])
    if not decade or (decade < 30 and not found["century"]):
        return None
    first = (int(_words().value("century", found["century"])) if found["century"] else 1900) + decade
    return date(first, 1, 1), date(first + 9, 12, 31)


def _read_bare_day(found: re.Match[str], anchor: date | None) -> Interval:
    """Read 记者12日获悉: the last such day before the document's date."""
    number = _integer(found["day"])
    if anchor is None or not number:
        return NOWHERE
    month = anchor if number <= anchor.day else _shift(anchor.replace(day=1), -1)
    stated = _day(month.year, month.month, number)
    return stated, stated


def _read_nothing(found: re.Match[str], anchor: date | None) -> Interval:
    return NOWHERE


Rule = tuple[re.Pattern[str], Callable[[re.Match[str], date | None], Interval | None]]


class Grammar(NamedTuple):
    """The compiled patterns."""

    candidate: re.Pattern[str]
    rules: tuple[Rule, ...]
    after: re.Pattern[str]


@cache
def _grammar() -> Grammar:
    words = _words()
    owner = rf"(?:(?P<year>{_YEAR_DIGITS})[ \u3000\xa0]?年|(?P<rel>{words.any('year')}))?"
    number = rf"(?:[{DIGITS}]+{_TO})?[{DIGITS}]+|[几数]?[{HAN}十百]+|[几数多半]"
    rules: tuple[Rule, ...] = (
        (re.compile(rf"{_point('1')}{_TO}{_point('2')}"), _read_range),
        (re.compile(rf"(?P<from>{_YEAR_DIGITS})年?(?:度)?{_TO}(?P<to>{_YEAR_DIGITS})[ \u3000\xa0]?年度?"), _read_years),
        (re.compile(rf"{owner}(?P<from>{_MONTH_NUMBER})月?{_TO}(?P<to>{_MONTH_NUMBER})月份?(?!{_DAY_NUMBER}日)"), _read_months),
        (
            re.compile(rf"{owner}(?P<month>{_MONTH_NUMBER})月(?P<from>{_DAY_NUMBER})日?(?:{_TO}|、)(?P<to>{_DAY_NUMBER})[日号]"),
            _read_days,
        ),
        (re.compile(_point("")), _read_point),
        (
            re.compile(rf"(?P<number>十[一二三四五六七八九]?|[一二三四五六七八九])五[”\"’」]?(?:规划|计划)?(?P<which>{words.any('plan')})"),
            _read_plan,
        ),
        (re.compile(rf"(?P<era>{words.any('era')})(?:召开|胜利召开)?(?:以来|以后|之后)(?:的?[{_N}多]+年(?:来|间)?)?"), _read_era),
        (
            re.compile(
                rf"(?P<ago>{words.any('ago')})?的?(?P<number>{number})(?P<vague>[多余几])?(?P<length>{words.any('length')})多?"
                rf"(?:时间)?(?P<within>{words.any('within')})?"
            ),
            _read_length,
        ),
        (re.compile(words.any("word")), _read_word),
        (re.compile(rf"(?P<century>{words.any('century')})?(?P<decade>[2-9]0|[二三四五六七八九]十)年代"), _read_decade),
        (re.compile(r"(?P<day>[12][0-9]|3[01]|[1-9])日(?=[从在到至召出举上下晚发宣公表]|电)"), _read_bare_day),
        (re.compile(r"(?:自|从|在)[^\s,，。；;：:、]{1,24}?之日起?(?:[^\s,，。；;：:、]{1,8}?(?:日|月|年)[之以]?内)?"), _read_nothing),
    )
    firsts: dict[str, set[str]] = {}
    for role in ("year", "month", "day", "part", "word", "era", "ago", "century"):
        for word in words.roles[role]:
            firsts.setdefault(word[0], set()).add(word[1:])
    for first in [first for first in firsts if re.fullmatch(f"[{_N}]", first)]:
        del firsts[first]
    # What may open an expression: a numeral with a unit of time soon after it, or a word of the table. The scan is kept
    # cheap by a class of first characters, which the regular-expression engine searches for without backtracking.
    branches = [rf"(?<=[{_N}])(?<![{_N}第.\uff0e][{_N}])(?=[{_N}百\s]{{0,6}}(?:[年月日天周世—–―－~～\-至到./、]|个[月季星学工交自小]|小时|工作日|分钟|五|季度|[多余几]|届|大))"]
    for first, rests in sorted(firsts.items()):
        ordered = sorted(rests, key=lambda rest: (-len(rest), rest))
        ends = [re.escape(rest) if rest else f"(?=的?[{_N}几多数半])" for rest in ordered]
        branches.append(f"(?<={re.escape(first)})(?={'|'.join(ends)})")
    branches.append(r"(?<=[自从在])(?=[^\s,，。；;：:、]{1,24}?之日)")
    opening = "".join(sorted(re.escape(first) for first in firsts))
    return Grammar(
        re.compile(rf"[{_N}几多数半自从在{opening}](?:{'|'.join(branches)})"),
        rules,
        re.compile(rf"(?!{words.any('notafter')})(?:{words.any('after')})(?!(?<=[前后])[{_N}])"),
    )


def find_times(text: str, start: int = 0, end: int | None = None, anchor: date | None = None) -> list[TimeValue]:
    """Return the time expressions of `text[start:end]`, in order, without overlaps, the longest at each place.

    Offsets count from the beginning of `text`. `anchor` is the date of the document: it gives 去年, 5月6日 and 近三年
    their days. An end of the interval that the expression leaves open is None; both are None where it names no days
    (近日, 连续5年).

    >>> [time] = find_times("自2013年以来，推行首席质量官制度", anchor=date(2016, 5, 6))
    >>> time.text, str(time.valid_from), str(time.valid_to)
    ('自2013年以来', '2013-01-01', '2016-05-06')
    """
    grammar, found, stop = _grammar(), [], len(text) if end is None else end
    reached = start
    for candidate in grammar.candidate.finditer(text, start, stop):
        opening = candidate.start()
        if opening < reached:
            continue
        best: tuple[int, Interval, str] | None = None
        for pattern, read in grammar.rules:
            match = pattern.match(text, opening, stop)
            if match is not None and (best is None or match.end() > best[0]):
                interval = read(match, anchor)
                if interval is not None:
                    best = match.end(), interval, _SHAPES.get(read, "point")
        if best is not None:
            value = _complete(text, max(reached, start), opening, best, stop, anchor)
            found.append(value)
            reached = value.end
    return found


_SHAPES = dict.fromkeys((_read_range, _read_years, _read_months, _read_days), "range") | {_read_length: "length"}


def _complete(
    text: str, floor: int, opening: int, core: tuple[int, Interval, str], stop: int, anchor: date | None
) -> TimeValue:
    """Take in what stands before and behind: 自…, 截至…, …以来, …底前."""
    words, (closing, (first, last), shape) = _words(), core
    behind = _grammar().after.match(text, closing, stop)
    after = words.value("after", behind[0]) if behind else ""
    if "”" in text[opening:closing] and text[max(opening - 1, floor) : opening] == "“":
        opening -= 1
    # 压缩到3个工作日以内: what leads to a length is no bound in time.
    word, before = _word_before(text, opening, floor) if shape != "length" else ("", "")
    if before == "opening":
        before = "since" if shape == "range" or after in ("since", "from") else ""
    if before:
        opening -= len(word)
        if shape != "range":
            first, last = {"since": (first, None), "until": (None, last), "asof": (last, last)}[before]
    if behind:
        closing = behind.end()
        if after == "since":
            last = anchor if first else None
        elif after == "from":
            last = None
        elif after == "until":
            first = None
    return TimeValue(text[opening:closing], opening, closing, first, last)


def _word_before(text: str, opening: int, floor: int) -> tuple[str, str]:
    """Return the longest word of the table that ends at `opening`, with its sense; 来自, which has none, hides 自."""
    before = _words().roles["before"]
    for size in (4, 3, 2, 1):
        if opening - size >= floor and (word := text[opening - size : opening]) in before:
            return word, before[word]
    return "", ""
