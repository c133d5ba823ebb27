"""How figures are written: numbers with their units, shares, ranges, lengths put together, and the words around them.

The units are in ontologies/lexicons/units.tsv, words such as 近 and 以上 in approximators.tsv.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from extractors.numerals import DIGITS, HAN
from extractors.timewords import alternation
from ontologies.tables import read_tsv

HAN_DIGIT = "一二三四五六七八九两兩"
# 千 before 瓦, 米 and the like begins the unit; elsewhere it is part of the number. 兆 is a scale only before 亿.
_SCALE = f"(?:[万亿萬億]|兆(?=[{HAN}十百千]+[亿億])|百(?!分)|[十千](?![瓦米克卡伏赫]))"
_FIGURE = (
    rf"(?:[{DIGITS}]{{1,3}}(?:[,\uff0c][{DIGITS}]{{3}}){{1,8}}(?:\.[0-9]+)?(?![0-9])"
    rf"|[{DIGITS}]+(?:[.\uff0e][{DIGITS}]+)?)"
)
_FORMAL_DIGIT = "壹贰叁肆伍陆柒捌玖"
_FORMAL = rf"[{_FORMAL_DIGIT}拾][{_FORMAL_DIGIT}拾佰仟萬億万亿{HAN}十百千]{{1,40}}(?:[点點][{_FORMAL_DIGIT}{HAN}]+)?"
_NUMBER = (
    rf"(?:{_FIGURE}[ \u3000]?(?:{_SCALE}+(?:(?<=[万亿千])[0-9]+{_SCALE}?)?)?"
    rf"|(?:[{HAN_DIGIT}十](?:[{HAN}]|{_SCALE})*|零(?=[点點]))(?:[点點][{HAN}]+{_SCALE}*)?|{_FORMAL})"
)
_SOME = "(?:[数几上近][十百千万亿]+|[十百千][余几]?(?=[多余几])|[数几](?=[个项家名人次件种类天年]))"
_TO = r"[ \u3000]?(?:至|到|[—–―－~\uff5e\-]{1,2})[ \u3000]?"
_HOLDING = r"[（(]不?含[^）)，。]{0,8}[)）]"
_HALVED = "(?:年|个月|天|个?小时|个星期)"


class Words(NamedTuple):
    """The rows of units.tsv by unit; the words of approximators.tsv by side, with their sense (None: none at all)."""

    units: dict[str, dict[str, str]]
    before: dict[str, str | None]
    after: dict[str, str]
    lasts: frozenset[str]  # the last characters of the words before


@dataclass(frozen=True)
class Form:
    """One way to write a figure, by the character that shows it; `source` is compiled when such a figure comes."""

    kind: str
    source: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.source)


class Forms(NamedTuple):
    """The forms of a figure: by its first character, the one after its number, the one after its unit; or plain."""

    first: dict[str, Form]
    number: dict[str, Form]
    unit: dict[str, Form]
    plain: Form


@cache
def figure_words() -> Words:
    """Return the units and the words around figures."""
    units = {row["text"]: row for row in read_tsv("units")}
    before: dict[str, str | None] = {}
    after: dict[str, str] = {}
    for row in read_tsv("approximators"):
        if row["side"] == "after":
            after[row["text"]] = row["sense"]
        else:
            before[row["text"]] = row["sense"] if row["side"] == "before" else None
    return Words(units, before, after, frozenset(word[-1] for word in before))


@cache
def figure_forms() -> Forms:
    """Return the forms of a figure from its first numeral on.

    >>> figure_forms().number["分"].kind, bool(figure_forms().plain.pattern.fullmatch("12.3亿元以上"))
    ('share', True)
    """
    words = figure_words()
    unit = alternation(text for text, row in words.units.items() if row["before"] != "word")
    whole = alternation(text for text, row in words.units.items() if row["before"] == "word")
    leads = alternation(word for word, sense in words.before.items() if sense)
    length = r"(?:年|个半?月|天|[个個]?小时|个?星期|周|分钟|秒钟?)"
    part = rf"{_NUMBER}[ \u3000]?{length}(?:半|[多余](?=[{DIGITS}{HAN_DIGIT}又零]))?"
    around = rf"(?P<holding>{_HOLDING})?(?P<around>{alternation(words.after)}(?![元前种样]))?(?P<held>{_HOLDING})?"

    def form(kind: str, pattern: str) -> Form:
        return Form(kind, pattern + around)

    share = form("share", rf"(?P<share>(?:[百千万仟萬]+|{_NUMBER})分之(?:[负－-]?{_NUMBER}|[百几{_FORMAL_DIGIT}]))")
    slash = form("slash", r"(?P<slash>[1-9]/[1-9][0-9]?)(?![0-9/.\-年月日])")
    turns = form("turns", rf"翻了?(?P<turns>{_NUMBER}|半)番")
    rate = form(
        "rate",
        rf"每(?:(?P<by>{_NUMBER}|百万|[百千万])(?P<byunit>{unit}|户|人口))(?:有|拥有|配备|(?P<lead>{leads}))?"
        rf"(?P<rate>{_NUMBER})(?P<rateunit>{unit})",
    )
    parts = form(
        "parts",
        rf"(?P<parts>{part}(?:[又零]?{part})+|{_NUMBER}{length}[又零]?{_NUMBER}(?:时|分)(?![之钟])"
        rf"|{_NUMBER}{_HALVED}半|{_NUMBER}个半(?:月|小时|学期))",
    )
    size = form(
        "size", rf"(?P<first>{_NUMBER})(?P<firstunit>{unit})?(?:[×xX*](?P<last>{_NUMBER})(?P<sizeunit>{unit}))+"
    )
    span = form(
        "range",
        rf"(?P<from>{_NUMBER}|[{HAN_DIGIT}])(?P<fromunit>{unit})?(?:{_TO}|[与和](?=[^，。]{{1,16}}之?间))"
        rf"(?P<to>{_NUMBER})(?:(?P<tounit>{unit})|(?=之?间))",
    )
    plain = form(
        "number",
        rf"(?:(?P<number>{_NUMBER}|半(?=[成折](?!品)))|(?P<some>{_SOME}))(?P<more>[多余几幾餘])?(?P<scale>[万亿萬億]+)?"
        rf"[ \u3000]{{0,4}}(?P<unit>{unit})?(?:(?<=成)(?P<tenth>半|[{HAN_DIGIT}](?=[，。；、,. ]|$)))?",
    )
    links = dict.fromkeys("至到与和—–―－~\uff5e- \u3000", span)
    times = dict.fromkeys("×xX*", size)
    return Forms(
        dict.fromkeys("百千万仟萬", share)
        | dict.fromkeys("过半大一", form("whole", f"(?P<whole>{whole})"))
        | {"翻": turns, "每": rate},
        links | times | {"分": share, "/": slash},
        links | times | dict.fromkeys(f"0123456789{HAN_DIGIT}十半多余又零", parts),
        plain,
    )


@cache
def candidate_pattern() -> re.Pattern[str]:
    """Return the cheap scan: a numeral that follows no other and no 第, A, №, with a unit or a scale soon behind it.

    >>> [found.start() for found in candidate_pattern().finditer("第3条有140项")]
    [4]
    """
    firsts = "".join(sorted({re.escape(text[0]) for text in figure_words().units}))
    scales, links = "十百千万亿萬億多余几幾餘", r"至到与和—–―－~\uff5e\-./分×xX*"
    return re.compile(
        rf"[{DIGITS}{HAN_DIGIT}十百千万仟萬数几上近过半大翻每{_FORMAL_DIGIT}拾]"
        rf"(?<![A-Za-z第№.%{DIGITS}{HAN}{_FORMAL_DIGIT}十百千拾佰仟].)(?<![A-Za-z0-9]-.)"
        rf"(?:(?<=[{DIGITS}])(?=[{DIGITS}.,\uff0c\uff0e]{{0,40}}[ \u3000]{{0,4}}[{scales}{firsts}{links}])"
        rf"|(?<=[{HAN_DIGIT}十百千万仟萬数几上近])(?=[{HAN}{scales}点點]*(?:[{firsts}分至到—\-或]|[几多余幾餘][万亿萬億]))"
        rf"|(?<=[过半大一])(?=[半数成折])|(?<=翻)(?=[{HAN_DIGIT}了])|(?<=每)(?=[{DIGITS}{HAN_DIGIT}百千万])"
        rf"|(?<=[{_FORMAL_DIGIT}拾])(?=[拾佰仟万亿萬億])"
        rf"|(?<=[于过了足满多少≥≤<>][{DIGITS}])(?=[{DIGITS}.])|(?<=[于过足是为有][{DIGITS}])(?=[的，。并且]))"
    )
