"""Where a time expression may begin, and what may stand behind it: patterns made of the words of times.tsv."""

from __future__ import annotations

import re
from functools import cache

from extractors.timewords import GAP, NUMERAL, NUMERALS, ONE, QUANTIFIERS, time_words


@cache
def candidate_pattern() -> re.Pattern[str]:
    """Return the scan: a numeral with a unit of time soon behind it, or the first character of a word and its rest.

    Each branch opens with a character of its own: the regular-expression engine then skips all other characters.
    """
    words = time_words()
    numeral = f"[{NUMERAL}{QUANTIFIERS}]"
    rests: dict[str, set[str]] = {first: set() for first in "在自大第"}
    # What may stand alone (今年) ends there; 近 and 连续 need a number, feasts what stands behind.
    tails = dict.fromkeys(("ago", "next"), f"的?{GAP}{numeral}") | {"reign": f"[元{NUMERAL}]"}
    tails["season"] = f'[”"]?[{words.firsts("around")}]'
    for role in ("year", "month", "day", "part", "word", "era", "century", "base", "lunar", "moon", "phase", *tails):
        for word in words.roles[role]:
            if role in tails or word[0] not in NUMERALS:
                rests.setdefault(word[0], set()).add(re.escape(word[1:]) + tails.get(role, ""))
    rests["在"].add(r"[^\s,，。；：、]{2,16}?(?:[后前时内]|期间|之际)")
    rests["自"].add(r"[^\s,，。；：]{2,20}?以来")
    rests["本"].add(f"{words.any('act')}{words.any('force')}")
    rests["大"].add("年[初三]")
    rests["第"].add(f"[一二三1-3](?:季|[至到、])|{ONE}{{1,2}}个五年")
    units = (
        r"[年月日天周世—–―－~\uff5e\-至到./、五秒大届与多余几]|个[月季星学工交自年小半日多]|小时|工作日|交易日|自然日|日历天"
        r"|分钟|星期|季度|学[年期]"
    )
    behind = (
        rf"(?<![{NUMERAL}第.\uff0e].)(?=[{NUMERAL}百千 ]{{0,6}}(?:{units})|[0-9]{{3}} [01][0-9] [0-3][0-9](?![0-9]))"
    )
    branches = []
    for first in sorted({*rests, *NUMERALS, *QUANTIFIERS}):
        ways = [f"(?={'|'.join(sorted(rests[first]))})"] if first in rests else []
        if first in NUMERALS or first in QUANTIFIERS:
            ways.append(behind)
        tied = words.value("tied", first)  # 马上一年半 is not 上一年
        branches.append(f"{re.escape(first)}{f'(?<![{tied}].)' if tied else ''}(?:{'|'.join(ways)})")
    return re.compile("|".join(branches))


def after_pattern() -> re.Pattern[str]:
    """Return the pattern of what stands behind an expression: 以来, 起, 前; not 前 in 2025年前三季度.

    >>> bool(after_pattern().match("前完成")), bool(after_pattern().match("前三季度"))
    (True, False)
    """
    words = time_words()
    return re.compile(
        rf"(?!{words.any('notafter')})(?:{words.any('after')}(?!(?<=[^之以][前后])[{NUMERAL}])"
        r"|《[^》]{1,40}》[^\s，。；、]{0,8}(?P<since>以来))"  # 2021年《条例》实施以来
    )
