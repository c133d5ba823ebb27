"""Time expressions and the days they name: 自2013年, 2025年底前, 7月14日至15日, “十四五”期间, 近三年, 党的十八大以来.

The words are in ontologies/lexicons/times.tsv, by role; `timerules` says how they combine. A cheap scan finds where an
expression may begin; there the rules are tried, and the longest match wins.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from extractors.events import OPENERS, find_events
from extractors.intervals import Interval
from extractors.model import Span, TimeValue
from extractors.numerals import HAN
from extractors.timerules import grammar
from extractors.timespans import read_range
from extractors.timewords import YEAR_DIGITS, Context, time_words

_YEAR_REACH = 80  # characters over which a year that was named holds for 8月17日 and 同年
_LONGEST_LEAD = 4  # characters of the longest word that stands before: 延期至, 截至到
_AHEAD = 14  # characters in which a rule may show itself
_STATED = re.compile(rf"{YEAR_DIGITS}|[一二][{HAN}]{{3}}")


def find_times(text: str, start: int = 0, end: int | None = None, anchor: date | None = None) -> list[TimeValue]:
    """Return the time expressions of `text[start:end]`, in order, without overlaps, the longest at each place.

    Offsets count from the beginning of `text`. `anchor` is the date of the document: it gives 去年, 5月6日 and 近三年
    their days. An end of the interval that the expression leaves open is None; both are None where it names no days
    (近日, 连续5年). `base` is true of what figures are compared with (同比, 比2012年).

    >>> [time] = find_times("自2013年以来，推行首席质量官制度", anchor=date(2016, 5, 6))
    >>> time.text, str(time.valid_from), str(time.valid_to)
    ('自2013年以来', '2013-01-01', '2016-05-06')
    """
    stop = len(text) if end is None else min(end, len(text))
    times: list[TimeValue] = []
    nowhere = context = Context(anchor)
    reached = start
    events = find_events(text, start, stop)
    event = next(events, None)
    for candidate in grammar().candidate.finditer(text, start, stop):
        opening = candidate.start()
        while event is not None and event.end <= opening:
            reached = _add(times, event, text, reached)
            event = next(events, None)
        if opening < reached:
            continue
        if context.year and (opening > reached + _YEAR_REACH or "\n" in text[reached:opening]):
            context = nowhere
        core = _longest(text, opening, stop, context)
        found = _complete(text, reached, opening, core, stop, anchor) if core else None
        if event is not None and event.start <= opening and not (found and _tells(found, event, text)):
            reached = _add(times, event, text, reached)
            event = next(events, None)
        elif core is not None and found is not None:
            if times and (joined := _join(times[-1], found)):
                times[-1] = joined
            else:
                times.append(found)
            reached = times[-1].end
            if core.named is not None:
                context = Context(anchor, core.named)
    for rest in (event, *events) if event else ():
        reached = _add(times, rest, text, reached)
    return times


def _add(times: list[TimeValue], event: Span, text: str, reached: int) -> int:
    """Add the time of an event, unless another has been found there; return how far times have been found."""
    if event.start < reached:
        return reached
    times.append(TimeValue(event.of(text), *event))
    return event.end


def _tells(found: TimeValue, event: Span, text: str) -> bool:
    """Whether a time says more than the event it stands in: 是新世纪以来, 去年完工后; not 自2020年公布之日起."""
    return text[event.start] not in OPENERS and (found.end >= event.end or found.start <= event.start)


class Core(NamedTuple):
    """An expression without what stands before and behind it; `named` is the year that it states."""

    end: int
    days: Interval
    shape: str
    named: int | None


def _longest(text: str, start: int, stop: int, context: Context) -> Core | None:
    rules, best = grammar(), None
    ahead = frozenset(text[start : min(start + _AHEAD, stop)])
    for rule in rules.rules.get(text[start], ()):
        if rule.needs and rule.needs.isdisjoint(ahead):
            continue
        found = rule.pattern.match(text, start, stop)
        if found is None:
            continue
        core = None
        if rule.pattern is rules.point:
            core = _range(found, text, stop, context)
        if (
            core is None
            and (best is None or found.end() > best.end)
            and (days := rule.read(found, context)) is not None
        ):
            core = Core(found.end(), days, rule.shape, _named_year(found[0], days))
        if core is not None and (best is None or core.end > best.end):
            best = core
    return best


def _range(first: re.Match[str], text: str, stop: int, context: Context) -> Core | None:
    """Return the range that a point opens: 从2005年到2010年, 2020年11月至次年3月, 2007年与2009年间."""
    rules = grammar()
    closing = first.end()
    if text[closing : closing + 1] not in rules.links:
        return None
    to = rules.to.match(text, closing, stop)
    link = to or rules.between.match(text, closing, stop)
    last = rules.point.match(text, link.end(), stop) if link else None
    if last is None:
        return None
    end = last.end()
    if not to and text[end - 1] != "间":
        if not text.startswith("之间", end, stop):
            return None
        end += 2
    days = read_range(first, last, context)
    return Core(end, days, "range", _named_year(first[0], days))


def _named_year(words: str, days: Interval) -> int | None:
    return days[0].year if days[0] and _STATED.match(words) else None


def _complete(text: str, floor: int, opening: int, core: Core, stop: int, anchor: date | None) -> TimeValue:
    """Take in what stands before and behind: 自…, 截至…, …以来, …底前."""
    closing, (first, last) = core.end, core.days
    if "”" in text[opening:closing] and text[max(opening - 1, floor) : opening] == "“":
        opening -= 1
    if core.shape in ("base", "event"):
        return TimeValue(text[opening:closing], opening, closing, first, last, core.shape == "base")
    rules = grammar()
    behind = rules.after.match(text, closing, stop) if text[closing : closing + 1] in rules.trails else None
    after = time_words().value("after", behind["since"] or behind[0]) if behind else ""
    # 压缩到3个工作日以内: what leads to a length is no bound in time.
    word, before = _word_before(text, opening, floor) if core.shape != "length" else ("", "")
    if before == "opening" and core.shape != "range" and after not in ("since", "from"):
        before = ""
    if before == "paired" and after != "base":
        before = ""
    if after == "base" and before not in ("base", "paired"):
        behind, after = None, ""
    if before:
        opening -= len(word)
        if core.shape != "range":
            bounds = {"since": (first, None), "opening": (first, None), "until": (None, last), "asof": (last, last)}
            first, last = bounds.get(before, (first, last))
    if behind:
        closing = behind.end()
        if after == "since":
            last = anchor if first else None
        elif after == "from":
            last = None
        elif after == "until":
            first = None
        elif after == "asof" and before != "until":  # 至2026年8月31日止 is no moment
            first = last
    if first and last and last < first:  # 截至… of a later year than the document's own
        last = None
    return TimeValue(text[opening:closing], opening, closing, first, last, before in ("base", "paired"))


def _word_before(text: str, opening: int, floor: int) -> tuple[str, str]:
    """Return the longest word of the table that ends at `opening`, with its sense; 来自, which has none, hides 自."""
    if opening <= floor or text[opening - 1] not in grammar().leads:
        return "", ""
    before = time_words().roles["before"]
    for size in range(_LONGEST_LEAD, 0, -1):
        if opening - size >= floor and (word := text[opening - size : opening]) in before:
            return word, before[word]
    return "", ""


def _join(left: TimeValue, right: TimeValue) -> TimeValue | None:
    """Join what bounds one time from both sides: 2010年以后2018年以前, 即日起至2024年12月31日."""
    if left.end != right.start or left.valid_to or right.valid_from or not right.valid_to:
        return None
    if right.valid_to < left.valid_from if left.valid_from else not (left.text[-1] == "起" and right.text[0] in "至到"):
        return None
    return TimeValue(left.text + right.text, left.start, right.end, left.valid_from, right.valid_to)
