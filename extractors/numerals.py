"""Numbers as Chinese texts write them: 12.3亿, １９９６, 二〇一六, 百分之十五, 三分之二, 壹仟贰佰, 一万三."""

from __future__ import annotations

import re
from functools import lru_cache

DIGITS = "0-9\uff10-\uff19"
# The circle of 二〇〇七 is also written with a geometric circle and with Latin, full-width and Cyrillic letters.
HAN = "〇○零一二三四五六七八九两兩ОOＯ"

_WIDE = "".join(map(chr, range(0xFF10, 0xFF1A)))
# Formal and traditional characters stand for the plain ones; 陸 and 陆, 貳 and 贰 are the same number.
_SAME = str.maketrans(
    f"{_WIDE}\uff0e\uff0c\uff0f\uff0d〇○零ОOＯ一二三四五六七八九两壹贰叁肆伍陆柒捌玖貳參陸兩倆俩拾佰仟萬億點負幾餘点负",
    "0123456789.,/-000000" + "1234567892" + "123456789" + "236222" + "十百千万亿.-几余" + ".-",
)
_LONGEST = 80  # characters; what is longer is no number that anyone wrote
_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000, "兆": 1_000_000_000_000}
_SHARE = re.compile(r"(.+?)分之(.+)")
_PART = re.compile(r"([0-9]*(?:\.[0-9]+)?)([十百千万亿兆]?)")
_SLASH = re.compile(r"([0-9]+)/([0-9]+)")
_MIXED = re.compile(r"\s*([0-9]+)\s+([0-9]+/[0-9]+)\s*")
_SPACE = re.compile(r"\s+")
_VAGUE = re.compile(r"(?<=[十百千万亿0-9])[多余几](?=[万亿]|$)")  # 十余万, 二十几万, 380多: from the figure up
_SHORT = re.compile(r"([百千万亿])([1-9])(\.[0-9]+)?$")  # 一万三 is 13000; 一万零三 is 10003


@lru_cache(maxsize=4096)
def parse_number(text: str) -> float | None:
    """Return the value of a number, or None where `text` is none (几, 数十).

    百分之十五 is the share 0.15; digits may be full-width, with thousands commas, or Chinese, plain, formal or
    traditional. 一万三 is 13000, and 十余万 is read as the 100000 that it exceeds.

    >>> parse_number("12.3亿"), parse_number("二〇一六"), parse_number("两百三十"), parse_number("三分之二")
    (1230000000.0, 2016.0, 230.0, 0.6666666666666666)
    >>> parse_number("数十") is None
    True
    """
    if len(text) > _LONGEST or text.count("又") > 1:
        return None
    plain = text.translate(_SAME)
    if mixed := _MIXED.fullmatch(plain):
        return _added(mixed[1], mixed[2])
    plain = _SPACE.sub("", plain).replace(",", "")
    if plain[:1] == "-":
        value = parse_number(plain[1:]) if plain[1:2] != "-" else None
        return -value if value is not None else None
    if "又" in plain:
        return _added(*plain.split("又", 1))
    if share := _SHARE.fullmatch(plain):
        below = parse_number(f"1{share[1]}" if share[1][0] in "百千万亿" else share[1])
        above = parse_number(share[2].removeprefix("整"))
        return above / below if below and above is not None else None
    if slash := _SLASH.fullmatch(plain):
        return int(slash[1]) / int(slash[2]) if int(slash[2]) else None
    if plain.isascii():
        return _decimal(plain)
    if plain.endswith("打"):  # a dozen
        dozens = parse_number(plain[:-1])
        return dozens * 12 if dozens is not None else None
    plain = _VAGUE.sub("", plain).replace("零几", "0几").replace("0几", "0")
    if plain.startswith("半") and len(plain) <= 2:
        plain = plain.replace("半", "0.5")
    return _sum(_SHORT.sub(lambda found: f"{found[1]}{int(found[2]) * _SCALES[found[1]] // 10}{found[3] or ''}", plain))


def _added(whole: str, part: str) -> float | None:
    """Add a whole number and a fraction: 三又二分之一."""
    first, second = parse_number(whole), parse_number(part)
    return first + second if first is not None and second is not None else None


def _decimal(plain: str) -> float | None:
    return float(plain) if re.fullmatch(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+", plain) else None


def _sum(plain: str) -> float | None:
    """Add up digits and scales: 2千3百, 1.5万亿, 十四."""
    total = section = 0.0  # section: what stands below the next 万 or 亿
    at, last = 0, 0
    while at < len(plain):
        part = _PART.match(plain, at)
        if part is None or part.end() == at:
            return None
        at = part.end()
        scale = _SCALES.get(part[2], 1)
        if scale < 10_000:
            # 零十 is ten
            section += (float(part[1]) if part[1].strip("0") or (part[1] and scale == 1) else 1.0) * scale
            continue
        if not part[1] and not section:
            if not total:
                return None
            total *= scale  # 1.5万亿
        elif last and scale < last:
            total += (section + float(part[1] or 0)) * scale  # 5亿1万
        else:
            total = (total + section + float(part[1] or 0)) * scale
        section, last = 0.0, scale
    value = total + section
    if not plain or abs(value) >= 1e15:
        return value if plain else None
    # 12.3 × 10⁸ is not exact in binary: what the text says with a few digits must come out with them.
    return float(f"{value:.15g}")
