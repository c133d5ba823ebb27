"""Numbers as Chinese texts write them: 12.3亿, １９９６, 二〇一六, 百分之十五, 三分之二."""

from __future__ import annotations

import re
from functools import lru_cache

DIGITS = "0-9\uff10-\uff19"
# The circle of 二〇〇七 is also written with a geometric circle and with Latin, full-width and Cyrillic letters.
HAN = "〇○零一二三四五六七八九两ОOＯ"

_WIDE = "".join(map(chr, range(0xFF10, 0xFF1A)))
_PLAIN = str.maketrans(f"{_WIDE}\uff0e\uff0c〇○零ОOＯ一二三四五六七八九两", "0123456789.,000000" + "1234567892")
_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_SHARE = re.compile(r"(.+?)分之(.+)")
_PART = re.compile(r"([0-9.]*)([十百千万亿]?)")
_SLASH = re.compile(r"([0-9]+)/([0-9]+)")


@lru_cache(maxsize=4096)
def parse_number(text: str) -> float | None:
    """Return the value of a number, or None where `text` is none (几, 数十).

    百分之十五 is the share 0.15; digits may be full-width, with thousands commas, or Chinese.

    >>> parse_number("12.3亿"), parse_number("二〇一六"), parse_number("两百三十"), parse_number("三分之二")
    (1230000000.0, 2016.0, 230.0, 0.6666666666666666)
    >>> parse_number("数十") is None
    True
    """
    if share := _SHARE.fullmatch(text):
        below, above = parse_number(share[1].removeprefix("整")), parse_number(share[2])
        return above / below if below and above is not None else None
    plain = text.translate(_PLAIN).replace("点", ".").replace(",", "").replace(" ", "")
    if slash := _SLASH.fullmatch(plain):
        return int(slash[1]) / int(slash[2]) if int(slash[2]) else None
    try:
        return float(plain) if plain[:1].isdigit() and "e" not in plain.lower() else _sum(plain)
    except ValueError:
        return _sum(plain)


def _sum(plain: str) -> float | None:
    """Add up digits and scales: 2千3百, 1.5万亿, 十四."""
    total = section = 0.0  # section: what stands below the next 万 or 亿
    at = 0
    while at < len(plain):
        part = _PART.match(plain, at)
        if part is None or part.end() == at:
            return None
        at = part.end()
        if part[1].count(".") > 1 or part[1] == ".":
            return None
        scale = _SCALES.get(part[2], 1)
        if scale < 10_000:
            section += (float(part[1]) if part[1] else 1.0) * scale
        elif part[1] or section:
            total = (total + section + (float(part[1]) if part[1] else 0.0)) * scale
            section = 0.0
        elif total:
            total *= scale  # 1.5万亿
        else:
            return None
    value = total + section
    # 12.3 × 10⁸ is not exact in binary: what the text says with a few digits must come out with them.
    return float(f"{value:.15g}") if plain else None
