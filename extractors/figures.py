"""How figures are written: numbers with their units, shares, ranges, lengths put together, and the words around them.

The units are in ontologies/lexicons/units.tsv, words such as 近 and 以上 in approximators.tsv.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from extractors.numerals import DIGITS, HAN
from extractors.timewords import alternation
from ontologies.tables import read_tsv

HAN_DIGIT = "一二三四五六七八九两兩"
# 千 before 瓦, 米 and the like begins the unit; elsewhere it is part of the number.
SCALE = f"(?:[万亿萬億]|兆(?=[{HAN}十百千]+[亿億])|百(?!分)|[十千](?![瓦米克卡伏赫]))"
_FIGURE = (
    rf"(?:[{DIGITS}]{{1,3}}(?:[,\uff0c][{DIGITS}]{{3}})+(?:\.[0-9]+)?(?![0-9])"
    rf"|[{DIGITS}]+(?:[.\uff0e][{DIGITS}]+)?)"
)
_FORMAL_DIGIT = "壹贰叁肆伍陆柒捌玖"
_FORMAL = rf"[{_FORMAL_DIGIT}拾][{_FORMAL_DIGIT}拾佰仟萬億万亿{HAN}十百千]+(?:[点點][{_FORMAL_DIGIT}{HAN}]+)?"
NUMBER = (
    rf"(?:{_FIGURE}\s?(?:{SCALE}+(?:(?<=[万亿千])[0-9]+{SCALE}?)?)?"
    rf"|(?:[{HAN_DIGIT}十](?:[{HAN}]|{SCALE})*|零(?=[点點]))(?:[点點][{HAN}]+{SCALE}*)?|{_FORMAL})"
)
_SOME = "(?:[数几上近][十百千万亿]+|[十百千][余几]?(?=[多余几])|[数几](?=[个项家名人次件种类天年]))"
_TO = r"\s?(?:至|到|[—–―－~\uff5e\-]{1,2})\s?"
_AND = "[与和](?=[^，。]{1,16}之?间)"


class Words(NamedTuple):
    """The rows of units.tsv by unit; the words of approximators.tsv by side, with their sense (None: none at all)."""

    units: dict[str, dict[str, str]]
    before: dict[str, str | None]
    after: dict[str, str]


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
    return Words(units, before, after)


@cache
def figure_pattern() -> re.Pattern[str]:
    """Return the pattern of a figure from its first numeral on."""
    words = figure_words()
    unit = alternation(text for text, row in words.units.items() if row["before"] != "word")
    whole = alternation(text for text, row in words.units.items() if row["before"] == "word")
    length = r"(?:年|个半?月|天|[个個]?小时|个?星期|周|分钟|秒钟?)"
    part = rf"{NUMBER}\s?{length}(?:半|[多余](?=[{DIGITS}{HAN_DIGIT}又零]))?"
    leads = alternation(word for word, sense in words.before.items() if sense)
    return re.compile(
        rf"(?:(?P<share>(?:[百千万仟萬]+|{NUMBER})分之(?:[负－-]?{NUMBER}|[百几{_FORMAL_DIGIT}]))"
        rf"|(?P<slash>[1-9]/[1-9][0-9]?)(?![0-9/.\-年月日])"
        rf"|(?P<whole>{whole})"
        rf"|翻了?(?P<turns>{NUMBER}|半)番"
        rf"|每(?:(?P<by>{NUMBER}|百万|[百千万])(?P<byunit>{unit}|户|人口))"
        rf"(?:有|拥有|配备|(?P<lead>{leads}))?(?P<rate>{NUMBER})(?P<rateunit>{unit})"
        rf"|(?P<parts>{part}(?:[又零]?{part})+|{NUMBER}{length}[又零]?{NUMBER}(?:时|分)(?![之钟])"
        rf"|{NUMBER}(?:年|个月|天|个小时|小时|个星期)半|{NUMBER}个半(?:月|小时|学期))"
        rf"|(?P<size>{NUMBER}(?:{unit})?(?:[×xX*]{NUMBER}(?P<sizeunit>{unit}))+)"
        rf"|(?P<from>{NUMBER}|[{HAN_DIGIT}])(?P<fromunit>{unit})?(?:{_TO}|{_AND})"
        rf"(?P<to>{NUMBER})(?:(?P<tounit>{unit})|(?=之?间))"
        rf"|(?:(?P<number>{NUMBER}|半(?=[成折](?!品)))|(?P<some>{_SOME}))(?P<more>[多余几])?(?P<scale>[万亿萬億]+)?[ \u3000]{{0,4}}"
        rf"(?P<unit>{unit})?(?:(?<=成)(?P<tenth>半|[{HAN_DIGIT}](?=[，。；、,. ]|$)))?)"
        rf"(?P<holding>[（(]不?含[^）)，。]{{0,8}}[)）])?(?P<around>{alternation(words.after)}(?![元前种样]))?"
        rf"(?P<held>[（(]不?含[^）)，。]{{0,8}}[)）])?"
    )


@cache
def candidate_pattern() -> re.Pattern[str]:
    """Return the cheap scan: a numeral that follows no other and no 第, A, №, with a unit or a scale soon behind it."""
    firsts = "".join(sorted({re.escape(text[0]) for text in figure_words().units}))
    return re.compile(
        rf"[{DIGITS}{HAN_DIGIT}十百千万仟萬数几上近过半大翻每壹贰叁肆伍陆柒捌玖拾]"
        rf"(?<![A-Za-z第№.%{DIGITS}{HAN}十百千].)(?<![A-Za-z0-9]-.)"
        rf"(?:(?<=[{DIGITS}])(?=[{DIGITS}.,\uff0c\uff0e]*\s?[十百千万亿萬億多余几{firsts}至到与和—–―－~\uff5e\-./分×xX*])"
        rf"|(?<=[{HAN_DIGIT}十百千万仟萬数几上近])(?=[{HAN}十百千万亿萬億多余几点點]*(?:[{firsts}分至到—\-]|[几多余][万亿]))"
        rf"|(?<=[过半大一])(?=[半数成折])|(?<=翻)(?=[{HAN_DIGIT}了])|(?<=每)(?=[{DIGITS}{HAN_DIGIT}百千万])"
        rf"|(?<=[壹贰叁肆伍陆柒捌玖拾])(?=[拾佰仟万亿萬億])"
        rf"|(?<=[于过了足满≥≤<>][{DIGITS}])(?=[{DIGITS}.])|(?<=[是为有][{DIGITS}])(?=[的，。]))"
    )
